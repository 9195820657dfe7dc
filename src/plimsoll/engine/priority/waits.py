"""Criterion: availability of resources. A wait for another service, read as the risk it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.matching import fold, number
from plimsoll.engine.priority.ground import Coming, Ground
from plimsoll.engine.priority.words import begins, on, span
from plimsoll.engine.reasons import Amount, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.clocks.record import Happening
    from plimsoll.engine.policy.values import Rung
    from plimsoll.engine.priority.ground import Evidence

_WAITS = "Waiting for %(service)s since %(since)s"
_OVER = "Waiting for %(service)s since %(since)s, %(over)s longer than was expected"
_UNCHECKED = "The wait for %(service)s has not been looked at for %(gap)s, since %(last)s"


def weigh(evidence: Evidence) -> None:
    """Add each wait that runs: longer than expected, not looked at, or only there."""
    if evidence.standing.closed_on:
        return
    by_service: dict[object, list[Happening]] = {}
    for happening in evidence.standing.waits:
        by_service.setdefault(fold(happening.details.get("service") or ""), []).append(happening)
    for happenings in by_service.values():
        _wait(evidence, sorted(happenings, key=_order))


def _wait(evidence: Evidence, happenings: Sequence[Happening]) -> None:
    rule, today = evidence.policy.waits, evidence.standing.today
    over = [happening for happening in happenings if happening.event.name in rule.starts | rule.stops]
    begun = [
        happening
        for happening in happenings
        if happening.event.name in rule.begins and not any(end.not_before(happening) for end in over)
    ]
    if not begun:
        return
    first = begun[0]
    service = str(first.details.get("service") or "another service").strip()
    since = first.day
    weeks = number(first.event.details.get(rule.expected_weeks))
    placed = False
    if weeks is not None:
        expected = since + round(weeks * 7)
        about = (_OVER, service, first, today - expected, expected)
        placed = _place(evidence, rule.over_expected, expected + 1, "resources.wait_over", about)
    checked = max([since, *(one.day for one in happenings if one.event.name in rule.checks)])
    check = rule.check_every
    about = (_UNCHECKED, service, first, today - checked, checked)
    placed |= _place(evidence, check.rung, checked + check.days + 1, "resources.wait_unchecked", about)
    if not placed:
        evidence.support("resources.wait", _words, _WAITS, service, first)


def _place(evidence: Evidence, rung: Rung, on: int, code: str, about: tuple[object, ...]) -> bool:
    """Place the case from that day on; before it, say that it is coming."""
    at = begins(on)
    if evidence.standing.today < on:
        evidence.coming.append(Coming(at, rung, code))
        return False
    to_do = "Ask how long the wait will be"
    evidence.place(Ground(rung.rank, rung.band, at, at, code, _words, about, None, to_do, "contact"))
    return True


def _words(code: str, template: str, service: str, first: Happening, gap: int = 0, last: int = 0) -> Reason:
    params: dict[str, object] = {"service": service.replace("_", " "), "since": on(first.day)}
    if template is _OVER:
        params["over"] = span(gap, "days")
    if template is _UNCHECKED:
        params |= {"gap": span(gap, "days"), "last": on(last)}
    source = Source("event", first.event.id) if first.event.id else None
    return Reason(code, template, params, Amount(gap, "days") if gap else None, source)


def _order(happening: Happening) -> int:
    return happening.order
