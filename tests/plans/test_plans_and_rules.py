"""A plan knows the rules it was written under; when they change it is on a list; and rules to come can be tried."""

from datetime import date

import pytest
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll.cases import rules as book
from plimsoll.people.access import viewer_for
from plimsoll.plans import actions, queries, rules

LOCAL = """
decided: {by: Head of Service, on: 2026-02-20, why: practice standards}
values:
  - clock: ENG-CP-007
    from: 2026-03-01
    time: {amount: 5, unit: working days}
"""


@pytest.fixture
def own_rules(tmp_path, monkeypatch):
    """Lay an organisation's folder over the rulebook, and take it away again."""

    def lay(text):
        (tmp_path / "local.yaml").write_text(text)
        monkeypatch.setenv("PLIMSOLL_RULES", str(tmp_path))
        book.current.cache_clear()

    yield lay
    book.current.cache_clear()
    monkeypatch.delenv("PLIMSOLL_RULES", raising=False)


@pytest.fixture
def plan(small):
    case = small.case(
        events=[
            event("strategy_discussion_held", "2026-01-09", initiates_s47=True),
            event("initial_conference_held", "2026-01-27", outcome="plan"),
            event("cp_plan_started", "2026-01-27", category="NEG"),
            event("visit_made", "2026-02-24", kind="cp", child_seen=True),
        ]
    )
    made = actions.start_plan(case, "child_protection", now=NOW, actor_id=small.worker.pk)
    actions.agree_plan(
        made.pk, on=TODAY, agreed_by=[{"who": "Mum", "agrees": "yes", "words": ""}], review_on=date(2026, 6, 2),
        now=NOW, actor_id=small.worker.pk,
    )  # fmt: skip
    made.refresh_from_db()
    return made


def to_revise(user):
    return queries.plans_to_revise(viewer_for(user, TODAY), TODAY)


def test_a_plan_keeps_the_rules_that_ran_on_its_case(plan):
    assert any(text.startswith("ENG-CP-007@") for text in plan.rules)
    assert plan.rulebook == book.current().version


def test_a_plan_under_rules_that_have_not_changed_is_on_no_list(small, plan):
    assert to_revise(small.worker) == []


def test_a_plan_is_on_the_list_when_a_rule_of_its_case_changes_and_off_it_when_it_is_reviewed(
    small, plan, own_rules, client
):
    own_rules(LOCAL)
    assert [one.pk for one in to_revise(small.worker)] == [plan.pk]
    assert [one.rule for one in rules.changed(plan.rules, "children-england", TODAY)] == ["ENG-CP-007"]
    client.force_login(small.worker)
    assert "ENG-CP-007" in client.get(reverse("plans:to_revise")).content.decode()
    held = actions.Review(on=TODAY, progress="some", scores={}, next_on=date(2026, 6, 2))
    actions.review_plan(plan.pk, held, now=NOW, actor_id=small.worker.pk)
    assert to_revise(small.worker) == []


def test_the_list_shows_nobody_what_they_may_not_see(small, plan, own_rules):
    own_rules(LOCAL)
    assert to_revise(small.outsider) == []
    assert [one.pk for one in to_revise(small.supervisor)] == [plan.pk]


def test_another_citation_is_no_other_rule():
    from dataclasses import replace

    from plimsoll.engine.reasons import Citation

    clock = next(one for one in book.current().pack("children-england").clocks if one.id == "ENG-CP-007")
    version = clock.versions[-1]
    assert rules._digest(version) == rules._digest(replace(version, citation=Citation("Something else"), line=1))
    assert rules._digest(version) != rules._digest(replace(version, bound="at_least"))


def test_a_manager_tries_law_without_a_day_and_nothing_is_changed(small, plan, client):
    client.force_login(small.manager)
    assert client.get(reverse("plans:rehearse")).status_code == 200
    from plimsoll.plans.rehearsal import not_appointed

    rule, _duty = not_appointed()[0]
    before = plan.case.hint_derived_at
    answer = client.get(reverse("plans:rehearse"), {"rule": rule, "appointed": "2026-03-01", "as_at": "2026-03-02"})
    assert answer.status_code == 200
    assert "Nothing would change" in answer.content.decode()
    plan.case.refresh_from_db()
    assert plan.case.hint_derived_at == before


def test_a_manager_tries_the_organisations_rules_to_come_and_sees_cases_dates_and_plans(
    small, plan, client, tmp_path, monkeypatch
):
    (tmp_path / "local.yaml").write_text(LOCAL + "    running_clocks: move\n")
    monkeypatch.setenv("PLIMSOLL_RULES_NEXT", str(tmp_path))
    client.force_login(small.manager)
    page = client.get(reverse("plans:rehearse"), {"rule": "own"}).content.decode()
    assert "1 case would have other dates or duties" in page
    assert "ENG-CP-007" in page
    assert reverse("plans:plan", args=[plan.pk]) in page


def test_rules_to_come_that_cannot_be_read_say_why_on_the_page(small, plan, client, tmp_path, monkeypatch):
    (tmp_path / "local.yaml").write_text(LOCAL.replace("ENG-CP-007", "ENG-CP-999"))
    monkeypatch.setenv("PLIMSOLL_RULES_NEXT", str(tmp_path))
    client.force_login(small.manager)
    answer = client.get(reverse("plans:rehearse"), {"rule": "own"})
    assert answer.status_code == 422
    assert "ENG-CP-999" in answer.content.decode()


def test_a_practitioner_does_not_try_rules(small, plan, client):
    client.force_login(small.worker)
    assert client.get(reverse("plans:rehearse")).status_code == 404
