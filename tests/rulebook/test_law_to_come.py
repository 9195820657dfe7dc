"""Law without an appointed day binds nobody, and can be rehearsed."""

from __future__ import annotations

from datetime import date

from plimsoll.engine import clocks, rulebook
from plimsoll.engine.facts import CaseFacts, Event

_LETTER = Event("pre_proceedings_started", date(2027, 3, 1), id="letter")


def _offers(events: tuple[Event, ...], book: rulebook.Rulebook, as_at: date) -> list[str]:
    case = CaseFacts("X", "children-england", events)
    return [duty.state for duty in clocks.derive(case, book, as_at) if duty.rule == "ENG-CRT-008"]


def test_the_family_group_meeting_need_not_be_offered_before_a_day_is_appointed() -> None:
    """Children Act 1989 s31ZA, inserted by the Children's Wellbeing and Schools Act 2026 s1."""
    assert _offers((_LETTER,), rulebook.load(), date(2027, 3, 8)) == []


def test_once_appointed_the_offer_belongs_in_the_letter_before_proceedings() -> None:
    book = rulebook.load().appointing({"ENG-CRT-008": date(2027, 1, 1)})
    offered = Event("family_group_meeting_offered", date(2027, 3, 1), id="offer")
    late = Event("family_group_meeting_offered", date(2027, 3, 2), id="offer")
    assert _offers((_LETTER,), book, date(2027, 3, 8)) == ["late"]
    assert _offers((_LETTER, offered), book, date(2027, 3, 8)) == ["met"]
    assert _offers((_LETTER, late), book, date(2027, 3, 8)) == ["met_late"]


def test_a_letter_sent_before_the_appointed_day_is_under_the_old_law() -> None:
    book = rulebook.load().appointing({"ENG-CRT-008": date(2027, 4, 1)})
    assert _offers((_LETTER,), book, date(2027, 5, 1)) == []
