"""Hostile and broken files: one clear error, bounded memory, nothing read."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from plimsoll.imports.reading.limits import ImportRefused, Limits
from plimsoll.imports.reading.readers import find, find_set
from plimsoll.imports.reading.upload import SourceFile
from tests.imports.making import archive, census, child, episode, said, workbook

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refused(content: bytes, code: str, **options) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        said(content, "given.file", **options)
    line = str(caught.value)
    assert caught.value.code == code, line
    assert line.startswith("given.file")
    assert "\n" not in line
    assert len(line) < 400
    return caught.value


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE Message SYSTEM "http://example.invalid/x.dtd">',
        '<!-- a comment --><!DOCTYPE Message [<!ENTITY % p SYSTEM "http://example.invalid/p"> %p;]>',
        "<!DOCTYPE Message>",
        '<!ENTITY x "y">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_read(doctype, encoding):
    text = census(child(episode())).decode().replace("<Message>", f"{doctype}<Message>", 1)
    refused(text.replace("UTF-8", encoding).encode(encoding), "has_document_type")


def test_an_entity_without_a_document_type_is_broken_xml():
    refused(census(child(episode())).replace(b"INV0001", b"&x;"), "xml_broken")


def test_a_million_laughs_are_refused_in_a_workbook_too():
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet xmlns="{SHEET}"><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    refused(_workbook_with(bomb), "has_document_type")


def _workbook_with(sheet: str | bytes, **others) -> bytes:
    """A workbook whose one sheet is this part, just as it stands."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(workbook({"S": [["Child"]]}))) as made:
        for name in made.namelist():
            members[name] = made.read(name)
    members["xl/worksheets/sheet1.xml"] = sheet
    members.update(others)
    return archive(members)


def test_a_quadratic_blow_up_of_text_is_refused():
    refused(census(child(episode(f"<ReferralSource>{'a' * 11_000_000}</ReferralSource>"))), "record_too_large")


def test_depth_without_end_is_broken_xml():
    refused(census(child(episode("<a>" * 5_000))), "xml_broken")


def test_a_zip_bomb_is_stopped_while_it_unpacks():
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>'.encode() + b" " * 300_000_000
    content = _workbook_with(sheet)
    assert len(content) < 1_000_000
    refused(content, "archive_bomb")


def test_a_sheet_of_rows_without_end_is_refused_by_their_number():
    cell = '<c t="inlineStr"><is><t>%s</t></is></c>'
    rows = "".join(f"<row>{cell % f'Ceri {number}'}</row>" for number in range(21_000))
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData><row>{cell % "Child"}{cell % "Notes"}</row>{rows}</sheetData></worksheet>'
    refused(_workbook_with(sheet), "too_many_rows", limits=Limits(rows=20_000))


def test_a_zip_of_return_files_that_is_a_bomb_is_stopped():
    refused(archive({"episodes.csv": b"CHILD,DECOM,RNE,PLACE\n" + b"0" * 50_000_000}), "archive_bomb")


@pytest.mark.parametrize(
    "name", ["../episodes.csv", "/etc/episodes.csv", "..\\episodes.csv", "a/../../b.csv", "C:\\x.csv"]
)
def test_names_that_lead_out_of_an_archive_are_refused(name):
    refused(archive({name: b"CHILD,DECOM,RNE,PLACE\n"}), "archive_leads_out")


