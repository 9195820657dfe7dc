"""What comes from the record is words on My day and on the caseload, whatever signs it has in it."""

from datetime import date
from types import SimpleNamespace

from plimsoll.cases.templatetags.caseload_rows import caseload_rows
from plimsoll.work.items import Kind, Row
from plimsoll.work.templatetags.my_day import people_to_see, todo

TODAY = date(2026, 3, 2)
EVIL = "<script>alert('x')</script>\"'&"
SHOWN = "&lt;script&gt;alert("


def line(**others):
    texts = dict.fromkeys(
        ("name", "url", "reference", "age", "plan", "status_words", "reason", "tier_words", "seen_words",
         "contact_words", "worker", "colour", "place"),
        EVIL,
    )  # fmt: skip
    due = SimpleNamespace(name=EVIL, due=TODAY, due_words=EVIL, state=EVIL)
    return SimpleNamespace(**{**texts, "status": "closed", "next_duty": due, "is_about_next_duty": False} | others)


def row(**others):
    kept = {
        "case": line(), "due": TODAY, "due_words": EVIL, "state": "late", "why": EVIL, "is_unverified": True,
        "url": EVIL, "record_url": EVIL, "times": 2,
    }  # fmt: skip
    return Row(**kept | others)


def test_no_part_of_a_thing_to_do_is_markup():
    made = todo([Kind(EVIL, (row(), row(due=None), row(record_url="", why="")))], TODAY)
    assert "<script" not in made
    assert "'x'" not in made, "a quotation mark would end an attribute"
    assert made.count(SHOWN) >= 12


def test_no_part_of_whom_to_see_is_markup():
    made = people_to_see([line()])
    assert "<script" not in made
    assert "'x'" not in made
    assert made.count(SHOWN) == 4


def test_no_part_of_a_line_of_the_caseload_is_markup():
    for lines in ([line()], [line(is_about_next_duty=True, worker="")], [line(next_duty=None)]):
        for scope in ("mine", "team"):
            made = caseload_rows(lines, scope)
            assert "<script" not in made
            assert "'x'" not in made
            assert made.count(SHOWN) >= 6
