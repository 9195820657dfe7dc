"""Forms for recording what happened, made from the vocabulary of the case's pack.

A new word in a pack's `events.yaml` has its form at once: no page is written for it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import rules, values
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.asking import field_for
from plimsoll.govuk import forms as fields
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plimsoll.cases.models import CaseEvent

ELSEWHERE = rules.RECORDED_ELSEWHERE
# Where the hour bears on a clock, it is asked.
WITH_HOUR = frozenset(
    {"returned_from_missing", "went_missing", "police_protection_started", "concern_raised", "return_interview_held",
     "concern_decided", "data_breach_found", "strategy_discussion_held", "emergency_protection_order_made"}
)  # fmt: skip
# Contacts that want a note: without one they stay on My day.
WRITTEN_UP = ("visit_made", "contact_made", "interview_held", "supervision_held", "return_interview_held")
EARLIEST = date(1990, 1, 1)


class EventForm(forms.Form):
    """What happened, when, what the event carries, and a note."""

    mark_optional = False
    note = forms.CharField(
        label=gettext_lazy("What was seen and said"),
        required=False,
        widget=fields.Textarea(rows=8),
        help_text=gettext_lazy("Leave it empty to write it later: it stays on your list."),
    )

    def __init__(self, *args: Any, pack: str, event: str, today: date, **kwargs: Any) -> None:
        """Build the fields that this event carries. `today` stands in the date until it is changed."""
        super().__init__(*args, **kwargs)
        kind = rules.event_types(pack)[event]
        self.event = event
        self.fields["on"] = fields.DateField(
            label=_("When"), name_in_errors=_("The date"), initial=today, earliest=EARLIEST
        )
        if event == "concern_raised":
            note = self.fields["note"]
            note.label, note.help_text, note.required = _("What is the worry?"), "", True
            note.error_messages["required"] = _("Say what the worry is")
        elif event not in WRITTEN_UP:
            note = self.fields["note"]
            note.label, note.help_text = _("Note"), ""
            note.widget.attrs["rows"] = 5
        if event in WITH_HOUR:
            self.fields["hour"] = fields.TimeField(label=_("At what time, if you know"), required=False)
        asked = [name for name in kind.carries if name not in values.REFERENCES]
        references = [name for name in kind.carries if name in values.REFERENCES]
        for name in (*asked, *references):
            self.fields[f"carries_{name}"] = field_for(pack, event, name, kind.carries[name])
        own = [f"carries_{name}" for name in asked]
        self.order_fields(["on", "hour", *own, "note", *(f"carries_{name}" for name in references)])

    def new_event(self, supersedes_id: int | None = None) -> NewEvent:
        """The event as it is to be recorded; call after `is_valid`."""
        data: Mapping[str, Any] = self.cleaned_data
        on, hour = data["on"], data.get("hour")
        at = datetime.combine(on, hour, LONDON) if isinstance(hour, time) else on
        carried = {
            name.removeprefix("carries_"): _stored(value)
            for name, value in data.items()
            if name.startswith("carries_") and value not in (None, "", [])
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


def initial_for(pack: str, event: str, rules_met: list[str]) -> dict[str, object]:
    """What makes the event count for the first of these duties that it can meet: a visit of the plan's own kind."""
    for rule in rules_met:
        for doing in rules.met_by(pack, rule):
            if doing.event == event and doing.details:
                return {f"carries_{name}": value for name, value in doing.details.items()}
    return {}


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str, list, dict)) else float(str(value))
