"""The JSON form of a case, read strictly into `CaseFacts`."""

from __future__ import annotations

from datetime import date, datetime

from plimsoll.engine.facts import CaseFacts


class CaseFileError(ValueError):
    """One clear line: where, which key, what is wrong and what would be right."""


def parse(obj: object, where: str) -> tuple[CaseFacts, date | datetime | None]:
    """One case and its `as_at`, if it carries one. `where` names the file in errors."""
    raise NotImplementedError
