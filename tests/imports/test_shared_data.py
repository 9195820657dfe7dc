"""Files that nobody here wrote, where they are at hand: exact counts, checked by plain reading.

They stand beside the project (or where PLIMSOLL_SHARED says). Where they are not, the same claims are held by the
small files of the other modules; what is checked here is how the readers fare with files of another hand.
"""

# ruff: noqa: E501 -- a count and its reason on a line
from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from plimsoll.imports.reading.limits import Limits
from plimsoll.imports.reading.readers import find, look_through, read
from tests.imports.making import AS_AT, Said

SHARED = Path(os.environ.get("PLIMSOLL_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data"


def these(*paths: str):
    """Parametrise over those that exist; none exists outside the place where they are kept."""
    return [path for path in paths if (SHARED / path).exists()]


@lru_cache(maxsize=20)
def got(path: str) -> Said:
    return Said(read(find(SHARED / path, Limits()), as_at=AS_AT))


def counts(path: str) -> dict[str, int]:
    said = got(path)
    return {"cases": len(said.cases), "refusals": len(said.refusals), "questions": len(said.questions)}


# --- the CIN census, against plain XPath --------------------------------------------------------------------------

FAKE = "cin/data-to-insight/fake_CIN_data.xml"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("path", these(FAKE))
def test_every_episode_of_the_census_is_a_case_or_a_refusal(path):
    root = etree.parse(str(SHARED / path)).getroot()
    reference = day(root.findtext(".//ReferenceDate"))
    expected_cases = refused = 0
    for one in root.iter("Child"):
        died = day(one.findtext(".//PersonDeathDate"))
        born = day(one.findtext(".//PersonBirthDate"))
        died = died if died and died <= reference and not (born and died < born) else None
        for details in one.findall("CINdetails"):
            referred = day(details.findtext("CINreferralDate"))
            impossible = (
                referred > reference or (died and referred > died) or (born and referred < born - timedelta(weeks=40))
            )
            refused += bool(impossible)
            expected_cases += not impossible
    assert expected_cases + refused == 402
    assert counts(path)["cases"] == expected_cases == 372
    assert sum(refusal.scope == "row" for refusal in got(path).refusals) == refused == 30


@pytest.mark.parametrize("path", these(FAKE))
def test_closures_and_conferences_of_the_census(path):
    root = etree.parse(str(SHARED / path)).getroot()
    kept = {
        event.provenance.row
        for case in got(path).cases
        for event in case.events
        if event.name == "initial_conference_held"
    }
    conferences = [part for part in root.iter("DateOfInitialCPC") if part.sourceline in kept]
    assert len(conferences) == len(kept) == 325
    status = Counter(case.status for case in got(path).cases)
    assert status == {"closed": 266, "open": 106}
    refused = Counter(refusal.code for refusal in got(path).refusals if refusal.scope == "cell")
    assert refused == {"no_action_with_activity": 325, "upn_check_letter": 320}


@pytest.mark.parametrize(
    "path", these("cin/cin_2026_clean_one_reviews_block.xml", "cin/cin_2026_clean_repeated_reviews.xml")
)
def test_a_census_that_the_departments_rules_pass_goes_in_without_a_refusal(path):
    said = got(path)
    assert not said.refusals
    assert not said.remarks
    assert [(case.status, case.plan, len(case.events)) for case in said.cases] == [
        ("open", "child_protection", 8),
        ("open", "child_in_need", 4),
        ("closed", "", 3),
    ]
    reviews = [event.at for event in said.cases[0].events if event.name == "review_conference_held"]
    assert reviews == [date(2025, 8, 22), date(2026, 2, 13)]


@pytest.mark.parametrize("path", these("cin/data-to-insight/CIN_Census_2024.xml"))
def test_a_census_with_impossible_dates_keeps_what_can_be_true(path):
    said = got(path)
    assert sorted((refusal.scope, refusal.code, refusal.row) for refusal in said.refusals) == [
        ("cell", "after_reference_date", 42),
        ("cell", "before_referral", 55),
        ("cell", "before_referral", 62),
        ("cell", "upn_check_letter", 21),
        ("cell", "upn_check_letter", 22),
        ("row", "after_reference_date", 87),
    ]
    (case,) = said.cases
    assert [event.name for event in case.events] == [
        "referral_received",
        "cin_plan_started",
        "cin_plan_ended",
        "initial_conference_held",
        "case_closed",
    ]


# --- the SSDA903 return, against the csv module -------------------------------------------------------------------

CARE = "ssda903/data-to-insight"


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / CARE / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def uk(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007 - a date


@pytest.mark.parametrize("path", these(CARE))
def test_every_child_of_the_return_is_one_case(path):
    header = {row["CHILD"] for row in rows("header.csv")}
    others = {
        row["CHILD"] for name in ("episodes.csv", "reviews.csv", "DoLo.csv", "sw_episodes.csv") for row in rows(name)
    }
    assert {case.key.removeprefix("ssda903:") for case in got(path).cases} == header | others
    assert len(got(path).cases) == 2676


@pytest.mark.parametrize("path", these(CARE))
def test_every_review_of_the_return_is_an_event_a_repeat_or_in_the_future(path):
    all_rows = rows("reviews.csv")
    future = [row for row in all_rows if uk(row["REVIEW"]) > AS_AT]
    held = {(row["CHILD"], row["REVIEW"]) for row in all_rows if uk(row["REVIEW"]) <= AS_AT}
    events = [event for case in got(path).cases for event in case.events if event.name == "looked_after_review_held"]
    assert len(all_rows) == 12_582
    assert len(events) == len(held) == 12_500
    same = len(all_rows) - len({tuple(row.values()) for row in all_rows})
    codes = Counter(item.code for item in (*got(path).refusals, *got(path).remarks) if item.sheet == "reviews.csv")
    assert codes == {"after_reference_date": len(future), "review_twice_on_a_day": 12, "row_twice_in_return": same}
    assert len(held) + len(future) + 12 + same == len(all_rows)


@pytest.mark.parametrize("path", these(CARE))
def test_every_episode_of_the_return_is_taken_or_refused_with_its_row(path):
    by_child: dict[str, list[tuple[date, int, dict[str, str]]]] = {}
    for number, row in enumerate(rows("episodes.csv"), 2):
        by_child.setdefault(row["CHILD"], []).append((uk(row["DECOM"]), number, row))
    taken, refused = [], set()
    for episodes in by_child.values():
        end = date.min
        for start, number, row in sorted(episodes, key=lambda one: one[:2]):
            if start < end:
                refused.add(number)
                continue
            taken.append(row)
            end = uk(row["DEC"]) or date.max
    said = got(path)
    assert {item.row for item in said.refusals if item.sheet == "episodes.csv" and item.scope == "row"} == refused
    assert len(refused) == 72
    events = Counter(event.name for case in said.cases for event in case.events)
    assert events["ceased_looked_after"] == sum(bool(row["DEC"]) and row["REC"] != "X1" for row in taken)
    assert events["legal_status_changed"] == sum(row["RNE"] in "LBU" for row in taken)
    stated = Counter((event.name, event.is_date_stated) for case in said.cases for event in case.events)
    assert stated["became_looked_after", True] == sum(row["RNE"] == "S" for row in taken)
    assert stated["placement_started", True] == sum(row["RNE"] in "SPTBU" for row in taken)
    assert Counter(item.code for item in said.refusals if item.sheet == "episodes.csv" and item.scope == "cell") == {
        "ended_without_a_day": sum(not row["DEC"] and bool(row["REC"]) for row in rows("episodes.csv"))
    }


@pytest.mark.parametrize("path", these(CARE))
def test_health_absence_and_the_small_files_of_the_return(path):
    events = Counter(event.name for case in got(path).cases for event in case.events)
    oc2 = rows("oc2.csv")
    assert events["score_recorded"] == sum(bool(row["SDQ_SCORE"]) for row in oc2) == 1_321
    assert events["health_assessment_held"] == sum(row["HEALTH_ASSESSMENT"] == "1" for row in oc2) == 1_364
    assert events["went_missing"] == events["returned_from_missing"] == len(rows("missing.csv")) == 43
    scored = next(event for case in got(path).cases for event in case.events if event.name == "score_recorded")
    assert scored.at == date(2018, 3, 31)
    facts = Counter(name for case in got(path).cases for name in case.facts)
    assert facts["unaccompanied"] == len(rows("uasc.csv")) == 132
    assert facts["adoption"] == facts["adoption_decision"] == 29
    assert facts["care_leaver"] == 53
    assert facts["deprivation_of_liberty"] == 1
    assert facts["is_mother"] == 1
    assert facts["previous_permanence"] == 0  # every row of the file says none


# --- trackers, against openpyxl and the csv module ----------------------------------------------------------------

TEAM, FAMILIES, ADVICE = (
    "trackers/safeguarding_team.xlsx",
    "trackers/early_help_team.xlsx",
    "trackers/advice_service.csv",
)


@pytest.mark.parametrize("path", these(TEAM))
def test_the_safeguarding_tracker_row_by_row(path):
    sheet = load_workbook(SHARED / path)["Current"]
    filled = [row for row in range(4, 54) if sheet.cell(row, 1).value]
    current = [case for case in got(path).cases if case.provenance.sheet == "Current"]
    assert [case.provenance.row for case in current] == filled[:-1]  # the last is row 8 again, pasted below the total
    assert len(current) == 46
    assert len(got(path).cases) == 46 + 12
    assert Counter(remark.code for remark in got(path).remarks) == {
        "title_rows_skipped": 1, "remark_beside_birth_date": 2, "unborn_but_born": 1, "total_row_skipped": 1, "row_pasted_twice": 1,
    }  # fmt: skip
    assert sorted((refusal.row, refusal.column, refusal.code) for refusal in got(path).refusals) == [
        (10, "Notes / actions outstanding", "formula_without_value"),
        (27, "Notes / actions outstanding", "formula_without_value"),
        (35, "Ref date", "date_in_doubt"),
        (38, "Notes / actions outstanding", "formula_without_value"),
        (44, "Ref date", "date_in_doubt"),
        (47, "Ref date", "said_not_to_have_happened"),
        (48, "Notes / actions outstanding", "formula_without_value"),
    ]


@pytest.mark.parametrize("path", these(TEAM))
def test_visits_of_the_safeguarding_tracker_are_made_or_attempted(path):
    sheet = load_workbook(SHARED / path)["Current"]
    attempted, made = [], []
    for row in range(4, 52):
        cell = sheet.cell(row, 9)
        if cell.value is None or cell.value == "n/a":
            continue
        (attempted if cell.comment or "not seen" in str(cell.value) else made).append(row)
    names = {}
    for case in got(path).cases:
        for event in case.events:
            if event.name.startswith("visit_"):
                names.setdefault(event.name, []).append(event.provenance.row)
    assert names == {"visit_made": made, "visit_attempted": attempted}
    assert (len(made), len(attempted)) == (31, 10)
    assert sorted(question.row for question in got(path).questions if question.code == "seen_or_not") == [22, 27, 38]


@pytest.mark.parametrize("path", these(TEAM))
def test_what_the_safeguarding_tracker_asks(path):
    asked = Counter(question.code for question in got(path).questions)
    assert asked == {"undated_stages": 1, "rag_unknown": 1, "seen_or_not": 3}
    stages = Counter(case.facts["stage"] for case in got(path).cases)
    assert stages == {"closed": 12, "child_protection": 11, "assessment": 10, "closing": 8, "child_in_need": 7, "s47": 5,
                      "step_down": 3, "looked_after": 2}  # fmt: skip
    rag = Counter((case.rag_as_written, case.rag_by_text, case.rag_by_colour) for case in got(path).cases[:46])
    assert rag["Amber/Green", "", "amber"] == 7
    assert rag["R", "red", "red"] + rag["red", "red", "red"] == 16
    assert Counter(case.worker.key or case.worker.kind for case in got(path).cases[:46]) == {
        "sam pritchard": 11, "helen marsh": 13, "nobody": 8, "duty": 7, "j okafor": 5, "tariq aziz": 2,
    }  # fmt: skip


@pytest.mark.parametrize("path", these(FAMILIES))
def test_the_early_help_tracker_family_by_family(path):
    book = load_workbook(SHARED / path)
    families = {sheet.title: sheet.max_row - 1 for sheet in book}
    said = got(path)
    assert Counter(case.provenance.sheet for case in said.cases) == families
    assert len(said.cases) == 35
    children = sum(str(sheet.cell(row, 2).value).count("(") for sheet in book for row in range(2, sheet.max_row + 1))
    assert sum(len(case.people) for case in said.cases) == children
    assert all(person.born_on for case in said.cases for person in case.people)
    assert {case.worker.key for case in said.cases} == {"helen", "tariq", "joy"}
    events = Counter(event.name for case in said.cases for event in case.events)
    assert events["early_help_assessment_completed"] == 35
    assert events["team_around_family_held"] == 33
    assert Counter(refusal.code for refusal in said.refusals) == {"level_in_doubt": 5, "date_in_doubt": 3}
    (question,) = said.questions
    assert (question.code, question.sheet, question.column) == ("date_order", "Joy (part time 0.6)", "TAF next")


@pytest.mark.parametrize("path", these(ADVICE))
def test_the_advice_tracker_client_by_client(path):
    with (SHARED / path).open(encoding="cp1252", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    said = got(path)
    assert [case.key for case in said.cases] == [f"tracker:case:{line['Client ref']}" for line in lines]
    assert len(said.cases) == 60
    assert not said.refusals
    assert [case.status == "closed" for case in said.cases] == [line["Open?"] == "N" for line in lines]
    events = Counter(event.name for case in said.cases for event in case.events)
    lettered = [line["Issue"] for line in lines if line["Decision letter dated"]]
    assert events["benefit_decision_notified"] == sum("PIP" in issue or "UC" in issue for issue in lettered) == 9
    assert events["homelessness_decision_notified"] == sum("s202" in issue for issue in lettered) == 4
    assert events["enquiry_received"] == events["contact_made"] == 60
    assert sum(remark.code == "letter_kept_as_fact" for remark in said.remarks) == len(lettered) - 13
    assert sum(remark.code == "name_lost_a_letter" for remark in said.remarks) == 2
    assert {case.people[0].given_name for case in said.cases if case.people[0].given_name.startswith("Jos")} == {"José"}
    assert Counter(question.code for question in said.questions) == {"closed_without_date": 1, "same_worker": 1}


@pytest.mark.parametrize("path", these(TEAM, FAMILIES, ADVICE))
def test_every_column_of_the_trackers_has_a_field(path):
    looked = look_through(find(SHARED / path, Limits()), as_at=AS_AT)
    assert [column.heading for table in looked.mapping.tables for column in table.columns if not column.field] == []
