"""A concern that nobody decides climbs: derived from when it was raised, its clock and the moment, and never back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.cases import rules
from plimsoll.engine.rulebook.problems import Problems
from plimsoll.safeguarding import climb as climbing
from plimsoll.safeguarding import thresholds
from plimsoll.safeguarding.climb import LEVELS, Ladder, Step, climb_of, ladder
from plimsoll.today import LONDON

ENGLAND = rules.current().calendars.working("england")
FRIDAY = datetime(2026, 2, 27, 16, 0, tzinfo=LONDON)
PACKS = [name for name in rules.current().names if "common" in rules.current().own(name).includes]


def at(day, hour=12):
    return datetime(2026, 3, day, hour, tzinfo=LONDON)


def stands(now, raised=FRIDAY, due=date(2026, 3, 2), kind="usual", **more):
    return climb_of(ladder("children-england", kind), raised, due, ENGLAND, now, **more)


def test_until_its_date_has_passed_a_concern_is_the_worker_s():
    found = stands(at(2, 23))
    assert (found.to, found.next_to, found.next_at) == ("practitioner", "supervisor", at(3, 0))


def test_the_day_after_its_date_it_is_the_supervisor_s_and_a_working_day_later_the_manager_s():
    assert (stands(at(3, 0)).to, stands(at(3, 0)).since) == ("supervisor", at(3, 0))
    assert stands(at(4, 0)).to == "service_manager"
    assert stands(at(30)).next_at is None


def test_a_date_before_a_weekend_climbs_on_saturday_and_reaches_the_manager_when_monday_is_over():
    assert stands(at(7), due=date(2026, 3, 6)).to == "supervisor"
    assert stands(at(9, 23), due=date(2026, 3, 6)).to == "supervisor"
    assert stands(at(10, 0), due=date(2026, 3, 6)).to == "service_manager"


def test_where_somebody_is_not_safe_it_climbs_within_hours():
    assert stands(FRIDAY + timedelta(hours=1, minutes=59), kind="not_safe").to == "practitioner"
    assert stands(FRIDAY + timedelta(hours=2), kind="not_safe").to == "supervisor"
    assert stands(FRIDAY + timedelta(hours=4), kind="not_safe").to == "service_manager"


def test_hours_are_real_hours_over_the_night_when_the_clocks_change():
    raised = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)  # clocks go forward at one
    after = raised.astimezone(UTC) + timedelta(hours=2)
    assert stands(after, raised=raised.astimezone(UTC), due=date(2026, 3, 30), kind="not_safe").to == "supervisor"
    assert stands(after - timedelta(seconds=1), raised=raised.astimezone(UTC), kind="not_safe").to == "practitioner"


def test_on_a_case_that_nobody_holds_it_is_the_supervisor_s_at_once():
    assert stands(FRIDAY, is_held=False).to == "supervisor"


EARLY = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 1500 * 24 * 60).map(lambda minutes: EARLY + timedelta(minutes=minutes))
waits = st.integers(0, 30)
units = st.sampled_from(climbing.UNITS)
some_step = st.builds(Step, st.just("x"), waits, units, st.booleans())


@st.composite
def ladders(draw):
    steps = [Step("practitioner")]
    for to in LEVELS[1:]:
        made = draw(some_step)
        steps.append(Step(to, made.amount, made.unit, made.counts_from_due))
    return Ladder(tuple(steps), "test", is_adopted=True)


@given(ladders(), moments, st.integers(0, 20), st.integers(0, 2000), st.integers(0, 2000), st.booleans())
def test_it_never_climbs_back_and_says_truly_when_it_climbs_next(up, raised, days, first, more, is_held):
    due = raised.date() + timedelta(days=days)
    early = raised + timedelta(hours=first)
    one = climb_of(up, raised, due, ENGLAND, early, is_held=is_held)
    two = climb_of(up, raised, due, ENGLAND, early + timedelta(hours=more), is_held=is_held)
    assert LEVELS.index(one.to) <= LEVELS.index(two.to)
    assert one.since <= early
    if one.next_at is not None:
        assert one.next_at > early
        there = climb_of(up, raised, due, ENGLAND, one.next_at, is_held=is_held)
        assert LEVELS.index(there.to) >= LEVELS.index(one.next_to) > LEVELS.index(one.to)
        before = climb_of(up, raised, due, ENGLAND, one.next_at - timedelta(microseconds=1), is_held=is_held)
        assert before.to == one.to


@given(ladders(), moments, st.integers(0, 20), st.booleans())
def test_left_long_enough_it_always_reaches_the_manager(up, raised, days, is_held):
    due = raised.date() + timedelta(days=days)
    found = climb_of(up, raised, due, ENGLAND, raised + timedelta(days=200), is_held=is_held)
    assert (found.to, found.next_at) == ("service_manager", None)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_levels_with_a_source_and_both_ladders(pack):
    levels = thresholds.thresholds(pack)
    assert {one.level for one in levels.values()} == {1, 2, 3, 4}
    assert all(one.source.instrument and one.means for one in levels.values())
    for kind in (climbing.USUAL, climbing.NOT_SAFE):
        assert ladder(pack, kind).steps[-1].to == "service_manager"
        assert not ladder(pack, kind).is_adopted  # a default until an organisation decides


BROKEN = {
    "climb": (
        ("climb:\n  usual:\n    steps:\n      - {to: supervisor, after: {amount: 2, unit: hours}}\n"
        "    decided: {by: x, on: 2026-01-01}\n"),
        "local/climb.yaml:3: 'steps' must go up",
    ),
    "thresholds": (
        ("thresholds:\n  universal:\n    level: 9\n    title: x\n    means: y\n    threshold: z\n"
        "    source: {instrument: w, verified: hearsay}\n"),
        "thresholds.yaml:3: 'level' is 9; write a whole number from 1 to 4",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_in_an_organisation_s_file_names_file_line_and_remedy(name, tmp_path):
    from plimsoll.engine import rulebook

    text, said = BROKEN[name]
    folder = tmp_path / "local"
    folder.mkdir()
    (folder / "local.yaml").write_text("decided: {by: x, on: 2026-01-01, why: y}\n")
    (folder / f"{name}.yaml").write_text(text)
    problems = Problems()
    book = rulebook.load(folder)
    {"climb": climbing, "thresholds": thresholds}[name].read("children-england", book, problems)
    found = [str(problem) for problem in problems.found]
    assert any(said.removeprefix("local/") in line for line in found), found


def test_the_checker_reads_every_level_ladder_and_door_of_the_rulebook():
    from plimsoll.frontdoor import doors
    from plimsoll.safeguarding import checking

    assert [*checking.check(rules.current()), *doors.check(rules.current())] == []


def test_the_checker_says_what_is_wrong_with_an_organisation_s_ladder(tmp_path):
    from plimsoll.engine import rulebook
    from plimsoll.safeguarding import checking

    (tmp_path / "local.yaml").write_text("decided: {by: x, on: 2026-01-01, why: y}\n")
    (tmp_path / "climb.yaml").write_text(
        "climb:\n  usual:\n    decided: {by: x, on: 2026-01-01}\n    steps:\n      - {to: practitioner}\n"
        "      - {to: supervisor, after: {amount: 2, unit: weeks}}\n"
    )
    assert list(checking.check(rulebook.load(tmp_path))) == [
        "climb.yaml:6: counts in weeks; use hours or working days"
    ]
