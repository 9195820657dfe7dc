"""The rulebook: dated, cited YAML, read, checked and held as values."""

from __future__ import annotations

from datetime import date
from pathlib import Path


class RulebookError(ValueError):
    """Something in a rulebook is wrong; each problem names file, line and remedy."""


class Rulebook:
    """Every pack there is, with calendars, as read on one day from one set of folders."""

    version: str

    def pack(self, name: str) -> object:
        """The pack of this name with all it includes; `KeyError` in words if there is none."""
        raise NotImplementedError

    def as_known_on(self, day: date) -> Rulebook:
        """This rulebook without local decisions taken after `day`."""
        raise NotImplementedError


def load(*folders: Path, packaged: bool = True) -> Rulebook:
    """The package's own rulebook with these folders laid over it; kept in memory.

    A folder holding `local.yaml` sets an organisation's values; a folder of pack folders
    adds packs. `packaged=False` leaves the package's own rulebook out (tests).
    """
    raise NotImplementedError
