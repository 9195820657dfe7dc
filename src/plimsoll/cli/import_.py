"""`plimsoll import FILE`: a tracker, a CIN census, or the files of an SSDA903 return, into the record.

With `--dry-run` it only says what would happen, row by row. The answer's form is in
docs/schemas/import.schema.json. Names are shown to whoever runs the program on the server, who has
the file itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database
from plimsoll.cli.jsonfile import read_json
from plimsoll.cli.progress import Progress

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime

    from plimsoll.imports.plan import Destination, ImportPlan
    from plimsoll.imports.reading.sniff import Found
    from plimsoll.imports.reading.trackers.mapping import Mapping
    from plimsoll.imports.reading.values import Question, Refusal, Remark

_SHOWN = 20  # lines of each kind on a screen; --json and --refused give all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a file, a folder or zip of SSDA903 files, or several of these"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    parser.add_argument("--mapping", metavar="M.json", help="what the columns of a tracker mean")
    parser.add_argument("--people", metavar="P.json", help="who is somebody on record: answers to what was asked")
    parser.add_argument("--propose", metavar="M.json", help="write the mapping that was used to this file, to correct")
    parser.add_argument("--as-at", metavar="DATE", help="the day of the file: nothing in it can have happened later")
    parser.add_argument("--team", metavar="NAME", help='the team the cases go to; "Service / Team" where names repeat')
    parser.add_argument("--refused", metavar="FILE", help="write what was refused to this .xlsx or .csv, to correct")


def run(args: argparse.Namespace) -> int:
    from plimsoll.imports.reading.limits import ImportRefused

    try:
        return _run(args)
    except ImportRefused as error:
        raise CliError(str(error)) from error


def _run(args: argparse.Namespace) -> int:
    from plimsoll import today
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.readers import TRACKERS, look_through

    limits = Limits()
    as_at = _day(args.as_at)
    _refuse_to_overwrite_input(args)
    found = _found(args.files, limits)
    mapping = _mapping(args.mapping)
    looked = look_through(found, as_at=as_at, limits=limits) if found.kind in TRACKERS else None
    open_database()
    from plimsoll.imports import queries
    from plimsoll.imports.destinations import pack_of

    now = today.now()
    pack = pack_of(found, mapping, as_at=as_at, limits=limits)
    kept = ""
    if looked is not None and mapping is None:
        saved = queries.mapping_for_pack(pack, looked)
        mapping = queries.value_of(saved) if saved is not None else looked.mapping
        kept = saved.name if saved is not None else ""
    answer, plan = _work(args, found, mapping, pack, as_at=as_at, now=now)
    answer["mapping"] = mapping.as_json() if mapping is not None else None
    answer["kept_mapping"] = kept
    _write_files(args, answer, plan)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(answer)
    return 0


def _day(text: str | None) -> date:
    from datetime import date

    from plimsoll import today

    if text is None:
        return today.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CliError(f"--as-at: {text} is no date; write it as 2026-03-31") from None


def _refuse_to_overwrite_input(args: argparse.Namespace) -> None:
    inputs = {Path(name).resolve() for name in (*args.files, args.mapping, args.people) if name}
    for option in ("propose", "refused"):
        name = getattr(args, option)
        if name and Path(name).resolve() in inputs:
            raise CliError(f"--{option}: {name} is one of the files that are read")
    if args.refused and Path(args.refused).suffix.lower() not in {".xlsx", ".csv"}:
        raise CliError(f"--refused: {args.refused} must end in .xlsx or .csv")


def _found(names: list[str], limits: Any) -> Found:
    from plimsoll.imports.reading.readers import find, find_set
    from plimsoll.imports.reading.upload import SourceFile

    if len(names) == 1:
        return find(Path(names[0]), limits)
    return find_set([SourceFile.from_path(Path(name)) for name in names], limits, name=Path(names[0]).name)


def _mapping(name: str | None) -> Mapping | None:
    from plimsoll.imports.reading.trackers.mapping import mapping_from_json

    return mapping_from_json(read_json(name)) if name else None


def _people(name: str | None) -> dict[str, str]:
    """Answers to who somebody is: the place that a question names (`people › place`) to one of its answers."""
    value = read_json(name) if name else {}
    if not isinstance(value, dict) or not all(isinstance(said, str) for said in value.values()):
        raise CliError(f"--people: {name} is no object of places and answers, as the questions of a dry run name them")
    return value


def _work(
    args: argparse.Namespace, found: Found, mapping: Mapping | None, pack: str, *, as_at: date, now: datetime
) -> tuple[dict[str, Any], ImportPlan]:
    """The dry run, and where it is meant the import itself. A dry run is taken back whole."""
    from django.db import transaction

    from plimsoll import today
    from plimsoll.imports.actions import apply_import, save_mapping
    from plimsoll.imports.plan import make_plan

    people = _people(args.people)
    with transaction.atomic(), Progress("Reading") as progress:
        to, is_new = _destination(args.team, pack, now)
        plan = make_plan(found, to, as_at=as_at, mapping=mapping, people=people, step=progress.step)
        if args.dry_run:
            transaction.set_rollback(True)
    counts = plan.counts
    run_id = None
    if not args.dry_run:
        with Progress("Bringing in", total=len(plan.rows)) as progress:
            applied = apply_import(
                found,
                to,
                as_at=as_at,
                now=now,
                actor=None,
                mapping=mapping,
                people=people,
                step=progress.step,
                clock=today.now,
            )
        counts, run_id = applied.counts, str(applied.run.pk)
        if mapping is not None:
            save_mapping(to.service, mapping.name or Path(found.name).stem[:200], mapping, now=now, actor=None)
    return _answer(args, found, to, plan, counts, as_at=as_at, is_new=is_new, run_id=run_id), plan


def _destination(team: str | None, pack: str, now: datetime) -> tuple[Destination, bool]:
    from plimsoll.imports.destinations import default_destination, teams_called
    from plimsoll.imports.plan import Destination

    if team is None:
        return default_destination(pack, now=now)
    found = teams_called(team, pack)
    if not found:
        raise CliError(f"--team: no team called {team} works under {pack}")
    if len(found) > 1:
        raise CliError(
            f'--team: {len(found)} teams are called {team}; write it as "{found[0].service.name} / {found[0].name}"'
        )
    return Destination(found[0].service, found[0]), False


def _answer(  # noqa: PLR0913 - the parts of the answer
    args: argparse.Namespace,
    found: Found,
    to: Destination,
    plan: ImportPlan,
    counts: Any,
    *,
    as_at: date,
    is_new: bool,
    run_id: str | None,
) -> dict[str, Any]:
    return {
        "file": found.name,
        "kind": found.kind.value,
        "digest": found.digest,
        "as_at": as_at.isoformat(),
        "dry_run": bool(args.dry_run),
        "run": run_id,
        "destination": {"service": to.service.name, "team": to.team.name, "is_new": is_new},
        "counts": {
            name: int(counts[key])
            for name, key in (
                ("created", "created"),
                ("changed", "changed"),
                ("unchanged", "unchanged"),
                ("refused", "refused"),
                ("refused_cells", "refused_cell"),
                ("questions", "question"),
                ("remarks", "remark"),
            )
        },
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.row,
                "outcome": row.outcome,
                "who": row.who,
                "status": row.status,
                "events": row.events,
                "case": row.case_reference or None,
                "changes": [words.text for words in row.changes],
            }
            for row in plan.rows
        ],
        "refused": [_refusal(one) for one in plan.refusals],
        "refused_by_cause": _by_cause(plan.refusals),
        "questions": [_question(one) for one in plan.questions],
        "remarks": [_remark(one) for one in plan.remarks],
    }


def _by_cause(refusals: list[Refusal]) -> list[dict[str, Any]]:
    """How many were refused for one reason in one column, the commonest first."""
    from plimsoll.imports.reading.words import outline

    causes: dict[tuple[str, str, str], list[Refusal]] = {}
    for one in refusals:
        causes.setdefault((one.scope, one.code, one.column), []).append(one)
    return [
        {
            "scope": scope,
            "code": code,
            "column": column,
            "count": len(alike),
            "reason": outline([one.reason for one in alike]),
            "remedy": alike[0].remedy.text,
        }
        for (scope, code, column), alike in sorted(causes.items(), key=lambda cause: -len(cause[1]))
    ]


def _refusal(one: Refusal) -> dict[str, Any]:
    return {
        "scope": one.scope,
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "value": one.value,
        "code": one.code,
        "reason": one.reason.text,
        "remedy": one.remedy.text,
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "code": one.code,
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "examples": list(one.examples),
        "question": one.words.text,
        "answers": [{"answer": answer.key, "text": answer.words.text} for answer in one.answers],
        "default": one.default or None,
        "path": list(one.path),
        "count": one.count,
    }


def _remark(one: Remark) -> dict[str, Any]:
    return {"sheet": one.sheet, "row": one.row, "column": one.column, "code": one.code, "text": one.words.text}


def _write_files(args: argparse.Namespace, answer: dict[str, Any], plan: ImportPlan) -> None:
    from plimsoll.imports.reading import rejects

    if args.propose:
        if answer["mapping"] is None:
            raise CliError("--propose: a return needs no mapping")
        Path(args.propose).write_text(
            json.dumps(answer["mapping"], ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    if args.refused:
        is_csv = Path(args.refused).suffix.lower() == ".csv"
        content = rejects.as_csv(plan.refusals) if is_csv else rejects.as_workbook(plan.refusals)
        Path(args.refused).write_bytes(content)


def _print(answer: dict[str, Any]) -> None:
    counts, to = answer["counts"], answer["destination"]
    doing = "Would bring in" if answer["dry_run"] else "Brought in"
    new = " (a new team)" if to["is_new"] else ""
    print(f"{doing} {answer['file']} as at {answer['as_at']} → {to['service']}, {to['team']}{new}")
    print(
        f"  {counts['created']:,} created, {counts['changed']:,} changed, {counts['unchanged']:,} unchanged, "
        f"{counts['refused']:,} rows refused, {counts['refused_cells']:,} single values refused"
    )
    if answer["kept_mapping"]:
        print(f"  The kept mapping “{answer['kept_mapping']}” was used.")
    if len(answer["refused"]) > _SHOWN:
        _list("Refused, by cause", [_cause(one) for one in answer["refused_by_cause"]])
    _list("Refused", [f"{_place(one)}: {one['reason']} {one['remedy']}" for one in answer["refused"]])
    _list("To answer (in the mapping; who somebody is, with --people)", [_asked(one) for one in answer["questions"]])
    _list(
        "Changed",
        [
            f"{_place(row)}: {row['who']}: {' '.join(row['changes'])}"
            for row in answer["rows"]
            if row["outcome"] == "changed"
        ],
    )
    _list("Remarks", [f"{_place(one)}: {one['text']}" for one in answer["remarks"]])


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    print(f"\n{title} ({len(lines):,})")
    for line in lines[:_SHOWN]:
        print(f"  {line}")
    if len(lines) > _SHOWN:
        print(f"  … and {len(lines) - _SHOWN:,} more (--json shows all)")


def _cause(one: dict[str, Any]) -> str:
    where = f"{one['column']}: " if one["column"] else ""
    return f"{one['count']:,} × {where}{one['reason']} {one['remedy']}"


def _place(one: dict[str, Any]) -> str:
    parts = (one["sheet"], f"row {one['row']}" if one["row"] else "", one.get("column", ""))
    return ", ".join(part for part in parts if part) or "The file"


def _asked(one: dict[str, Any]) -> str:
    answers = "; ".join(f"{answer['answer']}: {answer['text']}" for answer in one["answers"][:6])
    default = f" Until then: {one['default']}." if one["default"] else ""
    where = f" [{' › '.join(one['path'])}]" if one["path"] else ""
    return f"{_place(one)}: {one['question']}{default}{where}{f' ({answers})' if answers else ''}"
