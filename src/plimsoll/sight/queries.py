"""Who read or changed a case, out of the sealed log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator

from plimsoll.cases.queries import allocation
from plimsoll.people.models import User
from plimsoll.trust.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One line: when, who (empty is the programme), what was done, and which page was read."""

    at: datetime
    who: str
    action: str
    page: str


def may_ask(viewer: Viewer, case: Case) -> bool:
    """Whether this person may ask who looked: whoever oversees the case, and an auditor."""
    return viewer.is_auditor or allocation.may_allocate(viewer, case)


def looks(case: Case, page: int, *, only_reading: bool) -> Page[AuditEntry]:
    """Entries of a case that has come through the door, newest first; three queries with `lines`."""
    rows = AuditEntry.objects.filter(case_id=case.pk)
    if only_reading:
        rows = rows.filter(action__endswith="_read")
    return Paginator(rows.order_by("-at", "-id"), PAGE_SIZE).get_page(page)


def lines(page: Page[AuditEntry]) -> list[Look]:
    """The entries of a page with the names of those who made them."""
    rows = list(page.object_list)
    ids = {row.actor_id for row in rows if row.actor_id is not None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [Look(row.at, _name(row, names), row.action, str(row.detail.get("page", ""))) for row in rows]


def _name(row: AuditEntry, names: dict[UUID, str]) -> str:
    return names.get(row.actor_id, "") if row.actor_id is not None else ""
