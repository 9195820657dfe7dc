"""What the packs say about waiting, and what the rules command says of a mistake in it."""

import json

import pytest

from plimsoll.cli import main
from plimsoll.engine import rulebook
from plimsoll.engine.rulebook import RulebookError
from plimsoll.referrals import waiting_rules


def ours(tmp_path, text):
    (tmp_path / "waiting.yaml").write_text(text)
    return rulebook.load(tmp_path)


def test_an_organisation_adds_its_words_takes_one_away_and_looks_more_often(tmp_path):
    book = ours(tmp_path, "check_every_days: 14\nharms: {school_missed: null, lost_place: Lost a college place}\n")
    found = waiting_rules.read(book, "children-england")
    assert found.check_every_days == 14
    assert dict(found.harms)["lost_place"] == "Lost a college place"
    assert "school_missed" not in dict(found.harms)
    assert "went_missing" in dict(found.harms)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("check_every_days: 0\n", "waiting.yaml:1: 'check_every_days' is 0; write a whole number from 1 to 366"),
        ("harms: [a]\n", "waiting.yaml:1: 'harms' must be a mapping"),
        ("\nharm: {a: b}\n", "waiting.yaml:2: 'harm' is not a key of waiting.yaml"),
    ],
)
def test_a_mistake_is_told_with_its_line_by_the_rules_command_too(tmp_path, capsys, text, said):
    book = ours(tmp_path, text)
    with pytest.raises(RulebookError) as caught:
        waiting_rules.read(book, "children-england")
    assert said in str(caught.value)
    assert main(["rules", "check", str(tmp_path), "--json"]) == 2
    assert any(said in problem for problem in json.loads(capsys.readouterr().out)["problems"])
