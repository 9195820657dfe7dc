"""The rulebook, the organisation's folder laid over it, and the priority policies: schema, dates, citations, sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cli.checks import Finding, rules_folders
from plimsoll.engine import policy, rulebook
from plimsoll.frontdoor import doors
from plimsoll.safeguarding import checking

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(args: argparse.Namespace) -> Iterator[Finding]:
    """One finding for each problem, naming file, line and remedy."""
    try:
        book = rulebook.load(*rules_folders(args))
    except rulebook.RulebookError as error:
        for problem in error.problems:
            yield Finding("rulebook", holds=False, text=str(problem))
        return
    wrong = [*policy.check(book), *checking.check(book), *doors.check(book)]
    for line in wrong:
        yield Finding("rulebook", holds=False, text=line)
    if not wrong:
        clocks = {clock.id for name in book.names for clock in book.own(name).clocks}
        yield Finding("rulebook", holds=True, text=f"{len(clocks)} clocks in {len(book.names)} packs, {book.version}")
