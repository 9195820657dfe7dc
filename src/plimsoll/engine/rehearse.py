"""Two rulebooks and a case -> what would change.

Comes in: a case, the rules in force and the rules to come (another folder laid over, or a
version not yet appointed given a day with `Rulebook.appointing`), and the day to look from.
Goes out: each turn whose date or state would differ, that would begin, or that would be gone.
Clocks that ran under the old law keep it unless the new version says that they move.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.clocks import derive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.rulebook import Rulebook

Kind = Literal["begins", "goes", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """One turn that would differ. `before` is None for one that would begin, `after` for one that would go."""

    case: str
    rule: str
    kind: Kind
    before: Duty | None
    after: Duty | None

    @property
    def moves_date(self) -> bool:
        """Whether there is a date on both sides and it is another."""
        return self.before is not None and self.after is not None and self.before.due != self.after.due


def changes(case: CaseFacts, today: Rulebook, tomorrow: Rulebook, as_at: date | datetime) -> tuple[Change, ...]:
    """What would change for this case if `tomorrow` were the rulebook instead of `today`.

    >>> from datetime import date
    >>> from plimsoll.engine import rulebook
    >>> from plimsoll.engine.facts import CaseFacts
    >>> book = rulebook.load()
    >>> changes(CaseFacts("EX1", "children-england"), book, book, date(2025, 6, 10))
    ()
    """
    old = derive(case, today, as_at)
    new = derive(case, tomorrow, as_at)
    return tuple(_differences(case.id, old, new))


def _by_turn(duties: Iterable[Duty]) -> dict[tuple[str, object], list[Duty]]:
    found: dict[tuple[str, object], list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.rule, duty.started_by].append(duty)
    return found


def _differences(case: str, old: Iterable[Duty], new: Iterable[Duty]) -> Iterator[Change]:
    before, after = _by_turn(old), _by_turn(new)
    for turn in {**before, **after}:
        olds, news = before.get(turn, []), after.get(turn, [])
        for index in range(max(len(olds), len(news))):
            was = olds[index] if index < len(olds) else None
            is_now = news[index] if index < len(news) else None
            if was is None or is_now is None:
                yield Change(case, turn[0], "begins" if was is None else "goes", was, is_now)
            elif (was.due, was.state, was.opens) != (is_now.due, is_now.state, is_now.opens):
                yield Change(case, turn[0], "changes", was, is_now)
