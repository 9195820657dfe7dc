"""Extensions and exemptions: what may lawfully move a date, and what only claims to.

An act that the rule does not allow leaves the turn exactly as it was and is told among its
reasons: an unlawful extension never hides lateness.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.matching import agree, as_date
from plimsoll.engine.clocks.reckoning import add, placed
from plimsoll.engine.clocks.record import EXEMPTED, EXTENDED
from plimsoll.engine.moments import midnights

if TYPE_CHECKING:
    from collections.abc import Callable

    from plimsoll.engine.clocks.context import Case
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.shaping import ShapedClock
    from plimsoll.engine.clocks.turn import Turn
    from plimsoll.engine.rulebook.model import Extension


class Act(NamedTuple):
    """One extension or exemption as it was judged. `code` is "extended", "exempted" or why it does not count."""

    code: str
    by: Happening
    from_day: int | None = None
    to_day: int | None = None
    asked_day: int | None = None
    was_late: bool = False

    @property
    def counts(self) -> bool:
        return self.code in ("extended", "exempted")


def apply_acts(
    turns: list[Turn], clock: ShapedClock, case: Case, close: Callable[[Turn, Case, Turn | None], None]
) -> None:
    """Judge every extension and exemption recorded for this clock, in order, and close the turns anew."""
    by_name = case.record.by_name
    found = [
        each
        for name in (EXTENDED, EXEMPTED)
        for each in by_name.get(name, ())
        if each.details.get("rule") == clock.id
    ]
    for version in clock.versions:
        if version.extends is not None:
            found.extend(case.among(version.extends))
    for act in sorted(set(found), key=_place) if found else ():
        turn = _turn_open_then(turns, act)
        if turn is None:
            continue
        verdict = _exempt(turn, act) if act.name == EXEMPTED else _extend(turn, act)
        turn.acts = (*turn.acts, verdict)
        if verdict.counts:
            index = turns.index(turn)
            close(turn, case, turns[index - 1] if index else None)


def _place(happening: Happening) -> int:
    return happening.order


def _turn_open_then(turns: list[Turn], act: Happening) -> Turn | None:
    """The turn that was open then and agrees with the act; of several, the one due first."""
    open_then = [
        turn
        for turn in turns
        if (act.not_before(turn.start) or turn.rule.time.before or turn.rule.version.met_by_any_time)
        and turn.open_at(act)
        and agree(turn.rule.version.match, turn.start.details, act.details)
    ]
    return min(open_then, key=_due_first) if open_then else None


def _due_first(turn: Turn) -> tuple[bool, int]:
    return turn.due_day is None, turn.due_day or 0


def _words(text: object) -> str:
    return " ".join(re.findall(r"[\w']+", str(text or "").casefold()))


def is_lawful(said: object, allowed: tuple[str, ...]) -> bool:
    """Whether the words given are one of the rule's reasons, contain it, or are contained in it.

    >>> is_lawful("The court so orders, 3 June", ("the court so orders",)), is_lawful("staff sickness", ("the court",))
    (True, False)
    """
    words = _words(said)
    if not words:
        return False
    if not allowed:
        return True
    padded = f" {words} "
    return any(f" {reason} " in padded or padded in f" {reason} " for reason in map(_words, allowed))


def _refusal(act: Happening, allowed: tuple[str, ...] | None) -> str:
    """Why the act does not count, as a code; empty when it does so far."""
    if allowed is None:
        return "not_allowed"
    if not _words(act.details.get("lawful_reason")):
        return "no_reason_given"
    if not is_lawful(act.details.get("lawful_reason"), allowed):
        return "reason_not_lawful"
    if not _words(act.details.get("agreed_by")):
        return "nobody_agreed"
    return ""


def _exempt(turn: Turn, act: Happening) -> Act:
    exemption = turn.rule.version.exemption
    refusal = _refusal(act, exemption.reasons if exemption is not None else None)
    if refusal:
        return Act(f"exemption_{refusal}", act)
    turn.exempt = act
    return Act("exempted", act, turn.due_day, was_late=turn.passed_by(act))


def _extend(turn: Turn, act: Happening) -> Act:
    rule, before = turn.rule.version.extension, turn.due_day
    refusal = _refused_extension(turn, act, rule)
    if refusal or rule is None or before is None:
        return Act(f"extension_{refusal or 'no_date'}", act)
    asked = as_date(act.details.get("due_on"))
    asked_day = placed(asked)[0] if asked is not None else None
    latest = _latest(turn, rule, before)
    to_day = latest if asked_day is None else asked_day if latest is None else min(asked_day, latest)
    if to_day is None:
        return Act("extension_no_date", act)
    if to_day <= before:
        return Act("extension_not_later", act, before, asked_day=asked_day)
    was_late = turn.passed_by(act)
    _move(turn, to_day, placed(asked)[1] if asked is not None and asked_day == to_day else None)
    return Act("extended", act, before, to_day, asked_day, was_late=was_late)


def _refused_extension(turn: Turn, act: Happening, rule: Extension | None) -> str:
    """Why an extension does not count whatever date it asks for, as a code; empty when it does so far."""
    if rule is None or act.name == EXTENDED:  # an event that extends by itself needs no reason
        refusal = _refusal(act, rule.reasons if rule is not None else None)
        if refusal or rule is None:
            return refusal
    if rule.before_due and turn.passed_by(act):
        return "too_late"
    used = sum(each.code == "extended" for each in turn.acts)
    return "used_up" if rule.times is not None and used >= rule.times else ""


def _latest(turn: Turn, rule: Extension, before: int) -> int | None:
    """The furthest the rule allows; None where it sets no limit."""
    if rule.up_to is not None:
        return add(turn.rule, before, int(rule.up_to.amount), rule.up_to.unit)
    if rule.to is not None and turn.base_day is not None:
        count, unit = int(rule.to.amount), rule.to.unit
        return add(turn.rule, turn.base_day, count, unit, first_day_counts=rule.to_first_day_counts)
    return None


def _move(turn: Turn, to_day: int, stamp: int | None) -> None:
    turn.due_day = turn.limit_day = to_day
    turn.near_from = turn.dates = None
    turn.is_extended = True
    if turn.due_stamp is not None:
        # An extension given by the day runs to that day's end.
        whole_day = stamp is None or stamp == midnights[to_day]
        turn.due_stamp = midnights[to_day + 1] - 1 if whole_day or stamp is None else stamp
