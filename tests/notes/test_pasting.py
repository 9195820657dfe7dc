"""Text from word processors made plain: paragraphs, lists and letters stay, rubbish goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.notes.days import day_from
from plimsoll.notes.merging import digests, merge
from plimsoll.notes.pasting import plain
from plimsoll.notes.presenting import speech

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body>
<p class=MsoNormal><b>Home&nbsp;visit</b><o:p></o:p></p>
<p class=MsoNormal>Jade was in her
room &amp; said &ldquo;I&rsquo;m ok&rdquo;.<o:p>&nbsp;</o:p></p>
<ul><li>no food in the fridge</li><li>one bed for three</li></ul>
<ol><li>ring school</li><li>ring GP</li></ol></body></html>"""


def test_a_page_from_word_keeps_its_paragraphs_and_lists():
    assert plain(WORD) == (
        "Home visit\n\nJade was in her room & said “I’m ok”.\n\n"
        "- no food in the fridge\n- one bed for three\n\n1. ring school\n2. ring GP"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\uf0b7\tfirst\n\uf0a7  second\n•\tthird", "- first\n- second\n- third"),
        ("o\tsecond level", "  - second level"),
        ("1.\tone\n2)\ttwo", "1. one\n2) two"),
        ("soft\u00adhyphen and\u200b nothing\ufeff", "softhyphen and nothing"),
        ("a\u00a0hard\u202fspace", "a hard space"),
        ("bell\x07 and page\x0cbreak", "bell and page\nbreak"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("I love <3 you, 2 < 3, <Mum> said", "I love <3 you, 2 < 3, <Mum> said"),
        ("Ŵyn, Siân, Żaneta, 김, 👩‍👧‍👦, naïve", "Ŵyn, Siân, Żaneta, 김, 👩‍👧‍👦, naïve"),
        ("she wrote <p> once", "she wrote <p> once"),
        ("W\u0302yn", "Ŵyn"),
    ],
)
def test_odd_characters(typed, kept):
    assert plain(typed) == kept


@given(st.text())
def test_making_plain_twice_changes_nothing_more(text):
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.text("abcdefŵŷéñ'’-", min_size=1, max_size=9), max_size=40))
def test_no_word_is_lost(words):
    assert plain(" ".join(words)).split() == " ".join(words).split()


CONTENT = st.dictionaries(st.sampled_from("abc"), st.text("xy", min_size=1, max_size=3), max_size=3)


@given(CONTENT, CONTENT, CONTENT)
def test_merging_never_loses_what_either_wrote(start, theirs, mine):
    """Each text that somebody changed is in the draft or waits beside it."""
    merged = merge(theirs, {name: mine.get(name, "") for name in "abc"}, digests(start))
    for name in "abc":
        if mine.get(name) and mine.get(name) != start.get(name):
            assert mine[name] in (merged.content.get(name), merged.clashes.get(name))
        if theirs.get(name) and theirs.get(name) != start.get(name):
            assert merged.content.get(name) == theirs[name]


@pytest.mark.parametrize(
    ("typed", "ahead", "day"),
    [
        ("12/3", True, "2026-03-12"),
        ("1/3", True, "2027-03-01"),
        ("1/3", False, "2026-03-01"),
        ("12 March 26", True, "2026-03-12"),
        ("12th mar", True, "2026-03-12"),
        ("Friday", True, "2026-03-06"),
        ("mon", True, "2026-03-09"),
        ("fri", False, "2026-02-27"),
        ("tomorrow", True, "2026-03-03"),
        ("2026-03-31", True, "2026-03-31"),
        ("31/2", True, None),
        ("soon", True, None),
        ("", True, None),
    ],
)
def test_days_in_one_box(typed, ahead, day):
    from service import TODAY

    found = day_from(typed, TODAY, ahead=ahead)
    assert (found.isoformat() if found else None) == day


def test_speech_is_taken_apart_by_speaker():
    said = speech("Jade: I sleep at Nan’s\nand nobody minds\nAt 10:30 she left\nhttp://x: y")
    assert [(one.who, one.words) for one in said] == [
        ("Jade", "I sleep at Nan’s"),
        ("", "and nobody minds"),
        ("", "At 10:30 she left"),
        ("", "http://x: y"),
    ]
