"""Numbers that prove themselves: the unique pupil number and the NHS number."""

from __future__ import annotations

from operator import mul

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH = 13
_UPN_WEIGHTS = tuple(range(2, 13))
_NHS_LENGTH = 10


def is_upn(value: str) -> bool:
    """Whether a unique pupil number's check letter is right.

    The sum of the twelve characters, weighted 2 to 13, modulo 23, chooses the letter (CIN
    validation rule 1510). A temporary number ends in a letter, which counts by its place.

    >>> is_upn("M201234300012"), is_upn("A850728973744")
    (True, False)
    """
    if len(value) != _UPN_LENGTH or not value[1:12].isdigit() or not value.isascii():
        return False
    last = value[12]
    worth = int(last) if last.isdigit() else _UPN_LETTERS.find(last)
    if worth < 0:
        return False
    total = sum(map(mul, map(int, value[1:12]), _UPN_WEIGHTS)) + worth * 13
    return value[0] == _UPN_LETTERS[total % 23]


def nhs_number(value: str) -> str:
    """The ten digits of an NHS number whose check digit is right, or nothing.

    >>> nhs_number("943 476 5919"), nhs_number("943 476 5918")
    ('9434765919', '')
    """
    digits = "".join(character for character in value if character.isdigit() and character.isascii())
    if len(digits) != _NHS_LENGTH:
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return digits if check == int(digits[9]) else ""
