"""Who has looked at a record: a page for those who oversee it."""

import pytest
from django.urls import reverse


@pytest.fixture
def case(small):
    return small.case()


def page(client, case, query=""):
    return client.get(reverse("sight:looked", args=[case.pk]) + query)


def test_its_supervisor_reads_who_looked_and_is_on_the_list_themselves(small, case, client):
    client.force_login(small.worker)
    client.get(reverse("cases:duties", args=[case.pk]))
    client.force_login(small.supervisor)
    text = page(client, case).content.decode()
    assert "Sam Pritchard" in text
    assert "(duties)" in text
    assert "(sight:looked)" in text
    assert "Opened the case" not in text
    assert "Opened the case" in page(client, case, "?all").content.decode()


@pytest.mark.parametrize("who", ["manager", "auditor"])
def test_a_manager_and_an_auditor_may_ask_too(small, case, client, who):
    client.force_login(getattr(small, who))
    assert page(client, case).status_code == 200


@pytest.mark.parametrize("who", ["worker", "outsider", "colleague"])
def test_nobody_else_may(small, case, client, who):
    client.force_login(getattr(small, who))
    assert page(client, case).status_code == 404


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=9999999999", "?page=x", "?page=²", "?all=&page=2"])
def test_no_word_in_the_address_breaks_it(small, case, client, query):
    client.force_login(small.supervisor)
    assert page(client, case, query).status_code == 200


def test_it_counts_its_queries(small, case, client, django_assert_max_num_queries):
    client.force_login(small.supervisor)
    page(client, case)
    with django_assert_max_num_queries(13):
        page(client, case)
