"""Rules to come that a manager may try: law without an appointed day, and the organisation's own rules to come."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.cases.presenting import reason_text
from plimsoll.cases.queries import open_cases_for
from plimsoll.cases.rehearsal import Rehearsed, rehearsal
from plimsoll.cases.standing import day_of
from plimsoll.cases.words import day
from plimsoll.engine import rulebook
from plimsoll.plans.queries import plans_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.rulebook import Rulebook
    from plimsoll.people.access import Viewer
    from plimsoll.plans.models import Plan

OWN_RULES = "own"
MOST_CASES = 1_000


class NoRules(Exception):
    """The rules asked for are not there, or say something that cannot be; its text is for the page."""


def not_appointed() -> list[tuple[str, str]]:
    """(clock id, duty) of the laws that have no day yet."""
    book = rules.current()
    found = {
        clock.id: clock.duty
        for name in book.names
        for clock in book.pack(name).clocks
        if any(version.since is None for version in clock.versions)
    }
    return sorted(found.items())


def own_folder() -> Path | None:
    """The organisation's rules to come: the folder that PLIMSOLL_RULES_NEXT names."""
    folder = os.environ.get("PLIMSOLL_RULES_NEXT")
    return Path(folder) if folder else None


def rules_to_come(rule: str, appointed: date | None) -> Rulebook:
    """The rulebook as it will be. Raises `NoRules` with a sentence."""
    if rule == OWN_RULES:
        folder = own_folder()
        if folder is None or not folder.is_dir():
            raise NoRules("the folder of rules to come is not there")
        return _own(folder, folder.stat().st_mtime_ns)
    if rule not in dict(not_appointed()) or appointed is None:
        raise NoRules("choose a law, and the day from which to try it")
    return _appointing(rules.current(), rule, appointed)


@lru_cache(maxsize=2)
def _own(folder: Path, _changed: int) -> Rulebook:
    try:
        return rulebook.load(folder)
    except rulebook.RulebookError as error:
        raise NoRules(str(error.problems[0])) from error


@lru_cache(maxsize=4)
def _appointing(book: Rulebook, rule: str, appointed: date) -> Rulebook:
    return book.appointing({rule: appointed})


def count(viewer: Viewer) -> int:
    """How many open cases this person may see."""
    return open_cases_for(viewer).count()


def tried(
    viewer: Viewer, tomorrow: Rulebook, as_at: date
) -> tuple[list[tuple[Rehearsed, list[Plan]]], int]:
    """Each case for which something would change, with its plans in force; and how many would stand elsewhere.

    Those that would stand elsewhere come first.
    """
    found = list(rehearsal(viewer, tomorrow, as_at))
    plans = plans_in_force(viewer, (one.case.pk for one in found))
    found.sort(key=lambda one: (not one.moves, one.case.number))
    return [(one, plans.get(one.case.pk, [])) for one in found], sum(one.moves for one in found)


def change_lines(one: Rehearsed) -> Sequence[tuple[str, str, str, str]]:
    """(rule, duty, before, after) in words."""
    return [
        (change.rule, duty.duty, _due(change.before), _due(change.after))
        for change in one.changes
        if (duty := change.after or change.before) is not None
    ]


def reason_now_and_then(one: Rehearsed) -> tuple[str, str]:
    """The first reason for where the case stands, today and under the rules to come."""
    before, after = one.before.reasons, one.after.reasons
    return reason_text(before[0]) if before else "", reason_text(after[0]) if after else ""


def _due(duty: Duty | None) -> str:
    return day(day_of(duty.due)) if duty is not None and duty.due is not None else ""
