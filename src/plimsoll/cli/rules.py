"""`plimsoll rules`: the rulebook itself.

`check [FOLDER]` reads every file of it; `doc` writes docs/rules.md; `holidays` writes the bank holidays anew from the
`holidays` library, after a new one was proclaimed (a test says when the two differ).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.cli import FAILED, CliError

if TYPE_CHECKING:
    import argparse

NOTES = "rules_notes*.md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=list(_ACTIONS), help="check every file, write the rules in words, or the bank holidays anew"
    )
    parser.add_argument("folder", nargs="?", help="an organisation's own folder (check), or the file to write")


def run(args: argparse.Namespace) -> int:
    return _ACTIONS[args.action](args)


def _check(args: argparse.Namespace) -> int:
    """Every problem on a line of its own: file, line, remedy. Exit status 2 where there is one."""
    from plimsoll.engine import policy, pressures, rulebook, scoring
    from plimsoll.engine.load import packs
    from plimsoll.frontdoor import doors
    from plimsoll.referrals import waiting_rules
    from plimsoll.safeguarding import checking

    folders = [Path(args.folder)] if args.folder else []
    try:
        book = rulebook.load(*folders)
        wrong = [*policy.check(book), *scoring.check(book), *waiting_rules.check(book)]
        wrong += [*packs.check(folders), *pressures.check(folders)]
        wrong += [*checking.check(book), *doors.check(book)]
    except rulebook.RulebookError as error:
        wrong = [str(problem) for problem in error.problems]
    if args.json:
        print(json.dumps({"holds": not wrong, "problems": wrong}, ensure_ascii=False, indent=2))
    elif wrong:
        print("\n".join(wrong))
    else:
        count = sum(len(book.own(name).clocks) for name in book.names)
        print(f"{count} clocks in {len(book.names)} packs, nothing wrong: {book.version}")
    return FAILED if wrong else 0


def _doc(args: argparse.Namespace) -> int:
    from plimsoll.engine import rulebook

    path = Path(args.folder) if args.folder else Path("docs/rules.md")
    if not path.parent.is_dir():
        raise CliError(f"{path.parent}: there is no such folder; name the file to write, as docs/rules.md")
    text = in_words(path)
    path.write_text(text, encoding="utf-8")
    if args.json:
        print(json.dumps({"file": str(path), "rulebook": rulebook.load().version}))
    else:
        print(f"{path}: {text.count(chr(10))} lines")
    return 0


def _holidays(args: argparse.Namespace) -> int:
    from plimsoll.engine.rulebook import PACKAGED

    path = Path(args.folder) if args.folder else PACKAGED / "calendars" / "bank-holidays.csv"
    text = holidays_csv()
    path.write_text(text, encoding="utf-8")
    print(json.dumps({"file": str(path)}) if args.json else f"{path}: {text.count(chr(10)) - 1} days")
    return 0


def holidays_csv() -> str:
    """`date,nations,name`, one line a day and name, in order: what `calendars/bank-holidays.csv` holds."""
    from plimsoll.engine.workdays import FIRST_YEAR, LAST_YEAR, NATIONS, library_holidays

    found: dict[tuple[str, str], list[str]] = {}
    for nation in NATIONS:
        for day, name in library_holidays(nation, range(FIRST_YEAR, LAST_YEAR + 1)).items():
            found.setdefault((day.isoformat(), name), []).append(nation)
    lines = sorted((day, " ".join(nations), name) for (day, name), nations in found.items())
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["date", "nations", "name"])
    writer.writerows(lines)
    return written.getvalue()


def in_words(path: Path) -> str:
    """What docs/rules.md should say, with the notes that stand beside it."""
    from plimsoll.engine import rulebook
    from plimsoll.engine.rulebook.telling import document

    return document(rulebook.load(), sorted(note.name for note in path.parent.glob(NOTES)))


_ACTIONS = {"check": _check, "doc": _doc, "holidays": _holidays}
