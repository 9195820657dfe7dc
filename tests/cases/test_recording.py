"""What is recorded has its consequences at once, and stays on file as it was."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from service import NOW, TODAY, event

from plimsoll.cases import actions, consequences
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, CaseEvent, Holding, PriorityRecord
from plimsoll.cases.queries import case as reading
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry


def record(case, *events, now=NOW, by=None):
    return actions.record_events(case.pk, list(events), now=now, actor_id=by)


def test_a_concern_with_immediate_risk_puts_the_case_first_at_once_and_keeps_why(small):
    quiet = small.case("Kofi Jones", events=[event("contact_made", "2026-02-27", meaningful=True)])
    other = small.case("Uma Rees", events=[event("contact_made", "2026-02-26", meaningful=True)])
    result = record(quiet, event("concern_raised", "2026-03-02", immediate_risk=True), by=small.worker.pk)
    assert result.moved
    assert result.after.priority.colour == "red"
    order = list(Case.objects.order_by("hint_key", "number"))
    assert order == [quiet, other]
    kept = PriorityRecord.objects.filter(case=quiet).latest("id")
    assert (kept.colour, kept.cause_event.name) == ("red", "concern_raised")
    assert kept.reasons


def test_the_screen_says_which_duty_a_visit_met_and_when_the_next_is(small):
    case = small.case(
        events=[
            event("cp_plan_started", "2026-01-12", category="NEG"),
            event("visit_made", "2026-02-18", kind="cp", child_seen=True),
        ]
    )
    result = record(case, event("visit_made", "2026-03-02", kind="cp", child_seen=True))
    said = " ".join(consequences.lines(result))
    assert "This met" in said
    assert "16 March 2026" in said  # ten working days after 2 March


def test_an_event_can_be_neither_changed_nor_deleted(small):
    case = small.case(events=[event("contact_made", "2026-02-27")])
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.filter(case=case).update(name="visit_made")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.filter(case=case).delete()


def test_the_log_and_the_kept_priorities_can_only_be_added_to(small):
    small.case()
    for kept in (AuditEntry, PriorityRecord):
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.objects.all().update(at=NOW)
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.objects.all().delete()


def test_everything_done_is_on_the_log_without_a_name(small):
    case = small.case("Dilys Unmistakable", events=[event("contact_made", "2026-02-27")])
    record(case, event("visit_made", "2026-03-02", kind="cin"), by=small.worker.pk)
    entries = AuditEntry.objects.filter(case_id=case.pk)
    assert [entry.action for entry in entries.order_by("id")] == ["case_opened", "event_recorded"]
    assert not any("Unmistakable" in str(entry.detail) for entry in entries)


def test_an_error_half_way_leaves_nothing_behind(small, monkeypatch):
    case = small.case()
    before = CaseEvent.objects.count(), AuditEntry.objects.count(), PriorityRecord.objects.count()
    monkeypatch.setattr(actions.audit, "append_all", lambda _entries: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(case, event("concern_raised", "2026-03-02", immediate_risk=True))
    assert before == (CaseEvent.objects.count(), AuditEntry.objects.count(), PriorityRecord.objects.count())
    assert Case.objects.get(pk=case.pk).hint_colour == case.hint_colour


def test_a_correction_replaces_what_it_corrects_and_both_stay(small):
    case = small.case(events=[event("contact_made", "2026-02-20", meaningful=True)])
    first = CaseEvent.objects.get(case=case)
    record(case, NewEvent("contact_made", date(2026, 2, 27), {"meaningful": True}, supersedes_id=first.pk))
    case.refresh_from_db()
    assert case.hint_last_contact_on == date(2026, 2, 27)
    assert CaseEvent.objects.filter(case=case).count() == 2


def test_why_was_it_amber_on_a_day_is_answered_from_the_record_of_that_day(small):
    case = small.case(events=[event("contact_made", "2026-02-27", meaningful=True)])
    then = NOW
    later = NOW + timedelta(days=2)
    record(case, event("concern_raised", "2026-03-01", immediate_risk=True), now=later)  # backdated by the recorder
    viewer = viewer_for(small.worker, TODAY)
    history = reading.priority_history(viewer, case.pk)
    on_second = reading.kept_priority(history, reading.end_of(then.date()))
    on_fourth = reading.kept_priority(history, reading.end_of(later.date()))
    assert on_second.colour != "red"
    assert on_fourth.colour == "red"
    view = reading.case_view(viewer, case.pk, reading.end_of(then.date()))
    assert view.position.priority.tier == on_second.tier


def test_closing_ends_who_holds_the_case_and_it_leaves_the_caseload(small):
    case = small.case(events=[event("contact_made", "2026-02-27")])
    record(case, event("case_closed", "2026-03-02", reason="RC1"))
    case.refresh_from_db()
    assert (case.status, case.holder, case.closed_on) == ("closed", None, TODAY)
    assert not Holding.objects.filter(case=case, until_on=None).exists()


def test_time_alone_moves_a_case_when_its_moment_has_come(small):
    case = small.case(events=[event("referral_received", "2026-03-02", source="school")])
    assert case.hint_late_count == 0
    actions.sweep(NOW + timedelta(days=30))
    case.refresh_from_db()
    assert case.hint_late_count > 0
    assert PriorityRecord.objects.filter(case=case).latest("id").cause == "time"


def test_a_sweep_looks_at_no_case_before_its_moment(small, django_assert_num_queries):
    small.case(events=[event("contact_made", "2026-03-01", meaningful=True)])
    with django_assert_num_queries(1):
        assert actions.sweep(NOW + timedelta(minutes=1)) == 0


def test_the_history_of_holders_is_kept_with_its_dates(small):
    case = small.case()
    actions.allocate_case(case.pk, small.colleague, on=TODAY, reason="Leave", now=NOW, actor_id=small.supervisor.pk)
    rows = Holding.objects.filter(case=case).order_by("id").values_list("worker__name", "until_on")
    assert list(rows) == [("Sam Pritchard", TODAY), ("Joy Okafor", None)]


def test_an_override_down_from_red_waits_for_a_supervisor(small):
    case = small.case(events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    by_worker = actions.override_priority(
        case.pk,
        tier="attention",
        reason="Seen at school, safe with aunt",
        until=TODAY + timedelta(days=7),
        now=NOW,
        viewer=viewer_for(small.worker, TODAY),
    )
    assert not by_worker.after.priority.overridden
    assert by_worker.after.priority.colour == "red"
    asked = CaseEvent.objects.get(case=case, name="priority_overridden")
    confirmed = actions.confirm_override(case.pk, asked.pk, now=NOW, viewer=viewer_for(small.supervisor, TODAY))
    assert confirmed.after.priority.overridden
    assert confirmed.after.priority.colour == "amber"


def test_an_extension_without_what_the_law_asks_leaves_the_duty_late(small):
    case = small.case(events=[event("strategy_discussion_held", "2026-01-12", initiates_s47=True)])
    result = actions.change_duty(
        case.pk,
        rule="ENG-CP-002",
        due_on=TODAY + timedelta(days=20),
        lawful_reason="Busy",
        agreed_by="Nobody",
        now=NOW,
        actor_id=small.worker.pk,
    )
    duty = next(duty for duty in result.after.duties if duty.rule == "ENG-CP-002")
    assert duty.state == "late"
    assert len(consequences.duty_lines(result, "ENG-CP-002")) >= 1
