"""The engine's worklist as My day shows it: words, links, and things of one kind under one heading. No query."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import rules, steps, words
from plimsoll.cases.carried import kept_ground
from plimsoll.cases.rows import CaseLine, duty_line, kept_duty, kept_reason
from plimsoll.engine.policy.values import SUPPORTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
    what: str = ""
    rank: int = SUPPORTING
    doing: str = ""
    times: int = 1


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


@dataclass
class Sheet:
    """The rows of every bucket, where one doing stands once for a case.

    A concern to decide and the duty to decide it within a day are one thing to do: the first in the
    worklist's order stays, and takes the date or the reason of the other with it.
    """

    cases: Cases
    lines: Lines
    now: datetime
    _seen: dict[tuple[str, str], tuple[list[Row], int]] = field(default_factory=dict)

    def rows(self, items: Iterable[Item]) -> list[Row]:
        """The rows of one bucket; call for the buckets in their order."""
        made: list[Row] = []
        for item in items:
            row = self.row(item)
            key = (item.case, row.doing)
            earlier = self._seen.get(key) if row.doing else None
            if earlier is not None and _is_one_thing(earlier[0][earlier[1]], row):
                found, place = earlier
                found[place] = _joined(found[place], row)
                continue
            self._seen[key] = (made, len(made))
            made.append(row)
        return made

    def row(self, item: Item) -> Row:
        """One item in words."""
        case, line = self.cases[item.case], self.lines[item.case]
        value = kept_ground(item.ground)
        duty = kept_duty(case, value)
        dated = duty_line(case, duty, self.now) if duty and duty["due"] else None
        if duty is None:
            url = steps.url_for_matter(case, item.ground.code)
        else:
            url = "" if duty["who"] == "client" else steps.url_for_duty(case, duty["rule"], duty.get("since", ""))
        return Row(
            case=line,
            due=dated.due if dated else None,
            due_words=dated.due_words if dated else "",
            state="late" if item.bucket == "late" else dated.state if dated else "",
            why="" if duty or not item.ground.to_do else kept_reason(case, value, self.now),
            is_unverified=duty is not None and duty["verified"] == "unverified",
            url=f"{line.url}duties/#{duty['rule']}" if duty else f"{line.url}why/",
            record_url=url,
            what=_(item.what) if duty or item.ground.to_do else kept_reason(case, value, self.now),
            rank=min(item.ground.rank, SUPPORTING),
            doing=url.partition("?")[0],
        )

    def first(self, item: Item) -> First:
        """The first thing, with its reason and where that comes from in words."""
        case, row = self.cases[item.case], self.row(item)
        value = kept_ground(item.ground)
        duty = kept_duty(case, value)
        if duty is not None:
            law = rules.citation(case.pack, duty["rule"], duty.get("since", ""))
            return First(row.what, row, "", words.law(law) if law else "", row.url)
        source = value.get("source") or {}
        if source.get("kind") == "event":
            return First(
                row.what, row, row.why, _("See the record"), f"{row.case.url}chronology/#event-{source['id']}"
            )
        return First(row.what, row, row.why, _("The service’s own limit"), f"{row.case.url}why/")


def kinds_of(rows: Sequence[Row]) -> tuple[Kind, ...]:
    """Rows in the worklist's order; the same thing in the same tier is said once, above those it is for.

    What a case has several times for one day (advice asked of three bodies) is one row that says how many.
    """
    found: dict[tuple[int, str], dict[tuple[str, date | datetime | None, str], Row]] = {}
    for row in rows:
        alike = found.setdefault((row.rank, row.what), {})
        key = (row.case.id, row.due, row.why)
        alike[key] = replace(alike[key], times=alike[key].times + 1) if key in alike else row
    return tuple(Kind(what, tuple(alike.values())) for (_rank, what), alike in found.items())


def _is_one_thing(one: Row, other: Row) -> bool:
    """Whether one of two rows is a date and the other the reason for the same doing; two dates are two things."""
    return one.due is None or other.due is None


def _joined(first: Row, other: Row) -> Row:
    if first.due is None and other.due is not None:
        return replace(
            first, due=other.due, due_words=other.due_words, state=other.state, is_unverified=other.is_unverified
        )
    return replace(first, why=first.why or other.why)


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
