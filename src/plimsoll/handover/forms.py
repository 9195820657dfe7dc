"""Forms of the turns of a case: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 200_000
LONGEST_WAIT = timedelta(days=366)


def _words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=fields.Textarea(rows=rows), max_length=MOST_WORDS
    )


class TransferForm(forms.Form):
    """To whom, why, and what the summary cannot know."""

    to = forms.ChoiceField(label=gettext_lazy("Who is to take the case"), widget=fields.Select)
    reason = _words(gettext_lazy("Why the case moves"), rows=2)
    giving_note = _words(
        gettext_lazy("What you would tell the new worker over a cup of tea"),
        gettext_lazy("What works with them, what upsets them, what you would do next."), required=False, rows=5,
    )  # fmt: skip
    family_view = _words(gettext_lazy("What the family or client says of the change"), required=False)
    wants_visit = forms.BooleanField(label=gettext_lazy("We visit together before it moves"), required=False)

    def __init__(self, *args: Any, receivers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`receivers` are (team and worker, words)."""
        super().__init__(*args, **kwargs)
        _choice(self, "to").choices = [("", _("Choose a worker")), *receivers]


class AnswerForm(forms.Form):
    """What the receiving worker answers."""

    words = _words(gettext_lazy("Your note, or why you cannot take it"), required=False)
    without_visit = _words(gettext_lazy("If you have not visited together: why"), required=False, rows=2)

    def __init__(self, *args: Any, asks_visit: bool, **kwargs: Any) -> None:
        """The reason for no visit is only asked where a visit was."""
        super().__init__(*args, **kwargs)
        if not asks_visit:
            del self.fields["without_visit"]


class WaitForm(forms.Form):
    """Why a case waits, and when to look again."""

    reason = _words(gettext_lazy("What the case waits for"), rows=2)
    look_again_on = fields.DateField(
        label=gettext_lazy("When will you look again"), name_in_errors=gettext_lazy("The day to look again"),
        help_text=gettext_lazy("It becomes a task. Duties go on running while the case waits."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """`today` is before the first day to look again."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_look_again_on(self) -> date:
        """Ahead, and within a year."""
        day: date = self.cleaned_data["look_again_on"]
        if day <= self.today:
            raise ValidationError(_("The day to look again must be in the future"))
        if day > self.today + LONGEST_WAIT:
            raise ValidationError(_("The day to look again must be within a year"))
        return day


class CloseForm(forms.Form):
    """Why, with what, and what was decided about what is unfinished."""

    on = fields.DateField(label=gettext_lazy("When does it close"), name_in_errors=gettext_lazy("The day it closes"))
    reason = forms.CharField(label=gettext_lazy("Why it closes"), max_length=500)
    summary = _words(
        gettext_lazy("Summary"),
        gettext_lazy("What was done, what has changed and for whom, who helps from here."),
        rows=6,
    )
    decision = _words(gettext_lazy("What was decided about what is unfinished"), required=False)
    agreed_by = forms.CharField(label=gettext_lazy("Who agreed to close it"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, is_unfinished: bool, **kwargs: Any) -> None:
        """The decision is only asked where something is unfinished."""
        super().__init__(*args, **kwargs)
        self.today = today
        if is_unfinished:
            self.fields["decision"].required = True
        else:
            del self.fields["decision"]

    def clean_on(self) -> date:
        """Not in the future."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("The day it closes must be today or in the past"))
        return on


class ReopenForm(forms.Form):
    """Why a case is opened again, and who holds it."""

    reason = _words(gettext_lazy("Why it is opened again"))
    holder = forms.ChoiceField(label=gettext_lazy("Who holds it"), required=False, widget=fields.Select)

    def __init__(self, *args: Any, people: Sequence[tuple[object, str]], **kwargs: Any) -> None:
        """`people` are those who may hold it."""
        super().__init__(*args, **kwargs)
        _choice(self, "holder").choices = [("", _("Nobody yet")), *((str(pk), name) for pk, name in people)]


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])
