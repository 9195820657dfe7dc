"""`plimsoll check --deploy` names each unsafe thing in one line with its remedy, and answers 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from service import NOW

from plimsoll import cli
from plimsoll.cli import check
from plimsoll.cli.checks import deploy
from plimsoll.trust import audit

SAFE = {
    "PLIMSOLL_ADDRESS": "https://plimsoll.example.org",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "PLIMSOLL_AUDIT_KEY": "5ea1" * 16,
    "PLIMSOLL_BACKUP_KEY": "bac4" * 16,
}


@pytest.fixture
def environment(monkeypatch):
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)

    def changed(**changes: str) -> list[str]:
        for name, value in changes.items():
            monkeypatch.setenv(name, value)
        return list(deploy.of_environment(os.environ))

    return changed


def test_a_safe_environment_is_not_complained_of(environment):
    assert environment() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PLIMSOLL_ADDRESS", "", "PLIMSOLL_ADDRESS is not set"),
        ("PLIMSOLL_ADDRESS", "http://plimsoll.example.org", "does not begin with https://"),
        ("PLIMSOLL_DEMONSTRATION", "1", "anybody signs in by a button"),
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "a short secret", "SECRET_KEY is weak"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY is weak"),
        ("SECRET_KEY", "django-insecure-" + "0123456789abcdef" * 4, "SECRET_KEY is weak"),
        ("PLIMSOLL_AUDIT_KEY", "", "PLIMSOLL_AUDIT_KEY is not set"),
        ("PLIMSOLL_BACKUP_KEY", "", "no backup can be made"),
        ("PLIMSOLL_BACKUP_KEY", "not a key", "a key is 64 hexadecimal digits"),
        ("PLIMSOLL_BACKUP_KEY", SAFE["PLIMSOLL_AUDIT_KEY"], "the same as another key"),
        ("PLIMSOLL_TRACE", "1", "PLIMSOLL_TRACE is set"),
    ],
)
def test_an_unsafe_environment_is_said_with_its_remedy(environment, name, value, said):
    (line,) = environment(**{name: value})
    assert said in line
    assert "\n" not in line
    assert any(word in line for word in (": set ", "; take it out", ": put ", "make one with"))
    assert not value or len(value) < 20 or value not in line or value.startswith("http"), "a key is never repeated"


def settings_of_production(**changes):
    safe = {
        "DEBUG": False, "DEMONSTRATION": False, "ALLOWED_HOSTS": ["plimsoll.example.org"],
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 63_072_000,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }  # fmt: skip
    return SimpleNamespace(**{**safe, **changes})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("DEMONSTRATION", True, "DEMONSTRATION is on"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS lets any name in"),
        ("ALLOWED_HOSTS", [".example.org"], "ALLOWED_HOSTS lets any name in"),
        ("SESSION_COOKIE_SECURE", False, "SESSION_COOKIE_SECURE is off"),
        ("CSRF_COOKIE_SECURE", False, "CSRF_COOKIE_SECURE is off"),
        ("SESSION_COOKIE_HTTPONLY", False, "SESSION_COOKIE_HTTPONLY is off"),
        ("SECURE_SSL_REDIRECT", False, "SECURE_SSL_REDIRECT is off"),
        ("SECURE_HSTS_SECONDS", 3600, "SECURE_HSTS_SECONDS is less than a year"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "sends to nobody"),
    ],
)
def test_an_unsafe_setting_is_said_with_its_remedy(name, value, said):
    assert list(deploy.of_settings(settings_of_production())) == []
    (line,) = deploy.of_settings(settings_of_production(**{name: value}))
    assert said in line


def done(action: str, ago: timedelta) -> None:
    audit.append(audit.entry(action, at=NOW - ago, actor_id=None))


def test_heads_and_backups_that_were_never_taken_are_said(db):
    assert [line.split(":")[0] for line in deploy.of_record(NOW)] == [
        "the heads of the audit log were never taken",
        "no backup was ever made",
    ]
    done("audit_heads_taken", timedelta(days=2))
    done("backup_made", timedelta(hours=9))
    assert deploy.of_record(NOW) == []


def test_heads_and_backups_of_long_ago_are_said_with_their_day(db):
    done("audit_heads_taken", timedelta(days=40))
    done("backup_made", timedelta(days=3))
    heads, backup = deploy.of_record(NOW)
    assert "last, on 21 January 2026, taken" in heads
    assert "the last backup is of 27 February 2026" in backup


def test_taking_the_heads_is_what_the_check_looks_for(db, monkeypatch, tmp_path):
    from plimsoll import today as clock
    from plimsoll.cli import audit as verb

    monkeypatch.setattr(verb, "open_database", lambda: None)
    with clock.stopped_at(NOW):
        assert cli.main(["audit", "heads", str(tmp_path / "heads")]) == 0
    assert [line for line in deploy.of_record(NOW) if "heads" in line] == []
    assert cli.main(["audit", "verify", "--heads", str(tmp_path / "heads")]) == 0


def test_the_verb_answers_1_and_a_line_each(db, capsys, monkeypatch):
    monkeypatch.setattr(deploy, "open_django", lambda: None)
    assert cli.main(["check", "--deploy"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 5
    assert all(line.startswith("FAILS  deploy  ") for line in lines)


def test_the_verb_answers_0_where_nothing_is_unsafe(monkeypatch, capsys):
    monkeypatch.setattr(deploy, "of_environment", lambda _given: [])
    monkeypatch.setattr(deploy, "of_settings", lambda _settings: [])
    monkeypatch.setattr(deploy, "of_record", lambda _now: [])
    assert cli.main(["check", "--deploy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["holds"]


def test_other_checks_are_not_asked_for_beside_it():
    with pytest.raises(cli.CliError, match="a check of its own"):
        check.run(SimpleNamespace(deploy=True, only=["rulebook"], json=False))


def test_production_without_its_keys_is_said_line_by_line_although_the_settings_refuse(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in {*SAFE, "DATABASE_URL"}}
    ended = subprocess.run(
        [sys.executable, "-m", "plimsoll", "check", "--deploy"], capture_output=True, text=True, check=False,
        env={**kept, "PLIMSOLL_DATA": str(tmp_path), "PLIMSOLL_ADDRESS": "https://plimsoll.example.org"},
    )  # fmt: skip
    assert ended.returncode == 1
    for name in ("SECRET_KEY", "PLIMSOLL_AUDIT_KEY", "PLIMSOLL_BACKUP_KEY"):
        assert f"{name} is not set" in ended.stdout
    assert ended.stderr == ""
