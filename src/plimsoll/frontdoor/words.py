"""What the front door says: generic to the public, exact to the worker. Values in, translated words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAFE = (
    ("yes", gettext_lazy("Yes, somebody may be hurt now or today")),
    ("no", gettext_lazy("No")),
    ("not_known", gettext_lazy("I do not know")),
)
KNOWS = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("not_known", gettext_lazy("I do not know")))
# The form asks whether somebody is in danger; what is kept is whether they are safe, as everywhere else.
SAFE_FROM_DANGER = {"yes": "no", "no": "yes", "not_known": "not_known", "": ""}
DECISIONS: dict[str, _StrPromise] = {
    "case_opened": gettext_lazy("Open a case"),
    "joined": gettext_lazy("Add it to a case that is open"),
    "advice_given": gettext_lazy("Advice was given"),
    "sent_elsewhere": gettext_lazy("Send it elsewhere"),
    "no_further_action": gettext_lazy("No further action"),
}
DONE: dict[str, _StrPromise] = {
    "case_opened": gettext_lazy("A case is open, with what came in and what was decided."),
    "joined": gettext_lazy("It is on the case now."),
    "advice_given": gettext_lazy("Kept: advice was given."),
    "sent_elsewhere": gettext_lazy("Kept: it was sent elsewhere."),
    "no_further_action": gettext_lazy("Kept: no further action, with the reason."),
}
USUALLY_TOLD = {
    "case_opened": "passed_on", "joined": "passed_on", "advice_given": "nothing", "sent_elsewhere": "elsewhere",
    "no_further_action": "nothing",
}  # fmt: skip
_ANSWERS: dict[str, _StrPromise] = {
    "": gettext_lazy("It has arrived, and somebody will look at it."),
    "nothing": gettext_lazy("It was looked at and decided. More may not be told here."),
    "passed_on": gettext_lazy("It was looked at, and passed to those whose work it is. More may not be told here."),
    "in_touch": gettext_lazy("It was looked at. Somebody will be in touch with you."),
    "elsewhere": gettext_lazy("It was looked at. Another service can help: somebody will tell you which."),
}


def answer(told: str) -> str:
    """What a referrer may be told: never whose child it is, nor what was found."""
    return str(_ANSWERS[told])


def in_danger(safe: str) -> str:
    """Whether somebody is in danger, as the worker reads it."""
    said = {"no": _("Somebody may be hurt now"), "not_known": _("Not known whether anybody is in danger"), "yes": ""}
    return said.get(safe, "")
