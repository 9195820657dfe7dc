"""B6: from priorities to things to do, grouped where it saves time, waiting on others apart."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.engine.worklist import BUCKETS, Carried, UnwrittenNote, build, worklist_json
from tests.engine.priority.given import TODAY, case, derived, duty, event, late
from tests.engine.priority.invented import cases, stand

if TYPE_CHECKING:
    import random

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)


def carried(name: str, *duties, events=(SEEN,), place: str = "", notes=(), **facts) -> Carried:
    return Carried(derived(case(OPENED, *events, name=name, **facts), *duties), place, tuple(notes))


def whats(items) -> list[tuple[str, str]]:
    return [(item.case, item.what) for item in items]


def test_each_duty_of_ours_stands_by_its_date():
    made = build(
        [
            carried("late", late("2025-06-09")),
            carried("today", duty("2025-06-10", state="due_soon")),
            carried("week", duty("2025-06-17", state="due_soon")),
            carried("later", duty("2025-06-18")),
        ],
        TODAY,
    )

    assert [[item.case for item in getattr(made, bucket)] for bucket in ("late", "today", "this_week", "later")] == [
        ["late"],
        ["today"],
        ["week"],
        ["later"],
    ]


def test_what_waits_on_others_and_what_nobody_can_do_stand_apart():
    made = build(
        [
            carried(
                "A",
                late("2025-06-01", who="other", rule="SCHOOL"),
                duty("2025-06-12", who="client", rule="APPEAL", group="right"),
                duty("2025-06-12", rule="ENDS", group="limit"),
            )
        ],
        TODAY,
    )

    assert [item.what for item in made.waiting] == ["Do SCHOOL"]
    assert [item.what for item in made.known] == ["Do APPEAL", "Do ENDS"]
    assert made.first is None


def test_the_first_thing_is_the_first_ground_of_the_first_case_with_its_reason_and_source():
    made = build(
        [
            carried("red", late("2025-06-09"), events=[SEEN, event("concern_raised", "2025-06-10")]),
            carried("amber", duty("2025-06-10", state="due_soon", matters="safeguarding")),
        ],
        TODAY,
    )

    assert made.first is not None
    assert (made.first.case, made.first.what) == ("red", "Decide the concern")
    assert made.first.reason.text == "A concern raised on 10 June 2025 has no decision yet"
    assert made.first.reason.source is not None
    assert made.first.reason.source.kind == "event"


def test_a_far_off_report_of_a_red_case_does_not_stand_before_another_childs_visit_of_today():
    made = build(
        [
            carried("red", late("2025-06-01"), duty("2025-07-30", rule="REPORT", group="report")),
            carried("amber", duty("2025-06-10", state="due_soon", group="visit")),
        ],
        TODAY,
    )

    assert [item.case for item in made.today] == ["amber"]
    assert whats(made.later) == [("red", "Do REPORT")]


def test_visits_at_one_place_are_grouped_and_postcodes_are_compared_by_their_first_half():
    made = build(
        [
            carried("A", duty("2025-06-11", state="due_soon", group="visit"), place="SE15 4QL"),
            carried("B", duty("2025-06-12", state="due_soon", group="visit"), place="se15 2aa"),
            carried("C", late("2025-06-09", group="visit"), place="Hollin Bank School"),
            carried("D", duty("2025-06-13", state="due_soon", group="visit"), place="hollin bank  school"),
            carried("E", duty("2025-06-13", state="due_soon", group="review"), place="SE15 4QL"),
            carried("F", duty("2025-07-30", group="visit"), place="SE15 4QL"),
        ],
        TODAY,
    )

    assert [(group.reason.text, [item.case for item in group.items]) for group in made.groups] == [
        ("2 visits at Hollin Bank School", ["C", "D"]),
        ("2 visits at SE15", ["A", "B"]),
    ]
    assert made.to_see == ("C", "A", "B", "D")


def test_one_child_with_two_visits_is_no_group():
    visits = (late("2025-06-09", group="visit"), late("2025-06-08", group="visit", rule="B"))
    made = build([carried("A", *visits, place="SE15")], TODAY)

    assert made.groups == ()


def test_reports_that_can_be_written_together_are_grouped_by_kind():
    made = build(
        [carried(name, duty("2025-06-12", state="due_soon", group="report")) for name in ("A", "B")], TODAY
    )

    assert [group.reason.text for group in made.groups] == ["2 of the same kind (report)"]


def test_a_child_who_was_not_seen_and_whose_visit_is_late_is_one_thing_to_do():
    plan = event("cp_plan_started", "2025-03-01")
    visit = late("2025-05-01", matters="safeguarding", group="visit", rule="ENG-CP-007")

    with_visit = build([carried("A", visit, events=[plan])], TODAY)
    without = build([carried("A", events=[plan])], TODAY)

    assert whats(with_visit.late) == [("A", "Do ENG-CP-007")]
    assert with_visit.today == ()
    assert [item.what for item in without.today] == ["See the child"]
    assert without.this_week == ()


def test_a_duty_that_an_override_sets_back_is_still_to_be_done():
    lowered = event(
        "priority_overridden", "2025-06-09", tier="routine", reason="agreed", until="2025-07-01", confirmed_by="S"
    )

    made = build([carried("A", late("2025-06-03"), events=[SEEN, lowered])], TODAY)

    assert whats(made.late) == [("A", "Do TEST-001")]


def test_unwritten_notes_come_longest_first_and_say_how_long():
    notes = [UnwrittenNote("e1", "visit_made", date(2025, 6, 9)), UnwrittenNote("e2", "contact_made", date(2025, 6, 3))]

    made = build([carried("A", notes=notes)], TODAY)

    assert [note.event for note in made.notes] == ["e2", "e1"]
    assert made.notes[0].reason.text == "The note of 3 June 2025 is not written, 7 days after the contact"


def test_a_wait_for_a_service_and_a_decision_that_waits_for_a_supervisor_wait_on_others():
    sent = event("onward_referral_sent", "2025-06-05", service="CAMHS")
    lowered = event("priority_overridden", "2025-06-09", tier="routine", reason="agreed", until="2025-07-01")

    made = build([carried("A", late("2025-06-03"), events=[SEEN, sent, lowered])], TODAY)

    assert [item.what for item in made.waiting] == [
        "A decision to move this case down to “Routine” waits for a supervisor's confirmation: agreed",
        "Waiting for CAMHS since 5 June 2025",
    ]


def test_an_empty_caseload_is_an_empty_day():
    made = build([], TODAY)

    assert (made.first, made.groups, made.colours) == (None, (), (("red", 0), ("amber", 0), ("green", 0)))


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_list_does_not_depend_on_the_order_of_cases_and_loses_no_open_duty(found, chance: random.Random):
    from dataclasses import replace

    stands = [Carried(stand(replace(one, id=f"case {number}"))) for number, one in enumerate(found)]
    shuffled = list(stands)
    chance.shuffle(shuffled)

    made, again = build(stands, TODAY), build(shuffled, TODAY)

    assert json.dumps(worklist_json(made)) == json.dumps(worklist_json(again))
    listed = sorted((item.case, item.duty.rule) for bucket in BUCKETS for item in getattr(made, bucket) if item.duty)
    owed = sorted(
        (each.priority.case, ground.duty.rule)
        for each in stands
        for ground in each.priority.grounds
        if ground.duty is not None and ground.code != "legal_duty.basis"
    )
    assert listed == owed
    for item in made.today:
        assert item.due is None or item.due == TODAY or str(item.due)[:10] == str(TODAY)
    for item in made.this_week:
        assert item.duty is None or TODAY < item.duty.due_on <= TODAY + timedelta(days=7)
