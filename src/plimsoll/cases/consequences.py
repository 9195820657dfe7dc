"""What followed from something recorded, in words: which duty it met, what began, what moved and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.cases.presenting import reason_text
from plimsoll.cases.standing import day_of

if TYPE_CHECKING:
    from plimsoll.cases.actions import Consequences
    from plimsoll.engine.clocks import Duty


def headline(result: Consequences) -> str:
    """Say "Recorded", with where the case now stands when that changed."""
    if not result.moved:
        return _("Recorded.")
    after = result.after.priority
    colour = {"red": _("red"), "amber": _("amber"), "green": _("green")}[after.colour]
    tier = words.tier(result.case.pack, after.tier)
    said = _("Recorded. The case now stands at %(tier)s (%(colour)s)") % {"tier": tier, "colour": colour}
    return f"{said}: {reason_text(after.reasons[0])}" if after.reasons else f"{said}."


def lines(result: Consequences) -> list[str]:
    """One sentence for each duty that was met or began."""
    before = {_turn(duty): duty.state for duty in result.before.duties}
    found = []
    for duty in result.after.duties:
        was = before.get(_turn(duty))
        if duty.state in {"met", "met_late"} and was not in {"met", "met_late"}:
            found.append(_met(duty, result))
        elif was is None and duty.is_open and duty.due is not None:
            found.append(
                _("Now due: %(duty)s, by %(day)s") % {"duty": _(duty.duty), "day": words.day(day_of(duty.due))}
            )
        elif duty.state in {"cancelled", "exempt"} and was != duty.state:
            found.append(_("No longer due: %(duty)s") % {"duty": _(duty.duty)})
    return list(dict.fromkeys(found))


def _met(duty: Duty, result: Consequences) -> str:
    following = next(
        (other for other in result.after.duties if other.rule == duty.rule and other.is_open and other.due), None
    )
    said = (_("This met: %(duty)s") if duty.state == "met" else _("This met, late: %(duty)s")) % {"duty": _(duty.duty)}
    if following is None or following.due is None:
        return said
    return _("%(said)s; next by %(day)s") % {"said": said, "day": words.day(day_of(following.due))}


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
