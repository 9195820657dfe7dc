"""Referrals as pages show them: values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plimsoll.cases import words
from plimsoll.referrals import standing
from plimsoll.referrals.chasing import how_long
from plimsoll.referrals.waiting_rules import waiting_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.cases.models import CaseEvent
    from plimsoll.referrals.queries import Wait
    from plimsoll.referrals.standing import Referral, Step

STATES = {
    "sent": gettext_lazy("Sent, not answered"),
    "acknowledged": gettext_lazy("Acknowledged"),
    "accepted": gettext_lazy("Accepted, on their list"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Taken back"),
    "started": gettext_lazy("Started"),
    "ended": gettext_lazy("Ended"),
}
RISKS = {
    "": gettext_lazy("Not looked at yet"),
    "better": gettext_lazy("Less than when it was sent"),
    "same": gettext_lazy("As when it was sent"),
    "worse": gettext_lazy("Grown since it was sent"),
}
_OWN_WORDS = frozenset({"service", "to", "about", "risk_changed", "interim_plan", "asked_for"})


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words."""

    title: str
    on: date
    details: tuple[tuple[str, str], ...]
    text: str
    by: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral as its case shows it. `state` is late, due_soon or running for the mark of a wait, else met."""

    id: int
    title: str
    state: str
    state_words: str
    mark: str
    waited: str
    expected: str
    drift: str
    check_by: date | None
    is_unchecked: bool
    risk: str
    risk_words: str
    interim_plan: str
    asked_for: str
    harms: tuple[str, ...]
    unanswered: str
    is_waiting: bool
    can_follow: bool
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class WaitLine:
    """A wait on the page of all waits."""

    id: int
    case_id: UUID
    case_name: str
    case_reference: str
    case_url: str
    service: str
    about: str
    worker: str
    team: str
    state_words: str
    mark: str
    waited_days: int
    waited: str
    sent_on: date
    expected_on: date | None
    expected: str
    drift: str
    over: str
    risk: str
    risk_words: str
    checked_on: date | None
    check_by: date
    is_unchecked: bool
    chasers: int


def lines(
    found: Iterable[Referral], *, pack: str, events: Sequence[CaseEvent], today: date, can_record: bool
) -> list[ReferralLine]:
    """The referrals of a case: what waits first, then the rest, the newest first."""
    rows = {str(event.pk): event for event in events}
    harms = dict(waiting_rules(pack).harms)
    newest = sorted(found, key=lambda one: (not one.is_waiting, -one.sent_on.toordinal(), -one.id))
    return [_line(one, pack, rows, harms, today, can_record=can_record) for one in newest]


def _line(
    found: Referral,
    pack: str,
    rows: Mapping[str, CaseEvent],
    harms: Mapping[str, str],
    today: date,
    *,
    can_record: bool,
) -> ReferralLine:
    return ReferralLine(
        id=found.id,
        title=found.service or _("Another service"),
        state=found.state,
        state_words=str(STATES[found.state]),
        mark=mark(found, today),
        waited=waited(found, today),
        expected=expected(found, today),
        drift=drift(found),
        check_by=found.check_by if found.is_waiting else None,
        is_unchecked=found.unchecked(today),
        risk=found.risk,
        risk_words=str(RISKS[found.risk]) if found.risk in RISKS else found.risk,
        interim_plan=found.interim_plan,
        asked_for=str(found.steps[0].details.get("asked_for") or ""),
        harms=tuple(_(harms.get(word, word.replace("_", " "))) for word in found.harms),
        unanswered=unanswered(found),
        is_waiting=found.is_waiting,
        can_follow=can_record and found.state in {"sent", "acknowledged", "accepted", "started"},
        steps=tuple(_step(step, pack, rows, harms) for step in reversed(found.steps)),
    )


def _step(step: Step, pack: str, rows: Mapping[str, CaseEvent], harms: Mapping[str, str]) -> StepLine:
    row = rows.get(step.id)
    told = {name: value for name, value in step.details.items() if name not in _OWN_WORDS}
    if isinstance(told.get("harms"), list):
        told["harms"] = [_(harms.get(str(word), str(word))) for word in told["harms"]]  # type: ignore[attr-defined]
    details = words.details(pack, step.name, told)
    extra = str(step.details.get("interim_plan") or "") if step.name == standing.CHECKED else ""
    if extra:
        details = (*details, (_("What holds meanwhile"), extra))
    return StepLine(
        title=words.event_title(pack, step.name),
        on=step.on,
        details=details,
        text=row.note if row else "",
        by=row.recorded_by.name if row and row.recorded_by else "",
        letter=step.id if step.name == standing.CHASED and row and row.note else "",
    )


def mark(found: Referral, today: date) -> str:
    """The state of the wait for its mark: late past the first day named, due soon when nobody has looked, running."""
    if not found.is_waiting:
        return {"started": "met", "ended": "met", "declined": "lapsed", "withdrawn": "cancelled"}[found.state]
    if found.over_days(today):
        return "late"
    return "due_soon" if found.unchecked(today) or found.risk == "worse" else "running"


def waited(found: Referral, today: date) -> str:
    """How long it has been, or was."""
    text = how_long(found.waited_days(today))
    if found.is_waiting:
        return _("Waiting %(long)s") % {"long": text}
    if found.state in {"started", "ended"}:
        return _("Started after %(long)s") % {"long": text}
    return _("Over after %(long)s") % {"long": text}


def expected(found: Referral, today: date) -> str:
    """What was said of the wait, and whether it is past."""
    if not found.estimates:
        return _("Nobody has said how long")
    first = found.estimates[0]
    over = found.over_days(today)
    said = _("By %(day)s, said on %(said)s") % {
        "day": words.day(first.expected_on),
        "said": words.day(first.said_on),
    }
    return _("%(said)s; past by %(over)s") % {"said": said, "over": how_long(over)} if over else said


def drift(found: Referral) -> str:
    """How the day named has moved; nothing where it has not."""
    if not found.drift_days or found.expected_on is None:
        return ""
    params = {"day": words.day(found.expected_on), "by": how_long(abs(found.drift_days))}
    if found.drift_days > 0:
        return _("Now %(day)s: %(by)s later than was first said") % params
    return _("Now %(day)s: %(by)s sooner than was first said") % params


def unanswered(found: Referral) -> str:
    """A chaser that nobody has answered."""
    chasers = found.chasers
    if not chasers or found.is_answered or not found.is_waiting:
        return ""
    params = {"n": len(chasers), "day": words.day(chasers[-1].on)}
    return (
        ngettext("Chased once, on %(day)s, no answer since", "Chased %(n)d times, last on %(day)s, no answer since",
                 len(chasers)) % params
    )  # fmt: skip


def wait_lines(waits: Iterable[Wait], today: date) -> list[WaitLine]:
    """Waits as lines of the page of all waits, in the order given."""
    return [_wait_line(one, today) for one in waits]


def _wait_line(wait: Wait, today: date) -> WaitLine:
    case, found = wait.case, wait.referral
    check, over = found.last_check, found.over_days(today)
    return WaitLine(
        id=found.id,
        case_id=case.pk,
        case_name=case.title,
        case_reference=case.reference,
        case_url=f"{reverse('referrals:case', args=[case.pk])}#referral-{found.id}",
        service=found.to or _("Another service"),
        about=found.about,
        worker=case.holder.name if case.holder else "",
        team=case.team.name,
        state_words=str(STATES[found.state]),
        mark=mark(found, today),
        waited_days=found.waited_days(today),
        waited=how_long(found.waited_days(today)),
        sent_on=found.sent_on,
        expected_on=found.expected_on,
        expected=words.day(found.expected_on) if found.expected_on else _("Nobody has said"),
        drift=_("%(by)s later than first said") % {"by": how_long(found.drift_days)} if found.drift_days > 0 else "",
        over=_("past the first date by %(over)s") % {"over": how_long(over)} if over else "",
        risk=found.risk,
        risk_words=str(RISKS.get(found.risk, found.risk)),
        checked_on=check.on if check else None,
        check_by=found.check_by,
        is_unchecked=found.unchecked(today),
        chasers=len(found.chasers),
    )


def newest_steps(found: Referral, pack: str, seen: int) -> list[tuple[str, str]]:
    """(what happened, when) of the steps that somebody had not seen yet."""
    return [(words.event_title(pack, step.name), words.day(step.on)) for step in found.steps[seen:]]


def tally(waiting: Sequence[Referral], today: date) -> list[tuple[str, int, str]]:
    """(words, how many, filter) of the numbers on top of the page of all waits."""
    return [
        (_("waiting"), len(waiting), ""),
        (_("risk has grown"), sum(one.risk == "worse" for one in waiting), "worse"),
        (_("longer than first said"), sum(one.over_days(today) > 0 for one in waiting), "over"),
        (_("not looked at in time"), sum(one.unchecked(today) for one in waiting), "unchecked"),
        (_("chased, not answered"), sum(bool(one.chasers) and not one.is_answered for one in waiting), "unanswered"),
    ]
