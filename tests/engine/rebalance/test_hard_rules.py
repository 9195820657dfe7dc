"""Hard rules one by one, what is said where they contradict each other, and large questions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plimsoll.engine.rebalance.compiling import compile_board
from plimsoll.engine.rebalance.frame import Frame
from plimsoll.engine.rebalance.keeping import keep
from plimsoll.engine.rebalance.model import Absence, KindLimit
from plimsoll.engine.rebalance.pricing import at_least
from plimsoll.engine.rebalance.propose import propose
from plimsoll.engine.rebalance.searching import Search, first_plan
from plimsoll.engine.rebalance.stages import WIDE
from tests.engine.rebalance.making import breaches, case, every_plan, problem, small, values, worker

AWAY = worker("Away", absence=Absence())


@pytest.mark.parametrize(
    ("fit", "unfit", "asked"),
    [
        ({"skills": ["court"]}, {}, {"needs": ["court"]}),
        ({"languages": ["cy"]}, {"languages": ["en"]}, {"language": "cy"}),
        ({}, {"may_not_hold": ["child_protection"]}, {"kinds": ["child_protection"]}),
        ({}, {"conflicts": ["1"]}, {}),
        ({}, {"conflicts": ["Ash"]}, {"family": "Ash"}),
        ({}, {"takes_new": False}, {}),
        ({}, {"absence": Absence()}, {}),
        ({}, {"limits": (KindLimit(frozenset(), 0),)}, {}),
    ],
)
def test_a_case_goes_only_to_somebody_who_may_hold_it_however_full_they_are(fit, unfit, asked):
    people = [worker("Able", 1, **fit), worker("Barred", 100, **unfit)]
    proposal = propose(problem([*people, AWAY], [case("1", 5, "Away", **asked)]))
    assert proposal.assignment == {"1": "Able"}


def test_a_conflict_named_on_the_case_is_kept_to():
    proposal = propose(problem([worker("A", 1), worker("B", 100)], [case("1", 5, conflicts=["B"])]))
    assert proposal.assignment == {"1": "A"}


def test_the_line_is_passed_by_the_least_that_covers_everybody_or_not_at_all_where_it_is_hard():
    people = [worker("A", 10), worker("B", 8)]
    cases = [case(str(number), 5) for number in range(4)]
    soft = propose(problem(people, cases))
    assert soft.uncovered == ()
    assert {stage.stage: stage.value for stage in soft.stages}["points_above_line"] == 2
    hard = propose(problem(people, cases, capacity="hard"))
    assert len(hard.uncovered) == 1
    assert hard.is_proved


def test_where_not_all_fit_a_protected_case_is_covered_before_any_other():
    cases = [case("1", 5), case("2", 5), case("3", 9, kinds=["looked_after"])]
    proposal = propose(problem([worker("A", 10)], cases, capacity="hard"))
    assert proposal.assignment["3"] == "A"
    assert proposal.uncovered == ("1", "2")


def test_a_family_that_nobody_may_hold_whole_is_placed_one_by_one_and_that_is_said():
    people = [worker("A", skills=["court"]), worker("B", languages=["cy"])]
    cases = [case("1", 5, family="Ash", needs=["court"]), case("2", 5, family="Ash", language="cy")]
    proposal = propose(problem(people, cases))
    assert proposal.assignment == {"1": "A", "2": "B"}
    assert [entry.rule for entry in proposal.unresolved] == ["families_together"]


def test_a_locked_case_of_somebody_away_stays_uncovered_and_is_called_unlawful_where_it_is_protected():
    locked = case("1", 5, "Away", is_locked=True, kinds=["looked_after"])
    proposal = propose(problem([worker("A"), AWAY], [locked]))
    assert proposal.uncovered == ("1",)
    assert [(entry.rule, entry.is_unlawful) for entry in proposal.unresolved] == [("locked", True)]


def test_somebody_without_capacity_is_at_no_percentage_and_keeps_nothing():
    proposal = propose(problem([worker("A", 50), worker("Nil", 0)], [case("1", 5, "Nil")]))
    assert proposal.assignment == {"1": "A"}
    changes = {change.worker: change.percent_before for change in proposal.workers}
    assert changes["Nil"] is None


def test_cover_returns_the_day_after_the_absence_ends_and_breaks_no_relationship():
    away = worker("Away", absence=Absence(date(2026, 5, 31)))
    asked = problem([worker("A"), away], [case("1", 5, "Away", months=30, changes=3)])
    (move,) = propose(asked).moves
    assert (move.kind, move.returns_on) == ("temporary_cover", date(2026, 6, 1))
    broken = {stage.stage: stage.value for stage in propose(asked).stages}["relationships_broken"]
    assert broken == 0
    forever = replace(asked, options=replace(asked.options, cover="permanent"))
    (move,) = propose(forever).moves
    assert (move.kind, move.returns_on) == ("permanent", None)
    assert {stage.stage: stage.value for stage in propose(forever).stages}["relationships_broken"] == 31 * 4


def test_the_child_of_many_workers_keeps_theirs_before_the_child_of_one():
    cases = [case("once", 6, "A", months=10), case("often", 6, "A", months=10, changes=3)]
    proposal = propose(problem([worker("A", 10), worker("B", 10)], cases))
    assert proposal.assignment == {"once": "B", "often": "A"}


def test_only_those_away_or_above_the_line_move_where_only_what_is_needed_may():
    people = [worker("A", 10), worker("B", 100), AWAY]
    cases = [case("1", 9, "A"), case("2", 5, "Away"), case("3", 5, "B")]
    assert {move.case for move in propose(problem(people, cases, movable="needed")).moves} == {"2"}


# --- large questions --------------------------------------------------------------------------------


def large(workers=40, cases=260):
    people = [
        worker(f"W{number:02}", 34, skills=["court"] if number % 3 else [], absence=Absence() if number < 4 else None)
        for number in range(workers)
    ]
    sizes = (2, 3, 3.5, 5, 6)
    held = [
        case(f"C{at:03}", sizes[at % 5], f"W{(at * 7) % workers:02}", months=at % 40, changes=at % 3,
             costs={f"W{(at * 11) % workers:02}": Decimal(9)})
        for at in range(cases)
    ]  # fmt: skip
    return problem(people, held)


def test_a_large_service_is_planned_within_its_rules_and_each_gap_is_stated():
    asked = large()
    assert compile_board(asked).columns > WIDE
    proposal = propose(asked)
    plan = dict(proposal.assignment)
    assert breaches(asked, plan) == []
    assert proposal.uncovered == ()
    told = {stage.stage: stage for stage in proposal.stages}
    found = dict(zip(told, values(asked, plan), strict=True))
    assert {name: stage.value for name, stage in told.items()} == found
    assert all(stage.bound <= stage.value for stage in proposal.stages)
    assert told["highest_utilisation"].gap <= Decimal("0.04")
    assert told["children_moved"].gap <= Decimal("0.07")
    assert propose(asked).assignment == proposal.assignment


@pytest.mark.parametrize("seed", range(12))
def test_bounds_without_a_solver_are_below_the_best_of_every_plan(seed):
    asked = small(seed, families="ignore")
    board = compile_board(asked)
    if board.unresolved or not board.units:
        return
    plans = [(values(asked, plan), plan) for plan in every_plan(asked)]
    best = min(found for found, _ in plans)
    frame = Frame(board)
    for stage, value in zip(board.stages, best, strict=True):
        if stage == "children_moved":
            kept = keep(frame)
            assert kept is not None
            assert kept.moved <= value
        if stage in ("relationships_broken", "cost"):
            scale = board.cost_scale if stage == "cost" else 1
            bound = at_least(frame, stage)
            assert bound is not None
            assert bound <= value * scale
        scale = board.scale if stage == "points_above_line" else board.cost_scale if stage == "cost" else 1
        frame.settle(stage, int(value * scale))


@pytest.mark.parametrize("capacity", ["soft", "hard"])
def test_every_column_at_once_is_what_one_by_one_would_say(capacity):
    for seed in range(40):
        board = compile_board(small(seed, capacity=capacity))
        search = Search(board, first_plan(board))
        for number, unit in enumerate(board.units):
            one_by_one = [search.difference(((number, at),)) for at in range(len(unit.workers))]
            assert search.differences(number) == one_by_one
