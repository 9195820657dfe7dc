"""The parent's side: starts the process that reads, waits so long, and believes only what fits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from plimsoll.documents.reading.found import FORMS, MEGABYTE, MOST_BYTES, FileRefused, Found, storable

SECONDS = 20
PACKAGES = Path(__file__).resolve().parents[3]


def look(data: bytes, *, seconds: float = SECONDS) -> Found:
    """Tell what a file is and read its words; `FileRefused` where it is not taken."""
    if not data:
        raise FileRefused("empty")
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large", megabytes=MOST_BYTES // MEGABYTE)
    said = _said(data, seconds)
    if not said:
        raise FileRefused("unreadable")
    first = said[0]
    if "refused" in first:
        raise FileRefused(str(first["refused"]), **first.get("params", {}))
    text, was_cut = storable(str(said[1]["text"])) if len(said) > 1 and "text" in said[1] else ("", False)
    if len(said) == 1 or said[1].get("failed"):
        state = "failed"
    elif not text:
        state = "none"
    else:
        state = "cut" if was_cut or said[1].get("cut") else "read"
    pages = first.get("pages")
    return Found(
        form=str(first["form"]), pages=int(pages) if pages is not None else None, flags=tuple(first["flags"]),
        text=text, text_state=state,
    )  # fmt: skip


def _said(data: bytes, seconds: float) -> list[dict[str, Any]]:
    """The lines that the process wrote before it ended or was ended."""
    command = [sys.executable, "-P", "-m", "plimsoll.documents.reading.child"]
    environment = {"PYTHONPATH": str(PACKAGES), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    try:
        ended = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, env=environment, cwd="/", check=False
        )
        out = ended.stdout
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
    found: list[dict[str, Any]] = []
    for line in out.split(b"\n")[:2]:
        try:
            value = json.loads(line)
        except ValueError:
            break
        if not isinstance(value, dict) or not (found or "refused" in value or value.get("form") in FORMS):
            break
        found.append(value)
    return found
