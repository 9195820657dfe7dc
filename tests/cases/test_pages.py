"""Every page of a case and of the caseload: it opens, it counts its queries, and it hides what may not be seen."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.models import Case, CaseEvent
from plimsoll.trust.models import AuditEntry

PAGES = ("overview", "duties", "why", "chronology", "record", "override")


def same(response):
    """The page without what differs on every request: the form token and the address asked for."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|CSRFToken": )"[^"]+"', "", response.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


@pytest.fixture
def rich(small):
    return small.case(
        events=[
            event("referral_received", "2025-11-03", source="school"),
            event("referral_decided", "2025-11-04", outcome="assessment"),
            event("assessment_started", "2025-11-05"),
            event("assessment_authorised", "2026-01-08"),
            event("strategy_discussion_held", "2026-01-09", initiates_s47=True),
            event("initial_conference_held", "2026-01-27", outcome="plan"),
            event("cp_plan_started", "2026-01-27", category="NEG"),
            event("visit_made", "2026-02-20", kind="cp", child_seen=True),
        ]
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_case_opens_for_its_worker(small, rich, client, page):
    client.force_login(small.worker)
    response = client.get(reverse(f"cases:{page}", args=[rich.pk]))
    assert response.status_code == 200
    assert "Ffion Llŷr" in response.content.decode()


@pytest.mark.parametrize("page", [*PAGES, "nothing"])
def test_a_page_of_a_case_that_is_not_mine_answers_like_one_that_is_not_there(small, rich, client, page):
    return_path = f"/cases/{rich.pk}/nothing/" if page == "nothing" else reverse(f"cases:{page}", args=[rich.pk])
    client.force_login(small.outsider)
    theirs = client.get(return_path)
    missing = client.get(return_path.replace(str(rich.pk), str(uuid.uuid4())))
    assert theirs.status_code == missing.status_code == 404
    assert same(theirs) == same(missing)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_who_is_not_signed_in_gets_in(rich, client, page):
    response = client.get(reverse(f"cases:{page}", args=[rich.pk]))
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_the_caseload_takes_six_queries_whatever_its_length(small, client, django_assert_max_num_queries):
    for number in range(40):
        small.case(f"Child {number}", events=[event("cin_plan_started", "2026-01-05")])
    client.force_login(small.worker)
    client.get("/cases/")
    with django_assert_max_num_queries(6):
        response = client.get("/cases/")
    assert response.content.decode().count('class="govuk-link" href="/cases/') >= 40


@pytest.mark.parametrize(("page", "most"), [("overview", 8), ("duties", 8), ("chronology", 9), ("why", 10)])
def test_a_case_page_counts_its_queries(small, rich, client, django_assert_max_num_queries, page, most):
    client.force_login(small.worker)
    client.get(reverse(f"cases:{page}", args=[rich.pk]))
    with django_assert_max_num_queries(most + 2):  # the two of the transaction
        client.get(reverse(f"cases:{page}", args=[rich.pk]))


def test_looking_at_a_case_is_on_the_log(small, rich, client):
    client.force_login(small.worker)
    client.get(reverse("cases:overview", args=[rich.pk]))
    entry = AuditEntry.objects.filter(action="case_read", case_id=rich.pk).get()
    assert entry.actor_id == small.worker.pk


def test_recording_a_visit_says_what_it_met_and_when_the_next_is_due(small, rich, client):
    client.force_login(small.worker)
    path = reverse("cases:record_event", args=[rich.pk, "visit_made"])
    given = {"on": "2026-03-02", "carries_kind": "cp", "carries_child_seen": "yes", "note": "Seen."}
    response = client.post(path, given, follow=True)
    text = response.content.decode()
    assert "This met" in text
    assert "16 March 2026" in text
    assert CaseEvent.objects.filter(case=rich, name="visit_made").count() == 2


def test_a_form_with_a_mistake_keeps_what_was_typed_and_records_nothing(small, rich, client):
    client.force_login(small.worker)
    path = reverse("cases:record_event", args=[rich.pk, "visit_made"])
    note = "Said “it’s fine” – Siân, D’Arcy & Żaneta 🙂 " * 300
    response = client.post(path, {"on_day": "31", "on_month": "2", "on_year": "2026", "note": note})
    text = response.content.decode()
    assert response.status_code == 422
    assert "must be a real date" in text
    assert "Żaneta" in text
    assert CaseEvent.objects.filter(case=rich, name="visit_made").count() == 1


def test_why_on_a_day_shows_what_was_kept_and_derives_it_again(small, rich, client):
    client.force_login(small.worker)
    path = reverse("cases:why", args=[rich.pk])
    on_the_day = client.get(path, {"on": TODAY.isoformat()}).content.decode()
    before = client.get(path, {"on": (TODAY - timedelta(days=30)).isoformat()}).content.decode()
    nonsense = client.get(path, {"on": "the third of March"}).content.decode()
    assert "Derived again" in on_the_day
    assert "Nothing about this case was on record by then" in before
    assert "That is not a date" in nonsense


def test_a_supervisor_confirms_an_override_that_a_worker_asked_for(small, client):
    case = small.case(events=[event("concern_raised", "2026-03-01", immediate_risk=True)])
    path = reverse("cases:override", args=[case.pk])
    until = TODAY + timedelta(days=5)
    given = {"tier": "attention", "reason": "Safe with her aunt", "until": until.isoformat()}
    client.force_login(small.worker)
    assert "waits for a supervisor" in client.post(path, given, follow=True).content.decode()
    assert client.post(reverse("cases:confirm_override", args=[case.pk])).status_code == 403
    client.force_login(small.supervisor)
    assert "Safe with her aunt" in client.get(path).content.decode()
    client.post(reverse("cases:confirm_override", args=[case.pk]))
    assert Case.objects.get(pk=case.pk).hint_colour == "amber"


@pytest.mark.parametrize(
    "query",
    ["sort=name", "sort=-due", "sort=nonsense;DROP", "page=99999", "page=-1", "q=%25", "q=ll%C5%B7r", "colour=blue",
     "worker=1", "worker=nobody", "status=closed", "group=plan", "group=x", "late=on", "q=C1001", "plan=%00"],
)  # fmt: skip
def test_no_word_in_the_address_breaks_the_caseload(small, rich, client, query):
    client.force_login(small.supervisor)
    for path in ("/cases/", "/cases/team/"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_the_search_finds_a_name_without_its_accents(small, rich, client):
    client.force_login(small.worker)
    assert "Ffion Llŷr" in client.get("/cases/?q=llyr").content.decode()
    assert "Ffion Llŷr" not in client.get("/cases/?q=jones").content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_caseload_as_a_file_has_no_cell_that_can_be_a_formula(small, client, kind):
    import io

    import openpyxl

    small.case('=HYPERLINK("http://bad")')
    small.case("\u200b=1+1")
    client.force_login(small.worker)
    body = client.get(f"/cases/export/mine.{kind}").content
    if kind == "csv":
        cells = [cell.strip('"') for line in body.decode("utf-8-sig").splitlines() for cell in line.split(",")]
        assert not [cell for cell in cells if cell.lstrip("\u200b ").startswith(("=", "+", "-", "@"))]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        names = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert sorted(names) == ['=HYPERLINK("http://bad")', "\u200b=1+1"]
        assert all(row[1].quotePrefix for row in sheet.iter_rows(min_row=2))
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert AuditEntry.objects.filter(action="caseload_exported").count() == 1


def test_my_day_says_what_to_do_first_and_takes_six_queries(small, rich, client, django_assert_max_num_queries):
    for number in range(39):
        small.case(f"Child {number}", events=[event("cin_plan_started", "2026-01-05")])
    client.force_login(small.worker)
    client.get("/")
    with django_assert_max_num_queries(6):
        text = client.get("/").content.decode()
    assert "Do this first" in text


def test_the_team_page_is_for_those_who_oversee(small, rich, client):
    client.force_login(small.worker)
    assert client.get("/team/").status_code == 404
    client.force_login(small.supervisor)
    text = client.get("/team/").content.decode()
    assert "Sam Pritchard" in text
    assert "Ffion Llŷr" in text


def test_a_date_that_cannot_be_met_is_extended_only_as_the_law_allows(small, client):
    case = small.case(events=[event("strategy_discussion_held", "2026-01-12", initiates_s47=True)])
    client.force_login(small.worker)
    path = reverse("cases:duty", args=[case.pk, "ENG-CP-002"])
    assert "allows no later date" in client.get(path).content.decode()
    given = {"action": "extend", "due_on": "2026-04-01", "lawful_reason": "Busy", "agreed_by": "Me"}
    client.post(path, given)
    assert Case.objects.get(pk=case.pk).hint_late_count >= 1


def test_now_is_the_moment_the_tests_say(at_nine):
    from plimsoll import today as clock

    assert clock.now() == NOW
