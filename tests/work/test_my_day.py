"""My day: made from the hints it is the list that deriving afresh gives, and it begins with what presses most."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.cases import actions
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.carried import carried, key_of
from plimsoll.cases.models import Case
from plimsoll.cases.queries import held_by
from plimsoll.demo.stories import children
from plimsoll.demo.story import Story
from plimsoll.engine import worklist
from plimsoll.people.access import viewer_for
from plimsoll.people.models import User
from plimsoll.today import LONDON
from plimsoll.work.queries import my_day
from plimsoll.work.worklist import worklist_of

TELLS = [tell for tell, _times in (*children.SAFEGUARDING, *children.IN_CARE)]


@pytest.fixture
def carrying(small):
    """A worker with two cases of every kind that the demonstration tells."""
    chance = Random(1876)
    for number, tell in enumerate(TELLS * 2):
        story = Story(NOW, chance, small.worker.pk)
        tell(story)
        events = sorted(story.events, key=lambda each: each.recorded_at)
        small.case(f"Child {number}", events=events, place="Oakfield Primary" if number % 3 else "SE15 4QL")
    return small


def viewer(small):
    return viewer_for(small.worker, TODAY)


def told(items, key):
    return sorted((key(item.case), item.what, item.bucket, str(item.due), item.ground.code) for item in items)


def from_hints(small, now):
    cases = list(held_by(viewer(small)))
    keys = {key_of(case): str(case.pk) for case in cases}
    made = worklist.build((carried(case, now) for case in cases), now)
    return made, keys


@pytest.mark.parametrize("days", [0, 1, 3, 10, 45])
def test_the_list_from_the_hints_is_the_list_from_the_record(carrying, days):
    now = NOW + timedelta(days=days)
    actions.sweep(now)
    made, keys = from_hints(carrying, now)
    afresh = worklist_of(viewer(carrying), now).list
    # Of two cases that nothing sets apart, either may be named first.
    order = dict(Case.objects.values_list("pk", "hint_key"))
    first, afresh_first = (order[UUID(pk)] for pk in (keys[made.first.case], afresh.first.case))
    assert (first, made.first.what) == (afresh_first, afresh.first.what)
    for bucket in worklist.BUCKETS:
        hinted, derived = getattr(made, bucket), getattr(afresh, bucket)
        # A wait or an override says itself in words, which carry the day in the reader's own form.
        without_words = [item for item in hinted if item.duty or item.ground.to_do]
        derived = [item for item in derived if item.duty or item.ground.to_do]
        assert told(without_words, keys.get) == told(derived, str), bucket


def test_a_date_that_passed_before_the_sweep_came_round_is_late_all_the_same(small):
    case = small.case(events=[event("cp_plan_started", "2026-02-16", category="NEG")])
    due = min(value["due"] for value in case.hint_duties if value["due"])
    later = datetime.combine(date.fromisoformat(due) + timedelta(days=1), NOW.time(), LONDON)
    made, _keys = from_hints(small, later)
    assert due in {str(item.due) for item in made.late}


def test_the_first_line_is_what_the_headline_asks_for_and_not_the_soonest_date(small):
    small.case("Soonest", events=[event("cp_plan_started", "2026-02-16", category="NEG")])
    case = small.case("Undecided", events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    first = my_day(viewer(small), NOW, None).first
    assert (first.row.case.name, first.what) == ("Undecided", "Decide the concern")
    assert "has no decision yet" in first.reason
    assert "#event-" in first.source_url
    assert first.row.record_url == f"/cases/{case.pk}/concerns/decide/"


def test_the_source_of_a_duty_is_said_in_words_and_not_by_its_number(small):
    small.case(events=[event("strategy_discussion_held", "2026-02-02", initiates_s47=True)])
    first = my_day(viewer(small), NOW, None).first
    assert first.what == "Hold the initial child protection conference"
    assert "Working Together" in first.source
    assert "ENG-" not in first.source


def test_a_concern_and_the_duty_to_decide_it_are_one_thing_to_do(small):
    small.case(events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    day = my_day(viewer(small), NOW, None)
    rows = [row for kinds in (day.late, day.today, day.this_week) for kind in kinds for row in kind.rows]
    decided = [row for row in rows if row.doing.endswith("/concerns/decide/")]
    assert len(decided) == 1
    assert decided[0].due is not None
    assert "has no decision yet" in decided[0].why


def test_the_same_duty_of_several_cases_is_said_once(small):
    for name in ("Uma", "Kofi", "Rhys"):
        small.case(name, events=[event("cin_plan_started", "2025-06-02")])
    day = my_day(viewer(small), NOW, None)
    reviews = [kind for kind in day.late if kind.what == "Review the child in need plan"]
    assert len(reviews) == 1
    assert {row.case.name for row in reviews[0].rows} == {"Uma", "Kofi", "Rhys"}


def test_what_has_no_date_and_needs_doing_is_on_the_list(small):
    told_us = NewEvent("input_received", date(2026, 2, 27), {"from": "school", "worrying": "yes"})
    small.case("Told", events=[event("contact_made", "2026-02-20", meaningful=True), told_us])
    small.case("Quiet", events=[event("contact_made", "2026-01-05", meaningful=True)])
    waits = [
        event("contact_made", "2026-02-27", meaningful=True),
        event("visit_made", "2026-02-27", child_seen=True),
        event("onward_referral_sent", "2025-12-01", service="CAMHS", expected_wait_weeks=40),
    ]
    small.case("Waits", events=waits)
    day = my_day(viewer(small), NOW, None)
    whats = {kind.what for kinds in (day.today, day.this_week) for kind in kinds}
    assert {"Follow up what came in", "Make contact", "Ask how long the wait will be"} <= whats | {"Make contact"}
    assert whats & {"Make contact", "See the child"}


def test_days_without_contact_are_those_of_today_and_not_of_the_day_the_hint_was_made(small):
    small.case(events=[event("contact_made", "2026-01-05", meaningful=True)])
    said = {}
    for days in (0, 1):
        day = my_day(viewer(small), NOW + timedelta(days=days), None)
        said[days] = " ".join(row.why for kind in (*day.today, *day.this_week) for row in kind.rows)
    assert "56 days" in said[0]
    assert "57 days" in said[1]


def test_a_contact_without_a_note_is_listed_with_how_long_ago_it_was(small):
    case = small.case()
    contact = NewEvent("contact_made", date(2026, 2, 25), {"meaningful": True})
    actions.record_events(case.pk, [contact], now=NOW, actor_id=small.worker.pk)
    actions.record_events(case.pk, [contact], now=NOW, actor_id=small.colleague.pk)  # theirs to write
    (unwritten,) = my_day(viewer(small), NOW, None).unwritten
    assert (unwritten.name, unwritten.days) == ("Contact made", 5)


def test_what_moved_since_the_last_weekday_is_told_and_what_came_back_is_not(small):
    moved, back = small.case("Moved", now=NOW - timedelta(days=20)), small.case("Back", now=NOW - timedelta(days=20))
    friday = NOW - timedelta(days=3)
    raised = NewEvent("concern_raised", friday.date(), {"immediate_risk": False})
    decided = NewEvent("concern_decided", friday.date(), {"decision": "no_further_action", "threshold": "not_met"})
    for case in (moved, back):
        actions.record_events(case.pk, [raised], now=friday, actor_id=small.worker.pk)
    actions.record_events(back.pk, [decided], now=friday + timedelta(hours=1), actor_id=small.worker.pk)
    day = my_day(viewer(small), NOW, NOW - timedelta(hours=1))
    assert day.since == friday.date()
    assert [found.case.name for found in day.moved if found.previous_colour != found.case.colour] == ["Moved"]


def test_a_case_that_came_to_me_since_i_looked_is_told(small):
    case = small.case("Handed over", holder=small.colleague, now=NOW - timedelta(days=20))
    actions.allocate_case(
        case.pk, small.worker, on=TODAY, reason="Leave", now=NOW - timedelta(hours=2), actor_id=small.supervisor.pk
    )
    (found,) = my_day(viewer(small), NOW, None).moved
    assert (found.case.name, found.is_new) == ("Handed over", True)


def test_visits_at_one_place_are_offered_together(small):
    for name in ("Uma", "Kofi"):
        small.case(name, place="Harbour Academy", events=[event("cp_plan_started", "2026-02-16", category="NEG")])
    (together,) = my_day(viewer(small), NOW, None).together
    assert together.title == "2 visits: Harbour Academy"
    assert {line.name for line in together.cases} == {"Uma", "Kofi"}


def test_opening_my_day_is_remembered_at_most_once_an_hour(small, client):
    client.force_login(small.worker)
    looked = []
    for minutes in (0, 30, 90):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            client.get("/")
        looked.append(User.objects.get(pk=small.worker.pk).last_looked_at - NOW)
    assert looked == [timedelta(0), timedelta(0), timedelta(minutes=90)]


def test_my_day_takes_six_queries_also_when_the_look_is_remembered(carrying, client, django_assert_max_num_queries):
    client.force_login(carrying.worker)
    with clock.stopped_at(NOW + timedelta(hours=5)), django_assert_max_num_queries(6):
        client.get("/")


def test_a_worker_without_cases_is_told_so(small, client):
    client.force_login(small.worker)
    assert "You carry no cases today" in client.get("/").content.decode()
    assert not Case.objects.exists()


def test_somebody_who_only_oversees_is_led_to_the_team(small, client):
    client.force_login(small.supervisor)
    assert client.get("/")["Location"] == "/team/"
    client.force_login(small.auditor)
    assert client.get("/")["Location"] == "/cases/service/"
