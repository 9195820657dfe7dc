"""An organisation's own folder: `local.yaml` laid over the rulebook.

Each part is a decision: who took it and on what day is required, and a rulebook "as known on"
an earlier day leaves out what was decided later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.calendars import Closure, Terms, read_closures, read_terms
from plimsoll.engine.rulebook.clock_shapes import read_time
from plimsoll.engine.rulebook.packs import read_clocks, read_event_types, read_named_conditions, read_state_types
from plimsoll.engine.rulebook.problems import Problems, nearest
from plimsoll.engine.rulebook.shapes import Shape, read_amount, read_decided
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from plimsoll.engine.reasons import Amount
    from plimsoll.engine.rulebook import model

LOCAL = "local.yaml"


@dataclass(frozen=True, slots=True)
class LocalValue:
    """One clock's time as an organisation sets it, from a day on."""

    clock: str
    since: date
    time: model.Time | None
    due_soon: Amount | None
    moves_running: bool
    decided: model.Decided
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one `local.yaml` says."""

    values: tuple[LocalValue, ...] = ()
    clocks: tuple[model.Clock, ...] = ()
    events: tuple[model.EventType, ...] = ()
    states: tuple[model.StateType, ...] = ()
    conditions: tuple[tuple[str, model.Condition], ...] = ()
    terms: tuple[Terms, ...] = ()
    closures: tuple[Closure, ...] = ()

    def known_on(self, day: date) -> Overlay:
        """Only what had been decided by that day. Words (events, states) are always known."""
        return replace(
            self,
            values=tuple(value for value in self.values if value.decided.on <= day),
            clocks=tuple(clock for clock in self.clocks if clock.decided and clock.decided.on <= day),
            terms=tuple(terms for terms in self.terms if terms.decided and terms.decided.on <= day),
            closures=tuple(closure for closure in self.closures if closure.decided and closure.decided.on <= day),
        )

    def decision_days(self) -> Iterator[date]:
        for part in (self.values, self.clocks, self.terms, self.closures):
            for entry in part:
                if entry.decided is not None:
                    yield entry.decided.on


def read_overlay(folder: Path, problems: Problems) -> Overlay:
    """The `local.yaml` of a folder."""
    shown = f"{folder.name}/{LOCAL}"
    found = read_yaml(folder / LOCAL, shown, problems)
    if found is None:
        return Overlay()
    shape = Shape(found, problems)
    decided = read_decided(shape.mapping("decided"))
    overlay = Overlay(
        values=tuple(_read_values(shape, decided)),
        clocks=tuple(_read_own_clocks(shape, decided)),
        events=tuple(read_event_types(shape)),
        states=tuple(read_state_types(shape)),
        conditions=tuple(read_named_conditions(shape)),
        terms=tuple(read_terms(shape, decided)),
        closures=tuple(read_closures(shape, decided)),
    )
    if decided is None and (overlay.terms or any(closure.decided is None for closure in overlay.closures)):
        message = "'decided' is missing; say who decided and when, as {by: Head of Service, on: 2026-04-01}"
        shape.problem("decided", message)
    shape.done(LOCAL)
    return overlay


def _read_values(parent: Shape, decided: model.Decided | None) -> Iterator[LocalValue]:
    for shape in parent.shapes("values"):
        clock = shape.text("clock", needed=True)
        since = shape.day("from")
        own = read_decided(shape.mapping("decided")) or decided
        time = read_time(shape.mapping("time"), shape) if shape.has("time") else None
        due_soon = read_amount(shape.mapping("due_soon"))
        moves = shape.word("running_clocks", ("keep", "move"), "keep") == "move"
        shape.text("note")
        shape.done("a local value (clock, from, time, due_soon, running_clocks, decided)")
        if own is None:
            shape.problem("clock", f"nobody has decided this value for {clock}; add `decided: {{by: …, on: …}}`")
        elif since is not None:
            yield LocalValue(clock, since, time, due_soon, moves, own, shape.map.file, shape.map.line)


def _read_own_clocks(parent: Shape, decided: model.Decided | None) -> Iterator[model.Clock]:
    for clock in read_clocks(parent, "common", done=False):
        own = clock.decided or decided
        if own is None:
            message = f"nobody has decided on {clock.id}; add `decided: {{by: …, on: …}}`"
            parent.problems.add(clock.file, clock.line, message)
        if not clock.id.startswith("ORG-"):
            parent.problems.add(clock.file, clock.line, f"{clock.id}: an organisation's own ids begin with ORG-")
        yield replace(clock, decided=own)


def apply_values(clock: model.Clock, values: Iterable[LocalValue]) -> model.Clock:
    """The clock with local values in place, each from its own day on."""
    versions = list(clock.versions)
    for value in sorted(values, key=lambda value: value.since):
        base = version_on(versions, value.since)
        if base is None:
            continue
        changed = _with_value(base, value)
        changed = replace(changed, since=value.since, moves_running=value.moves_running, line=value.line)
        index = versions.index(base)
        kept = [] if base.since == value.since else [replace(base, until=value.since - timedelta(days=1))]
        # A later text of the law that still leaves the amount open leaves it as the organisation set it.
        later = [_with_value(version, value) if version.is_local else version for version in versions[index + 1 :]]
        versions[index:] = [*kept, changed, *later]
    return replace(clock, versions=tuple(versions))


def _with_value(version: model.Version, value: LocalValue) -> model.Version:
    return replace(
        version,
        time=value.time or version.time,
        due_soon=value.due_soon or version.due_soon,
        decided=value.decided,
        before_local=version.before_local or version.time,
    )


def version_on(versions: Iterable[model.Version], day: date) -> model.Version | None:
    """The version in force on a day."""
    for version in versions:
        if version.since and version.since <= day and (version.until is None or day <= version.until):
            return version
    return None


def check_values(values: Iterable[LocalValue], clocks: dict[str, model.Clock], problems: Problems) -> None:
    """A local value may be set where the rule leaves the amount open, and nowhere else."""
    for value in values:
        clock = clocks.get(value.clock)
        if clock is None:
            problems.add(value.file, value.line, f"there is no clock {value.clock!r}{nearest(value.clock, clocks)}")
            continue
        version = version_on(clock.versions, value.since)
        if version is None:
            message = f"{value.clock} is not in force on {value.since}; choose a day on which it is"
            problems.add(value.file, value.line, message)
        elif not version.is_local:
            message = f"{value.clock} is fixed by {version.citation.instrument}; add your own clock (ORG-…) instead"
            problems.add(value.file, value.line, message)
