"""Criterion: risk of deterioration, as the scores of assessment tools tell it.

A run of scores is read backwards from the newest for as long as nothing got better, so that a
slow slide counts as one fall and one more bad score never makes an old worry look new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from plimsoll.engine.clocks.matching import fold, number
from plimsoll.engine.priority.ground import Ground
from plimsoll.engine.priority.standing import NO, YES
from plimsoll.engine.priority.words import MINUTE, on
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.clocks.wording import Day
    from plimsoll.engine.policy.values import ToolRule
    from plimsoll.engine.priority.ground import Evidence

_FELL = "%(tool)s got worse by %(fall)s, from %(before)s to %(score)s on %(on)s"
_LINE = "%(tool)s stands at %(score)s (%(on)s), and %(line)s is the line"
_SAFETY = "%(tool)s: the answer on %(item)s speaks of safety (%(on)s)"
MOST_ABOUT = 60
_UNREAD = "Scores of %(tool)s are recorded, but the policy does not say how to read them"


class Score(NamedTuple):
    """One score, turned so that more is worse."""

    day: int
    at: int
    worse: float
    shown: float
    happening: Happening

    @property
    def shown_on(self) -> Day:
        """The day it was recorded for."""
        return on(self.day)


def weigh(evidence: Evidence) -> None:
    """Add what the scores say, line by line: a tool, and what it is about (one goal, one question, one child)."""
    by_line: dict[tuple[str, str], list[Happening]] = {}
    for happening in evidence.standing.scores:
        details = happening.event.details
        line = (str(details.get("tool", "")).strip(), str(fold(details.get("about") or "")))
        by_line.setdefault(line, []).append(happening)
    unread: set[str] = set()
    for name, about in sorted(by_line):
        rule = evidence.policy.scores.get(name.casefold())
        if rule is None:
            unread.add(name or "an unnamed tool")
            continue
        happenings = by_line[name, about]
        if about:
            said = " ".join(str(happenings[-1].event.details["about"]).split())
            rule = replace(rule, title=f"{rule.title} (“{said[:MOST_ABOUT]}{'…' if len(said) > MOST_ABOUT else ''}”)")
        scores = _scores(happenings, rule)
        if scores:
            _fall(evidence, rule, scores)
            _lines(evidence, rule, scores)
        _safety(evidence, rule, happenings)
    for shown in sorted(unread):
        evidence.unknown.append(Reason("unknown.tool", _UNREAD, {"tool": shown}, None, Source("policy", "scores")))


def _scores(happenings: Iterable[Happening], rule: ToolRule) -> list[Score]:
    found = []
    for happening in happenings:
        value = number(happening.event.details.get("score"))
        if value is not None:
            worse = value if rule.higher_is_worse else -value
            found.append(Score(happening.day, happening.stamp // MINUTE, worse, value, happening))
    return sorted(found, key=lambda score: (score.at, score.worse))


def _answered(evidence: Evidence, since: int, events: Iterable[str]) -> bool:
    """Whether one of these events has happened on that day or after."""
    return any(evidence.standing.noted.get(name, 0) >= since for name in events)


def _fall(evidence: Evidence, rule: ToolRule, scores: Sequence[Score]) -> None:
    if rule.fall is None or len(scores) < 2:
        return
    first = len(scores) - 1
    while first > 0 and scores[first].worse >= scores[first - 1].worse:
        first -= 1
    before, last = scores[first], scores[-1]
    fall = last.worse - before.worse
    if fall < rule.fall:
        return
    since = next(score for score in scores[first:] if score.worse - before.worse >= rule.fall)
    if _answered(evidence, last.day, rule.until):
        return
    rung, code, to_do = rule.rung, "deterioration.fall", "Ask what changed"
    about = (rule.title, before, last)
    evidence.place(Ground(rung.rank, rung.band, since.at, last.at, code, _fell, about, None, to_do, "review"))


def _fell(code: str, tool: str, before: Score, last: Score) -> Reason:
    fall = last.worse - before.worse
    params = {
        "tool": tool,
        "fall": f"{fall:g}",
        "before": f"{before.shown:g}",
        "score": f"{last.shown:g}",
        "on": last.shown_on,
    }
    return Reason(code, _FELL, params, Amount(fall, "points"), _source(last.happening))


def _lines(evidence: Evidence, rule: ToolRule, scores: Sequence[Score]) -> None:
    last = scores[-1]
    for line in rule.lines:
        at = line.at if rule.higher_is_worse else -line.at
        if last.worse < at or _answered(evidence, last.day, line.until):
            continue
        first = len(scores) - 1
        while first > 0 and scores[first - 1].worse >= at:
            first -= 1
        is_safety = evidence.policy.tier(line.rung.rank).kind == "safeguarding"
        code = "safeguarding.score_line" if is_safety else "deterioration.score_line"
        rung, to_do, about = line.rung, "Act on the score", (rule.title, last, line.at)
        since = scores[first].at
        evidence.place(Ground(rung.rank, rung.band, since, last.at, code, _crossed, about, None, to_do, "decision"))


def _crossed(code: str, tool: str, last: Score, line: float) -> Reason:
    params = {"tool": tool, "score": f"{last.shown:g}", "line": f"{line:g}", "on": last.shown_on}
    return Reason(code, _LINE, params, Amount(last.shown, "points"), _source(last.happening))


def _safety(evidence: Evidence, rule: ToolRule, happenings: Sequence[Happening]) -> None:
    """An item of a tool that speaks of safety, whatever the total."""
    for item in rule.safety_items:
        told = [happening for happening in happenings if _item(happening, item) is not None]
        run: list[Happening] = []
        for happening in reversed(told):
            if not _item(happening, item):
                break
            run.append(happening)
        if not run or _answered(evidence, run[0].day, rule.until):
            continue
        rung, code, to_do = rule.safety_rung, "safeguarding.score_item", "Decide what the answer means for safety"
        about = (rule.title, item, run[0])
        began, newest = run[-1].stamp // MINUTE, run[0].stamp // MINUTE
        evidence.place(Ground(rung.rank, rung.band, began, newest, code, _marked_item, about, None, to_do, "decision"))


def _marked_item(code: str, tool: str, item: str, happening: Happening) -> Reason:
    params = {"tool": tool, "item": item.replace("_", " "), "on": on(happening.day)}
    return Reason(code, _SAFETY, params, None, _source(happening))


def _item(happening: Happening, item: str) -> float | None:
    """The answer on one item: from a mapping of items, or a list of those that were marked."""
    details = happening.event.details
    told = details.get("subscales")
    if isinstance(told, Mapping):
        return _marked(told.get(item))
    if isinstance(told, list | tuple):
        return 1.0 if item in told else 0.0
    return _marked(details.get(item))


def _marked(value: object) -> float | None:
    """An answer as a number: yes is 1, no is 0."""
    told = fold(value)
    return 1.0 if told in YES else 0.0 if told in NO else number(value)


def _source(happening: Happening) -> Source | None:
    return Source("event", happening.event.id) if happening.event.id else None
