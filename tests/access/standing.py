"""Puts one person into any position of the policy's table, towards one case that has something on every page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, CaseEvent, CasePerson, Holding, NamedAccess
from plimsoll.families.actions import people as people_actions
from plimsoll.families.actions import relationships
from plimsoll.families.models import Household, HouseholdMember, NetworkLink, Relationship
from plimsoll.notes.models import Note
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Membership, Telephone, User
from plimsoll.plans import actions as plans
from plimsoll.plans.actions import GoalWords
from plimsoll.tasks import actions as tasks
from plimsoll.tasks.actions import NewTask

if TYPE_CHECKING:
    from access.policy import Position
    from service import SmallService

BEFORE = TODAY - timedelta(days=100)


@dataclass
class Standing:
    """One case, one person, and the words that each address of the case takes."""

    case: Case
    person: User
    places: dict[str, object]
    words: dict[str, dict[str, object]]

    def take(self, position: Position) -> None:
        """Stand so: role, relation, state of the case and of the membership. Undone by the caller's rollback."""
        case, person = self.case, self.person
        User.objects.filter(pk=person.pk).update(is_active=position.membership != "switched_off")
        if position.role != "none":
            Membership.objects.create(
                user=person, team=self._place(position.relation), role=position.role, from_on=BEFORE,
                state="active" if position.membership == "switched_off" else position.membership,
            )  # fmt: skip
        relation, is_closed = position.relation, position.case in {"closed", "restricted_closed"}
        if relation in {"allocated", "conflict"} and not is_closed:
            Holding.objects.filter(case=case, kind="allocated", until_on=None).update(until_on=TODAY)
            Case.objects.filter(pk=case.pk).update(holder=person)
        kinds = {"conflict": "allocated", "former": "allocated"}
        if relation in {"allocated", "co_worker", "covering", "former", "conflict"}:
            ended = is_closed or relation == "former"
            Holding.objects.create(
                case=case, worker=person, kind=kinds.get(relation, relation), from_on=BEFORE,
                until_on=TODAY - timedelta(days=1) if ended else None, recorded_at=NOW,
            )  # fmt: skip
        if relation in {"named", "conflict"}:
            NamedAccess.objects.create(
                case=case, worker=person, kind=relation, reason="For the test", from_on=BEFORE, recorded_at=NOW
            )
        changes: dict[str, object] = {"is_restricted": position.case.startswith("restricted")}
        if position.case == "waiting":
            changes["status"] = "waiting"
        if is_closed:
            changes |= {"status": "closed", "closed_on": TODAY, "holder": None}
            Holding.objects.filter(case=case, until_on=None).update(until_on=TODAY)
        Case.objects.filter(pk=case.pk).update(**changes)

    def _place(self, relation: str):
        place = relation if relation in {"service", "elsewhere"} else "team"
        return self.places[place]

    def words_for(self, address: str, given: str, *, missing: bool = False) -> dict[str, object]:
        """The words of one address: those of its line in the table, and the ids of what there is on the case."""
        found = dict(self.words["*"]) | self.words.get(address, {}) | dict(pair.split("=") for pair in given.split())
        if missing:
            found |= {name: nothing(value) for name, value in found.items()}
        return found


