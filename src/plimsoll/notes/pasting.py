"""Text as it comes from a keyboard, a telephone or a word processor, made plain. Pure: text in, text out.

Paragraphs, lists and every letter of every language stay. What goes: control characters, invisible marks, the
bullets of symbol fonts, the remains of markup. Nothing that somebody could have meant is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

NUL = "\x00"
# Invisible: zero-width space, byte order mark, soft hyphen, directional isolates that a word processor leaves behind.
# Not the joiners U+200C and U+200D: emoji and several scripts are written with them.
_INVISIBLE = dict.fromkeys([0x200B, 0xFEFF, 0x00AD, 0x2060, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E])
_SPACES = dict.fromkeys((160, *range(8192, 8203), 8239, 12288), " ")
_BREAKS = {ord(mark): "\n" for mark in "\x0b\x0c\x85\u2028\u2029"}
# A symbol font's bullets come as private characters; the others are bullets people and programmes draw.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\u2022\u25aa\u25cf\u25e6\u2043\u00b7\u2219\u25a0\u27a2"
_BULLET = re.compile(rf"^([ \t]*)[{_BULLETS}][ \t]*", re.MULTILINE)
_LETTERED = re.compile(r"^[ \t]*o\t[ \t]*", re.MULTILINE)  # Word's second level: an "o" of Courier and a tab
_NUMBERED = re.compile(r"^[ \t]*(\(?[0-9]{1,3}[.)])\t[ \t]*", re.MULTILINE)
_MARKUP = re.compile(r"<(?:html|body|p|div|span|ul|ol|li|br|o:p|table|!--|\?xml|meta|style)[\s>/\-:]", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_UNSEEN = frozenset({"style", "script", "head", "title", "xml", "meta"})
_WORD_LIST = re.compile(r"mso-list", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Make text plain, keeping its paragraphs and lists.

    >>> plain("Seen at home.\r\n\r\n\uf0b7\tJade was in bed\r\n\uf0b7\tno food in")
    'Seen at home.\n\n- Jade was in bed\n- no food in'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    if _is_markup(text):
        text = _without_markup(text)
    text = text.translate(_SPACES).translate(_INVISIBLE)
    text = _BULLET.sub(r"\1- ", text)
    text = _LETTERED.sub("  - ", text)
    text = _NUMBERED.sub(r"\1 ", text)
    text = "".join(mark for mark in text if mark in "\n\t" or not _is_control(mark))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", text)).strip("\n").rstrip()


def _is_control(mark: str) -> bool:
    """Controls, private characters without meaning outside one font, and halves of characters."""
    return unicodedata.category(mark) in {"Cc", "Co", "Cs"}


def _is_markup(text: str) -> bool:
    """Only what is plainly a pasted page: two tags or more. "<3" and "a < b" are somebody's words."""
    return len(_MARKUP.findall(text)) >= 2


def _without_markup(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return re.sub(r" *\n *", "\n", "".join(reader.parts))


class _Reader(HTMLParser):
    """Takes a word processor's markup apart: blocks become paragraphs, items of a list become lines with a dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += tag != "meta"
        elif tag in {"ul", "ol"}:
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "td":
            self.parts.append("\t")
        if tag == "p" and _WORD_LIST.search(dict(attrs).get("style") or ""):
            self.parts.append("\n")
        elif tag in _BLOCKS - {"li"}:
            self.parts.append("\n\n" if tag in {"p", "h1", "h2", "h3"} else "\n")

    def _item(self) -> None:
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            self.parts.append("\n- ")
        else:
            self.numbers[-1] = number + 1
            self.parts.append(f"\n{number + 1}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in {"ul", "ol"} and self.numbers:
            self.numbers.pop()
            self.parts.append("\n")
        elif tag == "p":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"[ \n]+", " ", data))
