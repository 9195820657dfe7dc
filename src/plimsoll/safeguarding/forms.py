"""Forms of a concern: they check what was typed; they decide nothing."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.govuk import forms as fields
from plimsoll.safeguarding import words
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 200_000
EARLIEST = date(1990, 1, 1)


def _words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3, missing: Any = "") -> forms.Field:
    messages = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=fields.Textarea(rows=rows),
        max_length=MOST_WORDS, error_messages=messages,
    )  # fmt: skip


class _At(forms.Form):
    """When something was: a day, and the hour where it is known. Nothing of this lies ahead."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        """`now` stands in the date until it is changed."""
        super().__init__(*args, **kwargs)
        self.now = now.astimezone(LONDON)
        on: Any = self.fields["on"]
        on.initial, on.earliest = self.now.date(), EARLIEST

    def clean(self) -> dict[str, Any]:
        """Not in the future."""
        data = super().clean() or {}
        on, hour = data.get("on"), data.get("hour")
        if on and on > self.now.date():
            self.add_error("on", _("The date must be today or in the past"))
        elif on == self.now.date() and hour and hour > self.now.time().replace(tzinfo=None):
            now = self.now.strftime("%H:%M")
            self.add_error("hour", _("The time must not lie ahead: it is %(now)s") % {"now": now})
        return data

    def at(self) -> date | datetime:
        """The day, or the moment where the hour is known; today without an hour is now."""
        on, hour = self.cleaned_data["on"], self.cleaned_data.get("hour")
        if isinstance(hour, time):
            return datetime.combine(on, hour, LONDON)
        return self.now if on == self.now.date() else on


def _on(label: Any) -> fields.DateField:
    return fields.DateField(label=label, name_in_errors=gettext_lazy("The date"))


class RaiseForm(_At):
    """A concern, with what matters most first."""

    safe_now = forms.ChoiceField(
        label=gettext_lazy("Is the child or adult safe now?"),
        choices=words.SAFE_NOW, widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose whether they are safe now, or that you do not know")},
    )  # fmt: skip
    done_now = _words(
        gettext_lazy("What has been done already to keep them safe"),
        gettext_lazy("Who was rung, who is with them, where they are. Leave it empty if they are safe."),
        rows=2,
        missing=gettext_lazy("Say what has been done to keep them safe, or that nothing has been yet"),
    )  # fmt: skip
    what = _words(
        gettext_lazy("What is the worry?"), gettext_lazy("What was seen, heard or said, by whom and when."), rows=5,
        missing=gettext_lazy("Say what the worry is"),
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("Who is it about, and who else is involved"), required=False, max_length=2000
    )
    by = forms.ChoiceField(
        label=gettext_lazy("Who raised it"), choices=words.told_by, required=False, widget=fields.Select
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=words.about, required=False, widget=fields.Select
    )
    on = _on(gettext_lazy("When was it raised with you"))
    hour = fields.TimeField(label=gettext_lazy("At what time"), required=False)
    child_view = _words(
        gettext_lazy("What the child or adult says, in their own words"),
        gettext_lazy("If they were not asked yet, say why."), required=False, rows=2,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What was done is asked of everybody, and may stay empty only where they are safe."""
        super().__init__(*args, **kwargs)
        self.fields["done_now"].required = self.data.get("safe_now") != "yes"


