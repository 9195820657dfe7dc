"""Every read of outcomes and feedback, the viewer first; and the one read of somebody who has no account."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case as When_
from django.db.models import Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import TruncQuarter
from django.http import Http404

from plimsoll.cases.queries import case_for, cases_for
from plimsoll.outcomes.kinds import fewest_answers, kind_of
from plimsoll.outcomes.models import Feedback, FeedbackLink, Outcome
from plimsoll.today import LONDON
from plimsoll.walls.identity import beyond

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.cases.models import CaseEvent
    from plimsoll.people.access import Viewer

MOST_TO_CHOOSE = 60
# What may lead to an outcome: work, not what was decided about the case or came in.
NO_WORK = frozenset(
    {"allocated", "unallocated", "event_withdrawn", "outcome_achieved", "client_feedback_given", "priority_overridden",
     "duty_extended", "duty_exempted", "case_closed", "case_reopened", "case_transferred", "case_opened"}
)  # fmt: skip
GOOD, BAD = (4, 5), (1, 2)


def outcome_for(viewer: Viewer, outcome_id: UUID) -> Outcome:
    """One with its case, or the same "not found" whether it does not exist or may not be seen."""
    found = Outcome.objects.filter(pk=outcome_id).select_related("changed_by").first()
    if found is None:
        raise Http404
    found.case = case_for(viewer, found.case_id)
    return found


def link_for(viewer: Viewer, link_id: UUID) -> FeedbackLink:
    """One link through its case's door."""
    found = FeedbackLink.objects.filter(pk=link_id).first()
    if found is None:
        raise Http404
    found.case = case_for(viewer, found.case_id)
    return found


def outcomes_of(case_id: UUID) -> list[Outcome]:
    """The outcomes of a case that has come through the door, the newest first."""
    found = Outcome.objects.filter(case_id=case_id).select_related("led_by")
    return list(found.order_by("-achieved_on", "-created_at"))


def links_of(case_id: UUID) -> list[FeedbackLink]:
    """The links of a case with their answers, the newest first."""
    return list(FeedbackLink.objects.filter(case_id=case_id).select_related("answer", "made_by").order_by("-made_at"))


def to_lead(events: Iterable[CaseEvent], today: date) -> list[CaseEvent]:
    """The entries of a case that an outcome may come of, the newest first."""
    known = list(events)
    corrected = {event.supersedes_id for event in known}
    work = [
        event for event in known if event.name not in NO_WORK and event.pk not in corrected and event.at_on <= today
    ]
    return sorted(work, key=lambda event: (event.at_on, event.pk), reverse=True)[:MOST_TO_CHOOSE]


@beyond("a client who need not sign in has a link, and only its digest finds it")
def usable_link(digest: str, now: datetime) -> FeedbackLink | None:
    """The link of a digest that can still be used: asked by somebody who need not sign in."""
    return FeedbackLink.objects.filter(
        digest=digest, used_at=None, withdrawn_at=None, expires_at__gt=now
    ).first()


@dataclass(frozen=True, slots=True)
class Number:
    """The outcomes of one kind in one service. Pounds that come once, that come each year, and in the first year."""

    service: str
    pack: str
    kind: str
    title: str
    count: int
    cases: int
    once: Decimal
    each_year: Decimal

    @property
    def first_year(self) -> Decimal:
        """Pounds in the first year."""
        return self.once + self.each_year


class Quarter(NamedTuple):
    """What clients of one service said in one quarter; None where too few answered to be told."""

    service: str
    began_on: date
    fewest: int
    answered: int | None
    good: int | None
    bad: int | None
    mean: Decimal | None


_POUNDS: DecimalField[Decimal, Decimal] = DecimalField(max_digits=16, decimal_places=2)
_EACH_YEAR = When_(
    When(per="week", then=F("pounds") * 52),
    When(per="month", then=F("pounds") * 12),
    When(per="year", then=F("pounds")),
    default=Value(Decimal(0)),
    output_field=_POUNDS,
)
_ONCE = When_(When(per="once", then=F("pounds")), default=Value(Decimal(0)), output_field=_POUNDS)


def may_see_numbers(viewer: Viewer) -> bool:
    """Whether this person answers for more than their own cases."""
    return viewer.oversees or viewer.is_auditor


def numbers(viewer: Viewer, since: date, until: date) -> list[Number]:
    """The outcomes achieved from one day to another over the cases this person may see: one query."""
    rows = (
        Outcome.objects.filter(case_id__in=cases_for(viewer).values("id"), withdrawn_why="")
        .filter(achieved_on__range=(since, until))
        .values("case__service__name", "case__pack", "kind")
        .annotate(n=Count("id"), cases=Count("case_id", distinct=True), once=Sum(_ONCE), each_year=Sum(_EACH_YEAR))
        .order_by("case__service__name", "-n", "kind")
    )
    return [
        Number(
            service=row["case__service__name"],
            pack=row["case__pack"],
            kind=row["kind"],
            title=kind_of(row["case__pack"], row["kind"]).title,
            count=row["n"],
            cases=row["cases"],
            once=row["once"],
            each_year=row["each_year"],
        )
        for row in rows
    ]


def ratings(viewer: Viewer, since: datetime) -> list[Quarter]:
    """What clients said, by service and calendar quarter: one query.

    The quarters are fixed, so that no two questions can be subtracted from each other to find one person's answer; a
    quarter with fewer answers than the pack states is not told.
    """
    rows = (
        Feedback.objects.filter(case_id__in=cases_for(viewer).values("id"), given_at__gte=since)
        .annotate(quarter=TruncQuarter("given_at", tzinfo=LONDON))
        .values("case__service__name", "case__service__pack", "quarter")
        .annotate(
            n=Count("id"), good=Count("id", filter=Q(rating__in=GOOD)), bad=Count("id", filter=Q(rating__in=BAD)),
            total=Sum("rating"),
        )
        .order_by("case__service__name", "-quarter")
    )  # fmt: skip
    return [_quarter(row) for row in rows]


def _quarter(row: Mapping[str, Any]) -> Quarter:
    fewest = fewest_answers(row["case__service__pack"])
    count, total = row["n"], row["total"]
    service, began_on = row["case__service__name"], row["quarter"].date()
    if count < fewest:
        return Quarter(service, began_on, fewest, None, None, None, None)
    mean = (Decimal(total) / count).quantize(Decimal("0.1"))
    return Quarter(service, began_on, fewest, count, row["good"], row["bad"], mean)


def total_of(found: Sequence[Number]) -> tuple[int, Decimal, Decimal]:
    """(how many, pounds that come once, pounds a year) of these numbers."""
    once = sum((one.once for one in found), Decimal(0))
    each_year = sum((one.each_year for one in found), Decimal(0))
    return sum(one.count for one in found), once, each_year
