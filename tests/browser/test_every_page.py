"""Every page of the day, the caseload, the case and the team: axe finds nothing at two widths, and nothing scrolls
sideways at 320 px. The policy of the site's security holds: a page that breaks it logs an error, which fails the test.

A page that is in none of these tables fails the last test: whoever adds one says here how it is looked at.
"""

from pathlib import Path

import pytest
from django.urls import get_resolver

from plimsoll import today as clock
from plimsoll.cases.models import CaseEvent
from tests.browser.looking import faults_of
from tests.browser.working import NOW, ask_for_lower, working_service

HERE = Path(__file__).parent
WORKER, SUPERVISOR, MANAGER = "worker", "supervisor", "manager"
# Name, who looks, and the address with what it is asked: {concern}, {protected} ... are the cases of working.py.
PAGES = (
    ("work:my_day", WORKER, "/"),
    ("cases:caseload", WORKER, "/cases/"),
    ("cases:caseload", WORKER, "/cases/?q=l&colour=red&group=plan&sort=-due"),
    ("cases:caseload", WORKER, "/cases/?q=nobody-of-this-name"),
    ("cases:team", SUPERVISOR, "/cases/team/?worker=nobody"),
    ("cases:service", MANAGER, "/cases/service/"),
    ("cases:overview", WORKER, "/cases/{concern}/"),
    ("cases:overview", SUPERVISOR, "/cases/{unheld}/"),
    ("cases:duties", WORKER, "/cases/{protected}/duties/"),
    ("cases:why", WORKER, "/cases/{protected}/why/?with={calm}&on=2026-03-02"),
    ("cases:why", WORKER, "/cases/{protected}/why/?on=tomorrow"),
    ("cases:chronology", WORKER, "/cases/{protected}/chronology/?kind=contact"),
    ("cases:record", WORKER, "/cases/{protected}/record/"),
    ("cases:record_event", WORKER, "/cases/{concern}/record/concern_decided/"),
    ("cases:record_event", WORKER, "/cases/{concern}/record/concern_raised/"),
    ("cases:write_up", WORKER, "/cases/{protected}/events/{entry}/"),
    ("cases:override", SUPERVISOR, "/cases/{concern}/priority/"),
    ("cases:allocate", SUPERVISOR, "/cases/{unheld}/allocate/"),
    ("cases:duty", WORKER, "/cases/{protected}/duties/ENG-CP-007/"),
    ("changes:list", WORKER, "/changes/"),
    ("changes:case", WORKER, "/cases/{protected}/changes/?since=2026-01-01"),
    ("sight:looked", SUPERVISOR, "/cases/{protected}/looked/"),
    ("team:cases", SUPERVISOR, "/team/"),
    ("team:cases", MANAGER, "/team/"),
)
NO_PAGE = {
    "changes:count": "a part of My day that comes once the page stands (tests/changes/test_what_changed.py)",
    "changes:seen": "a button on changes:list (tests/changes/test_what_changed.py)",
    "cases:mark": "test_documents_and_consents.py",
    "cases:export": "a file (tests/cases/test_pages.py)",
    "cases:confirm_override": "a button on cases:override (test_a_day_in_the_team.py)",
}
# Rooms whose own browser tests look at their pages.
ELSEWHERE = {
    "documents": "test_documents_and_consents.py",
    "consents": "test_documents_and_consents.py",
    "printing": "test_documents_and_consents.py",
    "objections": "test_disagreement_and_outcomes.py",
    "outcomes": "test_disagreement_and_outcomes.py",
    "load": "test_load_lines.py",
    "rebalancing": "test_load_lines.py",
    "notes": "test_notes.py",
    "imports": "test_bringing_in.py",
    "tasks": "test_plans_and_tasks.py",
    "plans": "test_plans_and_tasks.py",
    "referrals": "test_waits_and_scores.py",
    "assessments": "test_waits_and_scores.py",
    "families": "test_people_and_families.py",
    "safeguarding": "test_safeguarding_and_front_door.py",
    "frontdoor": "test_safeguarding_and_front_door.py",
    "handover": "test_plans_and_tasks.py",
}
NOT_OURS = ("account", "health", "set_language", "design", "demo")


@pytest.fixture
def working(live):
    with clock.stopped_at(NOW):
        made = working_service()
        ask_for_lower(made, made.concern)
        yield made


def addresses(working):
    entry = CaseEvent.objects.filter(case=working.protected, name="core_group_held").get().pk
    cases = {name: getattr(working, name).pk for name in ("concern", "protected", "calm", "unheld")}
    return [(who, address.format(entry=entry, **cases)) for _name, who, address in PAGES]


def test_every_page_is_accessible_at_two_widths_and_scrolls_sideways_at_none(working, new_page, sign_in):
    pages = {who: new_page() for who in (WORKER, SUPERVISOR, MANAGER)}
    for who, page in pages.items():
        sign_in(page, getattr(working, who))
    faults = []
    for who, address in addresses(working):
        page = pages[who]
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(address).status == 200, address
        faults += [f"{address} at 1280: {fault}" for fault in faults_of(page)]
        page.set_viewport_size({"width": 390, "height": 844})
        faults += [f"{address} at 390: {fault}" for fault in faults_of(page)]
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{address} at 320: {wide} px too wide"] if wide > 0 else []
    assert faults == []


def names(patterns, before=""):
    """Every named address of the product, with its room."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, before + inside)
        elif pattern.name:
            yield before + pattern.name


def test_every_page_of_the_product_is_looked_at_somewhere():
    looked_at = {name for name, _who, _address in PAGES} | set(NO_PAGE)
    unseen = []
    for name in names(get_resolver().url_patterns):
        room = name.partition(":")[0]
        if name not in looked_at and room not in ELSEWHERE and not room.startswith(NOT_OURS):
            unseen.append(name)
    assert unseen == [], "say in tests/browser/test_every_page.py how these pages are looked at"


@pytest.mark.parametrize("file", sorted(set(ELSEWHERE.values())))
def test_a_room_that_looks_at_its_own_pages_does(file):
    assert "assert_accessible(" in (HERE / file).read_text()
