"""A JSON file read for the verbs that need no database: numbers exact, one line when it cannot be read."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from plimsoll.cli import CliError

MOST_BYTES = 256 * 1024 * 1024


def read_json(name: str) -> Any:
    """The content of a file, or of standard input for `-`. Numbers with a point are `Decimal`s, as written."""
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _bytes(Path(name))
    except OSError as error:
        raise CliError(f"{name}: {error.strerror}; name a JSON file that can be read") from error
    if len(data) > MOST_BYTES:
        raise CliError(f"{name}: is larger than {MOST_BYTES // 1024**2} MB; split it by team")
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_pairs
        )
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CliError(f"{name}: line {line} is not UTF-8 text; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise CliError(
            f"{name}: line {error.lineno}, column {error.colno} is not JSON ({error.msg}); correct it there"
        ) from error
    except RecursionError as error:
        raise CliError(f"{name}: nests too deeply; this is no file of workers and cases") from error
    except ValueError as error:
        raise CliError(f"{name}: {error}") from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number that can be counted with; write a number")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} is given twice in one object; keep one of them")
    return found
