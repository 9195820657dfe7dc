"""Restored into a database that was prepared and never used: its walls stand, and its owner is no superuser."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.backups import BackupRefused, making, parts, restoring, tables
from plimsoll.cases.models import Case
from plimsoll.trust import log
from plimsoll.walls import building


@pytest.fixture
def prepared(tmp_path, transactional_db):
    """The test database, as empty as its migrations leave it."""
    here = {**settings.DATABASES["default"], "NAME": connection.settings_dict["NAME"]}
    areas = {"documents": tmp_path / "documents", "rules": tmp_path / "rules"}
    return making.Source(here, areas, settings.AUDIT_KEY)


def put_back(drill, source, contents=None) -> restoring.Restored:
    with drill.file.open("rb") as file:
        return restoring.put_back(file, contents or drill.contents, source, drill.key, lambda _name: None)


def test_everything_is_put_behind_walls_that_stand_again_afterwards(drill, prepared):
    restoring.refuse_unless_empty(prepared)
    done = put_back(drill, prepared)
    assert (done.rows, done.files) == (drill.contents.rows, 2)
    assert Case.objects.count() == 5
    assert log.verify().holds
    with connection.cursor() as cursor:
        _, is_above, _ = building.role(cursor)
        assert not is_above
        assert building.missing(cursor) == []
    with tables.session(prepared.database) as session:
        tables.see_everything(session)
        with pytest.raises(psycopg.errors.RaiseException):
            session.execute("UPDATE cases_caseevent SET name = 'nothing'")
        session.rollback()


def test_a_table_that_came_back_otherwise_is_found_and_nothing_is_kept(drill, prepared):
    wrong = replace(drill.contents.tables["cases_case"], sha256="0" * 64)
    contents = replace(drill.contents, tables={**drill.contents.tables, "cases_case": wrong})
    with pytest.raises(BackupRefused, match="cases_case did not come back as it was; nothing was kept"):
        put_back(drill, prepared, contents)
    assert Case.objects.count() == 0
    assert not list(prepared.areas["documents"].parent.iterdir())


def test_a_file_that_came_back_otherwise_is_found_and_nothing_is_kept(drill, prepared):
    contents = replace(drill.contents, files={**drill.contents.files, "rules/pack.yaml": parts.Digest("0" * 64, 1, 1)})
    with pytest.raises(BackupRefused, match="a file of rules did not come back"):
        put_back(drill, prepared, contents)
    assert Case.objects.count() == 0
    assert not list(prepared.areas["documents"].parent.iterdir())


def test_a_place_in_use_is_refused(prepared):
    with clock.stopped_at(NOW):
        small_service()
    with pytest.raises(BackupRefused, match="holds data already"):
        restoring.refuse_unless_empty(prepared)


def test_a_folder_with_files_is_refused(prepared):
    prepared.areas["documents"].mkdir()
    (prepared.areas["documents"] / "letter.pdf").write_bytes(b"%PDF")
    with pytest.raises(BackupRefused, match="is not empty"):
        restoring.refuse_unless_empty(prepared)
