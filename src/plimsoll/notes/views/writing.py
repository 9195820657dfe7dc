"""The note screen: writing, saving by itself, checking the wording, making final."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plimsoll import today as clock
from plimsoll.notes import actions, followed, formats, screen
from plimsoll.notes import wording as help_with
from plimsoll.notes.forms import has_nul, posted_content
from plimsoll.notes.queries import drafting
from plimsoll.notes.views.around import around
from plimsoll.notes.views.sheet import Sheet, open_sheet

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.notes.forms import NoteForm
    from plimsoll.people.requests import Request

MOST_CHECKED = 200_000


@login_required
@require_safe
def choose(request: Request, case_id: UUID) -> HttpResponse:
    """Which kind of note?"""
    _view, context = around(request, case_id)
    case = drafting.writable_case(request.viewer, case_id)
    context["kinds"] = [(one.name, _(one.title)) for one in formats.formats_of(case.pack).values()]
    return render(request, "notes/choose.html", context)


@login_required
@require_safe
def new(request: Request, case_id: UUID, format_name: str) -> HttpResponse:
    """A fresh draft has its own address at once, so that going back, or opening it elsewhere, finds it."""
    case = drafting.writable_case(request.viewer, case_id)
    if formats.format_of(case.pack, format_name) is None:
        raise Http404
    address = reverse("notes:draft", args=[case_id, uuid.uuid4()])
    rule = request.GET.get("for", "")
    return redirect(f"{address}?{urlencode({'format': format_name, **({'for': rule} if rule else {})})}")


@login_required
@require_safe
def write_up(request: Request, case_id: UUID, event_id: int) -> HttpResponse:
    """Write up a contact that was recorded without a note; what has no format keeps its own page."""
    case = drafting.writable_case(request.viewer, case_id)
    note_id = drafting.note_of_event(case, event_id)
    if note_id is not None:
        return redirect("notes:note", case_id, note_id)
    event = drafting.event_of(case, event_id)
    one = formats.format_for_event(case.pack, event.name)
    if one is None:
        return redirect("cases:write_up", case_id, event_id)
    begun = drafting.draft_of_event(request.viewer, case, event_id)
    if begun is not None:
        return redirect("notes:draft", case_id, begun.pk)
    address = reverse("notes:draft", args=[case_id, uuid.uuid4()])
    name = help_with.format_by_kind(case.pack, event) or one.name
    return redirect(f"{address}?format={name}&event={event_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """The note screen. Every button saves first."""
    if not request.user.is_authenticated:
        return _signed_out(request, case_id, draft_id)
    sheet = open_sheet(request, case_id, draft_id)
    if sheet.draft is not None and sheet.draft.note_id is not None:
        if request.POST.get("do") == "autosave":
            return JsonResponse({"final": reverse("notes:note", args=[case_id, sheet.draft.note_id])})
        return redirect("notes:note", case_id, sheet.draft.note_id)
    if request.method != "POST":
        sheet.take_parked()
        return _show(request, sheet)
    return _posted(request, sheet)


def _posted(request: Request, sheet: Sheet) -> HttpResponse:
    do = str(request.POST.get("do") or "save")
    if has_nul(request.POST):
        return _nul(request, sheet, do)
    sheet.save(request.POST)
    if do == "autosave":
        return JsonResponse(_saved_words(sheet))
    if do == "check":
        return _show(request, sheet, checked=True)
    if do == "finalise":
        return _finalise(request, sheet)
    choice, _dot, clash = do.partition(":")
    if choice in {"take", "both", "drop"} and clash.isdecimal():
        actions.settle_clash(request.viewer, sheet.saved_draft, int(clash), choice, now=clock.now())
    else:
        messages.success(request, _("Draft saved. It is on the case under Notes until you make it final."))
    return redirect("notes:draft", sheet.case.pk, sheet.draft_id)


def _nul(request: Request, sheet: Sheet, do: str) -> HttpResponse:
    said = _("A character in the text cannot be kept (NUL). Take it out, or paste the text as plain text.")
    if do == "autosave":
        return JsonResponse({"problem": said}, status=422)
    typed = {key: str(value).replace("\x00", "\N{REPLACEMENT CHARACTER}") for key, value in request.POST.items()}
    sheet.show(posted_content(typed, sheet.form().keys))
    form = sheet.form()
    form.is_valid()
    form.add_error(None, said)
    return _show(request, sheet, form=form, status=422)


def _finalise(request: Request, sheet: Sheet) -> HttpResponse:
    form = sheet.form()
    if not form.is_valid():
        return _show(request, sheet, form=form, status=422)
    if sheet.clashes():
        form.add_error(None, _("Something was written twice. Decide below which words stand; both are kept."))
        return _show(request, sheet, form=form, status=422)
    result = actions.finalise(
        request.viewer, sheet.saved_draft, sheet.format, form.finished(), sheet.others_by_id(), now=clock.now()
    )
    if not result.again:
        messages.success(request, followed.headline(result), extra_tags="recorded")
        for line in followed.lines(result):
            messages.info(request, line)
    address = reverse("notes:note", args=[sheet.case.pk, result.note.pk])
    return redirect(f"{address}?written={sheet.draft_id}")


def _show(
    request: Request, sheet: Sheet, *, form: NoteForm | None = None, checked: bool = False, status: int = 200
) -> HttpResponse:
    _view, context = around(request, sheet.case.pk)
    context |= sheet.context(form=form, checked=checked)
    return render(request, "notes/write.html", context, status=status)


def _signed_out(request: Request, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """The session ended while somebody wrote: what they sent is put by for them alone, and they sign in."""
    kept = False
    if request.method == "POST" and not has_nul(request.POST):
        writer = screen.writer_of(str(request.POST.get("writer") or ""), case_id, draft_id)
        if writer is not None:
            posted = {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}
            actions.park_draft(draft_id, case_id, writer, posted, now=clock.now())
            kept = True
    if request.POST.get("do") == "autosave":
        return JsonResponse({"signed_out": True, "kept": kept}, status=401)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect_to_login(request.path + query)


@require_safe
def state(request: Request, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """A fresh token for a page that was open while its writer signed in again."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=401)
    drafting.writable_case(request.viewer, case_id)
    return JsonResponse({"token": get_token(request), "writer": screen.sign_writer(request.user.pk, case_id, draft_id)})


