"""What is in progress on a case, in words, from what is recorded: for the worker who receives it, and for a closing.

`{"parts": [{"name", "title", "lines": [{"text", "when", "detail"}]}]}`. Apps that keep things of a case of their own
add a part with `also`; a part that says nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from plimsoll.cases import presenting, words
from plimsoll.cases.standing import day_of
from plimsoll.handover.models import Wait
from plimsoll.notes.models import Draft
from plimsoll.plans.kinds import kind_of
from plimsoll.plans.queries import unended_plans_of
from plimsoll.tasks import queries as task_queries
from plimsoll.tasks.presenting import blocked_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from uuid import UUID

    from plimsoll.cases.queries.case import CaseView

Line = dict[str, str]
Summary = dict[str, Any]

_OTHERS: dict[str, tuple[Callable[[], str], Callable[[UUID, date], list[Line]]]] = {}
LAST_CONTACTS = 5
UNFINISHED = frozenset({"duties", "tasks", "plans", "waits", "drafts"})


def also(name: str, title: Callable[[], str], read: Callable[[UUID, date], list[Line]]) -> None:
    """Add a part: what an app keeps of a case that must not be lost on the way. Called once, when the app starts."""
    _OTHERS[name] = (title, read)


def line(text: str, when: str = "", detail: str = "") -> Line:
    """One line of a part."""
    return {"text": text, "when": when, "detail": detail}


def summary(view: CaseView) -> Summary:
    """Everything in progress. The case has been through the door already."""
    today = day_of(view.as_at)
    parts = [
        ("duties", _("What is due"), list(_duties(view))),
        ("tasks", _("Tasks"), list(_tasks(view, today))),
        ("plans", _("Plans"), list(_plans(view))),
        ("waits", _("Waiting on others"), list(_waits(view))),
        ("consents", _("Consents in force"), list(_consents(view))),
        ("alerts", _("To know before a visit or a letter"), list(_alerts(view))),
        ("drafts", _("Drafts not yet final"), list(_drafts(view))),
        *((name, title(), read(view.case.pk, today)) for name, (title, read) in _OTHERS.items()),
        ("said", _("What the family or client said for their plan"), list(_said(view))),
        ("contacts", _("What happened last"), list(_contacts(view))),
    ]
    return {"parts": [{"name": name, "title": title, "lines": lines} for name, title, lines in parts if lines]}


def unfinished(found: Summary) -> list[dict[str, Any]]:
    """The parts that closing the case would leave unfinished."""
    return [part for part in found["parts"] if part["name"] in UNFINISHED or part["name"] in _OTHERS]


def _duties(view: CaseView) -> Iterator[Line]:
    for duty in presenting.open_duties(view):
        yield line(duty.name, words.day(day_of(duty.due)) if duty.due else "", f"{duty.rule} · {duty.state_words}")


def _tasks(view: CaseView, today: date) -> Iterator[Line]:
    del today
    for task in task_queries.open_tasks_of(view.case.pk):
        if task.source == "handover":  # answering the transfer is not part of what is handed over
            continue
        who = task.who or (task.owner.name if task.owner else _("Nobody yet"))
        asked = _("asked of %(who)s") % {"who": task.asked_of.name} if task.asked_of else ""
        detail = " · ".join(part for part in (who, blocked_words(task), asked) if part)
        yield line(task.title, words.day(task.due_on) if task.due_on else "", detail)


def _drafts(view: CaseView) -> Iterator[Line]:
    rows = Draft.objects.filter(case=view.case, note=None, discarded_at=None).select_related("saved_by")
    for draft in rows.order_by("begun_at"):
        text = _("%(format)s, begun by %(who)s") % {"format": draft.format.capitalize(), "who": draft.saved_by.name}
        yield line(text, _("saved %(day)s") % {"day": words.day(day_of(draft.saved_at))})


def _plans(view: CaseView) -> Iterator[Line]:
    for plan in unended_plans_of(view.case.pk):
        review = _("review %(day)s") % {"day": words.day(plan.review_on)} if plan.review_on else ""
        yield line(_(kind_of(view.case.pack, plan.kind).title), review, str(plan.get_state_display()))


def _said(view: CaseView) -> Iterator[Line]:
    for plan in unended_plans_of(view.case.pk):
        for one in plan.views:
            yield line(f"“{one['view']}”", "", one["who"])


WAIT_ENDS = frozenset({"onward_service_started", "onward_referral_declined", "onward_referral_withdrawn"})


def _waits(view: CaseView) -> Iterator[Line]:
    sent: dict[str, Line] = {}
    for event in _standing_events(view):
        service = str(event.details.get("service", ""))
        if event.name == "onward_referral_sent":
            weeks = event.details.get("expected_wait_weeks")
            detail = _("expected wait %(n)s weeks") % {"n": weeks} if weeks else ""
            sent[service] = line(service, _("sent %(day)s") % {"day": words.day(event.at_on)}, detail)
        elif event.name in WAIT_ENDS:
            sent.pop(service, None)
    yield from sent.values()
    for wait in Wait.objects.filter(case=view.case, until_on=None):
        yield line(wait.reason, _("look again %(day)s") % {"day": words.day(wait.look_again_on)}, _("The case waits"))


def _consents(view: CaseView) -> Iterator[Line]:
    given: dict[tuple[str, str], Line] = {}
    for event in _standing_events(view):
        key = (str(event.details.get("purpose", "")), str(event.details.get("agency", "")))
        if event.name == "consent_given":
            given[key] = line(key[0], _("given %(day)s") % {"day": words.day(event.at_on)}, key[1])
        elif event.name == "consent_withdrawn":
            given.pop(key, None)
    yield from given.values()


def _alerts(view: CaseView) -> Iterator[Line]:
    for alert in view.alerts:
        yield line(str(alert.get_kind_display()), "", alert.text)


def _contacts(view: CaseView) -> Iterator[Line]:
    for entry in presenting.chronology(view, newest=LAST_CONTACTS):
        yield line(entry.title, words.day(entry.on.date() if hasattr(entry.on, "date") else entry.on), entry.note)


def _standing_events(view: CaseView) -> Iterator[Any]:
    """Events that were not corrected or withdrawn, in the order in which they happened."""
    gone = {event.supersedes_id for event in view.events if event.supersedes_id}
    for event in view.events:
        if event.pk not in gone and event.name != "event_withdrawn":
            yield event
