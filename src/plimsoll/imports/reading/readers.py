"""One door to all readers: what stands there, what it would mean, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.imports.reading.cin_census import read_census
from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.sniff import Found, Kind, find, find_set
from plimsoll.imports.reading.ssda903 import read_return
from plimsoll.imports.reading.trackers.reader import Survey, read_tracker, survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from plimsoll.imports.reading.trackers.mapping import Mapping
    from plimsoll.imports.reading.values import Item

TRACKERS = frozenset({Kind.WORKBOOK, Kind.DELIMITED})


def read(found: Found, *, as_at: date, mapping: Mapping | None = None, limits: Limits | None = None) -> Iterator[Item]:
    """Everything that a recognised file says, as a stream.

    `as_at` is the day of reading: nothing that has happened can be later. `mapping` is for
    trackers alone; without one the proposed mapping is used. Raises `ImportRefused` where the
    whole file stays out, possibly after some items: nothing is to be stored before the end.
    """
    bounds = limits or Limits()
    if found.kind in TRACKERS:
        return read_tracker(found.files[0], found.kind, as_at=as_at, limits=bounds, mapping=mapping)
    if mapping is not None:
        raise refused("mapping_only_for_tables", file=found.name)
    if found.kind is Kind.CIN_CENSUS:
        return read_census(found.files[0], as_at=as_at, limits=bounds)
    return read_return(list(found.files), as_at=as_at, limits=bounds, name=found.name)


def look_through(found: Found, *, as_at: date, limits: Limits | None = None) -> Survey:
    """A tracker's tables, a mapping proposed for them, and the grounds for each choice."""
    if found.kind not in TRACKERS:
        raise refused("mapping_only_for_tables", file=found.name)
    return survey(found.files[0], found.kind, as_at=as_at, limits=limits or Limits())


__all__ = ["TRACKERS", "Found", "Kind", "Survey", "find", "find_set", "look_through", "read"]