def _saved_words(sheet: Sheet) -> dict[str, object]:
    return {
        "saved": clock.now().astimezone(clock.LONDON).strftime("%H:%M"),
        "was": sheet.marks_of_page(),
        "newer": sheet.newer(),
        "clashes": sorted({clash.field for clash in sheet.clashes()}),
    }


@login_required
@require_POST
def discard(request: Request, case_id: UUID, draft_id: UUID) -> HttpResponse:
    """Put a draft away."""
    case = drafting.writable_case(request.viewer, case_id)
    row = drafting.draft_for(request.viewer, case, draft_id)
    if row is None or row.note_id is not None:
        raise Http404
    actions.discard_draft(request.viewer, row, now=clock.now())
    messages.success(request, _("The draft has been put away."))
    return redirect("notes:list", case_id)


@login_required
@require_POST
def wording(request: Request) -> HttpResponse:
    """Marks for one box while somebody types. Nothing of it is kept, and it leaves this machine for nowhere."""
    try:
        case = drafting.writable_case(request.viewer, uuid.UUID(str(request.POST.get("case"))))
    except ValueError:
        raise Http404 from None
    text, kind = str(request.POST.get("text") or "")[:MOST_CHECKED], str(request.POST.get("kind") or "fact")
    marks = help_with.help_for(case).marks(text, kind)
    return render(request, "notes/marks.html", {"flags": marks})
