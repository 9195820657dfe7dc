"""Who was asked, what they said, what was shared on which ground: as a worker goes through it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from service import NOW, TODAY

from plimsoll.cases.models import CaseEvent
from plimsoll.cases.queries.case import case_view
from plimsoll.consents import actions, grounds, queries, register
from plimsoll.consents.actions import Basis, Consent, Sharing
from plimsoll.consents.register import Said
from plimsoll.handover import summary
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry

SCHOOL = "Harbour Academy"
LATER = TODAY + timedelta(days=90)
PACKS = ("children-england", "children-wales", "children-scotland", "children-northern-ireland", "send-england",
         "early-help", "advice-guidance")  # fmt: skip


@pytest.fixture
def case(small):
    return small.case()


@pytest.fixture
def as_worker(client, small):
    return signed_in(client, small.worker)


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


ASKED = {
    "purpose": "school", "agency": SCHOOL, "answer": "given", "given_by": "Siân Llŷr", "words": "About attendance only",
    "capacity": "parental_responsibility", "how": "spoken", **day("on", TODAY),
}  # fmt: skip
SHARED = {
    "purpose": "school", "agency": "harbour academy ", "what": "Attendance", "how": "telephone", **day("on", TODAY),
}  # fmt: skip


def consented(small, case, **more):
    consent = Consent("school", SCHOOL, "Siân Llŷr", "parental_responsibility", "spoken", words="Yes", **more)
    return actions.record_consent(case.pk, consent, is_given=True, on=TODAY, now=NOW, actor_id=small.worker.pk)


def shared(small, case, **more):
    sharing = Sharing("school", SCHOOL, "Attendance", how="telephone", **more)
    return actions.record_sharing(case.pk, sharing, on=TODAY, now=NOW, actor_id=small.worker.pk)


def withdrawn(small, case):
    return actions.withdraw_consent(
        case.pk, "school", SCHOOL, given_by="Siân Llŷr", words="", on=TODAY, now=NOW, actor_id=small.worker.pk
    )


def ground(case, today=TODAY):
    return queries.ground_for(case.pk, "school", SCHOOL, today)


def test_consent_is_asked_recorded_and_makes_sharing_possible(as_worker, case):
    assert ground(case) == ""
    assert as_worker.post(reverse("consents:give", args=[case.pk]), ASKED).status_code == 302
    assert ground(case) == "consent"
    assert as_worker.post(reverse("consents:share", args=[case.pk]), SHARED).status_code == 302
    event = CaseEvent.objects.get(name="information_shared")
    assert event.details["basis"] == "consent"
    page = as_worker.get(reverse("consents:case", args=[case.pk])).content.decode()
    assert "May be shared" in page
    assert "About attendance only" in page
    assert AuditEntry.objects.filter(action="information_shared", case_id=case.pk).exists()


def test_without_consent_nothing_is_shared_unless_a_lawful_basis_is_given_with_its_reason(as_worker, case):
    url = reverse("consents:share", args=[case.pk])
    response = as_worker.post(url, SHARED)
    assert response.status_code == 422
    assert "No consent is recorded for this" in response.content.decode()
    assert "Attendance" in response.content.decode()
    assert as_worker.post(url, {**SHARED, "basis": "public_task"}).status_code == 422
    assert not CaseEvent.objects.filter(name="information_shared").exists()
    reason = {"basis": "public_task", "rationale": "Section 47 enquiries"}
    assert as_worker.post(url, {**SHARED, **reason}).status_code == 302
    page = as_worker.get(reverse("consents:case", args=[case.pk])).content.decode()
    assert "Section 47 enquiries" in page


def test_a_withdrawal_takes_effect_at_once_and_asks_for_the_agency_to_be_told(small, as_worker, case):
    given_id = consented(small, case).event_ids[0]
    shared(small, case)
    url = reverse("consents:withdraw", args=[case.pk, given_id])
    assert SCHOOL in as_worker.get(url).content.decode()
    response = as_worker.post(url, {"given_by": "Siân Llŷr", **day("on", TODAY)}, follow=True)
    page = response.content.decode()
    assert "Not to be shared" in page
    assert "Tell them" in page
    assert ground(case) == ""
    with pytest.raises(ValidationError, match="Consent was withdrawn"):
        shared(small, case)
    view = case_view(viewer_for(small.worker, TODAY), case.pk, NOW)
    names = {part["name"] for part in summary.unfinished(summary.summary(view))}
    assert "untold" in names
    last = CaseEvent.objects.get(name="consent_withdrawn").pk
    as_worker.post(reverse("consents:told", args=[case.pk, last]))
    assert "Tell them" not in as_worker.get(reverse("consents:case", args=[case.pk])).content.decode()


def test_a_lawful_basis_stands_beside_a_withdrawn_consent_until_it_is_ended(small, as_worker, case):
    consented(small, case)
    withdrawn(small, case)
    form = {
        "purpose": "school", "agency": SCHOOL, "basis": "public_task", "condition": "safeguarding",
        "rationale": "At risk", **day("on", TODAY),
    }  # fmt: skip
    assert as_worker.post(reverse("consents:basis", args=[case.pk]), form).status_code == 302
    assert ground(case) == "public_task"
    page = as_worker.get(reverse("consents:case", args=[case.pk])).content.decode()
    assert "Schedule 1 para 18" in page
    last = CaseEvent.objects.get(name="lawful_basis_recorded").pk
    as_worker.post(reverse("consents:end_basis", args=[case.pk, last]))
    assert ground(case) == ""


def test_a_refusal_is_kept_and_shares_nothing(as_worker, case):
    as_worker.post(reverse("consents:give", args=[case.pk]), {**ASKED, "answer": "refused"})
    assert ground(case) == ""
    assert "Consent refused" in as_worker.get(reverse("consents:case", args=[case.pk])).content.decode()


def test_consent_runs_out_after_its_last_day(small, case):
    consented(small, case, until=LATER)
    assert ground(case, LATER) == "consent"
    assert ground(case, LATER + timedelta(days=1)) == ""


def test_a_review_date_becomes_a_duty_and_asking_again_meets_it(small, case):
    result = consented(small, case, review_on=LATER)
    duty = next(duty for duty in result.after.duties if duty.rule == "COM-031")
    assert (duty.due, duty.is_open) == (LATER, True)
    again = consented(small, case)
    assert not any(duty.rule == "COM-031" and duty.is_open for duty in again.after.duties)


def test_a_basis_with_a_review_date_becomes_a_duty_too(small, case):
    basis = Basis("school", SCHOOL, "public_task", "At risk", "safeguarding", review_on=LATER)
    result = actions.record_basis(case.pk, basis, on=TODAY, now=NOW, actor_id=small.worker.pk)
    assert any(duty.rule == "COM-032" and duty.due == LATER for duty in result.after.duties)


def test_two_purposes_with_one_agency_are_apart(small, case):
    consented(small, case)
    assert queries.ground_for(case.pk, "health", SCHOOL, TODAY) == ""


@pytest.mark.parametrize("wrong", [{"on_day": "32"}, {"capacity": ""}, {"words": ""}, day("until", date(2020, 1, 1))])
def test_what_was_typed_stays_where_something_is_wrong(as_worker, case, wrong):
    long = "Tŷ’r Ysgol, O’Brien 😀 " * 300
    response = as_worker.post(reverse("consents:give", args=[case.pk]), {**ASKED, "given_by": "Siân", "words": long,
                                                                         **wrong})  # fmt: skip
    assert response.status_code == 422
    assert "Siân" in response.content.decode()
    assert not CaseEvent.objects.filter(name="consent_given").exists()


PAGES = ("case", "give", "basis", "share")


@pytest.mark.parametrize("name", PAGES)
def test_another_team_finds_nothing(small, client, case, name):
    signed_in(client, small.outsider)
    url = reverse(f"consents:{name}", args=[case.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, ASKED).status_code in {404, 405}
    assert not CaseEvent.objects.filter(name__startswith="consent").exists()


def test_an_event_of_another_case_withdraws_nothing(small, as_worker, case):
    other = small.case("Uma Rees")
    given_id = consented(small, other).event_ids[0]
    url = reverse("consents:withdraw", args=[case.pk, given_id])
    assert as_worker.post(url, {"given_by": "x", **day("on", TODAY)}).status_code == 404
    assert ground(other) == "consent"


def test_an_auditor_reads_and_does_not_write(small, client, case):
    signed_in(client, small.auditor)
    assert client.get(reverse("consents:case", args=[case.pk])).status_code == 200
    assert client.get(reverse("consents:give", args=[case.pk])).status_code == 404


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_purposes_and_bases_each_with_its_source(pack):
    assert grounds.purposes(pack)
    assert all(one.citation and one.citation["address"].startswith("https://") for one in grounds.bases(pack).values())
    assert "safeguarding" in grounds.conditions(pack)


def test_the_register_asks_a_fixed_number_of_times(small, as_worker, case, django_assert_max_num_queries):
    for number in range(15):
        sharing = Sharing("school", f"School {number}", "All", basis="public_task", rationale="Duty")
        actions.record_sharing(case.pk, sharing, on=TODAY, now=NOW, actor_id=small.worker.pk)
    as_worker.get(reverse("consents:case", args=[case.pk]))
    with django_assert_max_num_queries(15):
        as_worker.get(reverse("consents:case", args=[case.pk]))


DAYS = st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9))
EVENTS = st.builds(
    lambda pk, name, on, until: Said(pk, name, on, {"purpose": "a", "agency": "b", "until": until}, ""),
    st.integers(1, 99), st.sampled_from(sorted(register.NAMES)), DAYS, st.sampled_from(["", "2026-03-01", "2026-05-01"])
)  # fmt: skip


@given(st.lists(EVENTS, max_size=8, unique_by=lambda said: said.event_id))
def test_after_a_withdrawal_nothing_stands_but_a_basis_whatever_happened_before(events):
    last = Said(1000, "consent_withdrawn", TODAY, {"purpose": "A ", "agency": "B"}, "")
    found = register.find(register.register([*events, last], "children-england", TODAY), "a", "b")
    assert found.ground != "consent"


@given(st.lists(EVENTS, max_size=8, unique_by=lambda said: said.event_id), st.randoms())
def test_the_order_in_which_events_are_read_does_not_matter(events, chance):
    mixed = list(events)
    chance.shuffle(mixed)
    assert register.register(events, "p", TODAY) == register.register(mixed, "p", TODAY)
