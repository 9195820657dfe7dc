"""The SSDA903 return: files known by their columns, merged child by child."""

from __future__ import annotations

from datetime import date

import pytest

from plimsoll.imports.reading.limits import ImportRefused, Limits
from plimsoll.imports.reading.readers import find, find_set, read
from plimsoll.imports.reading.upload import SourceFile
from tests.imports.making import AS_AT, Said, archive, said

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def return_of(**files: str) -> Said:
    sources = [SourceFile.from_bytes(f"{name}.csv", text.encode()) for name, text in files.items()]
    return Said(read(find_set(sources, Limits()), as_at=AS_AT))


def care(*rows: str, **files: str) -> Said:
    return return_of(
        header=HEADER + "C1,1,27/03/2014,WBRI,M201234300012,,\n",
        episodes=EPISODES + "".join(f"C1,{row}\n" for row in rows),
        **files,
    )


def happened(got: Said) -> list[tuple[str, date, bool]]:
    return [(event.name, event.at, event.is_date_stated) for event in got.cases[0].events]


def test_a_period_of_care_from_its_start_to_its_end():
    got = care(
        "15/02/2024,S,V2,N1,U6,PR1,14/08/2024,X1,CARPL,,AB1 2CD,",
        "14/08/2024,B,C2,N1,K2,PR4,01/06/2025,E4A,,,AB9 2CD,",
    )
    assert happened(got) == [
        ("became_looked_after", date(2024, 2, 15), True),
        ("placement_started", date(2024, 2, 15), True),
        ("placement_ended", date(2024, 8, 14), True),
        ("legal_status_changed", date(2024, 8, 14), True),
        ("placement_started", date(2024, 8, 14), True),
        ("placement_ended", date(2025, 6, 1), True),
        ("ceased_looked_after", date(2025, 6, 1), True),
    ]
    assert not got.refusals


def test_what_care_events_carry():
    got = care("15/02/2024,S,V2,N1,U1,PR1,14/08/2024,X1,ALLEG,,AB1 2CD,", "14/08/2024,P,V2,N1,P1,PR0,,,,,AB9 2CD,")
    first, second = [event for event in got.cases[0].events if event.name == "placement_started"]
    assert first.details["placement_type"] == "U1"
    assert (first.details["connected_person"], first.details["long_term"]) == (True, True)
    assert second.details["placement_type"] == "P1"
    assert "with_parent" not in second.details  # the pack reads the code; said outright it would say more than the code
    ended = got.events()["placement_ended"]
    assert ended.details["reason"] == "ALLEG"
    assert got.events()["became_looked_after"].details["legal_status"] == "V2"
    assert got.cases[0].place == "AB9"


@pytest.mark.parametrize(("began", "starts"), [("P", True), ("T", True), ("U", True), ("B", True), ("L", False)])
def test_which_new_episodes_are_new_placements(began, starts):
    got = care("15/02/2024,S,V2,N1,U6,PR1,14/08/2024,X1,,,,", f"14/08/2024,{began},C2,N1,U6,PR1,,,,,,")
    names = [name for name, on, _ in happened(got) if on == date(2024, 8, 14)]
    assert ("placement_started" in names) is starts
    assert ("placement_ended" in names) is starts
    assert ("legal_status_changed" in names) is (began in {"L", "B", "U"})


def test_a_child_in_care_before_the_return_begins_has_a_start_that_says_it_is_not_known():
    got = care("15/02/2024,L,C2,N1,U6,PR1,,,,,,")
    assert got.events()["became_looked_after"].details["already_in_care"] is True
    assert got.events()["placement_started"].details["same_carer"] is True
    assert got.cases[0].known_in_full == ()  # no file of reviews was brought
    assert happened(got)[:3] == [
        ("became_looked_after", date(2024, 2, 15), False),
        ("placement_started", date(2024, 2, 15), False),
        ("legal_status_changed", date(2024, 2, 15), True),
    ]


