"""The ways to disagree that a pack knows: their stages, what is recorded at each, and the law that they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plimsoll.cases import rules
from plimsoll.engine.reasons import Citation
from plimsoll.tasks.pack_files import PackFileError, entries

if TYPE_CHECKING:
    from collections.abc import Mapping

VERIFIED = frozenset({"primary", "secondary", "unverified"})


@dataclass(frozen=True, slots=True)
class Recording:
    """What goes on the record: an event, its fixed details, and the details that the form asks."""

    event: str
    details: Mapping[str, object]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something a stage has beside its beginning and its answer. `answers`: with it the stage needs no answer more."""

    word: str
    title: str
    recording: Recording
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what begins it, what answers it, what else is recorded, and its clocks by their rules."""

    id: str
    title: str
    begins: Recording
    answered: Recording | None
    withdrawn: Recording | None
    steps: tuple[Step, ...]
    rules: tuple[str, ...]
    citation: Citation | None

    def step(self, word: str) -> Step | None:
        """The step of this word."""
        return next((step for step in self.steps if step.word == word), None)


@dataclass(frozen=True, slots=True)
class Route:
    """A way to disagree. `key` names the detail that ties its events together."""

    word: str
    title: str
    help: str
    key: str
    stages: tuple[Stage, ...]

    def stage(self, stage_id: str) -> Stage | None:
        """The stage of this id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)


def routes(pack: str) -> dict[str, Route]:
    """Every way to disagree of a pack, by its word."""
    return {word: _route(pack, word, entry) for word, entry in entries(pack, "objections").items()}


def route_of(pack: str, word: str) -> Route:
    """One way; for a word that the pack has lost since, one with that name and no stages."""
    return routes(pack).get(word) or Route(word, word.replace("_", " ").capitalize(), "", "about", ())


def _route(pack: str, word: str, entry: dict[str, Any]) -> Route:
    try:
        stages = tuple(_stage(pack, word, one) for one in entry["stages"])
        route = Route(word, entry["title"], entry.get("help", ""), entry["key"], stages)
    except (KeyError, TypeError, AttributeError) as error:
        missing = "title, key and stages, each stage with id, title and begins"
        raise PackFileError(f"objections.yaml of {pack}: {word} needs {missing}") from error
    if not route.stages:
        raise PackFileError(f"objections.yaml of {pack}: {word} has no stage; add one")
    twice = {stage.id for stage in stages if [one.id for one in stages].count(stage.id) > 1}
    if twice:
        raise PackFileError(f"objections.yaml of {pack}: {word} has the stage {min(twice)} twice; rename one")
    return route


def _stage(pack: str, word: str, entry: dict[str, Any]) -> Stage:
    place = f"{word}, stage {entry['id']}"
    unknown = [rule for rule in entry.get("rules", ()) if rules.citation(pack, rule) is None]
    if unknown:
        raise PackFileError(f"objections.yaml of {pack}: {place} names no clock of the pack: {', '.join(unknown)}")
    steps = tuple(
        Step(one["word"], one["title"], _recording(pack, place, one), bool(one.get("answers", False)))
        for one in entry.get("steps", ())
    )
    return Stage(
        id=entry["id"],
        title=entry["title"],
        begins=_recording(pack, place, entry["begins"]),
        answered=_recording(pack, place, entry["answered"]) if "answered" in entry else None,
        withdrawn=_recording(pack, place, entry["withdrawn"]) if "withdrawn" in entry else None,
        steps=steps,
        rules=tuple(entry.get("rules", ())),
        citation=_citation(pack, place, entry["citation"]) if "citation" in entry else None,
    )


def _recording(pack: str, place: str, entry: dict[str, Any]) -> Recording:
    kind = rules.event_type(pack, entry["event"])
    if kind is None:
        raise PackFileError(f"objections.yaml of {pack}: {place} names no event of the pack: {entry['event']}")
    asks = tuple(entry.get("asks", ()))
    unknown = [name for name in asks if name not in kind.carries]
    if unknown:
        raise PackFileError(
            f"objections.yaml of {pack}: {place} asks what {entry['event']} does not carry: {', '.join(unknown)}"
        )
    return Recording(entry["event"], dict(entry.get("details", {})), asks)


def _citation(pack: str, place: str, entry: dict[str, Any]) -> Citation:
    verified = entry.get("verified", "unverified")
    if verified not in VERIFIED:
        raise PackFileError(f"objections.yaml of {pack}: {place}: verified is primary, secondary or unverified")
    return Citation(
        entry["instrument"], str(entry.get("paragraph", "")), str(entry.get("address", "")), verified,
        str(entry.get("note", "")),
    )  # fmt: skip
