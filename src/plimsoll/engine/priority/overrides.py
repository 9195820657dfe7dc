"""Overrides: a person's decision to place a case elsewhere for a time, up or down.

- It needs a tier of the policy, a reason and an end date; without them it is not counted, and says so.
- It counts to the end of its last day (`until`), and then ends by itself.
- Down from a red tier it counts only once a supervisor has confirmed it; until then the case stays.
- Down, it covers what was known when it was made, dates that were running among it. What arises
  later (a new concern, a new duty, a child not seen for too long) puts the case where it belongs
  again: nobody decided about that.
- The latest that counts wins; one that waits or is not counted leaves an earlier one in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.clocks.matching import as_date, fold
from plimsoll.engine.clocks.wording import Day
from plimsoll.engine.policy.values import SUPPORTING
from plimsoll.engine.priority.ground import Coming, Evidence, Ground
from plimsoll.engine.priority.standing import NO
from plimsoll.engine.priority.words import MINUTE, begins, begins_at, day_of
from plimsoll.engine.reasons import Reason, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plimsoll.engine.clocks.record import Happening

Status = Literal["in_force", "waiting", "ended", "not_counted"]

_IN_FORCE = "Placed in “%(tier)s” by a person's decision until %(until)s: %(why)s"
_WAITING = "A decision to move this case down to “%(tier)s” waits for a supervisor's confirmation: %(why)s"
_NO_REASON = "A decision of %(on)s to change the priority is not counted: it gives no reason"
_NO_END = "A decision of %(on)s to change the priority is not counted: it has no end date"
_NO_TIER = "A decision of %(on)s to change the priority is not counted: “%(tier)s” is not a tier of this policy"


@dataclass(frozen=True, slots=True)
class Override:
    """One recorded override, as read at the as-at moment."""

    status: Status
    tier: str
    rank: int
    until: date | None
    said: Reason | None
    made_at: int
    event: str = ""


def read(evidence: Evidence, derived_rank: int) -> Override | None:
    """The override to reckon with: the one in force, else the newest that waits or is not counted."""
    newest: Override | None = None
    for happening in _newest_first(evidence.standing.overrides):
        found = _read_one(evidence, happening, derived_rank)
        if newest is None:
            newest = found
        if found.status == "in_force":
            if newest is not found and newest.said is not None:
                evidence.support(newest.said.code, _said, newest.said)
            return found
        if found.status == "ended":
            # A decision that has run its time had replaced the ones before it: they do not revive.
            break
    if newest is not None and newest.said is not None:
        evidence.support(newest.said.code, _said, newest.said)
    return newest


def _newest_first(happenings: Sequence[Happening]) -> list[Happening]:
    def moment(happening: Happening) -> tuple[int, float, str]:
        recorded = happening.event.recorded_at
        return happening.stamp, recorded.timestamp() if recorded else 0.0, happening.event.id

    return sorted(happenings, key=moment, reverse=True)


def _read_one(evidence: Evidence, happening: Happening, derived_rank: int) -> Override:
    event, policy = happening.event, evidence.policy
    why, name = str(event.details.get("reason") or "").strip(), str(event.details.get("tier") or "").strip()
    until, rank = as_day(event.details.get("until")), policy.rank_of(name)
    made_at = _made_at(happening)
    source = Source("event", event.id) if event.id else None
    template = _NO_TIER if rank is None else _NO_REASON if not why else _NO_END if until is None else ""
    if template:
        params: dict[str, object] = {"on": Day(day_of(event.at))} | ({"tier": name} if rank is None else {})
        said = Reason("override.not_counted", template, params, None, source)
        return Override("not_counted", name, derived_rank if rank is None else rank, until, said, made_at, event.id)
    assert rank is not None
    assert until is not None
    if until.toordinal() < evidence.standing.today:
        return Override("ended", name, rank, until, None, made_at, event.id)
    params = {"tier": policy.tier(rank).title, "until": Day(until), "why": why}
    is_down = rank > derived_rank and policy.tier(derived_rank).colour == "red"
    if is_down and not _confirmed(event.details.get("confirmed_by")):
        said = Reason("override.waiting", _WAITING, params, None, source)
        return Override("waiting", name, rank, until, said, made_at, event.id)
    said = Reason("override.in_force", _IN_FORCE, params, None, source)
    return Override("in_force", name, rank, until, said, made_at, event.id)


def _confirmed(value: object) -> bool:
    return value not in (None, "") and fold(value) not in NO | {"none"}


def as_day(value: object) -> date | None:
    """A day from a detail: a date, a moment, or text such as "2026-03-31"; None for anything else.

    >>> as_day("2026-03-31"), as_day("soon")
    (datetime.date(2026, 3, 31), None)
    """
    found = as_date(value)
    return day_of(found) if found is not None else None


def apply(evidence: Evidence, override: Override) -> None:
    """Lay an override in force over the grounds: a place of its own; what it covers becomes support."""
    assert override.said is not None
    assert override.until is not None
    for number, ground in enumerate(evidence.grounds):
        if ground.rank < override.rank and _arose(ground) <= override.made_at:
            evidence.grounds[number] = ground._replace(rank=SUPPORTING)
    about = (override.said,)
    evidence.place(Ground(override.rank, 0, override.made_at, override.made_at, "override.in_force", _said, about))
    evidence.coming.append(Coming(begins(override.until.toordinal() + 1)))


def _arose(ground: Ground) -> int:
    """When this came to be: a duty when it began, for its date was known from then on."""
    return ground.arose if ground.duty is None else begins_at(ground.duty.started_by.at)


def _said(_code: str, said: Reason) -> Reason:
    return said


def _made_at(happening: Happening) -> int:
    """The moment of the decision: the hour it was written down where only the day is known."""
    recorded = happening.event.recorded_at
    if happening.timed or recorded is None or day_of(recorded).toordinal() != happening.day:
        return happening.stamp // MINUTE
    return begins_at(recorded)
