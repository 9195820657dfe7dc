"""What must hold across a whole rulebook: words known, dates ascending, no gap in force."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from plimsoll.engine.rulebook import model
from plimsoll.engine.rulebook.calendars import CALENDAR_NAMES
from plimsoll.engine.rulebook.problems import Problems, nearest
from plimsoll.engine.workdays import NATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plimsoll.engine.rulebook.book import Rulebook
    from plimsoll.engine.rulebook.overlay import Overlay

ALWAYS_STATES = ("case_open", "life")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 1, 1)
_ALWAYS_EVENTS = frozenset({"event_withdrawn"})


def check_pack_names(packs: Mapping[str, model.Pack], problems: Problems) -> None:
    """Includes exist; calendars exist."""
    for pack in packs.values():
        for name in pack.includes:
            if name not in packs:
                problems.add(pack.file, 1, f"includes {name!r}, which does not exist{nearest(name, packs)}")
        if pack.calendar not in CALENDAR_NAMES:
            near = nearest(pack.calendar, CALENDAR_NAMES)
            problems.add(pack.file, 1, f"'calendar' is {pack.calendar!r}, which does not exist{near}")


def check_book(book: Rulebook, overlays: Iterable[Overlay], problems: Problems) -> None:
    """Every clock of every pack against the words of its pack, and ids against each other."""
    seen: dict[str, model.Clock] = {}
    own = [clock for name in book.names for clock in book.own(name).clocks]
    local = [clock for overlay in overlays for clock in overlay.clocks]
    for clock in (*own, *local):
        if clock.id in seen:
            other = seen[clock.id]
            message = f"the id {clock.id} is taken ({other.file}:{other.line}); give this clock its own"
            problems.add(clock.file, clock.line, message)
        seen[clock.id] = clock
        if clock.pack not in book.names:
            near = nearest(clock.pack, book.names)
            problems.add(clock.file, clock.line, f"{clock.id}: there is no pack {clock.pack!r}{near}")
            continue
        pack = book.pack(clock.pack)
        _ClockCheck(clock, pack, problems).run()
    for name in book.names:
        pack = book.pack(name)
        own_pack = book.own(name)
        for state in own_pack.states.values():
            check = _Words(pack, problems, state.file, state.line, f"the state {state.name}")
            check.matches((*state.begins, *state.ends))
        for named, condition in own_pack.conditions.items():
            check = _Words(pack, problems, f"{name}/states.yaml", 1, f"the condition {named}")
            check.condition(condition)
            if named in _names_under(condition, pack.conditions):
                check.problem("rests on itself; break the circle")
    _check_count_from(seen, problems)


class _Words:
    """Checks the words that one clock or state uses against those of its pack."""

    def __init__(self, pack: model.Pack, problems: Problems, file: str, line: int, who: str) -> None:
        self.pack = pack
        self.problems = problems
        self.file = file
        self.line = line
        self.who = who

    def problem(self, message: str) -> None:
        self.problems.add(self.file, self.line, f"{self.who}: {message}")

    def matches(self, matches: Iterable[model.EventMatch]) -> None:
        for match in matches:
            self.match(match)

    def match(self, match: model.EventMatch) -> None:
        for name in match.names:
            event = self.pack.events.get(name)
            if event is None:
                if name not in _ALWAYS_EVENTS:
                    near = nearest(name, self.pack.events)
                    self.problem(f"the event {name!r} is not in the pack {self.pack.name}{near}")
                continue
            for test in match.where:
                self.detail(event, test)

    def detail(self, event: model.EventType, test: model.DetailTest) -> None:
        carried = event.carries.get(test.name)
        if carried is None:
            self.problem(f"the event {event.name!r} carries no {test.name!r}{nearest(test.name, event.carries)}")
            return
        values = test.value if isinstance(test.value, tuple) else ()
        # Beside a known value a rule may list other spellings; none known is a mistake.
        if values and carried.values and not any(value in carried.values for value in values):
            near = nearest(str(values[0]), [str(known) for known in carried.values])
            self.problem(f"{test.name!r} of {event.name!r} is never {values[0]!r}{near}")
        elif values and carried.type == "boolean" and not any(isinstance(value, bool) for value in values):
            self.problem(f"{test.name!r} of {event.name!r} is true or false, not {values[0]!r}")

    def state(self, name: str) -> None:
        if name not in self.pack.states and name not in ALWAYS_STATES:
            near = nearest(name, [*self.pack.states, *ALWAYS_STATES])
            self.problem(f"the state {name!r} is not in the pack {self.pack.name}{near}")

    def condition(self, condition: model.Condition | None) -> None:
        match condition:
            case model.Every(parts) | model.AnyOf(parts) | model.NoneOf(parts):
                for part in parts:
                    self.condition(part)
            case model.InState():
                self.state(condition.state)
                self.begun_with(condition)
            case model.Happened(match, since):
                self.match(match)
                if since:
                    self.state(since)
            case model.Holds(name) if name not in self.pack.conditions:
                near = nearest(name, self.pack.conditions)
                self.problem(f"the condition {name!r} is not in the pack {self.pack.name}{near}")
            case model.OfNation(nations):
                for nation in set(nations) - set(NATIONS):
                    self.problem(f"{nation!r} is no nation{nearest(nation, NATIONS)}")
            case _:
                pass

    def begun_with(self, condition: model.InState) -> None:
        """A test on a state's beginning must be of a detail that some beginning carries."""
        state = self.pack.states.get(condition.state)
        if state is None:
            return
        carried = {
            detail
            for begin in state.begins
            for name in begin.names
            if name in self.pack.events
            for detail in self.pack.events[name].carries
        }
        for test in condition.where:
            if test.name not in carried:
                near = nearest(test.name, carried)
                self.problem(f"nothing that begins {condition.state!r} carries {test.name!r}{near}")


