"""A disagreement in words. Values in, words out, no query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plimsoll.cases import presenting as case_presenting
from plimsoll.cases import words
from plimsoll.objections.models import Objection, ObjectionStep
from plimsoll.objections.routes import Route, Stage, route_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plimsoll.cases.models import CaseEvent
    from plimsoll.cases.queries.case import CaseView
    from plimsoll.engine.reasons import Citation


@dataclass(frozen=True, slots=True)
class Line:
    """A disagreement as a list shows it."""

    id: str
    url: str
    about: str
    route: str
    stage: str
    by: str
    raised_on: date
    open_words: str
    resolved_on: date | None
    outcome: str
    learnt: str
    resolution: str
    case_name: str = ""
    case_url: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done next."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage as the page shows the way."""

    title: str
    is_now: bool
    is_past: bool
    citation: Citation | None


def line(objection: Objection, today: date, *, with_case: bool = False) -> Line:
    """One. `with_case` names the case: only for lists of those who may see it."""
    case = objection.case
    route = route_of(case.pack, objection.route)
    end = objection.resolved_on or today
    return Line(
        id=str(objection.pk),
        url=reverse("objections:objection", args=[objection.pk]),
        about=objection.about,
        route=_(route.title),
        stage=stage_title(route, objection.stage),
        by=by_words(objection),
        raised_on=objection.raised_on,
        open_words=words.span((end - objection.raised_on).days, "days"),
        resolved_on=objection.resolved_on,
        outcome=str(objection.get_outcome_display()),
        learnt=objection.learnt,
        resolution=objection.resolution,
        case_name=case.title if with_case else "",
        case_url=reverse("objections:case", args=[case.pk]) if with_case else "",
        worker=case.holder.name if with_case and case.holder else "",
    )


def by_words(objection: Objection) -> str:
    """Who disagrees: the name where it is known, and what they are."""
    kind = str(objection.get_by_display())
    return f"{objection.by_name}, {kind[:1].lower()}{kind[1:]}" if objection.by_name else kind


def stage_title(route: Route, stage_id: str) -> str:
    """A stage in the pack's words; the bare word for one that it has lost."""
    stage = route.stage(stage_id)
    return _(stage.title) if stage else stage_id.replace("_", " ").capitalize()


def stages(route: Route, objection: Objection, steps: Sequence[ObjectionStep]) -> list[StageLine]:
    """The way through the stages, with where it is."""
    been = {step.stage for step in steps}
    return [
        StageLine(_(stage.title), stage.id == objection.stage, stage.id in been, stage.citation)
        for stage in route.stages
    ]


def history(route: Route, steps: Sequence[ObjectionStep]) -> list[dict[str, Any]]:
    """What was done, as a timeline takes it, in the order in which it was."""
    return [
        {
            "title": _step_title(route, step),
            "on": step.on,
            "text": "\n".join(part for part in (step.who, step.words) if part),
            "by": step.recorded_by.name if step.recorded_by else "",
            "significant": step.kind in {ObjectionStep.Kind.STAGE, ObjectionStep.Kind.RESOLVED},
        }
        for step in steps
    ]


def _step_title(route: Route, step: ObjectionStep) -> str:
    stage = route.stage(step.stage)
    if step.kind == ObjectionStep.Kind.STAGE:
        return stage_title(route, step.stage)
    found = stage.step(step.word) if stage and step.word else None
    if found is not None:
        return _(found.title)
    return str(step.get_kind_display())


def acts(objection: Objection, route: Route, *, is_answered: bool) -> list[Act]:
    """What can be done next, the likeliest first."""
    pk = objection.pk
    if objection.resolved_on is not None:
        return [Act(_("Open it again"), reverse("objections:reopen", args=[pk]))]
    found: list[Act] = []
    stage = route.stage(objection.stage)
    if stage is not None and stage.answered is not None and not is_answered:
        found.append(Act(_("Record our answer"), reverse("objections:step", args=[pk, "answered"])))
    found += [
        Act(_("Record what was offered"), reverse("objections:offer", args=[pk])),
        Act(_("Record an independent view"), reverse("objections:view", args=[pk])),
    ]
    found += _acts_of(stage, objection)
    places = [one.id for one in route.stages]
    at = places.index(objection.stage) if objection.stage in places else -1
    found += [
        Act(_("Goes on: %(stage)s") % {"stage": _(one.title)}, reverse("objections:stage", args=[pk, one.id]))
        for one in route.stages[at + 1 :]
    ]
    found.append(Act(_("It is resolved"), reverse("objections:resolve", args=[pk])))
    return found


def _acts_of(stage: Stage | None, objection: Objection) -> list[Act]:
    steps = stage.steps if stage else ()
    return [Act(_(step.title), reverse("objections:step", args=[objection.pk, step.word])) for step in steps]


def duties(view: CaseView, stage: Stage | None) -> list[case_presenting.DutyView]:
    """The open duties of the stage's clocks."""
    rules = set(stage.rules) if stage else set()
    return [duty for duty in case_presenting.open_duties(view) if duty.rule in rules]


def told_elsewhere(pack: str, events: Sequence[CaseEvent]) -> list[tuple[int, str, date]]:
    """(id, words, day) of entries that stand in the chronology alone."""
    return [(event.pk, words.event_title(pack, event.name), event.at_on) for event in events]


def theirs(objection: Objection) -> list[tuple[str, str]]:
    """What the disagreement says now, beside what was typed."""
    return [
        (_("Changed by"), objection.changed_by.name if objection.changed_by else ""),
        (_("What is it about"), objection.about),
        (_("Who disagrees"), by_words(objection)),
        (_("What they say, in their words"), objection.account),
        (_("What they want to happen"), objection.wanted),
        (_("How did it end"), str(objection.get_outcome_display())),
    ]
