"""The JSON form of a case: read strictly, one clear line naming the key."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from plimsoll.engine import casefile, rulebook
from plimsoll.engine.casefile import CaseFileError
from plimsoll.engine.moments import LONDON

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "case.schema.json").read_text())
CASE = {
    "id": "EX1",
    "pack": "children-england",
    "as_at": "2025-06-10",
    "born_on": "2014-02-11",
    "facts": {"is_disabled": True},
    "events": [
        {
            "event": "strategy_discussion_held",
            "at": "2025-05-12",
            "initiates_s47": True,
            "recorded_at": "2025-05-12T16:00:00+01:00",
        }
    ],
}


def test_the_published_example_is_read():
    case, as_at = casefile.parse(CASE, "case.json")
    (event,) = case.events
    assert (case.id, case.pack, case.born_on, as_at) == (
        "EX1",
        "children-england",
        date(2014, 2, 11),
        date(2025, 6, 10),
    )
    assert (event.name, event.at, event.details) == (
        "strategy_discussion_held",
        date(2025, 5, 12),
        {"initiates_s47": True},
    )
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(CASE, SCHEMA)


def test_a_moment_without_an_offset_is_london_time():
    case, as_at = casefile.parse(CASE | {"as_at": "2025-06-10T14:30", "events": []}, "case.json")
    assert as_at == datetime(2025, 6, 10, 14, 30, tzinfo=LONDON)
    assert case.events == ()


def test_numbers_keep_their_kind():
    events = [{"event": "score_recorded", "at": "2025-06-01", "score": Decimal(17), "share": Decimal("0.5")}]
    case, _ = casefile.parse(CASE | {"events": events}, "case.json")
    assert case.events[0].details == {"score": 17, "share": 0.5}


def with_event(**changed):
    event = {key: value for key, value in (CASE["events"][0] | changed).items() if value != "GONE"}
    return CASE | {"events": [event]}


@pytest.mark.parametrize(
    ("obj", "said"),
    [
        ([], "case.json: a case is an object"),
        (CASE | {"born": "2014-02-11"}, "case.json: 'born' is not a key of a case; did you mean 'born_on'?"),
        (CASE | {"born_on": "11/02/2014"}, "'born_on' is '11/02/2014'; write a date as 2025-06-10"),
        (CASE | {"born_on": "2014-02-11T10:00"}, "'born_on' is '2014-02-11T10:00'; write a date as 2014-02-11"),
        (CASE | {"as_at": "2025-02-30"}, "'as_at' is '2025-02-30'"),
        (CASE | {"as_at": "20250610"}, "'as_at' is '20250610'"),
        (CASE | {"as_at": 20250610}, "'as_at' is 20250610"),
        (CASE | {"pack": None}, "'pack' is None; write it as text"),
        ({key: value for key, value in CASE.items() if key != "pack"}, "'pack' is missing"),
        (CASE | {"facts": []}, "'facts' must be an object"),
        (CASE | {"events": {}}, "'events' must be a list"),
        (CASE | {"events": ["x"]}, "events[0]: an event is an object"),
        (with_event(event="GONE"), "events[0]: 'event' is missing"),
        (with_event(at="GONE"), "events[0]: 'at' is missing; write when it happened"),
        (with_event(at="0025-05-12"), "events[0]: 'at' is '0025-05-12'; the year must lie from 1900 to 2100"),
        (with_event(at="2025-05-12T25:00"), "events[0]: 'at' is '2025-05-12T25:00'"),
        (with_event(recorded_at="yesterday"), "events[0]: 'recorded_at' is 'yesterday'"),
        (with_event(supersedes="9"), "events[0]: 'supersedes' is '9', which is the id of no event here"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_key(obj, said):
    with pytest.raises(CaseFileError) as raised:
        casefile.parse(obj, "case.json")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("case.json: ")


def test_an_id_belongs_to_one_event():
    events = [{"event": "visit_made", "at": f"2025-05-{day}", "id": "1"} for day in (12, 13)]
    with pytest.raises(CaseFileError, match=r"events\[1\]: the id '1' is taken by events\[0\]"):
        casefile.parse(CASE | {"events": events}, "case.json")
    casefile.parse(CASE | {"events": [events[0], events[0]]}, "case.json")


def test_words_the_pack_does_not_know_are_warnings_with_the_nearest():
    slips = [{"event": "visit_maid"}, {"event": "visit_made", "child_sen": True}]
    events = [slip | {"at": "2025-05-12"} for slip in slips]
    case, _ = casefile.parse(CASE | {"events": events}, "case.json")
    assert list(casefile.warnings(case, rulebook.load().pack("children-england"))) == [
        "the event 'visit_maid' is not in the pack children-england; did you mean 'visit_made'?",
        "the event 'visit_made' carries no 'child_sen'; did you mean 'child_seen'?",
    ]
