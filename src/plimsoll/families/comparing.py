"""Two records side by side: values in, words out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.families import choices, equality, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from plimsoll.families.models import Merge
    from plimsoll.families.queries.duplicates import Pair
    from plimsoll.people.models import Person

LABELS = {
    "given_name": gettext_lazy("Given names"),
    "family_name": gettext_lazy("Family name"),
    "known_as": gettext_lazy("Known as"),
    "born_on": gettext_lazy("Date of birth"),
    "expected_on": gettext_lazy("Expected date"),
    "died_on": gettext_lazy("Date of death"),
    "sex": gettext_lazy("Sex"),
    "ethnicity": gettext_lazy("Ethnicity"),
    "disabilities": gettext_lazy("Disability"),
    "language": gettext_lazy("Language"),
    "needs_interpreter": gettext_lazy("Needs an interpreter"),
    "communication": gettext_lazy("Communication"),
    "contact_ways": gettext_lazy("Ways that are safe"),
    "contact_when": gettext_lazy("When and how it is safe to contact"),
}


def pairs(found: Sequence[Pair], today: date) -> list[dict[str, object]]:
    """The list of pairs."""
    return [
        {
            "one": pair.one.display_name,
            "one_life": words.life(pair.one, today),
            "two": pair.two.display_name,
            "two_life": words.life(pair.two, today),
            "grounds": pair.grounds,
            "against": pair.against,
            "url": reverse("families:compare", args=[pair.one.pk, pair.two.pk]),
        }
        for pair in found
    ]


def side_by_side(pair: Pair, today: date) -> dict[str, object]:
    """Every field of both, those that differ marked, the fuller one chosen beforehand."""
    rows = []
    for name, label in LABELS.items():
        one, two = _words(pair.one, name), _words(pair.two, name)
        differs = getattr(pair.one, name) != getattr(pair.two, name)
        if one or two:
            chosen = "two" if _is_empty(pair.one, name) else "one"
            rows.append({"name": name, "label": label, "one": one, "two": two, "differs": differs, "chosen": chosen})
    return {
        "one": pair.one.display_name,
        "two": pair.two.display_name,
        "one_life": words.life(pair.one, today),
        "two_life": words.life(pair.two, today),
        "one_numbers": _numbers(pair.one),
        "two_numbers": _numbers(pair.two),
        "rows": rows,
        "grounds": pair.grounds,
        "against": pair.against,
        "apart_url": reverse("families:apart", args=[pair.one.pk, pair.two.pk]),
    }


def merges(rows: Sequence[Merge]) -> list[dict[str, object]]:
    """Merges that can be taken back."""
    return [merged(row) for row in rows]


def merged(row: Merge) -> dict[str, object]:
    """One merge in words."""
    return {
        "kept": row.kept.display_name,
        "other": row.merged.display_name,
        "at": row.merged_at,
        "by": row.merged_by.name,
        "moved": len(row.moved),
        "url": reverse("families:undo", args=[row.pk]),
        "fields": [str(LABELS[name]) for name in row.kept_after if name in LABELS],
    }


def _numbers(one: Person) -> list[str]:
    return [f"{number.get_scheme_display()} {number.value}" for number in one.identifiers.all()]


def _is_empty(one: Person, name: str) -> bool:
    value = getattr(one, name)
    return value in (None, "", [], False) or (name == "sex" and value == "U")


def _words(one: Person, name: str) -> str:
    value = getattr(one, name)
    if name in _SPOKEN:
        return str(_SPOKEN[name](value))
    if name.endswith("_on"):
        return date_format(value, "j F Y") if value else ""
    return str(value or "")


_SPOKEN: dict[str, Callable[[Any], object]] = {
    "sex": lambda value: dict(choices.SEXES)[value],
    "needs_interpreter": lambda value: _("Yes") if value else _("No"),
    "ethnicity": lambda value: equality.ethnicity(value) if value else "",
    "disabilities": equality.disabilities,
    "contact_ways": equality.ways,
}
