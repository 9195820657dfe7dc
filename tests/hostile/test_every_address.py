"""Every address that is looked at, with any parameters: no page breaks, nothing is reflected as markup or reaches SQL,
and every answer has its headers.
"""

# ruff: noqa: E501 -- a corpus reads best with a kind on a line
from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from access.crossing import arguments, lines
from access.policy import Position
from access.standing import standing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SOURCES = Path(__file__).resolve().parents[2] / "src" / "plimsoll"
IS_WHOLE = os.environ.get("PLIMSOLL_HOSTILE") == "all"
EXAMPLES = 3_000 if IS_WHOLE else 100
MARKUP = "zqx'\"><svg/onload=zqx()>"
HOSTILE = (
    MARKUP, "{{7*7}}", "%s%n", "%(x)s", "-1", "0", "1", "99999999999999999999", "1e309", "nan", "٣", "", " ", "\0", "a\0b", "\ud800",
    "\u202e", "x" * 5_000, "2026-02-30", "0000-00-00", "9999-12-31", "2026-03-02", "00000000-0000-0000-0000-000000000000",
    "zqx') OR 1=1 --", "zqx; DROP TABLE cases_case", "password", "holder__password", "-holder__password", "?", "-hint_key",
    "../../etc/passwd", "http://zqx.example.invalid", "//zqx.example.invalid", "javascript:zqx()", "last", "yes", "all", "csv",
)  # fmt: skip
# Sort and page parameters as lists of this kind have them, beside every name that a view or form asks for.
USUAL = {"sort", "order", "page", "q", "group", "colour", "next", "filter", "kind", "since", "until", "team", "worker"}


def asked_for() -> list[str]:
    """Every name of a parameter that the sources ask a request for, and every field of a form."""
    found = set(USUAL)
    for path in SOURCES.rglob("*.py"):
        text = path.read_text()
        found |= set(re.findall(r'\.GET\.(?:get|getlist)\("(\w+)"', text))
        found |= set(re.findall(r'"(\w+)" in request\.GET', text))
        if "form" in path.name or "forms" in path.parts:
            found |= set(re.findall(r"^    (\w+) = .*(?:Field|Choice|Choose)", text, re.MULTILINE))
    dates = {name + part for name in ("since", "until", "from", "to") for part in ("_day", "_month", "_year", "_0")}
    return sorted(found | dates)


NAMES = asked_for()
ADDRESSES_LOOKED_AT = sorted(address for address, row in lines().items() if row["get"] != "none")


@pytest.fixture
def looking(small, client):
    """A supervisor who holds a case that has something on every page, and every address made whole."""
    made = standing(small)
    made.take(Position("service_manager", "allocated", "open", "active"))
    client.force_login(made.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False
    urls = {}
    for address in ADDRESSES_LOOKED_AT:
        words = made.words_for(address, lines()[address]["with"])
        given = {name: words.get(name, like) for name, like in arguments(address).items()}
        urls[address] = reverse(address, kwargs=given)
    urls.pop("account_logout")
    return client, urls


def get(client, url, pairs):
    from urllib.parse import urlencode

    query = urlencode(pairs, errors="surrogatepass")
    return client.get(f"{url}?{query}")


def wrong_with(response, statements) -> str:
    if response.status_code >= 500:
        return "breaks"
    if any("zqx" in said and ("DROP TABLE" in said or "OR 1=1" in said) for said in statements):
        return "reaches SQL"
    if response.status_code in {301, 302} and "zqx.example" in response.headers["Location"].split("?")[0]:
        return "leads away"
    if not response.streaming and b"<svg/onload=zqx" in response.content:
        return "reflects markup"
    if not response.streaming and b'href="javascript:zqx' in response.content:
        return "reflects a script"
    return ""


class Unbound:
    """Keeps every statement as the program wrote it, before the driver puts values in."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(str(sql))
        return execute(sql, params, many, context)


@pytest.mark.django_db
def test_no_parameters_break_a_page_or_reach_the_database_or_come_back_as_markup(looking):
    client, urls = looking
    faults = set()

    pairs_of_it = st.tuples(st.sampled_from(NAMES), st.sampled_from(HOSTILE) | st.text(max_size=20))

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(sorted(urls)), st.lists(pairs_of_it, min_size=1, max_size=5))
    def fuzz(address, pairs):
        heard = Unbound()
        with connection.execute_wrapper(heard):
            response = get(client, urls[address], pairs)
        wrong = wrong_with(response, heard.statements)
        if wrong:
            faults.add((wrong, address, str(pairs)))

    fuzz()
    assert not faults, "\n".join(map(str, sorted(faults)))


@pytest.mark.django_db
def test_every_list_takes_any_order_page_and_filter(looking):
    """Every parameter at its worst at once; all addresses in the long run."""
    client, urls = looking
    chance = random.Random("lists")
    faults = []
    for address, url in urls.items() if IS_WHOLE else chance.sample(sorted(urls.items()), 60):
        for _ in range(6 if IS_WHOLE else 1):
            pairs = [(name, chance.choice(HOSTILE)) for name in NAMES]
            heard = Unbound()
            with connection.execute_wrapper(heard):
                response = get(client, url, pairs)
            wrong = wrong_with(response, heard.statements)
            if wrong:
                faults.append((wrong, address))
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.django_db
def test_every_answer_has_its_headers(looking):
    client, urls = looking
    wrong, reached = [], 0
    for address, url in urls.items():
        response = client.get(url)
        reached += response.status_code == 200
        policy = response.headers.get("Content-Security-Policy", "")
        kept = {
            "an answer": response.status_code < 500,
            "a strict policy": "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy,
            "no frame in the policy": "frame-ancestors 'none'" in policy,
            "forms stay here": "form-action 'self'" in policy and "base-uri 'none'" in policy,
            "no frame": response.headers.get("X-Frame-Options") == "DENY",
            "no referrer elsewhere": response.headers.get("Referrer-Policy") == "same-origin",
            "no guessing": response.headers.get("X-Content-Type-Options") == "nosniff",
            "no window of ours": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
            "not kept": "no-store" in response.headers.get("Cache-Control", ""),
            "no devices": "camera=()" in response.headers.get("Permissions-Policy", ""),
        }
        wrong += [(address, response.status_code, said) for said, holds in kept.items() if not holds]
    assert not wrong, "\n".join(map(str, wrong))
    assert reached > 60


@pytest.mark.django_db
def test_an_error_page_and_one_for_nobody_have_the_headers_too(client):
    for url in ("/nowhere/", "/account/login/", "/tell/answer/"):
        response = client.get(url)
        assert "no-store" in response.headers["Cache-Control"], url
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], url


@pytest.mark.django_db
def test_the_order_of_a_list_is_one_of_a_few_and_never_a_column_that_was_asked_for(looking):
    client, urls = looking
    with CaptureQueriesContext(connection) as plain:
        client.get(urls["cases:caseload"])
    with CaptureQueriesContext(connection) as asked:
        client.get(urls["cases:caseload"] + "?sort=holder__password")
    orders = [[re.findall(r"ORDER BY .*", one["sql"]) for one in each.captured_queries] for each in (plain, asked)]
    assert orders[0] == orders[1]
