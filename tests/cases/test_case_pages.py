"""What the pages of a case and the caseload answer, beyond opening."""

import re

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import actions, presenting
from plimsoll.cases.actions import NewEvent
from plimsoll.cases.queries import case as reading
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry


def page(client, name, case, query=""):
    response = client.get(reverse(f"cases:{name}", args=[case.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def visited(small, client):
    client.force_login(small.worker)
    return small.case(
        "Visited",
        events=[
            event("cp_plan_started", "2025-12-01", category="NEG"),
            event("visit_made", "2025-12-10", kind="cp", child_seen=True),
            event("visit_made", "2026-01-30", kind="cp", child_seen=True, seen_alone=False),
            event("visit_made", "2026-02-11", kind="cp", child_seen=True),
            event("concern_raised", "2026-02-27", by="school", immediate_risk=True),
        ],
    )


def test_the_overview_begins_with_what_comes_next_and_where_it_is_recorded(client, visited):
    text = page(client, "overview", visited)
    assert text.index("Decide the concern") < text.index("What is due")
    assert reverse("safeguarding:decide_any", args=[visited.pk]) in text


def test_a_reason_is_plain_text_with_a_small_link_to_its_record(client, visited):
    text = page(client, "why", visited)
    assert re.search(r"has no decision yet <span class=\"pl-from\"><a [^>]*#event-\d+\">see the record of 27 Feb", text)


def test_the_chronology_is_in_words_and_can_be_read_by_kind(client, visited):
    everything = page(client, "chronology", visited)
    assert "Child protection visit" in everything
    assert re.search(r"Seen alone:</span> no", everything)
    assert everything.count('class="pl-entry"') == 5
    safety = page(client, "chronology", visited, "?kind=safety")
    assert safety.count('class="pl-entry"') == 1
    assert page(client, "chronology", visited, "?kind=nonsense").count('class="pl-entry"') == 5


def test_duties_that_are_over_are_told_by_duty_with_how_often(small, client, visited):
    view = reading.case_view(viewer_for(small.worker, TODAY), visited.pk, NOW)
    visits = next(closed for closed in presenting.closed_duties(view) if closed.rule == "ENG-CP-007")
    assert {state: n for state, n, _words in visits.counts} == {"met": 2, "met_late": 1}
    text = page(client, "duties", visited)
    assert "2 × " in text
    assert "Met late" in text


def test_why_one_case_comes_before_another_is_said_in_a_sentence_and_put_on_the_log(small, client, visited):
    other = small.case("Calm", events=[event("contact_made", "2026-02-27", meaningful=True)])
    text = page(client, "why", visited, f"?with={other.pk}")
    assert "Visited comes before Calm" in text
    assert AuditEntry.objects.filter(action="case_read", case_id=other.pk).exists()
    assert "Visited comes before Calm" in page(client, "why", other, f"?with={visited.pk}")


def test_a_case_that_may_not_be_seen_cannot_be_compared_with(small, client, visited):
    theirs = small.case("Theirs", holder=small.colleague)
    path = reverse("cases:why", args=[visited.pk])
    assert client.get(f"{path}?with={theirs.pk}").status_code == 404
    assert client.get(f"{path}?with=nonsense").status_code == 200


def test_both_questions_of_the_why_page_can_be_asked_at_once(small, client, visited):
    other = small.case("Calm")
    text = page(client, "why", visited, f"?with={other.pk}&on={TODAY.isoformat()}")
    assert "comes before" in text
    assert "Derived again" in text


def test_a_date_that_is_none_is_said_beside_its_box(client, visited):
    text = page(client, "why", visited, "?on=yesterday")
    assert "That is not a date" in text
    assert 'value="yesterday"' in text


def test_a_supervisor_sees_on_the_overview_that_a_decision_waits(small, client, visited):
    raised = NewEvent("concern_raised", TODAY, {"immediate_risk": True})
    actions.record_events(visited.pk, [raised], now=NOW, actor_id=small.worker.pk)
    actions.override_priority(
        visited.pk, tier="attention", reason="Safe", until=TODAY, now=NOW, viewer=viewer_for(small.worker, TODAY)
    )
    assert "asked to place this case" not in page(client, "overview", visited)
    client.force_login(small.supervisor)
    assert "Sam Pritchard asked to place this case" in page(client, "overview", visited)


# --- the caseload


def test_what_narrows_the_caseload_is_in_sight_and_can_be_taken_away(small, client):
    small.case("Plan", events=[event("cin_plan_started", "2026-01-05")])
    small.case("None")
    client.force_login(small.supervisor)
    text = client.get("/cases/team/?plan=child_in_need&colour=&q=plan&sort=name&worker=nobody").content.decode()
    assert "Plan: Child in need plan" in text
    assert "Worker: Unallocated" in text
    assert "?plan=child_in_need&amp;colour=&amp;sort=name&amp;worker=nobody" in text
    found = client.get("/cases/team/?plan=child_in_need").content.decode()
    assert "1 case" in found


def test_groups_have_headings_with_how_many(small, client):
    for name in ("Uma", "Kofi"):
        small.case(name, events=[event("cin_plan_started", "2026-01-05")])
    small.case("Rhys")
    client.force_login(small.worker)
    text = client.get("/cases/?group=plan").content.decode()
    headings = re.findall(r'scope="rowgroup"[^>]*>([^<]+) <span class="pl-count">(\d+)', text)
    assert headings == [("No plan", "1"), ("Child in need plan", "2")]


def test_a_row_can_be_pointed_to_and_none_is_told_from_no_match(small, client):
    client.force_login(small.worker)
    assert "When a case is allocated to you" in client.get("/cases/").content.decode()
    case = small.case("Uma")
    assert f'id="{case.reference}"' in client.get("/cases/").content.decode()
    assert "No case fits what you asked for" in client.get("/cases/?q=zzz").content.decode()


@pytest.mark.parametrize("asked", ["uma", "UMA", "Oakfield", "reference", "number"])
def test_a_case_is_found_by_name_place_and_number(small, client, asked):
    case = small.case("Uma", place="Oakfield Primary")
    client.force_login(small.worker)
    words = {"reference": case.reference, "number": str(case.number)}.get(asked, asked)
    assert "Uma" in client.get("/cases/", {"q": words}).content.decode()


def test_three_hundred_cases_are_paged_and_the_address_keeps_what_was_asked(
    small, client, django_assert_max_num_queries
):
    for number in range(300):
        small.case(f"Child {number:03d}")
    client.force_login(small.worker)
    with django_assert_max_num_queries(6):
        text = client.get("/cases/?sort=name&page=2").content.decode()
    assert "Child 050" in text
    assert "Child 049" not in text
    assert "?sort=name&amp;page=3" in text


def test_the_second_of_two_who_allocate_at_once_is_told_and_may_decide_again(small, client):
    case = small.case(unallocated=True)
    url = f"/cases/{case.pk}/allocate/"
    client.force_login(small.supervisor)
    assert 'name="held_by"' in client.get(url).content.decode()
    first = {"worker": str(small.worker.pk), "reason": "She knows the family", "held_by": ""}
    assert client.post(url, first).status_code == 302
    second = client.post(url, {**first, "worker": str(small.colleague.pk)})
    assert second.status_code == 422
    page = second.content.decode()
    assert f"Meanwhile it has gone to {small.worker.name}" in page
    assert "She knows the family" in page
    case.refresh_from_db()
    assert case.holder == small.worker
    again = {**first, "worker": str(small.colleague.pk), "held_by": str(small.worker.pk)}
    assert client.post(url, again).status_code == 302
