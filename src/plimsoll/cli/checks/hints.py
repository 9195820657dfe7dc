"""Every open case's stored hint is what deriving the case afresh gives."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll import database
from plimsoll.cli.checks import Finding
from plimsoll.cli.ground import open_django, waiting_migrations
from plimsoll.cli.progress import Progress, follow

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.models import Case

BATCH = 500
SHOWN = 20
REMEDY = "run plimsoll check hints --mend"
# When the hint was made is no part of what it says.
NOT_COMPARED = {"hint_derived_at"}


@dataclass(frozen=True)
class Difference:
    """One case whose hint is not what it should be: its number and the fields, never a name."""

    case_id: UUID
    number: int
    fields: tuple[str, ...]


def run(args: argparse.Namespace) -> Iterator[Finding]:
    """Hints made under other rules are one finding; each other difference is a fault, and so a line of its own.

    A hint whose moment has come and which the sweep has not reached is counted apart: it says so itself.
    """
    database.start()
    open_django()
    from plimsoll import today

    if waiting_migrations():
        return  # the check of migrations says so
    now = today.now()
    total, waiting, different = look(now)
    if args.mend and different:
        mend([each.case_id for each in different], now)
        yield Finding("hints", holds=True, text=f"{len(different)} of {total} cases differed and are mended")
        return
    outdated = [each for each in different if "hint_rulebook" in each.fields]
    if outdated:
        text = f"{len(outdated)} of {total} cases were derived under other rules than today's: {REMEDY}"
        yield Finding("hints", holds=False, text=text)
    wrong = [each for each in different if "hint_rulebook" not in each.fields]
    for each in wrong[:SHOWN]:
        text = f"case {each.number}: {', '.join(each.fields)} differ from what its record gives: {REMEDY}"
        yield Finding("hints", holds=False, text=text)
    if len(wrong) > SHOWN:
        yield Finding("hints", holds=False, text=f"and {len(wrong) - SHOWN} more cases: {REMEDY}")
    if not different:
        later = f"; {waiting} wait for the next sweep" if waiting else ""
        yield Finding("hints", holds=True, text=f"{total} cases derived afresh, none differs{later}")


def look(now: datetime) -> tuple[int, int, list[Difference]]:
    """How many open cases were derived afresh, how many wait for the sweep, and those that differ."""
    from plimsoll.cases.models import Case, Status

    cases = Case.objects.exclude(status=Status.CLOSED).order_by("number")
    waiting = cases.filter(hint_changes_at__lte=now).count()
    standing = cases.exclude(hint_changes_at__lte=now)
    total = standing.count()
    different: list[Difference] = []
    last = 0
    for _batch in follow(range(0, total, BATCH), "Deriving every case"):
        batch = list(standing.filter(number__gt=last)[:BATCH])
        if not batch:
            break
        last = batch[-1].number
        different += differing(batch, now)
    return total, waiting, different


def differing(cases: list[Case], now: datetime) -> list[Difference]:
    from plimsoll.cases import derive, hints

    found = derive.positions(cases, now)
    compared = [name for name in hints.HINT_FIELDS if name not in NOT_COMPARED]
    differences = []
    for case in cases:
        afresh = copy(case)
        hints.set_hints(afresh, found[case.pk], now)
        fields = tuple(name for name in compared if getattr(afresh, name) != getattr(case, name))
        if fields:
            differences.append(Difference(case.pk, case.number, fields))
    return differences


def mend(case_ids: list[UUID], now: datetime) -> None:
    """Derive these cases again and keep what is found; a change of priority that comes of it goes on file."""
    from plimsoll.cases.actions import refresh_hints

    with Progress("Mending", len(case_ids)) as progress:
        for start in range(0, len(case_ids), BATCH):
            batch = case_ids[start : start + BATCH]
            refresh_hints(batch, now=now, cause="rulebook")
            progress.step(len(batch))
