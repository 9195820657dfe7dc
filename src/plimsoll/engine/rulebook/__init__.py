"""The rulebook: dated, cited YAML, read, checked and held as values.

Comes in: folders of YAML (docs/rulebook.md is their form). Goes out: `Rulebook`, which answers
"what was the rule on that day?", or `RulebookError`, which names file, line and remedy. This
package is the engine's only reader of files.
"""

from __future__ import annotations

from plimsoll.engine.rulebook.book import PACKAGED, Rulebook, forget, load, read_book
from plimsoll.engine.rulebook.model import Clock, Pack, Version
from plimsoll.engine.rulebook.overlay import version_on
from plimsoll.engine.rulebook.problems import Problem, Problems, RulebookError

__all__ = [
    "PACKAGED",
    "Clock",
    "Pack",
    "Problem",
    "Problems",
    "Rulebook",
    "RulebookError",
    "Version",
    "forget",
    "load",
    "read_book",
    "version_on",
]
