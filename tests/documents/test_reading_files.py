"""What a file is, by its content; and what hostile ones do: nothing."""

import pytest

from plimsoll.documents import refusals
from plimsoll.documents.reading import FileRefused, asking, look
from plimsoll.documents.reading.found import FORMS, MOST_BYTES, MOST_TEXT_BYTES
from plimsoll.documents.reading.recognise import recognise
from tests.documents import good
from tests.documents.hostile import FILES


@pytest.mark.parametrize("form", good.TAKEN)
def test_a_file_is_what_its_content_says(form):
    assert recognise(good.TAKEN[form]).form == form


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (good.pdf("Report for the review"), "Report for the review"),
        (good.docx("Siân said “no”.\nShe went home."), "Siân said “no”.\nShe went home."),
        (good.xlsx("Attendance 84%"), "Attendance 84%"),
        (good.odt(), "Llythyr oddi wrth yr ysgol"),
        (good.eml(), "The placement begins on Monday."),
        ("Nodyn ŵ 😀".encode(), "Nodyn ŵ 😀"),
        ("Größe".encode("cp1252"), "Größe"),
        ("Siân".encode("utf-16"), "Siân"),
    ],
)
def test_the_words_of_a_file_are_read(data, words):
    found = look(data)
    assert words in found.text
    assert found.text_state == "read"


def test_there_are_at_least_sixty_hostile_files():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_one_sentence_or_taken_without_harm(name):
    data, code = FILES[name]
    if code == "empty":
        return  # `look` says so before it asks; the pages' test sends it
    if code is None:
        assert recognise(data).form in FORMS
        return
    with pytest.raises(FileRefused) as refused:
        recognise(data)
    assert refused.value.code == code
    assert refusals.words(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("a document with macros", "macros"),
        ("a document with a programme embedded", "embedded"),
        ("a PDF with a script", "active"),
        ("a PDF with a file attached", "attachments"),
        ("an email with an attachment", "attachments"),
    ],
)
def test_what_can_act_is_told(name, flag):
    assert flag in recognise(FILES[name][0]).flags


def test_a_body_that_cannot_be_read_leaves_the_file_without_words():
    found = look(FILES["a body that laughs"][0])
    assert (found.form, found.text, found.text_state) == ("docx", "", "failed")


def test_a_body_of_a_hundred_thousand_levels_is_read_as_far_as_it_goes():
    assert look(FILES["a body of 100,000 levels"][0]).form == "docx"


def test_a_long_text_is_cut_where_the_index_of_words_ends():
    found = look(FILES["a text of 600,000 words"][0])
    assert found.text_state == "cut"
    assert len(found.text.encode()) <= MOST_TEXT_BYTES


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    with pytest.raises(FileRefused) as refused:
        look(b"a" * (MOST_BYTES + 1))
    assert "25 MB" in refusals.words(refused.value)


def test_reading_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.05)
    with pytest.raises(FileRefused) as refused:
        look(good.pdf(), seconds=0.01)
    assert refused.value.code == "unreadable"


def test_what_the_reading_process_says_is_believed_only_as_far_as_it_fits(monkeypatch):
    monkeypatch.setattr(asking, "_said", lambda _data, _seconds: [])
    with pytest.raises(FileRefused):
        look(b"hello")
    assert all(refusals.WORDS[code] for code in {code for _data, code in FILES.values() if code})
