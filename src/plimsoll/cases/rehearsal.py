"""Rules that are to come, tried on the stored cases: whose dates and places would change, and what to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.cases.facts import case_facts
from plimsoll.cases.queries import open_cases_for
from plimsoll.engine import clocks, priority, rehearse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from plimsoll.cases.models import Case
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.priority import Priority
    from plimsoll.engine.rehearse import Change
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.people.access import Viewer

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One case for which something would be different."""

    case: Case
    changes: tuple[Change, ...]
    before: Priority
    after: Priority

    @property
    def moves(self) -> bool:
        """Whether the case would stand elsewhere."""
        return (self.before.tier, self.before.colour) != (self.after.tier, self.after.colour)


def rehearsal(
    viewer: Viewer, tomorrow: Rulebook, as_at: date | datetime, report: Callable[[int, int], None] | None = None
) -> Iterator[Rehearsed]:
    """Each open case this person may see for which the rules to come would change something, by number."""
    today = rules.current()
    rows = open_cases_for(viewer).select_related("holder", "team").order_by("number")
    total = rows.count()
    for start in range(0, total, BATCH):
        batch = list(rows[start : start + BATCH])
        facts = case_facts(batch)
        for case in batch:
            found = _one(case, facts[case.pk], today, tomorrow, as_at)
            if found is not None:
                yield found
        if report:
            report(min(start + BATCH, total), total)


def _one(case: Case, facts: CaseFacts, today: Rulebook, tomorrow: Rulebook, as_at: date | datetime) -> Rehearsed | None:
    changes = rehearse.changes(facts, today, tomorrow, as_at)
    before = priority.derive(facts, clocks.derive(facts, today, as_at), today, as_at)
    after = priority.derive(facts, clocks.derive(facts, tomorrow, as_at), tomorrow, as_at)
    found = Rehearsed(case, changes, before, after)
    return found if changes or found.moves else None
