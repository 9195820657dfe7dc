"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import run

ROOT = Path(run.__file__).parent
SOURCE = ROOT / "src" / "plimsoll"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NAMELESS = {"core", "common", "utils", "util", "helpers", "misc", "lib"}
# Spelled in two halves, so that this file does not hold what it looks for.
FOREIGN = re.compile(r"(?<![\w./])/(?:ro" r"ot|wo" r"rk|ho" r"me/\w+)/|/tmp/bash" r"_jobs")


def modules():
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def tracked_texts():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and "vendor" not in path.parts:
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_module_is_longer_than_can_be_read_at_once():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_FILE}, "split by noun"


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_no_module_is_named_for_nothing_in_particular():
    assert not [str(path.relative_to(ROOT)) for path in modules() if {path.stem, path.parent.name} & NAMELESS]


def test_nothing_names_a_place_of_somebodys_own_machine():
    assert FOREIGN.search("/" "root/x")
    found = [
        f"{name}:{number}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert not found


def test_models_save_nothing_behind_anyones_back():
    """No save() of a model's own and no signals: what a write does is read in actions.py."""
    own_save = re.compile(r"^    def (?:save|delete)\(", re.MULTILINE)
    signal = re.compile(r"^from django\.\S*signals import|^@receiver\(", re.MULTILINE)
    models = [path for path in modules() if "models" in {path.stem, path.parent.name}]
    assert models
    found = [f"{path.relative_to(ROOT)}: save()" for path in models if own_save.search(path.read_text())]
    found += [f"{path.relative_to(ROOT)}: a signal" for path in modules() if signal.search(path.read_text())]
    assert not found


def test_a_page_is_never_made_safe_by_saying_so():
    """mark_safe() turns off what keeps a name from becoming a script; format_html() does not.

    The page kit may: like Django's own forms it takes a field's help text for markup, which is the programmer's.
    """
    unescaped = re.compile(r"\bmark_safe\(|\|\s*safe\b|autoescape off")
    texts = [path for path in SOURCE.rglob("*") if path.suffix in {".py", ".html", ".txt"} and path.is_file()]
    outside_the_kit = [path for path in texts if SOURCE / "govuk" not in path.parents]
    assert outside_the_kit
    assert not [str(path.relative_to(ROOT)) for path in outside_the_kit if unescaped.search(path.read_text())]
