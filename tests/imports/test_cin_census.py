"""The CIN census: what each part of an episode becomes, and what cannot be true."""

# ruff: noqa: E501 -- a file made for a test reads best with a row or an element on a line
from __future__ import annotations

from datetime import date

import pytest

from plimsoll.imports.reading.identifiers import is_upn, nhs_number
from plimsoll.imports.reading.limits import ImportRefused
from tests.imports.making import census, child, episode, said

WHOLE = episode("""
<ReferralSource>2B</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>
<CINclosureDate>2026-03-20</CINclosureDate><ReasonForClosure>RC8</ReasonForClosure>
<Assessments><AssessmentActualStartDate>2025-05-07</AssessmentActualStartDate>
 <AssessmentInternalReviewDate>2025-05-20</AssessmentInternalReviewDate>
 <AssessmentAuthorisationDate>2025-07-04</AssessmentAuthorisationDate>
 <FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>16A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>
<CINPlanDates><CINPlanStartDate>2025-07-05</CINPlanStartDate><CINPlanEndDate>2025-08-01</CINPlanEndDate></CINPlanDates>
<Section47><S47ActualStartDate>2025-05-12</S47ActualStartDate><InitialCPCtarget>2025-06-03</InitialCPCtarget>
 <DateOfInitialCPC>2025-05-30</DateOfInitialCPC><ICPCnotRequired>0</ICPCnotRequired></Section47>
<ReferralNFA>0</ReferralNFA>
<ChildProtectionPlans><CPPstartDate>2025-05-30</CPPstartDate><CPPendDate>2026-03-01</CPPendDate>
 <InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>
 <NumberOfPreviousCPP>2</NumberOfPreviousCPP>
 <Reviews><CPPreviewDate>2025-08-22</CPPreviewDate><CPPreviewDate>2026-02-13</CPPreviewDate></Reviews></ChildProtectionPlans>
""")


def read(*episodes: str, **options):
    return said(census(child("\n".join(episodes), **options)))


def test_an_episode_becomes_a_case_with_all_that_happened():
    (case,) = read(WHOLE).cases
    assert case.key == "cin:INV0001:2025-05-06"
    assert (case.status, case.opened_on, case.closed_on) == ("closed", date(2025, 5, 6), date(2026, 3, 20))
    assert [(event.name, event.at) for event in case.events] == [
        ("referral_received", date(2025, 5, 6)),
        ("assessment_started", date(2025, 5, 7)),
        ("assessment_reviewed", date(2025, 5, 20)),
        ("assessment_authorised", date(2025, 7, 4)),
        ("cin_plan_started", date(2025, 7, 5)),
        ("cin_plan_ended", date(2025, 8, 1)),
        ("strategy_discussion_held", date(2025, 5, 12)),
        ("initial_conference_held", date(2025, 5, 30)),
        ("cp_plan_started", date(2025, 5, 30)),
        ("review_conference_held", date(2025, 8, 22)),
        ("review_conference_held", date(2026, 2, 13)),
        ("cp_category_changed", date(2026, 2, 13)),
        ("cp_plan_ended", date(2026, 3, 1)),
        ("case_closed", date(2026, 3, 20)),
    ]


def test_what_events_carry():
    events = read(WHOLE).events()
    assert events["referral_received"].details["source"] == "2B"
    assert events["assessment_authorised"].details == {"factors": ["3B", "16A"], "assessment": "1"}
    assert events["strategy_discussion_held"].details == {
        "initiates_s47": True,
        "enquiry": "1",
        "conference_target_on": "2025-06-03",
    }
    assert events["initial_conference_held"].details == {"enquiry": "1", "outcome": "plan"}
    assert events["cp_plan_started"].details == {"category": "NEG", "previous_plans": 2}
    assert events["cp_category_changed"].details == {"category": "EMO"}
    assert not events["cp_category_changed"].is_date_stated
    assert events["case_closed"].details["reason"] == "RC8"


