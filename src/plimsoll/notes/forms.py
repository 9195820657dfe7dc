"""The note screen as a form, made from its format; and the form of a correction.

A draft keeps what was typed, box by box, as text: half a date is not lost. The form turns it into answers only
when the note is made final.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as kit
from plimsoll.notes.days import day_from
from plimsoll.notes.pasting import NUL, plain
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.notes.formats import Field, Format

LEAST_ROWS = 2
MOST_ROWS = 40
MOST_LETTERS = 400_000  # some 60,000 words in one box
MOST_IN_A_LINE = 1000
_ROW = re.compile(r"actions_(\d{1,2})_(what|who|by)", re.ASCII)
_DATE_PARTS = ("day", "month", "year")
SEEN = ("", "alone", "seen", "not_seen")


@dataclass(frozen=True, slots=True)
class Finished:
    """A note as it is to be kept: when it was, the answers, the actions, and what is about each other case."""

    at: date | datetime
    answers: dict[str, object]
    actions: tuple[dict[str, str], ...] = ()
    only: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    with_cases: tuple[str, ...] = ()


class DayLine(forms.CharField):
    """A day in one box: 12/3, 12 March, fri, tomorrow."""

    def __init__(self, *, today: date, ahead: bool, **options: object) -> None:
        self.today, self.ahead = today, ahead
        options.setdefault("widget", forms.TextInput(attrs={"govuk_width": "10", "autocomplete": "off"}))
        super().__init__(**options)  # type: ignore[arg-type]

    def clean(self, value: object) -> date | None:  # type: ignore[override]
        """The day, or an error with examples."""
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = day_from(text, self.today, ahead=self.ahead)
        if found is None:
            name = str(self.label or _("Day")).rstrip("?: ")
            raise ValidationError(_("%(name)s must be written like 12 March or 12/3/2026") % {"name": name})
        return found


def tidy(key: str, text: str) -> str:
    """One box's text as it is kept: plain, and on one line where the box has one."""
    del key
    return plain(text)


def posted_content(data: Mapping[str, object], keys: Sequence[str]) -> dict[str, str]:
    """What a page sent, box by box; a box that sends nothing (no radio chosen) is empty."""
    found = {key: tidy(key, str(data.get(key) or "")) for key in keys}
    for key in data:
        if _ROW.fullmatch(key):
            found[key] = tidy(key, str(data[key] or ""))
    return found


def has_nul(data: Mapping[str, object]) -> bool:
    """Whether any box holds the one character that no database keeps."""
    return any(NUL in str(value) for value in data.values())


class NoteForm(forms.Form):
    """When it was, and the fields of the format."""

    mark_optional = False

    def __init__(
        self,
        content: Mapping[str, str],
        *,
        format: Format,  # noqa: A002 - the word of the field
        others: Sequence[tuple[str, str]],
        today: date,
        worker: str,
    ) -> None:
        """`content` is a draft's; `others` are (id, name) of cases the note may be for too."""
        super().__init__(dict(content))
        self.format, self.today, self.others, self.worker = format, today, tuple(others), worker
        self.fields["on"] = kit.DateField(
            label=_("When was it?"), name_in_errors=_("The date"), earliest=date(1990, 1, 1), latest=today
        )
        self.fields["hour"] = kit.TimeField(label=_("At what time, if you know"), required=False)
        for one in format.fields:
            if one.type != "actions":
                self._add(one)
        self.rows = _rows(content)
        for number in range(self.rows):
            self.fields[f"actions_{number}_what"] = _line(_("What"), width="")
            self.fields[f"actions_{number}_who"] = _line(_("Who"), width="20")
            self.fields[f"actions_{number}_by"] = DayLine(label=_("By when"), required=False, today=today, ahead=True)
        for id_, name in self.others:
            self._add_other(id_, name)

    def _add(self, one: Field) -> None:
        label, hint = _(one.label), _(one.hint) if one.hint else ""
        if one.type == "text":
            self.fields[one.name] = _long(label, hint, one.rows)
        elif one.type == "yes_no":
            self.fields[one.name] = kit.YesNoField(label=label, required=False, widget=_yes_no())
        elif one.type == "choice":
            widget = kit.Select if len(one.choices) > 4 else kit.Radios(inline=True)
            options = [(value, _choice_words(value, words)) for value, words in one.choices]
            options = [("", _("Not recorded")), *options] if widget is kit.Select else options
            self.fields[one.name] = forms.ChoiceField(label=label, choices=options, required=False, widget=widget)
        elif one.type == "day":
            ahead = one.kind == "actions" and not one.only_if
            self.fields[one.name] = DayLine(
                label=label, required=False, today=self.today, ahead=ahead, help_text=_("Like 12 March, or Friday.")
            )
        elif one.type == "dated_event":
            options = [("", _("None")), *((value, _(words)) for value, words in one.choices)]
            self.fields[one.name] = forms.ChoiceField(label=label, choices=options, required=False, widget=kit.Select)
            self.fields[f"{one.name}_on"] = DayLine(
                label=_("Its date"), required=False, today=self.today, ahead=False
            )
        else:
            self.fields[one.name] = _line(label, hint=hint)

    def _add_other(self, id_: str, name: str) -> None:
        self.fields[f"with_{id_}"] = forms.BooleanField(label=name, required=False)
        self.fields[f"seen_{id_}"] = forms.ChoiceField(
            label=_("Was %(name)s seen?") % {"name": name},
            required=False,
            choices=[
                ("", _("As above")),
                ("alone", _("Seen alone")),
                ("seen", _("Seen, not alone")),
                ("not_seen", _("Not seen")),
            ],
            widget=kit.Select,
        )
        self.fields[f"only_{id_}"] = _long(_("Only about %(name)s") % {"name": name}, "", 3)

    # --- drawing --------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> list[str]:
        """The names of every box on the page."""
        keys: list[str] = []
        for name, one in self.fields.items():
            keys += [f"{name}_{part}" for part in _DATE_PARTS] if isinstance(one, kit.DateField) else [name]
        return keys

    def unjudged(self) -> NoteForm:
        """Draw what is there without saying yet what is wrong with it."""
        self._errors = ErrorDict()
        return self

    # --- final ----------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, object]:
        """What a final note needs; a day cannot be ahead, and text must not be boundless."""
        data = super().clean() or {}
        answers = {name: value for name, value in data.items() if value not in (None, "")}
        for one in self.format.fields:
            missing = one.name not in answers and one.name not in self.errors
            if one.needed and missing and one.applies(answers):
                self.add_error(one.name, _("“%(label)s” is needed for a final note") % {"label": _(one.label)})
            if one.type == "dated_event" and (one.name in answers) != (f"{one.name}_on" in answers):
                self._add_half(one, has_event=one.name in answers)
        return data

    def _add_half(self, one: Field, *, has_event: bool) -> None:
        if f"{one.name}_on" in self.errors or one.name in self.errors:
            return
        if has_event:
            self.add_error(f"{one.name}_on", _("Enter the date, so that its time limit can be counted"))
        else:
            self.add_error(one.name, _("Choose what happened on that date"))

    def finished(self) -> Finished:
        """The note; call after `is_valid`."""
        data = self.cleaned_data
        on, hour = data["on"], data.get("hour")
        answers: dict[str, object] = {}
        for one in self.format.fields:
            names = (one.name, f"{one.name}_on") if one.type == "dated_event" else (one.name,)
            for name in names:
                if data.get(name) not in (None, ""):
                    answers[name] = _stored(data[name])
        answers = {
            name: value
            for name, value in answers.items()
            if (asked := self.format.field(name)) is None or asked.applies(answers)
        }
        chosen = [id_ for id_, _name in self.others if data.get(f"with_{id_}")]
        return Finished(
            at=datetime.combine(on, hour, LONDON) if isinstance(hour, time) else on,
            answers=answers,
            actions=tuple(self._actions()),
            only={id_: data[f"only_{id_}"] for id_ in chosen if data.get(f"only_{id_}")},
            seen={id_: data[f"seen_{id_}"] for id_ in chosen if data.get(f"seen_{id_}")},
            with_cases=tuple(chosen),
        )

    def _actions(self) -> list[dict[str, str]]:
        data, found = self.cleaned_data, []
        for number in range(self.rows):
            what = str(data.get(f"actions_{number}_what") or "")
            who, by = str(data.get(f"actions_{number}_who") or ""), data.get(f"actions_{number}_by")
            if what or who or by:
                found.append({"what": what, "who": who or self.worker, "by": by.isoformat() if by else ""})
        return found