@pytest.mark.parametrize(
    ("row", "code", "scope"),
    [
        ("15/02/2024,S,V2,N1,U6,PR1,14/02/2024,X1,,,,", "ends_before_start", "row"),
        ("15/02/2024,S,V2,N1,U6,PR1,,X1,,,,", "ended_without_a_day", "cell"),
        ("15/02/2024,S,V2,N1,Q9,PR1,,,,,,", "unknown_code", "cell"),
        ("15/02/2027,S,V2,N1,U6,PR1,,,,,,", "after_reference_date", "cell"),
        ("2024-02-30,S,V2,N1,U6,PR1,,,,,,", "date_unreadable", "cell"),
        (",S,V2,N1,U6,PR1,,,,,,", "start_missing", "row"),
    ],
)
def test_an_episode_that_cannot_be_true_is_refused(row, code, scope):
    (refusal,) = care(row).refusals
    assert (refusal.code, refusal.scope, refusal.sheet, refusal.row) == (code, scope, "episodes.csv", 2)


def test_a_child_is_in_one_episode_at_a_time():
    got = care("15/02/2024,S,V2,N1,U6,PR1,14/08/2024,X1,,,,", "01/08/2024,P,V2,N1,U6,PR1,,,,,,")
    assert [(refusal.code, refusal.row) for refusal in got.refusals] == [("episodes_overlap", 3)]
    got = care("15/02/2024,S,V2,N1,U6,PR1,,,,,,", "01/08/2024,P,V2,N1,U6,PR1,,,,,,")
    assert [(refusal.code, refusal.row) for refusal in got.refusals] == [("episode_before_is_open", 3)]


def test_adoption_closes_the_case_and_returning_home_does_not():
    adopted = care("15/02/2024,S,E1,N1,A5,PR1,14/08/2024,E11,,,,")
    assert (adopted.cases[0].status, adopted.cases[0].closed_on) == ("closed", date(2024, 8, 14))
    assert "adoption_order_made" in adopted.events()
    home = care("15/02/2024,S,V2,N1,U6,PR1,14/08/2024,E4A,,,,")
    assert home.cases[0].status == "open"


def test_reviews_absences_and_workers():
    got = return_of(
        header=HEADER + "C1,2,27/03/2014,WBRI,,,\n",
        reviews="CHILD,DOB,REVIEW,REVIEW_CODE\nC1,27/03/2014,30/08/2024,PN6\n",
        missing="CHILD,DOB,MISSING,MIS_START,MIS_END\nC1,27/03/2014,M,01/09/2024,03/09/2024\n",
        workers="CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\nC1,27/03/2014,SW1,01/01/2024,01/03/2024,MANAGE\nC1,27/03/2014,SW2,01/03/2024,,LEFTRL\n",
    )
    assert [(name, on) for name, on, _ in happened(got)] == [
        ("allocated", date(2024, 1, 1)),
        ("allocated", date(2024, 3, 1)),
        ("looked_after_review_held", date(2024, 8, 30)),
        ("went_missing", date(2024, 9, 1)),
        ("returned_from_missing", date(2024, 9, 3)),
    ]
    assert got.events()["looked_after_review_held"].details == {"participation": "PN6"}
    assert got.cases[0].worker.key == "SW2"


def test_what_is_collected_once_a_year_has_the_last_day_of_the_year_and_says_so():
    oc2 = (
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
        "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\nC1,27/03/2014,17,,0,0,1,1,1,0,0,0\n"
    )
    got = care("15/02/2024,S,V2,N1,U6,PR1,20/03/2025,X1,,,,", "20/03/2025,P,V2,N1,U6,PR1,,,,,,", oc2=oc2)
    score, health = got.events()["score_recorded"], got.events()["health_assessment_held"]
    assert (score.at, score.is_date_stated, score.details) == (date(2025, 3, 31), False, {"tool": "sdq", "score": 17})
    assert (health.at, health.is_date_stated) == (date(2025, 3, 31), False)
    assert got.cases[0].facts["health_year"]["teeth_checked_in_year"] is True


def test_a_score_beyond_the_scale_is_refused():
    got = return_of(header=HEADER + "C1,1,27/03/2014,WBRI,,,\n", oc2="CHILD,SDQ_SCORE,HEALTH_ASSESSMENT\nC1,41,0\n")
    assert [refusal.code for refusal in got.refusals] == ["score_out_of_range"]


