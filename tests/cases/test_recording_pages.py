"""Recording in the browser: what is offered, what is filled in, what is said afterwards, and what is refused."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions, choosing, consequences, recording
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.cases.queries import case as reading
from plimsoll.cases.queries import caseload
from plimsoll.people.access import viewer_for

ON_A_PLAN = [
    event("cp_plan_started", "2026-01-12", category="NEG"),
    event("visit_made", "2026-02-18", kind="cp", child_seen=True),
    event("core_group_held", "2026-02-25"),
]
DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def viewer(small):
    return viewer_for(small.worker, TODAY)


def view_of(small, case):
    return reading.case_view(viewer(small), case.pk, NOW)


def offered(small, case):
    return choosing.suggestions(view_of(small, case))


def test_what_would_meet_the_case_s_duties_is_offered_first_with_what_it_meets(small):
    case = small.case(events=ON_A_PLAN)
    found = offered(small, case)
    assert len(found) == 10
    assert found[0].name == "visit_made"
    assert "Visit the child on a child protection plan" in found[0].why
    assert {"core_group_held", "concern_raised", "review_conference_held"} <= {each.name for each in found}


def test_an_open_concern_puts_its_decision_before_everything(small):
    case = small.case(events=[*ON_A_PLAN, event("concern_raised", "2026-03-01", immediate_risk=True)])
    assert [each.name for each in offered(small, case)][:2] == ["concern_decided", "safety_plan_made"]


def test_everything_that_can_be_recorded_is_somewhere_on_the_page_once(small, client):
    case = small.case(events=ON_A_PLAN)
    found = choosing.by_area(view_of(small, case))
    names = [choice.name for area in found for choice in area.choices]
    assert len(names) == len(set(names)) > 150
    assert not set(names) & recording.ELSEWHERE


@pytest.mark.parametrize(("plan", "kind"), [("cp_plan_started", "cp"), ("cin_plan_started", "cin")])
def test_the_kind_of_visit_is_filled_in_from_the_plan(small, plan, kind):
    case = small.case(events=[event(plan, "2026-01-12")])
    rules_open = [duty.rule for duty in view_of(small, case).position.duties if duty.is_open]
    assert recording.initial_for(case.pack, "visit_made", rules_open) == {"carries_kind": kind}


def test_a_form_has_a_field_for_what_the_event_carries_and_asks_references_last(small):
    form = recording.EventForm(pack="children-england", event="s47_concluded", today=TODAY)
    assert list(form.fields)[-1] == "carries_enquiry"
    assert form.fields["carries_enquiry"].help_text


def test_numbers_lists_and_days_are_kept_as_such(small, client):
    case = small.case()
    given = {**DAY, "carries_tool": "SDQ", "carries_score": "17.5", "carries_subscales": "conduct, peers"}
    client.force_login(small.worker)
    client.post(reverse("cases:record_event", args=[case.pk, "score_recorded"]), given)
    kept = CaseEvent.objects.get(case=case, name="score_recorded")
    assert kept.details == {"tool": "SDQ", "score": 17.5, "subscales": ["conduct", "peers"]}


def test_a_concern_needs_its_words_and_a_decision_its_reason(small, client):
    case = small.case()
    client.force_login(small.worker)
    refused = client.post(reverse("cases:record_event", args=[case.pk, "concern_raised"]), DAY)
    assert refused.status_code == 422
    assert "Say what the worry is" in refused.content.decode()
    refused = client.post(reverse("cases:record_event", args=[case.pk, "concern_decided"]), DAY)
    text = refused.content.decode()
    assert "Choose what is to be done" in text
    assert "Say why" in text
    assert CaseEvent.objects.filter(case=case).count() == 0


def test_a_concern_can_be_raised_from_my_day_and_says_where_the_case_stands_now(small, client):
    for number in range(3):
        small.case(f"Late {number}", events=[event("cin_plan_started", "2025-06-02")])
    case = small.case("Calm", events=[event("contact_made", "2026-02-27", meaningful=True)])
    client.force_login(small.worker)
    assert reverse("safeguarding:raise") in client.get("/").content.decode()
    given = {**DAY, "safe_now": "no", "done_now": "Police are there", "what": "Bruises"}
    text = client.post(reverse("safeguarding:raise_on", args=[case.pk]), given, follow=True).content.decode()
    assert "Immediate safety" in text
    assert "It is now the first of your 4 cases; it was number 4." in text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((5, 1, 21, ""), "It is now the first of your 21 cases; it was number 5."),
        ((5, 3, 21, ""), "It is now number 3 of your 21 cases; it was number 5."),
        ((5, 5, 21, ""), "It is still number 5 of your 21 cases."),
        ((1, 1, 1, ""), "It is your only case."),
        ((5, 3, 21, "Sam Pritchard"), "It is now number 3 of the 21 cases of Sam Pritchard; it was number 5."),
    ],
)
def test_the_place_of_a_case_is_said_before_and_after(place, said):
    assert consequences.standing_words(caseload.Place(*place)) == said


def test_a_supervisor_is_told_the_place_among_the_worker_s_cases(small):
    calm = small.case("Calm", events=[event("contact_made", "2026-02-27", meaningful=True)])
    small.case("Late", events=[event("cin_plan_started", "2025-06-02")])
    raised = event("concern_raised", "2026-03-02", immediate_risk=True)
    result = actions.record_events(calm.pk, [raised], now=NOW, actor_id=small.supervisor.pk)
    keys = result.before.priority.key, result.after.priority.key
    found = caseload.place_of(viewer_for(small.supervisor, TODAY), result.case, *keys)
    assert found == (2, 1, 2, "Sam Pritchard")


def said(case, *events, today=TODAY, name="visit_made"):
    result = actions.record_events(case.pk, list(events), now=NOW, actor_id=None)
    return " ".join(consequences.say(result, name, None, today=today).lines)


def test_a_visit_at_which_the_child_was_not_seen_says_that_it_met_nothing(small):
    case = small.case(events=ON_A_PLAN)
    assert "It met no duty" in said(case, event("visit_made", "2026-03-02", kind="cp", child_seen=False))


def test_a_visit_of_another_kind_says_that_it_met_nothing(small):
    case = small.case(events=ON_A_PLAN)
    assert "It met no duty" in said(case, event("visit_made", "2026-03-02", kind="other"))


def test_what_is_dated_ahead_is_said_to_be_planned(small):
    case = small.case(events=ON_A_PLAN)
    ahead = NewEvent("visit_made", TODAY + timedelta(days=3), {"kind": "cp", "child_seen": True})
    assert "kept as planned" in said(case, ahead)


def test_ending_the_plan_says_what_is_no_longer_due(small):
    case = small.case(events=ON_A_PLAN)
    assert "No longer due: Visit the child on a child protection plan." in said(
        case, event("cp_plan_ended", "2026-03-02"), name="cp_plan_ended"
    )


def test_an_entry_is_corrected_by_an_addition_and_only_once(small, client):
    case = small.case(events=[event("cp_plan_started", "2026-01-12", category="NEG")])
    entry = CaseEvent.objects.get(case=case)
    path = reverse("cases:write_up", args=[case.pk, entry.pk])
    client.force_login(small.worker)
    page = client.get(path).content.decode()
    assert 'value="NEG" selected' in page
    client.post(path, {"on_day": "13", "on_month": "1", "on_year": "2026", "carries_category": "EMO"})
    corrected = CaseEvent.objects.get(case=case, supersedes=entry)
    assert (corrected.at_on, corrected.details) == (date(2026, 1, 13), {"category": "EMO"})
    text = client.get(reverse("cases:chronology", args=[case.pk])).content.decode()
    assert "Corrected by a later entry" in text
    assert client.get(path).status_code == 404


def test_a_code_that_the_form_does_not_offer_is_kept_when_its_entry_is_corrected(small, client):
    case = small.case(events=[event("cp_plan_started", "2026-01-12", category="XYZ")])
    entry = CaseEvent.objects.get(case=case)
    client.force_login(small.worker)
    path = reverse("cases:write_up", args=[case.pk, entry.pk])
    assert 'value="XYZ" selected' in client.get(path).content.decode()
    client.post(path, {"on_day": "13", "on_month": "1", "on_year": "2026", "carries_category": "XYZ"})
    assert CaseEvent.objects.get(supersedes=entry).details == {"category": "XYZ"}


@pytest.mark.parametrize("event_name", ["core_group_held", "cin_plan_reviewed"])
def test_twenty_thousand_words_are_kept_whole(small, client, event_name):
    case = small.case(events=ON_A_PLAN)
    note = "“Siân – D’Arcy” said it was fine. " * 3_000
    client.force_login(small.worker)
    response = client.post(reverse("cases:record_event", args=[case.pk, event_name]), {**DAY, "note": note})
    assert response.status_code == 302
    assert CaseEvent.objects.get(case=case, name=event_name, at_on=TODAY).note == note.strip()


def test_a_nul_byte_is_refused_and_what_was_typed_stays(small, client):
    case = small.case()
    client.force_login(small.worker)
    path = reverse("cases:record_event", args=[case.pk, "core_group_held"])
    response = client.post(path, {**DAY, "note": "before\x00after", "carries_attended_by": "Mum"})
    text = response.content.decode()
    assert response.status_code == 422
    assert 'class="govuk-error-summary' in text
    assert "Mum" in text
    assert not CaseEvent.objects.filter(case=case).exists()


@pytest.mark.parametrize(
    "path",
    ["record/no_such_word/", "record/duty_extended/", "duties/ENG-XX-999/", "events/999999999/", "record/a%00b/"],
)
def test_an_address_made_up_is_not_found(small, client, path):
    case = small.case(events=ON_A_PLAN)
    client.force_login(small.worker)
    assert client.get(f"/cases/{case.pk}/{path}").status_code == 404


def test_an_auditor_reads_and_cannot_write(small, client):
    case = small.case(events=ON_A_PLAN)
    client.force_login(small.auditor)
    text = client.get(reverse("cases:overview", args=[case.pk])).content.decode()
    assert "Raise a concern" not in text
    for name in ("record", "override"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404
    assert client.get(reverse("safeguarding:raise_on", args=[case.pk])).status_code == 404
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_concern_is_one_press_away_on_every_page_of_a_case(small, client):
    case = small.case(events=ON_A_PLAN)
    client.force_login(small.worker)
    target = reverse("safeguarding:raise_on", args=[case.pk])
    for name in ("overview", "duties", "why", "chronology", "record"):
        assert target in client.get(reverse(f"cases:{name}", args=[case.pk])).content.decode(), name
    assert target in client.get(reverse("cases:record_event", args=[case.pk, "core_group_held"])).content.decode()
