"""Whatever the bytes, reading ends, and ends with a case, a refusal or one clear error."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plimsoll.imports.reading.limits import ImportRefused, Limits
from tests.imports.making import archive, census, child, episode, said, workbook

LIMITS = Limits(seconds=20)
OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TRACKER = workbook({"Cases": [["Child", "D.O.B", "Status", "Notes"], ["Ceri Invented", "02/09/2015", "CP", "x"]]})
CENSUS = census(child(episode("<ReferralNFA>0</ReferralNFA>")))
RETURN = archive(
    {"e.csv": "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,15/02/2024,S,V2,U6,14/08/2024,X1\n"}, compression=zipfile.ZIP_STORED
)
TEXT = b"Child,D.O.B,Status,Ref date\nCeri Invented,02/09/2015,CP,25/04/2026\n"


def read(content: bytes) -> None:
    """Read it, putting every sentence into words; nothing but `ImportRefused` may be raised."""
    error = None
    try:
        got = said(content, limits=LIMITS)
    except ImportRefused as refused:
        error = refused
    if error is not None:
        assert str(error)
        assert "%(" not in str(error)
        return
    for refusal in got.refusals:
        assert refusal.reason.text
        assert refusal.remedy.text
    for item in (*got.questions, *got.remarks):
        assert item.words.text
    for question in got.questions:
        assert all(answer.words.text for answer in question.answers)
    for case in got.cases:
        assert all(event.basis is None or event.basis.text for event in case.events)


@OFTEN
@given(st.binary(max_size=2_000))
def test_random_bytes(content):
    read(content)


@OFTEN
@given(st.text(max_size=1_000), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]))
def test_random_text(text, encoding):
    read(text.encode(encoding, "surrogatepass"))


cells = st.one_of(
    st.text(max_size=30).filter(lambda text: not any(ord(sign) < 32 for sign in text)),
    st.sampled_from(["CP", "28/10/2026 - not seen", "14/10/2026?", "Duty", "n/a", "R", "Y", "Ada (17/04/13); Bo (x)", "=1+1", "'=1", "TOTAL"]),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.integers(-(10**12), 10**12).map(str),
)  # fmt: skip
HEADINGS = ["Child", "Family", "Children (DOB)", "ID no", "D.O.B", "Allocated SW", "Status", "RAG", "Ref date", "Assess due",
            "Last stat visit", "Seen alone Y/N", "Next RCPC / CIN rev", "Category", "Notes", "EHA date", "TAF last", "TAF next", "Lvl",
            "Hrs/wk", "wait list?", "Client", "Issue", "Opened", "Decision letter dated", "Open?", "Vulnerable", "closed", "UPN", "NHS no"]  # fmt: skip


@OFTEN
@given(
    st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8),
    st.lists(st.lists(cells, max_size=9), max_size=8),
    st.sampled_from(",;\t"),
)
def test_tables_of_random_cells_under_real_headings(headings, rows, delimiter):
    lines = [headings, *rows]
    quoted = ('"' + cell.replace('"', '""') + '"' for line in lines for cell in [*line, "\n"])
    text = (
        delimiter.join(quoted).replace(f'"\n"{delimiter}', "\n").replace('"\n"', "\n").replace(f"{delimiter}\n", "\n")
    )
    read(text.encode())


@pytest.mark.parametrize("whole", [TRACKER, CENSUS, RETURN, TEXT], ids=["workbook", "census", "return", "text"])
@OFTEN
@given(data=st.data())
def test_a_good_file_with_some_bytes_changed(whole, data):
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(content))


@pytest.mark.parametrize("whole", [TRACKER, CENSUS, RETURN, TEXT], ids=["workbook", "census", "return", "text"])
@OFTEN
@given(data=st.data())
def test_a_good_file_cut_short(whole, data):
    read(whole[: data.draw(st.integers(0, len(whole)))])


tags = st.sampled_from(["CINdetails", "Assessments", "Section47", "ChildProtectionPlans", "CINreferralDate", "AssessmentActualStartDate",
                        "S47ActualStartDate", "CPPstartDate", "Reviews", "CPPreviewDate", "CINclosureDate", "ReferralNFA", "Other"])  # fmt: skip
values = st.sampled_from(["2025-05-06", "2025-13-01", "", "true", "NEG", "2026-09-09", " 2025-06-01 ", "é"])
trees = st.recursive(
    st.builds(lambda tag, value: f"<{tag}>{value}</{tag}>", tags, values),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@OFTEN
@given(st.lists(trees, max_size=4))
def test_a_census_of_elements_in_any_order(parts):
    read(census(child("".join(parts))))


def workbook_part(name: str, content: bytes) -> bytes:
    import io

    with zipfile.ZipFile(io.BytesIO(TRACKER)) as made:
        members = {member: made.read(member) for member in made.namelist()}
    members[name] = content
    return archive(members)


@OFTEN
@given(data=st.data())
def test_the_parts_of_a_workbook_with_some_text_changed(data):
    import io

    with zipfile.ZipFile(io.BytesIO(TRACKER)) as made:
        name = data.draw(st.sampled_from(sorted(made.namelist())))
        content = bytearray(made.read(name))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'<>"&/0123456789 absrtvc='))
    read(workbook_part(name, bytes(content)))