def _choice_words(value: str, words: str) -> str:
    from plimsoll.notes.words import carried

    return _(words) if words else carried(value)


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _rows(content: Mapping[str, str]) -> int:
    """As many rows of actions as are filled, and one to go on with."""
    filled = [int(found[1]) for key, text in content.items() if text and (found := _ROW.fullmatch(key))]
    return min(MOST_ROWS, max(LEAST_ROWS, max(filled, default=-1) + 2))


def _yes_no() -> kit.Radios:
    return kit.Radios(inline=True)


def _line(label: str, *, hint: str = "", width: str = "") -> forms.CharField:
    attrs = {"autocomplete": "off", **({"govuk_width": width} if width else {})}
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=MOST_IN_A_LINE, widget=forms.TextInput(attrs=attrs)
    )


def _long(label: str, hint: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=MOST_LETTERS, widget=kit.Textarea(rows=rows)
    )


class AdditionForm(forms.Form):
    """What was wrong or missing, and why it is added now."""

    field = forms.ChoiceField(label=gettext_lazy("Which part is it about?"), required=False, widget=kit.Select)
    text = forms.CharField(
        label=gettext_lazy("What it should say, or what is to be added"),
        widget=kit.Textarea(rows=5),
        max_length=MOST_LETTERS,
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=1000, widget=kit.Textarea(rows=2),
        help_text=gettext_lazy("It stays beside the note, with your name. The note itself is not changed."),
    )  # fmt: skip
    request = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, parts: Sequence[tuple[str, str]], **kwargs: object) -> None:
        """`parts` are (name, label) of what the note says."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["field"].choices = [("", _("The whole note")), *parts]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Plain, and something after all."""
        text = plain(str(self.cleaned_data["text"]))
        if not text:
            raise ValidationError(_("Write what is to be added"))
        return text


class NotesFilter(forms.Form):
    """Which notes: by format, writer and day."""

    format = forms.ChoiceField(label=gettext_lazy("Kind of note"), required=False, widget=kit.Select)
    author = forms.ChoiceField(label=gettext_lazy("Written by"), required=False, widget=kit.Select)
    since = forms.CharField(label=gettext_lazy("From"), required=False)
    until = forms.CharField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: object, formats: list[tuple[str, str]], authors: list[tuple[str, str]]) -> None:
        """Choices are what the case has."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["format"].choices = [("", _("All")), *formats]  # type: ignore[attr-defined]
        self.fields["author"].choices = [("", _("Anybody")), *authors]  # type: ignore[attr-defined]
        self.fields["since"].widget.attrs.update({"govuk_width": "10"})
        self.fields["until"].widget.attrs.update({"govuk_width": "10"})
