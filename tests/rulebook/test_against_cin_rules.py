"""The census's own questions beside our clocks: DfE rules 8670Q and 8675Q, on files that nobody here wrote.

The rules are restated here from their words (reference date minus 45, and minus 15, working days), with
bank holidays from `holidays` directly. Where the two differ, the difference must be one of those that
docs/rules_notes.md explains. The files of the shared folder are read where they exist (they hold few
assessments and enquiries); the small census below, and a sweep over every day of a quarter, always are.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest

from plimsoll.engine import clocks, rulebook
from plimsoll.engine.facts import CaseFacts, Event

_OWN = """<Message>
<Header><CollectionDetails><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>
<Child><CINdetails><CINreferralDate>2025-12-01</CINreferralDate>
  <Assessments><AssessmentActualStartDate>2026-01-23</AssessmentActualStartDate></Assessments>
  <Assessments><AssessmentActualStartDate>2026-01-26</AssessmentActualStartDate></Assessments>
  <Assessments><AssessmentActualStartDate>2026-01-27</AssessmentActualStartDate></Assessments>
  <Assessments><AssessmentActualStartDate>2025-12-02</AssessmentActualStartDate>
    <AssessmentAuthorisationDate>2026-03-30</AssessmentAuthorisationDate></Assessments>
  <Section47><S47ActualStartDate>2026-03-09</S47ActualStartDate><ICPCnotRequired>0</ICPCnotRequired></Section47>
  <Section47><S47ActualStartDate>2026-03-10</S47ActualStartDate><ICPCnotRequired>0</ICPCnotRequired></Section47>
  <Section47><S47ActualStartDate>2026-02-02</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>
  <Section47><S47ActualStartDate>2026-02-02</S47ActualStartDate><DateOfInitialCPC>2026-03-20</DateOfInitialCPC></Section47>
</CINdetails></Child>
<Child><CINdetails><CINreferralDate>2025-05-01</CINreferralDate><CINclosureDate>2025-09-01</CINclosureDate>
  <Assessments><AssessmentActualStartDate>2025-05-02</AssessmentActualStartDate></Assessments>