def test_what_has_no_event_is_kept_as_facts():
    got = return_of(
        header=HEADER + "C1,2,27/03/2008,WBRI,,1,02/02/2025\n",
        uasc="CHILD,SEX,DOB,DUC\nC1,2,27/03/2008,26/03/2026\n",
        oc3="CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nC1,27/03/2008,YES,F2,B1\n",
        dolo="CHILD,DOB,DOLO_START,DOLO_END\nC1,27/03/2008,01/01/2025,02/01/2025\n",
        ad1="CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE\nC1,27/03/2008,22/11/2015,22/11/2015,1\n",
        placed="CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\nC1,27/03/2008,22/11/2015,,\n",
        before="CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nC1,27/03/2008,P1,E09000001,01/02/2010\n",
    )
    facts = got.cases[0].facts
    assert facts["unaccompanied"] == {"duc": "2026-03-26"}
    assert facts["care_leaver"] == {"in_touch": "YES", "activ": "F2", "accom": "B1"}
    assert facts["deprivation_of_liberty"] == [{"dolo_start": "2025-01-01", "dolo_end": "2025-01-02"}]
    assert facts["adoption"]["date_match"] == "2015-11-22"
    assert facts["adoption_decision"] == {"date_placed": "2015-11-22"}
    assert facts["previous_permanence"]["prev_perm"] == "P1"
    assert facts["is_mother"] == {"child_born_on": "2025-02-02"}


def test_a_row_with_another_birth_date_may_be_another_childs():
    got = return_of(
        header=HEADER + "C1,2,27/03/2014,WBRI,,,\n",
        reviews="CHILD,DOB,REVIEW,REVIEW_CODE\nC1,28/03/2014,30/08/2024,PN6\n",
    )
    assert [(refusal.scope, refusal.code) for refusal in got.refusals] == [("row", "born_apart_from_header")]
    assert got.cases[0].events == ()


def test_a_child_missing_from_the_header_is_a_case_all_the_same():
    got = return_of(
        header=HEADER + "C1,2,27/03/2014,WBRI,,,\n",
        reviews="CHILD,DOB,REVIEW,REVIEW_CODE\nC2,28/03/2014,30/08/2024,PN6\n",
    )
    assert [case.key for case in got.cases] == ["ssda903:C1", "ssda903:C2"]
    assert "not_in_header" in got.codes()


def test_files_are_known_by_their_columns_in_any_order_case_and_company():
    text = "\ufeffextra,review_code,Review,dob,child\r\nx,PN6,30/08/2024,27/03/2014,C1\r\n"
    assert happened(said(text.encode()))[0][:2] == ("looked_after_review_held", date(2024, 8, 30))


def test_a_folder_a_zip_and_an_upload_of_several_files_read_alike(tmp_path):
    files = {
        "one.csv": HEADER + "C1,2,27/03/2014,WBRI,,,\n",
        "two.csv": "CHILD,DOB,REVIEW,REVIEW_CODE\nC1,27/03/2014,30/08/2024,PN6\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "notes.txt").write_text("not of the return")
    (tmp_path / "other.csv").write_text("A,B\n1,2\n")
    (tmp_path / "set.zip").write_bytes(archive({f"903/{name}": text for name, text in files.items()}))
    sources = [SourceFile.from_path(tmp_path / name) for name in files]
    ways = [find(tmp_path, Limits()), find(tmp_path / "set.zip", Limits()), find_set(sources, Limits())]
    assert [way.kind for way in ways] == ["ssda903"] * 3
    keys = [[(case.key, len(case.events)) for case in Said(read(way, as_at=AS_AT)).cases] for way in ways]
    assert keys == [[("ssda903:C1", 1)]] * 3
    assert len({way.digest for way in ways}) == 1


def test_the_same_file_twice_is_refused():
    reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\nC1,27/03/2014,30/08/2024,PN6\n"
    with pytest.raises(ImportRefused, match="twice"):
        return_of(first=reviews, second=reviews + "C2,27/03/2014,30/08/2024,PN6\n")
