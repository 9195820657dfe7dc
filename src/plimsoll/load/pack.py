"""What a pack says of load: its weighting, its kinds of case, and how an asking for help is answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plimsoll.cases import rules
from plimsoll.engine.load.packs import in_force, read_file, weighting_files
from plimsoll.engine.pressures import load_rules as load_pressures
from plimsoll.tasks.pack_files import PackFileError, entries

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.engine.load.weighting import Weighting
    from plimsoll.engine.pressures import Rule
    from plimsoll.engine.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Within:
    """An amount of time as a pack says it: 2 working days."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class HelpRules:
    """The clock of an asking for help, and what may be agreed: word to words."""

    answer_within: Within
    then_within: Within
    check_after: Within
    adjustments: dict[str, str]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class SignalRules:
    """What the pressures count: events that are a moment of a kind, and kinds that last from events to others."""

    moments: dict[str, tuple[str, ...]]
    stretches: dict[str, tuple[frozenset[str], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class LoadRules:
    """What a pack says of load. `kinds`: from a plan's word to the weighting's kind; "none" where no plan runs."""

    weighting: str
    kinds: dict[str, str]
    help: HelpRules
    signals: SignalRules
    climbs: tuple[tuple[int, str], ...]

    def climbed(self, days: int) -> str:
        """Whose it is to settle that a case has been held by nobody for so many days, in words."""
        return next((words for after, words in reversed(self.climbs) if days >= after), "")


def load_rules(pack: str) -> LoadRules:
    """The rules of load of a pack. Raises `PackFileError` with the file and the remedy."""
    return _rules(pack, rules.current())


@lru_cache(maxsize=32)
def _rules(pack: str, _book: Rulebook) -> LoadRules:
    found = entries(pack, "load")
    try:
        climbs = tuple((int(step["after_days"]), str(step["words"])) for step in found["nobody"]["steps"])
        name = str(found["weighting"]["name"])
        return LoadRules(name, dict(found["kinds"]), _help(found["help"]), _signals(found["signals"]), climbs)
    except (KeyError, TypeError, ValueError) as error:
        raise PackFileError(f"load.yaml of {pack}: {error} is missing or not of its form; see docs/load.md") from error


def _signals(told: dict[str, Any]) -> SignalRules:
    moments: dict[str, tuple[str, ...]] = {}
    for kind, names in told["moments"].items():
        for name in names:
            moments[name] = (*moments.get(name, ()), kind)
    stretches = {kind: (frozenset(each["from"]), frozenset(each["until"])) for kind, each in told["stretches"].items()}
    return SignalRules(moments, stretches)


def _help(told: dict[str, Any]) -> HelpRules:
    first, then, check = (
        Within(int(told[name]["amount"]), str(told[name]["unit"]))
        for name in ("answer_within", "then_within", "check_after")
    )
    adjustments = {str(word): str(words) for word, words in told["adjustments"].items()}
    return HelpRules(first, then, check, adjustments, told.get("verified") != "unverified")


def pressure_rules() -> tuple[Rule, ...]:
    """The rules of what presses on a caseload, an organisation's own in place of ours."""
    return _pressures(rules.current())


@lru_cache(maxsize=4)
def _pressures(book: Rulebook) -> tuple[Rule, ...]:
    return load_pressures(folders=book.folders)


def weighting_of(pack: str, on: date) -> Weighting:
    """The weighting a pack's cases are weighed by on a day."""
    return _weighting(load_rules(pack).weighting, on, rules.current())


@lru_cache(maxsize=64)
def _weighting(name: str, on: date, book: Rulebook) -> Weighting:
    files = weighting_files(book.folders)
    if name not in files:
        raise PackFileError(f"load.yaml: there is no weighting {name!r} in the folder weights; add it or name another")
    return in_force(read_file(files[name]), on)
