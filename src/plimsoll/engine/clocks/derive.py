"""From a case, a rulebook and a day to its duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.context import Case
from plimsoll.engine.clocks.counting import is_soon, left_of
from plimsoll.engine.clocks.duties import Duties, Duty
from plimsoll.engine.clocks.packs import compiled
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.clocks.turns import turns_of
from plimsoll.engine.moments import end_of, moment_of, to_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.facts import CaseFacts, EventRef
    from plimsoll.engine.reasons import Amount
    from plimsoll.engine.rulebook import Rulebook

_NO_DATE = 1 << 40


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
        for turn in turns_of(context, clock):
            due = turn.due_day if turn.due_day is not None else _NO_DATE
            duty = _duty(turn, now_day, stamp)
            # The place in the list settles what nothing else does, so that duties are never compared.
            place = (turn.closing is not None, due, turn.due_stamp or 0, clock.id, turn.start.stamp, len(found), duty)
            found.append(place)
    found.sort()
    context.noted(record.next_entry)
    for plans in record.planned.values():
        context.noted(plans[0].stamp)
    return Duties([place[-1] for place in found], context.future, record)


def _duty(turn: Turn, now_day: int, now: int) -> Duty:
    rule, closing = turn.rule, turn.closing
    clock = rule.clock
    soon = False
    left: Amount | None = None
    met_by: EventRef | None = None
    if closing is not None:
        state = closing.state
        if closing.by is not None and state in ("met", "met_late"):
            met_by = closing.by.ref()
    else:
        left = left_of(turn, now_day, now)
        if turn.is_past(now_day, now):
            state = "late"
        else:
            soon = turn.limit_day is not None and turn.paused_by is None and is_soon(turn, now)
            state = "extended" if turn.is_extended else "due_soon" if soon else "running"
    due: date | datetime | None = None
    if turn.due_stamp is not None:
        due = moment_of(turn.due_stamp)
    elif turn.due_day is not None:
        due = to_date(turn.due_day)
    return Duty(
        clock.id,
        clock.duty,
        state,  # type: ignore[arg-type]  # the closings name only states there are
        due,
        to_date(turn.opens_day) if turn.opens_day is not None else None,
        turn.start.ref(),
        met_by,
        left,
        rule.citation,
        clock.matters,
        clock.who,
        clock.group,
        rule.words.version,
        soon,
        turn,
    )
