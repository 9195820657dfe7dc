"""Outcomes in scenarios: what the work led to, put right, taken back, added up."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, TODAY, event

from plimsoll.cases import rules
from plimsoll.cases.derive import happened
from plimsoll.cases.facts import case_facts
from plimsoll.outcomes import actions, forms, kinds, queries
from plimsoll.outcomes.actions import Told
from plimsoll.outcomes.models import Outcome
from plimsoll.people.access import viewer_for
from plimsoll.tasks.pack_files import PackFileError
from plimsoll.trust.models import AuditEntry

PACKS = (
    "children-england", "children-wales", "children-scotland", "children-northern-ireland",
    "send-england", "early-help", "advice-guidance",
)  # fmt: skip
ON = {"achieved_on_day": str(TODAY.day), "achieved_on_month": str(TODAY.month), "achieved_on_year": str(TODAY.year)}
TYPED = {**ON, "kind": "money", "about": "Rent", "pounds": "£1,200.50", "per": "month", "known": "seen", "words": ""}


@pytest.fixture
def case(small):
    return small.case(events=[event("cin_plan_started", "2026-02-23"), event("visit_made", "2026-02-26", kind="cin")])


def record(small, case, kind="safer", **more):
    told = Told(kind=kind, achieved_on=TODAY, known="told", **more)
    return actions.record_outcome(case.pk, told, now=NOW, actor_id=small.worker.pk)[0]


def viewer(user):
    return viewer_for(user, TODAY)


def year(small, user=None):
    return queries.numbers(viewer(user or small.supervisor), TODAY.replace(year=2025), TODAY)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_kinds_of_outcome_some_with_money_and_its_own_limits(pack):
    found = kinds.kinds(pack)
    assert any(kind.has_money for kind in found.values())
    assert "not_achieved" in found
    assert kinds.link_days(pack) == 28
    assert kinds.fewest_answers(pack) == 5


def test_an_outcome_is_linked_to_the_advice_that_led_to_it_and_stands_in_the_chronology(small, case, client):
    visit = case.events.get(name="visit_made")
    client.force_login(small.worker)
    response = client.post(reverse("outcomes:add", args=[case.pk]), {**TYPED, "led_by": str(visit.pk)}, follow=True)
    text = response.content.decode()
    assert "£1,200.50 a month" in text
    assert "26 February 2026: Visit made" in text
    outcome = Outcome.objects.get()
    assert (outcome.led_by, outcome.pounds, outcome.per) == (visit, Decimal("1200.50"), "month")
    entry = case.events.get(name="outcome_achieved")
    assert entry.details == {"outcome": "Better off", "issue": "Rent", "value": 14406.0}


def test_an_outcome_put_right_corrects_its_entry_and_counts_once(small, case):
    made = record(small, case, "money", pounds=Decimal(10), per="week")
    told = Told("money", TODAY, "seen", pounds=Decimal(20), per="week")
    actions.change_outcome(made.pk, told, version=1, now=NOW, actor_id=small.worker.pk)
    (one,) = year(small)
    assert (one.count, one.each_year, one.once) == (1, Decimal(1040), Decimal(0))
    facts = case_facts([case])[case.pk]
    assert [each.details["value"] for each in happened(facts, NOW) if each.name == "outcome_achieved"] == [1040.0]


def test_an_outcome_taken_back_counts_nowhere_and_is_still_read(small, case, client):
    made = record(small, case, about="The door lock")
    actions.withdraw_outcome(made.pk, "It broke again", version=1, now=NOW, actor_id=small.worker.pk)
    assert year(small) == []
    assert not [each for each in happened(case_facts([case])[case.pk], NOW) if each.name == "outcome_achieved"]
    client.force_login(small.worker)
    assert "It broke again" in client.get(reverse("outcomes:case", args=[case.pk])).content.decode()


def test_two_people_who_write_at_once_are_told_and_nothing_typed_is_lost(small, case, client):
    made = record(small, case, about="The lock")
    actions.change_outcome(
        made.pk, Told("safer", TODAY, "told", about="The door"), version=1, now=NOW, actor_id=small.supervisor.pk
    )
    client.force_login(small.worker)
    typed = {**ON, "kind": "safer", "about": "My words", "known": "told", "version": "1"}
    response = client.post(reverse("outcomes:change", args=[made.pk]), typed)
    assert response.status_code == 422
    text = response.content.decode()
    assert "The door" in text
    assert "My words" in text
    assert "Helen Marsh" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": ""}, "What was achieved"),
        ({"pounds": "a lot"}, "number"),
        ({"pounds": "-5"}, "0.01"),
        ({"pounds": "NaN"}, "number"),
        ({"pounds": "1e400"}, "100000000"),
        ({"pounds": ""}, "an estimate will do"),
        ({"per": ""}, "how often"),
        ({"kind": "safer"}, "Leave the pounds empty"),
        ({"achieved_on_year": "2027"}, "or earlier"),
        ({"led_by": "999999"}, "led_by"),
        ({"known": "guess"}, "known"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_records_nothing(small, case, client, change, said):
    client.force_login(small.worker)
    response = client.post(
        reverse("outcomes:add", args=[case.pk]), {**TYPED, "words": "Dŵr a O’Brien 🐑 <b>", **change}
    )
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Dŵr a O’Brien 🐑 &lt;b&gt;" in response.content.decode()
    assert not Outcome.objects.exists()


def test_an_entry_of_another_case_cannot_be_what_led_to_it(small, case, client):
    other = small.case("Uma Rees", events=[event("visit_made", "2026-02-20", kind="cin")])
    client.force_login(small.worker)
    entry = other.events.get(name="visit_made")
    response = client.post(reverse("outcomes:add", args=[case.pk]), {**TYPED, "led_by": str(entry.pk)})
    assert response.status_code == 422


def test_what_came_of_the_work_is_written_down_after_the_case_is_closed(small, client):
    case = small.case(events=[event("cin_plan_started", "2026-01-05"), event("case_closed", "2026-02-20")])
    client.force_login(small.supervisor)
    assert client.post(reverse("outcomes:add", args=[case.pk]), TYPED).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"


def test_the_numbers_add_up_over_a_service_and_show_only_what_one_may_see(small, case):
    record(small, case, "money", pounds=Decimal(100), per="once")
    record(small, small.case("Uma Rees"), "money", pounds=Decimal(5), per="week")
    record(small, small.case("Other", team=small.other_team, holder=small.outsider), "safer")
    assert [(one.kind, one.count, one.cases, one.once, one.each_year) for one in year(small)] == [
        ("money", 2, 2, Decimal(100), Decimal(260))
    ]
    assert {one.kind for one in year(small, small.manager)} == {"money", "safer"}


@given(
    gains=st.lists(
        st.tuples(st.decimals("0.01", "99999.99", places=2), st.sampled_from(["once", "week", "month", "year"])),
        max_size=8,
    )
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_are_the_sum_of_the_first_years_in_any_order(small, gains):
    Outcome.objects.all().delete()
    case = small.case("Example")
    for pounds, per in gains:
        record(small, case, "money", pounds=pounds, per=per)
    expected = sum((Told("money", TODAY, "told", pounds=p, per=per).first_year for p, per in gains), Decimal(0))
    assert sum((one.first_year for one in year(small)), Decimal(0)) == expected


def test_the_page_of_numbers_counts_its_queries_and_the_file_is_on_the_log(
    small, case, client, django_assert_max_num_queries
):
    for number in range(20):
        record(small, small.case(f"Child {number}"), "money", pounds=Decimal(number + 1), per="once")
    client.force_login(small.supervisor)
    with django_assert_max_num_queries(5):
        assert "£210 once" in client.get(reverse("outcomes:numbers")).content.decode()
    response = client.get(reverse("outcomes:export"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["Children", "Better off", "20", "20"]
    assert AuditEntry.objects.filter(action="outcomes_exported", actor_id=small.supervisor.pk).count() == 1


def test_no_cell_of_the_file_is_a_formula(small, case, client, monkeypatch):
    small.service.name = '=HYPERLINK("http://example.org")'
    small.service.save()
    record(small, case)
    client.force_login(small.supervisor)
    rows = list(csv.reader(io.StringIO(client.get(reverse("outcomes:export")).content.decode("utf-8-sig"))))
    assert rows[1][0].startswith("'=")


def test_the_case_page_counts_its_queries(small, case, client, django_assert_max_num_queries):
    for _ in range(10):
        record(small, case)
        actions.make_link(case, now=NOW, actor_id=small.worker.pk)
    client.force_login(small.worker)
    client.get(reverse("outcomes:case", args=[case.pk]))
    with django_assert_max_num_queries(12):  # with the two of the transaction
        client.get(reverse("outcomes:case", args=[case.pk]))


def test_a_practitioner_does_not_see_the_numbers_and_another_team_not_the_case(small, case, client):
    made = record(small, case)
    client.force_login(small.worker)
    assert client.get(reverse("outcomes:numbers")).status_code == 404
    assert client.get(reverse("outcomes:export")).status_code == 404
    client.force_login(small.outsider)
    for name, pk in (("case", case.pk), ("add", case.pk), ("change", made.pk), ("withdraw", made.pk)):
        assert client.get(reverse(f"outcomes:{name}", args=[pk])).status_code == 404, name
    assert client.post(reverse("outcomes:ask", args=[case.pk])).status_code == 404


def test_an_auditor_reads_the_numbers_and_writes_nothing(small, case, client):
    client.force_login(small.auditor)
    assert client.get(reverse("outcomes:numbers")).status_code == 200
    assert client.get(reverse("outcomes:case", args=[case.pk])).status_code == 200
    assert client.post(reverse("outcomes:ask", args=[case.pk])).status_code == 404
    assert client.post(reverse("outcomes:add", args=[case.pk]), TYPED).status_code == 404


def test_a_period_that_ends_before_it_begins_is_said_beside_the_box(small, client):
    client.force_login(small.supervisor)
    response = client.get(reverse("outcomes:numbers"), {"since": "2026-02-01", "until": "2026-01-01"})
    assert response.status_code == 422
    assert "must be on or after the first" in response.content.decode()
    assert client.get(reverse("outcomes:export"), {"since": "rubbish"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("outcomes", "outcomes:\n  safer: {title: [no]}\n", "safer needs a title"),
        ("outcomes", "outcomes:\n  safer: {title: Safer, money: lots}\n", "money is yes or no"),
        ("feedback", "feedback:\n  results: {fewest: 1}\n", "from 3 to 1000"),
        ("feedback", "feedback:\n  link: {days: never}\n", "from 1 to 365"),
    ],
)
def test_a_mistake_in_an_organisations_own_kinds_is_named(tmp_path, monkeypatch, name, text, said):
    (tmp_path / "local.yaml").write_text("decided: {by: Head of Service, on: 2026-02-20, why: practice}\nvalues: []\n")
    (tmp_path / f"{name}.yaml").write_text(text)
    monkeypatch.setenv("PLIMSOLL_RULES", str(tmp_path))
    rules.current.cache_clear()
    try:
        with pytest.raises(PackFileError, match=said):
            kinds.kinds("early-help"), kinds.fewest_answers("early-help"), kinds.link_days("early-help")
    finally:
        rules.current.cache_clear()


@pytest.mark.parametrize("typed", ["£1,200.50", "1200.5", " 1 200,.50".replace(",", ""), "£ 1200.50"])
def test_pounds_are_read_as_people_write_them(typed):
    form = forms.OutcomeForm({**TYPED, "pounds": typed}, kinds=kinds.kinds("early-help"), leads=[], today=TODAY)
    assert form.is_valid(), form.errors
    assert form.told().pounds == Decimal("1200.50")
