"""From a case, a rulebook and a day to its duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.engine.clocks.context import Case
from plimsoll.engine.clocks.counting import standing_of
from plimsoll.engine.clocks.duties import Duties, Duty
from plimsoll.engine.clocks.packs import compiled
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.clocks.turns import turns_of
from plimsoll.engine.moments import end_of, moment_of, to_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.rulebook import Rulebook

_NO_DATE = 1 << 40
_new = object.__new__


def derive(case: CaseFacts, rulebook: Rulebook, as_at: date | datetime) -> Duties:
    """Every duty of the case as it stood at `as_at`: open ones first, by due date.

    A date means the end of that day in London. Only events recorded by then count, and only
    local decisions taken by then. Raises `KeyError` with a sentence for an unknown pack.

    >>> from datetime import date
    >>> from plimsoll.engine import rulebook
    >>> from plimsoll.engine.facts import CaseFacts, Event
    >>> held = Event("strategy_discussion_held", date(2025, 5, 12), details={"initiates_s47": True})
    >>> case = CaseFacts("EX1", "children-england", (held,))
    >>> [(duty.state, duty.due.isoformat(), duty.left.amount)
    ...  for duty in derive(case, rulebook.load(), date(2025, 6, 10)) if duty.rule == "ENG-CP-002"]
    [('late', '2025-06-03', -5)]
    """
    now = end_of(as_at)
    pack = compiled(rulebook.as_known_on(to_date(now.day)), case.pack)
    record = read_record(case, now)
    context = Case(case, record, pack)
    found: list[tuple[bool, int, int, str, int, int, Duty]] = []
    now_day, stamp = now.day, now.stamp
    for clock in context.shape.clocks:
        name = clock.id
        for turn in turns_of(context, clock):
            due = turn.due_day
            if due is None:
                due = _NO_DATE
            # The place in the list settles what nothing else does, so that duties are never compared.
            duty = _duty(turn, now_day, stamp)
            found.append((turn.closing is not None, due, turn.due_stamp or 0, name, turn.start.stamp, len(found), duty))
    found.sort()
    context.noted(record.next_entry)
    for plans in record.planned.values():
        context.noted(plans[0].stamp)
    return Duties([place[-1] for place in found], context.future, record)


def _duty(turn: Turn, now_day: int, now: int) -> Duty:
    """The duty that a turn is. What a list does not go by it works out when it is read (duties.py)."""
    closing, dates = turn.closing, turn.dates
    made = _new(Duty)
    duty: Any = made  # filled here, and never changed afterwards
    if closing is not None:
        duty.state = closing.state
        duty.left = None
        duty.is_soon = False
    else:
        _, state, left, soon = standing_of(turn, now_day, now)
        duty.state = "extended" if turn.is_extended and state != "late" else state
        duty.left = left
        duty.is_soon = soon
    if dates is not None:
        duty.due = dates.due_on
    elif turn.due_stamp is not None:
        duty.due = moment_of(turn.due_stamp)
    else:
        duty.due = to_date(turn.due_day) if turn.due_day is not None else None
    clock = turn.rule.clock
    duty.rule = clock.id
    duty.who = clock.who
    duty.matters = clock.matters
    duty.turn = turn
    return made
