"""The team page: what nobody holds first, what waits for a supervisor's word, and each worker in numbers."""

from datetime import timedelta

from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions
from plimsoll.cases.models import Case, Holding
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Membership
from plimsoll.team.queries import board


def overseen(small, who=None, team=None):
    return board(viewer_for(who or small.supervisor, TODAY), NOW, team)


def test_cases_that_nobody_holds_come_first_and_are_counted(small):
    small.case("Held")
    small.case("Nobody's", unallocated=True, events=[event("referral_received", "2026-03-02", source="school")])
    found = overseen(small)
    assert [line.name for line in found.unallocated] == ["Nobody's"]
    assert found.unallocated_count == 1
    assert found.numbers.cases == 2


def test_the_numbers_of_a_worker_are_those_of_their_cases_in_the_team(small):
    small.case("Red", events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    small.case("Calm", events=[event("contact_made", "2026-02-27", meaningful=True)])
    numbers = {worker.name: worker.numbers for worker in overseen(small).workers}
    assert (numbers["Sam Pritchard"].cases, numbers["Sam Pritchard"].red) == (2, 1)
    assert numbers["Joy Okafor"].cases == 0


def test_a_decision_that_waits_for_a_supervisor_is_on_the_page_until_it_is_confirmed(small):
    case = small.case("Waits", events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    asked = {"tier": "attention", "reason": "Safe with her aunt", "until": TODAY + timedelta(days=5), "now": NOW}
    result = actions.override_priority(case.pk, **asked, viewer=viewer_for(small.worker, TODAY))
    (waiting,) = overseen(small).waiting
    assert waiting.case.name == "Waits"
    assert "Safe with her aunt" in waiting.said
    actions.confirm_override(case.pk, result.event_ids[0], now=NOW, viewer=viewer_for(small.supervisor, TODAY))
    assert overseen(small).waiting == ()


def test_a_supervisor_has_no_other_team_and_a_manager_has_all_and_can_ask_for_one(small):
    small.case("Ours")
    small.case("Theirs", team=small.other_team, holder=small.outsider)
    assert {team.name for team in overseen(small).teams} == {"Team 3"}
    found = overseen(small, small.manager)
    assert {team.name: team.numbers.cases for team in found.teams} == {"Team 3": 1, "Team 4": 1}
    assert {worker.name for worker in overseen(small, small.manager, small.other_team.pk).workers} == {"Nia Bevan"}
    # A team that is not overseen is as if none were asked for: the address says nothing of it.
    assert {team.name for team in overseen(small, small.supervisor, small.other_team.pk).teams} == {"Team 3"}


def test_somebody_on_leave_is_shown_as_such(small):
    Membership.objects.filter(user=small.colleague).update(state=Membership.State.ON_LEAVE)
    states = {worker.name: worker.state_words for worker in overseen(small).workers}
    assert states == {"Sam Pritchard": "", "Joy Okafor": "On leave"}


def test_the_page_counts_its_queries_whatever_the_number_of_cases(small, client, django_assert_max_num_queries):
    for number in range(30):
        small.case(f"Child {number}", unallocated=number % 3 == 0)
    client.force_login(small.manager)
    client.get("/team/")
    with django_assert_max_num_queries(10):
        text = client.get("/team/").content.decode()
    assert "All 10 of them" in text


def test_a_supervisor_gives_a_case_to_a_worker_with_the_reason_on_file(small, client):
    case = small.case("Held", unallocated=True)
    client.force_login(small.supervisor)
    path = reverse("cases:allocate", args=[case.pk])
    assert "Joy Okafor" in client.get(path).content.decode()
    refused = client.post(path, {"reason": "Knows the family"})
    assert refused.status_code == 422
    assert "Choose who takes the case" in refused.content.decode()
    assert "Knows the family" in refused.content.decode()
    given = {"worker": str(small.colleague.pk), "reason": "Knows the family"}
    text = client.post(path, given, follow=True).content.decode()
    assert "The case is now with Joy Okafor" in text
    holding = Holding.objects.get(case=case, until_on=None)
    assert (holding.worker, holding.reason) == (small.colleague, "Knows the family")


def test_a_case_can_be_given_back_to_the_team(small, client):
    case = small.case("Held")
    client.force_login(small.supervisor)
    client.post(reverse("cases:allocate", args=[case.pk]), {"worker": "nobody", "reason": "Sick leave"})
    assert Case.objects.get(pk=case.pk).holder is None
    assert [line.name for line in overseen(small).unallocated] == ["Held"]


def test_nobody_can_be_given_a_case_who_is_not_of_its_team(small, client):
    case = small.case("Held")
    client.force_login(small.supervisor)
    path = reverse("cases:allocate", args=[case.pk])
    assert client.post(path, {"worker": str(small.outsider.pk), "reason": "x"}).status_code == 422
    assert Case.objects.get(pk=case.pk).holder == small.worker


def test_a_worker_cannot_allocate_and_is_not_told_that_there_is_such_a_page(small, client):
    case = small.case("Held")
    client.force_login(small.worker)
    path = reverse("cases:allocate", args=[case.pk])
    assert client.get(path).status_code == 404
    assert client.post(path, {"worker": str(small.colleague.pk), "reason": "x"}).status_code == 404
