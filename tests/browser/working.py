"""A small team at work, for the pages of the day: one worker with four cases of four kinds, and a case nobody holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from service import NOW, TODAY, SmallService, event, small_service

from plimsoll.cases import actions
from plimsoll.cases.actions import NewEvent
from plimsoll.people.access import viewer_for

if TYPE_CHECKING:
    from plimsoll.cases.models import Case

# What the one undecided concern says, wherever it is shown.
UNDECIDED = "A concern with immediate risk, raised on 28 February 2026, has no decision yet"


@dataclass
class Working(SmallService):
    """The service, and the cases by what they are there for."""

    concern: Case
    protected: Case
    calm: Case
    quiet: Case
    unheld: Case
    override: NewEvent | None = None


def working_service() -> Working:
    """Make it; every case is there for something a page has to show."""
    small = small_service()
    concern = small.case(
        "Ffion Llŷr",
        place="Harbour Academy",
        events=[
            event("cin_plan_started", "2026-01-12"),
            event("visit_made", "2026-02-20", kind="cin", child_seen=True, seen_alone=True),
            event("concern_raised", "2026-02-28", by="neighbour", category="physical", immediate_risk=True),
        ],
    )
    protected = small.case(
        "Kofi O’Brien",
        place="Harbour Academy",
        events=[
            event("strategy_discussion_held", "2026-01-05", initiates_s47=True),
            event("initial_conference_held", "2026-01-26", outcome="plan"),
            event("cp_plan_started", "2026-01-26", category="NEG"),
            event("core_group_held", "2026-02-06"),
            event("visit_made", "2026-02-02", kind="cp", child_seen=True),
            event("visit_made", "2026-02-13", kind="cp", child_seen=True),
        ],
    )
    calm = small.case(
        "Uma Rees",
        events=[
            event("cin_plan_started", "2026-02-09"),
            event("visit_made", "2026-02-26", kind="cin", child_seen=True),
        ],
    )
    quiet = small.case("Rhys Quennell", events=[event("contact_made", "2026-01-05", meaningful=True)])
    unheld = small.case(
        "Nadia Reid",
        unallocated=True,
        events=[event("referral_received", "2026-02-27", source="school", urgency_stated="urgent")],
    )
    contact = NewEvent("contact_made", date(2026, 2, 26), {"kind": "telephone", "meaningful": True})
    actions.record_events(calm.pk, [contact], now=NOW - timedelta(days=1), actor_id=small.worker.pk)
    return Working(**vars(small), concern=concern, protected=protected, calm=calm, quiet=quiet, unheld=unheld)


def ask_for_lower(working: Working, case: Case) -> None:
    """The worker asks to place a red case lower, which waits for a supervisor."""
    actions.override_priority(
        case.pk,
        tier="attention",
        reason="Safe with her aunt tonight",
        until=TODAY + timedelta(days=5),
        now=NOW,
        viewer=viewer_for(working.worker, TODAY),
    )
