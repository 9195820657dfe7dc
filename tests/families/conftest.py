from datetime import date

import pytest
from service import NOW, TODAY, small_service

from plimsoll import today as clock
from plimsoll.cases.models import CasePerson
from plimsoll.families.actions import people as actions
from plimsoll.people.access import viewer_for


@pytest.fixture
def at_nine():
    """It is nine o'clock on Monday 2 March 2026."""
    with clock.stopped_at(NOW):
        yield NOW


@pytest.fixture
def small(db, at_nine):
    return small_service()


@pytest.fixture
def sam(small):
    """What the worker may see."""
    return viewer_for(small.worker, TODAY)


@pytest.fixture
def put(small, sam):
    """Put somebody on a case: put(case, "Ffion", "Llŷr", born_on=..., part="subject")."""

    def put_on(case, given, family="Llŷr", *, part="family", kin=None, identifiers=None, viewer=None, **fields):
        values = {"given_name": given, "family_name": family, **fields}
        new = actions.NewPerson(values, part, identifiers or {}, kin)
        return actions.add_person(case.pk, new, now=NOW, viewer=viewer or sam)

    return put_on


@pytest.fixture
def home(small, put):
    """A case with a child, a mother and a father."""
    case = small.case()
    child = put(case, "Ffion", part=CasePerson.Part.SUBJECT, born_on=date(2016, 5, 4), sex="F")
    mother = put(case, "Siân", born_on=date(1988, 2, 1), sex="F")
    father = put(case, "Gethin", "O’Brien", born_on=date(1985, 9, 9), sex="M")
    return case, child, mother, father
