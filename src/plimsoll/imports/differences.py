"""What a file says of a case's events against what is stored: new, corrected, unchanged, gone. Pure.

- A series that a file states whole (the referral, a plan's start) is compared as a whole: a date
  that changed corrects the stored event; one more is new; one fewer is said, and kept.
- A rolling series ("last visit") only adds: what an older file showed still stands.
- What somebody corrected or withdrew here is not brought back by a file that still says the old.
- What is recorded here already, by hand or from another file, with the same name and day, is not recorded again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from plimsoll.imports.reading.values import ImportedEvent

_LONGEST_KEY = 200
_LONGEST_SERIES = 120


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it stands in the record; `on` is its London day."""

    id: int
    name: str
    on: date
    details: Mapping[str, Any]
    import_key: str = ""
    supersedes_id: int | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """One event to be recorded. `supersedes` is what it corrects."""

    event: ImportedEvent
    details: dict[str, Any]
    import_key: str
    supersedes: StoredEvent | None = None


@dataclass(slots=True)
class Difference:
    """What has to be written for one case, what is there already, and what the file no longer says."""

    writings: list[Writing] = field(default_factory=list)
    unchanged: int = 0
    gone: list[StoredEvent] = field(default_factory=list)


def origin_of(case_key: str) -> str:
    """A short name for where a case's events come from, which tells nothing of whom."""
    return hashlib.sha256(case_key.encode()).hexdigest()[:12]


def day_of(event: ImportedEvent) -> date:
    """The day of an imported event; readers give days."""
    return event.at.date() if isinstance(event.at, datetime) else event.at


def details_of(event: ImportedEvent) -> dict[str, Any]:
    """What is stored beside the event. A stand-in date says that it is one, and why."""
    details: dict[str, Any] = dict(event.details)
    if not event.is_date_stated:
        details["date_known"] = False
        if event.basis is not None:
            details["date_basis"] = event.basis.text
    return details


class _Stored:
    """A case's stored events, by what they are compared with."""

    def __init__(self, stored: Sequence[StoredEvent], origin: str) -> None:
        self.by_id = {event.id: event for event in stored}
        self.corrected_by = {event.supersedes_id: event for event in stored if event.supersedes_id is not None}
        self.standing = [
            event for event in stored if event.id not in self.corrected_by and event.name != "event_withdrawn"
        ]
        self.named = {(event.name, event.on) for event in self.standing}
        self.of_origin: dict[str, list[StoredEvent]] = {}
        self.keys = {event.import_key for event in stored if event.import_key}
        for event in stored:
            if event.import_key.startswith(f"{origin}:"):
                self.of_origin.setdefault(_series_of(event.import_key), []).append(event)

    def head(self, event: StoredEvent) -> StoredEvent:
        """What stands in an event's place today: itself, or the last correction of it."""
        seen = {event.id}
        while (later := self.corrected_by.get(event.id)) is not None and later.id not in seen:
            seen.add(later.id)
            event = later
        return event


def _series_of(import_key: str) -> str:
    return import_key.split(":", 1)[1].rsplit("@", 1)[0]


def _short(series: str) -> str:
    plain = series.replace("@", " ")
    if len(plain) <= _LONGEST_SERIES:
        return plain
    return f"{plain[: _LONGEST_SERIES - 13]}~{hashlib.sha256(plain.encode()).hexdigest()[:12]}"


def compare(case_key: str, events: Sequence[ImportedEvent], stored: Sequence[StoredEvent]) -> Difference:
    """Compare one case's events. `stored` is every event of the case, corrected ones too."""
    origin = origin_of(case_key)
    record = _Stored(stored, origin)
    difference = Difference()
    by_series: dict[str, list[ImportedEvent]] = {}
    for event in events:
        by_series.setdefault(_short(event.series or event.name), []).append(event)
    for series, stated in by_series.items():
        known = record.of_origin.get(series, [])
        left, spare = _without_matches(record, stated, known, difference)
        _write(record, f"{origin}:{series}", left, spare, difference)
    for series, known in record.of_origin.items():
        if series not in by_series and not any(_is_rolling_key(event) for event in known):
            difference.gone += [event for event in known if record.head(event) is event]
    return difference


def _is_rolling_key(event: StoredEvent) -> bool:
    return event.import_key.endswith("+")


def _without_matches(
    record: _Stored, stated: list[ImportedEvent], known: list[StoredEvent], difference: Difference
) -> tuple[list[ImportedEvent], list[StoredEvent]]:
    """Take away what is the same on both sides; gives what the file adds and what it no longer says."""
    free = list(known)
    left: list[ImportedEvent] = []
    for event in stated:
        same = next((each for each in free if _is_same(record, event, each)), None)
        if same is None:
            left.append(event)
            continue
        free = [each for each in free if record.head(each) is not record.head(same)]
        difference.unchanged += 1
    spare = [each for each in free if record.head(each) is each]
    return left, spare


def _is_same(record: _Stored, event: ImportedEvent, stored: StoredEvent) -> bool:
    """Whether the file says what it said then: and it stands, or somebody here has put something else in its place."""
    if (event.name, day_of(event)) != (stored.name, stored.on) or details_of(event) != dict(stored.details):
        return False
    head = record.head(stored)
    return head is stored or not head.import_key


def _write(
    record: _Stored, prefix: str, left: list[ImportedEvent], spare: list[StoredEvent], difference: Difference
) -> None:
    """New events and corrections. In a rolling series only the same day is corrected; elsewhere any change is."""
    others: list[ImportedEvent] = []
    for event in left:
        same_day = next((each for each in spare if each.on == day_of(event)), None)
        if same_day is None:
            others.append(event)
        else:
            _correct(record, prefix, event, same_day, spare, difference)
    for event in others:
        if spare and not event.is_rolling:
            _correct(record, prefix, event, spare[0], spare, difference)
        elif (event.name, day_of(event)) in record.named:
            difference.unchanged += 1
        else:
            _add(record, prefix, event, None, difference)
    if not any(event.is_rolling for event in left):
        difference.gone += [each for each in spare if not _is_rolling_key(each)]


def _correct(
    record: _Stored,
    prefix: str,
    event: ImportedEvent,
    wrong: StoredEvent,
    spare: list[StoredEvent],
    difference: Difference,
) -> None:
    spare.remove(wrong)
    record.named.discard((wrong.name, wrong.on))
    _add(record, prefix, event, wrong, difference)


def _add(record: _Stored, prefix: str, event: ImportedEvent, wrong: StoredEvent | None, difference: Difference) -> None:
    record.named.add((event.name, day_of(event)))
    difference.writings.append(Writing(event, details_of(event), _free_key(record, prefix, event), wrong))


def _free_key(record: _Stored, prefix: str, event: ImportedEvent) -> str:
    """A key that no other event of the case has; a rolling one is marked, for it is never missed."""
    mark = "+" if event.is_rolling else ""
    number = 1
    while (key := f"{prefix}@{day_of(event).isoformat()}#{number}{mark}") in record.keys:
        number += 1
    record.keys.add(key)
    return key[-_LONGEST_KEY:]
