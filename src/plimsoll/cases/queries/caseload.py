"""The caseload: who is carried, in order, and who has not been looked at. Hints only; nothing is derived here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.lookups import Unaccent
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from plimsoll.cases.models import Case, Status
from plimsoll.cases.queries.door import cases_for, held_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plimsoll.people.access import Viewer

PAGE_SIZE = 50
_NAME = Lower(Unaccent("title"))
# What may be asked for in the address, and the columns it means: nothing else reaches the database.
SORTS: dict[str, tuple[Any, ...]] = {
    "order": ("hint_key", "number"),
    "name": (_NAME.asc(), "number"),
    "-name": (_NAME.desc(), "number"),
    "due": (F("hint_next_due_on").asc(nulls_last=True), "hint_key", "number"),
    "-due": (F("hint_next_due_on").desc(nulls_last=True), "hint_key", "number"),
    "seen": (F("hint_last_seen_on").asc(nulls_first=True), "hint_key", "number"),
    "-seen": (F("hint_last_seen_on").desc(nulls_last=True), "hint_key", "number"),
    "contact": (F("hint_last_contact_on").asc(nulls_first=True), "hint_key", "number"),
    "-contact": (F("hint_last_contact_on").desc(nulls_last=True), "hint_key", "number"),
    "age": (F("subject_born_on").desc(nulls_last=True), "number"),
    "-age": (F("subject_born_on").asc(nulls_last=True), "number"),
    "worker": (F("holder__name").asc(nulls_first=True), "hint_key", "number"),
    "-worker": (F("holder__name").desc(nulls_last=True), "hint_key", "number"),
}
SCOPES = ("mine", "team", "service")
COLOURS = ("red", "amber", "green")
GROUPS = ("", "worker", "plan", "colour", "place")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; every value is one of those listed above, or empty."""

    scope: str = "mine"
    text: str = ""
    colour: str = ""
    plan: str = ""
    status: str = ""
    worker: str = ""
    late_only: bool = False
    sort: str = "order"
    group: str = ""
    team: str = ""


def caseload(viewer: Viewer, filters: Filters, page: int) -> Page[Case]:
    """One page of the cases asked for, with their workers: in one query where they fit on it, else in three."""
    return _Pages(ordered(viewer, filters), PAGE_SIZE).get_page(page)


class _Pages(Paginator):  # type: ignore[type-arg]
    """Most people carry fewer cases than a page holds: those who do are not counted first and then read again."""

    @cached_property
    def count(self) -> int:
        """How many there are in all."""
        first = list(self.object_list[: self.per_page + 1])
        if len(first) > self.per_page:
            return super().count
        self.object_list = first
        return len(first)


def ordered(viewer: Viewer, filters: Filters) -> QuerySet[Case]:
    """Every case asked for, in order; what the page and the export share."""
    cases = _in_scope(viewer, filters).defer("facts")
    if filters.text:
        cases = cases.filter(_matches(filters.text))
    if filters.colour:
        cases = cases.filter(hint_colour=filters.colour)
    if filters.plan:
        cases = cases.filter(plan=filters.plan)
    if filters.team:
        cases = cases.filter(team_id=UUID(filters.team))
    if filters.worker == "nobody":
        cases = cases.filter(holder=None)
    elif filters.worker:
        cases = cases.filter(holder_id=UUID(filters.worker))
    if filters.late_only:
        cases = cases.filter(hint_late_count__gt=0)
    order = SORTS[filters.sort]
    if filters.group:
        order = (_GROUP_COLUMN[filters.group], *order)
    return cases.select_related("holder", "team").order_by(*order)


_GROUP_COLUMN = {
    "worker": F("holder__name").asc(nulls_first=True),
    "plan": F("plan"),
    "colour": F("hint_key__0"),
    "place": F("place"),
}


def _in_scope(viewer: Viewer, filters: Filters) -> QuerySet[Case]:
    if filters.status == Status.CLOSED:
        return cases_for(viewer).filter(status=Status.CLOSED)
    cases = held_by(viewer) if filters.scope == "mine" else cases_for(viewer).exclude(status=Status.CLOSED)
    return cases.filter(status=filters.status) if filters.status else cases


def _matches(text: str) -> Q:
    """Names by any part, without regard to accents; a case's reference by its number."""
    found = Q(title__unaccent__icontains=text) | Q(place__unaccent__icontains=text)
    digits = text.upper().removeprefix("C")
    if digits.isdigit() and len(digits) < 12:
        found |= Q(number=int(digits))
    return found


def workers_in_view(viewer: Viewer, filters: Filters) -> list[tuple[UUID, str]]:
    """Who holds the cases in view, for the filter; empty in one's own caseload."""
    if filters.scope == "mine":
        return []
    rows = _in_scope(viewer, Filters(scope=filters.scope)).exclude(holder=None)
    return list(rows.values_list("holder_id", "holder__name").distinct().order_by("holder__name"))


MOST_TO_CHOOSE_FROM = 500


def to_choose_from(viewer: Viewer) -> list[tuple[UUID, str, str]]:
    """(id, name, pack) of the open cases somebody may write on, by name: their own, or those they oversee."""
    cases = held_by(viewer) if viewer.carries_cases else cases_for(viewer).exclude(status=Status.CLOSED)
    return list(cases.order_by(_NAME.asc(), "number").values_list("id", "title", "pack")[:MOST_TO_CHOOSE_FROM])


class Place(NamedTuple):
    """Where a case stands among those of its worker, before and after; 1 is first. `whose` is empty for one's own."""

    before: int
    after: int
    of: int
    whose: str


def place_of(viewer: Viewer, case: Case, before: Sequence[float], after: Sequence[float]) -> Place | None:
    """The place of a case that was just derived, by its keys before and after; None for one nobody holds."""
    if case.holder_id is None or case.status == Status.CLOSED:
        return None
    is_own = case.holder_id == viewer.user_id
    cases = held_by(viewer) if is_own else cases_for(viewer).filter(holder_id=case.holder_id)
    others = list(
        cases.exclude(status=Status.CLOSED).exclude(pk=case.pk).values_list("hint_key", "number")
    )

    def place(key: Sequence[float]) -> int:
        return 1 + sum((list(other), number) < (list(key), case.number) for other, number in others)

    whose = "" if is_own or case.holder is None else case.holder.name
    return Place(place(before), place(after), len(others) + 1, whose)


def age_in_years(born_on: date | None, today: date) -> int | None:
    """Completed years; somebody born on 29 February has the birthday on 1 March in other years."""
    if born_on is None or born_on > today:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
