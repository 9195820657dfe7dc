"""The settings in production and out of it, and what is never written down."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from plimsoll import database
from plimsoll.database import from_url
from plimsoll.logs import QuietFormatter
from plimsoll.secret_key import kept_secret_key


def settings_with(tmp_path, expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    return subprocess.run(
        [sys.executable, "-c", f"from plimsoll import settings; print({expression})"],
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "PLIMSOLL_DATA": str(tmp_path), **environment},
    )


PRODUCTION = {
    "PLIMSOLL_ADDRESS": "https://plimsoll.example.org",
    "SECRET_KEY": "a long secret",
    "PLIMSOLL_AUDIT_KEY": "5e" * 32,
}


def test_production_without_a_secret_key_does_not_start(tmp_path):
    ended = settings_with(tmp_path, "1", PLIMSOLL_ADDRESS="https://plimsoll.example.org")
    assert ended.returncode != 0
    assert "SECRET_KEY is missing" in ended.stderr
    assert not (tmp_path / "secret-key").exists()


def test_production_without_https_does_not_start(tmp_path):
    ended = settings_with(tmp_path, "1", PLIMSOLL_ADDRESS="http://plimsoll.example.org", SECRET_KEY="x")
    assert "must begin with https://" in ended.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DEBUG", "False"),
        ("ALLOWED_HOSTS", "['plimsoll.example.org']"),
        ("SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE", "(True, True)"),
        ("SESSION_COOKIE_NAME", "__Host-session"),
        ("SECURE_HSTS_SECONDS > 31536000", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
    ],
)
def test_production_is_https_and_nothing_else(tmp_path, setting, value):
    expression = ", ".join(f"settings.{part.strip()}" for part in setting.split(","))
    expression = f"({expression})" if "," in setting else expression
    assert settings_with(tmp_path, expression, **PRODUCTION).stdout.strip() == value


def test_productions_mail_goes_where_it_is_told_and_encrypted(tmp_path):
    expression = "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_USE_TLS"
    said = settings_with(tmp_path, expression, **PRODUCTION, PLIMSOLL_MAIL="smtp://ann:s%40cret@mail.example.org")
    assert said.stdout.strip() == "mail.example.org 587 s@cret True", said.stderr


def test_the_demonstrations_mail_leaves_the_computer_never(tmp_path):
    assert "filebased" in settings_with(tmp_path, "settings.EMAIL_BACKEND").stdout


def test_the_demonstration_is_reached_from_this_computer_alone(tmp_path):
    said = settings_with(tmp_path, "settings.ALLOWED_HOSTS, settings.DEBUG, settings.SESSION_COOKIE_SECURE")
    assert said.stdout.strip() == "['localhost', '127.0.0.1', '[::1]'] False False", said.stderr


def test_the_demonstrations_key_is_its_own_and_closed_to_others(tmp_path):
    key = kept_secret_key(tmp_path / "a")
    assert len(key) > 50
    assert kept_secret_key(tmp_path / "a") == key
    assert kept_secret_key(tmp_path / "b") != key
    assert stat.S_IMODE((tmp_path / "a" / "secret-key").stat().st_mode) == 0o600


def test_two_first_starts_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: kept_secret_key(tmp_path), range(8)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("url", "host", "port", "name", "user"),
    [
        ("postgresql://ann:s%40cret@db.example.org:5433/cases", "db.example.org", "5433", "cases", "ann"),
        ("postgres://ann@db.example.org/cases?sslmode=require", "db.example.org", "", "cases", "ann"),
        ("postgresql:///cases?host=/run/postgresql&user=ann", "/run/postgresql", "", "cases", "ann"),
    ],
)
def test_a_database_url_is_read(url, host, port, name, user):
    read = from_url(url)
    assert (read.host, read.port, read.name, read.user) == (host, port, name, user)


def test_the_parts_of_a_database_url_reach_django():
    django = from_url("postgresql://ann:s%40cret@db.example.org/cases?sslmode=require").as_django()
    assert django["PASSWORD"] == "s@cret"
    assert django["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://ann:hidden@host/x", "only postgresql:// is supported"),
        ("postgresql://ann:hidden@host", "names no database"),
        ("postgresql://ann:hidden@host:port/x", "not an address"),
    ],
)
def test_a_database_url_that_cannot_be_used_says_why_and_keeps_its_password(url, reason):
    with pytest.raises(database.DatabaseProblem, match=reason) as problem:
        from_url(url)
    assert "hidden" not in str(problem.value)


def test_a_password_is_not_shown_where_a_connection_is_printed():
    assert "hidden" not in repr(from_url("postgresql://ann:hidden@host/x"))


# --- what is never written down -----------------------------------------------------------------------------------


def test_a_logged_exception_shows_its_places_and_not_its_words():
    try:
        try:
            int("Wilhelmina Quartermaine")
        except ValueError as error:
            raise RuntimeError("no number for Quartermaine") from error
    except RuntimeError:
        record = logging.LogRecord("plimsoll", logging.ERROR, __file__, 1, "it broke", (), sys.exc_info())
    written = QuietFormatter().format(record)
    assert "it broke" in written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert f"{__file__}:" in written
    assert "Quartermaine" not in written


def test_a_request_that_fails_leaves_no_query_in_the_log(client, caplog):
    client.get("/no-such-page/?name=Quartermaine")
    assert "/no-such-page/" in caplog.text
    assert "Quartermaine" not in caplog.text


def test_pages_stay_out_of_every_cache_and_speak_to_no_other_site(client):
    response = client.get("/health/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_nobody_signs_up_by_themselves(client, db):
    from django.contrib.auth import get_user_model

    client.post(
        "/account/signup/",
        {"email": "stranger@example.org", "password1": "a-long-password-1", "password2": "a-long-password-1"},
    )
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("language", "written"), [("en", "3 November 2026, 14:30"), ("cy", "3 Tachwedd 2026")], ids=["English", "Welsh"]
)
def test_dates_are_written_as_here(language, written):
    from datetime import datetime

    from django.utils import formats, translation

    from plimsoll.today import LONDON

    moment = datetime(2026, 11, 3, 14, 30, tzinfo=LONDON)
    with translation.override(language):
        assert formats.date_format(moment, "DATETIME_FORMAT").startswith(written)