class _ClockCheck:
    def __init__(self, clock: model.Clock, pack: model.Pack, problems: Problems) -> None:
        self.clock = clock
        self.pack = pack
        self.problems = problems

    def run(self) -> None:
        for version in self.clock.versions:
            words = _Words(self.pack, self.problems, self.clock.file, version.line, self.clock.id)
            self._words(version, words)
            self._sense(version, words)
        self._dates()

    def _words(self, version: model.Version, words: _Words) -> None:
        words.matches(_matches(version))
        for start in version.start:
            words.condition(start.held)
            if start.state is not None:
                words.state(start.state.state)
                words.begun_with(start.state)
            if start.occurrence is not None and start.occurrence.since:
                words.state(start.occurrence.since)
        words.condition(version.applies_if)
        words.condition(version.applies_while)
        calendar = version.time.calendar
        if calendar and calendar not in CALENDAR_NAMES:
            words.problem(f"the calendar {calendar!r} does not exist{nearest(calendar, CALENDAR_NAMES)}")
        known = {detail for event in self.pack.events.values() for detail in event.carries}
        for name in (*version.match, *_detail_names(version)):
            if name not in known:
                words.problem(f"no event of the pack carries {name!r}{nearest(name, known)}")

    def _sense(self, version: model.Version, words: _Words) -> None:
        time = version.time
        if not version.met_by and not version.lapses and not version.lapses_when_passed:
            words.problem("nothing can meet it; add met_by, or `at_due: lapsed` if it runs out by itself")
        if version.bound in ("before", "on_or_before") and time.fixed is None:
            words.problem(f"'bound: {version.bound}' goes with a fixed date only; write `time: {{fixed: …}}`")
        if version.bound == "window" and time.opens is None:
            words.problem("'bound: window' needs `opens` in its time")
        if version.not_before and version.bound not in ("at_least", "window"):
            words.problem("'not_before' goes with `bound: at_least` or a window")
        opens, amount = time.opens, time.amount
        if opens and amount and opens.unit == amount.unit and opens.amount > amount.amount:
            words.problem("the window closes before it opens; correct `opens` or the amount")
        if time.amount and time.amount.amount < 0:
            words.problem("the amount is negative; write `before: true` to count back")
        if time.first_day_counts and (time.before or (time.amount and time.amount.unit == "hours")):
            words.problem("'first_day_counts' has no meaning for hours or when counting back")

    def _dates(self) -> None:
        versions = self.clock.versions
        for version in versions:
            for day in (version.since, version.until):
                if day is not None and not _EARLIEST <= day <= _LATEST:
                    self._problem(version, f"{day} is outside {_EARLIEST.year} to {_LATEST.year}; correct the year")
            if version.since and version.until and version.until < version.since:
                self._problem(version, "ends before it begins; correct `from` or `until`")
        for earlier, later in pairwise(versions):
            self._pair(earlier, later)

    def _pair(self, earlier: model.Version, later: model.Version) -> None:
        if earlier.since is None:
            self._problem(earlier, "a version not appointed yet must be the last; move it down")
            return
        if later.since is None:
            return
        if later.since <= earlier.since:
            message = f"begins on {later.since}, not after the version before ({earlier.since}); put them in order"
            self._problem(later, message)
        elif earlier.until is not None and later.since > earlier.until + timedelta(days=1):
            gap = earlier.until + timedelta(days=1)
            self._problem(later, f"nothing is in force from {gap} to {later.since - timedelta(days=1)}; close the gap")
        elif earlier.until is not None and later.since <= earlier.until:
            message = f"two versions are in force from {later.since} to {earlier.until}; end the first sooner"
            self._problem(later, message)

    def _problem(self, version: model.Version, message: str) -> None:
        self.problems.add(self.clock.file, version.line, f"{self.clock.id}: {message}")


