"""Every read of disagreements, the viewer first: one is seen by whoever sees its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.http import Http404

from plimsoll.cases.queries import cases_for
from plimsoll.objections.models import Objection, ObjectionStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.cases.models import CaseEvent
    from plimsoll.people.access import Viewer

MOST_LISTED = 200
# Entries that another page or an import may have made before the disagreement was written down here.
BEGINNINGS = ("objection_raised", "complaint_received")


def objections_for(viewer: Viewer) -> QuerySet[Objection]:
    """The disagreements this person may see."""
    return Objection.objects.filter(case_id__in=cases_for(viewer).values("id"))


def objection_for(viewer: Viewer, objection_id: UUID) -> Objection:
    """One with its case, or the same "not found" whether it does not exist or may not be seen."""
    found = objections_for(viewer).filter(pk=objection_id).select_related("case", "changed_by").first()
    if found is None:
        raise Http404
    return found


def objections_of(case_id: UUID) -> list[Objection]:
    """Those of a case that has come through the door with the `entries` of theirs; open ones first, then the newest."""
    entries = ArrayAgg("steps__event_id", filter=Q(steps__event__isnull=False), default=[])
    found = Objection.objects.filter(case_id=case_id).annotate(entries=entries).order_by("-raised_on", "-created_at")
    return sorted(found, key=lambda one: one.resolved_on is not None)


def steps_of(objection: Objection) -> list[ObjectionStep]:
    """What was done about one, in order."""
    return list(objection.steps.select_related("recorded_by").order_by("on", "id"))


def is_answered(objection: Objection, steps: Sequence[ObjectionStep]) -> bool:
    """Whether the stage it is at has been answered since it began."""
    kinds = [step.kind for step in sorted(steps, key=lambda step: step.pk) if step.stage == objection.stage]
    begun = max((place for place, kind in enumerate(kinds) if kind in _BEGIN), default=-1)
    return ObjectionStep.Kind.ANSWERED in kinds[begun + 1 :]


_BEGIN = frozenset({ObjectionStep.Kind.STAGE, ObjectionStep.Kind.REOPENED})


def told_elsewhere(objections: Iterable[Objection], events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Objections and complaints among a case's events that none of these (`objections_of`) speaks of, newest first."""
    known = list(events)
    linked = {pk for one in objections for pk in one.entries}  # type: ignore[attr-defined] # annotated above
    left_out = linked | {event.supersedes_id for event in known}
    found = (event for event in known if event.name in BEGINNINGS and event.pk not in left_out)
    return sorted(found, key=lambda one: (one.at_on, one.pk), reverse=True)


def open_objections(viewer: Viewer) -> list[Objection]:
    """Every open one this person may see, the oldest first, with its case and worker."""
    found = objections_for(viewer).filter(resolved_on=None).select_related("case__holder", "case__team")
    return list(found.order_by("raised_on", "created_at")[:MOST_LISTED])


def learnt(viewer: Viewer, since: date) -> list[Objection]:
    """What was learnt from those resolved since a day, the newest first."""
    found = objections_for(viewer).filter(resolved_on__gte=since).exclude(learnt="").select_related("case")
    return list(found.order_by("-resolved_on", "-changed_at")[:MOST_LISTED])


def open_counts(case_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many disagreements are open on each of these cases: what presses on a caseload counts them."""
    counts: dict[UUID, int] = {}
    for case_id in Objection.objects.filter(case_id__in=list(case_ids), resolved_on=None).values_list(
        "case_id", flat=True
    ):
        counts[case_id] = counts.get(case_id, 0) + 1
    return counts
