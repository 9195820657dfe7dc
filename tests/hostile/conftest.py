import pytest
from service import NOW, small_service

from plimsoll import today as clock


@pytest.fixture
def at_nine():
    """It is nine o'clock on Monday 2 March 2026."""
    with clock.stopped_at(NOW):
        yield NOW


@pytest.fixture
def small(db, at_nine):
    return small_service()