def _names_under(condition: model.Condition, named: Mapping[str, model.Condition]) -> set[str]:
    """The named conditions that a condition rests on, however deep."""
    found: set[str] = set()
    waiting: list[model.Condition] = [condition]
    while waiting:
        match waiting.pop():
            case model.Every(parts) | model.AnyOf(parts) | model.NoneOf(parts):
                waiting.extend(parts)
            case model.Holds(name):
                if name not in found and name in named:
                    found.add(name)
                    waiting.append(named[name])
            case _:
                pass
    return found


def _matches(version: model.Version) -> Iterator[model.EventMatch]:
    yield from (meeting.match for meeting in version.met_by)
    yield from (ending.match for ending in version.ends)
    yield from version.not_before
    for start in version.start:
        if start.match is not None:
            yield start.match
        if start.count_from is not None and start.count_from.last is not None:
            yield start.count_from.last
    for pause in version.pauses:
        yield from (*pause.begins, *pause.ends)
    if version.extension is not None:
        yield from version.extension.by


def _detail_names(version: model.Version) -> Iterator[str]:
    time = version.time
    if time.date_detail:
        yield time.date_detail
    if time.fixed is not None and time.fixed.year_detail:
        yield time.fixed.year_detail
    if time.own_amount is not None:
        yield time.own_amount.detail
    if time.given is not None:
        yield time.given.detail
    yield from (meeting.dated_by for meeting in version.met_by if meeting.dated_by)
    for start in version.start:
        if start.count_from is not None and start.count_from.detail:
            yield start.count_from.detail


def _counted_from(clock: model.Clock) -> Iterator[tuple[model.Version, str]]:
    """The clocks that this one is counted from; an earlier turn of its own is no circle."""
    for version in clock.versions:
        if version.time.or_later:
            yield version, version.time.or_later
        for start in version.start:
            for name in start.count_from.clocks if start.count_from is not None else ():
                if name != clock.id:
                    yield version, name


def _check_count_from(clocks: Mapping[str, model.Clock], problems: Problems) -> None:
    """A clock counted from another: it exists, and no clock is counted from itself in the end."""
    for clock in clocks.values():
        for version, name in _counted_from(clock):
            if name not in clocks:
                problems.add(clock.file, version.line, f"{clock.id}: there is no clock {name!r}{nearest(name, clocks)}")
            elif _reaches(clock.id, name, clocks):
                message = f"{clock.id}: counted from {name}, which is counted from {clock.id}; break the circle"
                problems.add(clock.file, version.line, message)


def _reaches(goal: str, start: str, clocks: Mapping[str, model.Clock]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name in clocks and name not in seen:
            seen.add(name)
            waiting.extend(found for _, found in _counted_from(clocks[name]))
    return False
