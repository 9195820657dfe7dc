"""Tools as pack data: an organisation's own, its cut-off, and what the checker says of a mistake."""

from datetime import date

import pytest

from plimsoll.engine import clocks, policy, priority, rulebook, scoring
from plimsoll.engine.facts import CaseFacts, Event
from plimsoll.engine.rulebook import RulebookError

TODAY = date(2026, 3, 2)

OWN = """
tools:
  worry_thermometer:
    title: Worry thermometer
    worse: higher
    total: {least: 0, most: 12}
    items: {count: 4, least: 0, most: 3, reversed: [2], most_missing: 1}
    flags: [{id: sleep, title: Cannot sleep, item: 4, above: 2}]
    bands: {total: [{from: 0, words: Calm}, {from: 7, words: Worried}]}
    reliable_change: {spread: 2.5, reliability: 0.8, source: Our own study, verified: primary}
    source: {title: Ours, verified: primary}
  SDQ: null
"""


def folder(tmp_path, text, pack=""):
    place = tmp_path / pack if pack else tmp_path
    place.mkdir(exist_ok=True)
    (place / "tools.yaml").write_text(text)
    return tmp_path


def own(tmp_path, text=OWN):
    return rulebook.load(folder(tmp_path, text))


def test_an_organisations_own_tool_is_scored_like_any_other(tmp_path):
    tool = scoring.read(own(tmp_path), "children-england")["worry_thermometer"]
    found = scoring.score(tool, items=[3, 3, 2, 3])
    assert (found.total, found.marked) == (8, frozenset({"sleep"}))
    assert scoring.score(tool, items=[3, None, 3, 3]).total == 12
    assert tool.reliable.points == pytest.approx(3.099, abs=0.001)
    assert tool.rater("worry_thermometer").word == "worry_thermometer"


def test_a_tool_set_to_null_is_taken_away(tmp_path):
    assert "SDQ" not in scoring.read(own(tmp_path), "children-england")
    assert "CORE-10" in scoring.read(own(tmp_path), "children-england")


def test_a_tool_of_one_packs_folder_is_that_packs_alone(tmp_path):
    book = rulebook.load(folder(tmp_path, OWN, "early-help"))
    assert "worry_thermometer" in scoring.read(book, "early-help")
    assert "worry_thermometer" not in scoring.read(book, "children-england")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("worse: higher", "worse: up", "tools.yaml:5: 'worse' is 'up'; use one of higher, lower"),
        ("most: 12", "most: 13", "tools.yaml:6: worry_thermometer: the items add up to 0 to 12; write that"),
        ("reversed: [2]", "reversed: [5]", "tools.yaml:7: 'reversed' holds 5; write numbers of items from 1 to 4"),
        ("from: 7", "from: 0", "tools.yaml:9: the bands of 'total' must ascend from 0 to at most 12"),
        ("reliability: 0.8", "reliability: 1.0", "tools.yaml:10: give `points` above 0, or `spread` above 0 with a"),
        ("title: Worry thermometer", "title:", "tools.yaml:4: 'title' is missing; say it in words"),
        ("    source: {title: Ours, verified: primary}\n", "", "worry_thermometer: 'source' is missing; say where"),
        ("worry_thermometer:", "worry thermometer!:", "write its name in letters, figures, '-' and '_' only"),
        ("flags:", "flag:", "'flag' is not a key of a tool"),
        ("item: 4", "item: 9", "'item' is 9; write a whole number from 1 to 4"),
        ("SDQ: null", "SDQ: [", "is not YAML"),
        ("    worse: higher", "    worse: higher\n    word: CORE-10", "both record as 'CORE-10'"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_line_and_what_to_do(tmp_path, old, new, said):
    book = own(tmp_path, OWN.replace(old, new, 1))
    with pytest.raises(RulebookError) as caught:
        scoring.read(book, "children-england")
    assert said in str(caught.value)
    assert any(said in line for line in scoring.check(book))


def test_the_shipped_tools_are_without_fault_and_each_is_read_by_every_policy():
    book = rulebook.load()
    assert list(scoring.check(book)) == []
    for pack in ("children-england", "children-wales", "early-help", "advice-guidance", "send-england"):
        known = policy.of(book, pack, TODAY).scores
        words = {rater.word.casefold() for tool in scoring.read(book, pack).values() for rater in tool.raters}
        assert words <= set(known), pack


def test_no_wording_of_a_licensed_form_is_shipped():
    """Items are numbers: no tool of the packs carries a text for one."""
    for tool in scoring.read(rulebook.load(), "children-england").values():
        assert tool.items is None or not hasattr(tool.items, "titles")
        assert tool.licence


CUT_OFF = """
versions:
  - from: 2020-01-01
    extends: children-england
    decided: {by: The partnership, on: 2020-01-01, adopted: true, why: Our own threshold}
    scores:
      DASH: {title: DASH risk checklist, worse: higher, lines: [{at: 17, tier: safeguarding_unmet}]}
"""


def codes(book, *scores):
    events = tuple(
        Event("score_recorded", date(2026, 2, day), details=details, id=str(day))
        for day, details in enumerate(scores, 1)
    )
    case = CaseFacts("1", "children-england", (Event("case_opened", date(2026, 1, 5)), *events))
    found = priority.derive(case, clocks.derive(case, book, TODAY), book, TODAY)
    return [ground.code for ground in found.grounds], [ground.reason.text for ground in found.grounds]


def test_two_goals_are_two_lines_and_only_a_fall_of_one_is_a_fall():
    book = rulebook.load()

    def goal(about, score):
        return {"tool": "goal_0_10", "about": about, "score": score}

    apart, _said = codes(book, goal("Sleep", 8), goal("School", 3), goal("Sleep", 8))
    assert "deterioration.fall" not in apart
    one, said = codes(book, goal("Sleep", 8), goal("School", 3), goal("sleep", 4))
    assert "deterioration.fall" in one
    assert any("got worse by 4" in text and "sleep" in text for text in said)


def test_a_teachers_score_is_never_compared_with_a_parents():
    found, _said = codes(rulebook.load(), {"tool": "SDQ", "score": 8}, {"tool": "SDQ_teacher", "score": 14})
    assert "deterioration.fall" not in found


def test_judgement_outweighs_the_count_of_ticks_and_a_later_no_ends_it():
    book = rulebook.load()
    ticks = {"tool": "DASH", "score": 8, "subscales": {"judgement": 1, "honour_based": 0}}
    assert "safeguarding.score_item" in codes(book, ticks)[0]
    later = {"tool": "DASH", "score": 8, "subscales": {"judgement": 0, "honour_based": 0}}
    assert "safeguarding.score_item" not in codes(book, ticks, later)[0]


def test_the_cut_off_of_a_count_is_the_organisations_own(tmp_path):
    (tmp_path / "children-england").mkdir()
    (tmp_path / "children-england" / "priority.yaml").write_text(CUT_OFF)
    ours = rulebook.load(tmp_path)
    assert list(policy.check(ours)) == []
    assert "safeguarding.score_line" in codes(rulebook.load(), {"tool": "DASH", "score": 15})[0]
    assert "safeguarding.score_line" not in codes(ours, {"tool": "DASH", "score": 15})[0]
    assert "safeguarding.score_line" in codes(ours, {"tool": "DASH", "score": 17})[0]
