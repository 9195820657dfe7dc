"""How long keeping a final note takes beside the bare insert of its row, in one run.

    .venv/bin/python bench/note_bench.py

A database of its own is made and dropped. Prints the median of each in milliseconds, their difference, and the ratio;
ends with status 1 when a note takes more than 30 ms longer than the bare insert.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]
NOTES = 60
WARM = 10
MOST_MS = 30.0
WORDS = "She was drawing at the kitchen table and showed me the house with three windows. " * 40


def main() -> int:
    """Measure, print, judge."""
    os.environ.setdefault("PLIMSOLL_DATA", tempfile.mkdtemp(prefix="note-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.settings"
    from plimsoll import database

    started = not os.environ.get("DATABASE_URL")
    if started:
        database.start(is_for_tests=False)
    import django

    django.setup()

    try:
        return measure()
    finally:
        if started:
            database.stop()


def measure() -> int:
    """The figures."""
    from django.db import connections
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    names = runner.setup_databases()
    try:
        note, bare, draft = timings()
    finally:
        connections.close_all()
        runner.teardown_databases(names)
    extra = statistics.median(note) - statistics.median(bare)
    print(f"bare insert of the row      {statistics.median(bare):7.2f} ms (median of {NOTES})")
    print(f"draft saved                 {statistics.median(draft):7.2f} ms")
    print(f"note made final             {statistics.median(note):7.2f} ms")
    print(f"beyond the bare insert      {extra:7.2f} ms (may be {MOST_MS:g})")
    print(f"ratio                       {statistics.median(note) / statistics.median(bare):7.1f}")
    return 0 if extra <= MOST_MS else 1


def timings() -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each note, bare insert and draft, on one case with a hundred events."""
    from service import NOW, event, small_service

    from plimsoll.notes import actions, formats, screen
    from plimsoll.notes.forms import posted_content
    from plimsoll.notes.models import Note
    from plimsoll.people.access import viewer_for

    small = small_service()
    day = NOW.date() - timedelta(days=400)
    visits = [event("visit_made", (day + timedelta(days=4 * n)).isoformat(), kind="cp", child_seen=True) for n in range(98)]
    case = small.case(events=[event("cp_plan_started", day.isoformat(), category="NEG"), *visits])
    viewer = viewer_for(small.worker, NOW.date())
    one = formats.formats_of(case.pack)["visit"]
    note_ms, bare_ms, draft_ms = [], [], []
    for number in range(NOTES + WARM):
        now = NOW + timedelta(minutes=number)
        content = screen.first_content(one, case, NOW.date(), None) | {
            "seen": "yes", "seen_alone": "yes", "kind": "cp", "observed": WORDS, "analysis": WORDS
        }  # fmt: skip
        start = time.perf_counter()
        form = screen.note_form(content, one, [], NOW.date(), viewer.name)
        saved = actions.save_draft(
            viewer, case, uuid.uuid4(), format_name="visit", posted=posted_content(content, form.keys), was={},
            page="bench", now=now,
        )  # fmt: skip
        between = time.perf_counter()
        form = screen.note_form(saved.draft.content, one, [], NOW.date(), viewer.name)
        assert form.is_valid(), form.errors
        made = actions.finalise(viewer, saved.draft, one, form.finished(), {}, now=now).note
        end = time.perf_counter()
        Note.objects.bulk_create(
            [Note(case=case, format=made.format, shape=made.shape, content=made.content, at_on=made.at_on,
                  author_id=made.author_id, begun_at=now, finalised_at=now)]
        )  # fmt: skip
        if number >= WARM:
            draft_ms.append(1000 * (between - start))
            note_ms.append(1000 * (end - between))
            bare_ms.append(1000 * (time.perf_counter() - end))
    return note_ms, bare_ms, draft_ms


if __name__ == "__main__":
    sys.exit(main())
