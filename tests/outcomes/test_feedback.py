"""The client's own word: a link that works once, names nobody, and is spent by sending alone."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.cases.derive import positions
from plimsoll.outcomes import actions, queries
from plimsoll.outcomes.models import Feedback, FeedbackLink, WrongLink
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry

PAGE = reverse("outcomes:feedback")


@pytest.fixture
def case(small):
    return small.case("Ffion Llŷr", events=[event("cin_plan_started", "2026-02-23")])


@pytest.fixture
def link(small, case):
    return actions.make_link(case, now=NOW, actor_id=small.worker.pk)


@pytest.fixture
def somebody():
    """A browser that nobody has signed in with."""
    return Client(enforce_csrf_checks=True)


def answer(somebody, token, rating="2", words=""):
    return somebody.post(PAGE, {"k": token, "rating": rating, "words": words})


def test_an_answer_comes_to_the_case_and_the_link_is_spent(small, case, link, somebody, client):
    _row, token = link
    assert somebody.get(PAGE, {"k": token}).status_code == 200
    response = answer(somebody, token, words="Diolch, but nobody rang back <b>")
    assert response.url == reverse("outcomes:thanks")
    assert somebody.get(response.url).status_code == 200
    feedback = Feedback.objects.get()
    assert (feedback.case, feedback.rating) == (case, 2)
    assert answer(somebody, token, "5").status_code == 404
    assert Feedback.objects.count() == 1
    client.force_login(small.worker)
    text = client.get(reverse("outcomes:case", args=[case.pk])).content.decode()
    assert "Diolch, but nobody rang back &lt;b&gt;" in text
    assert "Bad" in text


def test_a_low_rating_is_a_reason_at_once(case, link, somebody):
    answer(somebody, link[1], "1")
    priority = positions([case], NOW)[case.pk].priority
    assert any("client_dissatisfied" in ground.code for ground in priority.grounds)


def test_opening_the_page_any_number_of_times_spends_nothing(link, somebody):
    for method in (somebody.get, somebody.head, somebody.get):
        assert method(PAGE, {"k": link[1]}).status_code == 200
    somebody.get(PAGE, {"k": link[1]}, headers={"Sec-Purpose": "prefetch"})
    assert FeedbackLink.objects.get().used_at is None
    assert answer(somebody, link[1]).status_code == 302


def test_the_pages_name_nobody_even_where_a_worker_is_signed_in(small, case, link, client):
    client.force_login(small.worker)
    pages = [
        client.get(PAGE, {"k": link[1]}),
        answer(client, link[1], ""),
        answer(client, link[1]),
        client.get(reverse("outcomes:thanks")),
        client.get(PAGE, {"k": link[1]}),
    ]
    for page in pages:
        text = page.content.decode()
        for word in ("Ffion", "Llŷr", case.reference, str(case.pk), "Sam", "Pritchard", "Children", "Team 3"):
            assert word not in text


def test_a_form_without_an_answer_keeps_what_was_written_and_spends_nothing(link, somebody):
    response = somebody.post(PAGE, {"k": link[1], "words": "Dŵr 🐑 O’Brien"})
    assert response.status_code == 422
    assert "Dŵr 🐑 O’Brien" in response.content.decode()
    assert "Choose one of the five answers" in response.content.decode()
    assert not Feedback.objects.exists()
    assert answer(somebody, link[1]).status_code == 302


@pytest.mark.parametrize("rating", ["0", "6", "-1", "five", "1.5", "", "\x00", "9" * 5000])
def test_a_rating_that_is_none_is_refused(link, somebody, rating):
    assert answer(somebody, link[1], rating).status_code == 422
    assert not Feedback.objects.exists()


def test_a_link_that_is_unknown_used_withdrawn_or_old_gets_one_and_the_same_answer(small, case, link, somebody):
    _used, spent = actions.make_link(case, now=NOW, actor_id=small.worker.pk)
    answer(somebody, spent)
    taken, withdrawn = actions.make_link(case, now=NOW, actor_id=small.worker.pk)
    actions.withdraw_link(taken.pk, now=NOW, actor_id=small.worker.pk)
    tokens = (spent, withdrawn, "nonsense", "", "x" * 5000, "\x00")
    texts = {somebody.get(PAGE, {"k": token}).content for token in tokens}
    with clock.stopped_at(NOW + timedelta(days=28)):
        texts.add(somebody.get(PAGE, {"k": link[1]}).content)
    assert len(texts) == 1


def test_a_link_works_until_the_last_moment_of_its_days(link, somebody):
    with clock.stopped_at(NOW + timedelta(days=28) - timedelta(seconds=1)):
        assert somebody.get(PAGE, {"k": link[1]}).status_code == 200


def test_the_link_itself_is_kept_nowhere(link):
    row, token = link
    assert token not in str(FeedbackLink.objects.values_list())
    assert row.digest == actions.digest_of(token)
    assert len(token) >= 43
    assert token not in " ".join(AuditEntry.objects.values_list("detail_text", flat=True))


def test_no_log_line_carries_a_link(link, somebody, caplog):
    caplog.set_level(logging.DEBUG)
    somebody.get(PAGE, {"k": "wrong-" + link[1]})
    somebody.post(PAGE, {"k": link[1]})
    answer(somebody, link[1])
    answer(somebody, link[1])
    assert link[1] not in caplog.text


def test_many_wrong_links_from_one_address_are_held_off_and_a_good_one_never_is(link, somebody):
    codes = [somebody.get(PAGE, {"k": f"wrong {n}"}).status_code for n in range(actions.MOST_WRONG + 3)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert answer(somebody, link[1]).status_code == 302
    assert "127.0.0.1" not in str(WrongLink.objects.values_list())
    with clock.stopped_at(NOW + timedelta(hours=1)):
        assert somebody.get(PAGE, {"k": "wrong"}).status_code == 404
    with clock.stopped_at(NOW + timedelta(days=2)):
        somebody.get(PAGE, {"k": "wrong"})
        assert WrongLink.objects.count() == 1  # older counts are gone


def test_of_two_answers_to_one_link_one_is_kept(case, link):
    actions.give_feedback(link[1], rating=4, words="", now=NOW)
    with pytest.raises(actions.LinkSpent):
        actions.give_feedback(link[1], rating=1, words="", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(
            case=case, link=link[0], rating=1, given_at=NOW, event=case.events.get(name="client_feedback_given")
        )


def test_the_worker_sees_the_link_once_and_can_withdraw_it(small, case, client, somebody):
    client.force_login(small.worker)
    text = client.post(reverse("outcomes:ask", args=[case.pk])).content.decode()
    token = text.split("?k=")[1].split("<")[0]
    assert token not in client.get(reverse("outcomes:case", args=[case.pk])).content.decode()
    made = FeedbackLink.objects.get()
    client.post(reverse("outcomes:withdraw_link", args=[made.pk]))
    assert somebody.get(PAGE, {"k": token}).status_code == 404


def test_another_team_can_neither_make_nor_withdraw_a_link(small, case, link, client):
    client.force_login(small.outsider)
    assert client.post(reverse("outcomes:ask", args=[case.pk])).status_code == 404
    assert client.post(reverse("outcomes:withdraw_link", args=[link[0].pk])).status_code == 404
    assert FeedbackLink.objects.get().withdrawn_at is None


def results(small, since=datetime(2025, 1, 1, tzinfo=UTC)):
    return queries.ratings(viewer_for(small.supervisor, TODAY), since)


@pytest.mark.parametrize("count", [1, 4, 5, 7])
def test_results_are_told_from_the_stated_number_of_answers_on(small, count):
    for number in range(count):
        case = small.case(f"Child {number}")
        _row, token = actions.make_link(case, now=NOW, actor_id=small.worker.pk)
        actions.give_feedback(token, rating=5 if number else 1, words="", now=NOW)
    (quarter,) = results(small)
    if count < 5:
        assert (quarter.answered, quarter.good, quarter.bad, quarter.mean) == (None, None, None, None)
    else:
        assert (quarter.answered, quarter.good, quarter.bad) == (count, count - 1, 1)
        assert quarter.mean == round((1 + 5 * (count - 1)) / count, 1) or abs(float(quarter.mean) - 4.2) < 1


def test_a_few_answers_are_not_told_on_the_page_in_any_words(small, case, link, somebody, client):
    answer(somebody, link[1], "1", "Only I would say this")
    client.force_login(small.supervisor)
    text = client.get(reverse("outcomes:numbers")).content.decode()
    assert "fewer than 5 answered" in text
    assert "Only I would say this" not in text
    assert "1 bad" not in text


def test_an_answer_of_twenty_thousand_words_is_kept(link, somebody):
    words = "Roedd hi’n garedig. " * 7000
    assert answer(somebody, link[1], "5", words).status_code == 302
    assert Feedback.objects.get().words == words.strip()
