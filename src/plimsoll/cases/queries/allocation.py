"""Who may take a case: the practitioners of its team, with what each carries now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from plimsoll.cases.models import Case, Status
from plimsoll.people.models import Membership, Role
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import User


class Worker(NamedTuple):
    """One practitioner of a team and the open cases they hold, anywhere."""

    user: User
    cases: int
    red: int


def may_allocate(viewer: Viewer, case: Case) -> bool:
    """Whether this person oversees the case's team."""
    return case.team_id in viewer.supervises or case.service_id in viewer.manages


def workers(case: Case) -> list[Worker]:
    """The practitioners at work in the case's team today, those with the fewest cases first; two queries."""
    memberships = (
        Membership.objects.filter(
            team_id=case.team_id, role=Role.PRACTITIONER, until_on=None, state=Membership.State.ACTIVE,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__name")
    )  # fmt: skip
    users = [membership.user for membership in memberships]
    rows = (
        Case.objects.filter(holder__in=users)
        .exclude(status=Status.CLOSED)
        .values("holder_id")
        .annotate(n=Count("id"), red=Count("id", filter=Q(hint_colour="red")))
    )
    with beyond("how much each worker carries, as two numbers, also of cases elsewhere"):
        held = {row["holder_id"]: (row["n"], row["red"]) for row in rows}
    found = [Worker(user, *held.get(user.pk, (0, 0))) for user in users]
    return sorted(found, key=lambda worker: (worker.cases, worker.user.name))
