from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from plimsoll import database


@pytest.fixture
def directory(monkeypatch):
    """A short, open directory: pytest's own temporary directories are closed to the user that PostgreSQL runs as."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    path = Path(tempfile.mkdtemp(prefix="plimsoll-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    database.stop(path)
    shutil.rmtree(path)
