"""The line on the page: what a case weighs follows the record, who is away carries nothing, and who may look."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions as cases
from plimsoll.load import actions, queries
from plimsoll.load.actions import NewReduction, NewWork
from plimsoll.load.models import Reduction, WeekKept
from plimsoll.people.access import viewer_for

FULL = Decimal(100)
BESIDE_CASES = Decimal(15)


def line(small, worker=None, viewer=None):
    who = worker or small.worker
    return queries.line_of(viewer_for(viewer or who, TODAY), who.pk, TODAY)[1]


def away(small, kind="sickness", since=TODAY, until=None, worker=None, percent=None):
    new = NewReduction(kind, since, until, percent)
    return actions.add_reduction((worker or small.worker).pk, new, now=NOW, actor_id=small.supervisor.pk)


def test_a_case_weighs_by_its_plan_and_the_parts_add_up(small):
    small.case(events=[event("cp_plan_started", "2026-01-01", category="NEG")])
    found = line(small)
    carried = found.carried[0]
    assert carried.case.facts["type"] == "child_protection"
    assert sum(part.points for part in carried.parts) == carried.points
    assert found.line.points == carried.points + BESIDE_CASES
    assert found.line.available == FULL


def test_what_somebody_says_a_case_asks_changes_its_weight_at_once(small):
    case = small.case(events=[event("cp_plan_started", "2026-01-01", category="NEG")])
    before = line(small).line.points
    said = event("case_weighed", "2026-03-02", complexity="high", emotional_demand="high", travel_minutes=70)
    cases.record_events(case.pk, [said], now=NOW, actor_id=small.worker.pk)
    after = line(small)
    assert after.line.points > before
    assert {each.fact for each in after.assumed}.isdisjoint({"complexity", "emotional_demand", "travel_minutes"})


def test_a_worker_who_is_off_with_cases_is_no_nought_per_cent(small, client):
    for number in range(3):
        small.case(f"Child {number}")
    away(small)
    found = line(small)
    assert (found.line.state, found.line.percent, found.line.uncovered_cases) == ("no_capacity", None, 3)
    client.force_login(small.supervisor)
    page = client.get(reverse("load:board")).content.decode()
    assert "No capacity" in page
    assert "3 cases uncovered" in page
    assert "Sickness" not in page, "a team's page says that somebody is away, never why"


def test_leave_that_ends_gives_the_hours_back_in_the_weeks_after(small):
    away(small, "annual_leave", TODAY, TODAY + timedelta(days=11))
    weeks = line(small).forecast.weeks
    assert weeks[0].expected.available == 0
    assert weeks[1].expected.available == FULL


def test_the_same_time_away_twice_is_refused_and_taken_back_counts_no_more(small):
    row = away(small, "annual_leave", TODAY, TODAY + timedelta(days=4))
    with pytest.raises(ValidationError):
        away(small, "annual_leave", TODAY + timedelta(days=2), TODAY + timedelta(days=9))
    actions.end_reduction(row.pk, None, row.version, now=NOW, actor_id=small.supervisor.pk)
    assert line(small).line.available == FULL
    assert Reduction.objects.get(pk=row.pk).withdrawn_at == NOW, "taken back, never erased"


def test_half_time_carries_half_and_keeps_the_history_of_hours(small):
    actions.set_contract(small.worker.pk, Decimal(37), "", date(2025, 1, 6), now=NOW, actor_id=None)
    actions.set_contract(small.worker.pk, Decimal("18.5"), "", TODAY, now=NOW, actor_id=small.supervisor.pk)
    assert line(small).line.available == FULL / 2
    assert small.worker.contracts.count() == 2
    with pytest.raises(ValidationError):
        actions.set_contract(small.worker.pk, Decimal(30), "", TODAY, now=NOW, actor_id=None)


def test_other_work_and_cases_co_worked_weigh_too(small):
    before = line(small).line.points
    actions.add_work(small.worker.pk, NewWork("student", Decimal(1), TODAY), now=NOW, actor_id=None)
    assert line(small).line.points == before + 5


def test_a_restricted_case_weighs_although_its_supervisor_may_not_read_its_name(small, client):
    small.case("Nobody’s Business", restricted=True)
    client.force_login(small.supervisor)
    page = client.get(reverse("load:person", args=[small.worker.pk])).content.decode()
    assert "Nobody’s Business" not in page
    assert "A case you may not open" in page
    assert line(small, viewer=small.supervisor).line.cases == 1


def test_a_week_is_kept_once_and_a_forecast_meets_what_came_true(small):
    small.case()
    start = TODAY - timedelta(weeks=6)
    for week in range(7):
        day = start + timedelta(weeks=week)
        actions.keep_weeks([small.team.pk], day, now=NOW)
        assert actions.keep_weeks([small.team.pk], day + timedelta(days=2), now=NOW) == 0
    assert WeekKept.objects.filter(worker=small.worker).count() == 7
    checked = line(small).checked
    assert checked is not None
    assert checked.weeks == 3, "the weeks for which there was a forecast four weeks before"


@pytest.mark.parametrize("path", ["", "time/", "time/away/", "time/hours/", "time/work/"])
def test_nobody_reads_or_changes_the_hours_of_somebody_they_do_not_oversee(small, client, path):
    url = f"/load/{small.worker.pk}/{path}"
    for user in (small.outsider, small.colleague, small.auditor):
        client.force_login(user)
        assert client.get(url).status_code == 404, user.name
        assert client.post(url, {"kind": "sickness"}).status_code in {404, 405}
    client.force_login(small.supervisor)
    assert client.get(url).status_code == 200


def test_one_puts_ones_own_leave_on_record_but_not_ones_own_contract(small, client):
    client.force_login(small.worker)
    assert client.get(f"/load/{small.worker.pk}/time/hours/").status_code == 404
    given = {"kind": "annual_leave", "since": "2026-04-01", "until": "2026-04-03"}
    assert client.post(f"/load/{small.worker.pk}/time/away/", given).status_code == 302
    wrong = client.post(f"/load/{small.worker.pk}/time/away/", {**given, "until": "2026-03-30"})
    assert wrong.status_code == 422
    assert "The last day must be the first day or after it" in wrong.content.decode()


def test_two_who_end_the_same_leave_at_once_are_told(small, client):
    row = away(small, "annual_leave", TODAY, TODAY + timedelta(days=4))
    url = reverse("load:end_reduction", args=[small.worker.pk, row.pk])
    client.force_login(small.supervisor)
    given = {"last": "2026-03-04", "version": row.version}
    assert client.post(url, given).status_code == 302
    second = client.post(url, {"last": "2026-03-05", "version": row.version})
    assert second.status_code == 422
    assert "Somebody changed this" in second.content.decode()
    row.refresh_from_db()
    assert row.until == date(2026, 3, 4)


def test_a_board_of_fifteen_asks_the_database_eight_times_at_most(small, client, django_assert_max_num_queries):
    from plimsoll.people import actions as people
    from plimsoll.people.models import Role

    for number in range(15):
        user = people.create_worker(f"w{number}@example.org", f"Worker {number}", now=NOW)
        people.join_team(user, small.team, Role.PRACTITIONER, from_on=TODAY - timedelta(days=90), now=NOW)
        for turn in range(3):
            small.case(f"Child {number} {turn}", holder=user)
    small.case("Held by nobody", unallocated=True)
    client.force_login(small.supervisor)
    client.get(reverse("load:board"))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("load:board")).content.decode()
    assert "Worker 14" in page
    assert "Held by nobody" in page


def test_a_manager_sees_teams_together_and_nobody_else_does(small, client):
    small.case()
    client.force_login(small.manager)
    page = client.get(reverse("load:teams")).content.decode()
    assert small.team.name in page
    assert small.other_team.name in page
    client.force_login(small.worker)
    assert client.get(reverse("load:teams")).status_code == 404
    assert client.get(reverse("load:board")).status_code == 404


def test_whoever_is_over_the_line_for_too_long_is_told_to_ask_for_help(small, client):
    for number in range(30):
        small.case(f"Child {number}", now=NOW - timedelta(weeks=8))
    for week in range(6, -1, -1):
        actions.keep_weeks([small.team.pk], TODAY - timedelta(weeks=week), now=NOW)
    client.force_login(small.worker)
    page = client.get(reverse("load:person", args=[small.worker.pk])).content.decode()
    assert "not yours to carry alone" in page
    client.force_login(small.supervisor)
    assert "not yours to carry" not in client.get(reverse("load:person", args=[small.worker.pk])).content.decode()


def test_a_case_that_another_team_covers_is_not_held_by_nobody(small, client):
    case = small.case()
    cases.begin_cover(case.pk, small.outsider.pk, on=TODAY, reason="cover", now=NOW, actor_id=small.manager.pk)
    client.force_login(small.supervisor)
    page = client.get(reverse("load:board"))
    assert page.status_code == 200
    assert "with nobody" not in page.content.decode()
    assert line(small).line.cases == 0
