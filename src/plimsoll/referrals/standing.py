"""Where each referral stands, worked out from the events of its case. Values in, values out: no database, no clock.

A referral is a run of events that name the same service: it begins when it is sent, and whatever names the service
after belongs to it, until another is sent after an end. The priority policy reads the same events in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plimsoll.engine.facts import Event

SENT, ACKNOWLEDGED, ACCEPTED = "onward_referral_sent", "onward_referral_acknowledged", "onward_referral_accepted"
DECLINED, WITHDRAWN, ESTIMATED = "onward_referral_declined", "onward_referral_withdrawn", "onward_wait_estimated"
STARTED, ENDED, CHASED = "onward_service_started", "onward_service_ended", "onward_referral_chased"
TRIED, CHECKED = "onward_alternative_tried", "wait_checked"
NAMES = frozenset(
    {SENT, ACKNOWLEDGED, ACCEPTED, DECLINED, WITHDRAWN, ESTIMATED, STARTED, ENDED, CHASED, TRIED, CHECKED}
)
_STATE_AFTER = {
    ACKNOWLEDGED: "acknowledged",
    ACCEPTED: "accepted",
    DECLINED: "declined",
    WITHDRAWN: "withdrawn",
    STARTED: "started",
    ENDED: "ended",
}
WAITING = frozenset({"sent", "acknowledged", "accepted"})
_OVER = frozenset({STARTED, DECLINED, WITHDRAWN, ENDED})
ANSWERS = frozenset({ACKNOWLEDGED, ACCEPTED, DECLINED, ESTIMATED, STARTED})
RISK_ORDER = {"worse": 0, "": 1, "same": 1, "better": 2}
CHECK_EVERY = timedelta(days=28)
DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a referral. `id` is the event's."""

    id: str
    name: str
    on: date
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A day named for the start of the service, and when it was named."""

    said_on: date
    expected_on: date


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as it stands. `id` is the id of the event that sent it."""

    id: int
    service: str
    to: str
    about: str
    state: str
    steps: tuple[Step, ...]
    estimates: tuple[Estimate, ...] = field(default=())

    @property
    def sent_on(self) -> date:
        """The day it was sent."""
        return self.steps[0].on

    @property
    def is_waiting(self) -> bool:
        """Whether the service has neither started nor said no, nor the referral been taken back."""
        return self.state in WAITING

    @property
    def over_on(self) -> date | None:
        """The day the wait ended, however it did."""
        return next((step.on for step in self.steps if step.name in _OVER), None)

    def waited_days(self, today: date) -> int:
        """Days from the sending until the end of the wait, or until today."""
        until = today if self.is_waiting else self.over_on or self.steps[-1].on
        return max(0, (until - self.sent_on).days)

    @property
    def expected_on(self) -> date | None:
        """The day named last."""
        return self.estimates[-1].expected_on if self.estimates else None

    @property
    def first_expected_on(self) -> date | None:
        """The day named first."""
        return self.estimates[0].expected_on if self.estimates else None

    @property
    def drift_days(self) -> int:
        """How much later the day named last is than the first; less than nothing where it came nearer."""
        if len(self.estimates) < 2:
            return 0
        return (self.estimates[-1].expected_on - self.estimates[0].expected_on).days

    def over_days(self, today: date) -> int:
        """Days past the day that was named first; 0 while it is not past, or none was named."""
        if self.first_expected_on is None or not self.is_waiting:
            return 0
        return max(0, (today - self.first_expected_on).days)

    @property
    def last_check(self) -> Step | None:
        """The last look at the wait."""
        return self.last(CHECKED)

    @property
    def risk(self) -> str:
        """What the last look said of the risk: better, same, worse; empty where nobody has looked."""
        check = self.last_check
        if check is None:
            return ""
        said = str(check.details.get("risk") or "")
        return said or ("worse" if _is_yes(check.details.get("risk_changed")) else "same")

    @property
    def interim_plan(self) -> str:
        """What holds meanwhile, as it was written last."""
        found = (str(step.details.get("interim_plan") or "") for step in reversed(self.steps))
        return next((text for text in found if text), "")

    @property
    def check_by(self) -> date:
        """When to look again: the day that was set last, or four weeks after the last look."""
        looked = [step for step in self.steps if step.name in {SENT, CHECKED}]
        return _day(looked[-1].details.get("check_by")) or looked[-1].on + CHECK_EVERY

    def unchecked(self, today: date) -> bool:
        """Whether the day for the next look has passed."""
        return self.is_waiting and self.check_by < today

    @property
    def harms(self) -> tuple[str, ...]:
        """What went wrong meanwhile, as the looks at the wait marked it; each word once."""
        marked = (step.details.get("harms") for step in self.steps if step.name == CHECKED)
        found = [str(word) for words in marked if isinstance(words, list | tuple) for word in words]
        return tuple(dict.fromkeys(found))

    @property
    def chasers(self) -> tuple[Step, ...]:
        """Every time the service was chased."""
        return tuple(step for step in self.steps if step.name == CHASED)

    @property
    def is_answered(self) -> bool:
        """Whether the service has said anything since it was last chased, or since it was sent."""
        since = max((place for place, step in enumerate(self.steps) if step.name in {CHASED, SENT}), default=0)
        return any(step.name in ANSWERS for step in self.steps[since + 1 :])

    @property
    def their_reference(self) -> str:
        """What the service knows it by."""
        found = (str(step.details.get("their_reference") or "") for step in reversed(self.steps))
        return next((text for text in found if text), "")

    def last(self, *names: str) -> Step | None:
        """The last step of these names."""
        return next((step for step in reversed(self.steps) if step.name in names), None)


