"""A referral as it goes: sent, answered, waited for, looked at, chased, declined or started."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.actions import record_events
from plimsoll.cases.models import CaseEvent
from plimsoll.referrals import actions, queries
from plimsoll.referrals.actions import Answer, Check, NewReferral
from plimsoll.trust.models import AuditEntry

SENT = date(2026, 1, 5)


@pytest.fixture
def case(small):
    return small.case(events=[event("cin_plan_started", "2026-01-02")])


def send(small, case, **changes):
    fields = {"to": "CAMHS", "sent_on": SENT, "expected_weeks": 4, "check_by": date(2026, 2, 2), **changes}
    return actions.send_referral(case.pk, NewReferral(**fields), now=NOW, actor_id=small.worker.pk)


def standing_of(case, place=-1):
    return queries.referrals_of(case, NOW)[place]


def answer(small, case, kind, on=TODAY, **more):
    found = standing_of(case)
    return actions.record_answer(
        case.pk, found.id, Answer(kind, on, **more), seen=len(found.steps), now=NOW, actor_id=small.worker.pk
    )


def look(small, case, **changes):
    found = standing_of(case)
    fields = {"on": TODAY, "still_needed": True, "risk": "same", "check_by": TODAY + timedelta(days=28), **changes}
    return actions.check_wait(
        case.pk, found.id, Check(**fields), seen=len(found.steps), now=NOW, actor_id=small.worker.pk
    )


def codes(result):
    return [ground.code for ground in result.after.priority.grounds]


def test_a_referral_goes_from_sent_to_ended_and_each_step_is_on_the_record(small, case):
    send(small, case)
    for kind in ("acknowledged", "accepted", "started", "ended"):
        answer(small, case, kind)
        assert standing_of(case).state == kind
    rows = CaseEvent.objects.filter(case=case, name__startswith="onward_").order_by("id")
    names = list(rows.values_list("name", flat=True))
    assert names == [
        "onward_referral_sent", "onward_referral_acknowledged", "onward_referral_accepted", "onward_service_started",
        "onward_service_ended",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(case_id=case.pk, action="event_recorded").count() >= len(names)


def test_the_date_for_the_next_look_is_a_duty_that_a_look_meets(small, case):
    sent = send(small, case)
    duty = next(one for one in sent.after.duties if one.rule == "COM-004")
    assert (duty.due, duty.state) == (date(2026, 2, 2), "late")
    looked = look(small, case)
    turns = {one.state: one.due for one in looked.after.duties if one.rule == "COM-004"}
    assert turns == {"met_late": date(2026, 2, 2), "running": TODAY + timedelta(days=28)}


def test_a_wait_longer_than_was_first_said_is_a_reason_for_where_the_case_stands(small, case):
    assert "resources.wait_over" in codes(send(small, case))


def test_a_risk_that_grows_while_waiting_raises_the_case_until_it_is_less(small, case):
    send(small, case)
    assert "resources.wait_riskier" in codes(look(small, case, risk="worse", interim_plan="School nurse weekly"))
    assert "resources.wait_riskier" not in codes(look(small, case, risk="better"))


def test_a_second_date_shows_how_far_the_first_has_drifted(small, case):
    send(small, case)
    result = answer(small, case, "accepted", expected_on=date(2026, 6, 1), list_position=40)
    found = standing_of(case)
    assert (found.first_expected_on, found.expected_on) == (date(2026, 2, 2), date(2026, 6, 1))
    assert found.drift_days == 119
    assert found.over_days(TODAY) == 28
    theirs = next(one for one in result.after.duties if one.rule == "COM-005")
    assert (theirs.who, theirs.due) == ("other", date(2026, 6, 1))


def test_a_referral_declined_says_why_and_something_else_tried_answers_it(small, case):
    send(small, case)
    assert "resources.referral_declined" in codes(answer(small, case, "declined", words="Threshold not met"))
    found = standing_of(case)
    result = actions.record_alternative(
        case.pk, found.id, on=TODAY, tried="School counsellor", helped="partly", words="", seen=len(found.steps),
        now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    assert "resources.referral_declined" not in codes(result)


def test_a_wait_that_is_no_longer_needed_is_taken_back_with_the_look(small, case):
    send(small, case)
    result = look(small, case, still_needed=False)
    assert standing_of(case).state == "withdrawn"
    assert not [code for code in codes(result) if code.startswith("resources.wait")]
    assert not any(one.is_open for one in result.after.duties if one.rule == "COM-004")


def test_one_service_is_not_asked_twice_but_two_children_may_wait_for_it(small, case):
    send(small, case, about="Ffion")
    with pytest.raises(ValidationError):
        send(small, case, to="camhs", about="FFION")
    send(small, case, about="Owain")
    assert [one.service for one in queries.referrals_of(case, NOW)] == ["CAMHS for Ffion", "CAMHS for Owain"]


def test_a_service_may_be_asked_again_after_it_said_no(small, case):
    send(small, case)
    answer(small, case, "declined", words="Full")
    send(small, case, sent_on=TODAY)
    assert [one.state for one in queries.referrals_of(case, NOW)] == ["declined", "sent"]


def test_nothing_follows_that_cannot_follow(small, case):
    send(small, case)
    answer(small, case, "started")
    with pytest.raises(ValidationError):
        answer(small, case, "declined", words="No")
    with pytest.raises(ValidationError):
        look(small, case)


def test_a_wait_brought_in_from_a_tracker_is_a_referral_like_any_other(small):
    sent = event("onward_referral_sent", "2025-09-01", service="speech_therapy", expected_wait_weeks=18)
    case = small.case(events=[sent])
    found = standing_of(case)
    assert (found.to, found.first_expected_on, found.state) == ("speech therapy", date(2026, 1, 5), "sent")
    answer(small, case, "accepted")
    assert standing_of(case).state == "accepted"


def test_a_step_corrected_away_no_longer_counts(small, case):
    send(small, case)
    answer(small, case, "declined", words="Wrong letter")
    wrong = CaseEvent.objects.get(case=case, name="onward_referral_declined")
    undo = event("event_withdrawn", "2026-03-02")
    undo = type(undo)(undo.name, undo.at, undo.details, supersedes_id=wrong.pk)
    record_events(case.pk, [undo], now=NOW, actor_id=small.worker.pk)
    assert standing_of(case).state == "sent"


def test_what_somebody_else_recorded_meanwhile_is_shown_beside_what_was_typed(small, case, client):
    send(small, case)
    found = standing_of(case)
    client.force_login(small.worker)
    address = reverse("referrals:check", args=[case.pk, found.id])
    assert client.get(address).status_code == 200
    answer(small, case, "accepted")
    given = {
        "seen": len(found.steps), "on": "2026-03-02", "still_needed": "yes", "risk": "same",
        "harms": ["school_missed"], "words": "Siân says ‘no change’ 🙂", "check_by": "2026-03-30",
    }  # fmt: skip
    answered = client.post(address, given)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "Referral accepted by the other service" in page
    assert "Siân says ‘no change’ 🙂" in page
    assert 'value="school_missed" checked' in page or 'checked value="school_missed"' in page
    again = client.post(address, {**given, "seen": len(found.steps) + 1})
    assert again.status_code == 302
    assert standing_of(case).harms == ("school_missed",)
