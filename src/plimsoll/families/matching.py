"""Whether two records are one person: rules that can be said aloud, each with its weight. Pure.

The weights are ours and say only what comes first in a short list; a person decides. Twins (one birth date, one family
name, two given names) fit no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from plimsoll.people import sounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from django.utils.functional import Promise

LEAST = 40
PUPIL = ("upn", "former_upn")


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared. `given` and `family` hold every plain word of the names somebody has or had."""

    id: str
    given: frozenset[str]
    family: frozenset[str]
    born_on: date | None = None
    sex: str = "U"
    identifiers: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two records are, and the grounds in words, the weightiest first."""

    id: str
    points: int
    grounds: tuple[str, ...]
    against: tuple[str, ...] = ()


def record(
    id: str,  # noqa: A002 - the word of the field
    given: Iterable[str],
    family: Iterable[str],
    born_on: date | None,
    sex: str,
    identifiers: Iterable[tuple[str, str]] = (),
) -> Record:
    """Make a record to compare from names as they are written."""
    numbers: dict[str, set[str]] = {}
    for scheme, value in identifiers:
        if value:
            numbers.setdefault("upn" if scheme in PUPIL else scheme, set()).add(value)
    return Record(
        id, _words(given), _words(family), born_on, sex, {key: frozenset(value) for key, value in numbers.items()}
    )


def match(one: Record, two: Record) -> Match:
    """Compare two records: the grounds for and against that they are one person."""
    found = [(points, str(words)) for points, words, rule in _RULES if rule(one, two)]
    best = max((points for points, _words_ in found if points < CERTAIN), default=0)
    certain = sum(points for points, _words_ in found if points >= CERTAIN)
    against = [(points, str(words)) for points, words, rule in _AGAINST if rule(one, two)]
    total = best + certain - sum(points for points, _words_ in against)
    kept = [words for points, words in sorted(found, key=lambda each: -each[0]) if points >= CERTAIN or points == best]
    return Match(two.id, total, tuple(kept), tuple(words for _points, words in against))


def likely(one: Record, others: Iterable[Record], most: int) -> list[Match]:
    """The likeliest of many, in order; few, because a long list is not read."""
    found = [each for other in others if other.id != one.id and (each := match(one, other)).points >= LEAST]
    return sorted(found, key=lambda each: (-each.points, each.id))[:most]


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in sounds.plain(name).split())


def _sound(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool({sounds.key(word) for word in one} & {sounds.key(word) for word in two})


def _same_number(scheme: str) -> Callable[[Record, Record], bool]:
    return lambda one, two: bool(one.identifiers.get(scheme, frozenset()) & two.identifiers.get(scheme, frozenset()))


def _other_number(scheme: str) -> Callable[[Record, Record], bool]:
    def rule(one: Record, two: Record) -> bool:
        mine, theirs = one.identifiers.get(scheme), two.identifiers.get(scheme)
        return bool(mine and theirs and not mine & theirs)

    return rule


def _same_birth(one: Record, two: Record) -> bool:
    return one.born_on is not None and one.born_on == two.born_on


def _nearly_same_birth(one: Record, two: Record) -> bool:
    if one.born_on is None or two.born_on is None or one.born_on == two.born_on:
        return False
    mine = (one.born_on.day, one.born_on.month, one.born_on.year)
    theirs = (two.born_on.day, two.born_on.month, two.born_on.year)
    is_swapped = mine == (theirs[1], theirs[0], theirs[2])
    return is_swapped or sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def _same_name(one: Record, two: Record) -> bool:
    return bool(one.given & two.given) and bool(one.family & two.family)


def _names_alike(one: Record, two: Record) -> bool:
    return _sound(one.given, two.given) and _sound(one.family, two.family)


def _birth_unknown(one: Record, two: Record) -> bool:
    return one.born_on is None or two.born_on is None


Rule = tuple[int, "str | Promise", "Callable[[Record, Record], bool]"]
CERTAIN = 100
_RULES: tuple[Rule, ...] = (
    (100, _("The same NHS number"), _same_number("nhs_number")),
    (100, _("The same unique pupil number"), _same_number("upn")),
    (70, _("The same name and date of birth"), lambda a, b: _same_birth(a, b) and _same_name(a, b)),
    (
        60,
        _("The same date of birth and a name that sounds alike"),
        lambda a, b: _same_birth(a, b) and _names_alike(a, b) and not _same_name(a, b),
    ),
    (
        50,
        _("The same name, and dates of birth that differ by one slip"),
        lambda a, b: _nearly_same_birth(a, b) and _same_name(a, b),
    ),
    (
        45,
        _("The same date of birth and given name, another family name"),
        lambda a, b: _same_birth(a, b) and bool(a.given & b.given) and not _sound(a.family, b.family),
    ),
    (
        40,
        _("The same name, and one date of birth is not known"),
        lambda a, b: _birth_unknown(a, b) and _same_name(a, b),
    ),
)
_AGAINST: tuple[Rule, ...] = (
    (80, _("But two different NHS numbers"), _other_number("nhs_number")),
    (60, _("But two different unique pupil numbers"), _other_number("upn")),
    (10, _("But not the same sex on record"), lambda a, b: {a.sex, b.sex} == {"F", "M"}),
)
