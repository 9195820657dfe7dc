"""The form of a tool, made from its definition in the packs. No question of a published form is on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.assessments import tools
from plimsoll.assessments.actions import NewScore
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.assessments.tools import Scored, Tool

EARLIEST = date(1990, 1, 1)
LONG = 200_000
GIVEN_AS = 400
NOT_ANSWERED = "–"


class ScoreForm(forms.Form):
    """Who answered, about what, when, and the numbers."""

    mark_optional = False
    on = fields.DateField(
        label=gettext_lazy("Filled in on"), name_in_errors=gettext_lazy("The date"), earliest=EARLIEST
    )
    note = forms.CharField(
        label=gettext_lazy("What was said about it"), required=False, max_length=LONG, widget=fields.Textarea(rows=4)
    )

    def __init__(
        self, *args: Any, tool: Tool, people: Sequence[str], abouts: Sequence[str], today: date, **kwargs: Any
    ) -> None:
        """`people` are those the case is about, `abouts` what the tool was asked about before."""
        super().__init__(*args, **kwargs)
        self.tool, self.today, self.abouts = tool, today, abouts
        self.people = people if len(people) > 1 else []
        self.fields["on"].initial = today
        self._add_who()
        self._add_numbers()
        self._add_flags()
        last = ["by", "note"]
        self.order_fields(["person", "rater", "about", "on", *(n for n in self.fields if n not in last), *last])

    def _add_who(self) -> None:
        tool = self.tool
        if self.people:
            self.fields["person"] = forms.ChoiceField(
                label=_("Whose score"), choices=[(name, name) for name in self.people], widget=fields.Radios,
                error_messages={"required": _("Choose whose score it is")},
            )  # fmt: skip
        if len(tool.raters) > 1:
            self.fields["rater"] = forms.ChoiceField(
                label=_("Who answered"), choices=[(one.id, _(one.title)) for one in tool.raters], widget=fields.Radios,
                error_messages={"required": _("Choose who answered")},
            )  # fmt: skip
        if tool.asks_about:
            self.fields["about"] = forms.CharField(
                label=_(tool.asks_about), required=tool.needs_about, max_length=GIVEN_AS,
                error_messages={"required": _("Say what the score is about")},
            )  # fmt: skip
            self.fields["about"].widget.attrs["list"] = "abouts"
        self.fields["by"] = forms.CharField(
            label=_("Name of whoever answered, if it matters"), required=False, max_length=200
        )

    def _add_numbers(self) -> None:
        tool = self.tool
        for part in tool.parts:
            self.fields[part.id] = _number(part.title, part.least, part.most, whole=tool.whole)
        if tool.items:
            for place in range(1, tool.items.count + 1):
                label = _("Item %(n)d") % {"n": place}
                self.fields[f"item_{place}"] = _number(label, tool.items.least, tool.items.most, whole=True)
        is_added = bool(tool.items) or tool.sums
        title = _(tool.total.title) if tool.total.title != "Total" else _("Score")
        self.fields["total"] = _number(
            title, tool.total.least, tool.total.most, whole=tool.whole and not tool.items,
            also=_("Leave it empty to have it added up.") if is_added else "",
        )  # fmt: skip

    def _add_flags(self) -> None:
        for flag in self.tool.flags:
            help_text = _("Leave it if the item is given above.") if flag.item else ""
            self.fields[f"flag_{flag.id}"] = fields.YesNoField(
                label=_(flag.title), required=flag.item is None, help_text=help_text, widget=fields.Radios(inline=True),
                error_messages={"required": _("Answer yes or no")},
            )  # fmt: skip

    def clean_on(self) -> date:
        """Not in the future."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("The date must be today or in the past"))
        return on

    def clean(self) -> dict[str, Any]:
        """The numbers are those of the tool, and add up."""
        data = super().clean() or {}
        self.scored: Scored | None = None
        if not self.errors:
            try:
                self.scored = tools.scored(self.tool, self._typed(data))
            except tools.ScoringError as error:
                where = error.field if error.field in self.fields else "total"
                self.add_error(where, _why(error))
            else:
                self._ask_for_flags(data)
        return data

    def _ask_for_flags(self, data: Mapping[str, Any]) -> None:
        """An item that speaks of safety is answered, also where only the total is known."""
        for flag in self.tool.flags:
            if flag.item and data.get(f"item_{flag.item}") is None and data.get(f"flag_{flag.id}") is None:
                self.add_error(f"flag_{flag.id}", _("Answer yes or no, or give the item"))

    def _typed(self, data: Mapping[str, Any]) -> tools.Typed:
        parts = {part.id: float(data[part.id]) for part in self.tool.parts if data.get(part.id) is not None}
        count = self.tool.items.count if self.tool.items else 0
        items = [data.get(f"item_{place}") for place in range(1, count + 1)]
        total = data.get("total")
        marked = frozenset(flag.id for flag in self.tool.flags if data.get(f"flag_{flag.id}"))
        return tools.Typed(None if total is None else float(total), parts, items, marked)

    def new_score(self) -> NewScore:
        """What is to be recorded; call after `is_valid`."""
        data = self.cleaned_data
        assert self.scored is not None
        rater = self.tool.rater(data["rater"]) if "rater" in data else self.tool.raters[0]
        about = ": ".join(" ".join(part.split()) for part in (data.get("person", ""), data.get("about", "")) if part)
        count = self.tool.items.count if self.tool.items else 0
        answers = [data.get(f"item_{place}") for place in range(1, count + 1)]
        said = ", ".join(NOT_ANSWERED if one is None else str(one) for one in answers)
        return NewScore(
            word=rater.word if rater else self.tool.id,
            on=data["on"],
            scored=self.scored,
            about=about,
            by=data.get("by", ""),
            answers=said if any(one is not None for one in answers) else "",
            asked=tuple(flag.id for flag in self.tool.flags),
            note=data.get("note", ""),
        )


