"""One draft on the screen: what is stored, what was sent, and the form over it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import Http404

from plimsoll import today as clock
from plimsoll.notes import actions, merging, screen, wording
from plimsoll.notes.queries import drafting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from plimsoll.cases.models import Case, CaseEvent
    from plimsoll.notes.formats import Format
    from plimsoll.notes.forms import NoteForm
    from plimsoll.notes.models import Draft, DraftClash
    from plimsoll.people.access import Viewer
    from plimsoll.people.requests import Request


@dataclass
class Sheet:
    """A note screen. `content` is what its boxes show."""

    viewer: Viewer
    case: Case
    draft_id: UUID
    draft: Draft | None
    format: Format
    event: CaseEvent | None
    content: dict[str, str]
    others: list[Case] = field(default_factory=list)
    posted: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    _clashes: list[DraftClash] | None = None

    def form(self) -> NoteForm:
        """The form over what the boxes hold."""
        return screen.note_form(self.content, self.format, self.others, clock.today(), self.viewer.name)

    def show(self, content: dict[str, str]) -> None:
        """Show these boxes instead, without keeping them."""
        self.content = content

    def save(self, data: Mapping[str, str]) -> None:
        """Keep what was sent."""
        posted, was, page = screen.sent(data, self.form())
        saved = actions.save_draft(
            self.viewer,
            self.case,
            self.draft_id,
            format_name=self.format.name,
            posted=posted,
            was=was,
            page=page,
            now=clock.now(),
            event=self.event,
        )
        self.draft, self.content, self._clashes = saved.draft, dict(saved.draft.content), None
        self.posted, self.was = posted, was

    def marks_of_page(self) -> str:
        """The marks for a page that stays open: of a box that differs from what is stored, its own mark stays.

        Were it given the mark of what a co-writer wrote, its old text would overwrite theirs with the next save.
        """
        kept = {name: text for name, text in self.posted.items() if text == self.content.get(name, "")}
        stale = {name: mark for name, mark in self.was.items() if name in self.posted and name not in kept}
        return json.dumps({**merging.digests(kept), **stale}, separators=(",", ":"))

    def newer(self) -> dict[str, tuple[str, str]]:
        """What a co-writer wrote in boxes that this page left alone: box to (text, mark)."""
        mine = {one.field for one in self.clashes()}
        return {
            name: (text, merging.digest(text))
            for name, text in self.content.items()
            if name in self.posted and self.posted[name] != text and name not in mine
        }

    def take_parked(self) -> None:
        """Lay what came after the session ended into the draft."""
        parked = drafting.parked_for(self.viewer, self.case, self.draft_id)
        if parked is not None:
            self.save(parked.posted)
            actions.unpark(parked)

    def clashes(self) -> list[DraftClash]:
        """What was written twice."""
        if self._clashes is None:
            self._clashes = drafting.clashes_of(self.draft) if self.draft is not None else []
        return self._clashes

    def others_by_id(self) -> dict[str, Case]:
        """The other cases the note may be for, by the id the form uses."""
        return {case.pk.hex: case for case in self.others}

    def context(self, *, form: NoteForm | None = None, checked: bool = False) -> dict[str, object]:
        """What the template draws."""
        judged = form is not None
        form = form or self.form().unjudged()
        clashes = self.clashes()
        found = screen.parts(form, self.format, self.draft, clashes, wording.help_for(self.case) if checked else None)
        return {
            "form": form,
            "format": self.format,
            "parts": found,
            "others": screen.others(form),
            "draft": self.draft,
            "draft_id": self.draft_id,
            "event": self.event,
            "was": screen.was(self.stored),
            "page": uuid.uuid4().hex,
            "writer": screen.sign_writer(self.viewer.user_id, self.case.pk, self.draft_id),
            "checked": checked,
            "flag_count": sum(len(box.flags) for part in found for box in part.boxes),
            "missing": screen.missing(self.format, form) if checked or judged else [],
            "writers": sorted({one["name"] for one in self.draft.writers.values()}) if self.draft else [],
            "clash_count": len(clashes),
        }

    @property
    def saved_draft(self) -> Draft:
        """The draft, after a save."""
        assert self.draft is not None
        return self.draft

    @property
    def stored(self) -> dict[str, str]:
        """What the draft holds: the marks that the page sends back are of this."""
        return dict(self.draft.content) if self.draft is not None else {}


def open_sheet(request: Request, case_id: UUID, draft_id: UUID) -> Sheet:
    """The draft of this address, or a fresh one of the format in its query; "not found" for neither."""
    case = drafting.writable_case(request.viewer, case_id)
    draft = drafting.draft_for(request.viewer, case, draft_id)
    name = draft.format if draft is not None else request.GET.get("format", "")
    one = screen.format_for(case, name)
    if one is None:
        raise Http404
    asked = request.GET.get("event", "")
    event = draft.event if draft is not None else drafting.event_of(case, int(asked)) if asked.isdecimal() else None
    content = dict(draft.content) if draft is not None else screen.first_content(
        one, case, clock.today(), event, rule=request.GET.get("for", "")
    )
    others = drafting.other_cases(request.viewer, case)
    return Sheet(request.viewer, case, draft_id, draft, one, event, content, others)
