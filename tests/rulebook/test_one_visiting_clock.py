"""A looked-after child is owed one next visit: whatever happens, exactly one visiting clock is open."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plimsoll.engine import clocks, rulebook
from plimsoll.engine.facts import CaseFacts, Event

_VISITING = frozenset(
    f"ENG-LAC-{number}"
    for number in (
        *("010", "011", "012", "012b", "013", "014", "014b"),
        *("015", "015b", "016", "016b", "017", "017b", "017c"),
    )
)
_PLACEMENTS: tuple[dict[str, Any], ...] = (
    {},
    {"until_18": True},
    {"long_term": True},
    {"placement_type": "K2"},
    {"with_parent": True},
    {"with_parent": True, "before_assessment": True},
    {"with_parent": True, "before_assessment": False},
    {"placement_type": "P1"},
    {"connected_person": True},
    {"placement_type": "R5"},
    {"others_responsible": True},
)
_WITH_THE_SAME_CARER: tuple[dict[str, Any], ...] = (
    {"same_carer": True},
    {"placement_type": "U4", "same_carer": True},
)
_CAME_IN = date(2022, 1, 3)

_statuses = st.sampled_from(({"legal_status": "V2"}, {"legal_status": "C1"}, {"legal_status": "C2"}))
_visits = st.just(("visit_made", {"kind": "looked_after"}))
_moves = st.tuples(st.just("placement_started"), st.sampled_from(_PLACEMENTS + _WITH_THE_SAME_CARER))
_orders = st.tuples(st.just("legal_status_changed"), _statuses)
_words = st.sampled_from(
    (
        *("looked_after_review_held", "temporary_approval_given", "temporary_approval_ended", "foster_carer_approved"),
        *("fewer_visits_agreed", "fewer_visits_withdrawn", "living_arrangements_changed", "placement_ended"),
    )
)
_happenings = st.one_of(_visits, _moves, _orders, _words.map(lambda word: (word, {})))
_gaps = st.sampled_from((0, 1, 3, 7, 10, 20, 42, 43, 60, 95, 200, 370))
_histories = st.lists(st.tuples(_gaps, _happenings), max_size=12)


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load()


def _child(status: dict[str, Any], placement: dict[str, Any], history: list[tuple[int, tuple[str, Any]]]) -> CaseFacts:
    events = [
        Event("became_looked_after", _CAME_IN, details=status, id="in"),
        Event("placement_started", _CAME_IN, details=placement, id="first"),
    ]
    day = _CAME_IN
    for index, (gap, (name, details)) in enumerate(history):
        day += timedelta(days=gap)
        events.append(Event(name, day, details=details, id=f"{index}"))
    return CaseFacts("X", "children-england", tuple(events), date(2012, 5, 5))


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(_statuses, st.sampled_from(_PLACEMENTS), _histories)
def test_exactly_one_visiting_clock_is_open_on_every_day(
    status: dict[str, Any], placement: dict[str, Any], history: list[tuple[int, tuple[str, Any]]]
) -> None:
    child = _child(status, placement, history)
    days = {event.at for event in child.events if isinstance(event.at, date)}
    for day in sorted(days | {each + timedelta(days=1) for each in days} | {max(days) + timedelta(days=400)}):
        open_now = [
            duty.rule
            for duty in clocks.derive(child, _book(), day)
            if duty.rule in _VISITING and duty.state in clocks.OPEN_STATES
        ]
        assert len(open_now) == 1, (day, open_now)


def test_no_visiting_clock_is_open_once_the_child_is_home() -> None:
    child = _child(
        {"legal_status": "C2"}, {}, [(3, ("visit_made", {"kind": "looked_after"})), (20, ("ceased_looked_after", {}))]
    )
    duties = clocks.derive(child, _book(), date(2022, 6, 1))
    assert not [duty for duty in duties if duty.rule in _VISITING and duty.state in clocks.OPEN_STATES]
