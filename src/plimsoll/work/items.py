"""The engine's worklist as My day shows it: words, links, and things of one kind under one heading. No query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import rules, steps, words
from plimsoll.cases.carried import kept_ground
from plimsoll.cases.rows import CaseLine, duty_line, kept_duty, kept_reason
from plimsoll.engine.policy.values import SUPPORTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from plimsoll.cases.models import Case
    from plimsoll.engine.worklist import Group, Item

    Cases = Mapping[str, Case]
    Lines = Mapping[str, CaseLine]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do for one case. `why` is said where there is no date that says it."""

    case: CaseLine
    due: date | datetime | None
    due_words: str
    state: str
    why: str
    is_unverified: bool
    url: str
    record_url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The same thing to do for one case or several, so that it is said once."""

    what: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class First:
    """What to begin with: the thing, the person, the reason with what it rests on."""

    what: str
    row: Row
    reason: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Together:
    """Things worth doing in one go: visits at one place, or desk work of one kind."""

    title: str
    cases: tuple[CaseLine, ...]


def kinds_of(items: Iterable[Item], cases: Cases, lines: Lines, today: date) -> tuple[Kind, ...]:
    """Items in the worklist's order; the same thing in the same tier is said once, above those it is for."""
    found: dict[tuple[int, str], list[Row]] = {}
    for item in items:
        case = cases[item.case]
        found.setdefault((min(item.ground.rank, SUPPORTING), _what(item, case, today)), []).append(
            _row(item, case, lines[item.case], today)
        )
    return tuple(Kind(what, tuple(rows)) for (_rank, what), rows in found.items())


def first_of(item: Item, cases: Cases, lines: Lines, today: date) -> First:
    """The first thing, with its reason and where that comes from in words."""
    case, line = cases[item.case], lines[item.case]
    duty = kept_duty(case, kept_ground(item.ground))
    row = _row(item, case, line, today)
    if duty is not None:
        law = rules.citation(case.pack, duty["rule"], duty.get("since", ""))
        return First(_what(item, case, today), row, "", words.law(law) if law else "", row.url)
    source = kept_ground(item.ground).get("source") or {}
    is_event = source.get("kind") == "event"
    return First(
        what=_what(item, case, today),
        row=row,
        reason=row.why,
        source=_("See the record") if is_event else _("The service’s own limit"),
        source_url=f"{line.url}chronology/#event-{source['id']}" if is_event else f"{line.url}why/",
    )


def together_of(groups: Iterable[Group], lines: Lines) -> tuple[Together, ...]:
    """What can be done together, named by its place or its kind."""
    return tuple(
        Together(_title(group), tuple(dict.fromkeys(lines[item.case] for item in group.items))) for group in groups
    )


def _title(group: Group) -> str:
    n = len({item.case for item in group.items})
    if group.by == "place":
        return ngettext("%(n)d visit: %(place)s", "%(n)d visits: %(place)s", n) % {"n": n, "place": group.name}
    template = {
        "report": ngettext("%(n)d report to write", "%(n)d reports to write", n),
        "contact": ngettext("%(n)d call or message", "%(n)d calls or messages", n),
        "record": ngettext("%(n)d thing to put on record", "%(n)d things to put on record", n),
        "notification": ngettext("%(n)d notice to send", "%(n)d notices to send", n),
        "plan": ngettext("%(n)d plan to write", "%(n)d plans to write", n),
    }.get(group.name, ngettext("%(n)d thing of one kind", "%(n)d things of one kind", n))
    return template % {"n": n}


def _what(item: Item, case: Case, today: date) -> str:
    value = kept_ground(item.ground)
    if item.duty is not None or item.ground.to_do:
        return _(item.what)
    return kept_reason(case, value, today)


def _row(item: Item, case: Case, line: CaseLine, today: date) -> Row:
    value = kept_ground(item.ground)
    duty = kept_duty(case, value)
    dated = duty_line(case, duty, today) if duty and duty["due"] else None
    return Row(
        case=line,
        due=dated.due if dated else None,
        due_words=dated.due_words if dated else "",
        state="late" if item.bucket == "late" else dated.state if dated else "",
        why="" if duty or not item.ground.to_do else kept_reason(case, value, today),
        is_unverified=duty is not None and duty["verified"] == "unverified",
        url=f"{line.url}duties/#{duty['rule']}" if duty else f"{line.url}why/",
        record_url=record_url(case, duty, item.ground.code),
    )


def record_url(case: Case, duty: dict[str, Any] | None, code: str, *, can_allocate: bool = False) -> str:
    """Where the thing is recorded once it is done; empty where no word of the vocabulary settles it."""
    if duty is not None:
        return "" if duty["who"] == "client" else steps.url_for_duty(case, duty["rule"], duty.get("since", ""))
    return "" if code.endswith(".unallocated") and not can_allocate else steps.url_for_matter(case, code)