class DecideForm(_At):
    """The decision: which level of need, what is to be done, and why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Which level of need is met?"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose the level of need that is met")},
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=gettext_lazy("What is to be done?"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose what is to be done")},
    )  # fmt: skip
    rationale = _words(
        gettext_lazy("Why"),
        gettext_lazy("What you weighed, what speaks against it, and what the child or adult wants."), rows=5,
        missing=gettext_lazy("Say why you decided so"),
    )  # fmt: skip
    safety_plan = _words(
        gettext_lazy("What keeps the child or adult safe now"),
        gettext_lazy("Who does what, today. Leave it empty if the safety plan is recorded apart."),
        required=False, rows=3,
    )  # fmt: skip
    on = _on(gettext_lazy("When was it decided"))

    def __init__(
        self,
        *args: Any,
        levels: Sequence[tuple[str, str, str]],
        decisions: Sequence[tuple[str, str]],
        gravest: frozenset[str],
        asks_plan: bool,
        **kwargs: Any,
    ) -> None:
        """`levels` are (word, title, meaning); `gravest` the words of those that nobody leaves undone.

        What keeps somebody safe is asked (`asks_plan`) where they were not, and no plan is made yet.
        """
        super().__init__(*args, **kwargs)
        if not asks_plan:
            del self.fields["safety_plan"]
        level: Any = self.fields["level"]
        level.choices = [(word, title) for word, title, _means in levels]
        level.widget.hints = {word: means for word, _title, means in levels}
        decision: Any = self.fields["decision"]
        decision.choices = decisions
        self.gravest = gravest

    def clean(self) -> dict[str, Any]:
        """Significant harm and nothing to be done: one of the two was chosen by mistake."""
        data = super().clean()
        if data.get("level") in self.gravest and data.get("decision") == "no_further_action":
            self.add_error(
                "decision", _("You chose significant harm and no further action. Choose what is to be done about it")
            )
        return data


class DiscussionForm(_At):
    """A strategy discussion that was held."""

    on = _on(gettext_lazy("When was it held"))
    hour = fields.TimeField(label=gettext_lazy("At what time"), required=False)
    attended_by = _words(gettext_lazy("Who took part"), gettext_lazy("One a line, with their agency."), rows=4)
    initiates_s47 = fields.YesNoField(label=gettext_lazy("Do enquiries into significant harm begin?"))
    note = _words(gettext_lazy("What was agreed, and who does what by when"), rows=5)


class ReferralForm(_At):
    """A concern passed to another service."""

    to = forms.CharField(
        label=gettext_lazy("To whom"), max_length=300,
        help_text=gettext_lazy("The service, and the person if you know."),
    )  # fmt: skip
    on = _on(gettext_lazy("When was it sent"))
    hour = fields.TimeField(label=gettext_lazy("At what time"), required=False)
    reference = forms.CharField(label=gettext_lazy("Their reference"), max_length=100, required=False)
    answer = forms.CharField(label=gettext_lazy("What they answered"), max_length=2000, required=False)
    note = _words(gettext_lazy("What was said in the referral"), required=False, rows=4)


class ToldForm(_At):
    """Somebody was told of the concern, or deliberately not told."""

    who = forms.CharField(label=gettext_lazy("Who was told"), max_length=300)
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=words.HOW_TOLD, widget=fields.Select)
    on = _on(gettext_lazy("When"))
    hour = fields.TimeField(label=gettext_lazy("At what time"), required=False)
    note = _words(
        gettext_lazy("What they were told, and what they said"),
        gettext_lazy("If somebody was not told, say why: telling them could put somebody at risk."),
        required=False, rows=3,
    )  # fmt: skip


PLAN_ROWS = 5


class PlanForm(_At):
    """A safety plan: what, who, until when, line by line."""

    on = _on(gettext_lazy("When was it made"))
    child_view = _words(gettext_lazy("What the child or adult says of it"), required=False, rows=2)
    note = _words(
        gettext_lazy("If it does not hold"), gettext_lazy("Whom to ring, and what happens then."), required=False,
        rows=2,
    )
    review_on = fields.DateField(
        label=gettext_lazy("When it is looked at again"), name_in_errors=gettext_lazy("The day to look again"),
        help_text=gettext_lazy("It becomes a date on the case."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Rows of what, who and until when; one more than is usually needed."""
        super().__init__(*args, **kwargs)
        made = {}
        for row in range(1, PLAN_ROWS + 1):
            made[f"what_{row}"] = forms.CharField(
                label=_("What keeps them safe (%(n)d)") % {"n": row}, max_length=500, required=False
            )
            made[f"who_{row}"] = forms.CharField(
                label=_("Who does it (%(n)d)") % {"n": row}, max_length=200, required=False
            )
            made[f"until_{row}"] = forms.CharField(
                label=_("Until when (%(n)d)") % {"n": row}, max_length=100, required=False
            )
        self.fields = {**made, **self.fields}
        self.mark_optional = False

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each row, for the template."""
        return [(self[f"what_{row}"], self[f"who_{row}"], self[f"until_{row}"]) for row in range(1, PLAN_ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """At least one line; each with who does it; looked at again after it was made."""
        data = super().clean()
        lines = [row for row in range(1, PLAN_ROWS + 1) if data.get(f"what_{row}") or data.get(f"who_{row}")]
        if not lines:
            self.add_error("what_1", _("Enter at least one thing that keeps them safe, and who does it"))
        for row in lines:
            if not data.get(f"what_{row}"):
                self.add_error(f"what_{row}", _("Enter what they do"))
            if not data.get(f"who_{row}"):
                self.add_error(f"who_{row}", _("Enter who does it"))
        on, review = data.get("on"), data.get("review_on")
        if on and review and review <= on:
            self.add_error("review_on", _("The day to look again must be after the plan was made"))
        return data

    def steps(self) -> list[str]:
        """Each line in words; call after `is_valid`."""
        data = self.cleaned_data
        return [
            words.plan_step(data[f"what_{row}"], data[f"who_{row}"], data.get(f"until_{row}", ""))
            for row in range(1, PLAN_ROWS + 1)
            if data.get(f"what_{row}")
        ]


class FindForm(forms.Form):
    """Whose case it is, by name or number."""

    mark_optional = False
    q = forms.CharField(
        label=gettext_lazy("Name or case number"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )  # fmt: skip


