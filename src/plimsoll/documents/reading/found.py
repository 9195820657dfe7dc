"""What reading a file gives."""

from __future__ import annotations

from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
# PostgreSQL's index of words holds a megabyte a text; a text of this many bytes stays below it whatever it says.
MOST_TEXT_BYTES = 400_000
MOST_PAGES = 2_000


class FileRefused(Exception):
    """A file that is not taken. `code` is a word of refusals.py, `params` what it says."""

    def __init__(self, code: str, **params: str | int) -> None:
        """Take the code and what its sentence is filled with."""
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file that is taken. `shown` are pictures that a page may draw."""

    word: str
    ending: str
    media_type: str
    title: str
    shown: bool = False


FORMS = {
    form.word: form
    for form in (
        Form("pdf", "pdf", "application/pdf", "PDF"),
        Form("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"),
        Form("docm", "docm", "application/vnd.ms-word.document.macroEnabled.12", "Word"),
        Form("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
        Form("xlsm", "xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12", "Excel"),
        Form("pptx", "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint"),
        Form("odt", "odt", "application/vnd.oasis.opendocument.text", "OpenDocument text"),
        Form("ods", "ods", "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"),
        Form("png", "png", "image/png", "PNG", shown=True),
        Form("jpeg", "jpg", "image/jpeg", "JPEG", shown=True),
        Form("heic", "heic", "image/heic", "HEIC"),
        Form("eml", "eml", "message/rfc822", "Email"),
        Form("txt", "txt", "text/plain; charset=utf-8", "Text"),
    )
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is taken.

    `flags` say what to know before it is opened: `macros`, `embedded`, `active`, `attachments`, `links_out`.
    `text_state`: `read`, `cut` (only its beginning), `none` (a picture, a scan), `failed` (too much, or broken).
    """

    form: str
    pages: int | None = None
    flags: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    text_state: str = "none"


def storable(text: str) -> tuple[str, bool]:
    r"""The text as a database takes it, and whether it was cut.

    >>> storable("a\x00b  \n\n\n\nc")
    ('ab\n\nc', False)
    """
    kept = "".join(mark for mark in text if mark in "\n\t" or (ord(mark) >= 32 and not 0xD800 <= ord(mark) <= 0xDFFF))
    lines = [line.rstrip() for line in kept.split("\n")]
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    whole = "\n".join(out).strip()
    given = whole.encode()
    return (whole, False) if len(given) <= MOST_TEXT_BYTES else (given[:MOST_TEXT_BYTES].decode(errors="ignore"), True)
