"""A duty as JSON, and the moment at which time alone will change one."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plimsoll.engine.clocks.counting import soon_from
from plimsoll.engine.clocks.duties import Duties
from plimsoll.engine.moments import AFTER_ALL, LONDON, end_of, midnights, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.clocks.duties import Duty
    from plimsoll.engine.facts import EventRef


def _iso(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=LONDON) if value.tzinfo is None else value.astimezone(LONDON)
    return value.isoformat() if value is not None else None


def _ref(ref: EventRef | None) -> dict[str, Any] | None:
    if ref is None:
        return None
    shown = {"event": ref.event, "at": _iso(ref.at)}
    return {**shown, "id": ref.id} if ref.id else shown


def duty_json(duty: Duty) -> dict[str, Any]:
    """The duty as `plimsoll clocks --json` and the API show it (docs/schemas/duties.schema.json).

    Dates are ISO; moments are ISO with London's offset.
    """
    left, citation = duty.left, duty.citation
    return {
        "rule": duty.rule,
        "duty": duty.duty,
        "state": duty.state,
        "due": _iso(duty.due),
        "opens": _iso(duty.opens),
        "started_by": _ref(duty.started_by),
        "met_by": _ref(duty.met_by),
        "left": {"amount": left.amount, "unit": left.unit} if left is not None else None,
        "reasons": [reason.text for reason in duty.reasons],
        "citation": {
            "instrument": citation.instrument,
            "paragraph": citation.paragraph,
            "address": citation.address,
            "verified": citation.verified,
            "note": citation.note,
        },
        "matters": duty.matters,
        "who": duty.who,
        "group": duty.group,
        "rulebook": duty.version,
    }


def next_change_at(duties: Iterable[Duty], as_at: date | datetime) -> datetime | None:
    """The moment (aware, London) at which time alone may next change a duty or begin one; None for never.

    Counts the dates of open duties, the days from which they are due soon, plans whose day
    comes, ages, school terms and how long a placement has lasted. It may be too early, never
    too late. Give it what `derive` returned.

    >>> from plimsoll.engine import rulebook
    >>> from plimsoll.engine.clocks import derive
    >>> from plimsoll.engine.facts import CaseFacts, Event
    >>> case = CaseFacts("EX1", "children-england", (Event("strategy_discussion_held", date(2025, 5, 12),
    ...     details={"initiates_s47": True}),))
    >>> next_change_at(derive(case, rulebook.load(), date(2025, 5, 13)), date(2025, 5, 13)).isoformat()
    '2025-05-27T00:00:00+01:00'
    """
    now = end_of(as_at).stamp
    best = duties.future if isinstance(duties, Duties) else AFTER_ALL
    for duty in duties:
        turn = duty.turn
        if not duty.is_open or turn is None or turn.limit_day is None:
            continue
        passes = turn.due_stamp + 1 if turn.due_stamp is not None else midnights[turn.limit_day + 1]
        ends = [soon_from(turn), passes]
        if turn.rule.version.lapses_when_passed and turn.base_day is not None:
            ends.append(midnights[turn.base_day])
        best = min([best, *(stamp for stamp in ends if stamp > now)])
    return moment_of(best) if best < AFTER_ALL else None
