"""Asking for help: one step, answered within the clock or it climbs, and looked at whether it helped."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.load import asking, queries
from plimsoll.load.actions import ChangedMeanwhile
from plimsoll.load.models import Adjustment, HelpAsked
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry

SAID = "I cannot get to the visits any more."
PACK = "children-england"


def ask(small, **others):
    viewer = viewer_for(small.worker, TODAY)
    who = queries.person_for(viewer, small.worker.pk)
    return asking.ask(viewer, who, SAID, ["pause_allocation"], TODAY, now=NOW, **others)


def standing(asked, day):
    return asking.standing_of(asked, PACK, day, is_answered=asked.answers.exists())


def test_it_is_asked_in_one_step_with_the_line_and_what_is_at_risk(small, client):
    late = small.case(events=[event("cp_plan_started", "2025-12-02", category="NEG")])
    client.force_login(small.worker)
    given = {"said": SAID, "would_help": ["pause_allocation"]}
    assert client.post(reverse("load:ask"), given).status_code == 302
    asked = HelpAsked.objects.get()
    assert asked.at_risk == [str(late.pk)]
    assert asked.points > 15
    assert asked.cases == 1
    client.force_login(small.supervisor)
    assert small.worker.name in client.get(reverse("load:board")).content.decode()
    page = client.get(reverse("load:asked", args=[asked.pk])).content.decode()
    assert SAID in page
    assert late.title in page


def test_unanswered_it_climbs_from_supervisor_to_manager_and_is_late_after_that(small):
    asked = ask(small)  # a Monday
    assert standing(asked, TODAY).to == "supervisor"
    assert standing(asked, TODAY).due == TODAY + timedelta(days=2)
    assert standing(asked, TODAY + timedelta(days=2)).to == "supervisor"
    risen = standing(asked, TODAY + timedelta(days=3))
    assert (risen.to, risen.due, risen.is_late) == ("service_manager", TODAY + timedelta(days=4), False)
    assert standing(asked, TODAY + timedelta(days=5)).is_late


def test_an_answer_ends_the_clock_and_what_is_agreed_has_a_day_on_which_it_is_looked_at(small, client):
    asked = ask(small)
    client.force_login(small.supervisor)
    url = reverse("load:answer", args=[asked.pk])
    assert client.post(url, {"said": ""}).status_code == 422
    assert client.post(url, {"said": "Nothing new for four weeks.", "agreed": ["pause_allocation"]}).status_code == 302
    assert standing(asked, TODAY + timedelta(days=30)).is_answered
    agreed = Adjustment.objects.get()
    assert agreed.check_on == TODAY + timedelta(weeks=4)
    check = reverse("load:check", args=[agreed.pk])
    assert client.post(check, {"did_help": "yes", "said": "Two cases closed."}).status_code == 302
    agreed.refresh_from_db()
    assert agreed.did_help is True
    assert agreed.points_then is not None, "the line on that day is kept with the answer"
    client.force_login(small.worker)
    page = client.get(reverse("load:asked", args=[asked.pk])).content.decode()
    assert "It helped" in page
    assert "Two cases closed." in page


def test_saying_why_not_is_an_answer_too(small, client):
    asked = ask(small)
    client.force_login(small.manager)
    client.post(reverse("load:answer", args=[asked.pk]), {"said": "There is nobody: I have asked for agency cover."})
    assert standing(asked, TODAY).is_answered
    assert "Nothing was agreed" in client.get(reverse("load:asked", args=[asked.pk])).content.decode()


def test_two_managers_who_answer_at_once_both_keep_their_words(small, client):
    asked = ask(small)
    asking.answer(asked, "Yes.", [], pack=PACK, now=NOW, actor_id=small.manager.pk)
    client.force_login(small.supervisor)
    second = client.post(reverse("load:answer", args=[asked.pk]), {"said": "My own long answer"})
    assert second.status_code == 422
    page = second.content.decode()
    assert "Yes." in page
    with pytest.raises(ChangedMeanwhile):
        asking.answer(asked, "No.", [], pack=PACK, now=NOW, actor_id=small.supervisor.pk)


def test_nobody_answers_their_own_asking_and_nobody_else_reads_it(small, client):
    asked = ask(small)
    for user in (small.colleague, small.outsider, small.auditor):
        client.force_login(user)
        assert client.get(reverse("load:asked", args=[asked.pk])).status_code == 404
        assert client.post(reverse("load:answer", args=[asked.pk]), {"said": "No"}).status_code == 404
    client.force_login(small.worker)
    assert client.post(reverse("load:answer", args=[asked.pk]), {"said": "Yes"}).status_code == 404


def test_it_is_asked_once_and_can_be_taken_back_and_asked_again(small, client):
    first = ask(small)
    with pytest.raises(ValidationError):
        ask(small)
    client.force_login(small.worker)
    client.post(reverse("load:withdraw", args=[first.pk]))
    assert ask(small).pk != first.pk


def test_a_stranger_raises_nothing_for_somebody_else(small):
    viewer = viewer_for(small.outsider, TODAY)
    who = queries.person_for(viewer_for(small.worker, TODAY), small.worker.pk)
    with pytest.raises(PermissionDenied):
        asking.ask(viewer, who, "x", [], TODAY, now=NOW)


def test_the_log_says_that_it_was_asked_and_not_what_was_said(small):
    ask(small)
    entry = AuditEntry.objects.filter(action="help_asked").get()
    assert SAID not in entry.detail
    assert small.worker.name not in entry.detail


def test_twenty_thousand_words_and_a_later_day_are_told_where_they_are_wrong(small, client):
    client.force_login(small.worker)
    later = (clock.today() + timedelta(days=1)).isoformat()
    page = client.post(reverse("load:ask"), {"said": "Ŵ😀’ " * 50, "since": later})
    assert page.status_code == 422
    assert "The day must be today or before" in page.content.decode()
    assert "Ŵ😀’" in page.content.decode()
    assert Decimal(HelpAsked.objects.count()) == 0
