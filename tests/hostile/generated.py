"""Hundreds of files made to do harm, by crossing good files with what is done to them. Name -> what makes the bytes.

Nothing is made before it is asked for, and whatever unpacks to much is written in pieces.
"""

# ruff: noqa: E501 -- a corpus reads best with a kind on a line
from __future__ import annotations

import io
import struct
import warnings
import zipfile
from functools import cache, partial
from typing import TYPE_CHECKING

from tests.documents import good
from tests.imports.making import archive, census, child, episode, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TABLE = b"Child,D.O.B,Status,Ref date\nCeri Invented,02/09/2015,CP,25/04/2026\n"
EPISODES = b"CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,15/02/2024,S,V2,U6,14/08/2024,X1\n"


@cache
def bases() -> dict[str, bytes]:
    """One good file of each kind that an importer or an upload takes."""
    return {
        "tracker.xlsx": workbook({"Cases": [["Child", "D.O.B", "Status"], ["Ceri Invented", "02/09/2015", "CP"]]}),
        "census.xml": census(child(episode("<ReferralNFA>0</ReferralNFA>"))),
        "return.zip": archive({"episodes.csv": EPISODES}),
        "tracker.csv": TABLE,
        "letter.docx": good.docx(),
        "letter.odt": good.odt(),
        "report.pdf": good.pdf(),
        "photo.png": good.png(),
        "photo.jpg": good.jpeg(),
        "message.eml": good.eml(),
    }


ARCHIVES = ("tracker.xlsx", "return.zip", "letter.docx", "letter.odt")


@cache
def parts(base: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bases()[base])) as made:
        return {name: made.read(name) for name in made.namelist()}


# --- document types, in every XML part of every kind --------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
DOCTYPES = {
    "a file of ours": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.invalid/p.dtd"> %p;]>',
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "a quadratic blow-up": f'<!DOCTYPE x [<!ENTITY e "{"a" * 50_000}">]>',
    "an entity of itself": '<!DOCTYPE x [<!ENTITY e "&e;">]>',
    "a public name": '<!DOCTYPE x PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://example.invalid/x.dtd">',
    "an attribute list": '<!DOCTYPE x [<!ATTLIST x y CDATA "z">]>',
}
USES = {"a billion laughs": "&l8;", "a quadratic blow-up": "&e;" * 2_000, "a parameter entity": "", "an address": ""}


def with_doctype(xml: bytes, kind: str, encoding: str) -> bytes:
    text = xml.decode()
    head, rest = (text[: text.index("?>") + 2], text[text.index("?>") + 2 :]) if text.startswith("<?xml") else ("", text)
    at = rest.index(">") + 1
    changed = rest[:at] + USES.get(kind, "&e;") + rest[at:]
    return (head.replace("UTF-8", encoding).replace("utf-8", encoding) + DOCTYPES[kind] + changed).encode(encoding)


def doctypes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for encoding in ("utf-8", "utf-16"):
        for kind in DOCTYPES:
            yield f"census with {kind}, {encoding}", partial(with_doctype, bases()["census.xml"], kind, encoding)
            for base in ("tracker.xlsx", "letter.docx"):
                for part in parts(base):
                    if part.endswith((".xml", ".rels")):
                        yield f"{base}, {part} with {kind}, {encoding}", partial(part_with, base, part, kind, encoding)


def part_with(base: str, part: str, kind: str, encoding: str) -> bytes:
    return archive(parts(base) | {part: with_doctype(parts(base)[part], kind, encoding)})


# --- names inside archives ------------------------------------------------------------------------------------------

NAMES = (
    "../x.csv", "..\\x.csv", "a/../../x.csv", "/etc/passwd", "\\\\host\\share\\x.csv", "C:\\x.csv", "C:x.csv", "//host/x",
    "....//x.csv", "a/./../../x.csv", "%2e%2e/x.csv", "..%c0%afx.csv", "x.csv/", "a" * 5_000 + ".csv", "CON", "x\r\ny.csv",
    "\u202egpj.exe.csv", "~/x.csv", ".", "..", "xl/vbaProject.bin", "word/vbaProject.bin", "xl/worksheets/sheet1.xml",
)  # fmt: skip


