"""A chronology, a note and a plan as papers: words in, a paper out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.pdf import Paper
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plimsoll.cases.presenting import Entry
    from plimsoll.notes.presenting import Answer, NoteShown

LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def paper(title: str, of: str, reference: str, *, by: str, now: datetime) -> Paper:
    """An empty paper: what it is, of whom, and on every page who printed it and when."""
    foot = _("%(case)s · Printed by %(who)s, %(when)s") % {"case": reference, "who": by, "when": words.moment(now)}
    return Paper(
        title=f"{title}, {reference}",
        subtitle=of,
        foot=foot,
        author=by,
        lang=LANGUAGES.get((get_language() or "en")[:2], "en-GB"),
        page_words=_("Page {page} of {pages}"),
        unprintable_words=_("Some characters cannot be printed with this machine’s fonts; they stand in brackets."),
    )


def chronology(made: Paper, entries: Iterable[Entry], notes: Mapping[int, NoteShown]) -> None:
    """The entries one after the other; a note whole where one is given."""
    for entry in entries:
        made.heading(f"{when(entry.on)}: {entry.title}")
        if entry.is_plan:
            made.marked(_("Planned"))
        if entry.mark:
            params = {"why": entry.mark.why, "who": entry.mark.by, "day": words.day(_london(entry.mark.at))}
            made.marked(_("Significant: %(why)s (%(who)s, %(day)s)") % params)
        made.pairs(entry.details)
        found = notes.get(entry.id)
        if found is not None:
            note(made, found, level=3)
        elif entry.note:
            made.text(entry.note)
        if entry.corrected_by:
            made.small(_("Corrected by a later entry."))
        recorded = _("recorded %(when)s") % {"when": words.moment(entry.recorded)}
        made.small(", ".join(part for part in (entry.by, recorded, entry.gap_words, entry.source) if part))


def note(made: Paper, shown: NoteShown, level: int = 2) -> None:
    """What a note says, what is about this case alone, and what was added since, each told apart."""
    for section in shown.sections:
        made.heading(f"{section.title} ({section.kind_words})" if section.kind_words else section.title, level)
        made.pairs((answer.label, answer.text) for answer in section.answers if answer.is_short)
        for answer in section.answers:
            if not answer.is_short:
                _answer(made, answer)
    if shown.only:
        made.heading(_("Only about this case"), level)
        made.text(shown.only)
    for one in shown.additions:
        _addition(made, one)
    params = {"who": ", ".join((shown.author, *shown.writers)), "when": words.moment(shown.finalised_at)}
    made.small(_("Written by %(who)s, final since %(when)s") % params)


def plan(made: Paper, content: Mapping[str, Any], views_title: str) -> None:
    """A plan's snapshot in words (`plans.presenting.shown`)."""
    for section in content["sections"]:
        if section["text"]:
            made.heading(section["title"])
            made.text(section["text"])
    for number, goal in enumerate(content["goals"], 1):
        made.heading(_("Goal %(n)d") % {"n": number})
        made.quote(f"{goal['words']}\n– {goal['whose']}")
        made.pairs(
            [
                (_("Need"), goal["need"]),
                (_("How we will know"), goal["measure"]),
                (_("Progress"), " ".join(part for part in (goal["progress"], goal["progress_words"]) if part)),
                (_("No longer a goal"), goal["dropped_why"]),
            ]
        )
        for one in goal["actions"]:
            told = [one["who"], one["due_on"], one["state"], one["outcome"]]
            made.pairs([(one["title"], ", ".join(str(part) for part in told if part) or "–")])
    for title, rows in ((views_title, [(one["who"], one["view"]) for one in content["views"]]),):
        if rows:
            made.heading(title)
        for who, view in rows:
            made.quote(f"{view}\n– {who}")
    if content["agreed_by"]:
        made.heading(_("Who agreed"))
        made.pairs((one["who"], " ".join(filter(None, (one["agrees"], one["words"])))) for one in content["agreed_by"])
    if content["review_on"]:
        made.pairs([(_("Next review"), str(content["review_on"]))])


def _answer(made: Paper, answer: Answer) -> None:
    if answer.said:
        made.text(f"{answer.label}:")
        for line in answer.said:
            made.quote(f"{line.who}: {line.words}" if line.who else line.words)
    elif answer.actions:
        made.text(f"{answer.label}:")
        for one in answer.actions:
            by = one["by"]
            told = (str(one["who"] or ""), words.day(by) if by else "")  # type: ignore[arg-type]
            made.pairs([(str(one["what"]), ", ".join(part for part in told if part) or "–")])
    else:
        made.text(f"{answer.label}: {answer.text}")
    for added in answer.additions:
        _addition(made, added)


def _addition(made: Paper, one: Any) -> None:
    params = {"who": one.author.name, "when": words.moment(one.at)}
    made.marked(_("Added since by %(who)s, %(when)s") % params + f": {one.text}")
    made.pairs([(_("Why"), one.why)])


def when(at: object) -> str:
    """A day, or a moment where the hour is known."""
    return words.moment(at) if isinstance(at, datetime) else words.day(at)  # type: ignore[arg-type]


def _london(at: datetime) -> Any:
    return at.astimezone(LONDON).date()
