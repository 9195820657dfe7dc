"""How often somebody may try."""

import pytest
from django.conf import settings
from django.urls import reverse
from service import PASSWORD

from plimsoll.frontdoor import knocking


def sign_in(client, email, password, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


@pytest.mark.django_db
def test_after_ten_wrong_passwords_the_right_one_is_refused_too(small, client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, small.worker.email, "not the pass phrase")
    sign_in(client, small.worker.email, PASSWORD)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_wrong_passwords_for_one_account_lock_nobody_out_who_is_elsewhere(small, client):
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        sign_in(client, small.worker.email, "not the pass phrase")
    sign_in(client, small.colleague.email, PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_questions_from_outside_are_put_off_after_a_dozen_in_an_hour(small, client):
    given = {"reference": "AAAA-AAAA", "secret": "never-this"}
    answers = [client.post(reverse("frontdoor:ask"), given).status_code for _ in range(knocking.MOST_ASKED + 2)]
    assert answers[0] == 422
    assert answers[-1] in {422, 429}


@pytest.mark.django_db
def test_guessing_links_is_put_off(small, client):
    answers = [client.get(reverse("outcomes:feedback"), {"k": f"guess{number}"}).status_code for number in range(60)]
    assert answers[0] == 404
    assert answers[-1] == 429
