"""What followed from something recorded, in words: which duty it met, what began, what moved and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.cases.presenting.reasons import reason_text
from plimsoll.cases.standing import day_of

if TYPE_CHECKING:
    from datetime import date

    from plimsoll.cases.actions import Consequences
    from plimsoll.cases.queries.caseload import Place
    from plimsoll.engine.clocks import Duty

VISIT = "visit_made"
_DONE = frozenset({"met", "met_late"})


class Said(NamedTuple):
    """What followed, as the next page says it."""

    headline: str
    lines: list[str]


def say(result: Consequences, event: str, place: Place | None, *, today: date) -> Said:
    """The whole answer to "it is recorded": what it met, what is due now, what moved, and where the case stands."""
    found = lines(result)
    if _is_ahead(result, today):
        found.insert(0, _("It is dated ahead, so it is kept as planned: it meets nothing until that day."))
    elif event == VISIT and not _met_any(result) and _visits_due(result):
        found.insert(0, _("It met no duty. Look at the kind of visit, and whether the child was seen."))
    if place is not None:
        found.append(standing_words(place))
    return Said(headline(result), found)


def headline(result: Consequences) -> str:
    """Say "Recorded", with where the case now stands when that changed."""
    if not result.moved:
        return _("Recorded.")
    after = result.after.priority
    colour = {"red": _("red"), "amber": _("amber"), "green": _("green")}[after.colour]
    tier = words.tier(result.case.pack, after.tier)
    said = _("Recorded. The case now stands at “%(tier)s” (%(colour)s)") % {"tier": tier, "colour": colour}
    return f"{said}: {reason_text(after.reasons[0])}" if after.reasons else f"{said}."


def standing_words(place: Place) -> str:
    """Where the case stands among the worker's, and where it stood before."""
    params = {"after": place.after, "before": place.before, "of": place.of, "whose": place.whose}
    if place.of == 1:
        return _("It is your only case.") if not place.whose else _("It is the only case of %(whose)s.") % params
    if place.after == place.before:
        if place.whose:
            return _("It is still number %(after)d of the %(of)d cases of %(whose)s.") % params
        return _("It is still number %(after)d of your %(of)d cases.") % params
    if place.whose:
        return _("It is now number %(after)d of the %(of)d cases of %(whose)s; it was number %(before)d.") % params
    if place.after == 1:
        return _("It is now the first of your %(of)d cases; it was number %(before)d.") % params
    return _("It is now number %(after)d of your %(of)d cases; it was number %(before)d.") % params


def lines(result: Consequences) -> list[str]:
    """One sentence for each duty that was met, began or fell away; a duty met says when it is due next."""
    before = {_turn(duty): duty.state for duty in result.before.duties}
    met = [duty for duty in result.after.duties if _is_newly_met(result, duty)]
    told = {duty.rule for duty in met}
    found = [_met(duty, result) for duty in met]
    for duty in result.after.duties:
        was = before.get(_turn(duty))
        if was is None and duty.is_open and duty.due is not None and duty.rule not in told:
            found.append(
                _("Now due: %(duty)s, by %(day)s.") % {"duty": _(duty.duty), "day": words.day(day_of(duty.due))}
            )
        elif duty.state in {"cancelled", "exempt"} and was not in {None, duty.state} and duty.rule not in told:
            found.append(_("No longer due: %(duty)s.") % {"duty": _(duty.duty)})
    return list(dict.fromkeys(found))


def _is_newly_met(result: Consequences, duty: Duty) -> bool:
    if duty.state not in _DONE:
        return False
    return not any(_turn(old) == _turn(duty) and old.state in _DONE for old in result.before.duties)


def _met_any(result: Consequences) -> bool:
    return any(_is_newly_met(result, duty) for duty in result.after.duties)


def _is_ahead(result: Consequences, today: date) -> bool:
    ids = {str(pk) for pk in result.event_ids}
    return any(day_of(event.at) > today for event in result.after.facts.events if event.id in ids)


def _visits_due(result: Consequences) -> bool:
    return any(duty.is_open and duty.group == "visit" and duty.who == "us" for duty in result.after.duties)


def _met(duty: Duty, result: Consequences) -> str:
    following = next(
        (other for other in result.after.duties if other.rule == duty.rule and other.is_open and other.due), None
    )
    params = {"duty": _(duty.duty)}
    if following is None or following.due is None:
        return (_("This met: %(duty)s.") if duty.state == "met" else _("This met, late: %(duty)s.")) % params
    params["day"] = words.day(day_of(following.due))
    if duty.state == "met":
        return _("This met: %(duty)s. The next is due by %(day)s.") % params
    return _("This met, late: %(duty)s. The next is due by %(day)s.") % params


def override_headline(result: Consequences) -> str:
    """What became of an override."""
    after = result.after.priority
    tier = words.tier(result.case.pack, after.tier)
    if after.overridden:
        return _("The case now stands at %(tier)s, as you decided.") % {"tier": tier}
    return _("Kept. It waits for a supervisor to confirm; until then the case stands at %(tier)s.") % {"tier": tier}


def duty_lines(result: Consequences, rule: str) -> list[str]:
    """What became of an extension or exemption, with what the rule said of it."""
    duty = next((one for one in result.after.duties if one.rule == rule and one.due), None)
    if duty is None:
        return [_("Kept on the record.")]
    reasons = [reason_text(one) for one in duty.reasons if one.code.startswith(("extension", "exemption"))]
    if duty.state == "extended" and duty.due is not None:
        reasons.insert(0, _("The date is now %(day)s.") % {"day": words.day(day_of(duty.due))})
    elif duty.state == "exempt":
        reasons.insert(0, _("The duty is exempt."))
    elif not reasons:
        reasons = [_("Kept on the record. The date has not changed.")]
    return reasons


def _turn(duty: Duty) -> tuple[str, str, object]:
    return (duty.rule, duty.started_by.id or duty.started_by.event, duty.started_by.at)
