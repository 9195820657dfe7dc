"""The public side: a frightened neighbour at night, a school that sends many, a machine that sends rubbish."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from service import NOW

from plimsoll import today as clock
from plimsoll.frontdoor import knocking, references
from plimsoll.frontdoor.models import Approach, Knock
from plimsoll.people import actions as people
from plimsoll.trust.models import AuditEntry

TYPED = {
    "in_danger": "no", "what": "Shouting and a child crying every night. Siân ŵ 💔 O’Brien",
    "about_name": "Kofi O’Brien", "about_where": "Number 9, Harbour Road",
}  # fmt: skip


def form_of(small, kind="concern"):
    return reverse("frontdoor:tell", args=[small.service.pk, kind])


def test_nobody_has_to_sign_in_and_the_emergency_number_comes_before_everything(small, client):
    for page in (reverse("frontdoor:start"), form_of(small)):
        text = client.get(page).content.decode()
        main = text[text.index('id="main-content"') :]
        assert main.index("tel:999") < main.index("<h1")


def test_a_neighbour_needs_two_answers_and_no_name(small, client):
    answer = client.post(form_of(small), {"in_danger": "yes", "what": "He is hitting her"}, follow=True)
    text = answer.content.decode()
    found = Approach.objects.get()
    assert found.reference in text
    assert references.secret_of(found.pk) in text
    assert "A person reads it and decides what is to be done by 3 March 2026." in text
    assert "tel:999" in text
    assert (found.safe_now, found.pile, found.from_name) == ("no", "new", "")


def test_no_name_stands_in_an_address_a_cookie_or_the_log(small, client):
    answer = client.post(form_of(small), {**TYPED, "from_name": "Nia Neighbour"}, follow=True)
    addresses = " ".join(url for url, _status in answer.redirect_chain)
    logged = " ".join(AuditEntry.objects.values_list("detail_text", flat=True))
    cookies = " ".join(cookie.value for cookie in client.cookies.values())
    found = Approach.objects.get()
    for place in (addresses, logged, cookies):
        for word in ("Kofi", "Brien", "Nia", "Harbour", "crying"):
            assert word not in place
    assert str(found.pk) not in addresses


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": " "}, "Tell us in a few words: one sentence is enough"),
        ({"in_danger": ""}, "Choose whether anybody is in danger now"),
        ({"in_danger": "maybe"}, "Is anybody in danger now?"),
        ({"what": "a" * 400_001}, "This is more than we can take at once"),
        ({"about_name": "b" * 301}, "Who is it about?"),
        ({"what": "a\x00b"}, "null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_and_what_was_typed_stays(small, client, given, said):
    answer = client.post(form_of(small), {**TYPED, **given})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Number 9, Harbour Road" in text
    assert not Approach.objects.exists()


def test_twenty_thousand_words_arrive_as_they_were_typed(small, client):
    long = "<b>gair</b> " * 20_000
    assert client.post(form_of(small), {**TYPED, "what": long}).status_code == 302
    assert Approach.objects.get().what == long.strip()


def test_more_than_a_request_may_hold_says_so_and_sends_nothing(small, client):
    answer = client.post(form_of(small), {**TYPED, "what": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "what you wrote is still there" in answer.content.decode()
    assert not Approach.objects.exists()


def test_a_form_sent_twice_arrives_once_and_shows_the_same_reference(small, client):
    page = client.get(form_of(small)).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    first = client.post(form_of(small), {**TYPED, "token": token}, follow=True).content.decode()
    second = client.post(form_of(small), {**TYPED, "token": token}, follow=True).content.decode()
    found = Approach.objects.get()
    assert found.reference in first
    assert found.reference in second


def test_a_browser_without_cookies_is_not_turned_away(small):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_of(small), TYPED).status_code == 302


def test_a_school_that_sends_many_is_never_turned_away_and_its_last_ones_are_looked_through(small, client):
    for number in range(knocking.MOST_BEFORE_A_LOOK + 3):
        assert client.post(form_of(small), {**TYPED, "what": f"Child {number}"}).status_code == 302
    piles = list(Approach.objects.order_by("received_at", "id").values_list("pile", flat=True))
    assert sorted(piles) == ["flood"] * 3 + ["new"] * knocking.MOST_BEFORE_A_LOOK
    assert client.post(form_of(small), TYPED, REMOTE_ADDR="192.0.2.77").status_code == 302
    assert Approach.objects.filter(pile="new").count() == knocking.MOST_BEFORE_A_LOOK + 1
    with clock.stopped_at(NOW + timedelta(hours=2)):
        client.post(form_of(small), {**TYPED, "what": "Later"})
    assert Approach.objects.get(what="Later").pile == "new"


@pytest.mark.parametrize(
    "given", [{"website": "http://buy.example"}, {"what": "http://a.example https://b.example http://c.example"}]
)
def test_what_a_machine_wrote_lies_on_a_pile_of_its_own_and_is_answered_like_any(small, client, given):
    answer = client.post(form_of(small), {**TYPED, **given}, follow=True)
    assert "It has arrived" in answer.content.decode()
    assert Approach.objects.get().pile == "rubbish"


def test_who_knocked_is_kept_as_a_digest_that_means_nothing_tomorrow(small, client, rf):
    client.post(form_of(small), TYPED, REMOTE_ADDR="192.0.2.7")
    kept = Knock.objects.get()
    assert "192" not in kept.digest
    asked = rf.get("/", REMOTE_ADDR="192.0.2.7")
    assert kept.digest == knocking.digest_of(asked, NOW.date())
    assert kept.digest != knocking.digest_of(asked, NOW.date() + timedelta(days=1))
    near, same = rf.get("/", REMOTE_ADDR="2001:db8::1"), rf.get("/", REMOTE_ADDR="2001:db8::ffff")
    assert knocking.digest_of(near, NOW.date()) == knocking.digest_of(same, NOW.date())
    with clock.stopped_at(NOW + timedelta(days=2)):
        client.post(form_of(small), TYPED, REMOTE_ADDR="192.0.2.8")
    assert Knock.objects.count() == 1


def test_what_a_client_says_of_its_own_address_is_not_believed(small, rf, settings):
    claimed = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.5")
    plain = rf.get("/", REMOTE_ADDR="192.0.2.7")
    assert knocking.digest_of(claimed, NOW.date()) == knocking.digest_of(plain, NOW.date())
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    behind = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.5, 192.0.2.7")
    assert knocking._address(behind) == "192.0.2.7"


def test_the_reference_with_its_secret_says_what_may_be_told_and_nothing_else(small, client):
    client.post(form_of(small), TYPED)
    found = Approach.objects.get()
    secret = references.secret_of(found.pk)
    ask = reverse("frontdoor:ask")
    told = client.post(ask, {"reference": found.reference.lower(), "secret": f"{secret[:5]} {secret[5:]}"})
    text = told.content.decode()
    assert "It has arrived, and somebody will look at it." in text
    for word in ("Kofi", "crying", "Harbour"):
        assert word not in text
    wrong = client.post(ask, {"reference": found.reference, "secret": "WRONGWORDS"})
    none = client.post(ask, {"reference": "2222-2222", "secret": secret})
    assert (wrong.status_code, none.status_code) == (422, 422)
    for answer in (wrong, none):
        assert "No message has this reference and secret word" in answer.content.decode()


def test_guessing_at_secrets_is_put_off_and_telling_is_not(small, client):
    for _ in range(knocking.MOST_ASKED):
        client.post(reverse("frontdoor:ask"), {"reference": "2222-2222", "secret": "x"})
    assert client.post(reverse("frontdoor:ask"), {"reference": "2222-2222", "secret": "x"}).status_code == 429
    assert client.post(form_of(small), TYPED).status_code == 302


def test_the_page_that_says_thank_you_opens_for_an_hour_and_for_no_other_seal(small, client):
    client.post(form_of(small), TYPED)
    found = Approach.objects.get()
    assert client.get(reverse("frontdoor:sent", args=[references.sealed(found.pk)])).status_code == 200
    assert client.get(reverse("frontdoor:sent", args=["nonsense"])).status_code == 404


def test_a_service_without_a_door_has_none(small, client):
    service = people.create_service("Retention", "records", now=NOW)
    assert client.get(reverse("frontdoor:tell", args=[service.pk, "concern"])).status_code == 404
    assert client.get(reverse("frontdoor:tell", args=[small.service.pk, "knitting"])).status_code == 404


def test_a_professional_gives_a_name_and_somebody_who_asks_for_help_is_not_asked_who_it_is_about(small, client):
    refused = client.post(form_of(small, "referral"), TYPED)
    assert "Enter your name" in refused.content.decode()
    page = client.get(form_of(small, "self_referral")).content.decode()
    assert "What would you like help with?" in page
    assert "Who is it about?" not in page
