"""Plans, tasks and handovers in a real browser: accessible and in one column at both widths, by key, without script."""

from datetime import date, timedelta

import pytest
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock
from plimsoll.handover import actions as turns
from plimsoll.handover.actions import Proposal
from plimsoll.people.access import viewer_for
from plimsoll.plans import actions as plans
from plimsoll.plans.actions import GoalWords
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask, Repeat
from plimsoll.tasks.models import Task
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures


@pytest.fixture
def at_nine():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def small(live, at_nine):
    return small_service()


@pytest.fixture
def told(small):
    """A case with a plan, tasks of several kinds and a transfer that waits for an answer."""
    add = {"now": NOW, "actor_id": small.worker.pk}
    case = small.case(
        "Aneurin Cadwaladr-Featherstonehaugh", events=[event("cp_plan_started", "2026-01-27", category="NEG")]
    )
    other = tasks.add_task(NewTask("Write the report", case=case, owner_id=small.colleague.pk), **add)
    tasks.add_task(NewTask("Send it", case=case, owner_id=small.worker.pk, waits_for_id=other.pk), **add)
    late = NewTask("Ring Nan", case=case, due_on=TODAY - timedelta(days=3), repeat=Repeat(1, "weeks"))
    tasks.add_task(late, **add)
    plan = plans.start_plan(case, "child_protection", **add)
    goal = plans.add_goal(plan.pk, GoalWords("No shouting at night", "Aneurin", "Safety", "He sleeps"), **add)
    plans.add_action(goal.pk, NewTask("See the landlord", owner_id=small.worker.pk, due_on=TODAY), **add)
    who = [{"who": "Dad", "agrees": "no", "words": "One-sided"}]
    plans.agree_plan(plan.pk, on=TODAY, agreed_by=who, review_on=date(2026, 6, 2), **add)
    proposal = Proposal(small.outsider.pk, small.other_team.pk, "The family moved", "Tea first", wants_visit=True)
    made = turns.propose_handover(case.pk, proposal, now=NOW, viewer=viewer_for(small.worker, TODAY))
    return case, plan, goal, late, made


def test_every_page_of_plans_tasks_and_turns_is_accessible_and_fits(small, told, new_page, sign_in):
    case, plan, goal, _late, made = told
    first = Task.objects.filter(case=case).first()
    pages = {
        "tasks-mine": "/tasks/",
        "tasks-case": f"/cases/{case.pk}/tasks/",
        "tasks-task": f"/tasks/{first.pk}/",
        "tasks-change": f"/tasks/{first.pk}/change/",
        "plans-case": f"/cases/{case.pk}/plans/",
        "plans-plan": f"/plans/{plan.pk}/",
        "plans-change": f"/plans/{plan.pk}/change/",
        "plans-goal": f"/plans/goals/{goal.pk}/",
        "plans-review": f"/plans/{plan.pk}/review/",
        "plans-version": f"/plans/{plan.pk}/versions/1/",
        "plans-compare": f"/plans/{plan.pk}/compare/?from=1",
        "plans-print": f"/plans/{plan.pk}/print/",
        "plans-to-revise": "/plans/to-revise/",
        "turns-case": f"/cases/{case.pk}/turns/",
        "turns-close": f"/cases/{case.pk}/close/",
        "turns-wait": f"/cases/{case.pk}/wait/",
        "turns-one": f"/handovers/{made.pk}/",
        "turns-waiting": "/handovers/",
        "rules-rehearse": "/rules/rehearse/",
    }
    for width in WIDTHS:
        page = new_page({"width": width, "height": 900})
        sign_in(page, small.supervisor)
        for name, path in pages.items():
            answer = page.goto(path, timeout=30_000)  # the first reads the rulebook
            assert answer.status == 200, path
            assert_accessible(page)
            assert_fits(page)
            if width == WIDTHS[0] and name in {"tasks-case", "plans-plan", "turns-one"}:
                take_pictures(page, name)


def test_a_task_is_done_with_one_key_and_the_next_is_reached_with_one(small, told, page, sign_in):
    sign_in(page, small.worker)
    page.goto("/tasks/")
    page.get_by_role("link", name="Ring Nan").focus()
    page.keyboard.press("d")
    page.get_by_text("It comes round again on").wait_for()
    assert Task.objects.get(title="Ring Nan", state="done").done_on == TODAY
    rows = page.locator("[data-task] .pl-row__main > a")
    rows.first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == rows.nth(1).text_content()


def test_a_transfer_is_accepted_without_script(small, told, plain_page, sign_in):
    *_, made = told
    sign_in(plain_page, small.outsider)
    plain_page.goto(f"/handovers/{made.pk}/")
    plain_page.get_by_role("button", name="Accept the case").click()
    assert "Enter why there was no visit together" in plain_page.content()
    plain_page.get_by_label("If you have not visited together").fill("The family asked for a call instead")
    plain_page.get_by_role("button", name="Accept the case").click()
    assert "The case is yours now" in plain_page.content()
