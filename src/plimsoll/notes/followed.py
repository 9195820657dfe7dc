"""What followed from a note, in words: what it met and when the next is due, on each of its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plimsoll.cases import consequences

if TYPE_CHECKING:
    from plimsoll.notes.actions import Finalised


def headline(result: Finalised) -> str:
    """That the note is final, and where the case now stands when that changed."""
    said = _("The note is final and kept.")
    if result.corrected:
        said = _("The note is final and kept. The entry it writes up has been corrected.")
    own = result.results[0] if result.results else None
    if own is not None and own.moved:
        said = f"{said} {consequences.headline(own).removeprefix(_('Recorded. '))}"
    return said


def lines(result: Finalised) -> list[str]:
    """One sentence for each duty met or begun; another child's carry the child's name."""
    found: list[str] = []
    for number, one in enumerate(result.results):
        found.extend(line if number == 0 else f"{one.case.title}: {line}" for line in consequences.lines(one))
    others = len(result.results) - 1
    if others > 0:
        found.append(
            ngettext("The note is on %(n)d other case too.", "The note is on %(n)d other cases too.", others)
            % {"n": others}
        )
    return found
