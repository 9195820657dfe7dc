"""Every read of handovers, waits and closings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from plimsoll.cases.models import NamedAccess
from plimsoll.cases.queries import cases_for
from plimsoll.handover.models import Closing, Handover, Wait
from plimsoll.people.models import Membership, Role
from plimsoll.tasks.pack_files import entries

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.people.access import Viewer


def handovers_for(viewer: Viewer) -> QuerySet[Handover]:
    """Handovers of cases this person sees, and those they are to answer: the summary is theirs to read before they do.

    Nobody with a declared conflict of interest is shown one.
    """
    conflict = NamedAccess.objects.filter(
        worker_id=viewer.user_id, kind=NamedAccess.Kind.CONFLICT, until_on=None
    ).values("case_id")
    to_answer = Q(to_worker_id=viewer.user_id, state=Handover.State.PROPOSED) & ~Q(case_id__in=conflict)
    rows = Handover.objects.filter(to_answer | Q(case_id__in=cases_for(viewer).values("id")))
    return rows.select_related("case__team", "from_worker", "to_worker", "from_team", "to_team", "proposed_by")


def handover_for(viewer: Viewer, handover_id: UUID) -> Handover:
    """One handover, or the same "not found" whether it does not exist or may not be seen."""
    found = handovers_for(viewer).filter(pk=handover_id).first()
    if found is None:
        raise Http404
    return found


def open_handover(case_id: UUID) -> Handover | None:
    """The handover of a case that waits for its answer."""
    rows = Handover.objects.filter(case_id=case_id, state=Handover.State.PROPOSED)
    return rows.select_related("to_worker", "to_team", "from_worker").first()


def waiting_handovers(viewer: Viewer) -> list[Handover]:
    """What this person is to answer, and what they wait for, oldest first."""
    rows = handovers_for(viewer).filter(state=Handover.State.PROPOSED)
    mine = Q(to_worker_id=viewer.user_id) | Q(from_worker_id=viewer.user_id) | Q(proposed_by_id=viewer.user_id)
    if not viewer.oversees:
        rows = rows.filter(mine)
    return list(rows.order_by("proposed_at"))


def handovers_of(case_id: UUID) -> list[Handover]:
    """Every handover of a case, newest first."""
    rows = Handover.objects.filter(case_id=case_id).select_related("from_worker", "to_worker", "to_team")
    return list(rows.order_by("-proposed_at"))


def wait_of(case_id: UUID) -> Wait | None:
    """The wait a case is in."""
    return Wait.objects.filter(case_id=case_id, until_on=None).select_related("set_by").first()


def last_closing(case_id: UUID) -> Closing | None:
    """What was decided when the case was closed last."""
    return Closing.objects.filter(case_id=case_id).select_related("holder", "closed_by").order_by("-id").first()


def receivers(case: Case) -> list[tuple[str, str]]:
    """(team and worker, words) of those a case may be handed to: practitioners of every service under the same pack.

    Not its holder, nobody with a conflict of interest; of a restricted case only who is named on it.
    """
    rows = Membership.objects.filter(
        until_on=None, state=Membership.State.ACTIVE, user__is_active=True, role=Role.PRACTITIONER,
        team__service__pack=case.service.pack,
    )  # fmt: skip
    if case.holder_id is not None:
        rows = rows.exclude(user_id=case.holder_id)
    access = NamedAccess.objects.filter(case=case, until_on=None)
    rows = rows.exclude(user_id__in=access.filter(kind=NamedAccess.Kind.CONFLICT).values("worker_id"))
    if case.is_restricted:
        rows = rows.filter(user_id__in=access.filter(kind=NamedAccess.Kind.NAMED).values("worker_id"))
    rows = rows.select_related("user", "team").order_by("team__name", "user__name")
    return [(f"{row.team_id}:{row.user_id}", f"{row.user.name} ({row.team.name})") for row in rows]


def asks_for_visit(pack: str) -> bool:
    """Whether the pack asks for a joint visit before a transfer (`joint_visit` on its transfer checklist)."""
    return bool(entries(pack, "checklists").get("transfer", {}).get("joint_visit"))
