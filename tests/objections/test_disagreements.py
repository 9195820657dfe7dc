"""Disagreements in scenarios: raised, gone on to the next stage, looked at independently, resolved, learnt from."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, TODAY, event

from plimsoll.cases import actions as cases
from plimsoll.cases import rules
from plimsoll.cases.derive import positions
from plimsoll.cases.models import Case
from plimsoll.objections import actions, queries
from plimsoll.objections.actions import Done, Recorder, Said
from plimsoll.objections.models import Objection
from plimsoll.objections.routes import routes
from plimsoll.people.access import viewer_for
from plimsoll.tasks.pack_files import PackFileError
from plimsoll.trust.models import AuditEntry

PACKS = (
    "children-england", "children-wales", "children-scotland", "children-northern-ireland",
    "send-england", "early-help", "advice-guidance",
)  # fmt: skip
ON = {"on_day": str(TODAY.day), "on_month": str(TODAY.month), "on_year": str(TODAY.year)}
SAID = Said("School transport was stopped", "parent", "Carys Llŷr", "Nobody asked us.", "The taxi back")


@pytest.fixture
def case(small):
    return small.case(events=[event("cin_plan_started", "2026-02-23"), event("visit_made", "2026-02-26", kind="cin")])


def by(small, version=None, now=NOW):
    return Recorder(now, small.worker.pk, version)


def raised(small, case, route="complaint", stage="stage_1", said=SAID, **done):
    return actions.raise_objection(case.pk, route, stage, said, Done(TODAY, **done), by(small))[0]


def standing(case, now=NOW):
    return positions([Case.objects.get(pk=case.pk)], now)[case.pk]


def duty(case, rule, now=NOW):
    return next((one for one in standing(case, now).duties if one.rule == rule), None)


def grounds(case):
    return {ground.code for ground in standing(case).priority.grounds}


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_has_ways_to_disagree_whose_words_it_knows(pack):
    found = routes(pack)
    assert {"objection", "complaint"} <= set(found)
    assert all(stage.citation is None or stage.citation.verified for way in found.values() for stage in way.stages)


def test_a_complaint_starts_its_clock_and_the_page_says_so(small, case, client):
    client.force_login(small.worker)
    path = reverse("objections:add", args=[case.pk, "complaint"])
    typed = {**ON, "about": SAID.about, "by": "parent", "by_name": "Carys Llŷr", "stage": "stage_1", "account": "Why?"}
    response = client.post(path, typed, follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    assert "Now due: Answer the complaint at stage 1, by 16 March 2026" in text
    assert "Children Act 1989 Representations Procedure" in text
    assert "family_input.complaint_open" in grounds(case) or any("complaint_open" in code for code in grounds(case))


def test_a_complaint_goes_through_its_stages_to_its_end(small, case):
    made = raised(small, case)
    actions.add_word(made.pk, "offered", Done(TODAY, words="The taxi until Easter"), by(small))
    actions.add_word(made.pk, "view", Done(TODAY, who="Ann Price, independent", words="She was not asked."), by(small))
    with pytest.raises(ValidationError, match="answer"):
        actions.resolve(made.pk, "upheld", "", Done(TODAY, words="Yes"), by(small))
    actions.add_step(made.pk, "answered", Done(TODAY, words="We said no."), by(small))
    assert duty(case, "ENG-CMP-001").state == "met"
    actions.move_stage(made.pk, "stage_2", Done(TODAY, words="Not content"), by(small))
    assert duty(case, "ENG-CMP-003").state == "met"  # they asked in time
    assert duty(case, "ENG-CMP-004").is_open
    actions.add_step(made.pk, "answered", Done(TODAY, words="They were right."), by(small))
    actions.resolve(made.pk, "upheld", "Ask before it stops.", Done(TODAY, words="The taxi is back."), by(small))
    made.refresh_from_db()
    assert (made.outcome, made.learnt) == ("upheld", "Ask before it stops.")
    assert not any("complaint_open" in code for code in grounds(case))
    assert [step.kind for step in queries.steps_of(made)] == [
        "stage", "offered", "view", "answered", "stage", "answered", "resolved",
    ]  # fmt: skip


def test_a_withdrawn_complaint_ends_its_clock_and_presses_no_more(small, case):
    made = raised(small, case)
    actions.resolve(made.pk, "withdrawn", "", Done(TODAY, words="We talked."), by(small))
    assert duty(case, "ENG-CMP-001").state == "cancelled"
    assert not any("complaint_open" in code for code in grounds(case))


def test_an_objection_is_a_reason_until_it_is_resolved_and_another_stays_one(small, case):
    first = raised(small, case, "objection", "informal")
    second = raised(small, case, "objection", "informal", Said("The report has a wrong date", "child"))
    actions.resolve(first.pk, "agreed", "", Done(TODAY, words="Put right"), by(small))
    assert any("objection_open" in code for code in grounds(case))
    actions.resolve(second.pk, "agreed", "", Done(TODAY, words="Put right"), by(small))
    assert not any("objection_open" in code for code in grounds(case))


def test_two_disagreements_of_the_same_words_are_told_apart(small, case):
    first = raised(small, case, "objection", "informal")
    second = raised(small, case, "objection", "informal", Said("school-transport was STOPPED", "child"))
    assert len({first.key.lower(), second.key.lower()}) == 2
    actions.resolve(second.pk, "agreed", "", Done(TODAY, words="Yes"), by(small))
    assert any("objection_open" in code for code in grounds(case))


def test_what_was_resolved_can_be_opened_again(small, case):
    made = raised(small, case, "objection", "informal")
    actions.resolve(made.pk, "agreed", "", Done(TODAY, words="Yes"), by(small))
    actions.reopen(made.pk, Done(TODAY + timedelta(days=1), words="It was not"), by(small, now=NOW + timedelta(days=1)))
    assert any("objection_open" in ground.code for ground in standing(case, NOW + timedelta(days=1)).priority.grounds)


def test_a_send_appeal_runs_the_tribunals_clock(small):
    from plimsoll.people import actions as people

    service = people.create_service("SEND", "send-england", now=NOW)
    case = small.case()
    Case.objects.filter(pk=case.pk).update(pack="send-england", service=service)
    made = raised(small, case, "ehc_decision", "mediation")
    assert duty(case, "ENG-SEND-021").is_open
    actions.add_step(made.pk, "held", Done(TODAY, carried={"concluded": True}), by(small))
    actions.move_stage(made.pk, "tribunal", Done(TODAY), by(small))
    assert duty(case, "ENG-SEND-018").is_open
    actions.add_step(made.pk, "not_opposed", Done(TODAY, carried={"about": "refusal_to_assess"}), by(small))
    assert duty(case, "ENG-SEND-018").state == "cancelled"
    assert duty(case, "ENG-SEND-019").is_open


def test_what_stands_in_the_chronology_only_is_taken_up_without_a_second_entry(small, case, client):
    cases.record_events(
        case.pk, [cases.NewEvent("complaint_received", TODAY, {"stage": 1})], now=NOW, actor_id=small.worker.pk
    )
    entry = case.events.get(name="complaint_received")
    client.force_login(small.worker)
    assert "In the chronology only" in client.get(reverse("objections:case", args=[case.pk])).content.decode()
    path = reverse("objections:add", args=[case.pk, "complaint"]) + f"?entry={entry.pk}"
    client.post(path, {**ON, "about": "Transport", "by": "parent", "stage": "stage_1"})
    assert case.events.filter(name="complaint_received").count() == 1
    assert "In the chronology only" not in client.get(reverse("objections:case", args=[case.pk])).content.decode()


def test_two_people_who_write_at_once_are_told_and_nothing_typed_is_lost(small, case, client):
    made = raised(small, case)
    client.force_login(small.worker)
    path = reverse("objections:change", args=[made.pk])
    typed = {"about": "Mine", "by": "parent", "by_name": "", "account": "My words", "wanted": "", "version": "1"}
    actions.change(made.pk, Said("Theirs", "parent"), by(small, version=1))
    response = client.post(path, typed)
    assert response.status_code == 422
    text = response.content.decode()
    assert "Theirs" in text
    assert "My words" in text
    assert client.post(path, {**typed, "version": "2"}).status_code == 302
    made.refresh_from_db()
    assert made.about == "Mine"


def test_a_resolution_that_somebody_else_made_first_is_told(small, case, client):
    made = raised(small, case, "objection", "informal")
    client.force_login(small.worker)
    actions.resolve(made.pk, "agreed", "", Done(TODAY, words="Theirs"), by(small))
    path = reverse("objections:resolve", args=[made.pk])
    response = client.post(path, {**ON, "outcome": "upheld", "resolution": "Mine", "version": "1"})
    assert response.status_code == 422
    assert "Mine" in response.content.decode()
    assert Objection.objects.get(pk=made.pk).resolution == "Theirs"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"about": ""}, "what it is about"),
        ({"by": "nobody"}, "Who disagrees"),
        ({"stage": "stage_9"}, "stage"),
        ({"on_day": "31", "on_month": "2"}, "real date"),
        ({"on_year": "2027"}, "or earlier"),
        ({"about": "x" * 181}, "180 characters"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_where(small, case, client, change, said):
    client.force_login(small.worker)
    typed = {**ON, "about": "Transport", "by": "parent", "stage": "stage_1", "account": "Ŵyt ti’n siŵr? 🐑", **change}
    response = client.post(reverse("objections:add", args=[case.pk, "complaint"]), typed)
    assert response.status_code == 422
    assert "Ŵyt ti’n siŵr? 🐑" in response.content.decode()
    assert not Objection.objects.exists()


LONG = "Mae’n ddrwg gen i. O’Brien <script>alert(1)</script> 🐑 " * 4000


def test_twenty_thousand_words_and_hostile_ones_are_kept_as_they_are(small, case, client):
    made = raised(small, case, said=Said("<b>'; DROP TABLE --", "client", "D’Árcy", LONG[:200_000], ""))
    client.force_login(small.worker)
    text = client.get(reverse("objections:objection", args=[made.pk])).content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;" in text
    assert "Mae’n ddrwg gen i" in text


def test_another_teams_disagreement_is_not_found_on_any_page(small, case, client):
    made = raised(small, case)
    client.force_login(small.outsider)
    assert client.get(reverse("objections:objection", args=[made.pk])).status_code == 404
    for name in ("change", "offer", "view", "resolve", "reopen"):
        assert client.get(reverse(f"objections:{name}", args=[made.pk])).status_code == 404, name
        assert client.post(reverse(f"objections:{name}", args=[made.pk]), ON).status_code == 404, name
    assert client.get(reverse("objections:case", args=[case.pk])).status_code == 404
    assert client.get(reverse("objections:add", args=[case.pk, "complaint"])).status_code == 404
    assert made.about not in client.get(reverse("objections:list")).content.decode()


def test_an_auditor_reads_and_writes_nothing(small, case, client):
    made = raised(small, case)
    client.force_login(small.auditor)
    assert client.get(reverse("objections:objection", args=[made.pk])).status_code == 200
    assert client.get(reverse("objections:offer", args=[made.pk])).status_code == 404


def test_what_was_learnt_is_read_on_one_page(small, case, client):
    made = raised(small, case, "objection", "informal")
    actions.resolve(made.pk, "agreed", "Ask the family first", Done(TODAY, words="Yes"), by(small))
    raised(small, case, "objection", "informal", Said("Another thing", "child"))
    client.force_login(small.supervisor)
    text = client.get(reverse("objections:list")).content.decode()
    assert "Ask the family first" in text
    assert "Another thing" in text


def test_the_pages_count_their_queries(small, case, client, django_assert_max_num_queries):
    for number in range(12):
        raised(small, case, "objection", "informal", Said(f"Thing {number}", "child"))
    made = Objection.objects.first()
    client.force_login(small.worker)
    client.get(reverse("objections:case", args=[case.pk]))
    with django_assert_max_num_queries(11):  # with the two of the transaction
        client.get(reverse("objections:case", args=[case.pk]))
    with django_assert_max_num_queries(12):
        client.get(reverse("objections:objection", args=[made.pk]))
    with django_assert_max_num_queries(5):
        client.get(reverse("objections:list"))


def test_the_log_has_no_word_of_what_was_said(small, case):
    made = raised(small, case)
    actions.add_step(made.pk, "answered", Done(TODAY, who="Helen", words="Secret words"), by(small))
    text = " ".join(AuditEntry.objects.values_list("detail_text", flat=True))
    assert "transport" not in text.lower()
    assert "Secret" not in text
    assert "Carys" not in text


def test_counts_of_open_disagreements_are_for_those_who_reckon_pressure(small, case):
    other = small.case("Uma Rees")
    raised(small, case, "objection", "informal")
    assert queries.open_counts([case.pk, other.pk]) == {case.pk: 1}
    assert queries.open_objections(viewer_for(small.outsider, TODAY)) == []


ONE_STAGE = """
objections:
  x:
    title: X
    key: about
    stages: [{id: a, title: A, begins: %s}]
