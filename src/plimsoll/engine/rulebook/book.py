"""The rulebook as one value: packs, calendars, an organisation's overlay, and a version."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.engine.rulebook.calendars import Calendars, read_calendars
from plimsoll.engine.rulebook.checks import check_book, check_pack_names
from plimsoll.engine.rulebook.overlay import LOCAL, LocalValue, Overlay, apply_values, check_values, read_overlay
from plimsoll.engine.rulebook.packs import read_folder
from plimsoll.engine.rulebook.problems import Problems, nearest
from plimsoll.engine.rulebook.shapes import Shape
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plimsoll.engine.rulebook import model

PACKAGED = Path(__file__).resolve().parents[2] / "rulebook"
"""The folder of the rulebook that comes with the package."""


class Rulebook:
    """Every pack there is, with calendars, as read from one set of folders.

    `version` is the edition's date and a digest of every file, so that an answer kept with it
    can be shown to rest on the same rules. `derived` is a place for what other modules work
    out of a rulebook once (compiled clocks), so that it lives exactly as long. `folders` are
    those it was read from, the package's own first: the priority policy is read from the same.
    """

    __slots__ = (
        *("_base", "_days", "_known", "_overlays", "_packs", "_resolved"),
        *("calendars", "derived", "folders", "version"),
    )

    def __init__(
        self,
        packs: Mapping[str, model.Pack],
        calendars: Calendars,
        overlays: Iterable[Overlay],
        version: str,
        folders: Iterable[Path] = (),
    ) -> None:
        self._packs = dict(packs)
        self._overlays = tuple(overlays)
        self._days = sorted({day for overlay in self._overlays for day in overlay.decision_days()})
        self._known: dict[int, Rulebook] = {}
        self._resolved: dict[str, model.Pack] = {}
        self._base = calendars
        self.calendars = calendars.with_local(
            [terms for overlay in self._overlays for terms in overlay.terms],
            [closure for overlay in self._overlays for closure in overlay.closures],
        )
        self.derived: dict[object, object] = {}
        self.version = version
        self.folders = tuple(folders)

    @property
    def names(self) -> tuple[str, ...]:
        """The packs, by name."""
        return tuple(self._packs)

    def own(self, name: str) -> model.Pack:
        """A pack with its own content only, without what it includes."""
        return self._packs[self._existing(name)]

    def pack(self, name: str) -> model.Pack:
        """The pack with everything it includes, and the organisation's own, in it.

        Raises `KeyError` with a sentence where there is no such pack.
        """
        found = self._resolved.get(name)
        if found is None:
            found = self._resolved[name] = self._resolve(self._existing(name))
        return found

    def _existing(self, name: str) -> str:
        if name not in self._packs:
            raise KeyError(f"there is no pack {name!r}{nearest(name, self._packs)}")
        return name

    def _resolve(self, name: str) -> model.Pack:
        order = included(name, self._packs)
        events: dict[str, model.EventType] = {}
        states: dict[str, model.StateType] = {}
        conditions: dict[str, model.Condition] = {}
        clocks: list[model.Clock] = []
        for each in reversed(order):  # the including pack's words win over the included one's
            pack = self._packs[each]
            events.update(pack.events)
            states.update(pack.states)
            conditions.update(pack.conditions)
            clocks.extend(pack.clocks)
        values: list[LocalValue] = []
        for overlay in self._overlays:
            events.update({event.name: event for event in overlay.events})
            states.update({state.name: state for state in overlay.states})
            conditions.update(overlay.conditions)
            clocks.extend(clock for clock in overlay.clocks if clock.pack in order)
            values.extend(overlay.values)
        local = {value.clock for value in values}
        applied = [
            apply_values(clock, [value for value in values if value.clock == clock.id]) if clock.id in local else clock
            for clock in clocks
        ]
        own = self._packs[name]
        return replace(own, events=events, states=states, conditions=conditions, clocks=tuple(applied))

    def as_known_on(self, day: date) -> Rulebook:
        """The same rulebook without local decisions taken after `day` (itself, where there are none)."""
        count = bisect_right(self._days, day)
        if count == len(self._days):
            return self
        found = self._known.get(count)
        if found is None:
            last = self._days[count - 1] if count else date.min
            found = Rulebook(
                self._packs,
                self._base,
                [overlay.known_on(last) for overlay in self._overlays],
                f"{self.version} as known on {last}" if count else f"{self.version} without local decisions",
                self.folders,
            )
            self._known[count] = found
        return found

    def appointing(self, days: Mapping[str, date]) -> Rulebook:
        """The same rulebook as it will be once the versions not yet in force have their day.

        `days` gives a day for a clock's version that says `from: not_appointed`, by clock id:
        what `rehearse` compares with today's.
        """
        packs = {
            name: replace(pack, clocks=tuple(_appoint(clock, days) for clock in pack.clocks))
            for name, pack in self._packs.items()
        }
        shown = ", ".join(f"{clock} from {day}" for clock, day in sorted(days.items()))
        return Rulebook(packs, self._base, self._overlays, f"{self.version} with {shown}", self.folders)


def included(name: str, packs: Mapping[str, model.Pack]) -> list[str]:
    """A pack and all it includes, itself first, each once; unknown names are left out."""
    order: list[str] = []
    waiting = [name]
    while waiting:
        each = waiting.pop(0)
        if each in packs and each not in order:
            order.append(each)
            waiting.extend(packs[each].includes)
    return order


def _appoint(clock: model.Clock, days: Mapping[str, date]) -> model.Clock:
    day = days.get(clock.id)
    if day is None or clock.versions[-1].since is not None:
        return clock
    *earlier, last = clock.versions
    if earlier:
        earlier[-1] = replace(earlier[-1], until=day - timedelta(days=1))
    return replace(clock, versions=(*earlier, replace(last, since=day)))


# --- loading ------------------------------------------------------------------------------


def load(*folders: Path, packaged: bool = True) -> Rulebook:
    """The package's own rulebook with these folders laid over it; read once and kept.

    A folder holding `local.yaml` is an organisation's own; a folder of pack folders adds
    packs. `packaged=False` leaves the package's own out. Raises `RulebookError` with every
    problem, each naming file, line and remedy.

    >>> load().pack("children-england").calendar
    'england'
    """
    return _load(tuple(Path(folder).resolve() for folder in folders), packaged=packaged)


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], *, packaged: bool) -> Rulebook:
    problems = Problems()
    book = read_book(folders, problems, packaged=packaged)
    problems.raise_any()
    return book


def forget() -> None:
    """Read the files anew at the next `load` (after an organisation changed its folder)."""
    _load.cache_clear()


def read_book(folders: Iterable[Path], problems: Problems, *, packaged: bool = True) -> Rulebook:
    """Read and check; problems are gathered, and the rulebook returned is usable only without any."""
    places = ([PACKAGED] if packaged else []) + list(folders)
    packs: dict[str, model.Pack] = {}
    overlays: list[Overlay] = []
    calendars = Calendars({})
    for folder in places:
        if not folder.is_dir():
            problems.add(str(folder), 1, "is not a folder; give the folder that holds local.yaml or the packs")
            continue
        if (folder / LOCAL).is_file():
            overlays.append(read_overlay(folder, problems))
        packs.update(read_folder(folder, problems))
        if (folder / "calendars").is_dir():
            calendars = read_calendars(folder / "calendars", problems)
    if not packaged and not any((folder / "calendars").is_dir() for folder in places):
        calendars = read_calendars(PACKAGED / "calendars", problems)
    check_pack_names(packs, problems)
    book = Rulebook(packs, calendars, overlays, _version(places, problems), places)
    everything = {clock.id: clock for pack in packs.values() for clock in pack.clocks}
    check_values([value for overlay in overlays for value in overlay.values], everything, problems)
    check_book(book, overlays, problems)
    return book


def _version(places: Iterable[Path], problems: Problems) -> str:
    digest = hashlib.sha256()
    edition = ""
    for folder in places:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".yaml", ".csv") and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        if (folder / "edition.yaml").is_file():
            found = read_yaml(folder / "edition.yaml", "edition.yaml", problems)
            if found is not None:
                shape = Shape(found, problems)
                edition = str(shape.day("edition") or "")
                shape.text("note")
                shape.done("edition.yaml")
    return f"{edition or 'undated'}+{digest.hexdigest()[:12]}"

