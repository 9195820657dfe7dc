"""B2: inside a tier the order is told in one sentence; for any two cases the first difference, in words."""

from __future__ import annotations

from hypothesis import given, settings

from plimsoll.engine.priority import order, what_would_move, why
from tests.engine.priority.given import case, derived, duty, event, late
from tests.engine.priority.invented import cases, stand

OPENED = event("referral_received", "2025-06-02")
SEEN = event("visit_made", "2025-06-09", child_seen=True)


def position(name: str, *duties, events=(), **facts):
    return derived(case(OPENED, SEEN, *events, name=name, **facts), *duties)


def test_another_tier_is_told_by_the_reason_that_gives_it():
    conference = late("2025-06-03", matters="safeguarding", left=-5, unit="working days")
    a, b = position("A", conference), position("B", duty("2025-07-01"))

    assert why(a, b).text == (
        "A comes before B: “Do TEST-001: late by 5 working days (due 3 June 2025)” puts it in "
        "“Safeguarding need not met”, and nothing puts B higher than “Routine”"
    )
    assert why(a, b).source == a.reasons[0].source


def test_it_is_told_the_same_way_round_whichever_is_named_first():
    a, b = position("A", late("2025-06-03")), position("B", duty("2025-07-01"))

    assert why(a, b) == why(b, a)


def test_names_can_be_given_instead_of_numbers():
    a, b = position("A", late("2025-06-03")), position("B", duty("2025-07-01"))

    assert why(b, a, "Robin", "Sam").text.startswith("Sam comes before Robin: ")


def test_inside_a_tier_the_earlier_date_comes_first():
    a, b = position("A", late("2025-06-03")), position("B", late("2025-06-06"))

    assert why(b, a).text == (
        "Both stand in “Statutory duty late”; A comes before B because its date is earlier "
        "(3 June 2025, not 6 June 2025): “Do TEST-001: late by 7 days (due 3 June 2025)”"
    )


def test_a_case_with_a_date_comes_before_one_without():
    a = position("A", duty("2025-07-01"))
    b = derived(case(OPENED, SEEN, event("cin_plan_started", "2025-06-03"), name="B"))

    assert why(a, b).code == "why.band"
    said = "Both stand in “Routine”; A comes before B because “Do TEST-001: due 1 July 2025” presses more there than"
    assert why(a, b).text.startswith(said)


def test_the_same_date_is_settled_by_severity_then_worsening_then_contact_then_vulnerability_then_number():
    same = late("2025-06-03")
    plain = position("Z", same)
    severe = position("A", same, level_of_need=4)
    worse = position("B", same, events=[event("visit_attempted", "2025-06-10")])
    longer = derived(case(OPENED, event("visit_made", "2025-06-05", child_seen=True), name="C"), same)
    vulnerable = position("D", same, is_disabled=True)
    twin = position("Y", same)

    told = {one.case: why(one, plain).code for one in (severe, worse, longer, vulnerable, twin)}

    assert told == {
        "A": "why.level",
        "B": "why.deterioration",
        "C": "why.contact",
        "D": "why.vulnerability",
        "Y": "why.tie",
    }
    ordered = order([plain, twin, vulnerable, longer, worse, severe])
    assert [one.case for one in ordered] == ["A", "B", "C", "D", "Y", "Z"]


def test_the_hour_is_told_where_the_day_is_the_same():
    a = position("A", duty("2025-06-10T09:00:00+01:00", state="late", left=-3, unit="hours"))
    b = position("B", duty("2025-06-10T10:00:00+01:00", state="late", left=-2, unit="hours"))

    assert why(a, b).text == (
        "Both stand in “Statutory duty late”; A comes before B because it is earlier on 10 June 2025: "
        "“Do TEST-001: late by 3 hours (due 10 June 2025 at 09:00)”"
    )


def test_a_case_is_itself():
    a = position("A")

    assert why(a, a).text == "A and A are the same case"


@settings(max_examples=80, deadline=None)
@given(cases(name="A"), cases(name="B"))
def test_for_any_two_cases_there_is_one_readable_sentence_that_agrees_with_the_order(one, other):
    a, b = stand(one), stand(other)

    said = why(a, b)
    first = min((a, b), key=lambda each: each.order_key)

    assert "%(" not in said.text
    assert said == why(b, a)
    assert said.params["first"] == first.case


# --- what would move it -------------------------------------------------------------------


def moves(found) -> list[str]:
    return [reason.text for reason in what_would_move(found)]


def test_a_running_duty_says_when_it_would_move_the_case_up():
    assert "It moves up to “Statutory duty late” on 2 July 2025 if this is not done before: Do TEST-001" in (
        moves(position("A", duty("2025-07-01")))
    )


def test_a_quiet_limit_says_when_it_would_move_the_case_up():
    assert "It moves up to “Needs attention” on 8 July 2025: no meaningful contact by then" in moves(position("A"))


def test_putting_right_what_places_it_says_where_the_case_would_then_stand():
    found = position("A", late("2025-06-03"), duty("2025-07-01", rule="TEST-002"))

    said = "It moves down to “Routine” when this is put right: Do TEST-001: late by 7 days (due 3 June 2025)"
    assert said in moves(found)


def test_every_case_says_what_a_concern_would_do():
    said = "A concern raised moves it to “Safeguarding need not met” at once; "
    assert f"{said}one with immediate risk to “Immediate safety”" in moves(position("A"))


def test_nothing_moves_a_case_of_the_first_tier_up():
    found = position("A", events=[event("concern_raised", "2025-06-09", immediate_risk=True)])

    assert not [text for text in moves(found) if "up" in text]
