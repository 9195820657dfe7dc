"""The words of a chaser, written from the dates on the record. Nothing about the person goes in unless it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plimsoll.cases import words
from plimsoll.referrals import standing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from plimsoll.referrals.standing import Referral

# What somebody may choose to say besides the dates, in the order in which it is said.
MAY_SAY = (
    ("name", gettext_lazy("The name of the child or client")),
    ("asked_for", gettext_lazy("What was asked for, as the referral says it")),
    ("risk", gettext_lazy("That the risk has grown while waiting")),
    ("harms", gettext_lazy("What has gone wrong meanwhile, in the words of the list")),
    ("interim_plan", gettext_lazy("What holds meanwhile, as it is written on the record")),
)


def chaser(  # noqa: PLR0913 - each is something a chaser may say
    found: Referral,
    *,
    name: str,
    reference: str,
    writer: str,
    harms: Mapping[str, str],
    say: Collection[str],
    today: date,
) -> str:
    """The whole text, to be copied or printed. `say` are keys of `MAY_SAY`, `harms` the words for what went wrong."""
    parts = [_about(found, name if "name" in say else "", reference), _waited(found, today), *_told(found, today)]
    parts += [part for part in (_chased(found), *_chosen(found, harms, say)) if part]
    parts += [_asks(), writer]
    return "\n\n".join(parts)


def _about(found: Referral, name: str, reference: str) -> str:
    lines = [_("To: %(service)s") % {"service": found.to}, _("Our reference: %(ours)s") % {"ours": reference}]
    if found.their_reference:
        lines.append(_("Your reference: %(theirs)s") % {"theirs": found.their_reference})
    if name:
        lines.append(_("About: %(name)s") % {"name": f"{found.about} ({name})" if found.about else name})
    return "\n".join(lines)


def _waited(found: Referral, today: date) -> str:
    params = {"day": words.day(found.sent_on), "waited": how_long(found.waited_days(today))}
    said = [_("We sent you this referral on %(day)s: %(waited)s ago.") % params]
    for name, template in (
        (standing.ACKNOWLEDGED, _("You acknowledged it on %(day)s.")),
        (standing.ACCEPTED, _("You accepted it on %(day)s.")),
    ):
        step = found.last(name)
        if step is not None:
            said.append(template % {"day": words.day(step.on)})
    if len(said) == 1:
        said.append(_("We have no answer from you on our record."))
    return " ".join(said)


def _told(found: Referral, today: date) -> list[str]:
    if not found.estimates:
        return [_("We have not been told how long the wait will be.")]
    first, last = found.estimates[0], found.estimates[-1]
    said = [
        _("On %(said)s the wait was expected to end by %(day)s.")
        % {"said": words.day(first.said_on), "day": words.day(first.expected_on)}
    ]
    if found.drift_days:
        said.append(
            _("On %(said)s we were told %(day)s.")
            % {"said": words.day(last.said_on), "day": words.day(last.expected_on)}
        )
    over = found.over_days(today)
    if over:
        said.append(_("That first date passed %(over)s ago.") % {"over": how_long(over)})
    return [" ".join(said)]


def _chased(found: Referral) -> str:
    days = [words.day(step.on) for step in found.chasers]
    if not days:
        return ""
    return _("We asked before on %(days)s.") % {"days": ", ".join(days)}


def _chosen(found: Referral, harms: Mapping[str, str], say: Collection[str]) -> list[str]:
    said = []
    asked_for = str(found.steps[0].details.get("asked_for") or "")
    if "asked_for" in say and asked_for:
        said.append(_("We asked for: %(words)s") % {"words": asked_for})
    if "risk" in say and found.risk == "worse":
        check = found.last_check
        on = words.day(check.on) if check else ""
        said.append(_("When we last looked, on %(day)s, the risk had grown since the referral.") % {"day": on})
    if "harms" in say and found.harms:
        listed = "; ".join(harms.get(word, word.replace("_", " ")) for word in found.harms)
        said.append(_("While waiting: %(harms)s.") % {"harms": listed})
    if "interim_plan" in say and found.interim_plan:
        said.append(_("What holds meanwhile: %(plan)s") % {"plan": found.interim_plan})
    return said


def _asks() -> str:
    return _(
        "Please tell us by when your service will start, what place the referral has on your list, and what would "
        "make it sooner. If you are not the right service, please say so and tell us who is."
    )


def how_long(days: int) -> str:
    """A wait in the unit in which people speak of it: days up to three weeks, then weeks."""
    if days < 3 * standing.DAYS_IN_WEEK:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    weeks = days // standing.DAYS_IN_WEEK
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
