"""Writing a note: one screen, what it records, what it meets, and that it is done once."""

import json
import uuid

import pytest
from django.urls import reverse
from notes.conftest import VISIT, Desk
from service import event

from plimsoll.cases.models import CaseEvent
from plimsoll.notes.models import Draft, Note, NoteEvent, NotePart


def test_a_visit_note_meets_the_visiting_duty_and_says_so(desk, child):
    page = desk.finish()
    text = page.content.decode()
    assert page.status_code == 200
    assert "The note is final and kept" in text
    assert "This met" in text
    assert "16 March" in text
    made = CaseEvent.objects.filter(case=child, name="visit_made").latest("id")
    assert made.details == {"kind": "cp", "child_seen": True, "seen_alone": True}
    assert made.note == VISIT["observed"]
    assert NoteEvent.objects.get(event=made).note.content["analysis"] == VISIT["analysis"]


def test_nobody_in_is_an_attempt_and_meets_nothing(desk, child):
    text = desk.finish(made="no", seen="", seen_alone="", why_not="Nobody answered; trying on Friday").content.decode()
    assert "This met" not in text
    assert CaseEvent.objects.filter(case=child, name="visit_attempted").get().details["reason_not_seen"]
    assert CaseEvent.objects.filter(case=child, name="visit_made").count() == 1


def test_finalising_twice_records_once(desk, child):
    first, second = desk.finish(), desk.finish()
    assert first.redirect_chain[-1][0].split("?")[0] == second.redirect_chain[-1][0].split("?")[0]
    assert Note.objects.count() == 1
    assert CaseEvent.objects.filter(case=child, name="visit_made").count() == 2