def test_every_review_is_read_whether_the_block_is_one_or_repeated():
    one = episode(
        "<ChildProtectionPlans><CPPstartDate>2025-05-30</CPPstartDate><Reviews><CPPreviewDate>2025-08-22</CPPreviewDate>"
        "<CPPreviewDate>2026-02-13</CPPreviewDate></Reviews></ChildProtectionPlans>"
    )
    two = one.replace(
        "2025-08-22</CPPreviewDate><CPPreviewDate>", "2025-08-22</CPPreviewDate></Reviews><Reviews><CPPreviewDate>"
    )
    dates = [
        [event.at for event in read(text).cases[0].events if event.name == "review_conference_held"]
        for text in (one, two)
    ]
    assert dates[0] == dates[1] == [date(2025, 8, 22), date(2026, 2, 13)]


def test_each_fact_keeps_its_line():
    event = read(WHOLE).events()["assessment_started"]
    lines = census(child(WHOLE)).decode().splitlines()
    assert "AssessmentActualStartDate" in lines[event.provenance.row - 1]
    assert event.provenance.column == "AssessmentActualStartDate"
    assert event.provenance.value == "2025-05-07"


@pytest.mark.parametrize("year", range(2022, 2027))
@pytest.mark.parametrize(
    ("element", "expected"),
    [("<GenderCurrent>1</GenderCurrent>", "M"), ("<GenderCurrent>2</GenderCurrent>", "F"), ("<GenderCurrent>0</GenderCurrent>", "U"),
     ("<GenderCurrent>9</GenderCurrent>", "U"), ("<Sex>M</Sex>", "M"), ("<Sex>F</Sex>", "F"), ("<Sex>U</Sex>", "U"), ("<Sex>1</Sex>", "M")],
)  # fmt: skip
def test_the_codes_for_sex_of_every_year(year, element, expected):
    got = said(
        census(child(episode(), identifiers=element), year=year, reference=f"{year}-03-31").replace(
            b"2025-05-06", b"2021-05-06"
        )
    )
    assert got.cases[0].people[0].sex == expected
    assert "year_not_known" not in got.codes()


@pytest.mark.parametrize(("written", "closed"), [("1", True), ("true", True), ("0", False), ("false", False)])
def test_the_booleans_of_every_year(written, closed):
    case = read(episode(f"<ReferralNFA>{written}</ReferralNFA>")).cases[0]
    assert (case.status == "closed") is closed


def test_a_boolean_that_is_neither_is_refused():
    assert [refusal.code for refusal in read(episode("<ReferralNFA>maybe</ReferralNFA>")).refusals] == [
        "not_true_or_false"
    ]


def test_a_referral_with_no_further_action_closes_on_a_day_that_says_it_is_not_known():
    got = read(episode("<ReferralNFA>1</ReferralNFA>"))
    assert {name: event.is_date_stated for name, event in got.events().items()} == {
        "referral_received": True,
        "referral_decided": False,
        "case_closed": False,
    }


def test_no_further_action_beside_an_assessment_is_refused_and_the_case_stays_open():
    got = read(
        episode(
            "<Assessments><AssessmentActualStartDate>2025-05-07</AssessmentActualStartDate></Assessments><ReferralNFA>1</ReferralNFA>"
        )
    )
    assert [refusal.code for refusal in got.refusals] == ["no_action_with_activity"]
    assert got.cases[0].status == "open"


def test_a_conference_not_required_has_the_day_of_the_discussion_and_says_so():
    got = read(
        episode(
            "<Section47><S47ActualStartDate>2025-05-12</S47ActualStartDate><ICPCnotRequired>true</ICPCnotRequired></Section47>"
        )
    )
    event = got.events()["conference_not_required"]
    assert (event.at, event.is_date_stated) == (date(2025, 5, 12), False)