def referrals(events: Iterable[Event]) -> list[Referral]:
    """The referrals of one case, in the order in which they were sent. `events` are what counts, in any order.

    Two steps of one day follow each other as they were written down.
    """
    runs: dict[str, list[list[Step]]] = {}
    steps = [_step(event) for event in events if event.name in NAMES]
    for step in sorted(steps, key=lambda one: (one.on, int(one.id or 0))):
        known = runs.setdefault(service_key(step.details.get("service")), [])
        if step.name == SENT and (not known or _is_over(known[-1])):
            known.append([])
        if known:  # an answer to a referral nobody recorded has no place of its own
            known[-1].append(step)
    found = [_referral(steps) for of_service in runs.values() for steps in of_service]
    return sorted(found, key=lambda one: (one.sent_on, one.id))


def service_key(service: object) -> str:
    """Services are told apart as the priority policy tells them: without regard to case and spaces."""
    return " ".join(str(service or "").replace("_", " ").split()).casefold()


def riskiest_first(found: Referral, today: date) -> tuple[int, int, int, int]:
    """Order of the page of waits: worse risk, longer than was first expected, not looked at, then the longest."""
    return (
        RISK_ORDER.get(found.risk, 1),
        0 if found.over_days(today) else 1,
        0 if found.unchecked(today) else 1,
        -found.waited_days(today),
    )


def _referral(steps: Sequence[Step]) -> Referral:
    first = steps[0]
    service = str(first.details.get("service") or "").replace("_", " ").strip()
    state = "sent"
    for step in steps:
        if state in WAITING or (state == "started" and step.name == ENDED):  # what is over stays over
            state = _STATE_AFTER.get(step.name, state)
    return Referral(
        id=int(first.id or 0),
        service=service,
        to=str(first.details.get("to") or service),
        about=str(first.details.get("about") or ""),
        state=state,
        steps=tuple(steps),
        estimates=tuple(_estimates(steps)),
    )


def _estimates(steps: Sequence[Step]) -> Iterable[Estimate]:
    for step in steps:
        weeks = _number(step.details.get("expected_wait_weeks"))
        named = _day(step.details.get("expected_on"))
        if named is None and weeks is not None:
            named = step.on + timedelta(days=round(weeks * DAYS_IN_WEEK))
        if named is not None:
            yield Estimate(step.on, named)


def _is_over(steps: Sequence[Step]) -> bool:
    return any(step.name in _OVER for step in steps)


def _step(event: Event) -> Step:
    at = event.at
    on = at.astimezone(LONDON).date() if isinstance(at, datetime) else at
    return Step(event.id, event.name, on, dict(event.details))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


MOST_WEEKS = 52 * 20


def _number(value: object) -> float | None:
    """Weeks as a number; what is none, or longer than twenty years, is none."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 0 <= found <= MOST_WEEKS else None


def _is_yes(value: object) -> bool:
    return value is True or str(value).casefold() in {"yes", "y", "1", "true", "worse", "higher"}
