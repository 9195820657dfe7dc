"""The door: who may see a case, and that what may not be seen does not exist."""

from datetime import timedelta

import pytest
from django.http import Http404
from service import NOW, TODAY

from plimsoll.cases import actions
from plimsoll.cases.models import Holding, NamedAccess
from plimsoll.cases.queries import case_for, cases_for, held_by
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Membership


def sees(user, case):
    return cases_for(viewer_for(user, TODAY)).filter(pk=case.pk).exists()


def test_a_practitioner_sees_the_cases_they_hold_and_no_others(small):
    mine, theirs = small.case(), small.case("José Young", holder=small.colleague)
    assert sees(small.worker, mine)
    assert not sees(small.worker, theirs)
    assert list(held_by(viewer_for(small.worker, TODAY))) == [mine]


def test_a_supervisor_sees_the_team_and_a_manager_the_service(small):
    ours = small.case()
    other = small.case("Kofi Jones", holder=small.outsider, team=small.other_team)
    assert sees(small.supervisor, ours)
    assert not sees(small.supervisor, other)
    assert sees(small.manager, ours)
    assert sees(small.manager, other)
    assert sees(small.auditor, other)


def test_a_case_that_may_not_be_seen_answers_like_one_that_does_not_exist(small):
    theirs = small.case(holder=small.colleague)
    with pytest.raises(Http404):
        case_for(viewer_for(small.worker, TODAY), theirs.pk)


def test_sight_ends_with_the_allocation_and_begins_with_the_next(small):
    case = small.case()
    actions.allocate_case(case.pk, small.colleague, on=TODAY, reason="Leave", now=NOW, actor_id=small.supervisor.pk)
    assert not sees(small.worker, case)
    assert sees(small.colleague, case)


@pytest.mark.parametrize("kind", [Holding.Kind.CO_WORKER, Holding.Kind.COVERING])
def test_a_co_worker_and_a_covering_worker_see_the_case_while_it_lasts(small, kind):
    case = small.case()
    holding = Holding.objects.create(case=case, worker=small.colleague, kind=kind, from_on=TODAY, recorded_at=NOW)
    assert sees(small.colleague, case)
    Holding.objects.filter(pk=holding.pk).update(until_on=TODAY)
    assert not sees(small.colleague, case)


def test_a_role_that_has_ended_gives_nothing(small):
    case = small.case()
    membership = Membership.objects.get(user=small.supervisor)
    people.end_membership(membership, until_on=TODAY - timedelta(days=1), now=NOW)
    assert not sees(small.supervisor, case)


@pytest.mark.parametrize("state", [s for s in Membership.State.values if s != "active"])
def test_only_an_active_membership_counts(small, state):
    case = small.case()
    Membership.objects.filter(user=small.supervisor).update(state=state)
    assert not sees(small.supervisor, case)


@pytest.mark.parametrize("state", ["suspended", "ended", "invited"])
def test_a_worker_whose_role_is_suspended_or_ended_does_not_see_what_they_still_hold(small, state):
    case = small.case()
    Membership.objects.filter(user=small.worker).update(state=state)
    assert not sees(small.worker, case)
    assert not held_by(viewer_for(small.worker, TODAY)).exists()


def test_a_restricted_case_is_seen_by_its_worker_and_those_named_alone(small):
    case = small.case(restricted=True)
    assert sees(small.worker, case)
    assert not sees(small.supervisor, case)
    assert not sees(small.manager, case)
    NamedAccess.objects.create(
        case=case, worker=small.supervisor, kind="named", reason="Oversight", from_on=TODAY, recorded_at=NOW
    )
    assert sees(small.supervisor, case)


def test_a_declared_conflict_of_interest_hides_the_case_even_from_a_manager(small):
    case = small.case()
    NamedAccess.objects.create(
        case=case, worker=small.manager, kind="conflict", reason="Cousin", from_on=TODAY, recorded_at=NOW
    )
    assert not sees(small.manager, case)


def test_an_account_switched_off_sees_nothing(small):
    case = small.case()
    small.manager.is_active = False
    assert not sees(small.manager, case)
