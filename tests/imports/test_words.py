"""Every sentence has its words, its remedy, and the events their place in the rulebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plimsoll.engine import rulebook
from plimsoll.imports.reading.trackers.fields import FIELDS
from plimsoll.imports.reading.trackers.mapping import CHOICES
from plimsoll.imports.reading.trackers.stages import STAGES
from plimsoll.imports.reading.wording import files, rows, shapes

READING = Path(files.__file__).parents[1]
ALL = {**files.TEMPLATES, **rows.TEMPLATES, **shapes.TEMPLATES}
SOURCES = "\n".join(path.read_text() for path in READING.parent.rglob("*.py") if "wording" not in path.parts)


def test_no_code_is_defined_twice():
    assert len(ALL) == len(files.TEMPLATES) + len(rows.TEMPLATES) + len(shapes.TEMPLATES)


@pytest.mark.parametrize("code", sorted({code for code in files.TEMPLATES if not code.endswith(".remedy")}))
def test_every_reason_for_refusing_a_file_has_a_remedy(code):
    assert files.TEMPLATES[f"{code}.remedy"]


def used_codes() -> set[str]:
    quoted = set(re.findall(r'"([a-z0-9_]+(?:\.remedy)?)"', SOURCES))
    quoted |= {f"ask_{key}" for key in CHOICES} | {
        f"answer_{key}_{one}" for key, ones in CHOICES.items() for one in ones
    }
    return (
        quoted
        | {f"answer_date_order_{one}" for one in ("dmy", "mdy")}
        | {f"answer_rag_{one}" for one in ("red", "amber", "green")}
    )


def test_every_sentence_is_said_somewhere():
    unused = {code for code in ALL if code.removesuffix(".remedy") not in used_codes()}
    assert unused == set()


def test_what_is_refused_in_a_row_has_a_remedy():
    refused = set(re.findall(r'refuse\(\s*"(?:row|cell)",\s*[^,]+,\s*(?:"[A-Z_]+",\s*)?"([a-z_]+)"', SOURCES))
    assert len(refused) > 30
    assert {code for code in refused if f"{code}.remedy" not in ALL} == set()


def test_every_event_that_a_reader_gives_is_a_word_of_its_pack():
    book = rulebook.load()
    children = re.findall(r'(?:\.add|ImportedEvent|_of_the_year)\(\s*(?:shared, )?"([a-z_0-9]+)"', SOURCES)
    wanted = {("children-england", name) for name in children if name != "benefit_decision_notified"}
    for field in FIELDS.values():
        wanted |= {(pack, field.event) for pack in field.packs or ("children-england",) if field.event}
    wanted |= {("children-england", stage.begun_by) for stage in STAGES.values() if stage.begun_by}
    wanted |= {("advice-guidance", name) for name in ("benefit_decision_notified", "homelessness_decision_notified")}
    assert len(wanted) > 60
    assert {(pack, name) for pack, name in wanted if name not in book.pack(pack).events} == set()
