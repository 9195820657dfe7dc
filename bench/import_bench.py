"""Bringing in a CIN census: reading beside lxml parsing the same file, memory, and what a case costs in the database.

python bench/import_bench.py [--children 40000] [--into 500] [--json]

Reading: a file of that many invented children is written to a temporary folder; `lxml` walks it (`iterparse`, clearing
as it goes) and the reader reads it, in turn, twice; the best CPU time of each is compared. Memory is the most that the
process grew over what it held before reading. Into the database: so many of them in a transaction that is taken back,
on a private PostgreSQL in the temporary folder; CPU is this process's, wall includes the server's.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><Message><Header><CollectionDetails><Collection>CIN</Collection>'
    "<Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>"
)
CHILD = (
    "<Child><ChildIdentifiers><LAchildID>B{n}</LAchildID><PersonBirthDate>2015-0{m}-02</PersonBirthDate><Sex>F</Sex>"
    "</ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics><CINdetails>"
    "<CINreferralDate>2025-05-01</CINreferralDate><ReferralSource>1A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"
    "<ReferralNFA>0</ReferralNFA><Assessments><AssessmentActualStartDate>2025-05-07</AssessmentActualStartDate>"
    "<AssessmentInternalReviewDate>2025-06-03</AssessmentInternalReviewDate>"
    "<AssessmentAuthorisationDate>2025-06-20</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>"
    "<AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments><CINPlanDates>"
    "<CINPlanStartDate>2025-07-05</CINPlanStartDate></CINPlanDates></CINdetails></Child>"
)
FOOT = "</Children></Message>"


def write(path: Path, children: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for n in range(children):
            file.write(CHILD.format(n=n, m=1 + n % 9))
        file.write(FOOT)


def bare(path: Path) -> int:
    """Nothing but lxml: every element seen once, memory given back as it goes."""
    from lxml import etree

    seen = 0
    for _event, element in etree.iterparse(str(path), tag="Child"):
        seen += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return seen


def ours(path: Path) -> int:
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.readers import find, read
    from plimsoll.imports.reading.values import ImportedCase

    found = find(path, Limits())
    items = read(found, as_at=date(2026, 3, 31), mapping=None)
    return sum(1 for item in items if isinstance(item, ImportedCase))


def cpu_of(work, path: Path) -> float:  # noqa: ANN001
    began = time.process_time()
    work(path)
    return time.process_time() - began


def most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def into_the_database(path: Path) -> tuple[float, float]:
    """CPU and wall milliseconds a case."""
    from plimsoll.cli.ground import open_database

    open_database()
    from django.db import transaction

    from plimsoll import today
    from plimsoll.cases import rules
    from plimsoll.imports.actions import apply_import
    from plimsoll.imports.plan import Destination
    from plimsoll.imports.reading.limits import Limits
    from plimsoll.imports.reading.readers import find
    from plimsoll.people import actions as people

    rules.current()
    found, now = find(path, Limits()), today.now()
    with transaction.atomic():
        service = people.create_service("Bench", "children-england", now=now)
        to = Destination(service, people.create_team(service, "Bench", now=now))
        cpu, wall = time.process_time(), time.perf_counter()
        cases = apply_import(found, to, as_at=date(2026, 3, 31), now=now, actor=None).counts["created"]
        spent = time.process_time() - cpu, time.perf_counter() - wall
        transaction.set_rollback(True)
    return 1000 * spent[0] / cases, 1000 * spent[1] / cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=40_000)
    parser.add_argument("--into", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLIMSOLL_DATA"] = folder
        path, few = Path(folder) / "census.xml", Path(folder) / "few.xml"
        write(path, args.children)
        write(few, args.into)
        ours(few)
        base = most_memory()
        ours(path)
        grown = most_memory() - base
        rounds = [(cpu_of(bare, path), cpu_of(ours, path)) for _ in range(2)]
        lxml_s, ours_s = (min(each) for each in zip(*rounds, strict=True))
        cpu_ms, wall_ms = into_the_database(few)
        from plimsoll import database

        database.stop()
        found = {
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "lxml_cpu_s": round(lxml_s, 2),
            "reading_cpu_s": round(ours_s, 2),
            "share_of_lxml_speed": round(lxml_s / ours_s, 3),
            "memory_mb_above_base": round(grown, 1),
            "into_database_cpu_ms_a_case": round(cpu_ms, 2),
            "into_database_wall_ms_a_case": round(wall_ms, 2),
        }
    print(json.dumps(found) if args.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
