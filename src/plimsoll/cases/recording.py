"""Forms for recording what happened, made from the vocabulary of the case's pack.

A new word in a pack's `events.yaml` has its form at once: no page is written for it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import rules
from plimsoll.cases.actions import NewEvent
from plimsoll.govuk import forms as fields
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.cases.models import CaseEvent

# What people record most, first; the rest of the vocabulary follows in the order of the pack.
COMMON = (
    "visit_made", "visit_attempted", "contact_made", "input_received", "concern_raised", "concern_decided",
    "referral_decided", "assessment_started", "assessment_authorised", "strategy_discussion_held",
    "initial_conference_held", "review_conference_held", "core_group_held", "cin_plan_reviewed",
    "looked_after_review_held", "plan_agreed", "plan_reviewed", "score_recorded", "supervision_held",
    "ehc_assessment_decided", "ehc_advice_requested", "ehc_draft_plan_sent", "ehc_plan_finalised",
    "ehc_annual_review_meeting_held", "ehc_review_decided", "team_around_family_held", "interview_held",
    "advice_given", "advice_confirmed_in_writing", "benefit_decision_notified",
)  # fmt: skip
# Recorded by their own pages, because more than an event follows from them.
ELSEWHERE = frozenset(
    {
        "allocated",
        "unallocated",
        "case_transferred",
        "duty_extended",
        "duty_exempted",
        "priority_overridden",
        "event_withdrawn",
    }
)
# Where the hour bears on a clock, it is asked.
WITH_HOUR = frozenset(
    {"returned_from_missing", "went_missing", "police_protection_started", "concern_raised", "return_interview_held",
     "concern_decided", "data_breach_found", "strategy_discussion_held"}
)  # fmt: skip


def choices(pack: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, title) of the common events of a pack, and of all the others by title."""
    known = rules.event_types(pack)
    common = [(name, _(known[name].title)) for name in COMMON if name in known]
    rest = [(name, _(kind.title)) for name, kind in known.items() if name not in COMMON and name not in ELSEWHERE]
    return common, sorted(rest, key=lambda item: item[1].casefold())


class EventForm(forms.Form):
    """What happened, when, what the event carries, and a note."""

    note = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        widget=fields.Textarea(rows=6),
        help_text=gettext_lazy("What was seen and said. Leave it empty to write it later: it stays on your list."),
    )

    def __init__(self, *args: object, pack: str, event: str, today: date, **kwargs: object) -> None:
        """Build the fields that this event carries. `today` is the latest day but for plans."""
        super().__init__(*args, **kwargs)
        self.kind = rules.event_types(pack)[event]
        self.event = event
        self.fields["on"] = fields.DateField(
            label=_("When"), name_in_errors=_("The date"), initial=today, earliest=date(1990, 1, 1)
        )
        if event in WITH_HOUR:
            self.fields["hour"] = fields.TimeField(label=_("At what time, if you know"), required=False)
        for name, carried in self.kind.carries.items():
            self.fields[f"carries_{name}"] = _field(name, carried.type, carried.values)
        order = ["on", "hour", *(name for name in self.fields if name.startswith("carries_")), "note"]
        self.order_fields(order)

    def new_event(self, supersedes_id: int | None = None) -> NewEvent:
        """The event as it is to be recorded; call after `is_valid`."""
        data: Mapping[str, object] = self.cleaned_data
        on, hour = data["on"], data.get("hour")
        at = datetime.combine(on, hour, LONDON) if isinstance(hour, time) else on
        carried = {
            name.removeprefix("carries_"): _stored(value)
            for name, value in data.items()
            if name.startswith("carries_") and value not in (None, "")
        }
        note = str(data.get("note", "")).strip()
        return NewEvent(self.event, at, carried, note=note, supersedes_id=supersedes_id)


