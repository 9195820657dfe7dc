"""Forms of plans: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from plimsoll.plans.kinds import PlanKind
    from plimsoll.plans.models import Goal, Plan

MOST_WORDS = 200_000
SPARE_ROWS = 2
MOST_ROWS = 30
AGREES = (
    ("", gettext_lazy("Not asked yet")),
    ("yes", gettext_lazy("Agrees")),
    ("partly", gettext_lazy("Agrees in part")),
    ("no", gettext_lazy("Does not agree")),
)
PROGRESS = (
    ("worse", gettext_lazy("It has got worse")),
    ("none", gettext_lazy("No change")),
    ("some", gettext_lazy("Some progress")),
    ("good", gettext_lazy("Good progress")),
    ("reached", gettext_lazy("Reached")),
)


class _People(forms.Form):
    """Rows about people: a name and some words each, as many as there are and two to spare."""

    def add_rows(
        self, prefix: str, kept: Sequence[dict[str, str]], makers: dict[str, Callable[[int], forms.Field]]
    ) -> None:
        """Add fields `prefix_0_who`, `prefix_0_words` and so on."""
        typed = sum(f"{prefix}_{place}_who" in self.data for place in range(MOST_ROWS)) if self.is_bound else 0
        count = max(typed, min(len(kept) + SPARE_ROWS, MOST_ROWS))
        for place in range(count):
            for name, make in makers.items():
                field = make(place)
                field.initial = kept[place].get(name, "") if place < len(kept) else ""
                self.fields[f"{prefix}_{place}_{name}"] = field

    def rows(self, prefix: str, names: Sequence[str]) -> list[dict[str, str]]:
        """The rows that say anything; call after `is_valid`."""
        found = []
        for place in range(MOST_ROWS):
            row = {name: str(self.cleaned_data.get(f"{prefix}_{place}_{name}", "") or "") for name in names}
            if any(row.values()):
                found.append(row)
        return found

    def check_rows(self, prefix: str, names: Sequence[str]) -> None:
        """Words need somebody who said them."""
        for place in range(MOST_ROWS):
            said = any(self.cleaned_data.get(f"{prefix}_{place}_{name}") for name in names if name != "who")
            if said and not self.cleaned_data.get(f"{prefix}_{place}_who"):
                self.add_error(f"{prefix}_{place}_who", _("Enter who this is"))


def _who(place: int) -> forms.Field:
    return forms.CharField(label=_("Person %(n)d") % {"n": place + 1}, required=False, max_length=200)


def _asked(place: int) -> forms.Field:
    return forms.CharField(label=_("Who was asked (%(n)d)") % {"n": place + 1}, required=False, max_length=200)


def _view(place: int) -> forms.Field:
    label = _("What person %(n)d says, in their words") % {"n": place + 1}
    return forms.CharField(label=label, required=False, widget=fields.Textarea(rows=3), max_length=MOST_WORDS)


def _agrees(place: int) -> forms.Field:
    label = _("Do they agree (%(n)d)") % {"n": place + 1}
    return forms.ChoiceField(label=label, required=False, choices=AGREES, widget=fields.Select)


def _words(place: int) -> forms.Field:
    label = _("What they say about it (%(n)d)") % {"n": place + 1}
    return forms.CharField(label=label, required=False, widget=fields.Textarea(rows=2), max_length=MOST_WORDS)


VIEW_NAMES = ("who", "view")
AGREE_NAMES = ("who", "agrees", "words")


class PlanForm(_People):
    """The sections of a plan, and what each person says."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mark_optional = False

    def __init__(self, *args: Any, kind: PlanKind, plan: Plan, **kwargs: Any) -> None:
        """`plan` has `sections`, `views` and `version`."""
        super().__init__(*args, **kwargs)
        self.sections = [section.id for section in kind.sections]
        for section in kind.sections:
            self.fields[f"section_{section.id}"] = forms.CharField(
                label=_(section.title),
                help_text=_(section.help) if section.help else "",
                required=False,
                max_length=MOST_WORDS,
                widget=fields.Textarea(rows=5),
                initial=plan.sections.get(section.id, ""),
            )
        self.add_rows("view", plan.views, {"who": _who, "view": _view})
        self.fields["version"].initial = plan.version

    def clean(self) -> dict[str, Any]:
        """What is said is said by somebody."""
        data = super().clean() or {}
        self.check_rows("view", VIEW_NAMES)
        return data

    def written(self) -> dict[str, Any]:
        """Sections and views as typed."""
        sections = {name: self.cleaned_data[f"section_{name}"] for name in self.sections}
        return {"sections": sections, "views": self.rows("view", VIEW_NAMES)}


