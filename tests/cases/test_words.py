"""What a record says in words: areas of the vocabulary, details, codes, reasons that stay true."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plimsoll.cases import areas, rules, values, words
from plimsoll.cases.asking import field_for
from plimsoll.cases.derive import _plain
from plimsoll.engine.clocks.wording import Day, Span
from plimsoll.engine.reasons import Amount

PACKS = ("children-england", "send-england", "early-help", "advice-guidance", "children-wales", "children-scotland",
         "children-northern-ireland")  # fmt: skip


@pytest.mark.parametrize("pack", PACKS)
def test_every_word_of_the_vocabulary_has_an_area(pack):
    assert [name for name in rules.event_types(pack) if areas.area_of(name) == areas.OTHER] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_detail_of_every_event_has_a_question_and_a_field(pack):
    for name, kind in rules.event_types(pack).items():
        for detail, carried in kind.carries.items():
            field = field_for(pack, name, detail, carried)
            assert str(field.label).strip(), (name, detail)
            assert "_" not in str(field.label), (name, detail)


def test_what_a_form_offers_are_details_that_the_event_carries():
    known = rules.event_types("children-england")
    wrong = [key for key in (*values.OFFERED, *values.REQUIRED) if key[1] not in known[key[0]].carries]
    assert wrong == []


def test_a_kind_of_visit_is_said_in_words_and_truth_as_yes_and_no():
    carried = {"kind": "cin", "child_seen": True, "seen_alone": False, "where": "At_home", "announced": None}
    assert words.details("children-england", "visit_made", carried) == (
        ("Kind", "Child in need visit"),
        ("Child seen", "yes"),
        ("Seen alone", "no"),
        ("Where", "At_home"),
    )


def test_codes_of_the_returns_and_days_are_said_in_words():
    found = dict(words.details("children-england", "became_looked_after", {"legal_status": "C2", "unknown": "ZZ9"}))
    assert found == {"Legal status": "Full care order", "Unknown": "ZZ9"}
    (pair,) = words.details("children-england", "plan_agreed", {"review_on": "2026-05-01"})
    assert pair == ("Review on", "1 May 2026")


def test_a_list_is_read_out_and_an_id_of_a_worker_is_left_out():
    found = words.details("children-england", "core_group_held", {"attended_by": ["Mum", "school_nurse"]})
    assert found == (("Attended by", "Mum, school nurse"),)
    assert words.details("children-england", "allocated", {"worker": "a-b-c", "reason": "Leave"}) == (
        ("Reason", "Leave"),
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Day(date(2026, 3, 2)), "2 March 2026"),
        (Day(datetime(2026, 7, 2, 15, 30, tzinfo=UTC)), "2 July 2026 at 4:30pm"),
        (Span(Amount(-1, "working days")), "1 working day"),
        (Span(Amount(3, "weeks")), "3 weeks"),
        ("school", "school"),
    ],
)
def test_a_parameter_is_said_alike_as_the_engine_gives_it_and_as_it_is_kept(value, said):
    assert words.shown(value) == said
    assert words.shown(_plain(value)) == said


def test_an_amount_that_grows_is_counted_to_the_day_on_which_it_is_read():
    kept = {"template": "Not seen for %(gap)s", "params": {"gap": {"days_since": "2026-02-01"}}}
    assert words.reason(kept, date(2026, 3, 2)) == "Not seen for 29 days"
    assert words.reason(kept, date(2026, 2, 2)) == "Not seen for 1 day"


def test_a_deadline_is_told_as_of_the_day_on_which_it_is_read():
    duty = {"duty": "Hold the next core group", "due": "2026-03-02", "unit": "days"}
    nine = [datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((2, 28), (3, 2), (3, 4))]
    said = [words.deadline(duty, now, "children-england") for now in nine]
    assert said == [
        "Hold the next core group: in 2 days (2 March 2026)",
        "Hold the next core group: today (2 March 2026)",
        "Hold the next core group: late by 2 days (2 March 2026)",
    ]


@pytest.mark.parametrize(
    ("hour", "said"),
    [(-30, "in 30 hours"), (-0.5, "within the hour"), (0.5, "late by less than an hour"), (23.9, "late by 23 hours")],
)
def test_a_moment_is_told_in_hours_also_where_it_is_late_by_less_than_a_day(hour, said):
    due = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert words.due(due, "hours", due + timedelta(hours=hour), "children-england") == said


@pytest.mark.parametrize(("today", "said"), [(20, "today"), (21, "late by 1 day"), (22, "late by 2 days"),
                                             (23, "late by 1 working day")])  # fmt: skip
def test_what_was_due_on_a_friday_is_late_on_its_weekend_and_never_today(today, said):
    now = datetime(2026, 11, today, 9, tzinfo=UTC)
    assert words.due(date(2026, 11, 20), "working days", now, "children-england") == said


def test_the_midnight_that_ends_a_day_is_shown_as_that_day():
    assert words.last_day(datetime(2026, 3, 2, 0, tzinfo=UTC)) == date(2026, 3, 1)
    assert words.last_day(datetime(2026, 6, 1, 23, tzinfo=UTC)) == date(2026, 6, 1)  # midnight in London, in summer
    assert words.last_day(date(2026, 3, 2)) == date(2026, 3, 2)
