"""Every write to a disagreement: the row or the step, the event, what follows from it, and the audit entry at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plimsoll.cases import rules
from plimsoll.cases.actions import Consequences, NewEvent, record_events
from plimsoll.cases.models import Case
from plimsoll.objections.models import Objection, ObjectionStep
from plimsoll.objections.queries import is_answered, steps_of
from plimsoll.objections.routes import Recording, Route, Stage, route_of
from plimsoll.trust import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

KEY_LENGTH = 200


class ChangedMeanwhile(Exception):
    """Somebody else changed the disagreement while this form was open."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who disagrees, with what, and what they want, as it is typed."""

    about: str
    by: str
    by_name: str = ""
    account: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, as it is typed. `carried` is what the stage's event asks besides."""

    on: date
    who: str = ""
    words: str = ""
    carried: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who writes, when, and which version of the disagreement stood before them."""

    now: datetime
    actor_id: UUID | None
    version: int | None = None


@transaction.atomic
def raise_objection(  # noqa: PLR0913 - each is a fact of the disagreement
    case_id: UUID, route_word: str, stage_id: str, said: Said, done: Done, by: Recorder, *, event_id: int | None = None
) -> tuple[Objection, Consequences | None]:
    """Write a disagreement down at the stage it begins at.

    With `event_id` the chronology has its beginning already, and no second one is recorded.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    route = route_of(case.pack, route_word)
    stage = _stage(route, stage_id)
    objection = Objection(
        case=case, route=route.word, stage=stage.id, key=_free_key(case_id, said.about), about=said.about, by=said.by,
        by_name=said.by_name, account=said.account, wanted=said.wanted, raised_on=done.on,
        created_at=by.now, changed_at=by.now, changed_by_id=by.actor_id,
    )  # fmt: skip
    objection.save(force_insert=True)
    result = None
    if event_id is None:
        event_id, result = _record(objection, route, stage.begins, done, by)
    _add_step(objection, ObjectionStep.Kind.STAGE, done, by, event_id=event_id)
    audit.append(_entry("objection_raised", objection, by))
    return objection, result


@transaction.atomic
def move_stage(objection_id: UUID, stage_id: str, done: Done, by: Recorder) -> Consequences:
    """It goes on at another stage."""
    objection, route = _locked(objection_id, by)
    stage = _stage(route, stage_id)
    objection.stage = stage.id
    event_id, result = _record(objection, route, stage.begins, done, by)
    _add_step(objection, ObjectionStep.Kind.STAGE, done, by, event_id=event_id)
    _touch(objection, "objection_stage_began", by)
    return result


@transaction.atomic
def add_step(objection_id: UUID, word: str, done: Done, by: Recorder) -> Consequences:
    """One of the stage's own steps, or `answered`."""
    objection, route = _locked(objection_id, by)
    stage = _stage(route, objection.stage)
    if word == ObjectionStep.Kind.ANSWERED:
        recording, kind = stage.answered, ObjectionStep.Kind.ANSWERED
    else:
        step = stage.step(word)
        recording, kind = (step.recording if step else None), ObjectionStep.Kind.STEP
        if step is not None and step.answers:
            kind = ObjectionStep.Kind.ANSWERED
    if recording is None:
        raise ValidationError(_("This stage has no such step. Go back and choose again."))
    event_id, result = _record(objection, route, recording, done, by)
    _add_step(objection, kind, done, by, event_id=event_id, word=word if kind == ObjectionStep.Kind.STEP else "")
    _touch(objection, "objection_step_added", by)
    return result


_WITHOUT_A_CLOCK = {
    ObjectionStep.Kind.OFFERED: "objection_offer_made",
    ObjectionStep.Kind.VIEW: "objection_view_given",
}


@transaction.atomic
def add_word(objection_id: UUID, kind: str, done: Done, by: Recorder) -> Consequences:
    """What was offered, or an independent view."""
    objection, _route = _locked(objection_id, by)
    kind = ObjectionStep.Kind(kind)
    details: dict[str, object] = {"about": objection.key}
    if kind == ObjectionStep.Kind.VIEW:
        details["by"] = done.who
    result = record_events(
        objection.case_id, [NewEvent(_WITHOUT_A_CLOCK[kind], done.on, details)], now=by.now, actor_id=by.actor_id
    )
    _add_step(objection, kind, done, by, event_id=result.event_ids[0])
    _touch(objection, f"objection_{kind.value}", by)
    return result


