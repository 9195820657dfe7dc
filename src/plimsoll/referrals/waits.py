"""The page of all waits: what was asked for, narrowed and ordered; and the same as a file that no sheet can run."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.referrals import standing
from plimsoll.spreadsheets import formula_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from plimsoll.referrals.presenting import WaitLine
    from plimsoll.referrals.queries import Wait

SORTS = ("riskiest", "longest", "shortest", "name", "service")
ONLY = (
    ("", gettext_lazy("Every wait")),
    ("worse", gettext_lazy("The risk has grown")),
    ("over", gettext_lazy("Longer than was first said")),
    ("unchecked", gettext_lazy("Not looked at in time")),
    ("unanswered", gettext_lazy("Chased and not answered")),
    ("unsaid", gettext_lazy("Nobody has said how long")),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for in the address; what is not known is left out."""

    text: str = ""
    service: str = ""
    team: str = ""
    worker: str = ""
    only: str = ""
    sort: str = "riskiest"


def filters_from(given: Mapping[str, str]) -> Filters:
    """The filters in an address; anything strange in it is as if it were not there."""
    only, sort = given.get("only", ""), given.get("sort", "")
    return Filters(
        text=given.get("q", "").strip()[:100],
        service=standing.service_key(given.get("service", "")[:200]),
        team=given.get("team", ""),
        worker=given.get("worker", ""),
        only=only if only in dict(ONLY) else "",
        sort=sort if sort in SORTS else "riskiest",
    )


def narrowed(waits: Iterable[Wait], filters: Filters, today: date) -> list[Wait]:
    """The waits asked for, in order."""
    tests = _tests(filters, today)
    found = [wait for wait in waits if wait.referral.is_waiting and all(test(wait) for test in tests)]
    return sorted(found, key=_order(filters.sort, today))


def is_of(wait: Wait, service: str) -> bool:
    """Whether it is a wait for the service of this key."""
    return standing.service_key(wait.referral.to) == service


def services(waits: Iterable[Wait], *, waiting_only: bool = True) -> list[tuple[str, str]]:
    """(key, name) of the services waited for, by name; with `waiting_only` off, of every service referred to."""
    chosen = [wait.referral for wait in waits if wait.referral.is_waiting or not waiting_only]
    found = {standing.service_key(one.to): one.to for one in chosen}
    return sorted(found.items(), key=lambda item: item[1].casefold())


def workers(waits: Iterable[Wait]) -> list[tuple[str, str]]:
    """(id, name) of who holds the cases that wait, by name."""
    found = {str(wait.case.holder_id): wait.case.holder.name for wait in waits if wait.case.holder}
    return sorted(found.items(), key=lambda item: item[1].casefold())


def _said_of(wait: Wait) -> str:
    return f"{wait.case.title} {wait.case.reference} {wait.referral.service}"


def _tests(filters: Filters, today: date) -> list[Callable[[Wait], bool]]:
    tests: list[Callable[[Wait], bool]] = []
    if filters.text:
        wanted = filters.text.casefold()
        tests.append(lambda wait: wanted in _said_of(wait).casefold())
    if filters.service:
        tests.append(lambda wait: is_of(wait, filters.service))
    if filters.team:
        tests.append(lambda wait: str(wait.case.team_id) == filters.team)
    if filters.worker == "nobody":
        tests.append(lambda wait: wait.case.holder_id is None)
    elif filters.worker:
        tests.append(lambda wait: str(wait.case.holder_id) == filters.worker)
    if filters.only:
        tests.append(_only_tests(today)[filters.only])
    return tests


def _only_tests(today: date) -> dict[str, Callable[[Wait], bool]]:
    return {
        "worse": lambda wait: wait.referral.risk == "worse",
        "over": lambda wait: wait.referral.over_days(today) > 0,
        "unchecked": lambda wait: wait.referral.unchecked(today),
        "unanswered": lambda wait: bool(wait.referral.chasers) and not wait.referral.is_answered,
        "unsaid": lambda wait: not wait.referral.estimates,
    }


def _order(sort: str, today: date) -> Callable[[Wait], tuple[object, ...]]:
    def last(wait: Wait) -> tuple[object, ...]:
        return (-wait.referral.waited_days(today), wait.case.number, wait.referral.id)

    orders: dict[str, Callable[[Wait], tuple[object, ...]]] = {
        "riskiest": lambda wait: (*standing.riskiest_first(wait.referral, today), *last(wait)),
        "longest": last,
        "shortest": lambda wait: (wait.referral.waited_days(today), wait.case.number, wait.referral.id),
        "name": lambda wait: (wait.case.title.casefold(), *last(wait)),
        "service": lambda wait: (wait.referral.to.casefold(), *last(wait)),
    }
    return orders[sort]


def as_csv(lines: Sequence[WaitLine]) -> bytes:
    """The waits as a file for a spreadsheet; no cell can be read as a formula."""
    headings = [
        _("Case"), _("Name"), _("Service"), _("For whom"), _("State"), _("Sent"), _("Days waited"), _("Expected by"),
        _("Drift"), _("Risk"), _("Last looked at"), _("Look again by"), _("Chasers"), _("Worker"), _("Team"),
    ]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([formula_safe(cell) for cell in headings])
    for line in lines:
        cells: list[object] = [
            line.case_reference, line.case_name, line.service, line.about, line.state_words, line.sent_on,
            line.waited_days, line.expected_on or "", line.drift, line.risk_words, line.checked_on or "",
            line.check_by, line.chasers, line.worker, line.team,
        ]  # fmt: skip
        writer.writerow([formula_safe(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
