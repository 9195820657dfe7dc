"""Where a thing is recorded once it is done: the form of the event that meets a duty or settles a matter."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from plimsoll.cases import entry_links, rules

if TYPE_CHECKING:
    from plimsoll.cases.models import Case
    from plimsoll.cases.rules import Doing

_ANY_CASE = UUID(int=0)


def url_for_duty(case: Case, rule: str, since: str = "") -> str:
    """The form that meets a duty, filled in so that it counts; empty where nothing recorded by hand meets it."""
    url = _url(case, rules.met_by(case.pack, rule, since))
    return f"{url}?for={rule}" if url else ""


def url_for_matter(case: Case, code: str) -> str:
    """The form that settles what a ground of this code asks for; empty where none does."""
    doings = rules.ended_by(case.pack, code)
    if doings and doings[0].event == "allocated":
        return reverse("cases:allocate", args=[case.pk])
    return _url(case, doings)


def _url(case: Case, doings: tuple[Doing, ...]) -> str:
    if not doings or doings[0].event in rules.RECORDED_ELSEWHERE:
        return ""
    pattern = _pattern(case.pack, doings[0].event, rules.current().version)
    return pattern.replace(str(_ANY_CASE), str(case.pk))


@lru_cache(maxsize=1024)
def _pattern(pack: str, event: str, _rulebook_version: str) -> str:
    """The address of a form with no case's id in it yet: a list of duties asks for the same few, row by row."""
    return entry_links.to_record(_ANY_CASE, pack, event)