def test_what_a_final_note_needs_is_said_and_nothing_typed_is_lost(desk, child):
    page = desk.send("finalise", **{**VISIT, "seen": "", "on_month": "13"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "is needed for a final note" in text
    assert "month must be" in text
    assert VISIT["observed"] in text
    assert Draft.objects.get().content["observed"] == VISIT["observed"]
    assert not Note.objects.exists()


def test_fact_speech_and_opinion_are_apart_on_the_page(desk, child):
    text = desk.finish().content.decode()
    for kind in ("fact", "said", "opinion"):
        assert f"pl-part--{kind}" in text
    assert '<span class="pl-said__who">Ffion</span> <q>I like it here.</q>' in text


def test_a_contact_recorded_without_a_note_is_written_up_on_the_same_entry(small, client):
    case = small.case(events=[event("visit_made", "2026-02-27", kind="cin", child_seen=True, seen_alone=True)])
    entry = CaseEvent.objects.get(case=case)
    client.force_login(small.worker)
    arrived = client.get(reverse("notes:write_up", args=[case.pk, entry.pk]), follow=True)
    assert arrived.status_code == 200
    desk = Desk(client, small.worker, case, event=entry.pk)
    desk.finish(on_day="27", on_month="2", kind="cin")
    assert CaseEvent.objects.filter(case=case).get() == entry
    assert NoteEvent.objects.get().event == entry
    again = client.get(reverse("notes:write_up", args=[case.pk, entry.pk]))
    assert again["Location"] == reverse("notes:note", args=[case.pk, Note.objects.get().pk])


def test_writing_up_with_another_answer_corrects_the_entry_and_says_so(small, client):
    case = small.case(events=[event("visit_made", "2026-02-27", kind="cin", child_seen=True)])
    entry = CaseEvent.objects.get(case=case)
    desk = Desk(client, small.worker, case, event=entry.pk)
    text = desk.finish(on_day="27", on_month="2", kind="cin", seen="no", seen_alone="").content.decode()
    assert "has been corrected" in text
    correction = CaseEvent.objects.get(supersedes=entry)
    assert correction.details["child_seen"] is False


def test_one_note_for_brothers_and_sisters_shows_on_each_with_its_own_part(small, child, client, django_user_model):
    from plimsoll.cases.models import CasePerson
    from plimsoll.people import actions as people

    brother = small.case("Rhys Llŷr", events=[event("cin_plan_started", "2026-01-27")])
    parent = people.create_person({"given_name": "Mared", "family_name": "Llŷr"}, now=brother.created_at)
    for one in (child, brother):
        CasePerson.objects.create(case=one, person=parent, part="family")
    desk = Desk(client, small.worker, child)
    assert "Rhys Llŷr" in desk.open().content.decode()
    other = brother.pk.hex
    desk.finish(**{f"with_{other}": "on", f"only_{other}": "Rhys has a sore knee.", f"seen_{other}": "not_seen"})
    note = Note.objects.get()
    assert NotePart.objects.filter(note=note).count() == 2
    assert CaseEvent.objects.get(case=brother, name="visit_made").details["child_seen"] is False
    hers = client.get(reverse("notes:note", args=[child.pk, note.pk])).content.decode()
    his = client.get(reverse("notes:note", args=[brother.pk, note.pk])).content.decode()
    assert "sore knee" not in hers
    assert "sore knee" in his
    assert VISIT["observed"] in hers
    assert VISIT["observed"] in his


def test_who_may_see_one_of_two_cases_sees_the_note_there_alone(small, child, client):
    from plimsoll.cases.models import CasePerson
    from plimsoll.people import actions as people

    brother = small.case("Rhys Llŷr", restricted=True)
    parent = people.create_person({"given_name": "Mared", "family_name": "Llŷr"}, now=brother.created_at)
    for one in (child, brother):
        CasePerson.objects.create(case=one, person=parent, part="family")
    Desk(client, small.worker, child).finish(**{f"with_{brother.pk.hex}": "on"})
    note = Note.objects.get()
    client.force_login(small.supervisor)
    assert client.get(reverse("notes:note", args=[child.pk, note.pk])).status_code == 200
    assert client.get(reverse("notes:note", args=[brother.pk, note.pk])).status_code == 404


def test_actions_are_kept_with_who_and_when(desk):
    text = desk.finish(
        actions_0_what="Ring the school", actions_0_by="fri", actions_1_what="GP letter", actions_1_who="Mum"
    ).content.decode()
    assert Note.objects.get().content["actions"] == [
        {"what": "Ring the school", "who": "Sam Pritchard", "by": "2026-03-06"},
        {"what": "GP letter", "who": "Mum", "by": ""},
    ]
    assert "Ring the school – Sam Pritchard" in text


def test_whoever_makes_tasks_of_actions_is_told_in_the_same_transaction(desk, monkeypatch):
    from plimsoll.notes import actions

    told = []
    monkeypatch.setattr(actions, "when_final", [lambda found, now, viewer: told.extend(found)])
    desk.finish(actions_0_what="Ring the school")
    assert [(one.what, one.who) for one in told] == [("Ring the school", "Sam Pritchard")]


def test_the_chronology_links_an_entry_to_its_note(desk, child, client):
    desk.finish()
    page = client.get(reverse("cases:chronology", args=[child.pk])).content.decode()
    assert reverse("notes:note", args=[child.pk, Note.objects.get().pk]) in page


def test_a_correction_is_added_beside_the_original_once(desk, child, client):
    desk.finish()
    note = Note.objects.get()
    path = reverse("notes:add", args=[child.pk, note.pk])
    given = {"field": "observed", "text": "She was reading.", "why": "I mixed up two visits", "request": uuid.uuid4()}
    for _ in range(2):
        page = client.post(path, given, follow=True)
    text = page.content.decode()
    assert text.count("She was reading.") == 1
    assert VISIT["observed"] in text
    assert "I mixed up two visits" in text


def test_the_gap_between_contact_and_writing_is_said_plainly(desk):
    text = desk.finish(on_day="26", on_month="2").content.decode()
    assert "written 4 days after" in text


ADVICE = {
    **{key: VISIT[key] for key in ("on_day", "on_month", "on_year")},
    "way": "telephone",
    "issues": "PIP decision",
    "advice": "Ask for a mandatory reconsideration.",
    "options": "Do nothing; reconsideration",
    "choice": "Reconsideration",
    "clock_1": "benefit_decision_notified",
    "clock_1_on": "20/2",
}


@pytest.fixture
def advice_case(small):
    from service import NOW

    from plimsoll.cases import actions
    from plimsoll.cases.actions import NewCase

    new = NewCase(
        service=small.service, team=small.team, title="Bron Ellis", opened_on=NOW.date(), holder=small.worker,
        pack="advice-guidance",
    )  # fmt: skip
    return actions.open_case(new, now=NOW, actor_id=small.supervisor.pk)


def test_an_advice_interview_starts_the_clock_of_the_letter(small, advice_case, client):
    desk = Desk(client, small.worker, advice_case, format_name="advice_interview")
    page = desk.send("finalise", follow=True, confirmed="yes", confirmed_on="1/3", **ADVICE)
    text = page.content.decode()
    names = set(CaseEvent.objects.filter(case=advice_case).values_list("name", flat=True))
    assert {"interview_held", "advice_given", "advice_confirmed_in_writing", "benefit_decision_notified"} <= names
    assert CaseEvent.objects.get(name="benefit_decision_notified").at_on.isoformat() == "2026-02-20"
    assert "Now due" in text


def test_a_case_of_advice_is_not_offered_a_home_visit(small, advice_case, client):
    client.force_login(small.worker)
    assert client.get(reverse("notes:new", args=[advice_case.pk, "visit"])).status_code == 404


@pytest.mark.parametrize("format_name", ["visit", "telephone", "letter", "meeting", "direct_work", "oversight"])
def test_each_format_opens_and_can_be_made_final(small, child, client, format_name):
    desk = Desk(client, small.worker, child, format_name=format_name)
    page = desk.open()
    assert page.status_code == 200
    needed = {"with": "School", "purpose": "Core group", "decided": "Weekly visits", "seen": "yes", "seen_alone": "yes"}
    done = desk.send("finalise", follow=True, **{**VISIT, **needed, "kind": "cp"})
    assert done.status_code == 200
    assert Note.objects.get().format == format_name


def test_the_screen_is_one_and_its_queries_are_counted(desk, django_assert_max_num_queries):
    desk.open()
    with django_assert_max_num_queries(12):
        assert desk.open().status_code == 200


def test_checking_the_wording_marks_it_and_keeps_the_draft(desk):
    page = desk.send("check", **{**VISIT, "analysis": "Mum is manipulative. I met Kevin Jones."})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<mark>manipulative</mark>" in text
    assert "<mark>Kevin Jones</mark>" in text
    assert Draft.objects.get().content["analysis"].startswith("Mum is")
    assert not Note.objects.exists()


def test_the_live_help_answers_for_the_case_alone(small, child, client):
    client.force_login(small.worker)
    given = {"text": "Mum is lazy. Ffion was there.", "kind": "fact", "case": child.pk}
    assert "is lazy</mark>" in client.post(reverse("notes:wording"), given).content.decode()
    client.force_login(small.outsider)
    assert client.post(reverse("notes:wording"), given).status_code == 404


def test_autosave_answers_in_json_with_the_marks_of_the_page(desk):
    answer = desk.send("autosave", **VISIT)
    assert answer.status_code == 200
    assert set(json.loads(answer.json()["was"])) >= {"observed", "analysis"}


def test_the_kind_of_visit_is_that_of_the_plan(desk):
    assert '<option value="cp" selected>' in desk.open().content.decode()


def test_a_visit_written_for_a_duty_is_of_the_kind_that_meets_it(small, client):
    case = small.case()
    client.force_login(small.worker)
    page = client.get(reverse("notes:new", args=[case.pk, "visit"]), {"for": "ENG-PF-002"}, follow=True)
    assert '<option value="private_fostering" selected>' in page.content.decode()
    unknown = client.get(reverse("notes:new", args=[case.pk, "visit"]), {"for": "'--"}, follow=True)
    assert unknown.status_code == 200


def test_a_contact_written_up_is_no_longer_among_the_notes_not_written_yet(small, client):
    from plimsoll.cases import actions

    case = small.case()
    seen = event("visit_made", "2026-02-27", kind="cin", child_seen=True, seen_alone=True)
    made = actions.record_events(case.pk, [seen], now=case.created_at, actor_id=small.worker.pk)
    path = reverse("notes:write_up", args=[case.pk, made.event_ids[0]])
    client.force_login(small.worker)
    assert path in client.get("/").content.decode()
    Desk(client, small.worker, case, event=made.event_ids[0]).finish(on_day="27", on_month="2", kind="cin")
    assert path not in client.get("/").content.decode()


def test_what_a_note_agreed_to_do_is_on_the_task_list_with_its_day(desk):
    from plimsoll.tasks.models import Task

    desk.finish(
        actions_0_what="Ring the school", actions_0_by="2026-03-06", actions_1_what="GP letter", actions_1_who="Mum"
    )
    tasks = {task.title: task for task in Task.objects.filter(source="note")}
    assert sorted(tasks) == ["GP letter", "Ring the school"]
    assert tasks["Ring the school"].due_on.isoformat() == "2026-03-06"
    assert tasks["GP letter"].who == "Mum"
