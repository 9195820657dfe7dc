"""A workbook as other programs write it: shared and rich texts, themes, formulas, both calendars."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

from datetime import datetime

import pytest

from plimsoll.imports.reading.limits import ImportRefused, Limits
from plimsoll.imports.reading.upload import SourceFile
from plimsoll.imports.reading.workbook import Workbook
from plimsoll.imports.reading.workbook_styles import rag_of
from tests.imports.making import archive

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def written(
    rows: str,
    *,
    texts: str = "",
    styles: str = "",
    theme: str = "",
    properties: str = "",
    after: str = "",
    state: str = "visible",
    main=MAIN,
) -> bytes:
    relations = f"""<Relationships {PACKAGE}>
      <Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/one.xml"/>
      <Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="/xl/texts.xml"/>
      <Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/>
      <Relationship Id="r4" Type="{OFFICE}/theme" Target="theme/theme1.xml"/>
      <Relationship Id="r5" Type="{OFFICE}/externalLink" TargetMode="External" Target="http://example.invalid/x.xlsx"/></Relationships>"""
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/book.xml"/></Relationships>',
            "xl/book.xml": f'<workbook {main} xmlns:r="{OFFICE}">{properties}<sheets><sheet name="One" sheetId="1" state="{state}" r:id="r1"/></sheets></workbook>',
            "xl/_rels/book.xml.rels": relations,
            "xl/worksheets/one.xml": f"<worksheet {main}><sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/texts.xml": f"<sst {main}>{texts}</sst>",
            "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
            "xl/theme/theme1.xml": theme or "<theme/>",
        }
    )


def cells(content: bytes, **limits):
    book = Workbook(SourceFile.from_bytes("w.xlsx", content), Limits(**limits))
    return [row.cells for row in book.sheets[0].rows()]


STYLES = """<numFmts><numFmt numFmtId="170" formatCode="dd\\/mm\\/yyyy;@"/></numFmts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"><fgColor rgb="FFFF0000"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFF9999"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="5" tint="0.6"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="17"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="0" fillId="0"/><xf numFmtId="14" fillId="0"/><xf numFmtId="170" fillId="2"/><xf numFmtId="0" fillId="3"/><xf numFmtId="0" fillId="4"/><xf numFmtId="0" fillId="1"/></cellXfs>"""
THEME = """<theme xmlns="http://schemas.openxmlformats.org/drawingml/2006/main"><themeElements><clrScheme>
<dk1><sysClr lastClr="000000"/></dk1><lt1><sysClr lastClr="FFFFFF"/></lt1><dk2><srgbClr val="44546A"/></dk2><lt2><srgbClr val="E7E6E6"/></lt2>
<accent1><srgbClr val="4472C4"/></accent1><accent2><srgbClr val="ED7D31"/></accent2></clrScheme></themeElements></theme>"""


def test_shared_texts_are_looked_up_with_their_runs_and_without_reading_aids():
    texts = "<si><t>plain</t></si><si><r><t>Ceri </t></r><r><t>Invented</t></r><rPh sb='0' eb='1'><t>aid</t></rPh></si>"
    (row,) = cells(
        written(
            '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c><c r="D1" t="s"><v>9</v></c></row>',
            texts=texts,
        )
    )
    assert [cell.text for cell in row] == ["Ceri Invented", "", "plain", "9"]
    assert row[3].problem == "cell_damaged"


def test_shared_texts_are_bounded_together():
    with pytest.raises(ImportRefused, match="more text"):
        cells(written("", texts="<si><t>twenty characters it is</t></si>" * 10), shared_text_characters=100)


def test_numbers_in_a_style_of_days_are_days_under_either_calendar():
    rows = '<row r="1"><c r="A1" s="1"><v>46321</v></c><c r="B1" s="2"><v>46321.5</v></c><c r="C1"><v>46321</v></c><c r="D1" s="1"><v>0.5</v></c></row>'
    (row,) = cells(written(rows, styles=STYLES))
    assert [cell.text for cell in row] == ["2026-10-26", "2026-10-26 12:00", "46321", "0.5"]
    assert row[0].value == datetime(2026, 10, 26)  # noqa: DTZ001
    assert row[2].value == 46321.0
    (row,) = cells(written(rows, styles=STYLES, properties='<workbookPr date1904="1"/>'))
    assert row[0].text == "2030-10-27"


def test_fills_by_colour_theme_and_number():
    rows = (
        '<row r="1">'
        + "".join(
            f'<c r="{letter}1" s="{style}"><v>1</v></c>' for letter, style in zip("ABCDE", (0, 2, 3, 4, 5), strict=True)
        )
        + "</row>"
    )
    (row,) = cells(written(rows, styles=STYLES, theme=THEME))
    assert [rag_of(cell.colour) for cell in row] == ["", "red", "amber", "green", ""]


def test_a_formula_gives_its_stored_value_and_without_one_its_own_words():
    rows = """<row r="1"><c r="A1" t="str"><f>A2&amp;"x"</f><v>stored</v></c><c r="B1"><f>TODAY()</f></c><c r="C1"><f>1/0</f><v></v></c>
      <c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="d"><v>2026-10-26T00:00:00</v></c><c r="G1"><v>1e999</v></c></row>"""
    (row,) = cells(written(rows))
    assert [(cell.text, cell.problem) for cell in row] == [
        ("stored", ""),
        ("=TODAY()", "formula_without_value"),
        ("=1/0", "formula_without_value"),
        ("#DIV/0!", "error_value"),
        ("TRUE", ""),
        ("2026-10-26", ""),
        ("1e999", "cell_damaged"),
    ]


def test_rows_and_cells_without_an_address_follow_each_other():
    rows = "<row><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><t>b</t></is></c></row><row><c><v>1</v></c></row><row r='7'><c r='B7'><v>2</v></c></row>"
    book = Workbook(SourceFile.from_bytes("w.xlsx", written(rows)), Limits())
    assert [(row.number, [cell.text for cell in row.cells]) for row in book.sheets[0].rows()] == [
        (1, ["a", "b"]),
        (2, ["1"]),
        (7, ["", "2"]),
    ]


def test_merged_cells_reach_down_and_a_title_stays_in_its_first_cell():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (1, 2, 3)).replace(
        "<v>1</v></c>", '<v>1</v></c><c r="B1" t="str"><v>Sam</v></c>'
    )
    got = cells(
        written(rows, after='<mergeCells count="2"><mergeCell ref="B1:B3"/><mergeCell ref="C1:E1"/></mergeCells>')
    )
    assert [[cell.text for cell in row] for row in got] == [["1", "Sam"], ["2", "Sam"], ["3", "Sam"]]


def test_the_strict_form_of_the_format_reads_alike():
    strict = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
    assert cells(written("<row r='1'><c r='A1'><v>1</v></c></row>", main=strict))[0][0].text == "1"


def test_invisible_signs_and_odd_blanks_are_not_part_of_a_text():
    (row,) = cells(
        written("<row><c t='inlineStr'><is><t>\u200b\u00a0 Ceri\u00a0\u00a0Invented \ufeff</t></is></c></row>")
    )
    assert row[0].text == "Ceri Invented"


def test_a_hidden_sheet_says_so():
    book = Workbook(SourceFile.from_bytes("w.xlsx", written("", state="veryHidden")), Limits())
    assert book.sheets[0].is_hidden
