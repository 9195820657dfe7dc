"""`plimsoll audit verify | heads FILE | export FILE`: the sealed log, checked and kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database

if TYPE_CHECKING:
    import argparse

    from plimsoll.trust.seal import Head, Report

BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="audit_verb", required=True, metavar="WHAT")
    verify = verbs.add_parser("verify", help="check every entry; exit status 1 when one was changed or is missing")
    verify.add_argument("--heads", metavar="FILE", help="heads kept elsewhere: finds a cut tail and a log written anew")
    heads = verbs.add_parser("heads", help="write where each chain ends; keep the file, or a printout, elsewhere")
    heads.add_argument("file", metavar="FILE", help="where to; - prints it")
    export = verbs.add_parser("export", help="write the whole log as text that can be checked without the database")
    export.add_argument("file", metavar="FILE")
    for each in (verify, heads, export):
        each.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(args: argparse.Namespace) -> int:
    return {"verify": _verify, "heads": _heads, "export": _export}[args.audit_verb](args)


def _verify(args: argparse.Namespace) -> int:
    open_database()
    from plimsoll.trust import log, seal

    report = log.verify(_kept(args.heads) if args.heads else None)
    print(json.dumps(_answer(report), indent=2) if args.json else seal.say(report))
    return 0 if report.holds else BROKEN


def _kept(path: str) -> dict[int, Head]:
    from django.conf import settings

    from plimsoll.trust import seal

    try:
        return seal.read_heads(Path(path).read_text(encoding="ascii"), settings.AUDIT_KEY)
    except (OSError, ValueError) as error:
        raise CliError(f"{path}: {error}") from error


def _answer(report: Report) -> dict[str, object]:
    return {
        "holds": report.holds,
        "entries": report.entries,
        "chains": len(report.heads),
        "faults": [{"chain": one.chain, "entry": one.seq, "what": one.what} for one in report.faults],
    }


def _heads(args: argparse.Namespace) -> int:
    open_database()
    from django.conf import settings

    from plimsoll import today
    from plimsoll.trust import audit, log, seal

    # Heads of a log that does not hold would vouch for the fault.
    report = log.verify()
    if not report.holds:
        raise CliError(f"the log does not hold, so its heads are worth nothing: {report.faults[0]}")
    text = seal.write_heads(report.heads.values(), settings.AUDIT_KEY)
    if args.file == "-":
        print(text, end="")
    else:
        _write(args.file, text.encode())
    # plimsoll check --deploy asks when this was last done.
    audit.append(audit.entry("audit_heads_taken", at=today.now(), actor_id=None))
    if args.file == "-":
        return 0
    print(
        f"The heads of {len(report.heads)} chains are in {args.file}. Keep it where its keeper cannot write."
    )
    return 0


def _export(args: argparse.Namespace) -> int:
    open_database()
    from plimsoll.trust import log

    _write(args.file, b"".join(line + b"\n" for line in log.lines()))
    print(f"The log is in {args.file}: check it with python -m plimsoll.trust.seal {args.file} --key-file KEY")
    return 0


def _write(path: str, content: bytes) -> None:
    """Whole or not at all, readable by its owner alone."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.draft")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(target)
    except OSError as error:
        raise CliError(f"{path}: {error.strerror or error}") from error
