"""What a row says has happened, as events; what it says is still to come, as planned dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plimsoll.imports.reading.trackers.row_values import NOT_HELD, NOT_SEEN, Dated, RowValues
from plimsoll.imports.reading.trackers.stages import STAGES, Stage, category_of, letter_event, yes_or_no
from plimsoll.imports.reading.values import ImportedEvent, Json, PlannedDate, Provenance, Question
from plimsoll.imports.reading.words import Words

if TYPE_CHECKING:
    from plimsoll.imports.reading.trackers.fields import Field

_PREGNANCY = timedelta(weeks=40)
_WEEKS = re.compile(r"^(.*?)[\s(]*(\d{1,3})\s*(?:wks?|weeks?)\b", re.IGNORECASE)
_BEFORE_WORK = frozenset({"referral_received", "supervision_held"})
_FIRST_DATES = ("referred_on", "help_requested_on", "enquiry_on", "ehc_requested_on", "eha_on", "opened_on")
_LAST_REVIEWS = (
    "taf_last_on",
    "last_review_conference_on",
    "last_cin_review_on",
    "last_care_review_on",
    "annual_review_on",
)


@dataclass(slots=True)
class Happenings:
    """The events and planned dates of one row so far."""

    values: RowValues
    stage: Stage
    born_on: date | None = None
    events: list[ImportedEvent] = field(default_factory=list)
    planned: list[PlannedDate] = field(default_factory=list)
    days: dict[str, Dated] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - each is a part of the event
        self,
        name: str,
        at: date,
        provenance: Provenance,
        details: dict[str, Json] | None = None,
        *,
        is_rolling: bool = False,
        basis: Words | None = None,
        series: str = "",
    ) -> None:
        """Add one event; with a `basis` its date is a stand-in."""
        self.events.append(
            ImportedEvent(name, at, provenance, details or {}, series or name, is_rolling, basis is None, basis)
        )

    @property
    def first(self) -> Dated | None:
        """The day on which the work began, or failing that the first day that the row speaks of."""
        stated = next((self.days[key] for key in _FIRST_DATES if key in self.days), None)
        return stated or min(self.days.values(), key=lambda dated: dated.on, default=None)

    @property
    def latest_on(self) -> date | None:
        """The last day on which the row says that anything happened."""
        return max((dated.on for dated in self.days.values()), default=None)


def read_happenings(values: RowValues, stage: Stage, born_on: date | None) -> Happenings:
    """Everything dated in a row."""
    seen = Happenings(values, stage, born_on)
    for one in values.context.fields.values():
        if one.shape == "past" and values.places.get(one.key) is not None and one.key not in seen.days:
            _past(seen, one)
    _letter(seen)
    _stage_events(seen)
    _planned(seen)
    _waits(seen)
    return seen


def _past(seen: Happenings, one: Field) -> None:
    if one.key == "last_visit_on":
        _visit(seen)
        return
    dated = seen.values.past_day(one.key)
    if dated is None:
        return
    is_referral = one.key in {"referred_on", "help_requested_on"}
    if is_referral and seen.born_on and dated.on < seen.born_on - _PREGNANCY:
        seen.values.refuse("cell", dated.at, "referred_before_birth", born_on=seen.born_on.isoformat())
        return
    seen.days[one.key] = dated
    if not one.event or one.event == "case_closed":
        return
    details: dict[str, Json] = dict(one.details)
    if one.key == "enquiry_on" and seen.values.text("issue"):
        details["issue"] = seen.values.text("issue")
    if one.key == "cp_started_on":
        details.update(_category(seen))
    if dated.remark:
        details["remark"] = dated.remark
    seen.add(one.event, dated.on, dated.provenance, details, is_rolling=one.is_rolling)


def _category(seen: Happenings) -> dict[str, Json]:
    text = seen.values.text("category")
    if not text:
        return {}
    code = category_of(text)
    if not code:
        seen.values.refuse("cell", seen.values.places["category"], "unknown_category")
        return {}
    return {"category": code}


def _visit(seen: Happenings) -> None:
    """A visit made or only attempted. A word or a comment that nobody was seen makes it an attempt."""
    values = seen.values
    dated = values.day("last_visit_on")
    if dated is None:
        return
    if dated.on > values.context.as_at:
        values.refuse("cell", dated.at, "in_the_future", on=dated.on.isoformat())
        return
    comment = values.row.cell(dated.at).comment
    said = "; ".join(part for part in (dated.remark, comment) if part)
    alone_text, seen_text = values.text("seen_alone"), values.text("seen")
    alone, was_seen = yes_or_no(alone_text), yes_or_no(seen_text)
    if NOT_HELD.search(said) and not NOT_SEEN.search(said):
        values.refuse("cell", dated.at, "said_not_to_have_happened", remark=said)
        return
    details: dict[str, Json] = {"kind": seen.stage.visit_kind}
    if NOT_SEEN.search(said) or was_seen is False:
        if alone or was_seen:
            values.said.append(_seen_or_not(values, dated))
        details["reason_not_seen"] = said or seen_text
        seen.days["last_visit_on"] = dated
        seen.add("visit_attempted", dated.on, dated.provenance, details, is_rolling=True, series="last_visit")
        return
    seen.days["last_visit_on"] = dated
    if alone or was_seen:
        details["child_seen"] = True
    if alone is not None:
        details["seen_alone"] = alone
    remark = "; ".join(part for part in (said, alone_text if len(alone_text) > 3 else "") if part)
    if remark:
        details["remark"] = remark
    seen.add("visit_made", dated.on, dated.provenance, details, is_rolling=True, series="last_visit")


def _seen_or_not(values: RowValues, dated: Dated) -> Question:
    params = {"on": dated.on.isoformat()}
    return Question(
        "seen_or_not",
        values.context.table.sheet,
        values.row.number,
        values.heading(dated.at),
        (values.row.cell(dated.at).text,),
        Words("ask_seen_or_not", params),
        default="visit_attempted",
    )


def _letter(seen: Happenings) -> None:
    """An advice client's decision letter: which decision it is follows from the issue."""
    dated = seen.days.get("letter_dated_on")
    if dated is None:
        return
    issue = seen.values.text("issue")
    event, details = letter_event(issue)
    if not event:
        seen.values.remark(dated.at, "letter_kept_as_fact", issue=issue)
        return
    carried: dict[str, Json] = dict(details)
    if event == "benefit_decision_notified":
        carried["letter_dated_on"] = dated.on.isoformat()
    seen.add(event, dated.on, dated.provenance, carried)


