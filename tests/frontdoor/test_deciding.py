"""The worker's side: what came in is decided inside its clock, with a reason, by those whose door it is."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.frontdoor import actions, facts, references
from plimsoll.frontdoor.actions import NewApproach
from plimsoll.frontdoor.models import Approach, OnDuty
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Person
from plimsoll.tasks.models import Task

REASON = {"level": "specialist", "rationale": "Two neighbours on two nights", "told": "passed_on"}


def came_in(small, **more):
    new = NewApproach(
        **{"service": small.service, "kind": "concern", "token": uuid.uuid4(), "what": "Crying at night",
           "safe_now": "yes", "about_name": "Kofi O’Brien", "from_name": "Nia Neighbour", **more}
    )  # fmt: skip
    return actions.receive(new, "digest", now=NOW)


def url(found, outcome):
    return reverse("frontdoor:decide", args=[found.pk, outcome])


def test_what_came_in_is_to_be_decided_inside_a_working_day_and_is_late_after_it(small):
    found = came_in(small)
    assert facts.duty_of(found, NOW).state == "due_soon"
    assert facts.duty_of(found, NOW + timedelta(days=2)).state == "late"


def test_a_case_opened_from_it_begins_with_what_came_in_and_what_was_decided(small, client):
    found = came_in(small, safe_now="no")
    client.force_login(small.supervisor)
    typed = {
        **REASON, "level": "significant_harm", "person": "new", "given_name": "Kofi", "family_name": "O’Brien",
        "team": str(small.team.pk), "holder": str(small.worker.pk),
    }  # fmt: skip
    answer = client.post(url(found, "case_opened"), typed, follow=True)
    assert answer.status_code == 200
    found.refresh_from_db()
    case = found.case
    assert (case.title, case.holder, case.status) == ("Kofi O’Brien", small.worker, "open")
    names = list(CaseEvent.objects.filter(case=case).values_list("name", flat=True))
    assert names[:4] == ["approach_received", "referral_received", "referral_decided", "approach_decided"]
    assert CaseEvent.objects.get(case=case, name="referral_decided").details["outcome"] == "strategy_discussion"
    assert case.hint_tier == "immediate_safety"  # somebody is not safe, and no safety plan is made yet
    assert CaseEvent.objects.get(case=case, name="concern_decided").details["level"] == "significant_harm"
    assert found.outcome == "case_opened"


def test_it_is_added_to_a_case_that_is_open_as_a_concern_for_its_worker_to_decide(small, client):
    case = small.case("Kofi O’Brien", events=[event("cin_plan_started", "2026-01-12")])
    found = came_in(small, stays_unnamed=True)
    client.force_login(small.supervisor)
    wrong = client.post(url(found, "joined"), {**REASON, "case": "C999999"})
    assert "There is no open case of this number that you may see" in wrong.content.decode()
    client.post(url(found, "joined"), {**REASON, "case": case.reference.lower()})
    raised = CaseEvent.objects.get(case=case, name="concern_raised")
    assert "Crying at night" in raised.note
    assert "Nia Neighbour" not in raised.note  # who asked not to be named
    assert not CaseEvent.objects.filter(case=case, name="concern_decided").exists()
    assert Case.objects.get(pk=case.pk).hint_colour == "red"


@pytest.mark.parametrize(
    ("outcome", "more"), [("advice_given", {}), ("sent_elsewhere", {"sent_to": "Housing"}), ("no_further_action", {})]
)
def test_every_other_end_keeps_its_reason_and_makes_no_case(small, client, outcome, more):
    found = came_in(small)
    client.force_login(small.supervisor)
    refused = client.post(url(found, outcome), {**REASON, **more, "rationale": ""})
    assert refused.status_code == 422
    assert "Say why you decided so" in refused.content.decode()
    client.post(url(found, outcome), {**REASON, **more})
    found.refresh_from_db()
    assert (found.outcome, found.rationale, found.case) == (outcome, REASON["rationale"], None)
    assert not Case.objects.exists()


def test_the_referrer_is_told_what_the_worker_chose_and_not_a_word_more(small, client):
    found = came_in(small)
    client.force_login(small.supervisor)
    client.post(url(found, "no_further_action"), {**REASON, "told": "nothing"})
    client.logout()
    given = {"reference": found.reference, "secret": references.secret_of(found.pk)}
    text = client.post(reverse("frontdoor:ask"), given).content.decode()
    assert "It was looked at and decided. More may not be told here." in text
    assert "Two neighbours" not in text


def test_two_who_decide_at_once_are_told_of_each_other(small, client):
    found = came_in(small)
    client.force_login(small.supervisor)
    client.post(url(found, "advice_given"), {**REASON, "rationale": "Rang her back"})
    client.force_login(small.manager)
    refused = client.post(url(found, "no_further_action"), {**REASON, "rationale": "Mine"})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody decided it meanwhile" in text
    assert "Rang her back" in text
    assert "Mine" in text
    found.refresh_from_db()
    assert found.outcome == "advice_given"


def test_somebody_on_record_is_suggested_to_the_worker_and_their_record_is_used(small, client):
    person = people.create_person({"given_name": "Kofi", "family_name": "Obrien"}, now=NOW)
    case = small.case("Kofi Obrien")
    CasePerson.objects.create(case=case, person=person)
    found = came_in(small)
    client.force_login(small.supervisor)
    assert case.reference in client.get(reverse("frontdoor:one", args=[found.pk])).content.decode()
    typed = {**REASON, "person": str(person.pk), "team": str(small.team.pk)}
    client.post(url(found, "case_opened"), typed)
    found.refresh_from_db()
    assert CasePerson.objects.get(case=found.case).person == person
    assert Person.objects.count() == 1


def test_somebody_whom_the_worker_may_not_see_is_not_suggested_nor_taken(small, client):
    hidden = people.create_person({"given_name": "Kofi", "family_name": "O’Brien"}, now=NOW)
    case = small.case("Kofi O’Brien", restricted=True, holder=small.outsider, team=small.other_team)
    CasePerson.objects.create(case=case, person=hidden)
    found = came_in(small)
    client.force_login(small.supervisor)
    assert case.reference not in client.get(reverse("frontdoor:one", args=[found.pk])).content.decode()
    refused = client.post(url(found, "case_opened"), {**REASON, "person": str(hidden.pk), "team": str(small.team.pk)})
    assert refused.status_code == 422
    assert client.post(url(found, "joined"), {**REASON, "case": case.reference}).status_code == 422


def test_only_those_whose_door_it_is_see_it(small, client):
    found = came_in(small)
    pages = [reverse("frontdoor:piles"), reverse("frontdoor:one", args=[found.pk]), url(found, "advice_given"),
             reverse("frontdoor:duty")]  # fmt: skip
    for who in (small.worker, small.outsider, small.auditor):
        client.force_login(who)
        assert [client.get(page).status_code for page in pages] == [404] * 4
        assert client.post(url(found, "advice_given"), REASON).status_code == 404
        assert client.post(reverse("frontdoor:move", args=[found.pk]), {"pile": "rubbish"}).status_code == 404
    service = people.create_service("Advice", "advice-guidance", now=NOW)
    team = people.create_team(service, "Advice", now=NOW)
    other = people.create_worker("z@example.org", "Zed Other", now=NOW)
    people.join_team(other, team, "supervisor", from_on=TODAY, now=NOW)
    client.force_login(other)
    assert client.get(pages[0]).status_code == 200
    assert [client.get(page).status_code for page in pages[1:3]] == [404, 404]
    found.refresh_from_db()
    assert (found.pile, found.outcome) == ("new", "")


def test_a_worker_put_on_duty_sees_the_door_for_those_days_and_finds_it_among_the_tasks(small, client):
    found = came_in(small)
    client.force_login(small.supervisor)
    typed = {"worker": f"{small.service.pk}:{small.worker.pk}", "from_on": "2026-03-02", "until_on": "2026-03-03"}
    assert client.post(reverse("frontdoor:duty"), typed).status_code == 302
    assert Task.objects.filter(owner=small.worker, title__contains="front door").exists()
    client.force_login(small.worker)
    page = reverse("frontdoor:one", args=[found.pk])
    assert client.get(page).status_code == 200
    assert client.get(reverse("frontdoor:piles")).status_code == 200
    assert client.post(reverse("frontdoor:duty"), typed).status_code == 404  # putting on duty is for who oversees
    with clock.stopped_at(NOW + timedelta(days=2)):
        assert client.get(page).status_code == 404
    assert OnDuty.objects.count() == 1


def test_rubbish_is_seen_moved_and_rises_when_its_clock_has_run_out(small, client):
    found = came_in(small, trap="x")
    client.force_login(small.supervisor)
    piles = reverse("frontdoor:piles")
    text = client.get(piles).content.decode()
    assert text.index("Likely rubbish: look through") < text.index("Kofi O’Brien")
    with clock.stopped_at(NOW + timedelta(days=2)):
        text = client.get(piles).content.decode()
        assert "Likely rubbish: look through" not in text
        assert "Kofi O’Brien" in text
    client.post(reverse("frontdoor:move", args=[found.pk]), {"pile": "new"})
    found.refresh_from_db()
    assert found.pile == "new"


def test_the_gravest_stand_first(small, client):
    came_in(small, about_name="Calm Child")
    came_in(small, about_name="Hurt Child", safe_now="no")
    client.force_login(small.supervisor)
    text = client.get(reverse("frontdoor:piles")).content.decode()
    assert text.index("Hurt Child") < text.index("Calm Child")


def test_the_list_asks_as_many_questions_for_many_as_for_one(small, client, django_assert_max_num_queries):
    for _ in range(12):
        came_in(small)
    client.force_login(small.supervisor)
    client.get(reverse("frontdoor:piles"))
    with django_assert_max_num_queries(7):
        client.get(reverse("frontdoor:piles"))


def test_an_advice_service_opens_a_case_in_its_own_words(db, at_nine, client):
    service = people.create_service("Advice", "advice-guidance", now=NOW)
    team = people.create_team(service, "Advice", now=NOW)
    adviser = people.create_worker("z@example.org", "Zed Other", now=NOW)
    people.join_team(adviser, team, "supervisor", from_on=TODAY, now=NOW)
    new = NewApproach(service=service, kind="self_referral", token=uuid.uuid4(), what="A notice on the flat",
                      safe_now="yes", from_name="Maureen Tully")  # fmt: skip
    found = actions.receive(new, "digest", now=NOW)
    opening = actions.Opening(team.pk, "Maureen", "Tully")
    outcome = actions.Outcome("case_opened", "Needs advice on housing", "in_touch", level="early_help")
    actions.open_from(found.pk, outcome, opening, now=NOW, viewer=viewer_for(adviser, TODAY))
    names = set(CaseEvent.objects.values_list("name", flat=True))
    assert names == {"approach_received", "enquiry_received", "approach_decided"}
    assert Approach.objects.get().case.title == "Maureen Tully"
