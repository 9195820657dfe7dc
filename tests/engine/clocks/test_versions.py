"""Law that changes: old and new side by side, and what would change if a rulebook took effect."""

from __future__ import annotations

from datetime import date

import pytest

from plimsoll.engine import rulebook
from plimsoll.engine.clocks import derive
from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.rehearse import changes

FILES = {
    "pack.yaml": "pack: made\ntitle: Made\nnation: england\ncalendar: england\n",
    "events.yaml": "events:\n  asked: {title: Asked}\n  answered: {title: Answered}\n",
}
CLOCKS = """
clocks:
  - id: M-1
    duty: Answer
    group: decision
    matters: statutory
    versions:
      - from: 2020-01-01
        start: [{event: asked}]
        time: {amount: 3, unit: months}
        met_by: [{event: answered}]
        citation: {instrument: Old Act, verified: primary}
      - from: LATER
        running_clocks: KEEP
        time: {amount: 6, unit: months}
        citation: {instrument: New Act, verified: primary}
"""


@pytest.fixture
def book(tmp_path):
    def made(later: str = "2025-10-01", keep: str = "keep"):
        folder = tmp_path / "rules" / "made"
        (folder / "clocks").mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            (folder / name).write_text(text)
        (folder / "clocks" / "c.yaml").write_text(CLOCKS.replace("LATER", later).replace("KEEP", keep))
        rulebook.forget()
        return rulebook.load(tmp_path / "rules", packaged=False)

    yield made
    rulebook.forget()


def case(*events: tuple[str, date]) -> CaseFacts:
    return CaseFacts("1", "made", tuple(Event(name, at) for name, at in events))


BEFORE, AFTER = date(2025, 9, 15), date(2025, 10, 1)


def test_a_turn_uses_the_version_in_force_when_it_started(book):
    both = derive(case(("asked", BEFORE), ("asked", AFTER)), book(), date(2025, 10, 2))
    assert [(duty.due, duty.citation.instrument) for duty in both] == [
        (date(2025, 12, 15), "Old Act"),
        (date(2026, 4, 1), "New Act"),
    ]


def test_running_clocks_move_only_where_the_new_version_says_so_and_from_its_day(book):
    moving = book(keep="move")
    (before,) = derive(case(("asked", BEFORE)), moving, date(2025, 9, 30))
    (after,) = derive(case(("asked", BEFORE)), moving, AFTER)
    assert (before.due, after.due) == (date(2025, 12, 15), date(2026, 3, 15))
    assert "rule_changed" in [reason.code for reason in after.reasons]


def test_what_was_done_under_the_old_law_stays_as_it_was(book):
    (duty,) = derive(case(("asked", BEFORE), ("answered", date(2025, 9, 20))), book(keep="move"), AFTER)
    assert (duty.state, duty.due) == ("met", date(2025, 12, 15))


def test_before_the_first_version_there_is_no_duty(book):
    assert derive(case(("asked", date(2019, 12, 31))), book(), AFTER) == ()


def test_a_version_without_a_day_is_not_in_force(book):
    unappointed = book(later="not_appointed")
    (duty,) = derive(case(("asked", AFTER)), unappointed, AFTER)
    assert duty.due == date(2026, 1, 1)


def test_a_rehearsal_says_which_dates_would_change(book):
    today = book(later="not_appointed", keep="move")
    tomorrow = today.appointing({"M-1": date(2025, 9, 20)})
    (change,) = changes(case(("asked", BEFORE)), today, tomorrow, AFTER)
    assert (change.rule, change.kind, change.moves_date) == ("M-1", "changes", True)
    assert (change.before.due, change.after.due) == (date(2025, 12, 15), date(2026, 3, 15))
    assert today.version != tomorrow.version


def test_clocks_that_keep_the_old_law_do_not_change_in_a_rehearsal(book):
    today = book(later="not_appointed", keep="keep")
    tomorrow = today.appointing({"M-1": date(2025, 9, 20)})
    assert changes(case(("asked", BEFORE)), today, tomorrow, AFTER) == ()
    (change,) = changes(case(("asked", date(2025, 9, 25))), today, tomorrow, AFTER)
    assert change.after.due == date(2026, 3, 25)


def test_a_rehearsal_says_what_would_begin_and_what_would_go(book, tmp_path):
    today = book()
    extra = tmp_path / "extra"
    extra.mkdir()
    own = CLOCKS.split("      - from: LATER", maxsplit=1)[0].replace("2020-01-01", "2025-02-01")
    decided = "decided: {by: Board, on: 2025-01-01}\n"
    (extra / "local.yaml").write_text(decided + own.replace("M-1", "ORG-1\n    pack: made"))
    tomorrow = rulebook.load(tmp_path / "rules", extra, packaged=False)
    (begins,) = changes(case(("asked", BEFORE)), today, tomorrow, AFTER)
    (goes,) = changes(case(("asked", BEFORE)), tomorrow, today, AFTER)
    assert (begins.rule, begins.kind, begins.before) == ("ORG-1", "begins", None)
    assert (goes.rule, goes.kind, goes.after) == ("ORG-1", "goes", None)