"""
BROKEN = {
    "objections:\n  x: {title: X}\n": "needs title, key and stages",
    "objections:\n  x: {title: X, key: about, stages: []}\n": "has no stage",
    ONE_STAGE % "{event: nonsense}": "nonsense",
    ONE_STAGE % "{event: objection_raised, asks: [colour]}": "colour",
    ONE_STAGE % "{event: objection_raised}, rules: [NO-1]": "NO-1",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_mistake_in_an_organisations_own_ways_is_named(tmp_path, monkeypatch, text):
    (tmp_path / "local.yaml").write_text("decided: {by: Head of Service, on: 2026-02-20, why: practice}\nvalues: []\n")
    (tmp_path / "objections.yaml").write_text(text)
    monkeypatch.setenv("PLIMSOLL_RULES", str(tmp_path))
    rules.current.cache_clear()
    try:
        with pytest.raises(PackFileError, match=BROKEN[text]):
            routes("early-help")
    finally:
        rules.current.cache_clear()


@given(about=st.lists(st.text(min_size=1, max_size=190).filter(lambda text: "\x00" not in text and text.strip()),
                      min_size=1, max_size=4))  # fmt: skip
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_they_are_about_each_ends_itself_alone(small_case, about):
    small, case = small_case()
    made = [raised(small, case, "objection", "informal", Said(text, "child")) for text in about]
    for number, one in enumerate(made):
        open_now = [ground for ground in standing(case).priority.grounds if "objection_open" in ground.code]
        assert bool(open_now) == (number < len(made))
        actions.resolve(one.pk, "agreed", "", Done(TODAY, words="Yes"), by(small))
    assert not any("objection_open" in code for code in grounds(case))


@pytest.fixture
def small_case(small):
    return lambda: (small, small.case("Example"))
