"""Forms of disagreements: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import rules
from plimsoll.cases.asking import field_for
from plimsoll.govuk import forms as fields
from plimsoll.objections import choices
from plimsoll.objections.actions import Done, Said

if TYPE_CHECKING:
    from plimsoll.objections.routes import Recording, Route

MOST_WORDS = 200_000
EARLIEST = date(1990, 1, 1)


def _words(label: Any, rows: int = 5, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=MOST_WORDS, widget=fields.Textarea(rows=rows), help_text=hint
    )


def _who(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, help_text=hint)


class _Dated(forms.Form):
    """When it was, never after today; and the version that stood when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, earliest: date = EARLIEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = fields.DateField(
            label=_("When"), name_in_errors=_("The date"), initial=today, earliest=earliest, latest=today
        )

    def ask(self, pack: str, recording: Recording | None) -> None:
        """Add what the stage's event asks."""
        kind = rules.event_type(pack, recording.event) if recording else None
        if recording is None or kind is None:
            return
        for name in recording.asks:
            self.fields[f"carries_{name}"] = field_for(pack, recording.event, name, kind.carries[name])

    def done(self) -> Done:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        carried = {
            name.removeprefix("carries_"): _stored(value)
            for name, value in data.items()
            if name.startswith("carries_") and value not in (None, "", [])
        }
        words = data.get("words") or data.get("resolution") or ""
        return Done(on=data["on"], who=data.get("who", ""), words=words, carried=carried)


class SaidForm(forms.Form):
    """Who disagrees, with what, and what they want."""

    about = forms.CharField(
        label=gettext_lazy("What is it about, in a few words"),
        max_length=180,
        help_text=gettext_lazy("For example: the school transport was stopped."),
    )
    by = forms.ChoiceField(label=gettext_lazy("Who disagrees"), choices=choices.BY, widget=fields.Radios)
    by_name = _who(gettext_lazy("Their name, or who they are to the child or client"))
    account = _words(gettext_lazy("What they say, in their words"))
    wanted = _words(gettext_lazy("What they want to happen"), rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def said(self) -> Said:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return Said(data["about"], data["by"], data["by_name"], data["account"], data["wanted"])


class RaiseForm(SaidForm, _Dated):
    """A new disagreement, at the stage it begins at."""

    stage = forms.ChoiceField(label=gettext_lazy("At which stage is it"), widget=fields.Radios)

    def __init__(self, *args: Any, route: Route, pack: str, today: date, **kwargs: Any) -> None:
        """The stages and what their beginnings ask come from the route."""
        super().__init__(*args, today=today, **kwargs)
        stage = self.fields["stage"]
        stage.choices = [(one.id, _(one.title)) for one in route.stages]  # type: ignore[attr-defined]
        stage.initial = route.stages[0].id
        self.fields["on"].label = _("When was it said or received")
        for one in route.stages:
            self.ask(pack, one.begins)
        asked = [name for name in self.fields if name.startswith("carries_")]
        self.order_fields(["about", "by", "by_name", "on", "stage", *asked, "account", "wanted", "version"])


class StageForm(_Dated):
    """It goes on at another stage."""

    words = _words(gettext_lazy("Why it goes on"), rows=4)

    def __init__(self, *args: Any, pack: str, recording: Recording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(pack, recording)
        self.order_fields(["on", *(name for name in self.fields if name.startswith("carries_")), "words", "version"])


class StepForm(StageForm):
    """Something that was done at this stage."""

    words = _words(gettext_lazy("What was said or decided"), rows=5)


class OfferForm(_Dated):
    """What was offered to put it right."""

    words = _words(gettext_lazy("What was offered"), required=True)
    who = _who(gettext_lazy("By whom"))
    field_order = ("on", "words", "who", "version")


class ViewForm(_Dated):
    """What somebody says who had no part in it."""

    who = forms.CharField(
        label=gettext_lazy("Who gives the view, and how they are independent"),
        max_length=200,
        help_text=gettext_lazy("For example: Ann Price, independent person, not employed by the authority."),
    )
    words = _words(gettext_lazy("Their view"), required=True, rows=8)
    field_order = ("on", "who", "words", "version")


class ResolveForm(_Dated):
    """How it ended, and what was learnt."""

    outcome = forms.ChoiceField(label=gettext_lazy("How did it end"), choices=choices.OUTCOMES, widget=fields.Radios)
    resolution = _words(gettext_lazy("What was agreed or decided"), required=True)
    learnt = _words(
        gettext_lazy("What was learnt"),
        hint=gettext_lazy("Others read it who may see the case. Leave it empty if there is nothing to learn."),
    )
    field_order = ("on", "outcome", "resolution", "learnt", "version")


class ReopenForm(_Dated):
    """Why it is not over."""

    words = _words(gettext_lazy("Why it is opened again"), required=True, rows=4)
    field_order = ("on", "words", "version")


def _stored(value: object) -> object:
    """A value as an event carries it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float, str, list)) else float(str(value))
