"""What is wrong with a rulebook is said with its file, its line and what to do."""

from __future__ import annotations

import pytest

from plimsoll.engine import rulebook

from .conftest import CLOCKS, EVENTS


def changed(old: str, new: str, text: str = CLOCKS) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("duty: Answer", "dutty: Answer", 3, "'dutty' is not a key of a clock; did you mean 'duty'?"),
        ("group: decision", "group: decisions", 4, "'group' is 'decisions'; use one of visit, review"),
        ("[{event: asked}]", "[{event: askt}]", 7, "the event 'askt' is not in the pack small; did you mean 'asked'?"),
        ("unit: working days", "unit: working day", 9, "'unit' is 'working day'; use one of hours, days"),
        ("amount: 5", "amount: 5000", 9, "'amount' is 5000; write a whole number"),
        ("amount: 5,", "", 9, "'amount' is missing"),
        ("from: 2020-01-01", "from: 1820-01-01", 7, "1820-01-01 is outside 1900 to 2100"),
        ("from: 2020-01-01", "from: 2020-13-01", 7, "'2020-13-01' is no real timestamp"),
        ("from: 2020-01-01", "from: yesterday", 7, "'from' is 'yesterday'; write a date as 2026-04-01"),
        ("{event: answered}", "{event: answered, where: {mood: good}}", 7, "carries no 'mood'"),
        ("{event: asked}", "{event: asked, where: {kind: three}}", 7, "'kind' of 'asked' is never 'three'"),
        ("{event: asked}", "{event: asked, where: {sure: often}}", 7, "is true or false, not 'often'"),
        ("{event: asked}", "{event: asked, while: {state: bussy}}", 7, "the state 'bussy' is not in the pack"),
        ("{event: asked}", "{event: asked, while: {holds: calm}}", 7, "the condition 'calm' is not in the pack"),
        ("{event: asked}", "{event: asked, while: {state: busy, age: {under: 5}}}", 8, "a condition has one of"),
        ("{event: asked}", "{event: asked, birthday: 5}", 8, "a start has one of"),
        ("{event: asked}", "{event: asked, count_from: {clock: SM-009}}", 7, "there is no clock 'SM-009'"),
        ("amount: 5, unit: working days", "date: {detail: due}", 7, "carries 'due'; did you mean 'due_on'?"),
        ("unit: working days", "unit: working days, calendar: englan", 7, "did you mean 'england'?"),
        ("met_by: [{event: answered}]", "", 7, "nothing can meet it; add met_by"),
        ("local: true", "bound: before", 7, "goes with a fixed date only"),
        ("local: true", "local: perhaps", 10, "'local' is 'perhaps'; write true or false"),
        ("citation: {instrument: An invented law, verified: primary}", "", 7, "'citation' is missing"),
        ("verified: primary", "verified: surely", 13, "use one of primary, secondary, unverified"),
        ("instrument: An invented law, ", "", 13, "'instrument' is missing"),
        ("amount: 5, unit: working days", "amount: 5, unit: days, by: next_term_end", 9, "'time' has one of"),
    ],
)
def test_a_mistake_in_a_clock_is_named_with_its_line_and_its_remedy(problems, old, new, line, said):
    found = problems(clocks=changed(old, new))
    mine = [problem for problem in found if problem.startswith(f"small/clocks/area.yaml:{line}: ") and said in problem]
    assert mine, found


def test_every_problem_is_told_in_one_run(problems):
    found = problems(clocks=changed("duty: Answer", "dutty: Answer").replace("group: decision", "group: x"))
    assert len(found) >= 3  # the unknown key, the missing duty, the group


def two_versions(first: str, second: str) -> str:
    return f"""
clocks:
  - id: SM-001
    duty: Answer
    group: decision
    matters: local
    versions:
      - from: 2020-01-01
        {first}
        start: [{{event: asked}}]
        time: {{amount: 5, unit: days}}
        met_by: [{{event: answered}}]
        citation: {{instrument: An invented law, verified: primary}}
      - {second}
        time: {{amount: 6, unit: days}}
        citation: {{instrument: A later law, verified: primary}}
"""


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("until: 2020-12-31", "from: 2021-02-01", "nothing is in force from 2021-01-01 to 2021-01-31; close the gap"),
        ("until: 2021-12-31", "from: 2021-01-01", "two versions are in force from 2021-01-01 to 2021-12-31"),
        ("until: 2019-12-31", "from: 2021-01-01", "ends before it begins"),
        ("", "from: 2019-01-01", "begins on 2019-01-01, not after the version before (2020-01-01)"),
    ],
)
def test_versions_ascend_without_a_gap(problems, first, second, said):
    assert any(said in problem for problem in problems(clocks=two_versions(first, second)))


