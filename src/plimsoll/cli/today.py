"""`plimsoll today`: the worklist of a worker or a team with its reasons, now or as at a day before.

The answer's form is in docs/schemas/today.schema.json. Names are shown to whoever runs the programme on
the server; what may be seen is what that worker or the team's supervisor may see.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from plimsoll.cli import CliError
from plimsoll.cli.ground import open_database

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime

    from plimsoll.work.worklist import Work

TITLES = {
    "late": "Late",
    "today": "Today",
    "this_week": "The next seven days",
    "later": "Later",
    "waiting": "Waiting on others",
    "known": "Good to know",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--worker", metavar="EMAIL", help="whose worklist: the address they sign in with")
    parser.add_argument("--team", metavar="NAME", help="a team's worklist, as its supervisor sees it")
    parser.add_argument("--as-at", metavar="DATE", help="as the record stood at the end of this day")


def run(args: argparse.Namespace) -> int:
    if bool(args.worker) == bool(args.team):
        raise CliError("say whose worklist: --worker EMAIL or --team NAME")
    as_at = _moment(args.as_at)
    open_database()
    work = _of_worker(args.worker, as_at) if args.worker else _of_team(args.team, as_at)
    if args.json:
        print(json.dumps(_answer(work), ensure_ascii=False, indent=2))
    else:
        _print(work)
    return 0


def _moment(text: str | None) -> date | datetime:
    from plimsoll import today
    from plimsoll.engine.casefile import CaseFileError, moment

    if text is None:
        return today.now()
    try:
        return moment(text, "--as-at")
    except CaseFileError as error:
        raise CliError(str(error)) from error


def _of_worker(email: str, as_at: date | datetime) -> Work:
    from plimsoll import today
    from plimsoll.people.access import viewer_for
    from plimsoll.people.queries import user_by_email
    from plimsoll.work.worklist import worklist_of

    user = user_by_email(email)
    if user is None:
        raise CliError(f"--worker: nobody signs in as {email}")
    return worklist_of(viewer_for(user, today.today()), as_at)


def _of_team(name: str, as_at: date | datetime) -> Work:
    from plimsoll.people.access import programme_for_team
    from plimsoll.people.queries import team_by_name
    from plimsoll.work.worklist import worklist_of

    team = team_by_name(name)
    if team is None:
        raise CliError(f"--team: there is no team called {name}")
    return worklist_of(programme_for_team(team), as_at, team.pk)


def _answer(work: Work) -> dict[str, Any]:
    from plimsoll.engine.worklist import worklist_json

    answer = worklist_json(work.list)
    answer["cases"] = {
        case_id: {"reference": case.reference, "name": case.title, "worker": case.holder.name if case.holder else None}
        for case_id, case in work.cases.items()
    }
    return answer


def _print(work: Work) -> None:
    first = work.list.first
    if first is None:
        print("Nothing to do.")
        return
    print(f"First: {first.what} – {_name(work, first.case)}")
    print(f"       {first.reason.text}")
    for bucket, title in TITLES.items():
        items = getattr(work.list, bucket)
        if not items or bucket in ("later", "known"):
            continue
        print(f"\n{title} ({len(items)})")
        for item in items:
            print(f"  {_name(work, item.case)}: {item.what}\n      {item.reason.text}")


def _name(work: Work, case_id: str) -> str:
    case = work.cases[case_id]
    return f"{case.reference} {case.title}"
