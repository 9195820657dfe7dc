"""Row-level security: what the database shows when the first wall is switched off, and what it lets nobody do."""

from __future__ import annotations

import itertools
import random
import threading
from datetime import timedelta

import psycopg
import pytest
from access.policy import MEMBERSHIPS, RELATIONS, ROLES, STATES, Position, may
from access.standing import standing
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Q
from service import NOW, TODAY

from plimsoll.cases.models import Case, CaseEvent, Holding
from plimsoll.cases.queries import cases_for, door
from plimsoll.database import APPLICATION_ROLE
from plimsoll.people.access import viewer_for
from plimsoll.tasks.queries import tasks_for
from plimsoll.walls import building, identity, tables

STRANGERS = ("outsider", "colleague")
POSITIONS = tuple(Position(*each) for each in itertools.product(ROLES, RELATIONS, STATES, MEMBERSHIPS))


def models_of_cases():
    walled = set(tables.of_cases())
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in walled]


@pytest.fixture
def made(small):
    return standing(small)


def as_(user):
    return identity.asking(identity.person(user.pk, TODAY))


def test_every_table_that_belongs_to_a_case_is_behind_the_wall(db):
    with connection.cursor() as cursor:
        assert building.missing(cursor) == []
    assert {"cases_caseevent", "cases_holding", "notes_note", "tasks_task", "plans_plan"} <= set(tables.of_cases())


def test_a_column_that_leads_to_a_case_is_called_case():
    """The wall finds its tables by that name: one called otherwise would stand outside it."""
    others = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Case and field.name != "case"
    ]
    assert others == []


def test_the_role_that_asks_is_bound_by_the_wall(db):
    with connection.cursor() as cursor:
        assert building.role(cursor) == ("plimsoll", False, True)


def test_the_role_of_the_web_server_can_take_nothing_down_and_only_adds_to_the_log(transactional_db, small):
    """It asks a real session of that role, which sees what was committed."""
    case = small.case()
    settings = connection.settings_dict
    place = {"host": settings["HOST"], "dbname": settings["NAME"], "user": APPLICATION_ROLE}
    if settings["USER"] != "plimsoll":
        place |= {"user": settings["USER"], "password": settings["PASSWORD"], "port": settings["PORT"]}
    with psycopg.connect(**place, autocommit=True) as session:
        assert session.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)
        assert session.execute("SELECT count(*) FROM cases_holding").fetchone() == (0,)
        for refused in (
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY wall_select ON cases_case",
            "TRUNCATE cases_case CASCADE",
            "ALTER TABLE trust_auditentry DISABLE TRIGGER ALL",
            "UPDATE trust_auditentry SET action = 'nothing'",
            "DELETE FROM trust_auditentry",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
            "SET ROLE plimsoll",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(refused)
        with session.transaction():
            session.execute(identity.person(small.worker.pk, TODAY).statement)
            assert session.execute("SELECT id FROM cases_case").fetchall() == [(case.pk,)]
        assert session.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)


@pytest.mark.parametrize("who", STRANGERS)
def test_without_the_first_wall_no_row_of_a_case_is_shown_to_a_stranger(made, small, who):
    """Every table, read whole, without any filter at all."""
    leaked, shown_to_its_worker = {}, set()
    for model in models_of_cases():
        rows = model._base_manager.filter(case=made.case)
        with as_(getattr(small, who)):
            leaked[model._meta.label] = rows.count()
        with as_(small.worker):
            if rows.count():
                shown_to_its_worker.add(model._meta.label)
    assert {label: count for label, count in leaked.items() if count} == {}
    # The tables had something to show.
    assert {"cases.CaseEvent", "cases.CasePerson", "notes.Note", "plans.Plan", "tasks.Task"} <= shown_to_its_worker
    with as_(getattr(small, who)):
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", STRANGERS)
def test_with_the_door_taken_off_its_hinges_every_page_still_says_not_found(made, small, client, monkeypatch, who):
    """The door's queries let everybody through; the pages that go through it are asked."""
    monkeypatch.setattr(door, "_scope", lambda _viewer: Q())
    monkeypatch.setattr(door, "_not_kept_from", lambda _viewer: Q())
    assert cases_for(viewer_for(getattr(small, who), TODAY)).filter(pk=made.case.pk).exists()  # it is off
    client.force_login(getattr(small, who))
    for page in ("", "duties/", "why/", "chronology/", "people/", "notes/", "tasks/", "plans/", "turns/", "family/"):
        assert client.get(f"/cases/{made.case.pk}/{page}").status_code == 404, page
    for page in ("/", "/cases/", "/cases/export/mine.csv", "/tasks/", "/handovers/", "/cases/?q=ffion"):
        assert "Llŷr" not in client.get(page).content.decode(), page
    assert "Llŷr" not in client.post("/search/", {"q": "Llŷr"}).content.decode().replace('value="Llŷr"', "")


