"""Cell styles of a workbook, as far as a tracker speaks through them: dates and fill colours."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from plimsoll.imports.reading.xml_stream import elements

if TYPE_CHECKING:
    from lxml import etree

    from plimsoll.imports.reading.archive import Unpacked
    from plimsoll.imports.reading.limits import Limits

_MOST = 70_000  # styles; the format itself stops at 65,490
_HEX = 6


@dataclass(frozen=True, slots=True)
class Styles:
    """By style number: is it a date, and which fill (RRGGBB or nothing)."""

    is_date: tuple[bool, ...] = ()
    fill: tuple[str, ...] = ()

    def date_at(self, style: int) -> bool:
        """Whether numbers in this style are days."""
        return 0 <= style < len(self.is_date) and self.is_date[style]

    def fill_at(self, style: int) -> str:
        """The fill of this style."""
        return self.fill[style] if 0 <= style < len(self.fill) else ""


def read_styles(unpacked: Unpacked, part: str, theme_part: str, file: str, limits: Limits) -> Styles:
    """The styles of a workbook; none where it has no such part."""
    if part not in unpacked.names:
        return Styles()
    theme = _theme(unpacked, theme_part, file, limits)
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    fills: list[str] = []
    is_date: list[bool] = []
    fill: list[str] = []
    with unpacked.open(part) as stream:
        for element in elements(stream, ("numFmts", "fills", "cellXfs"), limits, file, record_bytes=16 * 1024 * 1024):
            if element.tag == "numFmts":
                formats.update((_number(item.get("numFmtId")), item.get("formatCode") or "") for item in element)
            elif element.tag == "fills":
                fills = [_fill_colour(item, theme) for item in islice(element, _MOST)]
            else:
                for item in islice(element, _MOST):
                    code = formats.get(_number(item.get("numFmtId")), "")
                    is_date.append(bool(code) and bool(is_date_format(code)))
                    chosen = _number(item.get("fillId"))
                    fill.append(fills[chosen] if 0 <= chosen < len(fills) else "")
    return Styles(tuple(is_date), tuple(fill))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def _theme(unpacked: Unpacked, part: str, file: str, limits: Limits) -> list[str]:
    """The theme's colours in the order in which styles number them."""
    if part not in unpacked.names:
        return []
    with unpacked.open(part) as stream:
        for scheme in elements(stream, ("clrScheme",), limits, file):
            found = {
                slot.tag: next((item.get("lastClr") or item.get("val") or "" for item in slot), "") for slot in scheme
            }
            order = [
                "lt1",
                "dk1",
                "lt2",
                "dk2",
                "accent1",
                "accent2",
                "accent3",
                "accent4",
                "accent5",
                "accent6",
                "hlink",
                "folHlink",
            ]
            return [found.get(name, "").upper() for name in order]
    return []


def _fill_colour(fill: etree._Element, theme: list[str]) -> str:
    """The one colour of a solid fill; patterns and gradients carry no meaning here."""
    pattern = fill.find("patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.find("fgColor")
    if colour is None:
        return ""
    rgb = colour.get("rgb")
    if rgb:
        return _hex(rgb)
    indexed = _number(colour.get("indexed"))
    if 0 <= indexed < len(COLOR_INDEX):
        return _hex(COLOR_INDEX[indexed])
    slot = _number(colour.get("theme"))
    if 0 <= slot < len(theme):
        return _tinted(_hex(theme[slot]), colour.get("tint"))
    return ""


def _hex(rgb: str) -> str:
    text = rgb[-_HEX:].upper()
    return text if len(text) == _HEX and all(digit in "0123456789ABCDEF" for digit in text) else ""


def _tinted(rgb: str, tint: str | None) -> str:
    """A theme colour made lighter or darker, as the format describes (tint from -1 to 1)."""
    try:
        amount = float(tint or 0)
    except ValueError:
        amount = 0.0
    if not rgb or not amount or not -1 <= amount <= 1:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + amount) if amount < 0 else light + (1 - light) * amount
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def rag_of(rgb: str) -> str:
    """red, amber or green for a fill that is one of them by its hue; nothing for any other.

    >>> rag_of("FFD27F"), rag_of("FF9999"), rag_of("A6D9A6"), rag_of("FFFFFF")
    ('amber', 'red', 'green', '')
    """
    if len(rgb) != _HEX:
        return ""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    degrees = hue * 360
    if saturation < 0.2 or not 0.1 < light < 0.975:
        return ""
    if degrees < 18 or degrees > 340:
        return "red"
    if degrees <= 65:
        return "amber"
    return "green" if 75 <= degrees <= 170 else ""
