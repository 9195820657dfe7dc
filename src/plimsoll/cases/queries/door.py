"""The door: fetching and permission are one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import Http404

from plimsoll.cases.models import Case, Holding, NamedAccess, Status

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.people.access import Viewer


def cases_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases this person may see today; every other door to a case goes through this one."""
    return Case.objects.filter(_scope(viewer)).filter(_not_kept_from(viewer))


def open_cases_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases this person may see that are not closed."""
    return cases_for(viewer).exclude(status=Status.CLOSED)


def held_by(viewer: Viewer) -> QuerySet[Case]:
    """The open cases this person carries: allocated, co-worked or covered today."""
    if not viewer.can_record and not viewer.is_auditor:
        return Case.objects.none()
    # Whoever holds a case sees it, restricted or not; only a declared conflict of interest keeps it from them. The
    # whole of `cases_for` says the same at four times the length, on the page that is opened most.
    held = Case.objects.filter(id__in=_held_ids(viewer.user_id)).exclude(status=Status.CLOSED)
    return held.exclude(id__in=_conflict_ids(viewer.user_id))


def case_for(viewer: Viewer, case_id: UUID) -> Case:
    """One case, or the same "not found" whether it does not exist or may not be seen."""
    case = cases_for(viewer).filter(pk=case_id).select_related("holder", "team", "service").first()
    if case is None:
        raise Http404
    return case


def _held_ids(user_id: UUID) -> QuerySet[Holding, Any]:
    return Holding.objects.filter(worker_id=user_id, until_on=None).values("case_id")


def _named_ids(user_id: UUID) -> QuerySet[NamedAccess, Any]:
    rows = NamedAccess.objects.filter(worker_id=user_id, kind=NamedAccess.Kind.NAMED, until_on=None)
    return rows.values("case_id")


def _conflict_ids(user_id: UUID) -> QuerySet[NamedAccess, Any]:
    rows = NamedAccess.objects.filter(worker_id=user_id, kind=NamedAccess.Kind.CONFLICT, until_on=None)
    return rows.values("case_id")


def _scope(viewer: Viewer) -> Q:
    if viewer.is_auditor:
        return Q()
    if not viewer.can_record:
        # A holding outlives a role that was ended or suspended; sight does not.
        return Q(pk__in=[])
    held = _held_ids(viewer.user_id).union(_named_ids(viewer.user_id), all=True)
    if viewer.manages:
        return Q(service_id__in=viewer.manages) | Q(team_id__in=viewer.supervises) | Q(id__in=held)
    teams = viewer.supervises
    if teams:
        # One list of ids from two indexed reads: an OR across tables would read every case.
        return Q(id__in=held.union(Case.objects.filter(team_id__in=teams).values("id"), all=True))
    return Q(id__in=held)


def _not_kept_from(viewer: Viewer) -> Q:
    open_to_me = Q(is_restricted=False) | Q(id__in=_named_ids(viewer.user_id)) | Q(id__in=_held_ids(viewer.user_id))
    return open_to_me & ~Q(id__in=_conflict_ids(viewer.user_id))
