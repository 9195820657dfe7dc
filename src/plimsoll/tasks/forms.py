"""Forms of tasks: they check what was typed and say what is wrong; they decide nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.tasks.actions import Change, Repeat

if TYPE_CHECKING:
    from uuid import UUID

    from plimsoll.tasks.models import Task

UNITS = (
    ("days", gettext_lazy("days")),
    ("working days", gettext_lazy("working days")),
    ("weeks", gettext_lazy("weeks")),
    ("months", gettext_lazy("months")),
    ("years", gettext_lazy("years")),
)
MOST_WORDS = 200_000
MOST_TURNS = 1000


class TaskForm(forms.Form):
    """What, by when, whose, waiting for what, how often. `version` is the row as it was when the page opened."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=400)
    due_on = fields.DateField(
        label=gettext_lazy("By when"), name_in_errors=gettext_lazy("The date"), required=False,
        earliest=date(2000, 1, 1),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Whose task is it"), widget=fields.Select)
    who = forms.CharField(
        label=gettext_lazy("Who does it, if it is nobody who signs in here"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example the mother, the school nurse. The owner above sees to it that it happens."),
    )
    detail = forms.CharField(
        label=gettext_lazy("More about it"), required=False, widget=fields.Textarea(rows=3), max_length=MOST_WORDS
    )
    waits_for = forms.ChoiceField(
        label=gettext_lazy("Does it wait for another task"), required=False, widget=fields.Select
    )
    every = forms.IntegerField(
        label=gettext_lazy("If it comes round again: every how many"),
        required=False, min_value=1, max_value=MOST_TURNS, widget=forms.NumberInput(attrs={"govuk_width": "4"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Of what"), required=False, choices=UNITS, widget=fields.Select)
    counted_from = forms.ChoiceField(
        label=gettext_lazy("Counted from"),
        required=False,
        choices=[
            ("date", gettext_lazy("The date it was due")),
            ("done", gettext_lazy("The day it is done")),
        ],
        widget=fields.Radios(inline=True),
        initial="date",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, owners: list[tuple[UUID, str]], others: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        """`owners` are those who may hold it; `others` the tasks it may wait for. No owners: it is personal."""
        super().__init__(*args, **kwargs)
        if owners:
            _choice(self, "owner").choices = [(str(pk), name) for pk, name in owners]
        else:
            del self.fields["owner"], self.fields["who"]
        if others:
            _choice(self, "waits_for").choices = [("", _("No")), *((str(pk), title) for pk, title in others)]
        else:
            del self.fields["waits_for"]

    def clean(self) -> dict[str, Any]:
        """A task that goes by date needs one."""
        data = super().clean() or {}
        if data.get("every") and data.get("counted_from", "date") != "done" and not data.get("due_on"):
            self.add_error("due_on", _("Enter the first date, or count from the day it is done"))
        return data

    def change(self) -> Change:
        """What was typed, as a change to be made; call after `is_valid`."""
        data = self.cleaned_data
        repeat = None
        if data.get("every"):
            repeat = Repeat(data["every"], data.get("unit") or "weeks", data.get("counted_from") or "date")
        return Change(
            title=data["title"],
            due_on=data["due_on"],
            detail=data["detail"],
            who=data.get("who", ""),
            owner_id=_id(data.get("owner")),
            waits_for_id=_id(data.get("waits_for")),
            repeat=repeat,
        )


def initial_from(task: Task) -> dict[str, object]:
    """A stored task as the form's first values."""
    return {
        "title": task.title, "due_on": task.due_on, "owner": str(task.owner_id or ""), "who": task.who,
        "detail": task.detail, "waits_for": str(task.waits_for_id or ""), "every": task.repeat_every,
        "unit": task.repeat_unit or "weeks", "counted_from": task.repeat_from or "date", "version": task.version,
    }  # fmt: skip


class AskForm(forms.Form):
    """Asking a colleague to take a task on."""

    of = forms.ChoiceField(label=gettext_lazy("Whom do you ask"), widget=fields.Select)
    words = forms.CharField(
        label=gettext_lazy("What you would say to them"),
        required=False, widget=fields.Textarea(rows=3), max_length=MOST_WORDS,
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **kwargs: Any) -> None:
        """`people` are those who may be asked."""
        super().__init__(*args, **kwargs)
        _choice(self, "of").choices = [("", _("Choose a colleague")), *((str(pk), name) for pk, name in people)]


class AnswerForm(forms.Form):
    """What somebody answers who is asked."""

    words = forms.CharField(
        label=gettext_lazy("Anything to say with it"), required=False, widget=fields.Textarea(rows=2),
        max_length=MOST_WORDS,
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What came of a task."""

    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, widget=fields.Textarea(rows=3), max_length=MOST_WORDS
    )


class DropForm(forms.Form):
    """Why a task is not needed."""

    why = forms.CharField(
        label=gettext_lazy("Why it is not needed"), widget=fields.Textarea(rows=2), max_length=MOST_WORDS
    )


class QuickForm(forms.Form):
    """A task in one line: what, and by when if it has a date."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=400)
    due_on = fields.DateField(
        label=gettext_lazy("By when"), name_in_errors=gettext_lazy("The date"), required=False,
        earliest=date(2000, 1, 1),
    )


def _id(value: object) -> UUID | None:
    from uuid import UUID

    return UUID(str(value)) if value else None


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])
