"""A unique word stands in every field of a restricted case. Everybody who may not see it looks everywhere."""

from __future__ import annotations

import logging

import pytest
from access.canaries import Canaries
from access.crossing import arguments, lines
from django.core import mail
from django.urls import reverse
from service import NOW, TODAY

from plimsoll.cases.models import Holding
from plimsoll.people import actions as people
from plimsoll.people.models import Role
from plimsoll.trust.models import AuditEntry

LOOKERS = ("colleague", "supervisor", "manager", "outsider", "auditor", "former", "support", "administrator")


@pytest.fixture
def hidden(small):
    """The restricted case, and two who have roles that see no case, and one who held it once."""
    case = small.case(restricted=True)
    made = Canaries(small, case)
    made.put()
    started = {"from_on": TODAY, "now": NOW}
    for name, role in (("support", Role.BUSINESS_SUPPORT), ("administrator", Role.ACCOUNT_ADMINISTRATOR)):
        setattr(small, name, people.create_worker(f"{name}@example.org", name, now=NOW))
        people.join_team(getattr(small, name), small.team, role, **started)
    small.former = people.create_worker("former@example.org", "Mo Former", now=NOW)
    people.join_team(small.former, small.team, Role.PRACTITIONER, **started)
    Holding.objects.create(case=case, worker=small.former, from_on=TODAY, until_on=TODAY, recorded_at=NOW)
    return made


def everywhere(made):
    """Every address that can be made, with the ids of the hidden case and of its rows."""
    ids = {"case_id": made.case.pk, "person_id": made.person.pk, "rule": "none", "one_id": made.person.pk}
    for label, row in made.rows.items():
        ids.setdefault(f"{label.rpartition('.')[2].lower()}_id", row.pk)
    for address, line in lines().items():
        if line["get"] in {"none", "account"}:
            continue
        given = ids | dict(pair.split("=") for pair in line["with"].split())
        words = {name: given.get(name, nothing) for name, nothing in arguments(address).items()}
        yield address, reverse(address, kwargs=words)


def test_the_words_are_there_and_their_worker_reads_them(small, hidden, client):
    assert len(hidden.words) > 60
    # The rules of some tables refuse a row made up of nothing but words; most take it.
    assert len(hidden.left_out) < len(hidden.rows) / 4, hidden.left_out
    client.force_login(small.worker)
    assert "title" in hidden.found_in(client.get("/cases/").content.decode())


def test_nobody_else_meets_a_word_of_it_anywhere(small, hidden, client, caplog):
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False
    met = {}
    for who in LOOKERS:
        client.force_login(getattr(small, who))
        asked = 0
        for address, url in everywhere(hidden):
            response = client.get(url)
            asked += 1
            said = b"".join(response).decode(errors="replace") if response.streaming else response.content.decode()
            found = hidden.found_in(said + str(response.headers))
            if found:  # a made-up row may break a page; then the page of the error is what is looked through
                met[who, address] = (response.status_code, found)
        assert asked > 60
        search_and_export(client, hidden)
    assert met == {}
    assert hidden.found_in(caplog.text) == []
    assert hidden.found_in("".join(f"{one.subject} {one.body}" for one in mail.outbox)) == []


def search_and_export(client, hidden) -> None:
    for word in ("kanarie", *list(hidden.words)[:4]):
        for url, name in (("/search/", "q"), ("/cases/?q=", "")):
            response = client.post(url, {name: word}) if name else client.get(url + word)
            said = response.content.decode().replace(word, "")
            assert hidden.found_in(said) == [], (url, word)
            assert str(hidden.case.pk) not in said
    for scope in ("mine", "team", "service"):
        body = client.get(f"/cases/export/{scope}.csv").content.decode(errors="replace")
        assert hidden.found_in(body) == []


def test_the_log_of_who_did_what_holds_no_word_of_it(hidden):
    assert hidden.found_in("".join(AuditEntry.objects.values_list("detail_text", flat=True))) == []


def test_its_absence_has_no_number(small, client):
    """The same counts on every list, whether the restricted case is there or not."""
    client.force_login(small.manager)
    small.case("Somebody restricted", restricted=True)
    lists = ("/", "/cases/", "/cases/team/", "/cases/service/", "/team/", "/search/")
    with_it = [client.get(url).content.decode().count("<tr") for url in lists]
    small.case("Somebody restricted too", restricted=True)
    assert [client.get(url).content.decode().count("<tr") for url in lists] == with_it
