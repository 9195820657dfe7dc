"""Who a case is about, how it stands, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import steps, words
from plimsoll.cases.presenting.duties import due_words
from plimsoll.cases.presenting.reasons import ReasonLine, reason_text, reasons
from plimsoll.cases.standing import day_of
from plimsoll.engine import worklist

if TYPE_CHECKING:
    from datetime import date, datetime

    from plimsoll.cases.queries.case import CaseView


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next on a case, with its reason and where it is recorded."""

    what: str
    due: date | datetime | None
    due_words: str
    state: str
    reason: ReasonLine | None
    record_url: str


def strip(view: CaseView) -> dict[str, object]:
    """What stays in sight: who, how old, whose, which plan, which colour and why, what is next."""
    case, priority = view.case, view.position.priority
    today = day_of(view.as_at)
    following = [duty for duty in view.position.duties if duty.is_open and duty.who == "us" and duty.due]
    first = following[0] if following else None
    return {
        "name": case.title,
        "reference": case.reference,
        "url": reverse("cases:overview", args=[case.pk]),
        "age": words.age(case.subject_born_on, today),
        "worker": case.holder.name if case.holder else _("Unallocated"),
        "plan": words.plan(case.pack, case.plan),
        "colour": priority.colour,
        "reason": reason_text(priority.reasons[0]) if priority.reasons else "",
        "next_duty": f"{_(first.duty)}, {due_words(first, today, view.as_at)}" if first else "",
        "alerts": [(alert.kind, alert.text or str(alert.get_kind_display())) for alert in view.alerts],
    }


def next_step(view: CaseView) -> Step | None:
    """What the strongest reason of the case asks for; None when nothing presses within the week."""
    made = worklist.build([worklist.Carried(view.position.priority, view.case.place)], view.as_at)
    item = made.first
    if item is None:
        return None
    duty, today = item.duty, day_of(view.as_at)
    if duty is not None:
        url, reason = steps.url_for_duty(view.case, duty.rule), None
    else:
        url, reason = steps.url_for_matter(view.case, item.ground.code), reasons(view, [item.reason])[0]
    return Step(
        what=_(item.what),
        due=words.last_day(item.due) if item.due else None,
        due_words=due_words(duty, today, view.as_at) if duty is not None else "",
        state=duty.state if duty is not None else "",
        reason=reason,
        record_url=url,
    )


def subjects(view: CaseView) -> list[tuple[str, str]]:
    """The children or clients of the case, with their ages."""
    today = day_of(view.as_at)
    return [(person.display_name, words.age(person.born_on or person.expected_on, today)) for person in view.subjects]
