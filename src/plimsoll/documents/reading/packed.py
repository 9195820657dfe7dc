"""Files that are archives inside: Word, Excel, PowerPoint (ECMA-376) and OpenDocument (ISO/IEC 26300).

The archive's own table is read first and must be modest, plain and without a password; only then is anything unpacked,
and only so much.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import ParseError

from plimsoll.documents.reading.found import MEGABYTE, MOST_TEXT_BYTES, FileRefused
from plimsoll.documents.reading.recognise import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MEMBERS = 4_000
MOST_UNPACKED = 300 * MEGABYTE
MOST_OF_ONE = 100 * MEGABYTE
MOST_RATIO = 200
SMALL = MEGABYTE  # what is small may be packed as tightly as it likes
TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument."
_MACRO = "application/vnd.ms-"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OPEN_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE_TYPES = {
    f"{_MAIN}wordprocessingml.document.main+xml": "docx",
    f"{_MAIN}wordprocessingml.template.main+xml": "docx",
    f"{_MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_MAIN}spreadsheetml.template.main+xml": "xlsx",
    f"{_MAIN}presentationml.presentation.main+xml": "pptx",
    f"{_MAIN}presentationml.slideshow.main+xml": "pptx",
    f"{_MACRO}word.document.macroEnabled.main+xml": "docm",
    f"{_MACRO}excel.sheet.macroEnabled.main+xml": "xlsm",
}
OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PROGRAMMES = (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".js", ".vbs", ".ps1", ".jar", ".lnk", ".msi", ".hta")


class Parts(NamedTuple):
    """The texts of a form: which members hold them, the mark of a piece of text, and of what ends a line."""

    begins: tuple[str, ...]
    pieces: frozenset[str]
    ends: frozenset[str]


PARTS = {
    "docx": Parts(("word/document.xml", "word/footnotes.xml", "word/header", "word/footer", "word/comments.xml"),
                  frozenset({f"{WORD}t"}), frozenset({f"{WORD}p", f"{WORD}br", f"{WORD}tab"})),
    "xlsx": Parts(("xl/sharedStrings.xml", "xl/worksheets/"), frozenset({f"{SHEET}t", f"{SHEET}v"}),
                  frozenset({f"{SHEET}si", f"{SHEET}c"})),
    "pptx": Parts(("ppt/slides/slide", "ppt/notesSlides/"), frozenset({f"{DRAWING}t"}), frozenset({f"{DRAWING}p"})),
    "odt": Parts(("content.xml",), frozenset(), frozenset({f"{OPEN_TEXT}p", f"{OPEN_TEXT}h"})),
}  # fmt: skip
PARTS["docm"], PARTS["xlsm"], PARTS["ods"] = PARTS["docx"], PARTS["xlsx"], PARTS["odt"]

# zipfile unpacks these piece by piece; of bzip2 and LZMA it unpacks at once whatever a piece holds. No office programme
# packs so.
BOUNDED_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def recognise(data: bytes) -> Known:
    """One of the forms above, or `FileRefused`: an archive of files is no document."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused("damaged") from error
    _modest(members)
    _nothing_around(data, archive)
    try:
        form = _office(archive) or _open(archive)
    except (zipfile.BadZipFile, zlib.error, KeyError, ParseError, ValueError, EOFError, RuntimeError, OSError,
            NotImplementedError) as error:  # fmt: skip
        if isinstance(error, ValueError) and type(error).__module__.startswith("defusedxml"):
            raise FileRefused("bomb") from error
        raise FileRefused("damaged") from error
    if form is None:
        names = {member.filename.lower() for member in members}
        raise FileRefused("programme" if "meta-inf/manifest.mf" in names or "androidmanifest.xml" in names
                          else "archive")  # fmt: skip
    return Known(form, flags=_flags(members, form), words=partial(_words, archive, form))


def _modest(members: list[zipfile.ZipInfo]) -> None:
    """Refuse what would grow, what needs a password, and what names places outside itself."""
    if len(members) > MOST_MEMBERS:
        raise FileRefused("bomb")
    total, seen = 0, set[str]()
    for member in members:
        total += member.file_size
        if member.flag_bits & 0x1:
            raise FileRefused("password")
        if member.compress_type not in BOUNDED_METHODS:
            raise FileRefused("damaged")
        if member.file_size > MOST_OF_ONE or total > MOST_UNPACKED:
            raise FileRefused("bomb")
        if member.file_size > SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise FileRefused("bomb")
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise FileRefused("damaged")
        if name in seen:  # two of one name: two readers would open two different documents
            raise FileRefused("two_in_one")
        seen.add(name)


def _nothing_around(data: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before the first member, nothing behind the archive's end but its own remark."""
    if min((member.header_offset for member in archive.infolist()), default=0) != 0:
        raise FileRefused("two_in_one")
    end = data.rfind(b"PK\x05\x06")
    if len(data) - end - 22 != len(archive.comment) or len(archive.comment) > 1024:
        raise FileRefused("two_in_one")


def _office(archive: zipfile.ZipFile) -> str | None:
    from defusedxml.ElementTree import fromstring

    if TYPES not in archive.namelist():
        return None
    root = fromstring(_member(archive, TYPES), forbid_dtd=True)
    types = {str(each.get("ContentType", "")) for each in root}
    found = [form for name, form in OFFICE_TYPES.items() if name in types]
    return found[0] if len(found) == 1 else None


def _open(archive: zipfile.ZipFile) -> str | None:
    if "mimetype" not in archive.namelist():
        return None
    form = OPEN_TYPES.get(_member(archive, "mimetype").strip())
    if form and b"manifest:encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise FileRefused("password")
    return form


def _flags(members: list[zipfile.ZipInfo], form: str) -> frozenset[str]:
    flags = set()
    names = [member.filename.lower() for member in members]
    if form.endswith("m") or any(
        name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(("basic/", "scripts/")) for name in names
    ):
        flags.add("macros")
    if any("/embeddings/" in name or "/activex/" in name or name.endswith(_PROGRAMMES) for name in names):
        flags.add("embedded")
    return frozenset(flags)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member, whatever its table says of its size."""
    with archive.open(name) as opened:
        data = opened.read(MOST_OF_ONE + 1)
    if len(data) > MOST_OF_ONE:
        raise FileRefused("bomb")
    return data


def _words(archive: zipfile.ZipFile, form: str) -> tuple[str, bool]:
    parts = PARTS[form]
    found: list[str] = []
    size = 0
    names = [name for name in archive.namelist() if name.startswith(parts.begins) and name.endswith(".xml")]
    for name in sorted(names, key=lambda each: next(i for i, b in enumerate(parts.begins) if each.startswith(b))):
        for piece in _pieces(archive, name, parts):
            found.append(piece)
            size += len(piece)
            if size > MOST_TEXT_BYTES:
                return "".join(found), True
        found.append("\n")
    return "".join(found), False


def _pieces(archive: zipfile.ZipFile, name: str, parts: Parts) -> Iterator[str]:
    """The pieces of text in one member, in order, without ever holding its tree."""
    from defusedxml.ElementTree import iterparse

    with archive.open(name) as opened:
        events: Iterator[tuple[str, Any]] = iterparse(opened, events=("end",), forbid_dtd=True)
        for _event, element in events:
            if element.tag in parts.pieces:
                if element.text:
                    yield element.text
            elif element.tag in parts.ends:
                yield "\n" if parts.pieces else "".join(element.itertext()) + "\n"
                element.clear()
