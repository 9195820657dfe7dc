"""Files between the dry run and the import: kept in the data directory, for their uploader alone, and not for long.

token = keep(request.FILES.getlist("files"), user.pk, now=now)
found = kept(token, user.pk)             # as readers.find gives it; ImportRefused when it is gone
forget(token, user.pk)                   # after the import, or when the person turns away
forget_older(now)                        # from the sweep: a caseload file does not lie about
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.sniff import find_set
from plimsoll.imports.reading.upload import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from plimsoll.imports.reading.sniff import Found

KEPT_FOR = timedelta(hours=12)
MOST_FILES = 40
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_ABOUT = "about.json"


class Upload(Protocol):
    """What a form gives for a file."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


def _folder() -> Path:
    place = Path(settings.DATA) / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(files: Sequence[Upload], owner: UUID, *, now: datetime, limits: Limits | None = None) -> str:
    """Store the files and give the token under which their uploader finds them again."""
    bounds = limits or Limits()
    if not files or len(files) > MOST_FILES:
        raise refused("too_many_files" if files else "is_empty", files=MOST_FILES)
    total = sum(file.size or 0 for file in files)
    if total > bounds.xml_bytes:
        raise refused("too_large", file=Path(files[0].name or "").name, megabytes=bounds.xml_bytes // (1024 * 1024))
    token = secrets.token_urlsafe(32)
    place = _folder() / token
    place.mkdir(mode=0o700)
    names = []
    for number, file in enumerate(files):
        names.append(Path((file.name or "file").replace("\\", "/")).name[:200] or "file")
        with (place / str(number)).open("xb") as stored:
            for chunk in file.chunks():
                stored.write(chunk)
        (place / str(number)).chmod(0o600)
    about = {"owner": str(owner), "at": now.isoformat(), "names": names}
    (place / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return token


def kept(token: str, owner: UUID, *, limits: Limits | None = None) -> Found:
    """The stored files, recognised. Somebody else's token finds nothing, as one that has gone."""
    place = _place(token, owner)
    names: list[str] = json.loads((place / _ABOUT).read_text(encoding="utf-8"))["names"]
    sources = []
    for number, name in enumerate(names):
        on_disk = SourceFile.from_path(place / str(number))
        sources.append(SourceFile(name, on_disk.open, on_disk.size))
    return find_set(sources, limits or Limits(), name=names[0])


def forget(token: str, owner: UUID) -> None:
    """Delete the stored files."""
    shutil.rmtree(_place(token, owner))


def forget_older(now: datetime) -> int:
    """Delete what has lain too long; returns how many were deleted."""
    done = 0
    for place in _folder().iterdir():
        try:
            about = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
            is_old = now - datetime.fromisoformat(about["at"]) > KEPT_FOR
        except (OSError, ValueError, KeyError):
            is_old = now.timestamp() - place.stat().st_mtime > KEPT_FOR.total_seconds()
        if is_old:
            shutil.rmtree(place, ignore_errors=True)
            done += 1
    return done


def _place(token: str, owner: UUID) -> Path:
    place = _folder() / token
    if not _TOKEN.fullmatch(token) or not (place / _ABOUT).is_file():
        raise refused("no_such_file")
    about = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
    if about["owner"] != str(owner):
        raise refused("no_such_file")
    return place
