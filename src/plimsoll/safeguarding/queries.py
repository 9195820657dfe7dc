"""Every read of concerns, the viewer first; a case comes through `plimsoll.cases.queries` alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from plimsoll.cases.derive import position_of
from plimsoll.cases.models import CaseEvent, CasePerson, Status
from plimsoll.cases.queries import cases_for, held_by, open_cases_for
from plimsoll.cases.queries.case import facts_of
from plimsoll.people import sounds
from plimsoll.people.models import Membership, Role
from plimsoll.safeguarding.facts import RULE, Concern, concerns

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.people.access import Viewer

MOST_SHOWN = 100
MOST_FOUND = 40
_LEVEL_ROLES = {"supervisor": Role.SUPERVISOR, "service_manager": Role.SERVICE_MANAGER}


@dataclass(frozen=True, slots=True)
class Undecided:
    """A concern without a decision, and whether it has climbed to the one who looks."""

    concern: Concern
    is_mine: bool


def concerns_of(view: CaseView) -> list[Concern]:
    """The concerns of a case that has come through the door."""
    return concerns(view.case, view.events, view.position.duties, view.as_at)


def concern_of(view: CaseView, concern_id: int) -> Concern:
    """One concern by the id of its entry or of any correction of it; not found where the case has no such one."""
    found = next((one for one in concerns_of(view) if concern_id in one.versions), None)
    if found is None:
        raise Http404
    return found


def undecided_of(view: CaseView) -> list[Concern]:
    """The concerns of a case that wait for a decision, oldest first."""
    return [one for one in reversed(concerns_of(view)) if one.climb is not None]


def why_not_to_close(view: CaseView) -> str:
    """Why this case may not be closed; empty where it may."""
    left = undecided_of(view)
    return _("A concern on this case has no decision yet. Decide it first, then close the case.") if left else ""


def to_decide(viewer: Viewer, now: datetime) -> list[Undecided]:
    """Every concern without a decision that this person may see: those that climbed to them first, then the oldest.

    Two queries, however many: the cases whose hint has the clock open, and their events.
    """
    cases = list(
        cases_for(viewer)
        .filter(hint_duties__contains=[{"rule": RULE}])
        .select_related("holder", "team", "service")
        .order_by("hint_key", "number")[:MOST_SHOWN]
    )
    if not cases:
        return []
    events: dict[UUID, list[CaseEvent]] = {case.pk: [] for case in cases}
    for event in CaseEvent.objects.filter(case__in=cases).order_by("case_id", "at_on", "at_moment", "id"):
        events[event.case_id].append(event)
    found = []
    for case in cases:
        duties = position_of(facts_of(case, events[case.pk]), now).duties
        found += [one for one in concerns(case, events[case.pk], duties, now) if one.climb is not None]
    listed = [Undecided(one, is_mine=is_for(viewer, one)) for one in found]
    return sorted(listed, key=lambda each: (not each.is_mine, not each.concern.is_danger, each.concern.raised.at_on))


def climbed_to(viewer: Viewer, now: datetime) -> list[Undecided]:
    """The concerns that have climbed to this person: nobody below them decided in time."""
    if not viewer.oversees:
        return []
    mine = [one for one in to_decide(viewer, now) if one.is_mine]
    return [one for one in mine if one.concern.climb is not None and one.concern.climb.has_climbed]


def is_for(viewer: Viewer, concern: Concern) -> bool:
    """Whether a concern is this person's to decide by now. What climbed further is still theirs to know."""
    climb, case = concern.climb, concern.case
    if climb is None:
        return False
    if climb.to == "service_manager" and case.service_id in viewer.manages:
        return True
    if climb.has_climbed and case.team_id in viewer.supervises:
        return True
    return not climb.has_climbed and case.holder_id == viewer.user_id


def answerable(case: Case, level: str) -> list[str]:
    """The names of those a concern climbs to on this level."""
    if level not in _LEVEL_ROLES:
        return [case.holder.name] if case.holder else []
    rows = Membership.objects.filter(
        role=_LEVEL_ROLES[level], until_on=None, state=Membership.State.ACTIVE, user__is_active=True
    )
    where = Q(team_id=case.team_id) if level == "supervisor" else Q(team__service_id=case.service_id)
    return sorted(set(rows.filter(where).values_list("user__name", flat=True)))


def cases_to_raise_on(viewer: Viewer, terms: str) -> list[Case]:
    """Cases for a concern: without a word one's own, else those in sight whose names sound like it or have the number.

    Also closed ones that somebody oversees: a concern about a child does not wait for a case to be opened again.
    """
    terms = terms.strip()
    cases = cases_for(viewer) if terms else held_by(viewer)
    if not terms and not viewer.carries_cases:
        cases = open_cases_for(viewer)
    if terms:
        digits = terms.upper().removeprefix("C")
        fits = Q(title__unaccent__icontains=terms)
        keys = sounds.keys(terms)
        if keys:
            named = CasePerson.objects.filter(person__name_sounds__contains=keys, person__merged_into=None)
            fits |= Q(pk__in=named.values("case_id"))
        if digits.isdigit() and len(digits) < 12:
            fits |= Q(number=int(digits))
        cases = cases.filter(fits)
    found = cases.select_related("holder", "team").order_by("title", "number")[:MOST_FOUND]
    return sorted(found, key=lambda case: (case.status == Status.CLOSED, case.title.casefold(), case.number))
