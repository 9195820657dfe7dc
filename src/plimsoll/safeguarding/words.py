"""What a concern's forms offer and its pages say: values in, translated words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.cases import rules, values

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAFE_NOW = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No: somebody may be hurt today")),
    ("not_known", gettext_lazy("I do not know")),
)
HOW_TOLD = (
    ("in_person", gettext_lazy("In person")),
    ("telephone", gettext_lazy("By telephone")),
    ("in_writing", gettext_lazy("In writing")),
    ("not_told", gettext_lazy("Not told, for the reason below")),
)
ROLES: dict[str, _StrPromise] = {
    "practitioner": gettext_lazy("the worker"),
    "supervisor": gettext_lazy("the supervisor"),
    "service_manager": gettext_lazy("the service manager"),
}
DISCUSSION = "strategy_discussion_held"


def told_by() -> list[tuple[str, str]]:
    """Who may have raised it."""
    return [("", _("Not recorded")), *((key, str(text)) for key, text in values.TOLD_BY.items())]


def about() -> list[tuple[str, str]]:
    """What kinds of harm there are to choose from."""
    return [("", _("Not recorded")), *((key, str(text)) for key, text in values.ABOUT.items())]


def decisions(pack: str) -> list[tuple[str, str]]:
    """What may be decided under a pack: a strategy discussion only where there is such a thing."""
    known = rules.event_types(pack)
    is_there = DISCUSSION in known or "inter_agency_discussion_held" in known
    offered = {**values.DECISIONS, **({} if is_there else {"refer": _("Refer to the service whose duty it is")})}
    return [
        (key, str(text))
        for key, text in offered.items()
        if is_there or key not in {"strategy_discussion", "assessment"}
    ]


def discussion_event(pack: str) -> str:
    """The word of this pack for a discussion between agencies; empty where there is none."""
    known = rules.event_types(pack)
    return next((name for name in (DISCUSSION, "inter_agency_discussion_held") if name in known), "")


def plan_step(what: str, who: str, until: str) -> str:
    """One line of a safety plan."""
    if until:
        return _("%(what)s: %(who)s, until %(until)s") % {"what": what, "who": who, "until": until}
    return _("%(what)s: %(who)s") % {"what": what, "who": who}


def role(level: str) -> str:
    """A level of the climb in words."""
    return str(ROLES.get(level, level))
