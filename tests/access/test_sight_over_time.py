"""Who sees what through long sequences of what happens to people and cases, against a small model of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from service import NOW, TODAY, event, small_service

from plimsoll import today as clock
from plimsoll.cases import actions
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, Holding, NamedAccess
from plimsoll.cases.queries import cases_for
from plimsoll.families.actions import merging
from plimsoll.families.actions import people as family_actions
from plimsoll.families.queries.people import people_for
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Membership, Role

WHO = ("worker", "colleague", "supervisor", "manager", "outsider", "auditor")
ROLE = {"worker": "practitioner", "colleague": "practitioner", "supervisor": "supervisor",
        "manager": "service_manager", "outsider": "practitioner", "auditor": "auditor"}  # fmt: skip
CASES = (0, 1, 2)
STEPS = st.tuples(
    st.sampled_from(
        ["allocate", "take_back", "cover", "uncover", "restrict", "lift", "name", "unname", "declare", "end_conflict",
         "leave", "return", "suspend", "close", "move", "merge"]
    ),
    st.sampled_from(WHO),
    st.sampled_from(CASES),
)  # fmt: skip


@dataclass
class Model:
    """What a manager would say: who holds, covers, is named, is kept out, is at work; and where each case lies."""

    holder: dict[int, str | None] = field(default_factory=lambda: dict.fromkeys(CASES, "worker"))
    covers: set[tuple[str, int]] = field(default_factory=set)
    named: set[tuple[str, int]] = field(default_factory=set)
    conflict: set[tuple[str, int]] = field(default_factory=set)
    restricted: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    at_work: set[str] = field(default_factory=lambda: set(WHO))

    def sees(self, who: str, case: int) -> bool:
        if who not in self.at_work or (who, case) in self.conflict:
            return False
        holds = self.holder[case] == who or (who, case) in self.covers
        if holds or (who, case) in self.named:
            return True
        oversees = who in {"manager", "auditor"} or (who == "supervisor" and case not in self.elsewhere)
        return oversees and case not in self.restricted


class World:
    """The same in the product, by its own actions where there is one."""

    def __init__(self) -> None:
        self.small = small_service()
        self.cases = [self.small.case(f"Case {n}", events=[event("referral_received", "2026-02-02")]) for n in CASES]
        sam = viewer_for(self.small.worker, TODAY)
        new = [family_actions.NewPerson({"given_name": f"Twin {n}"}, "subject", {}, None) for n in CASES]
        self.people = [
            family_actions.add_person(case.pk, one, now=NOW, viewer=sam)
            for case, one in zip(self.cases, new, strict=True)
        ]

    def who(self, name: str):
        return getattr(self.small, name)

    def do(self, what: str, name: str, n: int, model: Model) -> None:
        getattr(self, what)(self.who(name), name, n, model)

    def allocate(self, user, name, n, model) -> None:
        if n not in model.closed:
            actions.allocate_case(self.cases[n].pk, user, on=TODAY, reason="Leave", now=NOW, actor_id=None)
            model.holder[n] = name

    def take_back(self, _user, _name, n, model) -> None:
        if n not in model.closed:
            actions.allocate_case(self.cases[n].pk, None, on=TODAY, reason="Leave", now=NOW, actor_id=None)
            model.holder[n] = None

    def cover(self, user, name, n, model) -> None:
        if (name, n) not in model.covers and n not in model.closed:
            Holding.objects.create(case=self.cases[n], worker=user, kind="covering", from_on=TODAY, recorded_at=NOW)
            model.covers.add((name, n))

    def uncover(self, user, name, n, model) -> None:
        Holding.objects.filter(case=self.cases[n], worker=user, kind="covering").update(until_on=TODAY)
        model.covers.discard((name, n))

    def restrict(self, _user, _name, n, model) -> None:
        Case.objects.filter(pk=self.cases[n].pk).update(is_restricted=True)
        model.restricted.add(n)

    def lift(self, _user, _name, n, model) -> None:
        Case.objects.filter(pk=self.cases[n].pk).update(is_restricted=False)
        model.restricted.discard(n)

    def _access(self, user, n, kind) -> None:
        NamedAccess.objects.create(
            case=self.cases[n], worker=user, kind=kind, reason="Test", from_on=TODAY, recorded_at=NOW
        )

    def _no_access(self, user, n, kind) -> None:
        NamedAccess.objects.filter(case=self.cases[n], worker=user, kind=kind).update(until_on=TODAY)

    def name(self, user, name, n, model) -> None:
        self._access(user, n, "named")
        model.named.add((name, n))

    def unname(self, user, name, n, model) -> None:
        self._no_access(user, n, "named")
        model.named.discard((name, n))

    def declare(self, user, name, n, model) -> None:
        self._access(user, n, "conflict")
        model.conflict.add((name, n))

    def end_conflict(self, user, name, n, model) -> None:
        self._no_access(user, n, "conflict")
        model.conflict.discard((name, n))

    def leave(self, user, name, _n, model) -> None:
        for membership in Membership.objects.filter(user=user, until_on=None):
            people.end_membership(membership, until_on=TODAY - timedelta(days=1), now=NOW)
        model.at_work.discard(name)

    def suspend(self, user, name, _n, model) -> None:
        Membership.objects.filter(user=user, until_on=None).update(state="suspended")
        model.at_work.discard(name)

    def __getattr__(self, name: str):
        if name == "return":
            return self.come_back
        raise AttributeError(name)

    def come_back(self, user, name, _n, model) -> None:
        Membership.objects.filter(user=user, until_on=None).update(state="active")
        if not Membership.objects.filter(user=user, until_on=None).exists():
            team = self.small.other_team if name == "outsider" else self.small.team
            people.join_team(user, team, Role(ROLE[name]), from_on=TODAY, now=NOW)
        model.at_work.add(name)

    def close(self, _user, _name, n, model) -> None:
        if n not in model.closed:
            made = NewEvent("case_closed", TODAY, {"reason": "done"})
            actions.record_events(self.cases[n].pk, [made], now=NOW, actor_id=None)
            model.closed.add(n)
            model.holder[n] = None
            model.covers = {(name, case) for name, case in model.covers if case != n}

    def move(self, _user, _name, n, model) -> None:
        there = n not in model.elsewhere
        team = self.small.other_team if there else self.small.team
        Case.objects.filter(pk=self.cases[n].pk).update(team=team)
        (model.elsewhere.add if there else model.elsewhere.discard)(n)

    def merge(self, _user, _name, n, _model) -> None:
        """Two people made one and taken back: nobody's sight of a case may change by it."""
        boss = viewer_for(self.small.manager, TODAY)
        done = merging.merge(
            self.people[n].pk, self.people[(n + 1) % 3].pk, frozenset(), now=NOW, viewer=boss
        )
        merging.undo(done.pk, now=NOW, viewer=boss)

    def compare(self, model: Model, after: list) -> None:
        for name in WHO:
            user = self.who(name)
            user.refresh_from_db()
            viewer = viewer_for(user, TODAY)
            expected = {self.cases[n].pk for n in CASES if model.sees(name, n)}
            assert set(cases_for(viewer).values_list("pk", flat=True)) == expected, (name, after)

    def compare_people(self, model: Model, after: list) -> None:
        for name in WHO:
            viewer = viewer_for(self.who(name), TODAY)
            people_seen = {self.people[n].pk for n in CASES if model.sees(name, n)}
            assert set(people_for(viewer).values_list("pk", flat=True)) == people_seen, (name, after)


@pytest.mark.django_db
def test_after_every_step_everybody_sees_what_the_model_says():
    with clock.stopped_at(NOW):
        world = World()

        @settings(max_examples=12)
        @given(st.lists(STEPS, min_size=1, max_size=12))
        def sequence(steps) -> None:
            with transaction.atomic():
                model, done = Model(), []
                for what, who, case in steps:
                    world.do(what, who, case, model)
                    done.append((what, who, case))
                    world.compare(model, done)
                world.compare_people(model, done)
                transaction.set_rollback(True)

        sequence()
