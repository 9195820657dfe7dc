"""Delimited text: which encoding, which delimiter, and its rows within bounds."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.imports.reading.limits import Limits, Stopwatch, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plimsoll.imports.reading.upload import SourceFile

DELIMITERS = ",;\t|"
_CHUNK = 1024 * 1024
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that no text holds: control characters other than tab, line ends, form feed and the DOS end-of-file.
_CONTROL = bytes(code for code in range(32) if code not in {9, 10, 11, 12, 13, 26})
_UNDEFINED_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written. `is_declared` is false where the encoding had to be inferred."""

    encoding: str
    delimiter: str
    is_declared: bool
    skip_rows: int = 0


def find_encoding(source: SourceFile) -> tuple[str, bool]:
    """The encoding, and whether the file itself proves it (a mark, or valid UTF-8 throughout).

    A file without a mark that is not UTF-8 is taken for Windows-1252, which is what Excel on
    British machines writes as "CSV". UTF-16 without a mark shows by its zero bytes.
    """
    head = source.head(4096)
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name, True
    if b"\0" in head:
        return _utf16_without_mark(head, source.name), False
    is_utf8, has_high_sequence = _scan(source)
    if is_utf8:
        return "utf-8", True
    if has_high_sequence:
        raise refused("mixed_encodings", file=source.name)
    return "cp1252", False


def _utf16_without_mark(head: bytes, file: str) -> str:
    pairs = max(1, len(head) // 2)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd / pairs > 0.6 and even / pairs < 0.1:
        return "utf-16-le"
    if even / pairs > 0.6 and odd / pairs < 0.1:
        return "utf-16-be"
    raise refused("is_binary", file=file)


def _scan(source: SourceFile) -> tuple[bool, bool]:
    """Read once through: is it UTF-8, and if not, does it hold UTF-8 sequences all the same?"""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, sequences = True, False
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            if chunk.translate(None, _CONTROL) != chunk:
                raise refused("is_binary", file=source.name)
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            if not is_utf8 and any(byte in chunk for byte in _UNDEFINED_IN_CP1252):
                raise refused("unknown_encoding", file=source.name)
        if is_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_utf8 = False
        if not is_utf8:
            stream.seek(0)
            sequences = _has_utf8_letters(stream.read(_CHUNK))
    return is_utf8, sequences


def _has_utf8_letters(content: bytes) -> bool:
    """Whether accented letters stand there in UTF-8 (two bytes, C3 then 80 to BF)."""
    start = content.find(0xC3)
    while 0 <= start < len(content) - 1:
        if 0x80 <= content[start + 1] <= 0xBF:
            return True
        start = content.find(0xC3, start + 1)
    return False


def find_form(source: SourceFile, limits: Limits) -> TextForm:
    """Encoding and delimiter of a table in text."""
    if source.size > limits.table_bytes:
        raise refused("too_large", file=source.name, megabytes=limits.table_bytes // (1024 * 1024))
    encoding, is_declared = find_encoding(source)
    lines = _first_lines(source, encoding, limits)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].rstrip("\r\n")) == len("sep=?"):
        return TextForm(encoding, lines[0][4], is_declared, skip_rows=1)
    return TextForm(encoding, _best_delimiter(lines), is_declared)


def _first_lines(source: SourceFile, encoding: str, limits: Limits) -> list[str]:
    lines: list[str] = []
    for line in _lines(source, encoding, limits):
        lines.append(line)
        if len(lines) == 60:
            break
    return lines


def _best_delimiter(lines: list[str]) -> str:
    """The delimiter under which most rows have the same number of cells, and more than one."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = _widths(lines, delimiter)
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        score = rows * (width - 1) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    widths: Counter[int] = Counter()
    try:
        widths.update(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return Counter()
    return widths


def _lines(source: SourceFile, encoding: str, limits: Limits) -> Iterator[str]:
    """Lines of bounded length; the line ends of Windows, Unix and old Macs may be mixed."""
    with source.open() as stream, io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="") as text:
        number = 0
        try:
            while line := text.readline(limits.line_characters + 1):
                number += 1
                if len(line) > limits.line_characters:
                    raise refused("line_too_long", file=source.name, row=number, characters=limits.line_characters)
                if "\0" in line:
                    raise refused("is_binary", file=source.name)
                yield line
        except UnicodeError:
            raise refused("unreadable_bytes", file=source.name, row=number + 1, encoding=encoding) from None


def rows_of(source: SourceFile, form: TextForm, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number as a spreadsheet would count it, blank rows too."""
    watch = Stopwatch(limits, source.name)
    reader = csv.reader(_lines(source, form.encoding, limits), delimiter=form.delimiter, strict=True)
    number = cells = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refused("quotes_unbalanced", file=source.name, row=number + 1) from None
        number += 1
        watch.check()
        cells += len(row)
        if len(row) > limits.columns:
            raise refused("too_many_columns", file=source.name, row=number, columns=limits.columns)
        if number > limits.return_rows or cells > limits.cells * 8:
            raise refused("too_many_rows", file=source.name, rows=limits.return_rows)
        if number > form.skip_rows:
            yield number, row
