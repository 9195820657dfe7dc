"""Drafts: nothing that was typed is lost, and nobody sees one who may not see the case."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notes.conftest import VISIT, Desk
from service import NOW

from plimsoll import today as clock
from plimsoll.notes.models import Draft, DraftClash, Note, NoteAddition, NoteEvent, NotePart, ParkedDraft
from plimsoll.notes.pasting import plain


def test_a_draft_is_there_on_another_device(small, child, client):
    first = Desk(client, small.worker, child)
    first.send("autosave", **VISIT)
    second = Desk(Client(), small.worker, child, first.draft)
    assert VISIT["observed"] in second.open().content.decode()


def test_a_draft_shows_on_the_case_until_it_is_final(desk, child, client):
    desk.send("autosave", **VISIT)
    listing = reverse("notes:list", args=[child.pk])
    assert str(desk.draft) in client.get(listing).content.decode()
    desk.finish()
    assert str(desk.draft) not in client.get(listing).content.decode()


def test_half_a_date_is_kept_as_it_was_typed(desk):
    desk.send(**{**VISIT, "on_month": "Feb", "on_year": ""})
    assert 'value="Feb"' in desk.open().content.decode()


@pytest.mark.parametrize("who", ["outsider", "colleague", "auditor"])
def test_nobody_without_the_case_or_the_right_to_write_sees_a_draft(small, desk, child, who):
    desk.send("autosave", **VISIT)
    other = Desk(Client(), getattr(small, who), child, desk.draft)
    assert other.open().status_code == 404
    assert other.send("autosave", observed="mine").status_code == 404
    assert Draft.objects.get().content["observed"] == VISIT["observed"]
    listing = other.client.get(reverse("notes:list", args=[child.pk]))
    assert VISIT["observed"] not in listing.content.decode()


def test_a_draft_cannot_be_reached_through_another_case(small, desk, child):
    desk.send("autosave", **VISIT)
    other = small.case("Somebody Else")
    assert Desk(Client(), small.worker, other, desk.draft).open().status_code == 404


def test_two_write_in_one_draft_each_in_their_own_box(small, desk, child):
    desk.send("autosave", **VISIT)
    was = desk.send("autosave", **VISIT).json()["was"]
    helen = Desk(Client(), small.supervisor, child, desk.draft)
    helen.send("autosave", **{**VISIT, "analysis": "Helen thinks so too."}, was=was)
    answer = desk.send("autosave", **{**VISIT, "observed": "Sam saw more."}, was=was).json()
    content = Draft.objects.get().content
    assert (content["analysis"], content["observed"]) == ("Helen thinks so too.", "Sam saw more.")
    assert answer["newer"]["analysis"][0] == "Helen thinks so too."
    assert not DraftClash.objects.exists()
    desk.send("autosave", **{**VISIT, "observed": "Sam saw more."}, was=answer["was"])
    assert Draft.objects.get().content["analysis"] == "Helen thinks so too."
    text = desk.open().content.decode()
    assert "Written together by" in text
    assert "Written by Helen Marsh" in text


def test_two_devices_in_one_box_keep_both_and_ask(desk):
    was = desk.send("autosave", **VISIT).json()["was"]
    desk.send("autosave", **{**VISIT, "observed": "From the phone."}, was=was)
    answer = desk.send("autosave", **{**VISIT, "observed": "From the laptop."}, was=was).json()
    assert answer["clashes"] == ["observed"]
    text = desk.open().content.decode()
    assert "From the phone." in text
    assert "From the laptop." in text
    refused = desk.send("finalise", **{**VISIT, "observed": "From the phone."}, was=json.dumps({}))
    assert refused.status_code == 422
    assert not Note.objects.exists()
    desk.send(f"both:{DraftClash.objects.latest('id').pk}", **Draft.objects.get().content)
    content = Draft.objects.get().content["observed"]
    assert "From the phone." in content
    assert "From the laptop." in content


def test_what_is_sent_after_the_session_ended_comes_back_after_signing_in(small, desk, child):
    page = desk.open().content.decode()
    writer = page.partition('name="writer" value="')[2].partition('"')[0]
    desk.client.logout()
    sent = desk.send("save", **VISIT, writer=writer)
    assert sent.status_code == 302
    assert "/account/login/" in sent["Location"]
    assert not Draft.objects.exists()
    somebody = Desk(Client(), small.supervisor, child, desk.draft)
    assert VISIT["observed"] not in somebody.open().content.decode()
    desk.client.force_login(small.worker)
    assert VISIT["observed"] in desk.open().content.decode()
    assert not ParkedDraft.objects.exists()


def test_nothing_is_put_by_for_a_mark_that_is_not_ours(desk, child):
    other = Desk(Client(), desk.client.session and child.holder, child)
    stolen = other.open().content.decode().partition('name="writer" value="')[2].partition('"')[0]
    desk.client.logout()
    for writer in ("", "nonsense", stolen):  # the last was drawn for another draft
        desk.send("save", **VISIT, writer=writer)
    assert not ParkedDraft.objects.exists()


def test_the_mark_of_a_page_ends_after_a_day(desk):
    page = desk.open().content.decode()
    writer = page.partition('name="writer" value="')[2].partition('"')[0]
    desk.client.logout()
    import time
    from unittest import mock

    with mock.patch("django.core.signing.time.time", return_value=time.time() + 90_000):
        desk.send("save", **VISIT, writer=writer)
    assert not ParkedDraft.objects.exists()


def test_a_page_open_while_its_writer_signed_in_again_gets_a_fresh_token(small, desk, child):
    address = reverse("notes:state", args=[child.pk, desk.draft])
    assert desk.client.get(address).json()["token"]
    desk.client.logout()
    assert desk.client.get(address).status_code == 401


def test_nul_is_refused_kindly_and_the_rest_stays_on_the_page(desk):
    page = desk.send("save", **{**VISIT, "observed": "Seen\x00 at home."})
    assert page.status_code == 422
    assert "cannot be kept (NUL)" in page.content.decode()
    assert "at home." in page.content.decode()
    assert desk.send("autosave", observed="\x00").json()["problem"]


def test_twenty_thousand_words_of_every_kind_come_back_as_they_were(desk):
    words = "Ŵyn o’r tŷ — Siân said “it’s fine” 👩‍👧 żółć "
    text = (words * 2500).strip()
    desk.finish(observed=text)
    assert Note.objects.get().content["observed"] == text


def test_a_draft_put_away_is_gone_from_the_list_and_on_the_log(desk, child, client):
    from plimsoll.trust.models import AuditEntry

    desk.send("autosave", **VISIT)
    client.post(reverse("notes:discard", args=[child.pk, desk.draft]))
    assert desk.open().status_code == 404
    assert AuditEntry.objects.filter(action="draft_discarded", case_id=child.pk).exists()


@pytest.mark.parametrize("model", [Note, NotePart, NoteEvent, NoteAddition])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_change_a_final_note(desk, child, client, model, verb):
    desk.finish()
    note = Note.objects.get()
    client.post(
        reverse("notes:add", args=[child.pk, note.pk]),
        {"field": "", "text": "More.", "why": "Forgotten", "request": uuid.uuid4()},
    )
    table, column = model._meta.db_table, model._meta.pk.column
    statement = f"UPDATE {table} SET {column} = {column}" if verb == "update" else f"DELETE FROM {table}"
    with pytest.raises(Error, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_final_note_takes_no_more_saves(desk):
    desk.finish()
    before = Note.objects.get().content
    answer = desk.send("autosave", **{**VISIT, "observed": "Changed afterwards"})
    assert "final" in answer.json()
    assert Note.objects.get().content == before


def test_notes_are_filtered_by_kind_writer_and_day(small, child, client):
    Desk(client, small.worker, child).finish(on_day="26", on_month="2")
    call = Desk(client, small.worker, child, format_name="telephone")
    call.send("finalise", **{**VISIT, "with": "School", "said": "School: he was late."})
    listing = reverse("notes:list", args=[child.pk])

    def shown(**asked):
        text = client.get(listing, asked).content.decode()
        return ("Home or school visit</a></h2>" in text, "Telephone call</a></h2>" in text)

    assert shown() == (True, True)
    assert shown(format="telephone") == (False, True)
    assert shown(since="1 March 2026") == (False, True)
    assert shown(until="26/2/2026") == (True, False)
    assert shown(author=str(small.worker.pk)) == (True, True)
    assert client.get(listing, {"author": "' OR 1=1", "since": "never", "page": "x"}).status_code == 200
    assert VISIT["analysis"] in client.get(listing, {"show": "whole"}).content.decode()


def test_the_list_and_a_note_count_their_queries(desk, child, client, django_assert_max_num_queries):
    desk.finish()
    for path in (reverse("notes:list", args=[child.pk]), reverse("notes:note", args=[child.pk, Note.objects.get().pk])):
        client.get(path)
        with django_assert_max_num_queries(14):
            client.get(path)


def test_reading_a_note_is_on_the_log_without_a_name(desk, child, client):
    from plimsoll.trust.models import AuditEntry

    desk.finish()
    entry = AuditEntry.objects.filter(action="note_read").latest("id")
    assert entry.case_id == child.pk
    assert "Ffion" not in json.dumps(entry.detail)


TYPED = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co")), max_size=300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED)
def test_whatever_is_typed_is_what_is_kept(small, child, text):
    desk = Desk(Client(), small.worker, child)
    desk.send("autosave", observed=text)
    kept = Draft.objects.get(pk=desk.draft).content.get("observed", "")
    assert kept == plain(text)
    assert kept.split() == plain(text).split()


def test_a_day_later_the_draft_is_still_there(small, child, client):
    desk = Desk(client, small.worker, child)
    desk.send("autosave", **VISIT)
    with clock.stopped_at(NOW + timedelta(days=9)):
        client.force_login(small.worker)
        assert VISIT["observed"] in desk.open().content.decode()
