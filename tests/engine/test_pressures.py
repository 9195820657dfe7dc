"""Pressures: rules that speak or are silent, with what they counted; never a score of anybody."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll import cli
from plimsoll.engine.pressures import AREAS, Pressure, RulebookError, Signal, load_rules, pressures

TODAY = date(2026, 3, 4)  # a Wednesday
MONDAY = date(2026, 3, 2)
RULES = load_rules()


def held(count, since=date(2026, 1, 1), kind="case_held"):
    return [Signal(kind, f"{kind}-{number}", since) for number in range(count)]


def found(signals, on=TODAY, **more):
    return {each.rule: each for each in pressures(RULES, signals, on, **more)}


def test_every_area_that_is_named_in_the_field_has_a_rule_with_its_source():
    assert {rule.area for rule in RULES} == set(AREAS)
    assert all(rule.citations and rule.helps for rule in RULES)


def test_a_record_without_anything_presses_nowhere():
    assert found([]) == {}


def test_eighteen_cases_are_said_with_the_cases_themselves():
    assert found(held(17)) == {}
    said = found(held(18))["many_cases"]
    assert said.reason.text == "18 cases are held; from 18 it is said"
    assert [signal.id for signal in said.evidence] == sorted(f"case_held-{number}" for number in range(18))
    assert said.trend == "steady"
    assert said.weeks_running == 10
    assert "Pause allocation" in said.helps


def test_for_somebody_at_three_days_in_five_the_limit_is_three_fifths():
    assert "many_cases" in found(held(11), share=Decimal("0.6"))
    assert found(held(10), share=Decimal("0.6")) == {}


def test_what_began_within_four_weeks_is_counted_and_no_more():
    new = [Signal("case_allocated", str(back), TODAY - timedelta(days=back)) for back in (0, 7, 20, 23)]
    assert len(found(new)["many_new_cases"].evidence) == 4
    assert "many_new_cases" not in found([*new[:3], Signal("case_allocated", "x", TODAY - timedelta(days=24))])


def test_weeks_above_the_line_must_follow_each_other():
    weeks = [Signal("week_far_above_line", str(back), MONDAY - timedelta(weeks=back)) for back in range(4)]
    said = found(weeks)["far_above_the_line"]
    assert said.reason.text == "More than 110 % of what can be carried for 4 weeks in a row"
    assert found([weeks[0], weeks[1], weeks[3]]) == {}


def test_a_share_is_of_what_is_open_and_of_nothing_it_is_nought():
    late = held(2, kind="duty_late")
    assert found([*late, *held(10, kind="duty_open")])["late_duties"].reason.amount.amount == 20
    assert found([*late, *held(11, kind="duty_open")]) == {}
    assert found(late) == {}


def test_a_wait_presses_once_it_is_longer_than_eight_weeks_and_until_it_ends():
    waits = held(2, TODAY - timedelta(days=56), "referral_waiting")
    assert "long_waits" in found(waits)
    assert found(held(2, TODAY - timedelta(days=55), "referral_waiting")) == {}
    assert found([replace(waits[0], until=TODAY - timedelta(days=1)), waits[1]]) == {}


def test_weeks_since_a_lighter_one_are_counted_back_to_it():
    heavy = [
        Signal("demanding_contact", f"{week}-{number}", MONDAY - timedelta(weeks=week))
        for week in range(7)
        for number in range(3)
    ]
    assert found(heavy)["no_lighter_week"].reason.text == "7 weeks since a lighter one"
    assert found([each for each in heavy if each.id != "3-0"]) == {}


def test_the_trend_is_told_against_the_four_weeks_before():
    early = MONDAY - timedelta(weeks=8)
    rising = [*held(18, early), *[Signal("case_held", f"n{number}", MONDAY) for number in range(4)]]
    falling = [*held(20, early), *[Signal("case_held", f"g{n}", early, MONDAY - timedelta(days=1)) for n in range(6)]]
    assert found(rising)["many_cases"].trend == "rising"
    assert found(falling)["many_cases"].trend == "falling"
    assert found(held(30, MONDAY - timedelta(weeks=2)))["many_cases"].trend == "not_known"


def test_a_supervisor_is_not_shown_evenings_notes_or_what_was_hard():
    signals = [
        *held(18),
        *held(4, kind="note_unwritten"),
        Signal("critical_event", "c", TODAY),
        *[Signal("evening_work", f"{back}", MONDAY - timedelta(days=back)) for back in (-1, 0, 6, 7)],
    ]
    own, theirs = found(signals), found(signals, viewer="supervisor")
    assert set(own) == {"many_cases", "notes_unwritten", "critical_events", "evenings"}
    assert set(theirs) == {"many_cases"}


def test_there_is_no_number_that_adds_pressures_up():
    assert not {"score", "total", "rank", "weight"} & {field.name for field in fields(Pressure)}
    order = [each.rule for each in pressures(RULES, [*held(18), *held(40, kind="complaint_open")], TODAY)]
    assert order == ["many_cases", "conflict"]


kinds = sorted({kind for rule in RULES for kind in (*rule.counts, *rule.of)})
days = st.dates(date(2025, 10, 1), date(2026, 5, 1))
signal = st.builds(Signal, st.sampled_from(kinds), st.text(min_size=1, max_size=3), days, st.none() | days)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(signal, max_size=40), st.randoms())
def test_order_makes_no_difference_and_what_is_still_to_come_is_not_counted(signals, chance):
    before = pressures(RULES, signals, TODAY)
    turned = [*signals, Signal("case_held", "later", TODAY + timedelta(days=1))]
    chance.shuffle(turned)
    again = pressures(RULES, turned, TODAY)
    assert [(one.rule, one.history, one.trend) for one in before] == [
        (one.rule, one.history, one.trend) for one in again
    ]
    for one in before:
        assert one.evidence or one.reason.code == "pressure.no_lighter_week"
        assert all(each.since <= TODAY for each in one.evidence)
        assert len(one.history) == 12


GOOD = """
pressures: pressures
title: Ours
status: illustrative
rules:
  - id: many
    area: volume
    title: Many
    from: 2020-01-01
    measure: {live: [case_held]}
    at_least: 3
    says: "%(amount)s"
    helps: [Rest]
    citation: [{instrument: Ours, verified: unverified}]