def nothing(value: object) -> object:
    """The like of an id that belongs to nothing."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    return value + 10_000_000 if isinstance(value, int) else value


def standing(small: SmallService) -> Standing:
    """Make it."""
    other_service = people.create_service("Families", "early-help", now=NOW)
    elsewhere = people.create_team(other_service, "Team 9", now=NOW)
    person = people.create_worker("lee@example.org", "Lee Adeyemi", now=NOW)
    case = small.case(
        events=[
            event("referral_received", "2026-01-05"),
            event("referral_decided", "2026-01-06", outcome="assessment"),
            event("assessment_started", "2026-01-06"),
            NewEvent("visit_made", date(2026, 2, 20), {"kind": "cin"}, note="At home"),
        ]
    )
    words: dict[str, dict[str, object]] = {"*": {"case_id": case.pk}}
    _plan_and_task(small, case, words)
    _family(small, case, words)
    _note(small, case, words)
    return Standing(case, person, {"team": small.team, "service": small.other_team, "elsewhere": elsewhere}, words)


def _plan_and_task(small: SmallService, case: Case, words: dict[str, dict[str, object]]) -> None:
    by = {"now": NOW, "actor_id": small.worker.pk}
    plan = plans.start_plan(case, "child_in_need", **by)
    plans.write_plan(plan.pk, sections={"needs": "Sleep"}, views=[], version=1, **by)
    goal = plans.add_goal(plan.pk, GoalWords("In school by nine", "Ffion"), **by)
    task = tasks.add_task(NewTask("Ring the school", case=case, owner_id=small.worker.pk, due_on=TODAY), **by)
    gone = tasks.add_task(NewTask("Ring the nurse", case=case, owner_id=small.worker.pk, due_on=TODAY), **by)
    tasks.finish_task(gone.pk, on=TODAY, **by)
    words["*"] |= {"plan_id": plan.pk, "goal_id": goal.pk, "task_id": task.pk}
    words["tasks:reopen"] = {"task_id": gone.pk}


def _family(small: SmallService, case: Case, words: dict[str, dict[str, object]]) -> None:
    viewer = viewer_for(small.worker, TODAY)

    def put(given: str, part: str, **more: object):
        new = people_actions.NewPerson({"given_name": given, "family_name": "Llŷr", **more}, part, {}, None)
        return people_actions.add_person(case.pk, new, now=NOW, viewer=viewer)

    child = put("Ffion", CasePerson.Part.SUBJECT, sex="F")
    mother, father, twin = put("Siân", "family"), put("Gethin", "family"), put("Sian", "family")
    kin = relationships.Kin(Relationship.Kind.PARENT, mother.pk, child.pk)
    relation = relationships.relate(kin, case_id=case.pk, now=NOW, viewer=viewer)
    home = Household.objects.create(label="Home", recorded_at=NOW)
    member = HouseholdMember.objects.create(household=home, person=child, recorded_at=NOW)
    link = NetworkLink.objects.create(case=case, name="Nan", sector=NetworkLink.Sector.values[0], recorded_at=NOW)
    number = Telephone.objects.create(person=child, number="+441632960123", recorded_at=NOW)
    words["*"] |= {"person_id": child.pk, "household_id": home.pk, "one_id": mother.pk, "two_id": twin.pk}
    words["families:end"] = {"row_id": number.pk}
    words["families:end_relationship"] = {"row_id": relation.pk}
    words["families:leave"] = {"row_id": member.pk}
    words["families:end_network"] = {"row_id": link.pk}
    words["*"]["merge_id"] = uuid.uuid4()
    assert father


def _note(small: SmallService, case: Case, words: dict[str, dict[str, object]]) -> None:
    """A note and a draft, as its worker writes them at the screen."""
    desk, draft, written = Client(), uuid.uuid4(), uuid.uuid4()
    desk.force_login(small.worker)
    for pk, do in ((draft, "save"), (written, "finalise")):
        address = reverse("notes:draft", args=[case.pk, pk]) + "?format=visit"
        desk.post(address, {"do": do, "page": "desk", **VISIT})
    note, visit = Note.objects.get(case=case), CaseEvent.objects.get(case=case, name="visit_made", note="At home")
    words["*"] |= {"note_id": note.pk, "draft_id": draft, "event_id": visit.pk}
    words["*"] |= {"rule": "none", "handover_id": uuid.uuid4(), "run_id": uuid.uuid4(), "token": "none"}


VISIT = {
    "on_day": str(TODAY.day), "on_month": str(TODAY.month), "on_year": str(TODAY.year), "made": "yes", "kind": "cin",
    "seen": "yes", "seen_alone": "yes", "present": "Ffion, Mum", "observed": "Ffion was drawing.",
    "said": "Ffion: I like it here.", "wishes": "Weekends at Nan’s.", "analysis": "The week has a pattern.",
}  # fmt: skip
