"""A real browser on a real server. A page that logs an error, or asks for what is not there, fails its test."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field

import pytest

import run

# Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",  # Chromium's own sandbox refuses to run as root, as in most containers
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Chromium, once for all tests."""
    from playwright.sync_api import sync_playwright

    chromium = run.find_chromium()
    assert chromium, "the browser tests need Chromium: python3 run.py test installs it, or says how"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


class Quiet:
    """Knows how many connections a server holds, and waits until there is none.

    A request that is still running while the database is emptied for the next test holds rows that the emptying
    waits for, and the other way round: PostgreSQL ends one of the two, and the test fails for no fault of the page.
    """

    LONGEST = 15.0

    def __init__(self, server) -> None:
        self._open = 0
        self._changed = threading.Condition()
        self._answer = server.process_request_thread
        self._take = server.process_request
        server.process_request_thread = self._answered
        server.process_request = self._taken

    def _taken(self, request, address) -> None:
        with self._changed:
            self._open += 1
        self._take(request, address)

    def _answered(self, request, address) -> None:
        try:
            self._answer(request, address)
        finally:
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open, self.LONGEST), f"{self._open} connections stay open"


@pytest.fixture(scope="session")
def quiet(live_server):
    return Quiet(live_server.thread.httpd)


@pytest.fixture
def live(live_server, quiet, transactional_db):
    """The product, served over HTTP; `live.url` is its address, and the database is empty again after the test."""
    yield live_server
    quiet.wait()


@dataclass
class Watch:
    """What went wrong on the pages of one test."""

    faults: list[str] = field(default_factory=list)

    def over(self, page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("console", self._on_console)
        page.on("response", self._on_response)

    def _on_console(self, message) -> None:
        # A missing file is reported by _on_response, which knows whether it was the page itself.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"the console says: {message.text}")

    def _on_response(self, response) -> None:
        is_page = response.request.is_navigation_request()
        is_answer = response.request.resource_type in {"fetch", "xhr"}
        if response.status >= 500 or (response.status >= 400 and not is_page and not is_answer):
            self.faults.append(f"{response.status} for {response.url}")


@pytest.fixture
def new_page(browser, live):
    """Opens pages: `new_page(PHONE)`, `new_page(has_scripts=False)`. Each has its own cookies."""
    contexts = []
    watch = Watch()

    def opened(viewport=LAPTOP, *, has_scripts: bool = True, language: str = "en-GB"):
        context = browser.new_context(
            base_url=live.url,
            viewport=viewport,
            java_script_enabled=has_scripts,
            locale=language,
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def page(new_page):
    """A page on a laptop."""
    return new_page()


@pytest.fixture
def phone(new_page):
    """A page on a phone."""
    return new_page(PHONE)


@pytest.fixture
def plain_page(new_page):
    """A page on which no script runs."""
    return new_page(has_scripts=False)


@pytest.fixture
def sign_in():
    """`sign_in(page, user)` without the sign-in page, for tests that are about something else."""
    from django.conf import settings
    from django.test import Client

    def signed_in(page, user) -> None:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/", "httpOnly": True}]
        )

    return signed_in
