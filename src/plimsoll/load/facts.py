"""Rows to what the engine of load takes, one way, with a fixed number of queries.

The statements are constant text; what comes from outside are parameters. They are written in SQL because five readings
of many rows are one statement so, and a team's page asks for all its people at once.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from plimsoll.cases.models import Case, Holding, Status
from plimsoll.engine.load import facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from plimsoll.people.models import Membership

WEEKS_BACK = 12
FORECAST_FOR = timedelta(weeks=4)


def _sql(text: str, *values: object) -> RawSQL:
    return RawSQL(text, list(values))  # noqa: S611 - constant text, see above


def with_time(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each with contract, reductions, other work and kept weeks as JSON: one query for a whole team."""
    return rows.annotate(
        contract=_sql(_CONTRACT), away=_sql(_REDUCTIONS), beside=_sql(_OTHER_WORK),
        weeks=_sql(_WEEKS, WEEKS_BACK), co_worked=_sql(_CO_WORKED),
    )  # fmt: skip


_CONTRACT = """(SELECT json_build_object('hours', c.hours::text, 'stage', c.stage, 'from', c.from_on)
    FROM load_contract c WHERE c.worker_id = people_membership.user_id AND c.until_on IS NULL)"""
_REDUCTIONS = """(SELECT json_agg(json_build_object('kind', r.kind, 'since', r.since, 'until', r.until,
        'percent', r.percent::text) ORDER BY r.since, r.id)
    FROM load_reduction r WHERE r.worker_id = people_membership.user_id AND r.withdrawn_at IS NULL)"""
_OTHER_WORK = """(SELECT json_agg(json_build_object('work', w.work, 'count', w.count::text, 'since', w.since,
        'until', w.until) ORDER BY w.since, w.id)
    FROM load_otherwork w WHERE w.worker_id = people_membership.user_id AND w.withdrawn_at IS NULL)"""
_WEEKS = """(SELECT json_agg(json_build_object('beginning', k.beginning, 'points', k.points::text,
        'available', k.available::text, 'cases', k.cases, 'low', k.ahead_low::text,
        'expected', k.ahead_expected::text, 'high', k.ahead_high::text) ORDER BY k.beginning)
    FROM (SELECT * FROM load_weekkept k WHERE k.worker_id = people_membership.user_id
          ORDER BY k.beginning DESC LIMIT %s + 4) k)"""
_CO_WORKED = """(SELECT count(*) FROM cases_holding h JOIN cases_case c ON c.id = h.case_id
    WHERE h.worker_id = people_membership.user_id AND h.until_on IS NULL AND h.kind = 'co_worker'
      AND c.status <> 'closed')"""


def cases_of(worker_ids: Sequence[UUID], team_ids: Sequence[UUID]) -> QuerySet[Case]:
    """The open cases these people are allocated, and those of the teams that nobody holds, with what is weighed.

    Counted whether or not the viewer may open them: a load that leaves out restricted cases would say that somebody
    carries less than they do. Nothing that tells who a case is about is read here.
    """
    covered = Holding.objects.filter(worker_id__in=worker_ids, kind=Holding.Kind.COVERING, until_on=None)
    held = Q(holder_id__in=worker_ids) | Q(id__in=covered.values("case_id"))
    held |= Q(holder=None, team_id__in=list(team_ids))
    return (
        Case.objects.filter(held)
        .exclude(status=Status.CLOSED)
        .only("id", "holder_id", "plan", "opened_on", "pack", "status", "hint_colour", "hint_late_count")
        .annotate(
            weighed=_sql(_WEIGHED), held_since=_sql(_HELD_SINCE), transferred=_sql(_TRANSFERRED),
            interpreter=_sql(_INTERPRETER), agencies=_sql(_AGENCIES), family=_sql(_FAMILY),
            proceedings=_sql(_PROCEEDINGS), covered_by=_sql(_COVERED_BY), nobody_since=_sql(_NOBODY_SINCE),
        )
        .order_by("number")
    )  # fmt: skip


_WEIGHED = """(SELECT e.details::json FROM cases_caseevent e WHERE e.case_id = cases_case.id AND e.name = 'case_weighed'
    AND NOT EXISTS (SELECT 1 FROM cases_caseevent later WHERE later.supersedes_id = e.id)
    ORDER BY e.at_on DESC, e.id DESC LIMIT 1)"""