def initial_from(entry: CaseEvent) -> dict[str, object]:
    """A stored entry as the form's first values, for writing it up or correcting it."""
    moment = entry.at_moment.astimezone(LONDON) if entry.at_moment else None
    return {
        "on": entry.at_on,
        "hour": moment.time() if moment else None,
        "note": entry.note,
        **{f"carries_{name}": value for name, value in entry.details.items()},
    }


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _field(name: str, kind: str, values: tuple[object, ...]) -> forms.Field:
    label = _label(name)
    if values:
        options = [
            ("", _("Not recorded")),
            *((str(value), _(str(value).replace("_", " ").capitalize())) for value in values),
        ]
        return forms.ChoiceField(label=label, choices=options, required=False)
    if kind == "boolean":
        return fields.YesNoField(label=label, required=False)
    if kind == "date":
        return fields.DateField(label=label, name_in_errors=str(label), required=False)
    if kind == "integer":
        return forms.IntegerField(label=label, required=False, min_value=-(10**9), max_value=10**9)
    if kind == "number":
        return forms.DecimalField(label=label, required=False, max_digits=12)
    return forms.CharField(label=label, required=False, max_length=500)


LABELS = {
    "child_seen": gettext_lazy("Was the child seen?"),
    "seen_alone": gettext_lazy("Was the child seen alone?"),
    "kind": gettext_lazy("What kind"),
    "with": gettext_lazy("With whom"),
    "where": gettext_lazy("Where"),
    "meaningful": gettext_lazy("Did it move the work, or tell how they are?"),
    "immediate_risk": gettext_lazy("Is anybody at immediate risk?"),
    "by": gettext_lazy("By whom"),
    "from": gettext_lazy("From whom"),
    "worrying": gettext_lazy("Is it worrying?"),
    "initiates_s47": gettext_lazy("Did it start section 47 enquiries?"),
    "announced": gettext_lazy("Was it announced?"),
    "reason_not_seen": gettext_lazy("Why was the child not seen?"),
}


def _label(name: str) -> str:
    found = LABELS.get(name)
    return str(found) if found else _(name.replace("_", " ").capitalize())


class OverrideForm(forms.Form):
    """A person's decision to place a case elsewhere for a time."""

    tier = forms.ChoiceField(label=gettext_lazy("Where should it stand?"), widget=fields.Radios)
    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=fields.Textarea(rows=4), max_length=2000,
        help_text=gettext_lazy("It stays on the record, with your name."),
    )  # fmt: skip
    until = fields.DateField(label=gettext_lazy("Until when"), name_in_errors=gettext_lazy("The end date"))

    def __init__(self, *args: object, tiers: list[tuple[str, str]], today: date, **kwargs: object) -> None:
        """`tiers` are the choices, highest first."""
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = tiers
        self.today = today

    def clean_until(self) -> date:
        """An override ends; it cannot end before it begins."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("The end date must be today or later"))
        if (until - self.today).days > MOST_OVERRIDE_DAYS:
            raise ValidationError(_("An override lasts three months at most; then look again"))
        return until


MOST_OVERRIDE_DAYS = 92


class DutyForm(forms.Form):
    """When a date cannot be met: what the law allows, who agreed, or that it will be late."""

    action = forms.ChoiceField(
        label=gettext_lazy("What has been agreed?"),
        widget=fields.Radios,
        choices=[
            ("extend", gettext_lazy("A later date, as the law allows")),
            ("exempt", gettext_lazy("That it need not be done")),
        ],
    )
    due_on = fields.DateField(
        label=gettext_lazy("The later date"), name_in_errors=gettext_lazy("The later date"), required=False
    )
    lawful_reason = forms.CharField(
        label=gettext_lazy("The lawful reason"), max_length=1000, widget=fields.Textarea(rows=3)
    )
    agreed_by = forms.CharField(label=gettext_lazy("Who agreed it"), max_length=200)

    def clean(self) -> dict[str, object]:
        """An extension needs its date."""
        data = super().clean() or {}
        if data.get("action") == "extend" and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Enter the later date that was agreed"))
        return data
