"""What lies beside the database and belongs in a backup: stored documents, and the organisation's own rules.

The bytes of documents are in the database today (adr/0008); whatever is in the documents' folder comes along as well.
Uploaded trackers wait there for hours at most and are left out, as are keys.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from plimsoll.backups import BackupRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PIECE = 256 * 1024


def found(areas: Mapping[str, Path]) -> dict[str, Path]:
    """The name in the backup of every ordinary file of these folders, and where it is. Links are not followed."""
    names: dict[str, Path] = {}
    for area, folder in areas.items():
        for directory, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                path = Path(directory) / name
                if path.is_file() and not path.is_symlink():
                    names[f"{area}/{path.relative_to(folder).as_posix()}"] = path
    return names


def content(path: Path) -> Iterator[bytes]:
    """A file's bytes."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def place(name: str, areas: Mapping[str, Path]) -> Path:
    """Where a file of the backup goes. Raises BackupRefused for a name that leads out of its folder."""
    area, *rest = PurePosixPath(name).parts
    if area not in areas or not rest or ".." in rest or "\\" in name or "\0" in name:
        raise BackupRefused("the backup holds a file whose place is not known: it was not made by this program")
    return areas[area].joinpath(*rest)


def put(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file anew, for its owner alone, through to the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for block in blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
