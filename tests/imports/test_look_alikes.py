"""A row about somebody who may be on record is asked about: never merged in silence, never doubled in silence."""

from __future__ import annotations

from datetime import date

import pytest
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.cases import actions as cases
from plimsoll.cases.actions import NewCase
from plimsoll.cases.models import Case
from plimsoll.families.models import NotTheSame
from plimsoll.imports.actions import apply_import
from plimsoll.imports.plan import Destination, make_plan
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Person
from tests.imports.making import found, workbook

DAY = date(2026, 3, 2)
HEADINGS = ["Child", "D.O.B", "Status", "Last stat visit"]


@pytest.fixture
def small(db):
    with clock.stopped_at(NOW):
        yield small_service()


def tracker(*rows, name="team.xlsx"):
    return found(workbook({"Cases": [HEADINGS, *rows]}), name)


def known(small, given, family, born_on, *, team=None, restricted=False, upn=""):
    numbers = {"upn": upn} if upn else {}
    fields = {"given_name": given, "family_name": family, "born_on": born_on}
    person = people.create_person(fields, identifiers=numbers, now=NOW)
    new = NewCase(
        small.service, team or small.team, person.display_name, DAY, subjects=[person], is_restricted=restricted
    )
    return person, cases.open_case(new, now=NOW, actor_id=None)


def to(small, who="supervisor"):
    return Destination(small.service, small.team, viewer_for(getattr(small, who), DAY))


def asked(plan):
    return [one for one in plan.questions if one.code == "may_be_known"]


def bring_in(small, file, answers=None):
    return apply_import(file, to(small), as_at=DAY, now=NOW, actor=small.supervisor, people=answers).run


def test_a_name_that_sounds_alike_with_the_same_birth_date_is_asked_about_with_its_grounds(small):
    person, _case = known(small, "Siân", "Kowalski", date(2015, 9, 2))
    plan = make_plan(tracker(["Sian Kowalsky", "02/09/2015", "CIN", "20/02/2026"]), to(small), as_at=DAY)
    (question,) = asked(plan)
    assert [answer.key for answer in question.answers] == [str(person.pk), "new", "out"]
    assert "sounds alike" in question.answers[0].words.text
    assert "Siân Kowalski" in question.answers[0].words.text
    assert plan.counts["refused"] == 1
    assert plan.refusals[0].code == "may_be_somebody_known"


def test_until_somebody_answers_the_row_stays_out(small):
    known(small, "Siân", "Kowalski", date(2015, 9, 2))
    run = bring_in(small, tracker(["Sian Kowalsky", "02/09/2015", "CIN", "20/02/2026"]))
    assert (Case.objects.count(), Person.objects.count(), run.counts["refused"]) == (1, 1, 1)


def test_said_to_be_the_same_the_row_joins_the_open_case_and_is_not_asked_about_again(small):
    person, case = known(small, "Siân", "Kowalski", date(2015, 9, 2))
    file = tracker(["Sian Kowalsky", "02/09/2015", "CIN", "20/02/2026"])
    (question,) = asked(make_plan(file, to(small), as_at=DAY))
    bring_in(small, file, {question.path[1]: str(person.pk)})
    assert (Case.objects.count(), Person.objects.count()) == (1, 1)
    assert case.events.filter(name="visit_made").count() == 1
    again = make_plan(file, to(small), as_at=DAY)
    assert (asked(again), again.counts["unchanged"], again.counts["refused"]) == ([], 1, 0)


def test_said_to_be_somebody_else_they_are_two_and_stay_two(small):
    known(small, "Siân", "Kowalski", date(2015, 9, 2))
    file = tracker(["Sian Kowalsky", "02/09/2015", "CIN", "20/02/2026"])
    (question,) = asked(make_plan(file, to(small), as_at=DAY))
    bring_in(small, file, {question.path[1]: "new"})
    assert (Case.objects.count(), Person.objects.count(), NotTheSame.objects.count()) == (2, 2, 1)
    again = make_plan(file, to(small), as_at=DAY)
    assert (asked(again), again.counts["unchanged"]) == ([], 1)


def test_two_of_one_name_and_birth_date_that_were_said_to_be_two_are_not_mixed_by_next_months_file(small):
    known(small, "Ceri", "Invented", date(2015, 9, 2))
    file = tracker(["Ceri Invented", "02/09/2015", "CIN", "20/02/2026"])
    (question,) = asked(make_plan(file, to(small), as_at=DAY))
    bring_in(small, file, {question.path[1]: "new"})
    bring_in(small, tracker(["Ceri Invented", "02/09/2015", "CIN", "27/02/2026"]))
    assert (Case.objects.count(), Person.objects.count()) == (2, 2)
    assert sorted(one.events.filter(name="visit_made").count() for one in Case.objects.all()) == [0, 2]