class GoalForm(forms.Form):
    """A goal in somebody's words."""

    need = forms.CharField(
        label=gettext_lazy("The need it answers"), required=False, widget=fields.Textarea(rows=2), max_length=MOST_WORDS
    )
    words = forms.CharField(label="", widget=fields.Textarea(rows=3), max_length=MOST_WORDS)
    whose = forms.CharField(
        label=gettext_lazy("Whose words they are"), max_length=200,
        help_text=gettext_lazy("The child’s or client’s if they can be. If they are yours, say so."),
    )  # fmt: skip
    measure = forms.CharField(label="", required=False, widget=fields.Textarea(rows=2), max_length=MOST_WORDS)
    dropped_why = forms.CharField(
        label=gettext_lazy("If it is no longer a goal: why"), required=False, widget=fields.Textarea(rows=2),
        max_length=MOST_WORDS,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: PlanKind, is_new: bool, **kwargs: Any) -> None:
        """The words for goals are the template's."""
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _(kind.goal_words) if kind.goal_words else _("What should be different")
        self.fields["measure"].label = _(kind.goal_measure) if kind.goal_measure else _("How we will know")
        if is_new:
            del self.fields["dropped_why"]


class ActionForm(forms.Form):
    """Who does what by when. It becomes a task."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=400)
    due_on = fields.DateField(
        label=gettext_lazy("By when"), name_in_errors=gettext_lazy("The date"), required=False,
        earliest=date(2000, 1, 1),
    )  # fmt: skip
    who = forms.CharField(
        label=gettext_lazy("Who does it, if it is nobody who signs in here"), required=False, max_length=200,
        help_text=gettext_lazy("For example the mother, the school nurse."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=gettext_lazy("Who sees to it that it happens"), widget=fields.Select)

    def __init__(self, *args: Any, owners: list[tuple[UUID, str]], **kwargs: Any) -> None:
        """`owners` are those who may hold it."""
        super().__init__(*args, **kwargs)
        _choice(self, "owner").choices = [(str(pk), name) for pk, name in owners]


class AgreeForm(_People):
    """When a plan was agreed, by whom, and when it is looked at again."""

    on = fields.DateField(
        label=gettext_lazy("When was it agreed"), name_in_errors=gettext_lazy("The day it was agreed")
    )
    review_on = fields.DateField(
        label=gettext_lazy("When will it be reviewed"), name_in_errors=gettext_lazy("The review date")
    )
    mark_optional = False

    def __init__(self, *args: Any, today: date, kept: Sequence[dict[str, str]], **kwargs: Any) -> None:
        """`kept` are those who were asked before."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.add_rows("agree", kept, {"who": _asked, "agrees": _agrees, "words": _words})

    def clean(self) -> dict[str, Any]:
        """A plan is agreed by somebody, not in the future, and is looked at again after it was agreed."""
        data = super().clean() or {}
        self.check_rows("agree", AGREE_NAMES)
        on, review_on = data.get("on"), data.get("review_on")
        if on and on > self.today:
            self.add_error("on", _("The day it was agreed must be today or in the past"))
        if on and review_on and review_on <= on:
            self.add_error("review_on", _("The review date must be after the day it was agreed"))
        if not self.errors and not self.rows("agree", AGREE_NAMES):
            self.add_error("agree_0_who", _("Enter who was asked, even if they do not agree"))
        return data


