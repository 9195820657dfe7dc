"""Files between the dry run and the import."""

from __future__ import annotations

import stat
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plimsoll.imports import uploads
from plimsoll.imports.reading.limits import ImportRefused, Limits

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ME, OTHER = uuid.uuid4(), uuid.uuid4()
TEXT = b"Child,D.O.B,Status\nCeri Invented,02/09/2015,CIN\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path / "uploads"


def one(name="caseload.csv", content=TEXT):
    return SimpleUploadedFile(name, content)


def test_a_file_is_found_again_by_its_uploader_under_its_own_name(folder):
    token = uploads.keep([one()], ME, now=NOW)
    found = uploads.kept(token, ME)
    assert (found.kind, found.name, found.files[0].head(5)) == ("csv", "caseload.csv", b"Child")
    assert stat.S_IMODE((folder / token).stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / token / "0").stat().st_mode) == 0o600


def test_several_files_of_a_return_are_one():
    files = [
        one("a.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/01/2015,01/02/2024,PN1\n"),
        one("b.csv", b"CHILD,SEX,DOB,ETHNIC,UPN\n1,1,01/01/2015,WBRI,\n"),
    ]
    assert uploads.kept(uploads.keep(files, ME, now=NOW), ME).kind == "ssda903"


@pytest.mark.parametrize("token", ["", "..", "../x", "a" * 43, "a/b"])
def test_a_token_that_was_not_given_finds_nothing(token):
    with pytest.raises(ImportRefused, match="no such file"):
        uploads.kept(token, ME)


def test_another_person_finds_nothing():
    token = uploads.keep([one()], ME, now=NOW)
    for way in (uploads.kept, uploads.forget):
        with pytest.raises(ImportRefused, match="no such file"):
            way(token, OTHER)
    assert uploads.kept(token, ME)


def test_a_name_is_never_a_path(folder):
    token = uploads.keep([one("..\\..\\evil/../x.csv")], ME, now=NOW)
    assert uploads.kept(token, ME).name == "x.csv"
    assert sorted(entry.name for entry in (folder / token).iterdir()) == ["0", "about.json"]


def test_a_forgotten_file_is_gone(folder):
    token = uploads.keep([one()], ME, now=NOW)
    uploads.forget(token, ME)
    assert list(folder.iterdir()) == []


def test_files_do_not_lie_about_longer_than_half_a_day(folder):
    old = uploads.keep([one()], ME, now=NOW - timedelta(hours=13))
    new = uploads.keep([one()], ME, now=NOW - timedelta(hours=1))
    assert uploads.forget_older(NOW) == 1
    assert [entry.name for entry in folder.iterdir()] == [new]
    assert old != new


def test_too_many_or_too_large_is_refused_before_anything_is_stored(folder):
    with pytest.raises(ImportRefused, match="more than 40 files"):
        uploads.keep([one()] * 41, ME, now=NOW)
    with pytest.raises(ImportRefused, match="larger than"):
        uploads.keep([one()], ME, now=NOW, limits=Limits(xml_bytes=10))
    assert not folder.exists() or list(folder.iterdir()) == []