def _stage_events(seen: Happenings) -> None:
    """What must have happened for the row's stage to be true, where the row does not say when."""
    stage, values = seen.stage, seen.values
    at = values.places.get("status")
    first = seen.first
    if at is None or values.context.mapping.answer("undated_stages") == "leave_out":
        return
    if first is None:
        if stage.begun_by:
            values.refuse("cell", at, "stage_without_any_date", stage=stage.label)
        return
    stated = {event.name for event in seen.events}
    basis = Words("basis_day_work_began", {"stage": stage.label})
    if stage.begun_by and stage.begun_by not in stated:
        details: dict[str, Json] = {}
        if stage.begun_by == "strategy_discussion_held":
            details["initiates_s47"] = True
        if stage.begun_by == "became_looked_after":
            details["already_in_care"] = True  # since when is not told, so the first weeks of care are not judged
        if stage.begun_by == "cp_plan_started":
            details.update(_category(seen))
        seen.add(stage.begun_by, first.on, values.provenance(at), details, basis=basis)
    if stage.is_past_assessment and stated <= _BEFORE_WORK and not stage.begun_by:
        # Nothing else in the row says that the referral was taken up, and the case would stand as one still undecided.
        decided: dict[str, Json] = {"outcome": "assessment"}
        seen.add("referral_decided", first.on, values.provenance(at), decided, basis=basis)


def _planned(seen: Happenings) -> None:
    """Dates still to come. The next review of a plan is kept as the date that the plan set."""
    for one in seen.values.context.fields.values():
        if one.shape != "planned" or one.key == "expected_on":
            continue
        dated = seen.values.day(one.key)
        if dated is None:
            continue
        if NOT_HELD.search(dated.remark):
            seen.values.refuse("cell", dated.at, "said_not_to_have_happened", remark=dated.remark)
            continue
        seen.planned.append(PlannedDate(one.key, dated.on, dated.provenance, dated.remark))
        if one.plan:
            _next_review(seen, one, dated)


def _next_review(seen: Happenings, one: Field, dated: Dated) -> None:
    kind = seen.stage.review_kind if one.plan == "by_status" else one.plan
    last = next((seen.days[key] for key in _LAST_REVIEWS if key in seen.days), None)
    if last is not None:
        reviewed: dict[str, Json] = {"kind": kind or "plan", "next_review_on": dated.on.isoformat()}
        seen.add("plan_reviewed", last.on, dated.provenance, reviewed, is_rolling=True, series="next_review")
        return
    first = seen.first
    if first is None or seen.stage.status == "closed":
        return
    agreed: dict[str, Json] = {"kind": kind or "plan", "review_on": dated.on.isoformat()}
    basis = Words("basis_day_work_began", {"stage": seen.stage.label})
    seen.add("plan_agreed", first.on, dated.provenance, agreed, basis=basis, series="next_review")


def _waits(seen: Happenings) -> None:
    """A service waited for, with the weeks if they are given: "CAMHS 26wks"."""
    text = seen.values.text("waiting_for")
    first = seen.first
    if not text or first is None or text.casefold() in {"no", "none", "n", "n/a", "-"}:
        return
    for part in re.split(r"[;\n,/]+", text):
        found = _WEEKS.match(part.strip())
        service = (found.group(1) if found else part).strip(" -:(")
        if not service:
            continue
        details: dict[str, Json] = {"service": service}
        if found:
            details["expected_wait_weeks"] = int(found.group(2))
        at = seen.values.places["waiting_for"]
        basis = Words("basis_day_work_began", {"stage": seen.stage.label})
        seen.add(
            "onward_referral_sent",
            first.on,
            seen.values.provenance(at),
            details,
            basis=basis,
            series=f"waiting:{service.casefold()}",
        )


def stage_for(values: RowValues) -> Stage:
    """Where the row's case stands; an unknown word is the table's default, and was asked about."""
    mapping = values.context.mapping
    text = " ".join(values.text("status").casefold().split()).strip(" .:*_-")
    stage = STAGES[mapping.stages.get(text, mapping.default_stage)]
    if text == "" and "is_open" in values.places and yes_or_no(values.text("is_open")) is False:
        return STAGES["closed"]
    return stage
