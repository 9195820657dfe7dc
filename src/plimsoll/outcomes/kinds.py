"""Kinds of outcome and the local values of feedback, as a pack gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plimsoll.tasks.pack_files import PackFileError, entries


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of outcome. `has_money`: what was gained is asked in pounds."""

    word: str
    title: str
    help: str = ""
    has_money: bool = False
    order: int = 50


def kinds(pack: str) -> dict[str, Kind]:
    """The kinds that a pack knows, by their word, in the order in which they are offered."""
    found = [_kind(pack, word, entry) for word, entry in entries(pack, "outcomes").items()]
    return {kind.word: kind for kind in sorted(found, key=lambda kind: kind.order)}


def kind_of(pack: str, word: str) -> Kind:
    """One kind; for a word that the pack has lost since, one with that name."""
    return kinds(pack).get(word) or Kind(word, word.replace("_", " ").capitalize())


def link_days(pack: str) -> int:
    """For how many days a link can be used."""
    return _number(pack, "link", "days", 1, 365)


def fewest_answers(pack: str) -> int:
    """From how many answers on a result is told. Never below 3: of two, each knows the other's."""
    return _number(pack, "results", "fewest", 3, 1000)


def _number(pack: str, word: str, name: str, least: int, most: int) -> int:
    found = entries(pack, "feedback").get(word, {}).get(name)
    if not isinstance(found, int) or not least <= found <= most:
        raise PackFileError(f"feedback.yaml of {pack}: {word} needs {name}, a number from {least} to {most}")
    return found


def _kind(pack: str, word: str, entry: Any) -> Kind:
    if not isinstance(entry, dict) or not isinstance(entry.get("title"), str):
        raise PackFileError(f"outcomes.yaml of {pack}: {word} needs a title")
    money = str(entry.get("money", "no"))
    if money not in {"yes", "no"}:
        raise PackFileError(f"outcomes.yaml of {pack}: {word}: money is yes or no")
    order = entry.get("order", 50)
    if not isinstance(order, int):
        raise PackFileError(f"outcomes.yaml of {pack}: {word}: order is a number, 50 when left out")
    return Kind(word, entry["title"], str(entry.get("help", "")), money == "yes", order)
