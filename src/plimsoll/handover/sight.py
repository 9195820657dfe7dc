"""A case's record for somebody who came to it through a handover: the worker who is to answer it may read the summary.

The handover's own query is the door (`queries.handover_for`); nothing else may call this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases.derive import position_of
from plimsoll.cases.models import Case, CaseEvent, CasePerson
from plimsoll.cases.queries.case import CaseView, facts_of
from plimsoll.cases.standing import day_of
from plimsoll.people.models import Alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def of_case(case_id: UUID, now: datetime) -> CaseView:
    """One case in four queries, as `cases.queries.case` reads it."""
    case = Case.objects.select_related("holder", "team", "service").get(pk=case_id)
    events = tuple(
        CaseEvent.objects.filter(case=case).select_related("recorded_by").order_by("at_on", "at_moment", "id")
    )
    people = CasePerson.objects.filter(case=case, part=CasePerson.Part.SUBJECT).select_related("person")
    subjects = tuple(link.person for link in people.order_by("person__born_on", "id"))
    today = day_of(now)
    alerts = tuple(
        alert
        for alert in Alert.objects.filter(person__in=subjects, from_on__lte=today).order_by("kind", "id")
        if alert.until_on is None or alert.until_on >= today
    )
    return CaseView(case, subjects, alerts, events, position_of(facts_of(case, events), now), now)
