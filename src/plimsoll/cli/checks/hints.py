"""Every open case's stored hint is what deriving the case afresh gives."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django, waiting_migrations
from plimsoll.cli.progress import follow

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime

    from plimsoll.cases.models import Case

BATCH = 500
SHOWN = 20
# When the hint was made is no part of what it says.
NOT_COMPARED = {"hint_derived_at"}


def run(_args: argparse.Namespace) -> Iterator[Finding]:
    """A hint whose moment has come and which the sweep has not reached is counted apart: it says so itself."""
    database.start()
    open_django()
    from plimsoll import today
    from plimsoll.cases.models import Case, Status

    if waiting_migrations():
        return  # the check of migrations says so
    now = today.now()
    cases = Case.objects.exclude(status=Status.CLOSED).order_by("number")
    waiting = cases.filter(hint_changes_at__lte=now).count()
    standing = cases.exclude(hint_changes_at__lte=now)
    total = standing.count()
    different: list[str] = []
    last = 0
    for _batch in follow(range(0, total, BATCH), "Deriving every case"):
        batch = list(standing.filter(number__gt=last)[:BATCH])
        if not batch:
            break
        last = batch[-1].number
        different += differing(batch, now)
    for text in different[:SHOWN]:
        yield Finding("hints", holds=False, text=text)
    if len(different) > SHOWN:
        yield Finding("hints", holds=False, text=f"and {len(different) - SHOWN} more cases")
    if not different:
        later = f"; {waiting} wait for the next sweep" if waiting else ""
        yield Finding("hints", holds=True, text=f"{total} cases derived afresh, none differs{later}")


def differing(cases: list[Case], now: datetime) -> list[str]:
    """One line for each case whose hint is not what it should be: its number and the fields, never a name."""
    from plimsoll.cases import derive, hints

    found = derive.positions(cases, now)
    lines = []
    for case in cases:
        afresh = copy(case)
        hints.set_hints(afresh, found[case.pk], now)
        fields = [
            name
            for name in hints.HINT_FIELDS
            if name not in NOT_COMPARED and getattr(afresh, name) != getattr(case, name)
        ]
        if fields:
            lines.append(f"case {case.number}: {', '.join(fields)} differ")
    return lines
