"""The weightings there are: those of the package, and an organisation's own laid over them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.load.weighting_shapes import read_weighting
from plimsoll.engine.rulebook import PACKAGED, Problems, RulebookError
from plimsoll.engine.rulebook.problems import nearest
from plimsoll.engine.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from plimsoll.engine.load.weighting import Weighting

FOLDER = "weights"


def weighting_files(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """Name to file; a later folder's file takes the place of an earlier one's."""
    return {
        path.stem: path
        for folder in (PACKAGED, *folders)
        for path in sorted((folder / FOLDER).glob("*.yaml"))
        if not path.stem.startswith("pressures")
    }


def load_weighting(name: str, on: date, folders: Iterable[Path] = ()) -> Weighting:
    """The version of a weighting in force on a day.

    Raises `KeyError` with a sentence where there is no such weighting or no version for that day, and
    `RulebookError` with every problem where the file is wrong.

    >>> load_weighting("wirral-100", date(2026, 3, 2)).capacity.full_time.points
    Decimal('100')
    """
    files = weighting_files(folders)
    if name not in files:
        raise KeyError(f"there is no weighting {name!r}{nearest(name, files)}")
    return in_force(read_file(files[name]), on)


def read_file(path: Path) -> tuple[Weighting, ...]:
    """Every version in one file, checked. Raises `RulebookError`."""
    problems = Problems()
    found = read_yaml(path, f"{FOLDER}/{path.name}", problems)
    versions = read_weighting(found, path.stem, problems) if found is not None else ()
    problems.raise_any()
    return versions


def check(folders: Iterable[Path] = ()) -> list[str]:
    """Everything wrong in any weighting, a line each."""
    problems = Problems()
    for path in weighting_files(folders).values():
        found = read_yaml(path, f"{FOLDER}/{path.name}", problems)
        if found is not None:
            read_weighting(found, path.stem, problems)
    return [str(problem) for problem in sorted(set(problems.found))]


def in_force(versions: Iterable[Weighting], on: date) -> Weighting:
    known = list(versions)
    for version in known:
        if version.since <= on and (version.until is None or on <= version.until):
            return version
    first = min(version.since for version in known)
    raise KeyError(f"the weighting {known[0].name!r} has no version for {on}; it begins on {first}")


__all__ = ["FOLDER", "RulebookError", "check", "in_force", "load_weighting", "read_file", "weighting_files"]