IMPOSSIBLE = [
    ("<Assessments><AssessmentActualStartDate>2025-06-07</AssessmentActualStartDate><AssessmentAuthorisationDate>2025-06-01</AssessmentAuthorisationDate></Assessments>", "ends_before_start", "8608"),
    ("<Assessments><AssessmentActualStartDate>2025-05-01</AssessmentActualStartDate></Assessments>", "before_referral", "1103"),
    ("<CINPlanDates><CINPlanStartDate>2025-06-07</CINPlanStartDate><CINPlanEndDate>2025-06-01</CINPlanEndDate></CINPlanDates>", "ends_before_start", "4011"),
    ("<CINPlanDates><CINPlanStartDate>2025-05-01</CINPlanStartDate></CINPlanDates>", "before_referral", "4015"),
    ("<Section47><S47ActualStartDate>2025-05-01</S47ActualStartDate></Section47>", "before_referral", "2889"),
    ("<Section47><S47ActualStartDate>2025-06-12</S47ActualStartDate><DateOfInitialCPC>2025-06-01</DateOfInitialCPC></Section47>", "ends_before_start", "8615"),
    ("<ChildProtectionPlans><CPPstartDate>2025-05-01</CPPstartDate></ChildProtectionPlans>", "before_referral", "1105"),
    ("<ChildProtectionPlans><CPPstartDate>2025-06-01</CPPstartDate><CPPendDate>2025-05-20</CPPendDate></ChildProtectionPlans>", "ends_before_start", "8925"),
    ("<ChildProtectionPlans><CPPstartDate>2025-06-01</CPPstartDate><Reviews><CPPreviewDate>2025-06-01</CPPreviewDate></Reviews></ChildProtectionPlans>",
     "review_not_after_start", "8841"),
    ("<DateOfInitialCPC>2025-05-01</DateOfInitialCPC>", "before_referral", "1104"),
    ("<CINclosureDate>2025-05-01</CINclosureDate>", "before_referral", "8630"),
    ("<CINclosureDate>2025-05-10</CINclosureDate><Assessments><AssessmentActualStartDate>2025-06-07</AssessmentActualStartDate></Assessments>",
     "activity_after_closure", "8565"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "code", "rule"), IMPOSSIBLE)
def test_an_order_that_cannot_be_true_is_refused_with_its_line_and_rule(inside, code, rule):
    got = read(episode(inside))
    (refusal,) = got.refusals
    assert (refusal.code, refusal.scope) == (code, "cell")
    assert f"rule {rule}" in refusal.reason.text
    assert refusal.column in census(child(episode(inside))).decode().splitlines()[refusal.row - 1]
    assert len(got.cases) == 1


def test_an_assessment_authorised_before_it_started_leaves_neither_date():
    assert set(read(episode(IMPOSSIBLE[0][0])).events()) == {"referral_received"}


def test_nothing_later_than_the_reference_date_goes_in():
    got = read(episode("<Assessments><AssessmentActualStartDate>2026-04-01</AssessmentActualStartDate></Assessments>"))
    assert [refusal.code for refusal in got.refusals] == ["after_reference_date"]
    assert "2026-03-31" in got.refusals[0].reason.text


@pytest.mark.parametrize(
    ("identifiers", "code"),
    [
        ("<PersonBirthDate>2026-03-20</PersonBirthDate>", "referred_long_before_birth"),
        (
            "<PersonBirthDate>2014-02-11</PersonBirthDate><PersonDeathDate>2025-01-01</PersonDeathDate>",
            "referred_after_death",
        ),
    ],
)
def test_a_referral_that_cannot_be_refuses_the_whole_episode(identifiers, code):
    got = read(episode(), identifiers=identifiers)
    assert [(refusal.scope, refusal.code) for refusal in got.refusals] == [("row", code)]
    assert got.cases == []


def test_a_child_referred_before_birth_and_born_since_is_a_case():
    got = read(episode(), identifiers="<PersonBirthDate>2025-09-01</PersonBirthDate>")
    assert got.cases[0].people[0].born_on == date(2025, 9, 1)
    assert not got.refusals


def test_an_unborn_child_has_an_expected_date():
    got = read(episode(), identifiers="<ExpectedPersonBirthDate>2026-01-10</ExpectedPersonBirthDate><Sex>U</Sex>")
    person = got.cases[0].people[0]
    assert (person.born_on, person.expected_on, person.sex) == (None, date(2026, 1, 10), "U")


def test_a_death_is_an_event_of_the_case_it_happened_in():
    identifiers = "<PersonBirthDate>2014-02-11</PersonBirthDate><PersonDeathDate>2026-01-05</PersonDeathDate>"
    got = read(episode(), identifiers=identifiers)
    assert got.events()["child_died"].at == date(2026, 1, 5)
    assert got.cases[0].people[0].died_on == date(2026, 1, 5)


