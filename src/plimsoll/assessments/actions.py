"""Recording a score: an event on the case, and what follows from it in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.assessments.lines import RECORDED
from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case, CaseEvent

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from plimsoll.assessments.tools import Scored, Tool


@dataclass(frozen=True, slots=True)
class NewScore:
    """One filling-in, scored. `asked` are the flags that were answered, with a yes or a no."""

    word: str
    on: date
    scored: Scored
    about: str = ""
    by: str = ""
    answers: str = ""
    asked: tuple[str, ...] = ()
    note: str = ""


def record_score(
    case_id: UUID, tool: Tool, new: NewScore, *, now: datetime, actor_id: UUID, corrects: int | None = None
) -> Consequences:
    """Put a score on the record. `corrects` is the entry it takes the place of, which stays to be read."""
    event = NewEvent(RECORDED, new.on, _details(tool, new), note=new.note, supersedes_id=corrects)
    if corrects is None:
        return record_events(case_id, [event], now=now, actor_id=actor_id)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case_id)
        if CaseEvent.objects.filter(case_id=case_id, supersedes_id=corrects).exists():
            raise ValidationError(_("Somebody has corrected this score already. Open the scores again."))
        return record_events(case_id, [event], now=now, actor_id=actor_id)


def _details(tool: Tool, new: NewScore) -> dict[str, object]:
    """What the event carries. A flag that was asked and not marked is kept as 0: it ends an earlier worry."""
    subscales: dict[str, object] = {name: _plain(value) for name, value in new.scored.parts.items()}
    subscales |= dict.fromkeys(new.asked, 0)
    subscales |= {flag.id: 1 for flag in tool.flags if flag.id in new.scored.marked}
    details: dict[str, object] = {
        "tool": new.word,
        "score": None if new.scored.total is None else _plain(round(new.scored.total, 2)),
        "subscales": subscales,
        "about": new.about,
        "by": new.by,
        "answers": new.answers,
        "prorated": new.scored.prorated or None,
    }
    return {name: value for name, value in details.items() if value not in (None, "", {})}


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
