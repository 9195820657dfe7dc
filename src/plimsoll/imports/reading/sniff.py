"""What kind of file is it? By its content; its name is only for messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from plimsoll.imports.reading.archive import ZIP_ERRORS, member_file, names_in
from plimsoll.imports.reading.limits import Limits, refused
from plimsoll.imports.reading.ssda903_tables import table_of_headings
from plimsoll.imports.reading.text import find_form, rows_of
from plimsoll.imports.reading.upload import SourceFile, digest_of
from plimsoll.imports.reading.xml_stream import prolog_of

_HEAD = 64 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    (b"%PDF", "is_a_pdf"),
    (b"\x1f\x8b", "is_compressed"),
    (b"7z\xbc\xaf", "is_compressed"),
    (b"Rar!", "is_compressed"),
    (b"BZh", "is_compressed"),
    (b"\xfd7zXZ", "is_compressed"),
    (b"\x89PNG", "is_a_picture"),
    (b"\xff\xd8\xff", "is_a_picture"),
    (b"GIF8", "is_a_picture"),
    (b"{\\rtf", "is_a_document"),
    (b"PK\x05\x06", "is_empty"),
)


class Kind(StrEnum):
    """The kinds of file that a reader knows."""

    WORKBOOK = "xlsx"
    DELIMITED = "csv"
    CIN_CENSUS = "cin-census"
    SSDA903 = "ssda903"


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised input: its kind, its files (several only for SSDA903) and one digest for all."""

    kind: Kind
    name: str
    files: tuple[SourceFile, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the content, whatever the files are called."""
        return digest_of(list(self.files))


def find(path: Path, limits: Limits) -> Found:
    """What stands at a path: one file, or a folder of SSDA903 files."""
    if path.is_dir():
        return _folder(path, limits)
    return recognise(SourceFile.from_path(path), limits)


def find_set(files: list[SourceFile], limits: Limits, *, name: str = "") -> Found:
    """Several files uploaded together: they can only be an SSDA903 set. One file may be anything."""
    if not files:
        raise refused("is_empty", file=name)
    if len(files) == 1:
        return recognise(files[0], limits)
    for file in files:
        if recognise(file, limits).kind is not Kind.SSDA903:
            raise refused("set_not_ssda903", file=file.name)
    return Found(Kind.SSDA903, name or files[0].name, tuple(files))


def _folder(path: Path, limits: Limits) -> Found:
    try:
        inside = sorted(entry for entry in path.iterdir() if entry.is_file() and _is_csv(entry.name))
    except OSError:
        raise refused("cannot_be_opened", file=path.name) from None
    if len(inside) > limits.archive_members:
        raise refused("too_many_files", file=path.name, files=limits.archive_members)
    files = [SourceFile.from_path(entry) for entry in inside]
    chosen = [file for file in files if file.size and recognise(file, limits).kind is Kind.SSDA903]
    if not chosen:
        raise refused("is_a_directory", file=path.name)
    return Found(Kind.SSDA903, path.name, tuple(chosen))


def recognise(source: SourceFile, limits: Limits) -> Found:
    """One file: its kind, or one clear error that says what it is instead."""
    if source.size == 0:
        raise refused("is_empty", file=source.name)
    head = source.head(_HEAD)
    if head.startswith(_ZIP):
        return _archive(source, limits)
    if head.startswith(_OLE):
        raise refused(_what_ole(source), file=source.name)
    for mark, code in _OTHER_KINDS:
        if head.startswith(mark):
            raise refused(code, file=source.name)
    if _begins_as_markup(head):
        return _markup(source, head, limits)
    return _text(source, limits)


def _what_ole(source: SourceFile) -> str:
    """An old Excel workbook, or a new one behind a password: both are OLE files."""
    with source.open() as stream:
        start = stream.read(4 * 1024 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return "is_encrypted"
    return "is_old_excel"


def _begins_as_markup(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return text.replace(b"\0", b"").lstrip()[:1] == b"<"


def _markup(source: SourceFile, head: bytes, limits: Limits) -> Found:
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(rb"<(!doctype html|html|head|body|table|meta)\b", plain):
        raise refused("is_a_web_page", file=source.name)
    if b"mso-application" in plain[:2000] or b"urn:schemas-microsoft-com:office:spreadsheet" in plain[:4000]:
        raise refused("is_old_excel", file=source.name)
    if source.size > limits.xml_bytes:
        raise refused("too_large", file=source.name, megabytes=limits.xml_bytes // (1024 * 1024))
    body, _ = prolog_of(head.lstrip(), source.name)
    root = re.match(r"<(?:[\w.-]+:)?([\w.-]+)", body)
    collection = re.search(r"<(?:[\w.-]+:)?Collection>\s*([^<]*?)\s*<", body)
    if root is None or root.group(1) != "Message" or (collection and collection.group(1).upper() != "CIN"):
        raise refused("is_other_xml", file=source.name, root=(collection or root).group(1)[:40] if root else "")
    return Found(Kind.CIN_CENSUS, source.name, (source,))


def _text(source: SourceFile, limits: Limits) -> Found:
    form = find_form(source, limits)
    if source.head(1) in {b"{", b"["}:
        raise refused("is_json", file=source.name)
    for _, row in rows_of(source, form, limits):
        if any(cell.strip() for cell in row):
            if table_of_headings(row) is not None:
                return Found(Kind.SSDA903, source.name, (source,))
            return Found(Kind.DELIMITED, source.name, (source,))
    raise refused("is_empty", file=source.name)


def _archive(source: SourceFile, limits: Limits) -> Found:
    if source.size > limits.table_bytes:
        raise refused("too_large", file=source.name, megabytes=limits.table_bytes // (1024 * 1024))
    try:
        names = names_in(source, limits)
    except ZIP_ERRORS:
        raise refused("archive_broken", file=source.name) from None
    lowered = {name.lower() for name in names}
    if "[content_types].xml" in lowered:
        return _office(source, lowered)
    if "mimetype" in lowered and any(name.startswith("content.xml") for name in lowered):
        raise refused("is_open_document", file=source.name)
    inside = [member_file(source, name, limits) for name in names if _is_csv(name)]
    chosen = [file for file in inside if file.size and recognise(file, limits).kind is Kind.SSDA903]
    if not chosen:
        raise refused("archive_of_nothing", file=source.name)
    return Found(Kind.SSDA903, source.name, tuple(chosen))


def _is_csv(name: str) -> bool:
    """A CSV file that a person put there, not one that a Mac adds beside it."""
    return name.lower().endswith(".csv") and not PurePosixPath(name).name.startswith(".")


def _office(source: SourceFile, lowered: set[str]) -> Found:
    if any(name.endswith("vbaproject.bin") for name in lowered):
        raise refused("has_macros", file=source.name)
    if "xl/workbook.bin" in lowered:
        raise refused("is_binary_excel", file=source.name)
    if not any(name.startswith("xl/") for name in lowered):
        raise refused("is_a_document", file=source.name)
    return Found(Kind.WORKBOOK, source.name, (source,))