@transaction.atomic
def resolve(objection_id: UUID, outcome: str, learnt: str, done: Done, by: Recorder) -> Consequences:
    """It is over: how, and what was learnt. A stage that owes an answer is answered first, unless it was withdrawn."""
    objection, route = _locked(objection_id, by)
    stage = route.stage(objection.stage)
    is_withdrawn = outcome == Objection.Outcome.WITHDRAWN
    owes_answer = stage is not None and stage.answered is not None and not is_answered(objection, steps_of(objection))
    if owes_answer and not is_withdrawn:
        raise ValidationError(_("Record the answer to this stage first, or say that it was withdrawn."))
    events = [NewEvent("objection_resolved", done.on, {"about": objection.key, "outcome": outcome})]
    if is_withdrawn and stage is not None and stage.withdrawn is not None:
        events.append(_event(objection, route, stage.withdrawn, done))
    result = record_events(objection.case_id, events, now=by.now, actor_id=by.actor_id)
    objection.resolved_on, objection.outcome = done.on, outcome
    objection.resolution, objection.learnt = done.words, learnt
    _add_step(objection, ObjectionStep.Kind.RESOLVED, done, by, event_id=result.event_ids[0])
    _touch(objection, "objection_resolved", by)
    return result


@transaction.atomic
def reopen(objection_id: UUID, done: Done, by: Recorder) -> Consequences:
    """It was not over: the stage it was at begins again, and so do its clocks."""
    objection, route = _locked(objection_id, by, is_open=False)
    stage = _stage(route, objection.stage)
    objection.resolved_on, objection.outcome = None, ""
    event_id, result = _record(objection, route, stage.begins, done, by)
    _add_step(objection, ObjectionStep.Kind.REOPENED, done, by, event_id=event_id)
    _touch(objection, "objection_reopened", by)
    return result


@transaction.atomic
def change(objection_id: UUID, said: Said, by: Recorder) -> Objection:
    """Put its words right. What ties its events together stays as it was."""
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    _check_version(objection, by)
    objection.about, objection.by, objection.by_name = said.about, said.by, said.by_name
    objection.account, objection.wanted = said.account, said.wanted
    _touch(objection, "objection_changed", by)
    return objection


def _locked(objection_id: UUID, by: Recorder, *, is_open: bool = True) -> tuple[Objection, Route]:
    """The disagreement with its case locked, as it was when the form was opened."""
    case_id = Objection.objects.values_list("case_id", flat=True).get(pk=objection_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    objection.case = case
    _check_version(objection, by)
    if (objection.resolved_on is None) != is_open:
        raise ChangedMeanwhile
    return objection, route_of(case.pack, objection.route)


def _check_version(objection: Objection, by: Recorder) -> None:
    if by.version is not None and objection.version != by.version:
        raise ChangedMeanwhile


def _stage(route: Route, stage_id: str) -> Stage:
    stage = route.stage(stage_id)
    if stage is None:
        raise ValidationError(_("The rules have no such stage any more. Go back and choose again."))
    return stage


def _record(
    objection: Objection, route: Route, recording: Recording, done: Done, by: Recorder
) -> tuple[int, Consequences]:
    event = _event(objection, route, recording, done)
    result = record_events(objection.case_id, [event], now=by.now, actor_id=by.actor_id)
    return result.event_ids[0], result


def _event(objection: Objection, route: Route, recording: Recording, done: Done) -> NewEvent:
    asked = {name: value for name, value in done.carried.items() if name in recording.asks and value not in (None, "")}
    details: dict[str, Any] = {**asked, **recording.details}
    kind = rules.event_type(objection.case.pack, recording.event)
    if kind is not None and route.key in kind.carries and route.key not in recording.asks:
        details[route.key] = objection.key
    if recording.event == "objection_raised":
        details["by"] = objection.by
    return NewEvent(recording.event, done.on, details)


def _add_step(
    objection: Objection,
    kind: ObjectionStep.Kind,
    done: Done,
    by: Recorder,
    *,
    event_id: int | None = None,
    word: str = "",
) -> None:
    ObjectionStep.objects.create(
        objection=objection, case_id=objection.case_id, kind=kind, stage=objection.stage, word=word, on=done.on,
        who=done.who, words=done.words, event_id=event_id, recorded_at=by.now, recorded_by_id=by.actor_id,
    )  # fmt: skip


def _touch(objection: Objection, action: str, by: Recorder) -> None:
    objection.version += 1
    objection.changed_at, objection.changed_by_id = by.now, by.actor_id
    objection.save()
    audit.append(_entry(action, objection, by))


def _entry(action: str, objection: Objection, by: Recorder) -> audit.Entry:
    return audit.entry(
        action,
        at=by.now,
        actor_id=by.actor_id,
        case_id=objection.case_id,
        detail={"objection": str(objection.pk), "route": objection.route, "stage": objection.stage},
    )


def _free_key(case_id: UUID, about: str) -> str:
    """What it is about, as its events carry it; numbered where the case has another of the same words.

    Compared as the rules compare words: without regard to case, spaces, hyphens and underscores.
    """
    taken = {_plain(key) for key in Objection.objects.filter(case_id=case_id).values_list("key", flat=True)}
    base = about[: KEY_LENGTH - 6]
    key, number = base, 1
    while _plain(key) in taken:
        number += 1
        key = f"{base} ({number})"
    return key


def _plain(text: str) -> str:
    return "".join(text.lower().replace("-", " ").replace("_", " ").split())
