"""People and families in a real browser: accessible and in one column at both widths, by key, without script."""

from datetime import date

import pytest
from service import NOW, TODAY, small_service

from plimsoll import today as clock
from plimsoll.families.actions import people as actions
from plimsoll.families.actions import relationships
from plimsoll.families.actions.people import NewPerson
from plimsoll.families.actions.relationships import Kin
from plimsoll.people.access import viewer_for
from tests.browser.looking import WIDTHS, assert_accessible, assert_fits, take_pictures

LONG = "Maximilienne-Żaneta Fitzgerald-Montgomery-Oyelaran"


@pytest.fixture
def at_nine():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def small(live, at_nine):
    return small_service()


@pytest.fixture
def told(small):
    """A child with parents, a home, a network, a secret address; and the same child once more on a second case."""
    by = {"now": NOW, "viewer": viewer_for(small.worker, TODAY)}
    case, second = small.case("Ffion Llŷr"), small.case("Fion Llyr")

    def put(where, given, family, part="family", **fields):
        new = NewPerson({"given_name": given, "family_name": family, **fields}, part)
        return actions.add_person(where.pk, new, **by)

    child = put(case, "Ffion", "Llŷr", "subject", born_on=date(2016, 5, 4), sex="F")
    mother = put(case, *LONG.split(), born_on=date(1988, 2, 1), sex="F")
    father = put(case, "Gethin", "O’Brien", died_on=date(2025, 1, 1), sex="M")
    again = put(second, "Fion", "Llyr", "subject", born_on=date(2016, 5, 4), sex="F", language="Welsh")
    for kind, one, two in (("parent", mother, child), ("parent", father, child), ("married", mother, father)):
        relationships.relate(Kin(kind, one.pk, two.pk), case_id=case.pk, **by)
    relationships.add_household("Mum’s", [mother.pk, child.pk], from_on=None, case_id=case.pk, **by)
    for number, tie in enumerate(("strong", "ordinary", "weak", "stressful")):
        data = {"name": f"{LONG} {number}", "sector": "school", "role": "Class teacher", "tie": tie}
        relationships.add_to_network(case.pk, data, **by)
    secret = {"lines": "1 The Mews", "safety": "secret", "postcode": "CF10 3NP"}
    actions.add_address(case.pk, mother.pk, secret, [father.pk], **by)
    return case, child, mother, again


def test_every_page_of_people_is_accessible_and_fits(small, told, new_page, sign_in):
    case, child, mother, again = told
    of_case, of_mother = f"/cases/{case.pk}", f"/cases/{case.pk}/people/{mother.pk}"
    pages = {
        "people": f"{of_case}/people/",
        "people-add": f"{of_case}/people/add/",
        "people-person": f"{of_mother}/",
        "people-change": f"{of_mother}/change/",
        "people-contact": f"{of_mother}/contact/",
        "people-equality": f"{of_mother}/equality/",
        "people-address": f"{of_mother}/add/address/",
        "people-genogram": f"{of_case}/family/",
        "people-relate": f"{of_case}/family/relationships/add/",
        "people-household": f"{of_case}/family/households/add/",
        "people-network": f"{of_case}/network/",
        "people-duplicates": "/people/duplicates/",
        "people-compare": f"/people/duplicates/{child.pk}/{again.pk}/",
        "search": "/search/",
    }
    page = new_page()
    sign_in(page, small.worker)
    for name, address in pages.items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(address).status == 200
            assert_accessible(page)
            assert_fits(page)
        take_pictures(page, name)


def test_without_script_somebody_is_found_added_and_merged(small, told, plain_page, sign_in):
    case, _child, _mother, _again = told
    page = plain_page
    sign_in(page, small.worker)
    page.goto("/search/")
    page.get_by_label("Name, number or words").fill("shan")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/search/")
    assert page.get_by_text("Nothing that you may see fits").is_visible()
    page.goto(f"/cases/{case.pk}/people/add/")
    page.get_by_label("Family", exact=True).check()
    page.get_by_label("Given names").fill("Siân")
    page.get_by_label("Family name").fill("Llŷr")
    page.get_by_role("button", name="Add to the case").click()
    assert page.get_by_text("Added to the case.").is_visible()
    page.goto("/people/duplicates/")
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("button", name="One person: merge them").click()
    page.get_by_role("button", name="Take it back").click()
    assert page.get_by_text("Taken back: there are two records again").is_visible()


def test_the_genogram_is_walked_by_key(small, told, page, sign_in):
    case, *_ = told
    sign_in(page, small.worker)
    page.goto(f"/cases/{case.pk}/family/")
    page.locator(".pl-drawing").focus()
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.getAttribute('href')")
    assert f"/cases/{case.pk}/people/" in reached
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reached}")
