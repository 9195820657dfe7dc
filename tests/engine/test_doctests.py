"""The examples in the engine's own descriptions are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import plimsoll.engine
from plimsoll.engine import casefile, moments, rehearse, workdays

PACKAGES = ("clocks", "rulebook")
MODULES = [
    *(module.__name__ for module in (moments, workdays, casefile, rehearse)),
    *(
        found.name
        for package in PACKAGES
        for found in pkgutil.walk_packages(
            importlib.import_module(f"{plimsoll.engine.__name__}.{package}").__path__,
            f"{plimsoll.engine.__name__}.{package}.",
        )
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried > 40
