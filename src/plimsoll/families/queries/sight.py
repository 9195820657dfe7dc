"""What one viewer may see, as a search asks it; and how a search asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from plimsoll.cases.queries import cases_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from plimsoll.people.access import Viewer

FEW_CASES = 400
PORTIONS = (60, 600, 6_000, 60_000)
OPENING, CLOSING = "\u0002", "\u0003"  # round a hit; no note holds them, and the page makes marks of them


class Sight:
    """The cases of one viewer: their ids where they are few, otherwise the question who may see them."""

    def __init__(self, viewer: Viewer) -> None:
        self.cases = cases_for(viewer)
        ids = list(self.cases.values_list("pk", flat=True)[: FEW_CASES + 1])
        self.few = ids if len(ids) <= FEW_CASES else None

    def of(self, case_ids: Iterable[UUID]) -> set[UUID]:
        """Those of some cases that may be seen."""
        return set(self.cases.filter(pk__in=set(case_ids)).values_list("pk", flat=True))


def rows(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    """The rows of a query made of constants; what was typed is among the parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
