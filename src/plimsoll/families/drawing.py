"""The genogram and the ecomap with their words, for the templates that draw them: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.families import checks, ecomap, genogram, words
from plimsoll.families.queries.family import as_drawn, is_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from plimsoll.families.models import NetworkLink
    from plimsoll.families.queries.family import FamilyView
    from plimsoll.families.queries.people import AlertWords
    from plimsoll.people.models import Person

MOST_LETTERS = 19


@dataclass(frozen=True, slots=True)
class Drawn:
    """A symbol with its words and where it leads."""

    symbol: genogram.Symbol
    name: str
    short: tuple[str, ...]
    life: str
    url: str
    is_subject: bool
    has_alert: bool


def family(
    case_id: UUID,
    view: FamilyView,
    people: Sequence[Person],
    subjects: set[UUID],
    alerts: dict[UUID, tuple[AlertWords, ...]],
    today: date,
) -> dict[str, object]:
    """The genogram of a case with its table."""
    everyone = {str(one.pk): one for one in (*people, *view.people.values())}
    here = {one.pk for one in people}
    drawing = genogram.draw(as_drawn(view, everyone.values()))
    symbols = []
    for symbol in drawing.symbols:
        one = everyone[symbol.id]
        url = reverse("families:person", args=[case_id, one.pk]) if one.pk in here else ""
        symbols.append(
            Drawn(
                symbol,
                one.display_name,
                short(one.display_name),
                words.brief(one, today),
                url,
                one.pk in subjects,
                bool(alerts.get(one.pk)),
            )
        )
    return {
        "drawing": drawing,
        "symbols": symbols,
        "rows": [_row(case_id, row, here, today) for row in view.relationships],
        "households": [_household(case_id, one) for one in view.households],
        "used": {line.kind for line in drawing.lines} | {symbol.shape for symbol in drawing.symbols},
    }


def short(name: str) -> tuple[str, ...]:
    """A name on at most two lines that fit under a symbol; the whole stands in the table and the title."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= MOST_LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…" for line in lines[:2])


def _row(case_id: UUID, row: object, here: set[UUID], today: date) -> dict[str, object]:
    from plimsoll.families.models import Relationship

    assert isinstance(row, Relationship)
    is_ours = row.person_id in here and row.other_id in here
    return {
        "one": row.person.display_name,
        "what": words.what_they_are(row),
        "other": row.other.display_name,
        "responsibility": row.get_parental_responsibility_display() if row.parental_responsibility else "",
        "from": row.from_on,
        "until": row.until_on,
        "is_now": is_now(row, today),
        "note": row.note,
        "end_url": reverse("families:end_relationship", args=[case_id, row.pk]) if is_ours and not row.until_on else "",
    }


def _household(case_id: UUID, view: object) -> dict[str, object]:
    from plimsoll.families.queries.family import HouseholdView

    assert isinstance(view, HouseholdView)
    return {
        "letter": view.letter,
        "label": view.household.label,
        "join_url": reverse("families:join", args=[case_id, view.household.pk]),
        "members": [
            {
                "name": member.person.display_name,
                "from": member.from_on,
                "until": member.until_on,
                "leave_url": "" if member.until_on else reverse("families:leave", args=[case_id, member.pk]),
            }
            for member in (*view.now, *view.before)
        ],
    }


def network(case_id: UUID, rows: Sequence[NetworkLink], title: str, today: date) -> dict[str, object]:
    """The ecomap of a case with its table."""
    current = [row for row in rows if is_now(row, today)]
    drawn = ecomap.draw([(str(row.pk), row.tie) for row in current])
    by_id = {str(row.pk): row for row in current}
    return {
        "map": drawn,
        "places": [
            {
                "place": place,
                "short": short(by_id[place.id].name),
                "role": short(by_id[place.id].role or by_id[place.id].agency),
                "title": _("%(name)s: %(tie)s")
                % {"name": by_id[place.id].name, "tie": by_id[place.id].get_tie_display().lower()},
            }
            for place in drawn.places
        ],
        "middle": short(title),
        "rows": [
            {
                "id": str(row.pk),
                "name": row.name,
                "agency": row.agency,
                "role": row.role,
                "sector": row.get_sector_display(),
                "tie": row.get_tie_display(),
                "about": row.about.display_name if row.about else _("The whole family"),
                "telephone": checks.telephone_words(row.telephone) if row.telephone else "",
                "email": row.email,
                "from": row.from_on,
                "until": row.until_on,
                "end_url": "" if row.until_on else reverse("families:end_network", args=[case_id, row.pk]),
            }
            for row in rows
        ],
    }