</CINdetails></Child></Children></Message>"""

_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2031))


def _shared() -> Path:
    named = os.environ.get("PLIMSOLL_SHARED_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"


def _censuses() -> list[Path | None]:
    return [None, *sorted((_shared() / "cin").rglob("*.xml"))]


@dataclass(frozen=True)
class Episode:
    """One CINdetails group: its groups in order, and when it was closed."""

    closed_on: date | None
    assessments: tuple[tuple[date, date | None], ...]
    enquiries: tuple[tuple[date, date | None, bool], ...]
    reference: date


def _day(group: ET.Element, name: str) -> date | None:
    text = (group.findtext(name) or "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _episodes(path: Path | None) -> list[Episode]:
    root = ET.fromstring(_OWN) if path is None else ET.parse(path).getroot()
    reference = _day(next(root.iter("CollectionDetails")), "ReferenceDate")
    assert reference is not None
    found = []
    for group in root.iter("CINdetails"):
        starts = [
            (_day(each, "AssessmentActualStartDate"), _day(each, "AssessmentAuthorisationDate"))
            for each in group.iter("Assessments")
        ]
        enquiries = [
            (
                _day(each, "S47ActualStartDate"),
                _day(each, "DateOfInitialCPC"),
                (each.findtext("ICPCnotRequired") or "").strip() in ("1", "true"),
            )
            for each in group.iter("Section47")
        ]
        found.append(
            Episode(
                _day(group, "CINclosureDate"),
                tuple((start, end) for start, end in starts if start is not None),
                tuple((start, held, not_required) for start, held, not_required in enquiries if start is not None),
                reference,
            )
        )
    return found


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS


def _minus_working_days(day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        count -= _works(day)
    return day


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load()


def _late(episode: Episode, rule: str) -> set[str]:
    """The references of the groups whose clock was late at the reference date."""
    events = []
    for index, (start, end) in enumerate(episode.assessments):
        named = {"assessment": f"{index}"}
        events.append(Event("assessment_started", start, details=named, id=f"a{index}"))
        if end is not None:
            events.append(Event("assessment_authorised", end, details=named, id=f"b{index}"))
    for index, (start, held, not_required) in enumerate(episode.enquiries):
        named = {"enquiry": f"{index}"}
        events.append(Event("strategy_discussion_held", start, details=named, id=f"s{index}"))
        if held is not None:
            events.append(Event("initial_conference_held", held, details=named, id=f"c{index}"))
        if not_required:
            events.append(Event("conference_not_required", start, details=named, id=f"n{index}"))
    if episode.closed_on is not None:
        events.append(Event("case_closed", episode.closed_on, id="z"))
    case = CaseFacts("X", "children-england", tuple(events))
    duties = clocks.derive(case, _book(), episode.reference)
    return {duty.started_by.id[1:] for duty in duties if duty.rule == rule and duty.state == "late"}


def _explained(start: date, days: int, done_on: date | None, episode: Episode) -> bool:
    """Whether docs/rules_notes.md explains why the census asks and the clock does not, or the other way round."""
    reference = episode.reference
    closed = episode.closed_on is not None and episode.closed_on <= reference
    after_the_day = done_on is not None and done_on > reference
    done_before_it_began = done_on is not None and done_on < start
    at_the_edge_of_a_day_off = not _works(reference) and _minus_working_days(reference, days) <= start
    return closed or after_the_day or done_before_it_began or at_the_edge_of_a_day_off


@pytest.mark.parametrize("path", _censuses(), ids=lambda path: path.name if path else "own census")
def test_an_assessment_is_late_for_the_census_when_the_census_would_ask(path: Path | None) -> None:
    for episode in _episodes(path):
        late = _late(episode, "ENG-CIN-003")
        latest = _minus_working_days(episode.reference, 45)
        for index, (start, end) in enumerate(episode.assessments):
            asked = end is None and start < latest
            assert asked == (f"{index}" in late) or _explained(start, 45, end, episode), (start, end)


@pytest.mark.parametrize("path", _censuses(), ids=lambda path: path.name if path else "own census")
def test_a_conference_is_late_when_the_census_would_ask(path: Path | None) -> None:
    for episode in _episodes(path):
        late = _late(episode, "ENG-CP-002")
        latest = _minus_working_days(episode.reference, 15)
        for index, (start, held, not_required) in enumerate(episode.enquiries):
            asked = held is None and not not_required and start < latest
            assert asked == (f"{index}" in late) or _explained(start, 15, held, episode), (start, held)


def test_the_own_census_is_read_as_its_dates_say() -> None:
    """45 working days before 31 March 2026 is 27 January, 15 is 10 March: what began before is asked about."""
    first, second = _episodes(None)
    assert _minus_working_days(first.reference, 45) == date(2026, 1, 27)
    assert _late(first, "ENG-CIN-003") == {"0", "1"}
    assert _late(first, "ENG-CP-002") == {"0"}
    assert _late(second, "ENG-CIN-003") == set()  # closed: the census asks (8670Q), the clock ended with the case


@pytest.mark.parametrize("reference", [date(2024, 3, 31), date(2025, 3, 31), date(2026, 3, 31)])
def test_on_every_day_of_the_quarter_before_the_clock_and_the_census_agree(reference: date) -> None:
    """2024's reference date is Easter Sunday: there, and only there, the edge differs."""
    days = [reference - timedelta(days=back) for back in range(100)]
    for day in days:
        episode = Episode(None, ((day, None),), ((day, None, False),), reference)
        for rule, count in (("ENG-CIN-003", 45), ("ENG-CP-002", 15)):
            latest = _minus_working_days(reference, count)
            late = bool(_late(episode, rule))
            assert late == (day < latest) or (not _works(reference) and late and day >= latest), (rule, day)
            if _works(reference):
                assert late == (day < latest), (rule, day)


def test_the_day_by_which_a_conference_is_due_is_never_a_weekend() -> None:
    """8870Q queries a target date on a Saturday or Sunday."""
    for back in range(366):
        day = date(2025, 12, 31) - timedelta(days=back)
        case = CaseFacts("X", "children-england", (Event("strategy_discussion_held", day, id="s"),))
        (duty,) = [duty for duty in clocks.derive(case, _book(), day) if duty.rule == "ENG-CP-002"]
        assert duty.due_on is not None
        assert _works(duty.due_on)