def initial_from(tool: Tool, details: Mapping[str, Any], people: Sequence[str]) -> dict[str, object]:
    """A recorded score as the form's first values, for correcting it."""
    told = details.get("subscales")
    numbers: Mapping[str, Any] = told if isinstance(told, dict) else {}
    about = str(details.get("about") or "")
    person = next((name for name in people if about == name or about.startswith(f"{name}: ")), "")
    rater = tool.rater(str(details.get("tool") or ""))
    answers = [text.strip() for text in str(details.get("answers") or "").split(",") if text.strip()]
    items = {f"item_{place}": text for place, text in enumerate(answers, 1) if text != NOT_ANSWERED}
    return {
        "on": details.get("on"),
        "total": None if items else details.get("score"),
        "by": details.get("by", ""),
        "person": person,
        "about": about.removeprefix(person).removeprefix(": ") if person else about,
        "rater": rater.id if rater else "",
        **{part.id: numbers.get(part.id) for part in tool.parts},
        **items,
        **{f"flag_{flag.id}": bool(numbers[flag.id]) for flag in tool.flags if flag.id in numbers},
    }


def _number(label: str, least: float, most: float, *, whole: bool, also: str = "") -> forms.Field:
    said = _("%(least)s to %(most)s") % {"least": f"{least:g}", "most": f"{most:g}"}
    asks: dict[str, Any] = {
        "label": _(label),
        "required": False,
        "help_text": f"{said}. {also}".strip() if also else said,
        "widget": forms.NumberInput(attrs={"govuk_width": "4"}),
        "min_value": least,
        "max_value": most,
    }
    if whole:
        return forms.IntegerField(**{**asks, "min_value": int(least), "max_value": int(most)})
    return forms.DecimalField(max_digits=8, decimal_places=2, **asks)


def _why(error: tools.ScoringError) -> str:
    if error.code == "adds_up_differently":
        return _("The numbers above add up to %(sum)s, not %(total)s") % {
            name: f"{value:g}" for name, value in error.params.items()
        }
    if error.code == "nothing_given":
        return _("Enter the score")
    if error.code == "out_of_range":
        return _("Enter a number from %(least)s to %(most)s") % {
            name: f"{value:g}" for name, value in error.params.items()
        }
    return _("This number cannot be scored")
