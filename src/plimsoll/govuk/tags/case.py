"""Tags of the case record and of the day's work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from plimsoll.govuk import marks
from plimsoll.govuk.tags.layout import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django import template


def identity_strip(  # noqa: PLR0913 - a tag names each argument where it is used
    name: object,
    *,
    url: str = "",
    age: object = "",
    worker: object = "",
    plan: object = "",
    colour: object = None,
    colour_words: object = "",
    reason: object = "",
    next_duty: object = "",
    alerts: Sequence[object] = (),
    facts: Sequence[tuple[object, object]] = (),
) -> dict[str, Any]:
    """Who this case is about and how it stands; stays in sight on a wide screen."""
    return {
        "name": name,
        "url": url,
        "age": age,
        "worker": worker,
        "plan": plan,
        "colour": colour,
        "colour_words": colour_words,
        "reason": reason,
        "next_duty": next_duty,
        "alerts": marks.alert_items(alerts),
        "facts": facts,
    }


def subnav(items: Iterable[object], label: object = "") -> dict[str, Any]:
    """Tabs as links. Those with `more` are folded under one word; the current one stands in the line all the same."""
    names = ("text", "url", "current", "count", "more")
    told = [{name: pick(item, name) for name in names} for item in items]
    folded = [item for item in told if item["more"] and not item["current"]]
    return {"items": [item for item in told if item not in folded], "folded": folded, "label": label}


def timeline(items: Iterable[object], level: int = 3) -> dict[str, Any]:
    """What happened, in the order given."""
    names = ("title", "on", "text", "html", "by", "recorded", "url", "significant", "late")
    told = []
    for item in items:
        entry = {name: pick(item, name) for name in names}
        entry["has_time"] = isinstance(entry["on"], dt.datetime)
        told.append(entry)
    return {"items": told, "level": level}


def first_thing(  # noqa: PLR0913 - a tag names each argument where it is used
    what: object,
    *,
    who: object = "",
    url: str = "",
    reason: object = "",
    source: object = "",
    button: object = "",
    button_url: str = "",
    colour: object = "",
    due: dt.date | None = None,
    due_words: object = "",
    heading: object = "",
) -> dict[str, Any]:
    """What to do first: the thing, the person, the reason with its source, a button."""
    return {
        "what": what,
        "who": who,
        "url": url,
        "reason": reason,
        "source": source,
        "button": button,
        "button_url": button_url or url,
        "colour": colour,
        "due": due,
        "due_words": due_words,
        "heading": heading,
    }


def worklist(items: Iterable[object], today: dt.date | None = None) -> dict[str, Any]:
    """Things to do, one line each."""
    names = (
        "what",
        "who",
        "url",
        "reason",
        "source",
        "state",
        "state_text",
        "due",
        "due_words",
        "colour",
        "action_url",
        "action_text",
    )
    return {"items": [{name: pick(item, name) for name in names} for item in items], "today": today}


def register_on(register: template.Library) -> None:
    """Give the tags their names and templates."""
    for tag in (identity_strip, subnav, timeline, first_thing, worklist):
        register.inclusion_tag(f"govuk/{tag.__name__}.html")(tag)
