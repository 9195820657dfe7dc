"""Layers of policy into one: a pack's file says only what differs from the one it extends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plimsoll.engine.rulebook.yaml_lines import Map, Seq


class PolicyError(ValueError):
    """A priority policy says something it may not; each line names the file, the line and the remedy."""


class Layered(dict[str, Any]):
    """A mapping laid together from several files; it knows the file and line of each key."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, tuple[str, int]] = {}


def merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Layered:
    """The upper layer over the lower: mappings join key by key, anything else replaces, null removes.

    >>> merged({"a": {"x": 1, "y": 2}, "b": [1]}, {"a": {"y": None, "z": 3}, "b": [2]})
    {'a': {'x': 1, 'z': 3}, 'b': [2]}
    """
    found = Layered()
    for layer in (lower, upper):
        for key, value in layer.items():
            below = found.get(key)
            if value is None:
                found.pop(key, None)
                continue
            base = below if isinstance(below, Mapping) else {}
            found[key] = merged(base, value) if isinstance(value, Mapping) else value
            place = place_of(layer, key)
            if place is not None:
                found.places[key] = place
    if "tier" in upper and "band" not in upper:
        # A band belongs to its tier: half of one place joined to half of another means neither.
        found.pop("band", None)
    return found


def place_of(holder: Any, key: str | int) -> tuple[str, int] | None:
    """The file and line where a key, or an entry of a list, was written."""
    if isinstance(holder, Layered) and isinstance(key, str):
        return holder.places.get(key)
    if isinstance(holder, Map) and isinstance(key, str):
        return holder.file, holder.at(key)
    if isinstance(holder, Seq) and isinstance(key, int) and key < len(holder.lines):
        return holder.file, holder.lines[key]
    return None


def effective_from(version: Mapping[str, Any]) -> date:
    """The first day a version counts: its `from`, but what an organisation adopts not before it decided."""
    since: date = version["from"]
    decided = version.get("decided")
    if isinstance(decided, Mapping) and decided.get("adopted") is True and isinstance(decided.get("on"), date):
        since = max(since, decided["on"])
    return since


def versions(raw: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    """The versions of one file, in the order in which they come into force."""
    found = raw.get("versions")
    if not isinstance(found, Sequence) or isinstance(found, str) or not found:
        raise PolicyError(f"{where}:1: `versions` is missing; list at least one version with its `from` date")
    for number, version in enumerate(found):
        line = (place_of(found, number) or (where, 1))[1]
        if not isinstance(version, Mapping) or not isinstance(version.get("from"), date):
            raise PolicyError(f"{where}:{line}: a version needs `from`, a date such as 2026-11-21")
        if number and version["from"] <= found[number - 1]["from"]:
            raise PolicyError(f"{where}:{line}: the `from` dates of `versions` must ascend; put the older first")
    return sorted(found, key=effective_from)


def version_on(found: Sequence[Mapping[str, Any]], day: date, *, is_packaged: bool) -> Mapping[str, Any]:
    """The version in force on a day. Before all of them: the first packaged one, nothing of an organisation's."""
    in_force = [version for version in found if effective_from(version) <= day]
    if in_force:
        return in_force[-1]
    return found[0] if is_packaged else {}
