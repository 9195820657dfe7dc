"""The pages of referrals and waits: who may see them, what they say, how they hold what people type."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases.actions import record_events
from plimsoll.cases.models import CaseEvent
from plimsoll.referrals import queries
from plimsoll.trust.models import AuditEntry

HOSTILE = '=HYPERLINK("http://x") O’Brien’s <script> Siân 🙂'


def sent(service="CAMHS", on="2025-12-01", **details):
    return event("onward_referral_sent", on, service=service, **details)


@pytest.fixture
def case(small):
    return small.case("Ffion Llŷr", events=[sent(expected_wait_weeks=8, asked_for="Help with panic at night")])


def first(case):
    return queries.referrals_of(case, NOW)[0]


PAGES = ("answer", "check", "chase", "tried")


def addresses(case):
    found = first(case)
    return [
        reverse("referrals:case", args=[case.pk]),
        reverse("referrals:send", args=[case.pk]),
        *(reverse(f"referrals:{name}", args=[case.pk, found.id]) for name in PAGES),
    ]


def test_every_page_of_a_referral_answers_its_worker_and_is_not_found_for_another_team(small, case, client):
    for who, status in ((small.worker, 200), (small.supervisor, 200), (small.outsider, 404)):
        client.force_login(who)
        assert [client.get(address).status_code for address in addresses(case)] == [status] * 6
    assert client.post(addresses(case)[2], {"kind": "accepted"}).status_code == 404


def test_a_referral_of_another_case_is_not_found_under_this_one(small, case, client):
    other = small.case("Owain Rees")
    client.force_login(small.worker)
    assert client.get(reverse("referrals:check", args=[other.pk, first(case).id])).status_code == 404


def test_an_auditor_reads_the_referrals_and_writes_none(small, case, client):
    client.force_login(small.auditor)
    assert client.get(addresses(case)[0]).status_code == 200
    assert client.get(addresses(case)[1]).status_code == 404


def test_sending_keeps_everything_that_was_typed_when_something_is_wrong(small, case, client):
    client.force_login(small.worker)
    long = "wyth a’r ŵyl 🙂 " * 7_000
    given = {
        "to": HOSTILE[:200],
        "on": "2027-01-01",
        "asked_for": long,
        "expected_weeks": "-3",
        "check_by": "2026-03-30",
    }
    answered = client.post(reverse("referrals:send", args=[case.pk]), given)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "The date must be today or in the past" in page
    assert page.count("wyth a’r ŵyl 🙂") == 7_000
    assert "<script> Siân" not in page
    good = {**given, "on": "2026-02-27", "expected_weeks": "12"}
    assert client.post(reverse("referrals:send", args=[case.pk]), good).status_code == 302
    kept = CaseEvent.objects.filter(case=case, name="onward_referral_sent").latest("id")
    assert kept.details["service"] == HOSTILE
    assert kept.details["check_by"] == "2026-03-30"


def test_a_no_without_a_reason_is_asked_for_it(small, case, client):
    client.force_login(small.worker)
    address = reverse("referrals:answer", args=[case.pk, first(case).id])
    answered = client.post(address, {"kind": "declined", "on": "2026-03-02", "seen": "1"})
    assert answered.status_code == 422
    assert "Say why" in answered.content.decode()


def test_a_chaser_writes_itself_from_the_dates_and_says_no_more_than_is_chosen(small, case, client):
    client.force_login(small.worker)
    address = reverse("referrals:chase", args=[case.pk, first(case).id])
    form = client.get(address).context["form"]
    text = form["text"].value()
    assert "1 December 2025" in text
    assert "26 January 2026" in text
    assert "5 weeks ago" in text
    assert case.reference in text
    assert "Ffion" not in text
    assert "panic" not in text
    chosen = client.get(address + "?say=name&say=asked_for&say=nonsense").context["form"]["text"].value()
    assert "Ffion Llŷr" in chosen
    assert "Help with panic at night" in chosen


def test_a_chaser_that_was_sent_is_on_the_record_and_the_next_one_speaks_of_it(small, case, client):
    client.force_login(small.worker)
    address = reverse("referrals:chase", args=[case.pk, first(case).id])
    given = {"text": "Please tell us when", "how": "email", "on": "2026-03-02", "seen": "1"}
    assert client.post(address, given).status_code == 302
    kept = CaseEvent.objects.get(case=case, name="onward_referral_chased")
    assert (kept.note, kept.details) == ("Please tell us when", {"service": "CAMHS", "by": "email"})
    letter = reverse("referrals:letter", args=[case.pk, first(case).id, kept.pk])
    assert "Please tell us when" in client.get(letter).content.decode()
    assert letter in client.get(reverse("referrals:case", args=[case.pk])).content.decode()
    assert client.get(reverse("referrals:letter", args=[case.pk, first(case).id, first(case).id])).status_code == 404
    client.force_login(small.outsider)
    assert client.get(letter).status_code == 404
    client.force_login(small.worker)
    assert "We asked before on 2 March 2026" in client.get(address).context["form"]["text"].value()
    assert "no answer since" in client.get(reverse("referrals:case", args=[case.pk])).content.decode()


def test_the_page_of_waits_puts_the_riskiest_first_then_the_longest(small, client):
    longest = small.case("Longest", events=[sent(on="2024-01-01")])
    riskier = small.case(
        "Riskier", events=[sent(on="2026-02-01"), event("wait_checked", "2026-02-20", service="CAMHS", risk="worse")]
    )
    over = small.case("Over", events=[sent(on="2026-01-01", expected_wait_weeks=1)])
    started = [sent(on="2020-01-01"), event("onward_service_started", "2020-02-01", service="CAMHS")]
    small.case("Over and done", events=started)
    client.force_login(small.supervisor)

    def names(query=""):
        return [line.case_name for line in client.get(reverse("referrals:waits") + query).context["lines"]]

    assert names() == [riskier.title, over.title, longest.title]
    assert names("?sort=longest") == [longest.title, over.title, riskier.title]
    assert names("?only=worse") == [riskier.title]
    assert names("?only=over") == [over.title]
    assert names("?service=speech") == []
    assert names("?q=longest&sort=nonsense&team=x&only=x&page=zzz") == []
    assert names("?q=longest&sort=nonsense&only=x&page=zzz") == [longest.title]


def test_a_wait_is_seen_on_the_page_by_those_who_see_its_case_only(small, case, client):
    small.case("Elsewhere", team=small.other_team, holder=small.outsider, events=[sent()])
    seen = {}
    for who in (small.worker, small.colleague, small.supervisor, small.outsider, small.manager):
        client.force_login(who)
        lines = client.get(reverse("referrals:waits")).context["lines"]
        seen[who.name] = sorted(line.case_name for line in lines)
    assert seen == {
        "Sam Pritchard": ["Ffion Llŷr"],
        "Joy Okafor": [],
        "Helen Marsh": ["Ffion Llŷr"],
        "Nia Bevan": ["Elsewhere"],
        "Tariq Aziz": ["Elsewhere", "Ffion Llŷr"],
    }


def test_three_hundred_waits_take_as_many_queries_as_one(small, client, django_assert_max_num_queries):
    small.case(HOSTILE, events=[sent(service=f"Service {number}") for number in range(300)])
    client.force_login(small.supervisor)
    with django_assert_max_num_queries(6):  # session, account, memberships, cases, their events, teams
        page = client.get(reverse("referrals:waits"))
    assert page.context["page"].paginator.count == 300
    assert len(page.context["lines"]) == 50


def test_the_file_of_waits_holds_every_row_and_no_formula(small, client):
    small.case(HOSTILE, events=[sent(service=f"=cmd|{number}") for number in range(300)])
    client.force_login(small.supervisor)
    body = client.get(reverse("referrals:export")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) == 301
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    assert AuditEntry.objects.filter(action="waits_exported", actor_id=small.supervisor.pk).count() == 1


def test_the_evidence_counts_what_a_service_does_and_names_nobody(small, case, client):
    checked = event(
        "wait_checked", "2026-02-20", service="CAMHS", risk="worse", harms=["school_missed", "went_missing"]
    )
    small.case("Owain Rees", events=[sent(on="2025-09-01"), checked])
    small.case(
        "Nobody Else", events=[sent(on="2025-06-01"), event("onward_service_started", "2025-12-01", service="camhs")]
    )
    client.force_login(small.supervisor)
    page = client.get(reverse("referrals:evidence"))
    (sheet,) = page.context["sheets"]
    facts = dict(sheet.facts)
    assert (facts["Referrals on the record"], facts["Waiting now"], facts["Started"]) == (
        "3",
        "2",
        "1; half of them after 26 weeks or more",
    )
    assert facts["The risk has grown while waiting"] == "1"
    assert dict(sheet.harms) == {"Missed school or college": "1", "Went missing": "1"}
    text = page.content.decode()
    assert "Owain" not in text
    assert "Ffion" not in text
    hidden = client.get(reverse("referrals:evidence") + "?hide=yes").context["sheets"][0]
    assert dict(hidden.facts)["Waiting now"] == "fewer than 5"


def test_evidence_is_for_those_who_oversee(small, case, client):
    client.force_login(small.worker)
    assert client.get(reverse("referrals:evidence")).status_code == 404


def test_the_pages_of_a_case_count_their_queries(small, case, client, django_assert_max_num_queries):
    client.force_login(small.worker)
    client.get(addresses(case)[0])
    for address in addresses(case):
        with django_assert_max_num_queries(8 + 6):  # the case's own, and the log's
            assert client.get(address).status_code == 200


def test_recording_a_wait_from_anywhere_leads_to_these_pages(small, case, client):
    client.force_login(small.worker)
    page = client.get(reverse("cases:record", args=[case.pk])).content.decode()
    assert reverse("referrals:send", args=[case.pk]) in page
    record_events(
        case.pk, [event("wait_checked", "2026-03-01", service="CAMHS", risk="worse")], now=NOW, actor_id=small.worker.pk
    )
    found = first(case)
    assert (found.risk, found.check_by) == ("worse", date(2026, 3, 1) + timedelta(days=28))
    assert found.check_by > TODAY
