"""Sharing cases differently: proposed by the engine, decided move by move, and nothing moves by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.models import Holding, NamedAccess
from plimsoll.cases.queries import held_by
from plimsoll.load import actions as load
from plimsoll.load.actions import NewReduction
from plimsoll.people.access import viewer_for
from plimsoll.rebalancing import actions, asking, queries
from plimsoll.rebalancing.models import Move, Rebalance
from plimsoll.trust.models import AuditEntry


@pytest.fixture
def ill(small):
    """The worker is off for two weeks, with three cases; a colleague has room."""
    for number in range(3):
        plan = [event("cp_plan_started", "2026-01-05", category="NEG")] if number == 0 else []
        small.case(f"Child {number}", events=plan)
    new = NewReduction("sickness", TODAY - timedelta(days=1), TODAY + timedelta(days=13))
    load.add_reduction(small.worker.pk, new, now=NOW, actor_id=None)
    return small


def asked(small, why="away", about=None, **others):
    return asking.Asked(small.team, why, about.pk if about else None, **others)


def propose(small, question):
    viewer = viewer_for(small.supervisor, TODAY)
    answer = asking.answer(viewer, question, TODAY)
    return actions.keep(question, answer.proposal, now=NOW, viewer=viewer)


def test_cover_is_proposed_for_every_case_of_somebody_away_until_they_are_back(ill):
    kept = propose(ill, asked(ill, about=ill.worker))
    moves = list(kept.moves.all())
    assert len(moves) == 3
    assert {move.to_worker for move in moves} == {ill.colleague}
    assert {(move.kind, move.returns_on) for move in moves} == {("temporary_cover", TODAY + timedelta(days=14))}
    assert all(move.reasons for move in moves)
    assert not Holding.objects.filter(kind="covering").exists(), "a proposal moves nothing"


def test_cover_gives_sight_and_weight_for_its_time_and_goes_back_by_itself(ill):
    kept = propose(ill, asked(ill, about=ill.worker))
    supervisor, colleague = viewer_for(ill.supervisor, TODAY), viewer_for(ill.colleague, TODAY)
    for move in kept.moves.all():
        actions.accept(move.pk, now=NOW, viewer=supervisor)
    assert held_by(colleague).count() == 3
    assert ill.worker.held_cases.count() == 3, "the worker keeps them"
    from plimsoll.load import queries as lines

    sheet = lines.sheet_of(supervisor, TODAY, team_ids=[ill.team.pk])
    assert sheet.loads[ill.worker.pk].line.uncovered_cases == 0
    assert sheet.loads[ill.colleague.pk].line.cases == 3
    back = TODAY + timedelta(days=14)
    assert actions.end_covers(back - timedelta(days=1), now=NOW) == 0
    assert actions.end_covers(back, now=NOW + timedelta(days=14)) == 3
    assert actions.end_covers(back, now=NOW + timedelta(days=14)) == 0, "once"
    assert held_by(colleague).count() == 0


def test_a_leavers_case_becomes_a_transfer_that_the_other_accepts(ill, client):
    kept = propose(ill, asked(ill, "leaving", ill.worker))
    move = kept.moves.first()
    client.force_login(ill.supervisor)
    assert client.post(reverse("rebalancing:decide", args=[move.pk]), {"answer": "accept"}).status_code == 302
    move.refresh_from_db()
    assert (move.state, move.handover.to_worker) == ("accepted", ill.colleague)
    move.case.refresh_from_db()
    assert move.case.holder == ill.worker, "until the receiving worker accepts it stays where it is"
    page = client.get(reverse("rebalancing:proposal", args=[kept.pk])).content.decode()
    assert "The transfer" in page


def test_what_was_refused_is_not_proposed_again_and_what_stays_stays(ill, client):
    kept = propose(ill, asked(ill, "leaving", ill.worker))
    first, second, third = kept.moves.order_by("id")
    client.force_login(ill.supervisor)
    client.post(reverse("rebalancing:decide", args=[first.pk]), {"answer": "refused"})
    client.post(reverse("rebalancing:decide", args=[second.pk]), {"answer": "stays"})
    client.post(reverse("rebalancing:again", args=[kept.pk]))
    anew = Rebalance.objects.exclude(pk=kept.pk).get()
    assert {move.case_id for move in anew.moves.all()} == {third.case_id}
    kept.refresh_from_db()
    assert kept.ended_at is not None


def test_trying_keeps_nothing(ill, client):
    client.force_login(ill.supervisor)
    given = {"why": "away", "about": str(ill.worker.pk), "try": "1"}
    page = client.post(reverse("rebalancing:ask"), given).content.decode()
    assert "Nothing has been kept" in page
    assert "Child 0" in page
    assert not Rebalance.objects.exists()


def test_a_question_about_somebody_needs_to_say_whom(ill, client):
    client.force_login(ill.supervisor)
    page = client.post(reverse("rebalancing:ask"), {"why": "leaving"})
    assert page.status_code == 422
    assert "Choose about whom" in page.content.decode()


def test_nobody_with_a_conflict_of_interest_is_proposed(ill):
    case = ill.worker.held_cases.first()
    NamedAccess.objects.create(
        case=case, worker=ill.colleague, kind="conflict", reason="a cousin", from_on=TODAY, recorded_at=NOW
    )
    kept = propose(ill, asked(ill, "leaving", ill.worker))
    assert case.pk not in set(kept.moves.values_list("case_id", flat=True))
    assert kept.notes, "that it has nobody is said"


def test_a_case_the_manager_may_not_read_neither_moves_nor_shows(ill, client):
    ill.case("Nobody’s Business", restricted=True)
    kept = propose(ill, asked(ill, "leaving", ill.worker))
    assert len(kept.moves.all()) == 3
    client.force_login(ill.supervisor)
    page = client.get(reverse("rebalancing:proposal", args=[kept.pk])).content.decode()
    assert "Nobody’s Business" not in page


def test_two_who_decide_at_once_decide_once(ill):
    kept = propose(ill, asked(ill, about=ill.worker))
    move = kept.moves.first()
    actions.accept(move.pk, now=NOW, viewer=viewer_for(ill.supervisor, TODAY))
    with pytest.raises(actions.DecidedMeanwhile):
        actions.refuse(move.pk, "refused", now=NOW, viewer=viewer_for(ill.manager, TODAY))
    assert Move.objects.get(pk=move.pk).state == "accepted"


def test_a_case_that_moved_meanwhile_is_not_moved_again(ill):
    from plimsoll.cases.actions import allocate_case

    kept = propose(ill, asked(ill, "leaving", ill.worker))
    move = kept.moves.first()
    allocate_case(move.case_id, ill.colleague, on=TODAY, reason="today", now=NOW, actor_id=ill.supervisor.pk)
    with pytest.raises(actions.DecidedMeanwhile):
        actions.accept(move.pk, now=NOW, viewer=viewer_for(ill.supervisor, TODAY))


def test_workers_are_ranked_for_a_case_that_nobody_holds_with_why_not(ill, client):
    case = ill.case("Held by nobody", unallocated=True)
    client.force_login(ill.supervisor)
    page = client.get(reverse("rebalancing:rank", args=[case.pk])).content.decode()
    assert f"1. {ill.colleague.name}" in page
    assert f"{ill.worker.name} is away" in page
    client.force_login(ill.colleague)
    assert client.get(reverse("rebalancing:rank", args=[case.pk])).status_code == 404


def test_only_who_oversees_the_team_sees_its_proposals(ill, client):
    kept = propose(ill, asked(ill, about=ill.worker))
    move = kept.moves.first()
    for user in (ill.worker, ill.colleague, ill.outsider, ill.auditor):
        client.force_login(user)
        assert client.get(reverse("rebalancing:proposal", args=[kept.pk])).status_code == 404
        assert client.get(reverse("rebalancing:ask")).status_code == 404
        assert client.post(reverse("rebalancing:decide", args=[move.pk]), {"answer": "accept"}).status_code == 404
    client.force_login(ill.manager)
    assert client.get(reverse("rebalancing:proposal", args=[kept.pk])).status_code == 200


def test_whoever_is_agreed_to_take_nothing_new_is_given_nothing(ill):
    from plimsoll.load import asking as helping
    from plimsoll.load import queries as lines

    viewer = viewer_for(ill.colleague, TODAY)
    who = lines.person_for(viewer, ill.colleague.pk)
    help_asked = helping.ask(viewer, who, "Too much", [], TODAY, now=NOW)
    agreed = [helping.NewAdjustment("pause_allocation", "", TODAY, TODAY + timedelta(days=20))]
    helping.answer(help_asked, "Agreed", agreed, pack="children-england", now=NOW, actor_id=ill.supervisor.pk)
    kept = propose(ill, asked(ill, about=ill.worker))
    assert not kept.moves.filter(to_worker=ill.colleague).exists()


def test_every_decision_is_on_the_log_by_ids_alone(ill):
    kept = propose(ill, asked(ill, about=ill.worker))
    actions.accept(kept.moves.first().pk, now=NOW, viewer=viewer_for(ill.supervisor, TODAY))
    entries = AuditEntry.objects.filter(action__in=["rebalance_proposed", "move_accepted"])
    assert entries.count() == 2
    assert not any(name in entry.detail for entry in entries for name in ("Child", "Sam", "Joy"))


def test_lines_before_and_after_add_up(ill):
    kept = propose(ill, asked(ill, "leaving", ill.worker))
    before = sum(Decimal(line["before"]) for line in kept.lines)
    after = sum(Decimal(line["after"]) for line in kept.lines)
    assert before == after, "sharing makes no work and loses none"
    assert queries.decided(kept) == (frozenset(), frozenset())


def test_what_nobody_holds_is_not_mixed_into_the_question_about_somebody(ill):
    ill.case("Held by nobody", unallocated=True)
    kept = propose(ill, asked(ill, about=ill.worker))
    assert kept.notes == []
    found = {stage["stage"]: stage["value"] for stage in kept.stages}
    assert found["uncovered"] == "0"


def test_a_newly_qualified_worker_is_given_no_more_than_their_own_limit(ill):
    load.set_contract(ill.colleague.pk, Decimal(37), "asye", TODAY - timedelta(days=30), now=NOW, actor_id=None)
    for number in range(14):
        ill.case(f"Theirs {number}", holder=ill.colleague)
    kept = propose(ill, asked(ill, about=ill.worker))
    assert kept.moves.filter(to_worker=ill.colleague).count() == 1, "fifteen is the most in the first year"
