"""One corpus of texts that a spreadsheet could run, in every file that goes out."""

# ruff: noqa: E501 -- a corpus reads best with a kind on a line
import csv
import io
import re

import openpyxl
import pytest
from access.crossing import lines
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from service import event

from plimsoll.cases.models import Case
from plimsoll.spreadsheets import formula_safe
from tests.hostile.generated import CELLS

STARTS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
INVISIBLE = (
    "", " ", "\u00a0", "\u00ad", "\u061c", "\u115f", "\u180e", "\u2003", "\u200a", "\u200b", "\u200d", "\u200f",
    "\u2028", "\u2029", "\u202e", "\u202f", "\u205f", "\u2060", "\u2064", "\u2069", "\u2800", "\u3000", "\u3164",
    "\ufe0f", "\ufeff", "\U000e0001", "\u0301", "\x85", "\x9f", "\u200b \ufeff",
)  # fmt: skip
CORPUS = [f"{before}{start}HYPERLINK(1)" for before in INVISIBLE for start in STARTS]
NUMBERS_OF_OURS = re.compile(r"[-+]?\d+(\.\d+)?")


def drawn(text):
    """What is left of a text when everything that nobody sees is gone from its front."""
    return text.lstrip("".join(INVISIBLE) + "\t\n\r")


def is_dangerous(cell):
    return bool(cell) and drawn(cell)[:1] in STARTS and not NUMBERS_OF_OURS.fullmatch(cell)


@pytest.mark.parametrize("text", [*CORPUS, "\t=1", "\r\n=1", " \t=1", *CELLS.values()])
def test_nothing_of_the_corpus_stays_a_formula(text):
    assert not is_dangerous(formula_safe(text))


@pytest.mark.parametrize("text", ["Mary-Kate", "Siân O’Brien", "1 High Street", "😀 good day", "ŵyn", "(a)", "2026-03-02", "é"])
def test_ordinary_words_are_left_as_they_are(text):
    assert formula_safe(text) == text


EXPORTS = {"cases:export", "referrals:export", "outcomes:export", "imports:refused_now", "imports:refused"}


def test_every_address_that_gives_a_table_is_among_those_tested():
    """By its path: a new export has to come here."""

    def paths(patterns, before="", where=""):
        for pattern in patterns:
            path = where + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                inside = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from paths(pattern.url_patterns, before + inside, path)
            else:
                yield before + (pattern.name or ""), path

    found = {name for name, path in paths(get_resolver().url_patterns) if re.search(r"csv|xlsx|export|<str:kind>", path)}
    assert found & set(lines()) <= EXPORTS
    assert "cases:export" in found


@pytest.fixture
def written(small):
    """A case for each text, named so, with a referral to a service of that name."""
    for text in CORPUS[:: max(1, len(CORPUS) // 60)]:
        sent = event("onward_referral_sent", "2025-12-01", service=text)
        small.case(events=[sent])
    for case, text in zip(Case.objects.order_by("number"), CORPUS[:: max(1, len(CORPUS) // 60)], strict=True):
        Case.objects.filter(pk=case.pk).update(title=text, place=text)
    return small


def cells_of_csv(content):
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


@pytest.mark.django_db
def test_the_caseload_and_the_waits_go_out_without_a_formula(written, client):
    client.force_login(written.supervisor)
    for url in (reverse("cases:export", kwargs={"scope": "team", "kind": "csv"}), reverse("referrals:export")):
        response = client.get(url)
        assert response.status_code == 200, url
        cells = cells_of_csv(response.content)
        assert sum("HYPERLINK" in cell for cell in cells) >= 50, url
        assert not [cell for cell in cells if is_dangerous(cell)], url
        assert "attachment" in response["Content-Disposition"]


@pytest.mark.django_db
def test_a_workbook_goes_out_with_texts_alone(written, client):
    client.force_login(written.supervisor)
    response = client.get(reverse("cases:export", kwargs={"scope": "team", "kind": "xlsx"}))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert sum("HYPERLINK" in str(cell.value) for cell in cells) >= 50
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if is_dangerous(str(cell.value)))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_were_refused_come_back_without_a_formula(small, client, kind):
    client.force_login(small.supervisor)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Child", "D.O.B", "Status", "Ref date", "Notes"])
    writer.writerows([f"Ceri Invented{number}", "14/01/2012", "CIN", "30/02/2026", text] for number, text in enumerate(CORPUS[::7]))
    file = SimpleUploadedFile("team 3.csv", out.getvalue().encode())
    address = client.post("/import/", {"upload": [file], "team": str(small.team.pk), "as_at": "2026-03-02"})["Location"]
    content = client.get(f"{address}refused.{kind}").content
    if kind == "csv":
        cells = cells_of_csv(content)
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if is_dangerous(cell)]
        return
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell.value for cell in cells if cell.data_type == "f"]
