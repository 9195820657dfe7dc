"""A plan from its first words to its end, as a worker and a family go through it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, TODAY, event

from plimsoll.cases.models import CaseEvent
from plimsoll.people.access import viewer_for
from plimsoll.plans import actions, kinds, presenting, queries, snapshots
from plimsoll.plans.actions import GoalWords, Review
from plimsoll.plans.models import PlanVersion
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask
from plimsoll.tasks.models import Task

AGREED = [{"who": "Mum", "agrees": "yes", "words": ""}, {"who": "Dad", "agrees": "no", "words": "Not the curfew"}]
IN_THREE_MONTHS = date(2026, 6, 2)


@pytest.fixture
def case(small):
    return small.case(
        events=[event("referral_received", "2026-01-05"), event("referral_decided", "2026-01-06", outcome="assessment")]
    )


@pytest.fixture
def plan(small, case):
    """A child in need plan with one goal and one action, still a draft."""
    made = actions.start_plan(case, "child_in_need", now=NOW, actor_id=small.worker.pk)
    actions.write_plan(
        made.pk, sections={"needs": "Sleep and school"}, views=[{"who": "Mum", "view": "We need a bigger home"}],
        version=1, now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    goal = actions.add_goal(
        made.pk, GoalWords("I want to be in school by nine", "Ffion"), now=NOW, actor_id=small.worker.pk
    )
    actions.add_action(
        goal.pk, NewTask("Ask for breakfast club", owner_id=small.worker.pk, due_on=TODAY + timedelta(days=7)),
        now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    made.refresh_from_db()
    return made


def agree(small, plan, **changes):
    fields = {"on": TODAY, "agreed_by": AGREED, "review_on": IN_THREE_MONTHS, **changes}
    return actions.agree_plan(plan.pk, **fields, now=NOW, actor_id=small.worker.pk)


def review(small, plan, progress="some", on=TODAY):
    goals = queries.goals_of(plan)
    held = Review(
        on=on, progress=progress, scores={goal.pk: ("good", "Three days running") for goal in goals},
        next_on=IN_THREE_MONTHS, agreed_by=AGREED,
    )  # fmt: skip
    return actions.review_plan(plan.pk, held, now=NOW, actor_id=small.worker.pk)


def test_an_agreed_plan_is_on_the_record_and_its_review_date_runs(small, case, plan):
    result = agree(small, plan)
    names = list(CaseEvent.objects.filter(case=case).order_by("id").values_list("name", flat=True))[-2:]
    assert names == ["cin_plan_started", "plan_agreed"]
    duty = next(one for one in result.after.duties if one.rule == "COM-003")
    assert duty.due == IN_THREE_MONTHS
    assert result.case.plan == "child_in_need"
    plan.refresh_from_db()
    assert (plan.state, plan.number, plan.review_on) == ("agreed", 1, IN_THREE_MONTHS)


def test_a_plan_that_the_record_shows_begun_is_not_begun_twice(small):
    case = small.case(events=[event("cin_plan_started", "2026-02-02")])
    made = actions.start_plan(case, "child_in_need", now=NOW, actor_id=small.worker.pk)
    agree(small, made)
    assert CaseEvent.objects.filter(case=case, name="cin_plan_started").count() == 1


def test_a_review_meets_its_duty_scores_each_goal_and_keeps_the_version(small, case, plan):
    agree(small, plan)
    result = review(small, plan)
    assert any(one.rule == "COM-003" and one.state == "met" for one in result.after.duties)
    assert CaseEvent.objects.filter(case=case, name="cin_plan_reviewed").exists()
    plan.refresh_from_db()
    assert plan.number == 2
    assert queries.goals_of(plan)[0].progress == "good"
    assert [one.number for one in queries.versions_of(plan)] == [2, 1]


def test_a_plan_that_gets_worse_is_a_reason_for_where_the_case_stands(small, case, plan):
    agree(small, plan)
    result = review(small, plan, progress="worse")
    codes = [ground.code for ground in result.after.priority.grounds]
    assert any("plan" in code or "worse" in code or "deterior" in code for code in codes), codes


def test_an_ended_plan_says_why_and_takes_no_more_reviews(small, case, plan):
    agree(small, plan)
    actions.end_plan(plan.pk, on=TODAY, reason="Needs met", now=NOW, actor_id=small.worker.pk)
    assert CaseEvent.objects.get(case=case, name="plan_ended").details["reason"] == "Needs met"
    with pytest.raises(ValidationError):
        review(small, plan)


def test_the_actions_of_a_plan_are_tasks_and_not_copies(small, case, plan, client):
    task = Task.objects.get(case=case)
    assert (task.source, task.source_id) == ("plan", str(plan.pk))
    tasks.finish_task(task.pk, on=TODAY, now=NOW, actor_id=small.worker.pk)
    client.force_login(small.worker)
    page = client.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "Ask for breakfast club" in page
    assert "Done 2 March 2026 by Sam Pritchard" in page
    listed = client.get(reverse("tasks:case", args=[case.pk])).content.decode()
    assert reverse("plans:plan", args=[plan.pk]) in listed


def test_what_changed_is_shown_side_by_side(small, plan, client):
    agree(small, plan)
    goal = queries.goals_of(plan)[0]
    actions.change_goal(
        goal.pk, GoalWords("I want to stay for lunch", "Ffion"), dropped_why="", version=goal.version, now=NOW,
        actor_id=small.worker.pk,
    )  # fmt: skip
    client.force_login(small.worker)
    page = client.get(reverse("plans:compare", args=[plan.pk]) + "?from=1").content.decode()
    assert "I want to be in school by nine" in page
    assert "I want to stay for lunch" in page
    kept = client.get(reverse("plans:version", args=[plan.pk, 1])).content.decode()
    assert "I want to be in school by nine" in kept
    assert "I want to stay for lunch" not in kept


STEPS = ("write", "goal", "action", "done", "drop", "review")
TEXT = st.text(min_size=1, max_size=60).filter(lambda text: "\x00" not in text and text.strip())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), TEXT), max_size=12))
def test_every_earlier_plan_is_given_back_exactly(small, case, steps):
    """Whatever is done afterwards, each version reads as the plan read on its day."""
    actor = small.worker.pk
    plan = actions.start_plan(case, "child_in_need", now=NOW, actor_id=actor)
    kind = kinds.kind_of(case.pack, plan.kind)
    first = actions.add_goal(plan.pk, GoalWords("First", "Ffion"), now=NOW, actor_id=actor)
    agree(small, plan)
    expected = {}

    def keep(progress=""):
        plan.refresh_from_db()
        expected[plan.number] = snapshots.snapshot(plan, kind, queries.goals_of(plan), progress=progress)

    keep()
    for what, text in steps:
        plan.refresh_from_db()
        if what == "write":
            actions.write_plan(
                plan.pk, sections={"needs": text}, views=[{"who": text, "view": text}], version=plan.version, now=NOW,
                actor_id=actor,
            )  # fmt: skip
        elif what == "goal":
            actions.add_goal(plan.pk, GoalWords(text, text), now=NOW, actor_id=actor)
        elif what == "action":
            actions.add_action(first.pk, NewTask(text, owner_id=actor), now=NOW, actor_id=actor)
        elif what == "done":
            for task in Task.objects.filter(case=case, state="open")[:1]:
                tasks.finish_task(task.pk, on=TODAY, now=NOW, actor_id=actor, outcome=text)
        elif what == "drop":
            goal = queries.goals_of(plan)[0]
            actions.change_goal(
                goal.pk, GoalWords(text, text), dropped_why=text, version=goal.version, now=NOW, actor_id=actor
            )
        else:
            review(small, plan)
            keep("some")
    kept = {one.number: one.content for one in PlanVersion.objects.filter(plan=plan)}
    assert kept == expected
    assert not any(snapshots.differences(kept[number], expected[number]) for number in kept)
    actions.end_plan(plan.pk, on=TODAY, reason="Over", now=NOW, actor_id=actor)


def test_differences_name_every_field_that_differs_and_no_other():
    goal = {
        "id": "1", "words": "To sleep", "whose": "Ffion", "need": "", "measure": "", "progress": "",
        "progress_words": "", "dropped_why": "", "actions": [],
    }  # fmt: skip
    before = {
        "title": "Plan", "sections": [{"id": "needs", "title": "Needs", "text": "Sleep"}], "goals": [goal], "views": [],
        "agreed_by": [], "review_on": "2026-06-02", "progress": "",
    }  # fmt: skip
    after = {**before, "goals": [{**goal, "words": "To sleep through"}], "review_on": "2026-09-02"}
    found = snapshots.differences(before, after)
    assert [(one.before, one.after) for one in found] == [
        ("To sleep", "To sleep through"), ("2026-06-02", "2026-09-02"),
    ]  # fmt: skip
    assert snapshots.differences(before, before) == []
    assert len(snapshots.differences({**before, "goals": []}, before)) == 1


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        ("children-england", {"child_in_need", "child_protection", "looked_after", "pathway"}),
        ("send-england", {"ehc"}),
        ("early-help", {"team_around_family"}),
        ("advice-guidance", {"advice_action"}),
        ("children-wales", {"care_and_support", "child_protection"}),
        ("children-scotland", {"childs_plan", "child_protection"}),
        ("children-northern-ireland", {"family_support", "child_protection"}),
    ],
)
def test_each_service_has_its_templates(pack, words):
    found = kinds.kinds(pack)
    assert set(found) == words
    assert all({"needs", "contingency"} <= {section.id for section in kind.sections} for kind in found.values())


def test_two_who_write_one_plan_at_once_both_keep_their_words(small, plan, client):
    opened = plan.version
    actions.write_plan(
        plan.pk, sections={"needs": "Written by Helen"}, views=[], version=opened, now=NOW, actor_id=small.supervisor.pk
    )
    client.force_login(small.worker)
    typed = {"section_needs": "Siân’s words 🌧 " * 1200, "version": str(opened)}
    answer = client.post(reverse("plans:change", args=[plan.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Written by Helen" in page
    assert typed["section_needs"].strip() in page
    plan.refresh_from_db()
    assert plan.sections["needs"] == "Written by Helen"


def test_a_plan_is_agreed_and_reviewed_on_its_pages(small, case, plan, client):
    client.force_login(small.worker)
    url = reverse("plans:agree", args=[plan.pk])
    day = {"on": "2026-03-02", "review_on": "2026-06-02"}
    refused = client.post(url, day)
    assert refused.status_code == 422
    assert "Enter who was asked" in refused.content.decode()
    agreed = client.post(url, {**day, "agree_0_who": "Mum", "agree_0_agrees": "yes"}, follow=True)
    assert "Now due: Review the plan by the date it set, by 2 June 2026" in agreed.content.decode()
    goal = queries.goals_of(plan)[0]
    url = reverse("plans:review", args=[plan.pk])
    day = {"on": "2026-03-02", "next_on": "2026-06-02", "progress": "some"}
    assert client.post(url, day).status_code == 422
    done = client.post(url, {**day, f"goal_{goal.pk}": "good"}, follow=True).content.decode()
    assert "Good progress" in done


@pytest.mark.parametrize("page", ["plan", "print", "change", "agree", "end", "add_goal"])
def test_a_plan_of_a_case_that_is_not_mine_is_not_there(small, plan, client, page):
    client.force_login(small.worker)
    assert client.get(reverse(f"plans:{page}", args=[plan.pk])).status_code == 200
    client.force_login(small.outsider)
    assert client.get(reverse(f"plans:{page}", args=[plan.pk])).status_code == 404


def test_the_pages_of_a_plan_count_their_queries(small, case, plan, client, django_assert_max_num_queries):
    for number in range(6):
        goal = actions.add_goal(plan.pk, GoalWords(f"Goal {number}", "Ffion"), now=NOW, actor_id=small.worker.pk)
        for count in range(3):
            actions.add_action(goal.pk, NewTask(f"Action {count}"), now=NOW, actor_id=small.worker.pk)
    agree(small, plan)
    client.force_login(small.worker)
    for url in (reverse("plans:plan", args=[plan.pk]), reverse("plans:case", args=[case.pk])):
        client.get(url)
        with django_assert_max_num_queries(10 + 6):  # plan, case, record, goals, tasks, versions; and the log's own
            client.get(url)
    viewer = viewer_for(small.worker, TODAY)
    with django_assert_max_num_queries(1):
        queries.plans_to_revise(viewer, TODAY)


def test_the_words_on_a_version_are_words_and_not_codes(small, plan):
    agree(small, plan)
    shown = presenting.shown(queries.versions_of(plan)[0].content)
    assert shown["agreed_by"][1]["agrees"] == "does not agree"
    assert shown["review_on"] == "2 June 2026"
