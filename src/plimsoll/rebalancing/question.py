"""From the record to the engine's question: who can carry what, what may move, what must not. Reads only.

A case the viewer may not see stays where it is and weighs as work that is no case of this question: a manager cannot
decide on what they may not read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from plimsoll.cases.models import Case, Holding, NamedAccess
from plimsoll.cases.queries import cases_for
from plimsoll.engine.rebalance import model
from plimsoll.handover.models import Handover
from plimsoll.load import queries as load
from plimsoll.load.models import Adjustment, Reduction
from plimsoll.rebalancing.models import Why

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.engine.load.book import WorkerLoad
    from plimsoll.engine.load.weighting import CountLimit
    from plimsoll.load.queries import Person, Sheet
    from plimsoll.people.access import Viewer
    from plimsoll.people.models import Team

PAUSE = "pause_allocation"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: about which team, why, and about whom."""

    team: Team
    why: str
    about: UUID | None = None
    refused: frozenset[tuple[str, str]] = frozenset()
    stays: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """The engine's question with what is needed to put its answer into words."""

    problem: model.Problem
    sheet: Sheet
    names: dict[str, str]
    cases: dict[str, Case]


def question(viewer: Viewer, asked: Asked, today: date) -> Question:
    """Build it, in a fixed number of queries."""
    sheet = load.sheet_of(viewer, today, team_ids=[asked.team.pk])
    ids = [each.case.id for found in sheet.loads.values() for each in found.carried] + [str(pk) for pk in sheet.nobody]
    known = {str(case.pk): case for case in cases_for(viewer).filter(pk__in=ids).annotate(**_COUNTED)}
    going = set(Handover.objects.filter(case_id__in=ids, state="proposed").values_list("case_id", flat=True))
    fixed = {str(pk) for pk in going} | asked.stays
    cases = tuple(
        replace(case, is_locked=case.is_locked or case.id in fixed or not _may_move(case, asked))
        for case in _cases(sheet, known, today)
        # What nobody holds is a question of its own: asked about somebody, it would only be in the way of the answer.
        if case.holder or asked.why in (Why.NOBODY, Why.TEAM)
    )
    options = model.Options(
        movable="needed" if asked.why in (Why.OVER, Why.TEAM) else "all",
        cover="temporary" if asked.why == Why.AWAY else "permanent",
        refused=asked.refused,
        utilisation_target=100,
    )
    people = {str(person.id): person.name for person in sheet.people}
    names = people | {key: case.title for key, case in known.items()}
    limits = sheet.book.weighting.limits.counts
    workers = _Workers(asked, set(known), _paused(sheet, today), _ends(sheet, today), _conflicts(ids), limits)
    found_workers = tuple(workers.worker(person, sheet.loads[person.id]) for person in sheet.people)
    return Question(model.Problem(found_workers, cases, options), sheet, names, known)


_ALLOCATED = Q(holdings__kind=Holding.Kind.ALLOCATED)
_COUNTED = {
    "n_workers": Count("holdings__worker", filter=_ALLOCATED, distinct=True),
    "held_from": Max("holdings__from_on", filter=_ALLOCATED & Q(holdings__until_on=None)),
}


def _may_move(case: model.Case, asked: Asked) -> bool:
    """What the question is about; everything else stays where it is."""
    if asked.why == Why.NOBODY:
        return not case.holder
    if asked.why == Why.TEAM:
        return True
    return case.holder == str(asked.about)


def _cases(sheet: Sheet, known: dict[str, Any], today: date) -> Iterator[model.Case]:
    """The cases that may be seen, as the engine takes them."""
    for person in sheet.people:
        for each in sheet.loads[person.id].carried:
            if each.case.id in known:
                kind = each.case.facts.get("type")
                yield replace(
                    _case(known[each.case.id], each.points, today), holder=str(person.id), family=each.case.family,
                    kinds=frozenset({str(kind)} if kind else ()),
                    is_locked=known[each.case.id].holder_id != person.id,  # covered: it goes back by itself
                )  # fmt: skip
    for pk, nobody in sheet.nobody.items():
        if str(pk) in known:
            yield _case(known[str(pk)], nobody.points, today)


def _case(case: Any, points: Decimal, today: date) -> model.Case:
    held = case.held_from or case.opened_on
    months = max(0, (today.year - held.year) * 12 + today.month - held.month)
    return model.Case(str(case.pk), points, months=months, changes=max(0, case.n_workers - 1), place=case.place)


@dataclass(frozen=True, slots=True)
class _Workers:
    """What is known of everybody in the team."""

    asked: Asked
    known: set[str]
    paused: set[UUID]
    ends: dict[UUID, date | None]
    barred: dict[str, frozenset[str]]
    limits: Sequence[CountLimit]

    def worker(self, person: Person, found: WorkerLoad) -> model.Worker:
        """One person as the engine takes them."""
        unseen = sum((each.points for each in found.carried if each.case.id not in self.known), Decimal(0))
        is_asked_about = person.id == self.asked.about
        leaves = self.asked.why == Why.LEAVING and is_asked_about
        away = leaves or found.available.hours <= 0 or (self.asked.why == Why.AWAY and is_asked_about)
        return model.Worker(
            id=str(person.id),
            capacity=found.available.points,
            other_points=sum((part.points for part in found.work), Decimal(0)) + unseen,
            absence=model.Absence(None if leaves else self.ends.get(person.id)) if away else None,
            takes_new=person.id not in self.paused,
            conflicts=self.barred.get(str(person.id), frozenset()),
            limits=tuple(self._limits(found)),
        )

    def _limits(self, found: WorkerLoad) -> Iterator[model.KindLimit]:
        """The weighting's limits by number that are about all cases: a newly qualified worker has one of their own."""
        who = {"grade": found.worker.grade, "stage": found.worker.stage}
        for limit in self.limits:
            if limit.at_most is not None and not limit.cases and all(test.holds(who) for test in limit.worker):
                yield model.KindLimit(frozenset(), limit.at_most)


def _conflicts(case_ids: list[str]) -> dict[str, frozenset[str]]:
    rows = NamedAccess.objects.filter(case_id__in=case_ids, kind=NamedAccess.Kind.CONFLICT, until_on=None)
    found: dict[str, set[str]] = {}
    for worker, case in rows.values_list("worker_id", "case_id"):
        found.setdefault(str(worker), set()).add(str(case))
    return {worker: frozenset(cases) for worker, cases in found.items()}


def _paused(sheet: Sheet, today: date) -> set[UUID]:
    """Who is agreed to take no new cases today."""
    rows = Adjustment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today),
        kind=PAUSE, from_on__lte=today, answer__asked__worker_id__in=[person.id for person in sheet.people],
    )  # fmt: skip
    return set(rows.values_list("answer__asked__worker_id", flat=True))


def _ends(sheet: Sheet, today: date) -> dict[UUID, date | None]:
    """Of who is away today, the last day of it."""
    rows = Reduction.objects.filter(
        Q(until=None) | Q(until__gte=today),
        since__lte=today, withdrawn_at=None, worker_id__in=[person.id for person in sheet.people], percent=None,
    )  # fmt: skip
    return dict(rows.order_by("until").values_list("worker_id", "until"))
