"""The examples in the docstrings of the priority, the policy and the worklist are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from plimsoll.engine import policy, priority, worklist

MODULES = [
    *(f"{policy.__name__}.{found.name}" for found in pkgutil.iter_modules(policy.__path__)),
    *(f"{priority.__name__}.{found.name}" for found in pkgutil.iter_modules(priority.__path__)),
    *(module.__name__ for module in (policy, priority, worklist)),
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_is_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 10
