"""Each contract of pyproject.toml bites: an import that breaks it is put into the graph, and the contract breaks."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

import run

KINDS = {"forbidden": ForbiddenContract, "layers": LayersContract}
CONFIGURATION = Path(run.__file__).parent / "pyproject.toml"

# The contract, and an import that it forbids.
BROKEN = [
    ("pure-engine", "plimsoll.engine.workdays", "django.utils"),
    ("pure-engine", "plimsoll.engine.workdays", "plimsoll.today"),
    ("pure-engine", "plimsoll.engine.clocks.anew", "plimsoll.cases.models"),
    ("pure-engine", "plimsoll.engine.workdays", "random"),
    ("pure-engine", "plimsoll.engine.workdays", "time"),
    ("pure-engine", "plimsoll.engine.workdays", "urllib"),
    ("one-place-for-a-solver", "plimsoll.team.queries", "ortools"),
    ("one-place-for-a-solver", "plimsoll.engine.clocks", "ortools"),
    ("engine-story", "plimsoll.engine.clocks", "plimsoll.engine.priority"),
    ("engine-story", "plimsoll.engine.facts", "plimsoll.engine.workdays"),
    ("engine-story", "plimsoll.engine.rulebook", "plimsoll.engine.clocks"),
    ("rooms", "plimsoll.people.models", "plimsoll.cases.models"),
    ("rooms", "plimsoll.cases.queries", "plimsoll.work.queries"),
    ("rooms", "plimsoll.trust.audit", "plimsoll.people.models"),
    ("rooms", "plimsoll.work.views", "plimsoll.demo.seed"),
    ("rooms", "plimsoll.govuk.forms", "plimsoll.cases.forms"),
    ("inside-an-app", "plimsoll.cases.models", "plimsoll.cases.queries"),
    ("inside-an-app", "plimsoll.people.access", "plimsoll.people.actions"),
    ("inside-an-app", "plimsoll.cases.queries", "plimsoll.cases.actions"),
    ("inside-an-app", "plimsoll.cases.forms", "plimsoll.cases.views"),
    ("views-ask", "plimsoll.cases.views.case", "plimsoll.cases.models"),
    ("views-ask", "plimsoll.cases.views", "plimsoll.people.models"),
    ("views-ask", "plimsoll.cases.forms", "plimsoll.engine.clocks"),
    ("views-ask", "plimsoll.cases.views", "plimsoll.engine"),
]
ALLOWED = [
    ("pure-engine", "plimsoll.engine.workdays", "holidays"),
    ("one-place-for-a-solver", "plimsoll.engine.rebalance", "ortools"),
    ("one-place-for-a-solver", "plimsoll.engine.diary", "ortools"),
    ("engine-story", "plimsoll.engine.priority", "plimsoll.engine.clocks"),
    ("rooms", "plimsoll.work.queries", "plimsoll.cases.queries"),
    ("views-ask", "plimsoll.cases.views", "plimsoll.cases.queries"),
]


@pytest.fixture(scope="module")
def contracts():
    configure()
    read = read_configuration(str(CONFIGURATION))
    return {
        options["id"]: KINDS[options["type"]](options["name"], read["session_options"], options)
        for options in read["contracts_options"]
    }


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(
        "plimsoll", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def holds_with(graph, contract, importer: str, imported: str) -> bool:
    changed = deepcopy(graph)
    for module in (importer, imported):
        if module not in changed.modules:
            root = module.split(".")[0]
            changed.add_module(module if root == "plimsoll" else root, is_squashed=root != "plimsoll")
    target = imported if imported.startswith("plimsoll") else imported.split(".", maxsplit=1)[0]
    changed.add_import(importer=importer, imported=target, line_number=1, line_contents=f"import {target}")
    return contract.check(changed, verbose=False).kept


@pytest.mark.parametrize(("contract", "importer", "imported"), BROKEN)
def test_a_forbidden_import_breaks_its_contract(graph, contracts, contract, importer, imported):
    assert not holds_with(graph, contracts[contract], importer, imported)


@pytest.mark.parametrize(("contract", "importer", "imported"), ALLOWED)
def test_an_import_that_is_allowed_does_not(graph, contracts, contract, importer, imported):
    assert holds_with(graph, contracts[contract], importer, imported)


def test_every_contract_is_tried(contracts):
    assert {name for name, _importer, _imported in BROKEN} == set(contracts)


def test_every_step_of_the_engine_has_its_place_in_the_story(contracts):
    """A module that the contract does not name would be free to import anything in the engine."""
    named = {tail.name for layer in contracts["engine-story"].layers for tail in layer.module_tails}
    engine = Path(run.__file__).parent / "src" / "plimsoll" / "engine"
    there = {path.stem for path in engine.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__"} <= named


def test_every_room_has_its_place_in_the_house(contracts):
    named = {tail.name for layer in contracts["rooms"].layers for tail in layer.module_tails}
    house = Path(run.__file__).parent / "src" / "plimsoll"
    rooms = {path.name for path in house.iterdir() if (path / "__init__.py").is_file()}
    assert rooms - {"formats", "rulebook"} <= named