"""


def written(tmp_path, text):
    (tmp_path / "weights").mkdir(exist_ok=True)
    (tmp_path / "weights" / "pressures.yaml").write_text(text, encoding="utf-8")
    return load_rules(folders=[tmp_path])


def test_an_organisation_may_put_its_own_rules_in_place(tmp_path):
    rules = written(tmp_path, GOOD)
    assert [each.rule for each in pressures(rules, held(3), TODAY)] == ["many"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("area: volume", "area: volum", 7, "use one of volume"),
        ("{live: [case_held]}", "{lives: [case_held]}", 10, "just one of begun, live, share, weeks_since"),
        ("{live: [case_held]}", "{share: [case_held]}", 10, "write `of` beside `share`"),
        ("at_least: 3", "at_least: three", 11, "'at_least' must be a number"),
        ('"%(amount)s"', '"%(amuont)s"', 12, "'says' may hold %(amount)s"),
        ('"%(amount)s"', '"50 % of it"', 12, "'says' may hold %(amount)s"),
        ("    helps: [Rest]\n", "", 6, "'helps' is missing"),
        ("    citation: [{instrument: Ours, verified: unverified}]\n", "", 6, "'citation' is missing"),
        ("title: Many", "titel: Many", 8, "'titel' is not a key of a pressure; did you mean 'title'?"),
    ],
)
def test_what_is_wrong_in_the_rules_is_said_with_file_line_and_remedy(tmp_path, right, wrong, line, said):
    with pytest.raises(RulebookError) as error:
        written(tmp_path, GOOD.replace(right, wrong, 1))
    assert any(
        problem.file == "weights/pressures.yaml" and problem.line == line and said in problem.message
        for problem in error.value.problems
    ), error.value


def test_the_rules_check_reads_weightings_and_pressures_too(tmp_path, capsys):
    written(tmp_path, GOOD)
    (tmp_path / "weights" / "ours.yaml").write_text("weighting: theirs\ntitle: Ours\n", encoding="utf-8")
    (tmp_path / "weights" / "pressures.yaml").write_text(GOOD.replace("at_least: 3", "at_least: x"), encoding="utf-8")
    assert cli.main(["rules", "check", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert "weights/ours.yaml:1: 'weighting' must be 'ours'" in said
    assert "weights/pressures.yaml:11: 'at_least' must be a number" in said
    assert cli.main(["rules", "check"]) == 0
