"""Trackers of the untidy kind, row by row."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook

from plimsoll.imports.reading.limits import ImportRefused
from plimsoll.imports.reading.readers import look_through
from plimsoll.imports.reading.trackers.mapping import mapping_from_json
from tests.imports.making import AS_AT, found, said, tracker, workbook

HEADINGS = (
    "Child",
    "ID no",
    "D.O.B",
    "Allocated SW",
    "Status",
    "Ref date",
    "Last stat visit",
    "Seen alone Y/N",
    "Notes",
)


def row(**changes):
    """A row that says everything well, with what a test changes."""
    values = {
        "Child": "Ceri Invented",
        "ID no": "1001",
        "D.O.B": "02/09/2015",
        "Allocated SW": "Sam Example",
        "Status": "CIN",
        "Ref date": "25/04/2026",
        "Last stat visit": "28/10/2026",
        "Seen alone Y/N": "Y",
        "Notes": "",
    }
    values.update(changes)
    return [values[heading] for heading in HEADINGS]


def one(**changes):
    return tracker(HEADINGS, row(**changes))


def test_a_plain_row_becomes_a_case_with_its_events():
    got = one()
    (case,) = got.cases
    assert case.people[0].name == "Ceri Invented"
    assert case.people[0].born_on == date(2015, 9, 2)
    assert case.people[0].identifiers == (("tracker", "1001"),)
    assert case.pack == "children-england"
    assert case.worker.key == "sam example"
    assert case.opened_on == date(2026, 4, 25)
    visit = got.events()["visit_made"]
    assert visit.at == date(2026, 10, 28)
    assert visit.details == {"kind": "cin", "child_seen": True, "seen_alone": True}
    assert not got.refusals


def test_every_fact_keeps_where_it_came_from():
    got = one()
    origin = got.events()["visit_made"].provenance
    assert (origin.sheet, origin.row, origin.column, origin.value) == ("Cases", 2, "Last stat visit", "28/10/2026")
    assert len(origin.digest) == 64


def test_headings_stand_below_titles_and_rows_of_totals_are_left_aside():
    got = said(
        workbook({"S": [["TEAM 3 - do not share"], [], list(HEADINGS), row(), [], [None, None, None, "TOTAL", 1]]})
    )
    assert len(got.cases) == 1
    assert got.cases[0].provenance.row == 4
    assert "total_row_skipped" in got.codes()


def test_a_row_pasted_twice_is_taken_once_and_said():
    got = tracker(HEADINGS, row(), row())
    assert len(got.cases) == 1
    (remark,) = [item for item in got.remarks if item.code == "row_pasted_twice"]
    assert remark.row == 3
    assert "row 2" in remark.words.text


def test_two_rows_about_one_case_that_differ_are_not_chosen_between():
    got = tracker(HEADINGS, row(), row(Status="CP"))
    assert len(got.cases) == 1
    (refusal,) = got.refusals
    assert (refusal.code, refusal.scope, refusal.row) == ("same_case_twice", "row", 3)


def test_a_row_that_holds_only_notes_continues_the_row_above():
    got = tracker(HEADINGS, row(Notes="first"), [None] * 8 + ["second"])
    (case,) = got.cases
    assert [note.text for note in case.notes] == ["first", "second"]


def test_a_row_that_names_nobody_is_refused_with_sheet_row_and_remedy():
    got = tracker(HEADINGS, row(**{"Child": None, "ID no": None}))
    (refusal,) = got.refusals
    assert (refusal.scope, refusal.sheet, refusal.row, refusal.code) == ("row", "Cases", 2, "nobody_named")
    assert refusal.remedy.text
    assert refusal.source.headings[:2] == ("Child", "ID no")


def test_a_name_where_a_date_should_be_refuses_the_cell_and_keeps_the_row():
    got = one(**{"Last stat visit": "Sam Example"})
    (refusal,) = got.refusals
    assert (refusal.scope, refusal.code, refusal.value) == ("cell", "words_in_place_of_a_date", "Sam Example")
    assert "visit_made" not in got.events()


@pytest.mark.parametrize(
    "words", ["28/10/2026 - not seen", "28/10/2026 (no answer)", "28/10/26 attempted", "28 Oct 2026 DNA"]
)
def test_a_visit_at_which_nobody_was_seen_is_an_attempt(words):
    got = one(**{"Last stat visit": words, "Seen alone Y/N": ""})
    attempt = got.events()["visit_attempted"]
    assert attempt.at == date(2026, 10, 28)
    assert attempt.details["reason_not_seen"]
    assert "visit_made" not in got.events()


def test_a_comment_that_nobody_answered_makes_the_visit_an_attempt():
    content = workbook(
        {"Cases": [list(HEADINGS), row(**{"Seen alone Y/N": None})]},
        comments={("Cases", "G2"): "visit attempted twice, no answer"},
    )
    got = said(content)
    assert got.events()["visit_attempted"].details["reason_not_seen"] == "visit attempted twice, no answer"
    assert [note.text for note in got.cases[0].notes] == ["visit attempted twice, no answer"]


def test_a_visit_said_to_be_both_seen_and_not_is_asked_about_and_counts_as_not():
    got = one(**{"Last stat visit": "28/10/2026 - not seen", "Seen alone Y/N": "Y"})
    (question,) = [item for item in got.questions if item.code == "seen_or_not"]
    assert question.default == "visit_attempted"
    assert "visit_made" not in got.events()


def test_a_cancelled_visit_did_not_happen():
    got = one(**{"Last stat visit": "28/10/2026 (cancelled)"})
    assert [refusal.code for refusal in got.refusals] == ["said_not_to_have_happened"]
    assert not {"visit_made", "visit_attempted"} & set(got.events())


@pytest.mark.parametrize(("words", "alone"), [("Y", True), ("y", True), ("N", False), ("no - refused", False)])
def test_seen_alone_in_the_ways_it_is_written(words, alone):
    assert one(**{"Seen alone Y/N": words}).events()["visit_made"].details["seen_alone"] is alone


def test_a_doubtful_date_is_not_used_and_its_value_is_given_back():
    got = one(**{"Ref date": "25/04/2026?"})
    (refusal,) = got.refusals
    assert (refusal.code, refusal.value, refusal.column) == ("date_in_doubt", "25/04/2026?", "Ref date")
    assert "referral_received" not in got.events()


def test_what_has_happened_cannot_be_in_the_future():
    got = one(**{"Last stat visit": "28/12/2026"})
    assert [refusal.code for refusal in got.refusals] == ["in_the_future"]


def test_a_referral_more_than_forty_weeks_before_birth_is_refused():
    got = one(**{"Ref date": "25/04/2014"})
    assert [refusal.code for refusal in got.refusals] == ["referred_before_birth"]


def test_a_formula_without_a_stored_value_is_refused_as_such():
    got = one(Notes='=HYPERLINK("http://example.invalid","x")')
    (refusal,) = got.refusals
    assert refusal.code == "formula_without_value"
    assert refusal.value.startswith("=HYPERLINK")
    assert got.cases[0].notes == ()


def test_a_stage_without_a_date_stands_on_a_date_that_says_it_is_not_known():
    got = one(Status="CP")
    plan = got.events()["cp_plan_started"]
    assert plan.at == date(2026, 4, 25)
    assert not plan.is_date_stated
    assert "since when" in plan.basis.text
    assert "undated_stages" in {question.code for question in got.questions}
    assert not {"referral_decided", "assessment_authorised"} & set(got.events())


def test_what_a_row_tells_in_full_is_what_it_gives_dates_for():
    got = tracker([*HEADINGS, "Next RCPC / CIN rev"], [*row(Status="CP"), "13/11/2026"])
    assert got.cases[0].known_from == AS_AT
    assert got.cases[0].known_in_full == ("plan_reviewed", "referral_received", "visit_attempted", "visit_made")
    being_assessed = one(Status="Assess.", **{"Last stat visit": None}).cases[0]
    assert being_assessed.known_in_full == ("assessment_authorised", "referral_received")


def test_a_child_in_care_since_an_unknown_day_is_said_to_have_been_in_care_already():
    event = one(Status="LAC").events()["became_looked_after"]
    assert (event.details, event.is_date_stated) == ({"already_in_care": True}, False)


def test_a_stage_without_a_date_can_be_left_out_by_the_mapping():
    content = workbook({"Cases": [list(HEADINGS), row(Status="CP")]})
    mapping = look_through(found(content), as_at=AS_AT).mapping.as_json()
    mapping["tables"][0]["undated_stages"] = "leave_out"
    got = said(content, mapping=mapping_from_json(mapping))
    assert "cp_plan_started" not in got.events()
    assert "undated_stages" not in {question.code for question in got.questions}


def test_closed_and_awaiting_sign_off_is_still_open():
    assert one(Status="Closed - awaiting sign off").cases[0].status == "open"


def test_an_unknown_status_is_asked_about():
    (question,) = [item for item in one(Status="Blue list").questions if item.code == "stage_unknown"]
    assert question.path == ("tables", "0", "stages", "blue list")
    assert question.default == "open"


def test_nobody_and_duty_are_no_worker():
    assert one(**{"Allocated SW": "Unallocated"}).cases[0].worker.kind == "nobody"
    assert one(**{"Allocated SW": "Duty"}).cases[0].facts["held_by_duty"] is True


def test_an_unborn_child_has_an_expected_date_and_no_birth_date():
    got = one(Child="UBB Invented", **{"D.O.B": "03/02/27"})
    person = got.cases[0].people[0]
    assert (person.born_on, person.expected_on) == (None, date(2027, 2, 3))


def test_a_birth_in_the_future_of_a_child_that_is_born_is_refused():
    got = one(**{"D.O.B": "03/02/2027"})
    assert [refusal.code for refusal in got.refusals] == ["born_in_the_future"]


def test_a_mapping_of_one_month_fits_the_next_with_columns_moved_and_added():
    april = workbook({"Cases": [list(HEADINGS), row()]})
    mapping = mapping_from_json(look_through(found(april), as_at=AS_AT).mapping.as_json())
    moved = ["New column", *reversed(HEADINGS)]
    may = workbook({"May": [moved, ["x", *reversed(row())]]})
    got = said(may, mapping=mapping)
    assert got.cases[0].people[0].name == "Ceri Invented"
    assert got.cases[0].key == said(april).cases[0].key


def test_a_mapping_for_other_headings_refuses_the_file_and_names_a_heading():
    mapping = look_through(found(workbook({"Cases": [list(HEADINGS), row()]})), as_at=AS_AT).mapping
    other = workbook({"Cases": [["Family", "Children (DOB)"], ["Invented family", "Ceri (02/09/15)"]]})
    with pytest.raises(ImportRefused, match="Child is not in this file"):
        said(other, mapping=mapping)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": "other"}, "format"),
        ({"tables": []}, "tables"),
        ({"tables": [{"columns": [], "headings": [], "pack": "nowhere"}]}, "pack"),
        (
            {"tables": [{"columns": [{"heading": "x", "field": "nonsense"}], "headings": [], "pack": "early-help"}]},
            "field",
        ),
        ({"tables": [{"columns": [], "headings": [], "pack": "early-help", "stages": {"x": "nonsense"}}]}, "stages"),
        (
            {"tables": [{"columns": [], "headings": [], "pack": "early-help", "undated_stages": "perhaps"}]},
            "undated_stages",
        ),
        ({"workers": {"x": 1}, "tables": [{"columns": [], "headings": [], "pack": "early-help"}]}, "workers"),
    ],
)
def test_a_mapping_that_is_wrong_is_one_line_that_says_where(change, place):
    with pytest.raises(ImportRefused, match=place):
        mapping_from_json({"format": "plimsoll-mapping/1", "name": "", **change})


def test_a_mapping_is_a_plain_value_that_reads_back_the_same():
    mapping = look_through(found(workbook({"Cases": [list(HEADINGS), row()]})), as_at=AS_AT).mapping
    assert mapping_from_json(mapping.as_json()) == mapping


def test_each_choice_of_the_proposal_has_its_grounds():
    looked = look_through(found(workbook({"Cases": [list(HEADINGS), row()]})), as_at=AS_AT)
    (table,) = looked.grounds
    born = next(column for column in table.columns if column.field == "born_on")
    assert [words.code for words in born.grounds] == ["ground_heading", "ground_dates"]
    assert born.examples == ("02/09/2015",)


def test_a_column_that_never_proves_its_order_is_asked_about_and_read_day_first():
    got = one(**{"Ref date": "03/04/26"})
    (question,) = [item for item in got.questions if (item.code, item.column) == ("date_order", "Ref date")]
    assert (question.column, question.default, question.count) == ("Ref date", "dmy", 1)
    assert got.events()["referral_received"].at == date(2026, 4, 3)


def test_a_column_of_both_orders_keeps_out_what_could_be_either():
    rows = [
        row(**{"ID no": str(at), "Ref date": text})
        for at, text in enumerate(["25/04/2026", "04/25/2026", "03/04/2026"])
    ]
    got = tracker(HEADINGS, *rows)
    assert [refusal.code for refusal in got.refusals] == ["impossible_date", "date_order_open"]


def test_a_column_that_another_program_may_have_swapped_is_asked_about():
    from datetime import datetime

    rows = [row(**{"ID no": str(at), "Ref date": datetime(2026, at, 3)}) for at in range(1, 8)]  # noqa: DTZ001
    rows += [row(**{"ID no": str(at), "Ref date": f"{at}/02/2026"}) for at in (14, 15, 16)]
    assert "dates_swapped" in {question.code for question in tracker(HEADINGS, *rows).questions}


def test_colours_that_carry_the_rating_are_read_and_compared_with_the_words():
    headings = ["Child", "D.O.B", "RAG", "Status"]
    content = workbook(
        {"Cases": [headings, ["Ceri Invented", "02/09/2015", "R", "CIN"], ["Ada Invented", "03/09/2015", None, "CIN"]]},
        fills={("Cases", "C2"): "FFD27F", ("Cases", "C3"): "FF9999"},
    )
    got = said(content)
    first, second = got.cases
    assert (first.rag_as_written, first.rag_by_text, first.rag_by_colour) == ("R", "red", "amber")
    assert (second.rag_as_written, second.rag_by_colour) == ("", "red")
    assert "rag_text_and_colour_differ" in got.codes()


def test_a_rating_between_two_colours_is_asked_about():
    got = tracker(
        ["Child", "D.O.B", "RAG"], ["Ceri Invented", "02/09/2015", "Amber/Green"], ["Ada Invented", "02/09/2016", "R"]
    )
    (question,) = [item for item in got.questions if item.code == "rag_unknown"]
    assert question.examples == ("Amber/Green",)
    assert got.cases[0].rag_by_text == ""


def test_a_family_is_one_case_with_several_children_held_by_the_sheets_worker():
    headings = [
        "Family",
        "Children (DOB)",
        "EHA date",
        "TAF last",
        "TAF next",
        "Lvl",
        "Hrs/wk",
        "wait list?",
        "Comments",
    ]
    line = [
        "Invented family",
        "Ada (17/04/13); Ceri (21/12/20)",
        "18/07/2025",
        "15-10-2026",
        "26/12/2026",
        2,
        1.5,
        "CAMHS 26wks",
        "x",
    ]
    got = said(
        workbook(
            {"Helen": [headings, line], "Joy (part time 0.6)": [headings, ["Other family", "Bo (30/07/19)", *line[2:]]]}
        )
    )
    first, second = got.cases
    assert first.household == "Invented family"
    assert [(person.given_name, person.family_name, person.born_on) for person in first.people] == [
        ("Ada", "Invented", date(2013, 4, 17)),
        ("Ceri", "Invented", date(2020, 12, 21)),
    ]
    assert first.pack == "early-help"
    assert (first.worker.key, second.worker.key) == ("helen", "joy")
    events = got.events()
    assert events["early_help_assessment_completed"].at == date(2025, 7, 18)
    assert events["team_around_family_held"].at == date(2026, 10, 15)
    assert events["plan_reviewed"].details == {"kind": "early_help", "next_review_on": "2026-12-26"}
    assert events["onward_referral_sent"].details == {"service": "CAMHS", "expected_wait_weeks": 26}
    assert first.facts["hours_a_week"] == 1.5


def test_a_level_in_doubt_is_given_back():
    got = tracker(
        ["Family", "Children (DOB)", "EHA date", "Lvl"], ["Invented family", "Ada (17/04/13)", "18/07/2025", "4?"]
    )
    assert [refusal.code for refusal in got.refusals] == ["level_in_doubt"]
    assert got.cases[0].facts["level_in_doubt"] == "4?"


ADVICE = "Client ref;Client;Adviser;Issue;Opened;Decision letter dated;Deadline given;Last contact;Open?;Vulnerable\r\n"


def advice(*lines: str, encoding: str = "cp1252"):
    return said((ADVICE + "\r\n".join(lines)).encode(encoding))


def test_an_advice_letter_is_the_decision_that_the_issue_names():
    got = advice(
        "A1;José Invented;Pat Lowe;PIP MR;24/04/2026;18/10/2026;17/11/26;27/08/2026;Y;MH",
        "A2;Siân Invented;P Lowe;Homelessness s202;24/04/2026;19/10/26;;2026-08-27;Y;u18",
        "A3;Bo Invented;P Lowe;s21 notice;24/04/2026;20/10/26;;2026-08-27;Y;",
    )
    assert got.cases[0].people[0].given_name == "José"
    benefit = got.events(0)["benefit_decision_notified"]
    assert (benefit.at, benefit.details) == (date(2026, 10, 18), {"benefit": "pip", "letter_dated_on": "2026-10-18"})
    assert got.events(1)["homelessness_decision_notified"].at == date(2026, 10, 19)
    assert set(got.events(2)) == {"enquiry_received", "contact_made"}
    assert got.cases[2].facts["letter_dated_on"] == "2026-10-20"
    assert got.cases[1].facts["vulnerabilities"] == ["under_18"]
    assert [item.code for item in got.questions] == ["same_worker"]


def test_a_closed_case_without_a_day_closes_on_a_day_that_says_it_is_not_known():
    got = advice("A1;Bo Invented;Pat Lowe;UC sanction;24/04/2026;;;27/08/2026;N;")
    closing = got.events()["case_closed"]
    assert (closing.at, closing.is_date_stated) == (date(2026, 8, 27), False)
    assert got.cases[0].status == "closed"


def test_an_answer_about_a_worker_joins_the_two_spellings():
    content = (
        ADVICE
        + "A1;Bo Invented;P Lowe;UC;24/04/2026;;;27/08/2026;Y;\r\nA2;Ada Invented;Pat Lowe;UC;24/04/2026;;;27/08/2026;Y;"
    ).encode()
    mapping = look_through(found(content), as_at=AS_AT).mapping.as_json()
    mapping["workers"] = {"p lowe": "pat lowe"}
    got = said(content, mapping=mapping_from_json(mapping))
    assert {case.worker.key for case in got.cases} == {"pat lowe"}
    assert got.cases[0].worker.as_written == "P Lowe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_text_file_in_any_encoding_delimiter_and_line_ending(encoding, delimiter, ending):
    lines = [["Child", "D.O.B", "Status", "Ref date"], ["José Invented", "02/09/2015", "CIN", "25/04/2026"]]
    content = ending.join(delimiter.join(line) for line in lines).encode(encoding)
    assert said(content).cases[0].people[0].given_name == "José"


def test_mixed_line_endings_and_line_breaks_inside_cells():
    content = b'Child,D.O.B,Status,Notes\r\nCeri Invented,02/09/2015,CIN,"one\ntwo"\nAda Invented,03/09/2015,CP,"three\r\nfour"\r\n'
    got = said(content)
    assert [case.notes[0].text for case in got.cases] == ["one\ntwo", "three\nfour"]
    assert [case.provenance.row for case in got.cases] == [2, 3]


def test_merged_cells_fill_their_rows_and_hidden_rows_are_read_and_said():
    headings = ["Child", "D.O.B", "Allocated SW", "Status"]
    content = workbook(
        {
            "Cases": [
                headings,
                ["Ceri Invented", "02/09/2015", "Sam Example", "CIN"],
                ["Ada Invented", "03/09/2016", None, "CIN"],
            ]
        },
        merged={"Cases": ["C2:C3"]},
        hidden_rows={"Cases": [3]},
    )
    got = said(content)
    assert [case.worker.key for case in got.cases] == ["sam example", "sam example"]
    assert "rows_are_hidden" in got.codes()


def test_a_hidden_sheet_is_asked_about():
    got = said(
        workbook({"Cases": [list(HEADINGS), row()], "Old": [list(HEADINGS), row(**{"ID no": "7"})]}, hidden=("Old",))
    )
    assert "sheet_is_hidden" in {question.code for question in got.questions}


def test_leavers_on_a_sheet_of_their_own_are_closed_cases():
    got = said(
        workbook(
            {
                "Current": [list(HEADINGS), row()],
                "Leavers 2026": [["name", "closed", "reason"], ["Ada Invented", "19.05.26", "NFA"]],
            }
        )
    )
    case = got.cases[1]
    assert (case.status, case.closed_on, case.pack) == ("closed", date(2026, 5, 19), "children-england")
    assert got.events(1)["case_closed"].details == {"reason": "NFA"}


def test_an_officers_tracker_of_plans_is_read_for_special_educational_needs():
    headings = [
        "Pupil",
        "UPN",
        "DOB",
        "SEN officer",
        "Request received",
        "6wk decision",
        "Draft sent",
        "Final plan",
        "Last annual review",
        "Next annual review",
    ]
    line = [
        "Ceri Invented",
        "M201234300012",
        "02/09/2015",
        "Ada Example",
        "25/04/2025",
        "30/05/2025",
        "20/08/2025",
        "12/09/2025",
        "14/09/2026",
        "14/09/2027",
    ]
    got = tracker(headings, line)
    assert got.cases[0].pack == "send-england"
    assert {name: event.at for name, event in got.events().items() if name.startswith("ehc")} == {
        "ehc_needs_assessment_requested": date(2025, 4, 25),
        "ehc_assessment_decided": date(2025, 5, 30),
        "ehc_draft_plan_sent": date(2025, 8, 20),
        "ehc_plan_finalised": date(2025, 9, 12),
        "ehc_annual_review_meeting_held": date(2026, 9, 14),
    }
    assert got.cases[0].people[0].identifiers == (("upn", "M201234300012"),)


def test_spreadsheet_errors_and_damaged_cells_are_refused_one_by_one():
    book = Workbook()
    sheet = book.active
    sheet.append(["Child", "D.O.B", "Ref date"])
    sheet.append(["Ceri Invented", "#REF!", "25/04/2026"])
    sheet["B2"].data_type = "e"
    import io

    out = io.BytesIO()
    book.save(out)
    got = said(out.getvalue())
    assert [(refusal.code, refusal.scope) for refusal in got.refusals] == [("error_value", "cell")]
    assert len(got.cases) == 1
