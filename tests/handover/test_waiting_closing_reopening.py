"""A case waits, is closed with what is unfinished in sight, and is opened again with all of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions as case_actions
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import CaseEvent
from plimsoll.handover import actions, queries
from plimsoll.handover.actions import ClosingWords
from plimsoll.people.access import viewer_for
from plimsoll.plans import actions as plans
from plimsoll.plans.models import Plan
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.models import Task


@pytest.fixture
def case(small):
    case = small.case(
        events=[
            event("referral_received", "2026-01-05"),
            event("referral_decided", "2026-01-06", outcome="assessment"),
            event("assessment_started", "2026-01-07"),
        ]
    )
    tasks.add_task(NewTask("Ring the school", case=case), now=NOW, actor_id=small.worker.pk)
    done = tasks.add_task(NewTask("Read the file", case=case), now=NOW, actor_id=small.worker.pk)
    tasks.finish_task(done.pk, on=TODAY, now=NOW, actor_id=small.worker.pk)
    plan = plans.start_plan(case, "child_in_need", now=NOW, actor_id=small.worker.pk)
    plans.agree_plan(
        plan.pk, on=TODAY, agreed_by=[{"who": "Mum", "agrees": "yes", "words": ""}], review_on=date(2026, 6, 2),
        now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    case.refresh_from_db()
    return case


def sight(user):
    return viewer_for(user, TODAY)


def words(case, **changes):
    fields = {
        "on": TODAY, "reason": "Needs met", "summary": "It is calmer now", "decision": "School goes on with it",
        "agreed_by": "Helen Marsh", "version": case.version, **changes,
    }  # fmt: skip
    return ClosingWords(**fields)


def close(small, case, **changes):
    return actions.close_case(case.pk, words(case, **changes), now=NOW, viewer=sight(small.supervisor))


def test_a_case_waits_with_a_reason_and_a_day_to_look_again_and_no_duty_stops(small, case, client):
    client.force_login(small.worker)
    duties = len(case.hint_duties)
    url = reverse("handover:wait", args=[case.pk])
    day = (TODAY + timedelta(days=28)).isoformat()
    assert client.post(url, {"reason": "", "look_again_on": day}).status_code == 422
    assert client.post(url, {"reason": "Housing list", "look_again_on": TODAY.isoformat()}).status_code == 422
    client.post(url, {"reason": "Housing list", "look_again_on": day})
    case.refresh_from_db()
    assert case.status == "waiting"
    assert len(case.hint_duties) == duties
    assert Task.objects.get(case=case, title__startswith="Look again").due_on == TODAY + timedelta(days=28)
    case_actions.record_events(case.pk, [NewEvent("contact_made", TODAY)], now=NOW, actor_id=small.worker.pk)
    case.refresh_from_db()
    assert case.status == "waiting"
    client.post(reverse("handover:end_wait", args=[case.pk]))
    case.refresh_from_db()
    assert (case.status, queries.wait_of(case.pk)) == ("open", None)
    assert Task.objects.get(case=case, title__startswith="Look again").state == "done"


def test_closing_says_what_is_unfinished_and_asks_for_the_decision(small, case, client):
    client.force_login(small.worker)
    url = reverse("handover:close", args=[case.pk])
    page = client.get(url).content.decode()
    assert "Ring the school" in page
    assert "Child in need plan" in page
    assert "Read the file" not in page
    typed = {"on": "2026-03-02", "reason": "Needs met", "summary": "Calmer", "version": str(case.version)}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    closed = client.post(url, {**typed, "decision": "School goes on"}, follow=True)
    assert closed.status_code == 200
    case.refresh_from_db()
    assert (case.status, case.holder, case.closed_on) == ("closed", None, TODAY)
    assert CaseEvent.objects.get(case=case, name="case_closed").details == {"reason": "Needs met", "summary": "Calmer"}
    closing = queries.last_closing(case.pk)
    assert {part["name"] for part in closing.unfinished["parts"]} >= {"tasks", "plans", "duties"}


def test_something_recorded_meanwhile_is_looked_at_before_the_case_is_closed(small, case, client):
    opened = case.version
    case_actions.record_events(case.pk, [NewEvent("concern_raised", TODAY)], now=NOW, actor_id=small.worker.pk)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.close_case(case.pk, words(case, version=opened), now=NOW, viewer=sight(small.supervisor))
    client.force_login(small.supervisor)
    typed = {
        "on": "2026-03-02", "reason": "Needs met", "summary": "Calmer now, Siân", "decision": "x",
        "version": str(opened),
    }  # fmt: skip
    answer = client.post(reverse("handover:close", args=[case.pk]), typed)
    assert answer.status_code == 422
    assert "Calmer now, Siân" in answer.content.decode()
    case.refresh_from_db()
    assert case.status != "closed"


def test_opening_a_case_again_restores_what_its_closing_ended_and_proposes_the_holder(small, case, client):
    close(small, case)
    client.force_login(small.supervisor)
    url = reverse("handover:reopen", args=[case.pk])
    assert f'value="{small.worker.pk}" selected' in client.get(url).content.decode()
    client.post(url, {"reason": "It has begun again", "holder": str(small.worker.pk)})
    case.refresh_from_db()
    assert (case.status, case.holder) == ("open", small.worker)
    states = dict(Task.objects.filter(case=case).values_list("title", "state"))
    assert states == {"Ring the school": "open", "Read the file": "done"}
    plan = Plan.objects.get(case=case)
    assert plan.state == "draft"
    assert plan.number == 2  # what was agreed, and what it was when the case closed, are kept
    assert CaseEvent.objects.filter(case=case, name="case_reopened").exists()


def test_a_case_opened_again_with_another_worker_gives_them_the_tasks(small, case):
    close(small, case)
    actions.reopen_case(
        case.pk, reason="Again", holder_id=small.colleague.pk, now=NOW, viewer=sight(small.supervisor)
    )
    assert Task.objects.get(case=case, title="Ring the school").owner == small.colleague


def test_closing_takes_back_a_transfer_and_ends_a_wait(small, case):
    actions.set_waiting(
        case.pk, reason="Housing", look_again_on=TODAY + timedelta(days=9), now=NOW, viewer=sight(small.worker)
    )
    proposal = actions.Proposal(small.outsider.pk, small.other_team.pk, "Moved")
    made = actions.propose_handover(case.pk, proposal, now=NOW, viewer=sight(small.worker))
    case.refresh_from_db()
    close(small, case)
    made.refresh_from_db()
    assert made.state == "taken_back"
    assert queries.wait_of(case.pk) is None


def test_a_case_is_closed_once_and_opened_once(small, case):
    close(small, case)
    case.refresh_from_db()
    with pytest.raises(ValidationError):
        close(small, case)
    viewer = sight(small.supervisor)
    actions.reopen_case(case.pk, reason="Again", holder_id=None, now=NOW, viewer=viewer)
    with pytest.raises(ValidationError):
        actions.reopen_case(case.pk, reason="Again", holder_id=None, now=NOW, viewer=viewer)


@pytest.mark.parametrize("page", ["case", "propose", "wait", "close"])
def test_the_turns_of_a_case_that_is_not_mine_are_not_there(small, case, client, page):
    client.force_login(small.worker)
    assert client.get(reverse(f"handover:{page}", args=[case.pk])).status_code == 200
    client.force_login(small.outsider)
    assert client.get(reverse(f"handover:{page}", args=[case.pk])).status_code == 404