def test_a_later_version_needs_a_citation_of_its_own(problems):
    text = two_versions("", "from: 2021-01-01").rsplit("citation", 1)[0]
    assert any("a later version needs its own citation" in problem for problem in problems(clocks=text))


def test_a_later_version_carries_over_what_it_does_not_change(small):
    (clock,) = small(clocks=two_versions("", "from: 2021-01-01")).pack("small").clocks
    assert [version.time.amount.amount for version in clock.versions] == [5, 6]
    assert clock.versions[1].met_by == clock.versions[0].met_by


def test_two_clocks_may_not_share_an_id(problems):
    assert any("the id SM-001 is taken" in line for line in problems(clocks=CLOCKS + CLOCKS.split("clocks:")[1]))


def test_a_circle_of_clocks_is_found(problems):
    one = changed("{event: asked}", "{event: asked, count_from: {clock: SM-002}}")
    two = one.split("clocks:")[1].replace("SM-001", "SM-x").replace("SM-002", "SM-001").replace("SM-x", "SM-002")
    assert any("break the circle" in line for line in problems(clocks=one + two))


def test_a_circle_of_conditions_is_found(problems):
    states = "states: {}\nconditions:\n  a: {holds: b}\n  b: {none: [{holds: a}]}\n"
    assert any("the condition a: rests on itself" in line for line in problems(states=states))


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("pack: other\ntitle: T\ncalendar: england\n", "make the two the same"),
        ("pack: small\ntitle: T\ncalendar: anglia\n", "'calendar' is 'anglia', which does not exist"),
        ("pack: small\ntitle: T\ncalendar: england\nincludes: [commn]\n", "includes 'commn', which does not exist"),
    ],
)
def test_a_mistake_in_a_pack_is_named(problems, pack, said):
    assert any("small/pack.yaml" in line and said in line for line in problems(pack=pack))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("events: [", "small/events.yaml:2: is not YAML"),
        ("- a\n- b\n", "small/events.yaml:1: must be a mapping"),
        (EVENTS + "  asked: {title: Again}\n", "'asked' is given twice (first on line 2)"),
        ("events:\n  asked: !!python/object:os.system {title: T}\n  answered: {title: A}\n", "write plain values only"),
        (EVENTS.replace("{type: boolean}", "{type: colour}"), "'type' is 'colour'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(problems, events, said):
    found = problems(events=events)
    assert any(said in line for line in found), found


def test_a_tag_builds_nothing(problems):
    found = problems(events="events: !!python/object/apply:os.getcwd []\n")
    assert any("small/events.yaml:1: the tag" in line for line in found), found


def test_nested_aliases_cannot_fill_the_memory(problems):
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10))
    found = problems(events=f"l0: &l0 [ha]\n{laughs}\n")
    assert any("too many values or nests too deeply" in line for line in found)


def test_a_file_in_another_encoding_is_one_clear_line(small, tmp_path):
    small()
    (tmp_path / "rules" / "small" / "events.yaml").write_bytes(b"events:\n  asked: {title: Gr\xfc\xdfe}\n")
    rulebook.forget()
    with pytest.raises(rulebook.RulebookError, match=r"small/events.yaml:2: is not UTF-8 text"):
        rulebook.load(tmp_path / "rules", packaged=False)


def test_words_that_yaml_would_turn_into_truth_values_stay_words(small):
    events = "events:\n  asked: {title: A, carries: {worrying: {values: [yes, no]}}}\n  answered: {title: B}\n"
    pack = small(events=events).pack("small")
    assert pack.events["asked"].carries["worrying"].values == ("yes", "no")


def test_a_folder_that_is_none_is_one_clear_line(tmp_path):
    with pytest.raises(rulebook.RulebookError, match="is not a folder"):
        rulebook.load(tmp_path / "nowhere")


def test_a_pack_that_does_not_exist_is_named_with_the_nearest():
    with pytest.raises(KeyError, match="did you mean 'children-england'"):
        rulebook.load().pack("children-engand")


def test_the_rulebook_that_comes_with_the_package_has_nothing_wrong():
    book = rulebook.load()
    clocks = [clock for name in book.names for clock in book.own(name).clocks]
    assert len(clocks) > 150
    assert all(version.citation.instrument for clock in clocks for version in clock.versions)
