"""What was brought in, and the mappings that are kept. Whoever oversees a team of the service may look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from plimsoll.imports.models import ImportRun, RowOutcome, SavedMapping
from plimsoll.imports.plan import Destination
from plimsoll.imports.reading.trackers.mapping import mapping_from_json
from plimsoll.imports.reading.values import Refusal, SourceRow
from plimsoll.imports.reading.words import Words
from plimsoll.people.access import teams_overseen

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from plimsoll.imports.reading.readers import Survey
    from plimsoll.imports.reading.trackers.mapping import Mapping
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Service


def runs_for(viewer: Viewer) -> QuerySet[ImportRun]:
    """The imports into teams that this person oversees, the latest first."""
    if not viewer.can_import:
        raise PermissionDenied
    return (
        ImportRun.objects.filter(Q(team_id__in=viewer.supervises) | Q(service_id__in=viewer.manages))
        .select_related("team", "service", "actor")
        .order_by("-started_at")
    )


def run_for(viewer: Viewer, run_id: UUID) -> ImportRun:
    """One import, if this person may see it."""
    return runs_for(viewer).get(pk=run_id)


def refusals_of(run: ImportRun) -> list[Refusal]:
    """What a run refused, in a form that `reading.rejects` gives back as a file."""
    found = []
    kept = run.outcomes.filter(outcome__in=[RowOutcome.Outcome.REFUSED, RowOutcome.Outcome.REFUSED_CELL])
    for one in kept.order_by("pk"):
        source = None
        if one.source is not None:
            source = SourceRow(one.sheet, one.row, tuple(one.source["headings"]), tuple(one.source["cells"]))
        found.append(
            Refusal(
                "row" if one.outcome == RowOutcome.Outcome.REFUSED else "cell",
                one.sheet,
                one.row,
                one.column,
                str(one.params.get("value", "")),
                Words(one.code, one.params),
                Words(f"{one.code}.remedy", one.params),
                source,
            )
        )
    return found


def saved_mappings(service: Service) -> QuerySet[SavedMapping]:
    """The mappings kept for a service, by name."""
    return SavedMapping.objects.filter(service=service).order_by("name")


def mapping_that_fits(service: Service, survey: Survey) -> SavedMapping | None:
    """The kept mapping made for a file of these headings, the latest first; None where there is none."""
    shapes = [profile.found.fingerprint for profile in survey.profiles]
    return saved_mappings(service).filter(fingerprints__overlap=shapes).order_by("-changed_at").first()


def mapping_for_pack(pack: str, survey: Survey) -> SavedMapping | None:
    """The kept mapping for a file of these headings in any service of a pack: for the program's own keyboard."""
    shapes = [profile.found.fingerprint for profile in survey.profiles]
    kept = SavedMapping.objects.filter(service__pack=pack, fingerprints__overlap=shapes)
    return kept.order_by("-changed_at").first()


def value_of(saved: SavedMapping) -> Mapping:
    """A kept mapping as the readers use it."""
    return mapping_from_json(saved.value)


def run_or_404(viewer: Viewer, run_id: UUID) -> ImportRun:
    """One import, or the same "not found" whether there is none or it is another team's."""
    found = runs_for(viewer).filter(pk=run_id).first() if viewer.can_import else None
    if found is None:
        raise Http404
    return found


def team_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """(id, words) of the teams that this person may bring cases into."""
    teams = teams_overseen(viewer)
    services = {team.service_id for team in teams}
    return [(str(team.pk), f"{team.service.name}: {team.name}" if len(services) > 1 else team.name) for team in teams]


def destination(viewer: Viewer, team_id: str) -> Destination:
    """The team a file goes to, if this person still oversees it."""
    team = next((team for team in teams_overseen(viewer) if str(team.pk) == team_id), None)
    if team is None:
        raise Http404
    return Destination(team.service, team, viewer)
