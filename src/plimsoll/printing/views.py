"""Pages that print. Each paper is an accessible PDF, sent as an attachment under a name that names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from plimsoll import today as clock
from plimsoll.cases import presenting as case_presenting
from plimsoll.cases import words
from plimsoll.cases.queries import case as reading
from plimsoll.consents import grounds
from plimsoll.notes import presenting as note_presenting
from plimsoll.notes.queries import reading as note_reading
from plimsoll.pdf import render as pdf_of
from plimsoll.plans import presenting as plan_presenting
from plimsoll.plans import queries as plan_queries
from plimsoll.plans import snapshots
from plimsoll.plans.kinds import kind_of
from plimsoll.printing import actions, forms, papers, queries

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.cases.presenting import Entry
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.pdf import Paper
    from plimsoll.people.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chronology(request: Request, case_id: UUID) -> HttpResponse:
    """What goes on paper and for whom; then the paper."""
    view = reading.case_view(request.viewer, case_id, clock.now())
    pack = view.case.pack
    areas = [(key, title) for key, title, _count in case_presenting.kinds(view)]
    form = forms.PrintForm(
        request.POST if request.method == "POST" else None, areas=areas, purposes=grounds.purposes(pack),
        bases=list(grounds.bases(pack).values()), initial=_asked(request, areas),
    )  # fmt: skip
    if not request.viewer.can_record:  # what leaves is recorded, and this person does not record
        for name in ("leaves", "purpose", "agency", "basis", "rationale"):
            form.fields[name].disabled = True
    if form.is_bound and form.is_valid():
        try:
            return _chronology(request, view, form, dict(areas))
        except ValidationError as error:
            for field, said in error.message_dict.items():
                form.add_error(field, said)
    context = {
        "case": view.case, "strip": case_presenting.strip(view), "form": form, "nav_current": "cases:caseload",
        "back": reverse("cases:chronology", args=[case_id]),
    }  # fmt: skip
    return render(request, "printing/chronology.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def note(request: Request, case_id: UUID, note_id: UUID) -> HttpResponse:
    """One final note on paper."""
    view = reading.case_view(request.viewer, case_id, clock.now())
    shown = note_presenting.note(note_reading.note_of(view.case, note_id))
    made = _paper(request, view, shown.title)
    made.facts.append((_("When"), papers.when(shown.on)))
    papers.note(made, shown)
    return _sent(request, view, made, "note", {"note": str(note_id)})


@login_required
@require_safe
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """A plan on paper, for the family."""
    found = plan_queries.plan_for(request.viewer, plan_id)
    view = reading.case_view(request.viewer, found.case_id, clock.now())
    kind = kind_of(view.case.pack, found.kind)
    content = plan_presenting.shown(snapshots.snapshot(found, kind, plan_queries.goals_of(found)))
    made = _paper(request, view, _(kind.title))
    made.facts.append((_("State"), str(found.get_state_display())))
    made.facts.append((_("Worker"), view.case.holder.name if view.case.holder else _("Nobody yet")))
    if found.state == "draft":
        made.warnings.append(_("This is a draft. Nobody has agreed it yet."))
    papers.plan(made, content, _(kind.views_title) if kind.views_title else _("What each says"))
    return _sent(request, view, made, "plan", {"plan": str(plan_id), "version": found.number})


def _chronology(request: Request, view: CaseView, form: forms.PrintForm, areas: dict[str, str]) -> HttpResponse:
    data = form.cleaned_data
    kinds: list[str] = data["kinds_wanted"] or list(areas)
    wanted = case_presenting.Wanted(
        from_on=data["from_on"], until_on=data["until_on"], significant=data["significant"], kinds=tuple(kinds)
    )
    entries = case_presenting.chronology(view, wanted=wanted)
    if data["order"] == "oldest":
        entries.reverse()
    made = _paper(request, view, _("Chronology"))
    made.facts += _facts(form, entries, areas)
    notes = queries.notes_by_event(view.case.pk) if data["notes"] else {}
    papers.chronology(made, entries, {event: note_presenting.note(one) for event, one in notes.items()})
    count = ngettext("Chronology, %(n)d entry", "Chronology, %(n)d entries", len(entries)) % {"n": len(entries)}
    sharing = form.sharing(". ".join([count, *(f"{key}: {value}" for key, value in made.facts)]))
    if sharing is not None:
        made.facts.append((_("For"), sharing.agency))
    detail: dict[str, object] = {"entries": len(entries), "notes": data["notes"], "significant": data["significant"]}
    return _sent(request, view, made, "chronology", detail, sharing=sharing)


def _facts(form: forms.PrintForm, entries: list[Entry], areas: dict[str, str]) -> list[tuple[str, str]]:
    """What of the record is on this paper, so that nobody takes a part for the whole."""
    data = form.cleaned_data
    shown = [areas[key] for key in data["kinds_wanted"]]
    pairs = [
        (_("Entries"), str(len(entries))),
        (_("From"), words.day(data["from_on"]) if data["from_on"] else ""),
        (_("Until"), words.day(data["until_on"]) if data["until_on"] else ""),
        (_("Kinds"), ", ".join(shown)),
        (_("Only"), _("what is marked as significant") if data["significant"] else ""),
    ]
    return [(key, value) for key, value in pairs if value]


def _asked(request: Request, areas: list[tuple[str, str]]) -> dict[str, Any]:
    """What the chronology's page was narrowed to, as the form's first values."""
    asked = forms.FilterForm(request.GET, kinds=[key for key, _words in areas]).wanted()
    kind = asked.pop("kind", "")
    return {**asked, "kinds_wanted": [kind] if kind else []}


def _paper(request: Request, view: CaseView, title: str) -> Paper:
    return papers.paper(title, view.case.title, view.case.reference, by=request.viewer.name, now=clock.now())


def _sent(
    request: Request, view: CaseView, made: Paper, what: str, detail: dict[str, object], **more: Any
) -> HttpResponse:
    now = clock.now()
    data = pdf_of(made, now)
    actions.note_printed(view.case.pk, what, detail=detail, now=now, actor_id=request.viewer.user_id, **more)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"{view.case.reference}-{what}-{clock.today().isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
