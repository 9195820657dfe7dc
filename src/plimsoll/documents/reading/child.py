"""The process that reads one file: from its standard input, with little memory and little time.

It writes two lines of JSON: what the file is or why it is refused; then its words. When it is ended in between, the
first still holds.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

from plimsoll.documents.reading.found import MEGABYTE, FileRefused
from plimsoll.documents.reading.recognise import recognise

MOST_MEMORY = 1024 * MEGABYTE
MOST_SECONDS = 15


def main() -> None:
    """Read, tell, read the words, tell."""
    _bound()
    data = sys.stdin.buffer.read()
    try:
        known = recognise(data)
    except FileRefused as refused:
        _write({"refused": refused.code, "params": refused.params})
        return
    except Exception:  # noqa: BLE001 - whatever somebody else's file breaks, it is a file that cannot be read
        _write({"refused": "unreadable"})
        return
    _write({"form": known.form, "pages": known.pages, "flags": sorted(known.flags)})
    try:
        text, is_cut = known.words()
    except Exception:  # noqa: BLE001 - as above: the file is kept, its words are not found
        _write({"failed": True})
    else:
        _write({"text": text, "cut": is_cut})


def _bound() -> None:
    """Set what the process may use, where the system can (Windows cannot; there the parent's clock is all)."""
    with suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):  # fmt: skip
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def _write(value: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
