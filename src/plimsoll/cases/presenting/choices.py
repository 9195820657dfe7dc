"""What a form on a case offers, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import rules, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.cases.models import Case
    from plimsoll.cases.queries.allocation import Worker
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.rulebook.model import EventType


def event_kind(pack: str, name: str) -> EventType | None:
    """What a word of the vocabulary means; None when the pack does not know it."""
    return rules.event_type(pack, name)


def event_title(view: CaseView, name: str) -> str:
    """A word of the vocabulary as its pack says it."""
    return words.event_title(view.case.pack, name)


def open_rules(view: CaseView) -> list[str]:
    """The rules whose duties are open on a case, the most pressing first."""
    return [ground.duty.rule for ground in view.position.priority.grounds if ground.duty is not None]


def plan_choices(packs: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, words) of the plans that these packs know, the most serious first."""
    return list(dict.fromkeys((kind, _(title)) for pack in sorted(packs) for kind, title in rules.plans(pack)))


def tier_choices(pack: str) -> list[tuple[str, str]]:
    """The tiers of the policy, highest first, in words."""
    return [(name, _(title)) for name, title in rules.tiers(pack)]


def what_the_law_allows(pack: str, rule: str) -> dict[str, tuple[str, ...]]:
    """The lawful reasons for extending and for exempting, in the rule's own words; empty where it allows none."""
    return rules.lawful_reasons(pack, rule)


def worker_choices(case: Case, workers: Iterable[Worker]) -> list[tuple[str, str, str]]:
    """(id, name, what they carry) of those who may take a case; last, to give it back, where somebody holds it."""
    found = []
    for worker in workers:
        if worker.user.pk == case.holder_id:
            continue
        carries = ngettext("%(n)d open case", "%(n)d open cases", worker.cases) % {"n": worker.cases}
        if worker.red:
            carries = _("%(cases)s, %(red)d red") % {"cases": carries, "red": worker.red}
        found.append((str(worker.user.pk), worker.user.name, carries))
    if case.holder_id:
        found.append(("nobody", _("Nobody: back to the team"), _("It then stands on the team page as held by nobody.")))
    return found
