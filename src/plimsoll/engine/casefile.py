"""The JSON form of a case, read strictly into `CaseFacts`.

The form (docs/schemas/case.schema.json):

    {"id": "EX1", "pack": "children-england", "as_at": "2025-06-10", "born_on": "2014-02-11", "facts": {},
     "events": [{"event": "strategy_discussion_held", "at": "2025-05-12", "initiates_s47": true,
                 "recorded_at": "2025-05-12T16:00:00+01:00"}]}

A key of an event that is not `event`, `at`, `recorded_at`, `id` or `supersedes` is a detail
that it carries. Dates are ISO; a moment without an offset is London time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.moments import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plimsoll.engine.rulebook import Pack

CASE_KEYS = ("id", "pack", "as_at", "born_on", "facts", "events")
EVENT_KEYS = frozenset({"event", "at", "recorded_at", "id", "supersedes"})
FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAY = len("2025-06-10")


class CaseFileError(ValueError):
    """One clear line: where, which key, what is wrong and what would be right."""


def parse(obj: object, where: str, also: Iterable[str] = ()) -> tuple[CaseFacts, date | datetime | None]:
    """One case and its `as_at`, if it carries one.

    `where` names the file (and the case in it) in errors; keys in `also` are somebody else's
    to read. Raises `CaseFileError`.

    >>> case, as_at = parse({"id": "EX1", "pack": "children-england", "as_at": "2025-06-10",
    ...     "events": [{"event": "visit_made", "at": "2025-06-09", "kind": "cp"}]}, "case.json")
    >>> case.events[0].details["kind"], as_at.isoformat()
    ('cp', '2025-06-10')
    """
    if not isinstance(obj, Mapping):
        raise CaseFileError(f'{where}: a case is an object, as {{"id": …, "pack": …, "events": […]}}')
    allowed = {*CASE_KEYS, *also}
    for key in obj:
        if key not in allowed:
            raise CaseFileError(f"{where}: {key!r} is not a key of a case{_near(str(key), allowed)}")
    events = obj.get("events", [])
    if not isinstance(events, list):
        raise CaseFileError(f"{where}: 'events' must be a list of events")
    read = tuple(_event(entry, f"{where}: events[{index}]") for index, entry in enumerate(events))
    _check_ids(read, where)
    case = CaseFacts(
        id=_text(obj, "id", where),
        pack=_text(obj, "pack", where, needed=True),
        events=read,
        born_on=_born(obj.get("born_on"), where),
        facts=_facts(obj.get("facts"), where),
    )
    as_at = obj.get("as_at")
    return case, None if as_at is None else moment(as_at, f"{where}: 'as_at'")


def _near(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else f"; its keys are {', '.join(sorted(known))}"


def _text(obj: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    value = obj.get(key)
    if value is None and not needed:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or (needed and not value.strip()):
        said = "is missing" if key not in obj else f"is {value!r}"
        raise CaseFileError(f"{where}: {key!r} {said}; write it as text")
    return value


def moment(value: object, where: str) -> date | datetime:
    """A date or an aware moment from its ISO text; `where` names the key in the error."""
    if isinstance(value, str):
        try:
            found = date.fromisoformat(value) if len(value) == _DAY else datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is not None and len(value) >= _DAY:
            if not FIRST_YEAR <= found.year <= LAST_YEAR:
                raise CaseFileError(f"{where} is {value!r}; the year must lie from {FIRST_YEAR} to {LAST_YEAR}")
            if isinstance(found, datetime) and found.tzinfo is None:
                return found.replace(tzinfo=LONDON)
            return found
    raise CaseFileError(f"{where} is {value!r}; write a date as 2025-06-10 or a moment as 2025-06-10T14:30:00+01:00")


def _born(value: object, where: str) -> date | None:
    if value is None or value == "":
        return None
    found = moment(value, f"{where}: 'born_on'")
    if isinstance(found, datetime):
        raise CaseFileError(f"{where}: 'born_on' is {value!r}; write a date as 2014-02-11")
    return found


def _facts(value: object, where: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise CaseFileError(f"{where}: 'facts' must be an object, as {{\"is_disabled\": true}}")
    return {str(name): _plain(fact) for name, fact in value.items()}


def _plain(value: object) -> object:
    """Exact numbers of a file as the numbers that rules compare."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _event(entry: object, where: str) -> Event:
    if not isinstance(entry, Mapping):
        raise CaseFileError(f'{where}: an event is an object, as {{"event": "visit_made", "at": "2025-06-10"}}')
    if "at" not in entry:
        raise CaseFileError(f"{where}: 'at' is missing; write when it happened, as 2025-06-10")
    recorded = entry.get("recorded_at")
    recorded_at: datetime | None = None
    if recorded is not None:
        found = moment(recorded, f"{where}: 'recorded_at'")
        # A day alone is its first minute, as with events.
        first_minute = datetime(found.year, found.month, found.day, tzinfo=LONDON)
        recorded_at = found if isinstance(found, datetime) else first_minute
    return Event(
        name=_text(entry, "event", where, needed=True),
        at=moment(entry["at"], f"{where}: 'at'"),
        recorded_at=recorded_at,
        details={str(key): _plain(value) for key, value in entry.items() if key not in EVENT_KEYS},
        id=_text(entry, "id", where),
        supersedes=_text(entry, "supersedes", where),
    )


def _check_ids(events: tuple[Event, ...], where: str) -> None:
    seen: dict[str, tuple[int, Event]] = {}
    for index, event in enumerate(events):
        if not event.id:
            continue
        if event.id in seen and seen[event.id][1] != event:
            raise CaseFileError(
                f"{where}: events[{index}]: the id {event.id!r} is taken by events[{seen[event.id][0]}]; "
                "give each event its own"
            )
        seen[event.id] = (index, event)
    for index, event in enumerate(events):
        if event.supersedes and event.supersedes not in seen:
            raise CaseFileError(
                f"{where}: events[{index}]: 'supersedes' is {event.supersedes!r}, which is the id of no event here"
            )


def warnings(case: CaseFacts, pack: Pack) -> Iterator[str]:
    """What a file says that the pack does not know, one line each: allowed, but perhaps a slip of the pen."""
    said: set[tuple[str, str]] = set()
    for event in case.events:
        known = pack.events.get(event.name)
        if known is None:
            if (event.name, "") not in said:
                yield f"the event {event.name!r} is not in the pack {pack.name}{_near_word(event.name, pack.events)}"
            said.add((event.name, ""))
            continue
        for detail in event.details:
            if detail not in known.carries and (event.name, detail) not in said:
                said.add((event.name, detail))
                yield f"the event {event.name!r} carries no {detail!r}{_near_word(detail, known.carries)}"


def _near_word(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
