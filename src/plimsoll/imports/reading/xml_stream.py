"""XML in bounded memory, from people one has no reason to trust.

No document type, no entities, no network, no depth beyond libxml2's own bound (256), no text
node beyond its bound (10 MB), and never more of the file in memory than `record_bytes` since
the last record ended.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, cast

from lxml import etree

from plimsoll.imports.reading.limits import Limits, Stopwatch, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 128 * 1024
_PROLOG = 64 * 1024
_DECLARATION = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ROOT = re.compile(r"<[A-Za-z_]")
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf8": "UTF-8",
    "us-ascii": "UTF-8",
    "ascii": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16le": "UTF-16",
    "utf-16be": "UTF-16",
    "iso-8859-1": "ISO-8859-1",
    "latin-1": "ISO-8859-1",
    "latin1": "ISO-8859-1",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
}


def _without_namespace(element: etree._Element) -> None:
    """Give an element and all in it their bare names, so that readers compare bare names alone."""
    for part in element.iter(etree.Element):
        part.tag = str(part.tag).rpartition("}")[2]


def prolog_of(head: bytes, file: str) -> tuple[str, str]:
    """The text before and at the root element, and the encoding to parse with.

    Raises `ImportRefused` for a document type: entities can only be declared in one, and it
    can only stand before the root element.
    """
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise refused("unknown_encoding", file=file)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4] in {b"<\0?\0", b"\0<\0?", b"<\0M\0", b"\0<\0M"}:
        little = head.startswith((b"\xff\xfe", b"<\0"))
        text = head.decode("utf-16-le" if little else "utf-16-be", "replace").lstrip("\ufeff")
        encoding = "UTF-16LE" if little else "UTF-16BE"
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "UTF-16"
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
        declared = _DECLARATION.match(text)
        encoding = _ENCODINGS.get(declared.group(1).lower() if declared else "utf-8", "")
    if not encoding:
        raise refused("unknown_encoding", file=file)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    root = _ROOT.search(text)
    before = text[: root.start()] if root else text
    if "<!" in before.replace("<!--", ""):
        raise refused("has_document_type", file=file)
    if not root:
        raise refused("no_root_element" if len(head) < _PROLOG else "prolog_too_long", file=file)
    return text[root.start() :], encoding


def elements(
    stream: BinaryIO,
    tags: tuple[str, ...],
    limits: Limits,
    file: str,
    *,
    sheet: str = "",
    record_bytes: int = 0,
) -> Iterator[etree._Element]:
    """Each finished element whose local name is one of `tags`, in order; emptied once used.

    Names are without their namespace, of the element and of everything in it.
    """
    bound = record_bytes or limits.xml_record_bytes
    head = stream.read(_PROLOG)
    _, encoding = prolog_of(head, file)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tuple(f"{{*}}{tag}" for tag in tags),
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    watch = Stopwatch(limits, file)
    since_last = 0
    try:
        chunk = head
        while chunk:
            parser.feed(chunk)
            since_last += len(chunk)
            for _, item in parser.read_events():
                element = cast("etree._Element", item)  # noqa: SLF001 - the type's only name
                since_last = 0
                watch.check()
                if element.tag[0] == "{":
                    _without_namespace(element)
                yield element
                _forget(element)
            if since_last > bound:
                raise refused("record_too_large", file=file, sheet=sheet, megabytes=bound // (1024 * 1024))
            chunk = stream.read(_CHUNK)
        parser.close()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        code = "unreadable_bytes" if "encoding" in str(error.msg).lower() else "xml_broken"
        raise refused(code, file=file, sheet=sheet, row=line, encoding=encoding) from None


def _forget(element: etree._Element) -> None:
    """Empty an element and drop everything before it, so that the tree never grows."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