_PROCEEDINGS = """(SELECT e.name FROM cases_caseevent e
    WHERE e.case_id = cases_case.id AND e.name IN ('proceedings_issued', 'proceedings_concluded')
    AND NOT EXISTS (SELECT 1 FROM cases_caseevent later WHERE later.supersedes_id = e.id)
    ORDER BY e.at_on DESC, e.id DESC LIMIT 1)"""
_HELD_SINCE = """(SELECT h.from_on FROM cases_holding h WHERE h.case_id = cases_case.id AND h.kind = 'allocated'
    AND h.until_on IS NULL)"""
_COVERED_BY = """(SELECT min(h.worker_id::text) FROM cases_holding h WHERE h.case_id = cases_case.id
    AND h.kind = 'covering' AND h.until_on IS NULL)"""
_NOBODY_SINCE = """(SELECT max(h.until_on) FROM cases_holding h WHERE h.case_id = cases_case.id
    AND h.kind = 'allocated')"""
_TRANSFERRED = """EXISTS (SELECT 1 FROM cases_holding h WHERE h.case_id = cases_case.id AND h.kind = 'allocated'
    AND h.worker_id <> cases_case.holder_id)"""
_INTERPRETER = """EXISTS (SELECT 1 FROM cases_caseperson cp JOIN people_person p ON p.id = cp.person_id
    WHERE cp.case_id = cases_case.id AND p.needs_interpreter)"""
_AGENCIES = """(SELECT count(DISTINCT lower(n.agency)) FROM families_networklink n WHERE n.case_id = cases_case.id
    AND n.until_on IS NULL AND n.agency <> '')"""
_FAMILY = """(SELECT min(m.household_id::text) FROM cases_caseperson cp
    JOIN families_householdmember m ON m.person_id = cp.person_id AND m.until_on IS NULL
    WHERE cp.case_id = cases_case.id AND cp.part = 'subject')"""


def case_of(row: Any, kinds: dict[str, str]) -> facts.Case:
    """One row of `cases_of` as the engine weighs it; what is not known is None and gets a declared default."""
    said = row.weighed or {}
    told: dict[str, object] = {
        "type": kinds.get(row.plan or "none"), "complexity": said.get("complexity"),
        "emotional_demand": said.get("emotional_demand"), "travel_minutes": _number(said.get("travel_minutes")),
        "opened_on": row.opened_on, "held_since": row.held_since,
        "was_transferred": row.transferred or None, "interpreter": row.interpreter or None,
        "agencies": row.agencies or None, "in_court": row.proceedings == "proceedings_issued" or None,
    }  # fmt: skip
    # Cover carries the weight for as long as it lasts: who is away with all their cases covered leaves none uncovered.
    worker = row.covered_by or (str(row.holder_id) if row.holder_id else "")
    return facts.Case(str(row.pk), worker, family=row.family or "", facts=told, starts_on=row.held_since)


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def worker_of(row: Any) -> facts.Worker:
    """One row of `with_time` as the engine takes it."""
    contract = row.contract or {}
    work = [_work(each) for each in row.beside or ()]
    if row.co_worked:
        work.append(facts.Work("co_worked_case", Decimal(row.co_worked)))
    return facts.Worker(
        id=str(row.user_id),
        team=str(row.team_id),
        stage=contract.get("stage", ""),
        contracted_hours=Decimal(contract["hours"]) if contract else row.hours_a_week,
        reductions=tuple(_reduction(each) for each in row.away or ()),
        work=tuple(work),
        history=_history(row.weeks or ()),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reduction(value: dict[str, Any]) -> facts.Reduction:
    percent = Decimal(value["percent"]) if value["percent"] is not None else None
    return facts.Reduction(value["kind"], date.fromisoformat(value["since"]), _day(value["until"]), percent)


def _work(value: dict[str, Any]) -> facts.Work:
    return facts.Work(
        value["work"], Decimal(value["count"]), date.fromisoformat(value["since"]), _day(value["until"])
    )


def _history(values: Sequence[dict[str, Any]]) -> tuple[facts.PastWeek, ...]:
    """The weeks kept, each with what was forecast for it four weeks before."""
    said = {date.fromisoformat(value["beginning"]) + FORECAST_FOR: value for value in values if value["expected"]}
    weeks = []
    for value in values:
        beginning = date.fromisoformat(value["beginning"])
        ahead = said.get(beginning)
        forecast = (Decimal(ahead["low"]), Decimal(ahead["expected"]), Decimal(ahead["high"])) if ahead else None
        weeks.append(
            facts.PastWeek(beginning, Decimal(value["points"]), Decimal(value["available"]), value["cases"], forecast)
        )
    return tuple(weeks)
