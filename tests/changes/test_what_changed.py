"""What changed since somebody last looked: each thing once, worst first, and nothing of one's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.cases import actions
from plimsoll.cases.actions import NewEvent
from plimsoll.changes import presenting, queries
from plimsoll.changes.models import Look
from plimsoll.people.access import viewer_for

LIST = reverse("changes:list")
HOUR = timedelta(hours=1)


def viewer(user, now=NOW):
    return viewer_for(user, now.date())


def record(case, user, name="contact_made", now=NOW + HOUR, **details):
    actions.record_events(case.pk, [NewEvent(name, now.date(), details)], now=now, actor_id=user.pk)


def changes(user, now=NOW + 2 * HOUR):
    found = queries.changes(viewer(user, now), now)
    assert queries.count_changed(viewer(user, now), now) == len(found.cases)  # the link's number is the page's
    return presenting.listed(found, now)


def look(user, cases, now=NOW):
    from plimsoll.changes.actions import note_seen

    return note_seen(viewer(user, now), [case.pk for case in cases], until=now, now=now)


@pytest.fixture
def case(small):
    case = small.case(events=[event("cin_plan_started", "2026-02-09"), event("visit_made", "2026-02-26", kind="cin")])
    look(small.worker, [case])
    return case


def test_nothing_is_told_where_nothing_changed(small, case):
    assert changes(small.worker) == []


def test_what_a_colleague_recorded_is_told_and_what_one_recorded_oneself_is_not(small, case):
    record(case, small.supervisor, meaningful=True)
    record(case, small.worker, meaningful=True)
    (one,) = changes(small.worker)
    assert [(item.text, item.by) for item in one.items] == [("Contact made", "Helen Marsh")]


def test_a_concern_is_told_first_with_where_the_case_moved_and_why(small, case):
    calm = small.case("Uma Rees", events=[event("cin_plan_started", "2026-02-09")])
    look(small.worker, [calm])
    record(calm, small.supervisor)
    record(case, small.supervisor, "concern_raised", by="school", immediate_risk=True)
    first, second = changes(small.worker)
    assert [first.line.name, second.line.name] == ["Ffion Llŷr", "Uma Rees"]
    assert first.items[0].label == "Safety"
    assert first.moved.is_up
    assert (first.moved.colour_before, first.moved.colour) != ("red", "red")
    assert "concern" in first.moved.reason.lower()
    assert first.moved.place_words.startswith("It is number 1 of your 2 cases")


def test_a_move_that_one_made_oneself_is_not_told(small, case):
    record(case, small.worker, "concern_raised", by="school", immediate_risk=True)
    assert changes(small.worker) == []


def test_what_is_seen_is_not_told_again_and_what_came_meanwhile_is(small, case, client):
    record(case, small.supervisor)
    client.force_login(small.worker)
    with clock.stopped_at(NOW + 2 * HOUR):
        page = client.get(LIST)
        until = page.context["until"]
    record(case, small.supervisor, "visit_attempted", now=NOW + 3 * HOUR)
    with clock.stopped_at(NOW + 4 * HOUR):
        assert client.post(reverse("changes:seen"), {"until": until}).status_code == 302
    (one,) = changes(small.worker, NOW + 4 * HOUR)
    assert [item.text for item in one.items] == ["Visit attempted, not made"]


def test_reading_the_list_marks_nothing(small, case, client):
    record(case, small.supervisor)
    client.force_login(small.worker)
    with clock.stopped_at(NOW + 2 * HOUR):
        client.get(LIST)
        assert "Ffion Llŷr" in client.get(LIST).content.decode()


def test_opening_the_cases_own_page_is_a_look_that_lasts_a_sitting(small, case, client):
    record(case, small.supervisor)
    client.force_login(small.worker)
    page = reverse("changes:case", args=[case.pk])
    with clock.stopped_at(NOW + 2 * HOUR):
        assert "Contact made" in client.get(page).content.decode()
        assert "Contact made" in client.get(page).content.decode()  # a page opened again says the same
        assert changes(small.worker) == []
    with clock.stopped_at(NOW + 5 * HOUR):
        assert "Contact made" not in client.get(page).content.decode()
        assert "Contact made" in client.get(page, {"since": "2026-03-01"}).content.decode()


def test_a_page_that_a_browser_fetched_ahead_is_no_look(small, case, client):
    record(case, small.supervisor)
    client.force_login(small.worker)
    with clock.stopped_at(NOW + 2 * HOUR):
        client.get(reverse("changes:case", args=[case.pk]), headers={"Sec-Purpose": "prefetch;prerender"})
    assert len(changes(small.worker)) == 1


def test_a_duty_that_became_late_and_one_that_came_within_a_week_are_told_once(small):
    case = small.case(events=[event("cp_plan_started", "2026-02-16", category="NEG")])
    due = sorted(duty["due"] for duty in case.hint_duties if duty["due"] and duty["who"] != "client")
    assert due
    look(small.worker, [case])
    later = NOW + timedelta(days=30)
    actions.sweep(later)
    (one,) = changes(small.worker, later)
    labels = [item.label for item in one.items]
    assert "Became late" in labels
    look(small.worker, [case], later)
    assert changes(small.worker, later + HOUR) == []


def test_a_case_that_came_to_somebody_says_so(small, case):
    actions.allocate_case(
        case.pk, small.colleague, on=TODAY, reason="", now=NOW + HOUR, actor_id=small.supervisor.pk
    )
    (one,) = changes(small.colleague)
    assert "New to you" in [item.label for item in one.items]


def test_a_correction_is_told_in_place_of_what_it_corrects(small, case):
    record(case, small.supervisor, kind="telephone")
    entry = case.events.get(name="contact_made")
    again = NewEvent("contact_made", entry.at_on, {"kind": "letter"}, supersedes_id=entry.pk)
    actions.record_events(case.pk, [again], now=NOW + HOUR, actor_id=small.supervisor.pk)
    (one,) = changes(small.worker)
    assert [item.label for item in one.items] == ["Corrected"]


def test_an_import_is_one_line(small, case):
    new = [
        NewEvent("contact_made", TODAY - timedelta(days=day), provenance={"file": "tracker.xlsx", "row": day})
        for day in range(5)
    ]
    actions.record_events(case.pk, new, now=NOW + HOUR, actor_id=small.supervisor.pk)
    (one,) = changes(small.worker)
    assert [item.text for item in one.items] == ["5 entries brought in from a file"]


def test_a_supervisor_who_carries_no_case_is_told_of_the_teams(small, case):
    look(small.supervisor, [case])
    record(case, small.worker)
    (one,) = changes(small.supervisor)
    assert one.items[0].by == "Sam Pritchard"


def test_another_teams_case_is_neither_told_nor_marked_nor_found(small, case, client):
    record(case, small.supervisor)
    assert changes(small.outsider) == []
    client.force_login(small.outsider)
    assert client.get(reverse("changes:case", args=[case.pk])).status_code == 404
    client.post(reverse("changes:seen"), {"until": NOW.isoformat(), "case": str(case.pk)})
    assert not Look.objects.filter(worker=small.outsider).exists()


@pytest.mark.parametrize("until", ["", "yesterday", "2026-03-02", "2026-03-02T09:00:00", "9" * 5000, "\x00"])
def test_a_button_pressed_with_rubbish_marks_nothing(small, case, client, until):
    client.force_login(small.worker)
    before = Look.objects.get(worker=small.worker).looked_at
    assert client.post(reverse("changes:seen"), {"until": until}).status_code == 400
    assert Look.objects.get(worker=small.worker).looked_at == before


def test_nobody_marks_the_future_as_seen(small, case, client):
    client.force_login(small.worker)
    client.post(reverse("changes:seen"), {"until": (NOW + timedelta(days=9)).isoformat(), "case": str(case.pk)})
    assert Look.objects.get(worker=small.worker).looked_at == NOW


def test_a_day_that_is_none_is_said_beside_the_box(small, case, client):
    client.force_login(small.worker)
    asked = {"since_day": "31", "since_month": "2", "since_year": "2026"}
    response = client.get(reverse("changes:case", args=[case.pk]), asked)
    assert response.status_code == 422
    assert "real date" in response.content.decode()


def test_the_pages_count_their_queries(small, client, django_assert_max_num_queries):
    for number in range(30):
        case = small.case(f"Child {number}", events=[event("cin_plan_started", "2026-01-05")])
        record(case, small.supervisor, "concern_raised", immediate_risk=True)
    client.force_login(small.worker)
    with clock.stopped_at(NOW + 2 * HOUR):
        with django_assert_max_num_queries(7):
            assert client.get(LIST).content.decode().count("Safety") >= 30
        page = reverse("changes:case", args=[case.pk])
        client.get(page)
        with django_assert_max_num_queries(12):  # with the two of the transaction
            client.get(page)
        me = viewer(small.worker)
        with django_assert_max_num_queries(1):
            assert queries.count_changed(me, NOW + 2 * HOUR) == 29


@given(looks=st.lists(st.integers(0, 20), max_size=4), recorded=st.lists(st.integers(0, 20), max_size=6))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_entry_is_told_until_it_was_looked_at_and_never_after(small_for_examples, looks, recorded):
    small, case, start = small_for_examples()
    moments = sorted([(hour, "record") for hour in recorded] + [(hour + 0.5, "look") for hour in looks])
    unseen = 0
    for hour, what in moments:
        now = start + (hour + 0.25) * HOUR
        if what == "record":
            record(case, small.supervisor, "input_received", now=now, **{"from": f"school {unseen} {hour}"})
            unseen += 1
        else:
            look(small.worker, [case], now)
            unseen = 0
        told = [item for one in changes(small.worker, now) for item in one.items if item.text != "New to you"]
        assert len([item for item in told if item.by == "Helen Marsh"]) == unseen


@pytest.fixture
def small_for_examples(small):
    count = iter(range(1000))

    def made():
        number = next(count)
        start = NOW + timedelta(days=2 * number)
        Look.objects.all().delete()
        for held in small.worker.held_cases.all():
            actions.allocate_case(held.pk, None, on=start.date(), reason="", now=start, actor_id=small.supervisor.pk)
        case = small.case(f"Child {number}", now=start)
        look(small.worker, [case], start)
        return small, case, start

    return made


def test_my_day_is_told_how_many_changed_once_it_stands(small, client):
    small.case()
    client.force_login(small.worker)
    assert reverse("changes:count") in client.get("/").content.decode()
    assert "1 case changed" in client.get(reverse("changes:count")).content.decode()
    client.force_login(small.auditor)
    assert client.get(reverse("changes:count")).status_code == 200
