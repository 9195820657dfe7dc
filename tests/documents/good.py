"""Files as people send them, made here: each a real one of its form."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
OVERRIDE = '<Override PartName="/{}" ContentType="{}"/>'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(members: dict[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


def docx(text: str = "Siân went to her aunt’s on Tuesday.", more: dict | None = None, kind: str = WORD_TYPE) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return packed(
        {
            "[Content_Types].xml": TYPES.format(OVERRIDE.format("word/document.xml", kind)),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def xlsx(text: str = "Attendance 84%") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def odt(text: str = "Llythyr oddi wrth yr ysgol") -> bytes:
    text_of = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f'<c xmlns:t="{text_of}"><t:p>{text}</t:p></c>',
        },
        stored=("mimetype",),
    )


def pdf(text: str = "Report for the review", *, password: str = "", script: str = "", attached: bytes = b"") -> bytes:
    """A page with words, made by hand; pypdf locks it and puts things in."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\nBT /F 12 Tf 20 100 Td (%s) Tj ET\nendstream"
        % (len(text) + 33, text.encode("latin-1", "replace")),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    if not (password or script or attached):
        return bytes(out)
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(out))))
    if script:
        action = {"/S": "/JavaScript", "/JS": script}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(key): NameObject(value) if value[0] == "/" else TextStringObject(value)
             for key, value in action.items()}
        )  # fmt: skip
    if attached:
        writer.add_attachment("other.bin", attached)
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 2, height: int = 2, more: bytes = b"") -> bytes:
    rows = b"".join(b"\x00" + b"\x20\x80\x40" * min(width, 64) for _ in range(min(height, 64)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 8, height: int = 8) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + scan + b"\xff\xd9"


def heic() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64


def eml(body: str = "The placement begins on Monday.", attachment: tuple[str, bytes] | None = None) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "school@example.org", "sam@example.org", "Ffion’s timetable"
    message["Date"] = "Mon, 02 Mar 2026 08:00:00 +0000"
    message.set_content(body)
    if attachment:
        message.add_attachment(attachment[1], "application", "octet-stream", filename=attachment[0])
    return message.as_bytes()


TAKEN = {
    "pdf": pdf(), "docx": docx(), "xlsx": xlsx(), "odt": odt(), "png": png(), "jpeg": jpeg(), "heic": heic(),
    "eml": eml(), "txt": "Nodyn gan Siân: ŵyn a ŷd 😀".encode(),
}  # fmt: skip
