"""The instruments are tried before anything is measured with them."""

import pytest
from django.urls import reverse

from tests.browser.looking import assert_fits, faults_of, take_pictures

FAULTY = """<!doctype html><html><head><title></title></head><body>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<input type="text"><p style="width: 3000px">wide</p></body></html>"""


def test_axe_finds_what_is_wrong_with_a_faulty_page(page):
    page.set_content(FAULTY)
    found = {fault.split(" ")[0] for fault in faults_of(page)}
    assert {"document-title", "html-has-lang", "image-alt", "label"} <= found


def test_a_page_that_is_too_wide_is_found_out(page):
    page.set_content(FAULTY)
    with pytest.raises(AssertionError, match="wider than the window"):
        assert_fits(page)


def test_a_page_of_the_product_arrives_with_its_headers(page):
    response = page.goto(reverse("health"))
    assert response.status == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["x-frame-options"] == "DENY"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_browser_can_reach_nothing_outside(browser):
    context = browser.new_context()
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        context.new_page().goto("http://example.org/")
    context.close()


def test_pictures_are_taken_at_both_widths(page):
    page.set_content("<title>A picture</title><p>Hello")
    taken = take_pictures(page, "the-browser-itself")
    assert [path.name for path in taken] == ["the-browser-itself-1280.png", "the-browser-itself-390.png"]
    assert all(path.stat().st_size > 1000 for path in taken)
    assert page.viewport_size["width"] == 1280
