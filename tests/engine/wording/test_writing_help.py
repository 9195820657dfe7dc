"""The writing help measured on invented sentences, and its manners."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from plimsoll.engine import wording
from plimsoll.engine.rulebook import PACKAGED
from plimsoll.engine.rulebook.problems import RulebookError

DAY = date(2026, 6, 1)
WORDS = wording.read([PACKAGED], ["common"], DAY)
ON_CASE = ("Jade", "Tyrone", "Marta Kowalska", "Sam Pritchard")
SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
FLAWED = [(kind, text) for kind, texts in SENTENCES["second_look"].items() for text in texts]
BLAMELESS = [text for texts in SENTENCES["blameless"].values() for text in texts]


def marks(text, **more):
    return wording.check(text, WORDS, names=ON_CASE, **more)


def test_precision_and_recall_are_what_the_guide_says():
    """docs/writing-help.md states these figures; when the lists change, both change."""
    found = sum(bool(marks(text)) for _kind, text in FLAWED)
    false = sum(bool(marks(text)) for text in BLAMELESS)
    precision, recall = found / (found + false), found / len(FLAWED)
    stated = (Path(__file__).parents[3] / "docs" / "writing-help.md").read_text(encoding="utf-8")
    counted = f"{len(FLAWED)} sentences that deserve a second look and {len(BLAMELESS)} blameless"
    assert counted in " ".join(stated.split())
    assert f"precision {precision:.1%}" in stated
    assert f"recall {recall:.1%}" in stated
    assert precision >= 0.97
    assert recall >= 0.85


def test_there_are_enough_sentences_and_half_are_blameless():
    assert len(FLAWED) + len(BLAMELESS) >= 300
    assert 0.45 <= len(BLAMELESS) / (len(FLAWED) + len(BLAMELESS)) <= 0.55
    assert len({text for _kind, text in FLAWED} | set(BLAMELESS)) == len(FLAWED) + len(BLAMELESS)


@pytest.mark.parametrize("kind", ["subjective", "unsubstantiated", "blaming", "jargon", "name"])
def test_most_sentences_are_marked_for_the_kind_they_were_written_for(kind):
    texts = [text for of, text in FLAWED if of == kind]
    right = sum(any(flag.kind == kind for flag in marks(text)) for text in texts)
    assert right / len(texts) >= 0.7


def test_every_mark_says_why_asks_a_question_and_names_its_source():
    for entry in WORDS.entries:
        assert entry.why
        assert entry.ask.rstrip(".").endswith("?") or "?" in entry.ask
        assert entry.source


def test_what_people_said_themselves_is_not_corrected():
    assert not marks("Jade: he is lazy and manipulative.", kind="said")
    assert marks("Jade: Kevin Jones is lazy.", kind="said")[0].kind == "name"
    assert not marks("She shouted “you are lazy” at him.")


def test_a_judgement_with_its_ground_beside_it_is_left_alone():
    assert marks("Dad was aggressive.")
    assert not marks("Dad was aggressive: I saw him kick the door and raise his fist.")


def test_names_on_the_case_are_known_with_and_without_accents_and_in_parts():
    known = ("Siân O’Brien",)
    assert not wording.check("Sian came. O'Brien’s bag. Mrs OBrien rang. Siân’s mum.", WORDS, names=known)
    assert [flag.kind for flag in wording.check("Helen came.", WORDS, names=known)] == ["name"]


def test_places_and_words_that_are_also_names_are_no_people():
    text = "In May we met at Victoria Road, near St John’s School. Mark the date. Hope it helps. I saw the rose."
    assert not marks(text)


def test_the_span_is_the_words_themselves():
    text = "On Monday Mum failed to attend. I met Kevin Jones’s dog."
    assert [text[flag.start : flag.end] for flag in marks(text)] == ["failed to attend", "Kevin Jones"]


def test_words_out_of_date_are_not_marked(tmp_path):
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "wording.yaml").write_text(
        "sources: {us: {title: Ours, verified: unverified}}\n"
        "entries:\n"
        "  - {id: fiddle, kind: jargon, since: 2026-01-01, until: 2026-05-01, words: [fiddle], "
        "why: It is old., ask: What happened?, source: us}\n"
    )
    assert wording.check("A fiddle.", wording.read([tmp_path], ["common"], date(2026, 2, 1)))
    assert not wording.check("A fiddle.", wording.read([tmp_path], ["common"], DAY))


def test_a_mistake_in_a_list_names_file_line_and_remedy(tmp_path):
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "wording.yaml").write_text(
        "sources: {us: {title: Ours, verified: unverified}}\n"
        "entries:\n  - {id: x, kind: rude, since: 2026-01-01, words: [x], why: y, ask: z?, source: us}\n"
    )
    with pytest.raises(RulebookError, match=r"common/wording.yaml:3: 'kind' is 'rude'; use one of subjective"):
        wording.read([tmp_path], ["common"], DAY)


def test_twenty_thousand_words_are_looked_over_quickly():
    import time

    text = "Mum said she was tired and the flat was cold, so we sat in the kitchen with the door shut. " * 1100
    start = time.process_time()
    marks(text)
    assert time.process_time() - start < 3