def test_the_same_name_and_birth_date_are_taken_for_the_same_person_and_it_is_said(small):
    person, _case = known(small, "Ceri", "Invented", date(2015, 9, 2))
    file = tracker(["Ceri Invented", "02/09/2015", "CIN", "20/02/2026"])
    plan = make_plan(file, to(small), as_at=DAY)
    (question,) = asked(plan)
    assert question.default == str(person.pk)
    assert [row.outcome for row in plan.rows] == ["changed"]
    bring_in(small, file)
    assert Person.objects.count() == 1


def test_left_out_on_purpose_is_said_so(small):
    known(small, "Ceri", "Invented", date(2015, 9, 2))
    file = tracker(["Ceri Invented", "02/09/2015", "CIN", "20/02/2026"])
    (question,) = asked(make_plan(file, to(small), as_at=DAY))
    plan = make_plan(file, to(small), as_at=DAY, people={question.path[1]: "out"})
    assert [one.code for one in plan.refusals] == ["left_out_as_asked"]


def test_a_birth_date_one_slip_away_is_asked_about(small):
    known(small, "Ceri", "Invented", date(2015, 9, 2))
    plan = make_plan(tracker(["Ceri Invented", "02/09/2016", "CIN", None]), to(small), as_at=DAY)
    assert "differ by one slip" in asked(plan)[0].answers[0].words.text


def test_twins_are_two_children(small):
    known(small, "Ceri", "Invented", date(2015, 9, 2))
    plan = make_plan(tracker(["Rhys Invented", "02/09/2015", "CIN", None]), to(small), as_at=DAY)
    assert (asked(plan), plan.counts["created"]) == ([], 1)


def test_somebody_out_of_sight_is_not_hinted_at(small):
    known(small, "Siân", "Kowalski", date(2015, 9, 2), team=small.other_team)
    known(small, "Ceri", "Invented", date(2014, 9, 2), restricted=True)
    rows = (["Sian Kowalsky", "02/09/2015", "CIN", None], ["Ceri Invented", "02/09/2014", "CIN", None])
    plan = make_plan(tracker(*rows), to(small), as_at=DAY)
    assert (asked(plan), plan.counts["created"]) == ([], 2)
    assert all(row.case_reference == "" for row in plan.rows)
    seen_by_manager = make_plan(tracker(*rows), to(small, "manager"), as_at=DAY)
    assert len(asked(seen_by_manager)) == 1


def test_a_case_that_went_to_another_team_is_not_changed_by_the_old_teams_file(small):
    file = tracker(["Ceri Invented", "02/09/2015", "CIN", "20/02/2026"])
    bring_in(small, file)
    Case.objects.update(team=small.other_team)
    plan = make_plan(tracker(["Ceri Invented", "02/09/2015", "CIN", "27/02/2026"]), to(small), as_at=DAY)
    assert ([one.code for one in plan.refusals], plan.rows) == (["not_for_you"], [])


def test_a_dry_run_and_its_import_say_the_same_of_a_long_file(small):
    rows = [[f"Child{n} Invented", "02/09/2015", "CIN", None] for n in range(150)]
    rows.append(["Childe7 Invented", "02/09/2015", "CIN", None])
    file = tracker(*rows)
    plan = make_plan(file, to(small), as_at=DAY)
    run = bring_in(small, file)
    assert (run.counts["created"], run.counts.get("refused", 0)) == (plan.counts["created"], plan.counts["refused"])


def test_on_the_page_the_answer_decides(small, client):
    from tests.imports.test_import_pages import upload

    person, _case = known(small, "Siân", "Kowalski", date(2015, 9, 2))
    client.force_login(small.supervisor)
    text = "Child;D.O.B;Status;Last stat visit\nSian Kowalsky;02/09/2015;CIN;20/02/2026\n"
    address = upload(client, small, text)["Location"]
    page = client.get(address)
    assert "on record already" in page.content.decode()
    (question,) = [one for one in page.context["page"].questions if one.answers[-1][0] == "out"]
    client.post(address, {question.name: str(person.pk)})
    page = client.get(address)
    assert f'value="{person.pk}" checked' in page.content.decode()
    client.post(address, {"bring_in": "1"})
    assert Person.objects.count() == 1
