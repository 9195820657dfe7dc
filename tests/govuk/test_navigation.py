"""The navigation shows what exists and what this person may open."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import path

from plimsoll.govuk import navigation
from plimsoll.govuk.navigation import Item, links, viewer_says


def page(request):
    raise AssertionError("no page is opened here")


urlpatterns = [
    path("", page, name="first"),
    path("cases/", page, name="cases"),
    path("cases/late/", page, name="late"),
    path("team/", page, name="team"),
]


@pytest.fixture
def request_of(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    items = [
        Item("First", ("first",)),
        Item("Cases", ("nowhere", "cases")),
        Item("Late", ("late",)),
        Item("Team", ("team",), viewer_says("oversees")),
        Item("Elsewhere", ("nowhere",)),
    ]
    monkeypatch.setattr(navigation, "ITEMS", items)

    def made(address, *, is_signed_in=True, **sight):
        request = RequestFactory().get(address)
        request.user = SimpleNamespace(is_authenticated=is_signed_in)
        request.viewer = SimpleNamespace(**sight) if is_signed_in else None
        return request

    return made


def texts(request, **options):
    return [link.text for link in links(request, **options)]


def current(request, **options):
    return [link.text for link in links(request, **options) if link.is_current]


def test_nobody_signed_in_sees_nothing(request_of):
    assert texts(request_of("/", is_signed_in=False)) == []


def test_a_page_that_is_not_there_has_no_link(request_of):
    assert "Elsewhere" not in texts(request_of("/"))


def test_only_who_may_open_a_page_is_shown_it(request_of):
    assert "Team" not in texts(request_of("/"))
    assert "Team" not in texts(request_of("/", oversees=False))
    assert "Team" in texts(request_of("/", oversees=True))


@pytest.mark.parametrize(
    ("address", "item"),
    [("/", "First"), ("/cases/", "Cases"), ("/cases/12/duties/", "Cases"), ("/cases/late/", "Late")],
)
def test_where_one_is_follows_from_the_address(request_of, address, item):
    assert current(request_of(address)) == [item]


def test_an_address_of_none_of_them_marks_none(request_of):
    assert current(request_of("/account/")) == []


def test_a_page_may_say_where_it_belongs(request_of):
    assert current(request_of("/account/"), current="cases") == ["Cases"]


def test_the_products_own_items_lead_somewhere():
    assert [str(item.text) for item in navigation.ITEMS][:2] == ["My day", "Caseload"]
    for item in navigation.ITEMS[:3]:
        assert navigation.address(item) is not None, f"{item.text} leads nowhere"
