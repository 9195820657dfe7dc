"""Tasks in scenarios: done, come round, asked of a colleague, waiting for another, from a checklist."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.models import NamedAccess
from plimsoll.people.access import viewer_for
from plimsoll.tasks import actions, checklists, queries
from plimsoll.tasks.actions import NewTask, Repeat
from plimsoll.tasks.models import Task
from plimsoll.trust.models import AuditEntry


@pytest.fixture
def case(small):
    return small.case()


def add(small, case, title="Ring the school", **fields):
    return actions.add_task(NewTask(title, case=case, **fields), now=NOW, actor_id=small.worker.pk)


def finish(small, task, on=TODAY):
    return actions.finish_task(task.pk, on=on, now=NOW, actor_id=small.worker.pk)


def test_a_task_is_done_with_one_press_on_the_list(small, case, client):
    task = add(small, case, due_on=TODAY)
    client.force_login(small.worker)
    page = client.get(reverse("tasks:mine"))
    assert "Ring the school" in page.content.decode()
    answer = client.post(reverse("tasks:done", args=[task.pk]), {"next": reverse("tasks:mine")})
    assert answer.status_code == 302
    assert answer.url == reverse("tasks:mine")
    task.refresh_from_db()
    assert (task.state, task.done_on, task.done_by) == ("done", TODAY, small.worker)


def test_a_task_without_an_owner_goes_to_whoever_holds_the_case(small, case):
    assert add(small, case).owner == small.worker


def test_what_repeats_comes_round_with_all_that_was_written_and_once_only(small, case):
    task = add(small, case, due_on=TODAY, detail="Ask about lunches", repeat=Repeat(2, "weeks"))
    first = finish(small, task)
    assert first.following.due_on == TODAY + timedelta(weeks=2)
    assert first.following.detail == "Ask about lunches"
    assert finish(small, task).following is None
    assert Task.objects.filter(case=case).count() == 2


def test_a_task_opened_again_takes_back_the_turn_that_nobody_has_touched(small, case):
    task = add(small, case, due_on=TODAY, repeat=Repeat(1, "months"))
    following = finish(small, task).following
    actions.reopen_task(task.pk, now=NOW, actor_id=small.worker.pk)
    following.refresh_from_db()
    assert following.state == "cancelled"
    assert finish(small, task).following.due_on == date(2026, 4, 2)


def test_a_task_is_not_opened_again_over_a_turn_somebody_works_on(small, case):
    task = add(small, case, due_on=TODAY, repeat=Repeat(1, "months"))
    following = finish(small, task).following
    finish(small, following)
    with pytest.raises(ValidationError):
        actions.reopen_task(task.pk, now=NOW, actor_id=small.worker.pk)


def test_a_colleague_who_is_asked_accepts_and_the_task_is_theirs(small, case, client):
    task = add(small, case)
    client.force_login(small.worker)
    client.post(reverse("tasks:ask", args=[task.pk]), {"of": str(small.colleague.pk), "words": "Could you?"})
    task.refresh_from_db()
    assert (task.owner, task.asked_of) == (small.worker, small.colleague)
    client.force_login(small.colleague)
    page = client.get(reverse("tasks:mine")).content.decode()
    assert "You are asked to take on" in page
    assert "Ffion" not in page  # the colleague does not see the case: it is named by its number
    assert case.reference in page
    client.post(reverse("tasks:answer", args=[task.pk]), {"answer": "accept"})
    task.refresh_from_db()
    assert (task.owner, task.asked_of) == (small.colleague, None)
    assert [one.what for one in queries.askings_of(task)] == ["asked", "accepted"]


def test_a_task_that_was_declined_stays_where_it_was_and_says_why(small, case):
    task = add(small, case)
    actions.ask_colleague(task.pk, small.colleague.pk, words="", now=NOW, actor_id=small.worker.pk)
    actions.answer_asking(task.pk, accepts=False, words="I am away", now=NOW, actor_id=small.colleague.pk)
    task.refresh_from_db()
    assert (task.owner, task.asked_of) == (small.worker, None)
    assert queries.askings_of(task)[-1].words == "I am away"


def test_nobody_answers_for_another(small, case):
    task = add(small, case)
    actions.ask_colleague(task.pk, small.colleague.pk, words="", now=NOW, actor_id=small.worker.pk)
    with pytest.raises(PermissionDenied):
        actions.answer_asking(task.pk, accepts=True, words="", now=NOW, actor_id=small.supervisor.pk)


def test_a_task_that_is_held_up_says_on_whom_and_is_free_when_the_other_is_done(small, case, client):
    first = add(small, case, "Write the report", owner_id=small.colleague.pk)
    second = add(small, case, "Send the report", waits_for_id=first.pk)
    client.force_login(small.worker)
    page = client.get(reverse("tasks:case", args=[case.pk])).content.decode()
    assert "Waits for Joy Okafor: Write the report" in page
    result = finish(small, first)
    assert [one.pk for one in result.freed] == [second.pk]
    assert "Waits for" not in client.get(reverse("tasks:case", args=[case.pk])).content.decode()


def test_two_tasks_never_wait_for_each_other(small, case):
    first = add(small, case, "One")
    second = add(small, case, "Two", waits_for_id=first.pk)
    change = actions.Change("One", None, waits_for_id=second.pk)
    with pytest.raises(ValidationError, match="wait for each other"):
        actions.change_task(first.pk, change, version=1, now=NOW, actor_id=small.worker.pk)


def test_a_task_waits_for_none_of_another_case(small, case):
    other = add(small, small.case("Somebody else"), "Elsewhere")
    with pytest.raises(ValidationError, match="same case"):
        add(small, case, waits_for_id=other.pk)


def test_a_checklist_becomes_tasks_in_its_order_with_what_the_record_shows_ticked(small):
    case = small.case(events=[event("became_looked_after", "2026-02-27"), event("placement_started", "2026-02-28")])
    found = checklists.checklists(case.pack)["first_placement"]
    events = [("placement_started", date(2026, 2, 28))]
    made = actions.begin_checklist(case, found, on=TODAY, events=events, now=NOW, actor_id=small.worker.pk)
    assert [one.title for one in made] == [item.title for item in found.items]
    assert [one.position for one in made] == list(range(1, len(found.items) + 1))
    ticked = [one for one in made if one.state == "done"]
    assert [(one.title, one.done_on) for one in ticked] == [
        ("Record the placement and the legal status", date(2026, 2, 28))
    ]
    assert made[0].due_on == TODAY + timedelta(days=1)


PACKS = ("children-england", "children-wales", "send-england", "early-help", "advice-guidance")


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_lists_for_opening_transfer_and_closing(pack):
    for moment in ("opening", "transfer", "closing"):
        (found,) = checklists.for_moment(pack, moment)
        assert found.items


def test_an_organisation_adds_lists_of_its_own_and_takes_away_ours(tmp_path, monkeypatch):
    from plimsoll.cases import rules

    (tmp_path / "checklists.yaml").write_text(
        "checklists:\n  court: null\n  flood: {title: After a flood, items: [{title: Find dry clothes}]}\n"
    )
    monkeypatch.setenv("PLIMSOLL_RULES", str(tmp_path))
    rules.current.cache_clear()
    try:
        found = checklists.checklists("children-england")
    finally:
        rules.current.cache_clear()
    assert "court" not in found
    assert found["flood"].items[0].title == "Find dry clothes"


def test_what_two_change_at_once_is_shown_beside_what_was_typed(small, case, client):
    task = add(small, case)
    opened = task.version
    actions.change_task(
        task.pk, actions.Change("Ring the head teacher", TODAY), version=opened, now=NOW, actor_id=small.supervisor.pk
    )
    client.force_login(small.worker)
    typed = {"title": "Ring the school nurse, Siân O’Brien 🌧", "owner": str(small.worker.pk), "version": str(opened)}
    answer = client.post(reverse("tasks:change", args=[task.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ring the head teacher" in page
    assert "Siân O’Brien 🌧" in page
    task.refresh_from_db()
    assert task.title == "Ring the head teacher"
    again = client.post(reverse("tasks:change", args=[task.pk]), {**typed, "version": str(task.version)})
    assert again.status_code == 302
    task.refresh_from_db()
    assert task.title == "Ring the school nurse, Siân O’Brien 🌧"


def test_a_form_with_something_wrong_keeps_what_was_typed(small, case, client):
    client.force_login(small.worker)
    long = "Ysgrifennu " * 1800
    answer = client.post(
        reverse("tasks:add", args=[case.pk]),
        {"title": "O’Brien’s plan", "owner": str(small.worker.pk), "detail": long, "due_on_day": "31"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "O’Brien’s plan" in page
    assert long.strip() in page


def test_a_personal_task_is_seen_by_its_owner_alone(small, client):
    task = actions.add_task(NewTask("Dentist"), now=NOW, actor_id=small.worker.pk)
    client.force_login(small.supervisor)
    assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 404
    client.force_login(small.worker)
    assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 200


@pytest.mark.parametrize("name", ["task", "change"])
def test_a_task_of_a_case_that_is_not_mine_is_not_there(small, case, client, name):
    task = add(small, case)
    client.force_login(small.outsider)
    assert client.get(reverse(f"tasks:{name}", args=[task.pk])).status_code == 404
    assert client.post(reverse("tasks:done", args=[task.pk])).status_code == 404


def test_somebody_with_a_conflict_of_interest_is_given_nothing_and_sees_nothing(small, case):
    task = add(small, case, owner_id=small.colleague.pk, due_on=TODAY)
    assert queries.due_tasks(viewer_for(small.colleague, TODAY), TODAY, set()) == ([task], set())
    NamedAccess.objects.create(
        case=case, worker=small.colleague, kind="conflict", reason="a cousin", from_on=TODAY, recorded_at=NOW
    )
    viewer = viewer_for(small.colleague, TODAY)
    assert not queries.my_open_tasks(viewer)
    assert not queries.due_tasks(viewer, TODAY, set()).tasks
    assert not queries.tasks_for(viewer).filter(pk=task.pk).exists()
    with pytest.raises(ValidationError):
        add(small, case, "Another", owner_id=small.colleague.pk)


def test_an_auditor_reads_tasks_and_changes_none(small, case, client):
    task = add(small, case)
    client.force_login(small.auditor)
    assert client.get(reverse("tasks:case", args=[case.pk])).status_code == 200
    assert client.post(reverse("tasks:done", args=[task.pk])).status_code == 404


def test_the_log_says_what_was_done_and_not_what_was_written(small, case):
    task = add(small, case, "Ask Ffion’s nan")
    finish(small, task)
    entries = AuditEntry.objects.filter(case_id=case.pk, action__startswith="task_")
    assert [one.action for one in entries.order_by("seq")] == ["task_added", "task_done"]
    assert "nan" not in str(list(entries.values()))


def test_my_tasks_and_the_tasks_of_a_case_count_their_queries(small, case, client, django_assert_max_num_queries):
    for number in range(12):
        add(small, case, f"Task {number}", due_on=TODAY + timedelta(days=number - 4))
    client.force_login(small.worker)
    client.get(reverse("tasks:mine"))
    viewer = viewer_for(small.worker, TODAY)
    with django_assert_max_num_queries(1):
        assert len(queries.due_tasks(viewer, TODAY, {case.pk}).tasks) == 12
    with django_assert_max_num_queries(2):
        asked_apart = queries.due_tasks(viewer, TODAY, set())
    assert (len(asked_apart.tasks), asked_apart.openable) == (12, {case.pk})
    with django_assert_max_num_queries(8):
        client.get(reverse("tasks:mine"))
    with django_assert_max_num_queries(8 + 6):  # signing in, the door, the record, its tasks; and the log's transaction
        client.get(reverse("tasks:case", args=[case.pk]))
