"""What holds a case open: an app above that knows of something which must not be closed over says so here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from plimsoll.cases.queries.case import CaseView

_holds: list[Callable[[CaseView], str]] = []


def register(hold: Callable[[CaseView], str]) -> None:
    """Add one: a case in, why it may not be closed out, in words; empty where it may. Called once, at the start."""
    if hold not in _holds:
        _holds.append(hold)


def why_not_to_close(view: CaseView) -> list[str]:
    """Everything that holds this case open."""
    return [words for hold in _holds if (words := hold(view))]
