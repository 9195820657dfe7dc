"""The policy of a pack on a day, read from the folders of the rulebook and kept with it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from plimsoll.engine.policy.check import problems, unknown_words
from plimsoll.engine.policy.merge import PolicyError, effective_from, merged, version_on, versions
from plimsoll.engine.policy.read import Reader
from plimsoll.engine.rulebook import PACKAGED, Problems, Rulebook
from plimsoll.engine.rulebook.yaml_lines import Map, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from plimsoll.engine.policy.values import Policy

FILE = "priority.yaml"
BASE = "common"


class Layer(NamedTuple):
    """One file of the chain."""

    shown: str
    versions: list[Mapping[str, Any]]
    is_packaged: bool


class PackPolicies:
    """Every policy a pack has had, each compiled when first asked for."""

    __slots__ = ("compiled", "layers", "meaningful", "pack", "starts", "states")

    def __init__(self, rulebook: Rulebook, pack: str) -> None:
        self.pack = pack
        found = rulebook.pack(pack)
        self.meaningful = frozenset(name for name, event in found.events.items() if event.meaningful)
        self.states = found.states
        self.layers = list(_layers(rulebook, pack))
        self.starts = sorted({effective_from(version) for layer in self.layers for version in layer.versions})
        self.compiled: dict[int, Policy] = {}

    def on(self, day: date) -> Policy:
        """The policy in force on a day."""
        number = bisect_right(self.starts, day)
        found = self.compiled.get(number)
        if found is None:
            found = self.compiled[number] = self._compile(day, number)
        return found

    def _compile(self, day: date, number: int) -> Policy:
        raw: Mapping[str, Any] = {}
        for layer in self.layers:
            raw = merged(raw, version_on(layer.versions, day, is_packaged=layer.is_packaged))
        policy = Reader(raw, self.layers[-1].shown, self.states).policy(self.pack, self.meaningful)
        wrong = list(problems(policy))
        if wrong:
            raise PolicyError("\n".join(f"{self.layers[-1].shown}: {line}" for line in wrong))
        coming = self.starts[number] if number < len(self.starts) else None
        return replace(policy, changes_on=coming)


def of(rulebook: Rulebook, pack: str, day: date) -> Policy:
    """The priority policy of a pack in force on `day`.

    Raises `PolicyError` with one line for each problem, `KeyError` where there is no such pack.

    >>> from datetime import date
    >>> from plimsoll.engine.rulebook import load
    >>> of(load(), "children-england", date(2026, 11, 21)).tiers[0].title
    'Immediate safety'
    """
    key = ("priority", pack)
    found = rulebook.derived.get(key)
    if not isinstance(found, PackPolicies):
        found = rulebook.derived[key] = PackPolicies(rulebook, pack)
    return found.on(day)


def check(rulebook: Rulebook) -> list[str]:
    """Every problem of every pack's policies, one line each; empty when all are sound."""
    packs = [rulebook.pack(name) for name in rulebook.names]
    events = {name for pack in packs for name in pack.events}
    rules = {clock.id for pack in packs for clock in pack.clocks}
    found: list[str] = []
    for pack in rulebook.names:
        try:
            policies = PackPolicies(rulebook, pack)
            for day in policies.starts:
                shown = policies.layers[-1].shown
                found += [f"{shown}: {line}" for line in unknown_words(policies.on(day), events, rules)]
        except PolicyError as error:
            found += str(error).splitlines()
    return list(dict.fromkeys(found))


def _layers(rulebook: Rulebook, pack: str) -> Iterator[Layer]:
    """From the ground up: the base, the packs between, the pack; then the organisation's own.

    What an organisation says of every pack (`common`) so stands above what the programme says of
    one. What it says of one pack holds for that pack, not for those that rest on it.
    """
    folders = [PACKAGED, *(folder for folder in rulebook.folders if folder != PACKAGED)]
    chain = _chain(folders, pack)
    for folder in folders:
        for name in chain if folder == PACKAGED else dict.fromkeys((BASE, pack)):
            raw = _file(folder, name)
            if raw is not None:
                shown = f"{name}/{FILE}"
                yield Layer(shown, versions(raw, shown), folder == PACKAGED)


def _chain(folders: list[Path], pack: str) -> list[str]:
    """The packs whose policies this one rests on, the base first."""
    chain: list[str] = []
    name = pack
    while name not in chain:
        chain.append(name)
        raws = [raw for folder in folders if (raw := _file(folder, name)) is not None]
        name = next((str(raw["extends"]) for raw in raws if raw.get("extends")), BASE)
    return chain[::-1]


def _file(folder: Path, pack: str) -> Map | None:
    path = folder / pack / FILE
    if not path.is_file():
        return None
    wrong = Problems()
    raw = read_yaml(path, f"{pack}/{FILE}", wrong)
    if wrong.found or raw is None:
        raise PolicyError("\n".join(str(problem) for problem in sorted(wrong.found)))
    return raw
