"""The layout, the error pages, the sign-in page and the kit's own page, as the server answers them."""

import re
import struct

import pytest
from django.template.loader import get_template
from django.utils.translation import override
from django.utils.translation.trans_real import get_languages

SNIPPET_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def title_of(html: str) -> str:
    return " ".join(SNIPPET_TITLE.search(html)[1].split())


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_neither_a_request_nor_a_database(status):
    html = get_template(f"{status}.html").render()
    assert title_of(html).endswith("– Plimsoll")
    assert html.count("<h1") == 1


def test_an_address_that_is_not_there_gets_the_page_that_says_so(anonymous_client):
    response = anonymous_client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.text


def test_the_kits_own_page_is_not_there_in_production(anonymous_client, settings):
    settings.DEMONSTRATION = False
    assert anonymous_client.get("/design/").status_code == 404


def test_the_kits_own_page_shows_every_state_and_three_hundred_rows(anonymous_client, settings):
    from plimsoll.govuk.marks import DUTY_STATES

    settings.DEMONSTRATION = True
    html = anonymous_client.get("/design/?many=yes").text
    assert html.count('class="govuk-table__header pl-table__head">') >= 300
    for state in DUTY_STATES.values():
        assert str(state.word) in html
    assert "Gwenllïan Angharad Ŵyn-Llŷr" in html


def test_ids_are_never_used_twice(anonymous_client, settings):
    settings.DEMONSTRATION = True
    ids = re.findall(r'\sid="([^"]+)"', anonymous_client.get("/design/").text)
    assert sorted(ids) == sorted(set(ids))


def test_the_demonstration_says_that_it_is_one(anonymous_client, settings):
    settings.DEMONSTRATION = True
    assert "Everybody here is invented." in anonymous_client.get("/account/signup/").text
    settings.DEMONSTRATION = False
    assert "invented" not in anonymous_client.get("/account/signup/").text


def test_the_sign_in_page_asks_for_email_and_password_and_offers_no_sign_up(anonymous_client):
    html = anonymous_client.get("/account/login/").text
    assert title_of(html) == "Sign in – Plimsoll"
    assert 'name="login"' in html
    assert 'name="password"' in html
    assert "/signup/" not in html
    assert "placeholder" not in html


def test_a_sign_in_without_anything_typed_says_what_is_missing(anonymous_client):
    html = anonymous_client.post("/account/login/", {}).text
    assert title_of(html) == "Error: Sign in – Plimsoll"
    assert '<a href="#id_login">Enter email</a>' in html
    assert '<a href="#id_password">Enter password</a>' in html


def test_the_demonstrations_people_are_offered_with_what_they_see(anonymous_client, settings, monkeypatch):
    import sys
    from types import ModuleType

    people = ModuleType("plimsoll.demo.people")
    people.sign_in_list = lambda: [
        {"key": key, "name": name, "role": "social worker", "service": service, "sees": "18 cases"}
        for key, name, service in (("7", "Sam Okafor", "North"), ("8", "Ann Li", "South"), ("9", "Bo Ray", "North"))
    ]
    monkeypatch.setitem(sys.modules, "plimsoll.demo.people", people)
    settings.DEMONSTRATION = True
    html = anonymous_client.get("/account/login/").text
    assert "Sam Okafor, social worker" in html
    assert "18 cases" in html
    assert re.findall(r'pl-people__group">(\w+)<', html) == ["North", "South"]
    assert re.findall(r'pl-people__name">(\w+ \w+)', html) == ["Sam Okafor", "Bo Ray", "Ann Li"]
    settings.DEMONSTRATION = False
    assert "Sam Okafor" not in anonymous_client.get("/account/login/").text


@pytest.mark.parametrize("address", ["/account/password/reset/", "/account/password/reset/done/", "/account/signup/"])
def test_the_other_account_pages_wear_the_same_layout(anonymous_client, address):
    html = anonymous_client.get(address).text
    assert title_of(html).endswith("– Plimsoll")
    assert 'id="main-content"' in html


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
    get_languages.cache_clear()
    yield
    get_languages.cache_clear()


@pytest.mark.usefixtures("two_languages")
def test_the_page_says_which_language_it_is_in(anonymous_client):
    assert '<html lang="en"' in anonymous_client.get("/account/login/").text
    with override("cy"):
        html = anonymous_client.get("/account/login/", headers={"accept-language": "cy"}).text
    assert '<html lang="cy"' in html


def test_a_language_without_a_translation_is_not_offered(anonymous_client, settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    assert 'name="language"' not in anonymous_client.get("/account/login/").text


@pytest.mark.usefixtures("two_languages")
def test_the_other_language_is_one_button_away(anonymous_client, settings, tmp_path):
    catalogue = tmp_path / "cy" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28))  # a catalogue of no words
    settings.LOCALE_PATHS = [tmp_path]
    html = anonymous_client.get("/account/login/").text
    assert 'name="language" value="cy" lang="cy">Cymraeg' in html
    response = anonymous_client.post("/i18n/setlang/", {"language": "cy", "next": "/account/login/"})
    assert response.status_code == 302
    assert '<html lang="cy"' in anonymous_client.get("/account/login/").text


def test_the_policy_is_on_every_page(anonymous_client):
    policy = anonymous_client.get("/account/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
