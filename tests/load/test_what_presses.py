"""What presses on a caseload: rules that speak from the record, the person's own first, and never a score."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.load import queries
from plimsoll.people.access import viewer_for


def found(small, viewer=None):
    seen_by = viewer_for(viewer or small.worker, TODAY)
    who, load = queries.line_of(seen_by, small.worker.pk, TODAY)
    return {one.rule: one for one in queries.pressures_of(seen_by, who, load, TODAY)}


def test_contacts_that_wait_for_their_note_press_and_only_their_writer_reads_it(small):
    from plimsoll.cases import actions

    case = small.case()
    visits = [event("contact_made", f"2026-02-{day}", kind="telephone") for day in (10, 11, 12)]
    actions.record_events(case.pk, visits, now=NOW, actor_id=small.worker.pk)
    assert found(small)["notes_unwritten"].reason.params["amount"] == "3"
    assert "notes_unwritten" not in found(small, small.supervisor)


def test_an_open_complaint_presses_until_it_is_answered_and_a_supervisor_reads_it_too(small):
    small.case(events=[event("complaint_received", "2026-02-20", stage=1)])
    assert "conflict" in found(small)
    assert "conflict" in found(small, small.supervisor)


def test_an_answered_complaint_presses_no_more(small):
    small.case(
        events=[event("complaint_received", "2026-02-10", stage=1), event("complaint_answered", "2026-02-20", stage=1)]
    )
    assert "conflict" not in found(small)


def test_two_long_waits_press_and_one_does_not(small):
    def sent(service):
        return event("onward_referral_sent", "2025-12-01", service=service)

    case = small.case(events=[sent("CAMHS")])
    assert "long_waits" not in found(small)
    small.case("Another", events=[sent("Speech therapy")])
    assert {each.case for each in found(small)["long_waits"].evidence} >= {str(case.pk)}


def test_the_limit_of_cases_is_a_part_of_itself_for_who_works_part_time(small):
    from plimsoll.load import actions

    for number in range(10):
        small.case(f"Child {number}")
    assert "many_cases" not in found(small)
    actions.set_contract(small.worker.pk, Decimal("18.5"), "", TODAY, now=NOW, actor_id=None)
    assert found(small)["many_cases"].reason.params["limit"] == "9"


def test_a_team_half_away_presses_on_who_is_there(small):
    from plimsoll.load import actions
    from plimsoll.load.actions import NewReduction

    small.case()
    assert "colleagues_away" not in found(small)
    new = NewReduction("annual_leave", TODAY - timedelta(days=1), TODAY + timedelta(days=4))
    for user in (small.colleague, small.supervisor):
        actions.add_reduction(user.pk, new, now=NOW, actor_id=None)
    assert "colleagues_away" in found(small)


def test_the_page_says_who_reads_what_and_adds_nothing_up(small, client):
    small.case(events=[event("complaint_received", "2026-02-20", stage=1)])
    client.force_login(small.worker)
    page = client.get(reverse("load:person", args=[small.worker.pk])).content.decode()
    assert "your supervisor sees this" in page
    assert "Two go to the next visit" in page