def test_an_archive_that_claims_a_million_files_is_refused_by_its_last_page():
    content = bytearray(archive({"a.csv": b"x"}))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", content, at + 8, 60_000, 60_000)
    refused(bytes(content), "too_many_files")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "is_empty"),
        (b"\n\n  \n", "is_empty"),
        (b"PK\x05\x06" + b"\0" * 18, "is_empty"),
        (b"%PDF-1.7\n...", "is_a_pdf"),
        (b"\x89PNG\r\n\x1a\n....", "is_a_picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is_old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "is_encrypted"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "is_compressed"),
        (b"{\\rtf1 text}", "is_a_document"),
        (b'{"cases": []}', "is_json"),
        (b"<html><body><table><tr><td>Child</td></tr></table></body></html>", "is_a_web_page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "is_old_excel"),
        (b"<?xml version='1.0'?><Message><Header><CollectionDetails><Collection>CSWW</Collection>", "is_other_xml"),
        (b"<Other/>", "is_other_xml"),
        (b"<?xml version='1.0' encoding='utf-7'?><Message/>", "unknown_encoding"),
        (b"<!-- only a comment -->", "no_root_element"),
        (b"Child,D.O.B\nCeri\0Invented,02/09/2015\n", "is_binary"),
        (bytes(range(256)) * 20, "is_binary"),
        (b"\x80PNG\x81\x8d nothing here", "unknown_encoding"),
        ("Child;D.O.B\nJosé;02/09/2015\n".encode() + "Siân;03/09/2015\n".encode("cp1252"), "mixed_encodings"),
        (b'Child,D.O.B\n"Ceri,02/09/2015\nAda,03/09/2015\n', "quotes_unbalanced"),
        (b"one column\nand nothing\nthat is a table\n", "no_table_found"),
        (b"Child,D.O.B\n", "no_table_found"),
        (b"PK\x03\x04 and then nothing", "archive_broken"),
    ],
)
def test_what_is_no_caseload_is_refused_by_what_it_is(content, code):
    refused(content, code)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b""}, "has_macros"),
        ({"[Content_Types].xml": b"", "xl/workbook.bin": b""}, "is_binary_excel"),
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "is_a_document"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}, "is_open_document"),
        ({"readme.txt": b"x"}, "archive_of_nothing"),
        ({"other.csv": b"A,B\n1,2\n"}, "archive_of_nothing"),
        ({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": b""}, "archive_broken"),
    ],
)
def test_archives_that_are_no_caseload(members, code):
    refused(archive(members), code)


