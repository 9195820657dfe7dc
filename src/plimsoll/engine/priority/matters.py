"""Criteria spoken by what stands open: a concern without a decision, a child missing, an objection.

The matters themselves are data (`priority.yaml`); each names the criterion it speaks for.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from plimsoll.engine.clocks.wording import Day
from plimsoll.engine.priority.ground import Coming, Ground
from plimsoll.engine.priority.words import MINUTE, begins, day_of, on
from plimsoll.engine.reasons import Reason, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.policy.values import PatternRule
    from plimsoll.engine.priority.ground import Evidence
    from plimsoll.engine.priority.standing import OpenMatter


def weigh(evidence: Evidence) -> None:
    """Add a ground for each matter that stands open, and for each pattern that is complete."""
    for found in evidence.standing.matters:
        rule = found.rule
        rung = min(rule.rung, rule.for_plan.get(evidence.standing.plan.kind, rule.rung))
        code = f"{rule.criterion}.{rule.id}"
        at, newest = found.begun[0].stamp // MINUTE, found.begun[-1].stamp // MINUTE
        evidence.place(Ground(rung.rank, rung.band, at, newest, code, _words, (found,), None, rule.to_do, rule.group))
    for number, found_often in evidence.standing.patterns.items():
        _pattern(evidence, evidence.policy.patterns[number], found_often)


def _words(code: str, found: OpenMatter) -> Reason:
    rule, event = found.rule, found.begun[0].event
    params: dict[str, object] = {**rule.when_missing}
    params.update({name: _shown(value) for name, value in event.details.items() if value not in (None, "")})
    params["since"] = Day(day_of(event.at))
    template = rule.words
    if len(found.begun) > 1:
        template += " (and %(more)s more)"
        params["more"] = len(found.begun) - 1
    source = Source("event", event.id) if event.id else Source("policy", f"matters.{rule.id}")
    return Reason(code, template, {name: params[name] for name in _named(template, params)}, None, source)


def _named(template: str, params: dict[str, object]) -> list[str]:
    """The parameters a template uses: the rest of an event's details are not the reason's to show."""
    return [name for name in params if f"%({name})s" in template]


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return Day(day_of(value))
    return value.replace("_", " ") if isinstance(value, str) else value


def _pattern(evidence: Evidence, rule: PatternRule, happenings: Sequence[Happening]) -> None:
    """So many times within so many days, counted back from the as-at day."""
    today = evidence.standing.today
    inside = [happening for happening in happenings if today - happening.day < rule.days]
    if len(inside) < rule.times:
        return
    # The pattern has stood since it was complete; one more of the same does not make it newer.
    code = f"{rule.criterion}.{rule.id}"
    complete, newest = inside[rule.times - 1].stamp // MINUTE, inside[-1].stamp // MINUTE
    about = (rule, len(inside), inside[0].day)
    rung = rule.rung
    evidence.place(Ground(rung.rank, rung.band, complete, newest, code, _often, about, None, "", "review"))
    evidence.coming.append(Coming(begins(inside[-rule.times].day + rule.days)))


def _often(code: str, rule: PatternRule, times: int, since: int) -> Reason:
    params = {"times": times, "days": rule.days, "since": on(since)}
    return Reason(code, rule.words, params, None, Source("policy", f"patterns.{rule.id}"))