class ReviewForm(_People):
    """How each goal has come on, how it is going on the whole, and when to look again."""

    on = fields.DateField(
        label=gettext_lazy("When was it reviewed"), name_in_errors=gettext_lazy("The day of the review")
    )
    mark_optional = False

    def __init__(
        self, *args: Any, goals: Sequence[Goal], today: date, agreed_by: Sequence[dict[str, str]],
        views: Sequence[dict[str, str]], next_on: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`goals` are those that are still goals."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.goals = goals
        for place, goal in enumerate(goals, 1):
            self.fields[f"goal_{goal.pk}"] = forms.ChoiceField(
                label=_("Goal %(n)d: %(words)s") % {"n": place, "words": goal.words}, choices=PROGRESS,
                widget=fields.Radios,
                error_messages={"required": _("Select how goal %(n)d has come on") % {"n": place}},
            )  # fmt: skip
            self.fields[f"words_{goal.pk}"] = forms.CharField(
                label=_("What shows it (goal %(n)d)") % {"n": place}, required=False, widget=fields.Textarea(rows=2),
                max_length=MOST_WORDS,
            )  # fmt: skip
        self.fields["progress"] = forms.ChoiceField(
            label=_("On the whole"), choices=PROGRESS[:4], widget=fields.Radios,
            error_messages={"required": _("Select how it is going on the whole")},
        )  # fmt: skip
        self.add_rows("view", views, {"who": _who, "view": _view})
        self.add_rows("agree", agreed_by, {"who": _asked, "agrees": _agrees, "words": _words})
        self.fields["next_on"] = fields.DateField(
            label=_("When will it be reviewed next"), name_in_errors=_("The next review date"), initial=next_on
        )

    def clean(self) -> dict[str, Any]:
        """Not in the future, and looked at again afterwards."""
        data = super().clean() or {}
        self.check_rows("view", VIEW_NAMES)
        self.check_rows("agree", AGREE_NAMES)
        on, next_on = data.get("on"), data.get("next_on")
        if on and on > self.today:
            self.add_error("on", _("The day of the review must be today or in the past"))
        if on and next_on and next_on <= on:
            self.add_error("next_on", _("The next review must be after this one"))
        return data

    def scores(self) -> dict[UUID, tuple[str, str]]:
        """(progress, words) by goal."""
        return {
            goal.pk: (self.cleaned_data[f"goal_{goal.pk}"], self.cleaned_data[f"words_{goal.pk}"])
            for goal in self.goals
        }


class EndForm(forms.Form):
    """When and why a plan ends."""

    on = fields.DateField(label=gettext_lazy("When does it end"), name_in_errors=gettext_lazy("The day it ends"))
    reason = forms.CharField(label=gettext_lazy("Why"), widget=fields.Textarea(rows=3), max_length=MOST_WORDS)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """`today` is the latest day."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """Not in the future."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("The day it ends must be today or in the past"))
        return on


class RehearseForm(forms.Form):
    """Which rules are to come, and from which day to look. Read from the address: nothing is changed by it."""

    rule = forms.ChoiceField(label=gettext_lazy("Rules to come"), widget=fields.Select)
    appointed = fields.DateField(
        label=gettext_lazy("If its day is not appointed: from when"), name_in_errors=gettext_lazy("The day"),
        required=False,
    )  # fmt: skip
    as_at = fields.DateField(
        label=gettext_lazy("Look from which day"), name_in_errors=gettext_lazy("The day to look from"), required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        """`choices` are the laws without a day, and the organisation's own rules to come."""
        super().__init__(*args, **kwargs)
        _choice(self, "rule").choices = choices
        self.today = today

    def clean_as_at(self) -> date | None:
        """Within ten years: further on no case would be as it is."""
        as_at: date | None = self.cleaned_data["as_at"]
        if as_at and abs(as_at - self.today) > timedelta(days=3660):
            raise ValidationError(_("The day to look from must be within ten years"))
        return as_at


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast("forms.ChoiceField", form.fields[name])
