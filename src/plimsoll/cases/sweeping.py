"""Hints that fall out of date with nobody touching their case: at a moment that has come, or under rules that changed.

`bring_up_to_date` is what a runner does in one round (`plimsoll worker`). Each batch is a transaction of its own, so a
runner may be killed at any moment; the next one goes on where it was, because what is done no longer asks to be done.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from plimsoll.cases import hints, rules
from plimsoll.cases.models import Case, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

BATCH = 500
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """One round: cases looked at, those whose tier or colour changed, and the numbers of those that failed."""

    looked_at: int = 0
    moved: int = 0
    failed: tuple[int, ...] = ()


@transaction.atomic
def refresh_hints(case_ids: Sequence[UUID], *, now: datetime, cause: str = "time") -> int:
    """Derive these cases again; returns how many changed tier or colour."""
    cases = list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk"))
    return hints.refresh(cases, now, cause)


def sweep(now: datetime, *, batch: int = BATCH) -> int:
    """Refresh the open cases whose moment has come; returns how many were looked at."""
    swept = Swept()
    _until_none(_whose_moment_has_come(now), swept, now=now, cause="time", batch=batch)
    return swept.looked_at


def bring_up_to_date(
    now: datetime,
    *,
    batch: int = BATCH,
    go_on: Callable[[], bool] | None = None,
    step: Callable[[int], None] | None = None,
) -> Swept:
    """One round: first the cases whose moment has come, then those derived under other rules than today's.

    A case that cannot be derived is named by its number in the log and left; it holds up no other. `go_on` is asked
    before each batch.
    """
    swept = Swept()
    _until_none(_whose_moment_has_come(now), swept, now=now, cause="time", batch=batch, go_on=go_on, step=step)
    under_other_rules = _open_cases().exclude(hint_rulebook=rules.current().version[:80]).order_by("number")
    _until_none(under_other_rules, swept, now=now, cause="rulebook", batch=batch, go_on=go_on, step=step)
    return swept


def _open_cases() -> QuerySet[Case]:
    return Case.objects.exclude(status=Status.CLOSED)


def _whose_moment_has_come(now: datetime) -> QuerySet[Case]:
    due = _open_cases().filter(hint_changes_at__lte=now, hint_derived_at__lt=now)
    return due.order_by("hint_changes_at", "number")


def _until_none(  # noqa: PLR0913 - one round's terms
    due: QuerySet[Case],
    swept: Swept,
    *,
    now: datetime,
    cause: str,
    batch: int,
    go_on: Callable[[], bool] | None = None,
    step: Callable[[int], None] | None = None,
) -> None:
    while go_on is None or go_on():
        left = due.exclude(number__in=swept.failed) if swept.failed else due
        found = list(left.values_list("pk", "number")[:batch])
        if not found:
            return
        _refresh(found, swept, now=now, cause=cause)
        if step is not None:
            step(len(found))


def _refresh(found: Sequence[tuple[UUID, int]], swept: Swept, *, now: datetime, cause: str) -> None:
    """A batch at once; where that fails, one by one, so that the one at fault is found."""
    swept.looked_at += len(found)
    try:
        swept.moved += refresh_hints([pk for pk, _number in found], now=now, cause=cause)
    except Exception:
        if len(found) == 1:
            number = found[0][1]
            logger.exception("case %s cannot be derived and keeps the hint it has", number)
            swept.failed = (*swept.failed, number)
            return
        swept.looked_at -= len(found)
        for one in found:
            _refresh([one], swept, now=now, cause=cause)
