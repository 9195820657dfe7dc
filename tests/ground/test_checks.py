"""Each check of `plimsoll check` finds what it is there to find."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from service import NOW, small_service

from plimsoll import today as clock
from plimsoll.cases.models import Case
from plimsoll.cli.checks import hints, migrations, rulebook
from plimsoll.cli.checks import settings as check_of_settings
from plimsoll.engine.rulebook import PACKAGED

ARGUMENTS = SimpleNamespace(rules=None, mend=False)


@pytest.fixture
def case(db):
    with clock.stopped_at(NOW):
        yield small_service().case(title="Wilhelmina Quartermaine")


def test_hints_that_are_right_hold(case):
    (finding,) = hints.run(ARGUMENTS)
    assert finding.holds
    assert finding.text == "1 cases derived afresh, none differs"


@pytest.mark.parametrize(
    ("field", "value"), [("hint_tier", "nowhere"), ("hint_late_count", 7), ("hint_key", [0.5]), ("hint_reasons", [])]
)
def test_a_hint_that_was_changed_behind_the_programs_back_is_found(case, field, value):
    Case.objects.filter(pk=case.pk).update(**{field: value})
    findings = list(hints.run(ARGUMENTS))
    assert [finding.holds for finding in findings] == [False]
    assert f"case {case.number}: {field} differ from what its record gives" in findings[0].text
    assert "Quartermaine" not in findings[0].text


def test_a_hint_whose_moment_has_come_waits_for_the_sweep(case):
    Case.objects.filter(pk=case.pk).update(hint_changes_at=NOW, hint_tier="nowhere")
    (finding,) = hints.run(ARGUMENTS)
    assert finding.holds
    assert finding.text.endswith("1 wait for the next sweep")


def test_a_hint_made_under_other_rules_is_said_to_be_and_can_be_mended(case):
    Case.objects.filter(pk=case.pk).update(hint_rulebook="last year's")
    (finding,) = hints.run(ARGUMENTS)
    assert not finding.holds
    assert finding.text.startswith("1 of 1 cases were derived under other rules")
    (finding,) = hints.run(SimpleNamespace(mend=True))
    assert finding.text == "1 of 1 cases differed and are mended"
    (finding,) = hints.run(ARGUMENTS)
    assert finding.holds


def test_the_rulebook_that_comes_with_it_holds():
    (finding,) = rulebook.run(ARGUMENTS)
    assert finding.holds, finding.text
    assert "children-england" not in finding.text
    assert "packs" in finding.text


def test_a_rulebook_with_a_fault_names_file_and_line(tmp_path):
    pack = tmp_path / "children-england"
    shutil.copytree(PACKAGED / "children-england", pack)
    broken = pack / "pack.yaml"
    broken.write_text(broken.read_text() + "\nno_such_key: 1\n")
    findings = list(rulebook.run(SimpleNamespace(rules=[str(tmp_path)])))
    assert not any(finding.holds for finding in findings)
    lines = len(broken.read_text().splitlines())
    assert any(f"children-england/pack.yaml:{lines}: " in finding.text for finding in findings), findings


def test_a_folder_of_rules_that_is_not_there_is_said(tmp_path):
    findings = list(rulebook.run(SimpleNamespace(rules=[str(tmp_path / "absent")])))
    assert [finding.holds for finding in findings] == [False]


def test_migrations_that_wait_are_counted(db, monkeypatch):
    (finding,) = migrations.run(ARGUMENTS)
    assert finding.holds
    monkeypatch.setattr(migrations, "waiting_migrations", lambda: ["cases.0002_more", "cases.0003_more"])
    (finding,) = migrations.run(ARGUMENTS)
    assert not finding.holds
    assert finding.text == "2 to apply, from cases.0002_more: run plimsoll manage migrate"


def test_every_model_has_its_migration(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_setting_that_django_warns_of_does_not_hold(settings):
    (finding,) = check_of_settings.run(ARGUMENTS)
    assert finding.holds, finding.text
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    (finding,) = check_of_settings.run(ARGUMENTS)
    assert not finding.holds
    assert finding.text.startswith("staticfiles.E002: ")