def named(base: str, name: str) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")  # a name that is there twice is one of the harms
        for member, content in parts(base).items():
            made.writestr(member, content)
        made.writestr(name, b"CHILD,DECOM\n1,2\n")
    return out.getvalue()


def linked(base: str) -> bytes:
    """A member that says it is a symbolic link."""
    out = io.BytesIO(bases()[base])
    with zipfile.ZipFile(out, "a") as made:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def names_inside() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for base in ARCHIVES:
        yield f"{base} with a link", partial(linked, base)
        for name in NAMES:
            yield f"{base} with {name[:40]!r}", partial(named, base, name)


# --- cut, and with two files in one -----------------------------------------------------------------------------------


def cut(base: str, eighths: int) -> bytes:
    whole = bases()[base]
    return whole[: max(1, len(whole) * eighths // 8 - 1)]


def noise(base: str, seed: int) -> bytes:
    """Every so manieth byte is another."""
    content = bytearray(bases()[base])
    for at in range(seed + 8, len(content), max(7, len(content) // 40)):
        content[at] = (content[at] + 1 + seed * 37) % 256
    return bytes(content)


def damaged() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for base in bases():
        for eighths in range(1, 9):
            yield f"{base} cut at {eighths}/8", partial(cut, base, eighths)
        for seed in range(4):
            yield f"{base} with other bytes, {seed}", partial(noise, base, seed)
        yield f"{base} with noughts behind", partial(bytes.__add__, bases()[base], bytes(70_000))
    for one in bases():
        for two in bases():
            if one != two:
                yield f"{one} with {two} behind", partial(bytes.__add__, bases()[one], bases()[two])


# --- encodings --------------------------------------------------------------------------------------------------------

ENCODINGS = ("utf-7", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le", "cp037", "cp1252", "shift_jis", "gb18030",
             "koi8-r", "utf-8-sig", "iso2022_kr", "hz")  # fmt: skip
MARKS = {"no mark": b"", "UTF-8 mark": b"\xef\xbb\xbf", "little mark": b"\xff\xfe", "big mark": b"\xfe\xff"}


def encoded(base: str, encoding: str, mark: bytes) -> bytes:
    return mark + bases()[base].decode().replace("Ceri", "Siân").encode(encoding, "replace")


def encodings() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for base in ("tracker.csv", "census.xml"):
        for encoding in ENCODINGS:
            for said, mark in MARKS.items():
                yield f"{base} in {encoding}, {said}", partial(encoded, base, encoding, mark)


# --- what stands in a cell ----------------------------------------------------------------------------------------------

CELLS = {
    "a formula": "=1+1", "a programme": "=cmd|' /C calc'!A0", "a link": '=HYPERLINK("http://example.invalid","x")',
    "a sum": "@SUM(A1)", "a minus": "-2+3", "a plus": "+2", "invisible then a formula": "\u200b\u2060=1+1",
    "a nought": "Ceri\0Invented", "controls": "\x01\x02\x07\x1b[31m", "half a pair": "\ud800", "other half": "\udfff",
    "no sign": "\ufffe\uffff", "a line end": "Ceri\r\nInvented", "directions": "\u202einevC irtnevnI\u202c",
    "forty thousand signs": "a" * 40_000, "a huge number": "9" * 400, "a huge power": "1e308", "beyond it": "1e999",
    "not a number": "nan", "endless": "-inf", "day 0": "00/00/0000", "31 February": "31/02/2025", "year 1": "01/01/0001",
    "year 9999": "31/12/9999", "year 10000": "01/01/10000", "before its calendar": "-5", "serial beyond": "99999999999",
    "29 February": "29/02/2023", "a moment": "2026-03-29T01:30:00+99:00", "markup": "<script>alert(1)</script>",
    "a percent": "%s%s%n %(name)s {0.__class__} ${7*7}", "SQL": "'; DROP TABLE cases_case; --", "emoji": "👩‍👩‍👧" * 300,
    "marks upon marks": "Z" + "\u0301" * 5_000, "other digits": "٠٢/٠٩/٢٠١٥", "quotes": '"""' * 50,
}  # fmt: skip


def in_table(value: str, column: int) -> bytes:
    cells = ["Ceri Invented", "02/09/2015", "CP", "25/04/2026"]
    cells[column] = '"' + value.replace('"', '""') + '"'
    return b"Child,D.O.B,Status,Ref date\n" + ",".join(cells).encode("utf-8", "surrogatepass") + b"\n"


def in_workbook(value: str, kind: str) -> bytes:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    said = {
        "text": f'<c t="inlineStr"><is><t>{escaped}</t></is></c>',
        "number": f"<c><v>{escaped}</v></c>",
        "date": f'<c s="1" t="d"><v>{escaped}</v></c>',
        "shared": f'<c t="s"><v>{escaped}</v></c>',
        "formula": f"<c><f>{escaped}</f><v>1</v></c>",
    }[kind]
    head = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("Child", "D.O.B", "Status"))
    name = '<c t="inlineStr"><is><t>Ceri Invented</t></is></c>'
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData><row>{head}</row><row>{name}{said}</row></sheetData></worksheet>'
    return archive(parts("tracker.xlsx") | {"xl/worksheets/sheet1.xml": sheet.encode("utf-8", "surrogatepass")})


def in_census(value: str, field: str) -> bytes:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    inside = episode(f"<{field}>{escaped}</{field}>") if field != "referral" else episode(referred=escaped)
    return census(child(inside)).decode().encode("utf-8") if value.isascii() else _lone(child(inside))


def _lone(inside: str) -> bytes:
    return census("@").replace(b"@", inside.encode("utf-8", "surrogatepass"))


def in_return(value: str, column: int) -> bytes:
    cells = ["1", "15/02/2024", "S", "V2", "U6", "14/08/2024", "X1"]
    cells[column] = '"' + value.replace('"', '""') + '"'
    head = EPISODES.split(b"\n", 1)[0]
    return archive({"episodes.csv": head + b"\n" + ",".join(cells).encode("utf-8", "surrogatepass") + b"\n"})


def in_cells() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for said, value in CELLS.items():
        for column in (0, 1):
            yield f"a table with {said} in column {column}", partial(in_table, value, column)
            yield f"a return with {said} in column {column}", partial(in_return, value, column)
        for kind in ("text", "number", "date", "shared", "formula"):
            yield f"a workbook with {said} as {kind}", partial(in_workbook, value, kind)
        for field in ("ReferralSource", "CINclosureDate", "referral"):
            yield f"a census with {said} as {field}", partial(in_census, value, field)


# --- too much -----------------------------------------------------------------------------------------------------------


def packed(base: str, name: str, head: bytes, piece: bytes, times: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A member that is this piece so many times, written in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for member, content in parts(base).items():
            if member != name:
                made.writestr(member, content)
        with made.open(name, "w", force_zip64=True) as member_file:
            member_file.write(head)
            for _ in range(times):
                member_file.write(piece)
    return out.getvalue()


def nested(depth: int) -> bytes:
    content = bases()["return.zip"]
    for level in range(depth):
        content = archive({f"{level}.zip": content})
    return content


def lying(base: str, offset: int, value: int) -> bytes:
    """The first member's line in the table of an archive says another size, place or method."""
    content = bytearray(bases()[base])
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<I" if offset in {20, 24, 42} else "<H", content, at + offset, value)
    return bytes(content)


def too_much() -> Iterator[tuple[str, Callable[[], bytes]]]:
    sheet, head = "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SHEET}"><sheetData>'.encode()
    row = b"<row/>" * 20_000
    cell = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 3_000
    wide = b'<c t="inlineStr"><is><t>x</t></is></c>' * 5_000
    megabyte = bytes(1024 * 1024)
    yield "a sheet of a million empty rows", partial(packed, "tracker.xlsx", sheet, head, row, 50)
    yield "a sheet of 150,000 rows", partial(packed, "tracker.xlsx", sheet, head, cell, 50)
    yield "a row of 100,000 cells", partial(packed, "tracker.xlsx", sheet, head + b"<row>", wide, 20)
    yield "a table of 100,000 columns", lambda: b"Child,D.O.B" + b"," * 100_000 + b"\nCeri,02/09/2015\n"
    yield "a table of a million empty rows", lambda: TABLE + b",,,\n" * 1_000_000
    yield "a table of a million blank lines", lambda: TABLE + b"\n" * 1_000_000
    yield "a line of three megabytes", lambda: b"Child,D.O.B\n" + b"a" * 3_000_000
    yield "a quote that never ends", lambda: b'Child,D.O.B\n"' + b"a,\n" * 700_000
    yield "a census of 100,000 levels", lambda: census(child(episode("<a>" * 100_000)))
    many = " ".join(f"a{number}='1'" for number in range(10_000))
    yield "an element of 10,000 attributes", lambda: census(f"<Child {many}/>")
    yield "a census of ten megabytes in one word", lambda: census(child(episode("a" * 10_000_000)))
    for base in ARCHIVES:
        first = next(iter(parts(base)))
        for size in (50, 130):
            yield f"{base}, {first} of {size} MB", partial(packed, base, first, b"", megabyte, size)
        for said, method in (("bzip2", zipfile.ZIP_BZIP2), ("LZMA", zipfile.ZIP_LZMA)):
            yield f"{base}, {first} of 20 MB in {said}", partial(packed, base, first, b"", megabyte, 20, method)
        for offset, value in ((24, 1), (24, 0xFFFFFFFE), (20, 0), (10, 99), (10, 12), (8, 0x2001), (42, 7), (42, 0xFFFFFFF0),
                              (28, 0xFFFF), (30, 0xFFFF)):  # fmt: skip
            yield f"{base} whose table lies, {offset}:{value}", partial(lying, base, offset, value)
    for depth in (1, 5, 60):
        yield f"archives in archives, {depth}", partial(nested, depth)


# --- what it is not -----------------------------------------------------------------------------------------------------

OTHERS = {
    "nothing": b"", "a blank": b" ", "a mark alone": b"\xef\xbb\xbf", "two bytes": b"PK", "a head alone": b"PK\x03\x04",
    "a Windows programme": b"MZ\x90\x00" + bytes(300), "a Linux programme": b"\x7fELF" + bytes(300), "a class": b"\xca\xfe\xba\xbe" + bytes(99),
    "a script": b"#!/bin/sh\nrm -rf /\n", "a pickle": b"\x80\x04\x95" + b"cos\nsystem\n(S'id'\ntR.", "a gzip": b"\x1f\x8b\x08" + bytes(30),
    "a bzip2": b"BZh91AY&SY" + bytes(30), "an xz": b"\xfd7zXZ\x00" + bytes(30), "a 7z": b"7z\xbc\xaf\x27\x1c" + bytes(30), "a RAR": b"Rar!\x1a\x07\x01\x00" + bytes(30),
    "a tar": bytes(257) + b"ustar\x0000" + bytes(250), "an old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a web page": b"<html><script>x()</script>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "JSON": b'{"a":' * 5_000, "YAML": b"!!python/object/apply:os.system ['id']\n",
    "XML without end": b"<a>" * 1_000, "XSLT": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl" type="text/xsl"?><Message/>',
    "XInclude": b'<Message xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></Message>',
    "XML 1.1": b'<?xml version="1.1"?><Message>&#1;</Message>', "an ODS": good.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "a jar": good.packed({"META-INF/MANIFEST.MF": "Main-Class: A"}), "an email": b"From: a@b.c\nTo: x\n\n", "RTF": rb"{\rtf1\object\objdata}",
}  # fmt: skip


def others() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for said, content in OTHERS.items():
        yield said, partial(bytes, content)


@cache
def files() -> dict[str, Callable[[], bytes]]:
    """All of them."""
    found: dict[str, Callable[[], bytes]] = {}
    for group in (doctypes, names_inside, damaged, encodings, in_cells, too_much, others):
        for name, make in group():
            assert name not in found, name
            found[name] = make
    return found
