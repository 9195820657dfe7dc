"""A case is handed over: nothing is lost on the way, and nothing moves before the other accepts."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions as case_actions
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.derive import positions
from plimsoll.cases.models import Case, CaseEvent, Holding, NamedAccess
from plimsoll.handover import actions, queries
from plimsoll.handover.actions import Proposal
from plimsoll.handover.models import Handover
from plimsoll.people.access import viewer_for
from plimsoll.plans import actions as plans
from plimsoll.plans.actions import GoalWords
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask, Repeat
from plimsoll.tasks.models import Task

RICH = [
    event("referral_received", "2025-11-03", source="school"),
    event("referral_decided", "2025-11-04", outcome="assessment"),
    event("assessment_started", "2025-11-05"),
    event("initial_conference_held", "2026-01-27", outcome="plan"),
    event("cp_plan_started", "2026-01-27", category="NEG"),
    event("visit_made", "2026-02-20", kind="cp", child_seen=True),
    event("onward_referral_sent", "2026-01-10", service="CAMHS", expected_wait_weeks=26),
    event("consent_given", "2026-01-10", purpose="sharing with school", agency="school"),
    event("safety_plan_made", "2026-02-01", review_on="2026-03-20"),
    event("objection_raised", "2026-02-10", by="father", about="the plan"),
    event("concern_raised", "2026-02-27", by="school", category="neglect"),
    event("subject_access_requested", "2026-02-20", request="1"),
]


@pytest.fixture
def case(small):
    """A case with something of every kind in progress."""
    case = small.case(events=RICH)
    actor = small.worker.pk
    add = {"now": NOW, "actor_id": actor}
    first = tasks.add_task(NewTask("Ring the school", case=case, owner_id=small.worker.pk, due_on=TODAY), **add)
    tasks.add_task(NewTask("Write to Dad", case=case, owner_id=small.worker.pk, waits_for_id=first.pk), **add)
    other = tasks.add_task(NewTask("Book the room", case=case, owner_id=small.colleague.pk), **add)
    tasks.add_task(NewTask("Send the notes", case=case, owner_id=small.worker.pk, waits_for_id=other.pk), **add)
    tasks.add_task(
        NewTask("Weekly call", case=case, owner_id=small.worker.pk, due_on=TODAY, repeat=Repeat(1, "weeks")), **add
    )
    asked = tasks.add_task(NewTask("Drive to contact", case=case, owner_id=small.worker.pk), **add)
    tasks.ask_colleague(asked.pk, small.colleague.pk, words="", now=NOW, actor_id=actor)
    asked_of_me = tasks.add_task(NewTask("Take the photograph", case=case, owner_id=small.colleague.pk), **add)
    tasks.ask_colleague(asked_of_me.pk, small.worker.pk, words="", now=NOW, actor_id=small.colleague.pk)
    plan = plans.start_plan(case, "child_protection", now=NOW, actor_id=actor)
    goal = plans.add_goal(plan.pk, GoalWords("No shouting at night", "Ffion"), now=NOW, actor_id=actor)
    plans.add_action(goal.pk, NewTask("See the landlord", owner_id=small.worker.pk), now=NOW, actor_id=actor)
    plans.agree_plan(
        plan.pk, on=TODAY, agreed_by=[{"who": "Mum", "agrees": "yes", "words": ""}], review_on=date(2026, 6, 2),
        now=NOW, actor_id=actor,
    )  # fmt: skip
    return case


def sight(user):
    return viewer_for(user, TODAY)


def propose(small, case, to=None, team=None, **more):
    proposal = Proposal((to or small.outsider).pk, (team or small.other_team).pk, "The family moved", **more)
    return actions.propose_handover(case.pk, proposal, now=NOW, viewer=sight(small.worker))


def accept(small, made, who=None, **more):
    words = {"words": "Looking forward", "without_visit": "", **more}
    return actions.accept_handover(made.pk, **words, now=NOW, viewer=sight(who or small.outsider))


def rows_of(case):
    """Every row of every model that carries this case, by model and key."""
    found = {}
    for model in apps.get_models():
        if any(field.name == "case" and field.related_model is Case for field in model._meta.fields):
            for row in model._default_manager.filter(case=case).values():
                found[model._meta.label, str(row["id"])] = row
    return found


def open_duties(case):
    case = Case.objects.get(pk=case.pk)
    return [(one.rule, one.due, one.state) for one in positions([case], NOW)[case.pk].duties if one.is_open]


MAY_CHANGE = {
    "tasks.Task": {"owner_id", "asked_of_id", "version", "changed_at", "changed_by_id"},
    "cases.Holding": {"until_on"},
    "handover.Handover": {"state", "summary", "receiving_note", "without_visit", "answered_at"},
}


def test_nothing_of_any_kind_is_lost_when_a_case_is_handed_over(small, case):
    made = propose(small, case)
    before, duties = rows_of(case), open_duties(case)
    assert {"tasks.Task", "plans.Plan", "plans.Goal", "plans.Action", "cases.CaseEvent"} <= {name for name, _ in before}
    accept(small, made)
    after = rows_of(case)
    assert set(before) <= set(after)
    for (model, key), row in before.items():
        now_is = after[model, key]
        if model == "tasks.Task" and key == str(made.task_id):
            continue  # the answering itself, which is done
        differs = {name for name in row if row[name] != now_is[name]}
        assert differs <= MAY_CHANGE.get(model, set()), (model, differs)
    assert open_duties(case) == duties


def test_what_was_the_former_workers_to_do_is_the_new_workers_and_no_other_task_moves(small, case):
    before = {one.pk: one for one in Task.objects.filter(case=case, state="open")}
    accept(small, propose(small, case))
    after = {one.pk: one for one in Task.objects.filter(case=case, state="open")}
    assert set(after) == set(before)
    for key, task in before.items():
        assert after[key].owner == (small.outsider if task.owner == small.worker else task.owner)
        assert after[key].waits_for_id == task.waits_for_id
        assert after[key].asked_of == (small.outsider if task.asked_of == small.worker else task.asked_of)
        assert (after[key].repeat_every, after[key].due_on) == (task.repeat_every, task.due_on)


def test_the_case_its_team_and_its_history_follow(small, case):
    accept(small, propose(small, case))
    case.refresh_from_db()
    assert (case.holder, case.team, case.status) == (small.outsider, small.other_team, "open")
    assert Holding.objects.get(case=case, worker=small.worker).until_on == TODAY
    names = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("name", flat=True))[-2:]
    assert names == ["case_transferred", "allocated"]


def test_until_it_is_accepted_the_case_stays_and_says_that_it_is_being_transferred(small, case, client):
    made = propose(small, case)
    case.refresh_from_db()
    assert (case.holder, case.team, case.status) == (small.worker, small.team, "transferring")
    case_actions.record_events(case.pk, [NewEvent("contact_made", TODAY)], now=NOW, actor_id=small.worker.pk)
    case.refresh_from_db()
    assert case.status == "transferring"
    client.force_login(small.outsider)
    assert client.get(reverse("cases:overview", args=[case.pk])).status_code == 404
    assert "Answer the transfer" in client.get(reverse("tasks:mine")).content.decode()
    page = client.get(reverse("handover:one", args=[made.pk])).content.decode()
    for words in ("Ring the school", "CAMHS", "sharing with school", "Child protection plan", "Accept the case"):
        assert words in page


def test_the_task_to_answer_is_not_ticked_off_without_an_answer(small, case, client):
    made = propose(small, case)
    client.force_login(small.outsider)
    assert reverse("handover:one", args=[made.pk]) in client.get(reverse("tasks:mine")).content.decode()
    assert client.post(reverse("tasks:done", args=[made.task_id])).status_code == 404
    assert Task.objects.get(pk=made.task_id).state == "open"


def test_a_declined_transfer_gives_the_case_back_with_the_reason(small, case, client):
    made = propose(small, case)
    client.force_login(small.outsider)
    url = reverse("handover:answer", args=[made.pk])
    assert client.post(url, {"answer": "decline"}).status_code == 422
    client.post(url, {"answer": "decline", "words": "I am over the line"})
    made.refresh_from_db()
    case.refresh_from_db()
    assert (made.state, made.receiving_note) == ("declined", "I am over the line")
    assert (case.holder, case.status) == (small.worker, "open")
    assert client.get(reverse("handover:one", args=[made.pk])).status_code == 404
    assert not Task.objects.filter(case=case, source="handover", state="open").exists()


def test_a_transfer_is_proposed_and_accepted_on_its_pages(small, case, client):
    client.force_login(small.worker)
    url = reverse("handover:propose", args=[case.pk])
    assert "What the new worker will see with it" in client.get(url).content.decode()
    assert client.post(url, {"to": "", "reason": "Moved to Llŷn"}).status_code == 422
    to = f"{small.other_team.pk}:{small.outsider.pk}"
    assert client.post(url, {"to": to, "reason": "Moved to Llŷn", "giving_note": "Tea first"}).status_code == 302
    made = Handover.objects.get(case=case)
    assert not made.wants_visit
    client.force_login(small.outsider)
    done = client.post(reverse("handover:answer", args=[made.pk]), {"answer": "accept", "words": ""}, follow=True)
    assert done.status_code == 200
    assert "The case is yours now" in done.content.decode()


def test_a_pack_that_asks_for_a_visit_together_gets_one_or_the_reason_why_not(small, case):
    assert queries.asks_for_visit("children-england")
    assert not queries.asks_for_visit("advice-guidance")
    made = propose(small, case, wants_visit=True)
    with pytest.raises(ValidationError):
        accept(small, made)
    case_actions.record_events(
        case.pk, [NewEvent("visit_made", TODAY, {"kind": "cp", "child_seen": True})], now=NOW, actor_id=small.worker.pk
    )
    accept(small, made)
    assert Handover.objects.get(pk=made.pk).state == "accepted"


def test_nobody_but_the_receiving_worker_answers_and_nobody_twice(small, case):
    made = propose(small, case)
    with pytest.raises(PermissionDenied):
        accept(small, made, who=small.supervisor)
    accept(small, made)
    with pytest.raises(ValidationError):
        accept(small, made)


def test_a_second_transfer_waits_for_the_first(small, case):
    propose(small, case)
    with pytest.raises(ValidationError):
        propose(small, case, to=small.colleague, team=small.team)


def test_nobody_with_a_conflict_of_interest_is_offered_or_shown_a_case(small, case):
    made = propose(small, case)
    NamedAccess.objects.create(
        case=case, worker=small.outsider, kind="conflict", reason="a cousin", from_on=TODAY, recorded_at=NOW
    )
    assert not queries.handovers_for(sight(small.outsider)).exists()
    with pytest.raises(PermissionDenied):
        accept(small, made)
    assert str(small.outsider.pk) not in str(queries.receivers(case))


def test_a_wait_goes_on_through_a_transfer_that_is_declined(small, case):
    actions.set_waiting(
        case.pk, reason="Housing", look_again_on=TODAY + timedelta(days=30), now=NOW, viewer=sight(small.worker)
    )
    made = propose(small, case)
    actions.decline_handover(made.pk, words="No", now=NOW, viewer=sight(small.outsider))
    case.refresh_from_db()
    assert case.status == "waiting"
    assert queries.wait_of(case.pk) is not None


def test_what_was_in_progress_when_it_was_answered_stays_with_the_handover(small, case):
    made = propose(small, case)
    accept(small, made)
    kept = Handover.objects.get(pk=made.pk).summary
    names = {part["name"] for part in kept["parts"]}
    assert {"duties", "tasks", "plans", "waits", "consents", "contacts"} <= names


def test_the_pages_of_a_transfer_count_their_queries(small, case, client, django_assert_max_num_queries):
    made = propose(small, case)
    client.force_login(small.outsider)
    client.get(reverse("handover:waiting"))
    with django_assert_max_num_queries(4 + 2):
        client.get(reverse("handover:waiting"))
    with django_assert_max_num_queries(13 + 6):  # the summary reads one query for each kind
        client.get(reverse("handover:one", args=[made.pk]))
    client.force_login(small.worker)
    client.get(reverse("handover:case", args=[case.pk]))
    with django_assert_max_num_queries(16 + 6):
        client.get(reverse("handover:case", args=[case.pk]))