def test_each_episode_is_a_case_and_two_open_ones_are_said():
    got = read(
        episode("<CINclosureDate>2024-06-01</CINclosureDate>", referred="2024-01-01"),
        episode(),
        episode(referred="2025-10-01"),
    )
    assert [(case.status, case.opened_on) for case in got.cases] == [
        ("closed", date(2024, 1, 1)),
        ("referred", date(2025, 5, 6)),
        ("referred", date(2025, 10, 1)),
    ]
    assert len({case.key for case in got.cases}) == 3
    assert "several_open_episodes" in got.codes()


def test_two_episodes_referred_on_one_day_are_told_apart():
    got = read(episode(), episode())
    assert [case.key for case in got.cases] == ["cin:INV0001:2025-05-06", "cin:INV0001:2025-05-06#2"]


def test_one_number_for_two_children_is_refused():
    content = census(child(episode()) + child(episode(), identifiers="<PersonBirthDate>2010-01-01</PersonBirthDate>"))
    got = said(content)
    assert [refusal.code for refusal in got.refusals] == ["child_twice_born_apart"]
    assert len(got.cases) == 1


def test_a_pupil_number_whose_check_letter_is_wrong_identifies_nobody():
    got = read(episode(), identifiers="<UPN>A850728973744</UPN><FormerUPN>M201234300012</FormerUPN>")
    assert got.cases[0].people[0].identifiers == (("la_child_id", "INV0001"), ("former_upn", "M201234300012"))
    assert got.cases[0].people[0].facts == {"upn_as_written": "A850728973744"}


def test_an_unknown_code_is_refused_and_never_turned_into_another():
    got = read(episode("<ReferralSource>99</ReferralSource>"), characteristics="<Ethnicity>XXXX</Ethnicity>")
    assert sorted(refusal.column for refusal in got.refusals) == ["Ethnicity", "ReferralSource"]
    assert "source" not in got.events()["referral_received"].details


def test_elements_that_are_not_of_the_census_are_said_once():
    got = read(
        episode("<PreProceedings><PPStartDate>2025-06-01</PPStartDate></PreProceedings>"),
        episode("<PreProceedings/>", referred="2025-07-01"),
    )
    (remark,) = [item for item in got.remarks if item.code == "element_not_read"]
    assert "2 times" in remark.words.text


def test_a_namespace_makes_no_difference():
    content = census(child(WHOLE)).replace(b"<Message>", b'<Message xmlns="urn:example:cin">')
    assert len(said(content).cases[0].events) == 14


def test_another_collection_is_refused_by_its_name():
    with pytest.raises(ImportRefused, match="SEN2"):
        said(census(child(episode()), collection="SEN2"))


def test_a_census_without_a_child_is_refused():
    with pytest.raises(ImportRefused, match="no child"):
        said(census(""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encodings_that_returns_are_written_in(encoding):
    content = (
        census(child(episode(), number="É1"))
        .decode()
        .replace('encoding="UTF-8"', f'encoding="{encoding}"')
        .encode(encoding)
    )
    assert said(content).cases[0].key == "cin:É1:2025-05-06"


def test_check_letters_and_digits():
    assert is_upn("M201234300012")
    assert not is_upn("A201234300012")
    assert nhs_number("943 476 5919") == "9434765919"
    assert nhs_number("943 476 5918") == ""


def test_each_assessment_and_enquiry_has_a_reference_of_its_own():
    two = "".join(
        f"<Assessments><AssessmentActualStartDate>2025-0{n}-07</AssessmentActualStartDate></Assessments>"
        for n in (6, 7)
    )
    events = read(episode(two)).cases[0].events
    assert [event.details["assessment"] for event in events if event.name == "assessment_started"] == ["1", "2"]


def test_a_conference_after_which_no_plan_starts_made_none_unless_that_is_unclear():
    held = "<DateOfInitialCPC>2025-06-01</DateOfInitialCPC>"
    unclear = "<ChildProtectionPlans><CPPstartDate>2025-01-01</CPPstartDate></ChildProtectionPlans>"
    assert read(episode(held)).events()["initial_conference_held"].details == {"outcome": "no_plan"}
    assert read(episode(held + unclear)).events()["initial_conference_held"].details == {}


def test_a_census_says_to_which_day_it_was_true_and_what_it_would_have_shown():
    (case,) = read(WHOLE).cases
    assert case.known_from == date(2026, 3, 31)
    assert {"assessment_authorised", "review_conference_held"} <= set(case.known_in_full)
    assert "visit_made" not in case.known_in_full
