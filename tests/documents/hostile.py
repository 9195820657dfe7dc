"""Files that somebody could send to do harm, or that are simply broken: what is sent, and why it must be refused.

`None` as the reason: it is taken, with a warning or without its words, and must break nothing.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.documents import good

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT = "[Content_Types].xml"
WORD = good.TYPES.format(good.OVERRIDE.format("word/document.xml", good.WORD_TYPE))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><Types>&i;</Types>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><Types>&x;</Types>'


def bomb(megabytes: int) -> bytes:
    return good.docx(more={"word/media/a.bin": b"\x00" * (megabytes * 1024 * 1024)})


def lying_bomb() -> bytes:
    """A member whose table says one byte, and which unpacks to millions."""
    data = bytearray(good.packed({CONTENT: b" " * 3_000_000}))
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 1)
    data[22:26] = struct.pack("<I", 1)
    return bytes(data)


def locked_member() -> bytes:
    data = bytearray(good.docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + offset] |= 1
    return bytes(data)


def many_members() -> bytes:
    return good.docx(more={f"word/{number}.xml": b"" for number in range(5_000)})


def twice_named() -> bytes:
    out = io.BytesIO(good.docx())
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def deep_xml() -> bytes:
    depth = 100_000
    return good.docx(more={"word/footnotes.xml": b"<a>" * depth + b"</a>" * depth})


def endless_pages() -> bytes:
    """A tree of pages that is its own child."""
    return good.pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")


def png_of(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def riff() -> bytes:
    return b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x10\x00" * 20


ZIPPED = good.packed({"a.txt": "a"})
SCRIPT = b"<script>fetch('/cases/')</script>"

FILES: dict[str, tuple[bytes, str | None]] = {
    # Programmes under any name
    "a Windows programme": (b"MZ\x90\x00" + b"\x00" * 200, "programme"),
    "a Linux programme": (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "programme"),
    "a Mac programme": (b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + b"\x00" * 99, "programme"),
    "a universal Mac programme or a Java class": (b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + b"\x00" * 99, "programme"),
    "a web assembly": (b"\x00asm\x01\x00\x00\x00", "programme"),
    "an Android programme's code": (b"dex\n035\x00" + b"\x00" * 99, "programme"),
    "a Windows shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 99, "programme"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "programme"),
    "a Python script that says so": (b"#!/usr/bin/env python3\nprint(1)\n", "programme"),
    "a Java archive": (good.packed({"META-INF/MANIFEST.MF": "Main-Class: A"}), "programme"),
    "an Android package": (good.packed({"AndroidManifest.xml": b"\x03\x00", "classes.dex": b"dex\n"}), "programme"),
    "a cabinet": (b"MSCF\x00\x00\x00\x00" + b"\x01" * 60, "archive"),
    "a Windows installer": (COMPOUND + b"\x00" * 600, "old_office"),
    # Web pages and drawings that run
    "a web page": (b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>", "web_page"),
    "a web page after a mark and blanks": (b"\xef\xbb\xbf \n\n<html>" + SCRIPT, "web_page"),
    "a web page in UTF-16": ("<html><script>a()</script>".encode("utf-16"), "web_page"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'></svg>", "web_page"),
    "an XML that a browser styles": (b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><a/>", "web_page"),
    "a PHP page": (b"<?php system($_GET['c']); ?>", "web_page"),
    "a text that hides a script": (b"Dear Sam,\n" + SCRIPT, "web_page"),
    "text that hides an image tag": (b"hello <img src=x onerror=alert(1)>", "web_page"),
    # Two in one
    "a PDF that is also an archive": (good.pdf() + ZIPPED, "two_in_one"),
    "a picture that is also an archive": (good.png() + ZIPPED, "two_in_one"),
    "a JPEG that is also an archive": (good.jpeg() + ZIPPED, "two_in_one"),
    "a JPEG with a script behind it": (good.jpeg() + SCRIPT, "two_in_one"),
    "a PNG with a web page behind it": (good.png() + b"<html>" + SCRIPT, "two_in_one"),
    "a PNG with a programme behind it": (good.png() + b"MZ" + b"\x01" * 99, "two_in_one"),
    "a PDF with a script before it": (b"<script>a()</script>\n" + good.pdf(), "two_in_one"),
    "a PDF behind a comment": (b"GIF89a/*" + b"\x00" * 50 + good.pdf(), "two_in_one"),
    "a PDF with a web page behind its end": (good.pdf() + SCRIPT * 100, "two_in_one"),
    "a document with a programme before it": (b"MZ" + b"\x00" * 64 + good.docx(), "two_in_one"),
    "a document with a script behind it": (good.docx() + SCRIPT, "two_in_one"),
    "a document with two bodies of one name": (twice_named(), "two_in_one"),
    "an archive inside the remark of an archive": (good.docx() + b"PK\x05\x06" + b"\x00" * 18, "archive"),
    # Bombs
    "a document that unpacks to 90 MB": (bomb(90), "bomb"),
    "a document that unpacks to 120 MB": (bomb(120), "bomb"),
    "a document of 5,000 parts": (many_members(), "bomb"),
    "a document whose table lies about sizes": (lying_bomb(), "damaged"),
    "an XML that laughs a billion times": (good.packed({CONTENT: LAUGHS}), "bomb"),
    "an XML that reads a file of ours": (good.packed({CONTENT: OUTSIDE}), "bomb"),
    "a body that laughs": (good.docx(more={}).replace(b"never", b"") and
                           good.packed({CONTENT: WORD, "word/document.xml": LAUGHS}), None),
    "a body of 100,000 levels": (deep_xml(), None),
    "a PNG of 60,000 by 60,000": (good.png(60_000, 60_000), "huge_picture"),
    "a JPEG of 65,500 by 65,500": (good.jpeg(65_500, 65_500), "huge_picture"),
    "a picture of no size": (good.png(0, 5), "damaged"),
    # Locked
    "a PDF with a password": (good.pdf(password="secret"), "password"),
    "a document with a password": (COMPOUND + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "an archive whose parts have a password": (locked_member(), "password"),
    "an OpenDocument with a password": (
        good.packed({"mimetype": "application/vnd.oasis.opendocument.text",
                     "META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}), "password"),
    # Not what is kept
    "an archive of files": (ZIPPED, "archive"),
    "an empty archive": (b"PK\x05\x06" + b"\x00" * 18, "two_in_one"),
    "a RAR": (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 50, "archive"),
    "a 7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 50, "archive"),
    "a gzip": (b"\x1f\x8b\x08\x00" + b"\x00" * 50, "archive"),
    "an old Word document": (COMPOUND + b"WordDocument" * 50, "old_office"),
    "a rich text": (rb"{\rtf1\ansi hello}", "old_office"),
    "a GIF": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "other_picture"),
    "a TIFF": (b"II*\x00" + b"\x00" * 50, "other_picture"),
    "a sound": (riff(), "other_picture"),
    "a film": (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + b"\x00" * 50, "sound"),
    "a database": (b"SQLite format 3\x00" + b"\x00" * 90, "unknown"),
    "noise": (bytes((7 * number * number + 13) % 256 for number in range(5000)), "unknown"),
    "a text with a nought in it": (b"hello\x00world" * 10, "unknown"),
    # Broken
    "an empty file": (b"", "empty"),
    "only the beginning of a PDF": (good.pdf()[:120], "damaged"),
    "a PDF of nothing": (b"%PDF-1.7\n%%EOF", "damaged"),
    "a PDF without pages": (good.pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0     "), "damaged"),
    "a PDF whose pages turn in a ring": (endless_pages(), "damaged"),
    "a document cut short": (good.docx()[:300], "damaged"),
    "a document with a broken part": (good.docx()[:60] + b"\xff" * 40 + good.docx()[100:], "damaged"),
    "a document that names a place outside": (good.docx(more={"../../etc/cron.d/a": "x"}), "damaged"),
    "a document that names an absolute place": (good.docx(more={"/etc/passwd": "x"}), "damaged"),
    "a PNG cut short": (good.png()[:40], "damaged"),
    "a PNG whose check is wrong": (good.png()[:-20] + b"\x00" * 20, "damaged"),
    "a PNG that begins without its head": (png_of(good.chunk(b"IDAT", zlib.compress(b"a")),
                                                  good.chunk(b"IEND", b"")), "damaged"),
    "a PNG whose part says it is 4 GB": (png_of(b"\xff\xff\xff\xffIHDR" + b"\x00" * 30), "damaged"),
    "a JPEG cut short": (good.jpeg()[:40], "damaged"),
    "a JPEG without a picture": (b"\xff\xd8\xff\xd9", "damaged"),
    "an email that brings a programme": (good.eml(attachment=("invoice.pdf", b"MZ\x90\x00" * 20)), "brings_programme"),
    "an email of 600 parts": (
        b"From: a@b.c\r\nTo: b@c.d\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
        + b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n" * 600 + b"--x--\r\n", "bomb"),
    # Taken with care
    "a document with macros": (good.docx(more={"word/vbaProject.bin": b"\x00"},
                                         kind="application/vnd.ms-word.document.macroEnabled.main+xml"), None),
    "a document with a programme embedded": (good.docx(more={"word/embeddings/a.exe": b"MZ"}), None),
    "a PDF with a script": (good.pdf(script="app.alert(1)"), None),
    "a PDF with a file attached": (good.pdf(attached=b"MZ\x90"), None),
    "an email with an attachment": (good.eml(attachment=("report.pdf", good.pdf())), None),
    "a text of one endless word": (b"a" * 3_000_000, None),
    "a text of 600,000 words": (" ".join(f"w{number:x}" for number in range(600_000)).encode(), None),
    "a text of marks and directions": ("\u202e\u2066 gnp.exe\u2069 \ufeff\u200b" * 50).encode() and (
        ("\u202e\u2066 gnp.exe\u2069 \ufeff\u200b" * 50).encode(), None),
}  # fmt: skip
