"""Exact decimals, and the one place where anything is rounded.

Points and hours are `Decimal`s that are added, subtracted and multiplied exactly. A division is
the only thing that can need rounding; `quotient` does it once, from whole numbers, to the places
and in the direction that the weighting states.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from typing import Literal

Mode = Literal["half_up", "down", "up"]
MODES: tuple[Mode, ...] = ("half_up", "down", "up")
ZERO = Decimal(0)
HUNDRED = Decimal(100)
MOST = Decimal(10) ** 9
MOST_PLACES = 6

_NATIVE = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}


@dataclass(frozen=True, slots=True)
class Rounding:
    """To how many decimal places, and which way: half up (away from nought), down or up."""

    places: int = 0
    mode: Mode = "half_up"

    def of(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-self.places), rounding=_NATIVE[self.mode])


def quotient(above: Decimal, below: Decimal, rounding: Rounding) -> Decimal:
    """`above / below`, worked out exactly and rounded once.

    >>> quotient(Decimal("2176") * Decimal("29.6"), Decimal(37), Rounding(0, "down"))
    Decimal('1740')
    """
    if not below:
        raise ZeroDivisionError("a share of nothing")
    top, top_scale = above.as_integer_ratio()
    bottom, bottom_scale = below.as_integer_ratio()
    top, bottom = top * bottom_scale * 10**rounding.places, bottom * top_scale
    sign = -1 if (top < 0) != (bottom < 0) else 1
    whole, rest = divmod(abs(top), abs(bottom))
    if (rounding.mode == "up" and rest) or (rounding.mode == "half_up" and 2 * rest >= abs(bottom)):
        whole += 1
    return Decimal(sign * whole).scaleb(-rounding.places)


def as_decimal(value: object) -> Decimal | None:
    """A number from a file as a Decimal that says the same, or None where it is not one.

    Text is taken when it is a plain number. At most six decimal places and nine digits before
    the point: beyond that a weight is a slip of the keyboard.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(number) > MOST:
        return None
    if exponent < -MOST_PLACES and number != number.quantize(Decimal(1).scaleb(-MOST_PLACES)):
        return None
    return number


def plain(value: Decimal) -> int | float:
    """The number for JSON: whole where it is whole, else the float that prints the same digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Decimal) -> str:
    """The number for a sentence, without trailing noughts.

    >>> shown(Decimal("12.50")), shown(Decimal("100"))
    ('12.5', '100')
    """
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text
