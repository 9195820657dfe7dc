"""What must hold whatever a case's record says. Under the invented rules and under the law's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive, next_change_at
from plimsoll.engine.clocks.packs import compiled
from plimsoll.engine.facts import CaseFacts, Event

EXAMPLE = Path(__file__).parents[2] / "scenarios" / "engine" / "rules"
PACKS = ("example", "children-england", "send-england", "advice-guidance", "children-wales")
FIRST = date(2024, 1, 1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

# Reading the rulebook falls into whichever example comes first.
patient = settings(deadline=None, max_examples=80)

moments = st.dates(FIRST, date(2026, 12, 1)).flatmap(
    lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC))
)
days = st.dates(FIRST, date(2026, 12, 1))


@cache
def book():
    return rulebook.load(EXAMPLE)


def detail_values(carried):
    if carried.values:
        return st.sampled_from(carried.values)
    return {
        "boolean": st.booleans(),
        "date": days.map(date.isoformat),
        "integer": st.integers(0, 30),
        "number": st.integers(0, 40),
    }.get(carried.type, st.sampled_from(["cp", "looked_after", "C1", "C2", "P1", "care", "one"]))


@cache
def words_of(pack, rule):
    """The events that bear on one clock: what starts, meets and ends it, and what its conditions need."""
    clock = compiled(book(), pack).clocks[rule]
    names = set(clock.started_by)
    for version in clock.versions:
        names |= version.meets.names | version.ends.names | version.extends.names | version.breaches.names
        for begins, ends, _ in version.pauses:
            names |= begins.names | ends.names
    names |= {token[0] for need in clock.needs for token in need}
    return sorted((names | {"case_closed", "duty_extended"}) & set(book().pack(pack).events))


@st.composite
def events(draw, pack, names):
    words = book().pack(pack).events
    name = draw(st.sampled_from(names))
    details = {
        detail: draw(detail_values(carried))
        for detail, carried in words[name].carries.items()
        if draw(st.booleans())
    }
    if name in ("duty_extended", "duty_exempted"):
        details["rule"] = draw(st.sampled_from(sorted(compiled(book(), pack).clocks)))
    recorded = draw(st.none() | moments)
    return Event(name, draw(days | moments), recorded, details, draw(st.sampled_from(["", "1", "2", "3", "4"])))


@st.composite
def cases(draw):
    pack = draw(st.sampled_from(PACKS))
    rules = draw(st.lists(st.sampled_from(sorted(compiled(book(), pack).clocks)), min_size=1, max_size=3))
    names = sorted({name for rule in rules for name in words_of(pack, rule)})
    found = draw(st.lists(events(pack, names), max_size=12))
    # One id belongs to one event.
    once = {event.id or index: event for index, event in enumerate(found)}
    superseding = draw(st.sampled_from(["", "", "1", "2"]))
    if superseding and found:
        name = draw(st.sampled_from(["event_withdrawn", found[0].name]))
        once["x"] = Event(name, draw(days), draw(st.none() | moments), {}, "9", superseding)
    born = draw(st.none() | st.dates(date(2005, 1, 1), date(2024, 6, 1)))
    return CaseFacts("1", pack, tuple(once.values()), born)


def told(duties):
    return [(duty, tuple(reason.text for reason in duty.reasons)) for duty in duties]


@patient
@given(cases(), days, st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(case, as_at, chance):
    shuffled = list(case.events)
    chance.shuffle(shuffled)
    other = CaseFacts(case.id, case.pack, tuple(shuffled), case.born_on)
    assert told(derive(case, book(), as_at)) == told(derive(other, book(), as_at))


@patient
@given(cases(), days, st.data())
def test_an_event_recorded_twice_counts_once(case, as_at, data):
    if not case.events:
        return
    again = data.draw(st.sampled_from(case.events))
    other = CaseFacts(case.id, case.pack, (*case.events, again), case.born_on)
    assert told(derive(case, book(), as_at)) == told(derive(other, book(), as_at))


@patient
@given(cases(), days | moments, days | moments)
def test_as_at_then_nothing_recorded_later_matters(case, as_at, later):
    """With every recorded time known: what was entered after the moment changes nothing of what it shows."""
    cutoff = as_at if isinstance(as_at, datetime) else datetime(as_at.year, as_at.month, as_at.day, tzinfo=UTC)
    dated = [Event(e.name, e.at, e.recorded_at or LONG_AGO, e.details, e.id, e.supersedes) for e in case.events]
    known = [event for event in dated if event.recorded_at <= cutoff]
    with_later = CaseFacts(case.id, case.pack, tuple(dated), case.born_on)
    without = CaseFacts(case.id, case.pack, tuple(known), case.born_on)
    assert told(derive(with_later, book(), cutoff)) == told(derive(without, book(), cutoff))


@patient
@given(cases(), days, st.integers(0, 400))
def test_a_later_day_never_makes_a_late_duty_less_late(case, as_at, after):
    later = as_at + timedelta(days=after)
    standing = CaseFacts(case.id, case.pack, tuple(e for e in case.events if happened(e, as_at)), case.born_on)
    before = {turn(duty): duty for duty in derive(standing, book(), as_at) if duty.state == "late"}
    for duty in derive(standing, book(), later):
        was = before.get(turn(duty))
        if was is not None and duty.is_open:
            assert duty.state == "late"
            assert duty.left.amount <= was.left.amount


def happened(event, as_at):
    """Known and past by then, so that the record does not change as the day moves on."""
    day = event.at.date() if isinstance(event.at, datetime) else event.at
    recorded = event.recorded_at.date() if event.recorded_at is not None else day
    return max(day, recorded) < as_at


def turn(duty):
    return duty.rule, duty.started_by, duty.due


@patient
@given(cases(), days)
def test_nothing_changes_by_itself_before_the_moment_that_is_named(case, as_at):
    """Between now and the named moment, what is open stays as it is: no state changes, nothing begins."""
    now = derive(case, book(), as_at)
    change = next_change_at(now, as_at)
    last = change - timedelta(microseconds=1) if change is not None else as_at + timedelta(days=3650)
    then = derive(case, book(), last)
    assert [(d.rule, d.state, d.started_by) for d in now] == [(d.rule, d.state, d.started_by) for d in then]


@patient
@given(cases(), days)
def test_every_answer_carries_what_it_rests_on(case, as_at):
    for duty in derive(case, book(), as_at):
        assert duty.citation.instrument
        assert duty.version == book().version
        codes = [reason.code for reason in duty.reasons]
        assert len(codes) >= 2
        assert all(reason.text for reason in duty.reasons)
        assert (duty.left is None) == (not duty.is_open or duty.due is None)
        assert (duty.met_by is not None) == (duty.state in ("met", "met_late"))
        if duty.state == "late":
            assert duty.left.amount <= 0