def test_the_wall_by_itself_says_what_the_policy_says(made):
    """No door at all: the database is asked for the case, and shows it to whom the table of sight opens it."""
    wrong = []
    for position in random.Random("the wall").sample(POSITIONS, 400):
        with transaction.atomic():
            made.take(position)
            with as_(made.person):
                shown = (
                    Case.objects.filter(pk=made.case.pk).exists(),
                    CaseEvent.objects.filter(case=made.case).exists(),
                )
            transaction.set_rollback(True)
        if shown != (may(position, "open"),) * 2:
            wrong.append(f"{position}: {shown}")
    assert wrong == []


def test_nobody_sees_nothing(made):
    with identity.asking(identity.NOBODY):
        assert [model._meta.label for model in [Case, *models_of_cases()] if model._base_manager.exists()] == []


def test_a_stranger_changes_and_adds_nothing(made, small):
    with as_(small.outsider):
        assert Case.objects.filter(pk=made.case.pk).update(title="Mine now") == 0
        assert Holding.objects.filter(case=made.case).update(until_on=TODAY) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CaseEvent.objects.create(case=made.case, name="visit_made", at_on=TODAY, recorded_at=NOW)
    assert Case.objects.get(pk=made.case.pk).title == "Ffion Llŷr"


def test_what_is_in_hand_is_finished_and_then_gone(made, small):
    """A worker gives a case away within one transaction: they finish it, and the next asking finds nothing."""
    Holding.objects.create(case=made.case, worker=small.outsider, kind="covering", from_on=TODAY, recorded_at=NOW)
    with as_(small.outsider), transaction.atomic():
        case = Case.objects.select_for_update().get(pk=made.case.pk)
        Holding.objects.filter(case=case, worker=small.outsider).update(until_on=TODAY)
        case.title = "Given away"
        case.save(update_fields=["title"])
        assert CaseEvent.objects.filter(case=case).exists()
    with as_(small.outsider):
        assert not Case.objects.filter(pk=made.case.pk).exists()
    assert Case.objects.get(pk=made.case.pk).title == "Given away"


def test_locking_does_not_bring_into_hand_what_was_not_in_sight(made, small):
    with as_(small.outsider), transaction.atomic():
        assert list(Case.objects.select_for_update()) == []
        assert not Case.objects.filter(pk=made.case.pk).exists()


def test_a_savepoint_that_is_undone_does_not_leave_anothers_sight(made, small):
    with as_(small.outsider):
        assert not Case.objects.exists()
        with transaction.atomic(), as_(small.worker):
            assert Case.objects.exists()
            transaction.set_rollback(True)
        assert not Case.objects.exists()
        assert not tasks_for(viewer_for(small.outsider, TODAY)).exists()


@pytest.mark.django_db(transaction=True)
def test_two_threads_at_once_and_one_connection_after_another_never_share_sight(at_nine):
    """Outside any transaction each statement says who asks, and leaves nothing behind on its connection."""
    from service import small_service

    small = small_service()
    case = small.case()
    found: list[bool] = []

    def ask(user, expected: bool) -> None:
        try:
            for _turn in range(20):
                with as_(user):
                    found.append(Case.objects.filter(pk=case.pk).exists() == expected)
                with identity.asking(identity.NOBODY):
                    found.append(not Case.objects.filter(pk=case.pk).exists())
        finally:
            connection.close()

    threads = [
        threading.Thread(target=ask, args=each) for each in ((small.worker, True), (small.outsider, False)) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 160
    assert all(found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plimsoll.viewer', true), current_setting('plimsoll.programme', true)")
        assert set(cursor.fetchone()) <= {None, ""}


def test_an_ended_role_is_ended_in_the_database_too(made, small):
    from plimsoll.people import actions as people
    from plimsoll.people.models import Membership

    membership = Membership.objects.get(user=small.manager)
    with as_(small.manager):
        assert Case.objects.filter(pk=made.case.pk).exists()
    people.end_membership(membership, until_on=TODAY - timedelta(days=1), now=NOW)
    with as_(small.manager):
        assert not Case.objects.exists()