def test_a_workbook_under_a_password_inside_the_zip_is_said_to_be_so():
    content = bytearray(archive({"episodes.csv": b"CHILD,DECOM,RNE,PLACE\n1,2,3,4\n"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature) + offset
        content[at] |= 1
    refused(bytes(content), "is_encrypted")


def test_a_truncated_file_is_refused_wherever_it_is_cut():
    whole = workbook(
        {"Cases": [["Child", "D.O.B", "Status"], *[[f"Ceri Invented{n}", "02/09/2015", "CIN"] for n in range(200)]]}
    )
    for cut in (30, len(whole) // 3, len(whole) // 2, len(whole) - 30):
        refused(whole[:cut], "archive_broken")
    xml = census(child(episode()) * 50)
    refused(xml[: len(xml) // 2], "xml_broken")


def test_a_member_whose_bytes_were_changed_is_refused():
    whole = bytearray(workbook({"Cases": [["Child", "D.O.B"], *[[f"Ceri {n}", "02/09/2015"] for n in range(500)]]}))
    at = bytes(whole).find(b"xl/worksheets/sheet1.xml") + 60
    whole[at : at + 40] = bytes(40)
    refused(bytes(whole), "archive_broken")


def test_bytes_that_are_not_what_the_xml_declares_name_their_line():
    error = refused(census(child(episode())).replace(b"INV0001", b"INV\xe9"), "unreadable_bytes")
    assert error.row > 1


@pytest.mark.parametrize("width", [1_001, 1_000_000])
def test_a_million_columns_are_refused(width):
    refused(b"Child,D.O.B" + b"," * width + b"\nCeri Invented,02/09/2015\n", "too_many_columns")


def test_a_line_without_end_is_refused():
    refused(b"Child,D.O.B\n" + b"a" * 3_000_000, "line_too_long")


def test_a_workbook_with_a_cell_beyond_the_columns_is_refused():
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    refused(_workbook_with(sheet), "too_many_columns")


@pytest.mark.parametrize("limit", [{"rows": 5}, {"cells": 10}, {"sheets": 1}])
def test_each_bound_of_a_workbook_holds(limit):
    rows = [["Child", "D.O.B", "Status"], *[[f"Ceri Invented{n}", "02/09/2015", "CIN"] for n in range(20)]]
    with pytest.raises(ImportRefused, match="more than"):
        said(workbook({"One": rows, "Two": rows}), limits=Limits(**limit))


def test_a_table_too_large_is_refused_by_its_size_alone():
    with pytest.raises(ImportRefused, match="larger than 1 MB"):
        said(b"Child,D.O.B\n" + b"Ceri,02/09/2015\n" * 100_000, limits=Limits(table_bytes=1024 * 1024))


def test_a_reading_that_takes_too_long_is_stopped():
    ticks = iter(range(10_000))
    rows = [["Child", "D.O.B"], *[[f"Ceri {n}", "02/09/2015"] for n in range(600)]]
    with pytest.raises(ImportRefused, match="longer than 1 seconds"):
        said(workbook({"One": rows}), limits=Limits(seconds=1, clock=lambda: float(next(ticks))))


def test_formulas_and_links_are_text_and_nothing_is_evaluated():
    got = said(b'Child,D.O.B,Notes\n"=HYPERLINK(""http://example.invalid"")",02/09/2015,"=cmd|\' /C calc\'!A0"\n')
    assert got.cases[0].notes[0].text == "=cmd|' /C calc'!A0"


def test_a_directory_and_other_things_that_are_no_files(tmp_path):
    with pytest.raises(ImportRefused, match="folder"):
        find(tmp_path, Limits())
    with pytest.raises(ImportRefused, match="no such file"):
        find(tmp_path / "absent.csv", Limits())
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ImportRefused, match="not a file"):
        find(tmp_path / "pipe", Limits())
    with pytest.raises(ImportRefused, match="not a file"):
        find(Path("/dev/zero"), Limits())


def test_several_files_that_are_no_return_are_refused():
    files = [SourceFile.from_bytes(name, b"Child,D.O.B\nCeri,02/09/2015\n") for name in ("a.csv", "b.csv")]
    with pytest.raises(ImportRefused, match="SSDA903"):
        find_set(files, Limits())
    with pytest.raises(ImportRefused, match="empty"):
        find_set([], Limits())


def test_an_error_never_repeats_what_the_file_says_of_people():
    with pytest.raises(ImportRefused) as caught:
        said(b'Child,D.O.B\n"Verysecret Surname,02/09/2015\n')
    assert "Verysecret" not in str(caught.value)


MEMORY = textwrap.dedent(
    """
    import json, resource, sys
    from datetime import date
    from plimsoll.imports.reading.cin_census import read_census
    from plimsoll.imports.reading.limits import ImportRefused, Limits
    from plimsoll.imports.reading.upload import SourceFile

    HEAD = b"<Message><Children>"
    CHILD = (b"<Child><ChildIdentifiers><LAchildID>%09d</LAchildID><PersonBirthDate>2014-02-11</PersonBirthDate></ChildIdentifiers>"
             b"<CINdetails><CINreferralDate>2025-05-06</CINreferralDate></CINdetails>" + b" " * 2000 + b"</Child>\\n")

    class Stream:
        def __init__(self, kind, size):
            self.kind, self.left, self.number, self.first = kind, size, 0, True
        def __enter__(self): return self
        def __exit__(self, *rest): pass
        def read(self, size=-1):
            if self.first:
                self.first = False
                return HEAD + (b"<Child>" if self.kind == "endless" else b"")
            if self.left <= 0:
                return b""
            part = b"".join(self.part() for _ in range(64))
            self.left -= len(part)
            return part
        def part(self):
            if self.kind == "endless":
                return b"<CINdetails><CINreferralDate>2025-05-06</CINreferralDate></CINdetails>" * 20
            self.number += 1
            return CHILD % self.number

    kind, size = sys.argv[1], int(sys.argv[2])
    source = SourceFile("big.xml", lambda: Stream(kind, size), size)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cases, code = 0, ""
    try:
        for item in read_census(source, as_at=date(2026, 11, 21), limits=Limits()):
            cases += 1
    except ImportRefused as error:
        code = error.code
    print(json.dumps({"cases": cases, "code": code, "grown_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024}))
    """
)


def read_in_another_process(kind: str, size: int) -> dict:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, kind, str(size)], capture_output=True, text=True, env=environment, check=True
    )
    return json.loads(done.stdout)


def test_a_gigabyte_in_one_child_is_refused_in_a_few_megabytes():
    got = read_in_another_process("endless", 1_000_000_000)
    assert got["code"] == "record_too_large"
    assert got["cases"] == 0
    assert got["grown_mb"] < 100


def test_memory_does_not_grow_with_the_number_of_children():
    small, large = read_in_another_process("children", 4_000_000), read_in_another_process("children", 60_000_000)
    assert large["code"] == "xml_broken"  # the stream ends without its last tags: the error comes after every child
    assert large["cases"] > 25_000
    assert large["grown_mb"] < 60
    assert large["grown_mb"] - small["grown_mb"] < 30
