"""A concern from the first word to the last: raised, decided, planned for, told of; never left without a decision."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from service import NOW, TODAY, event

from plimsoll import today as clock
from plimsoll.cases.models import Case, CaseEvent
from plimsoll.cases.queries.case import case_view
from plimsoll.handover import actions as turns
from plimsoll.people.access import viewer_for
from plimsoll.safeguarding import actions, queries
from plimsoll.safeguarding.actions import Decision, Worry
from plimsoll.trust.models import AuditEntry

TYPED = {
    "safe_now": "yes", "what": "Siân’s bruises 💔 O’Brien", "by": "school", "category": "physical", "on": "2026-03-02",
    "child_view": "“I want it to stop”", "about": "Her mum’s new partner",
}  # fmt: skip
DECIDED = {
    "level": "significant_harm", "decision": "strategy_discussion", "rationale": "Two bruises, no account of them",
    "on": "2026-03-02",
}  # fmt: skip


def sight(user):
    return viewer_for(user, TODAY)


def raised(case, by, **more):
    worry = Worry(**{"what": "Bruises", "at": NOW, "safe_now": "yes", **more})
    result = actions.raise_concern(case.pk, worry, now=NOW, actor_id=by.pk)
    return actions.newest_concern(result, NOW)


def url(name, case, *more):
    return reverse(f"safeguarding:{name}", args=[case.pk, *more])


def test_a_concern_is_raised_on_one_page_and_the_page_says_what_follows(small, client):
    case = small.case()
    client.force_login(small.worker)
    text = client.post(url("raise_on", case), TYPED, follow=True).content.decode()
    assert "A decision is due by 3 March 2026." in text
    assert "Undecided, it goes to the supervisor (Helen Marsh) on 4 March 2026." in text
    assert "Siân’s bruises 💔 O’Brien" in text
    kept = CaseEvent.objects.get(case=case, name="concern_raised")
    assert kept.details["concern"] == "1"
    assert kept.at_moment == NOW
    assert "immediate_risk" not in kept.details


def test_somebody_not_safe_puts_the_case_first_and_asks_what_was_done(small, client):
    case = small.case()
    client.force_login(small.worker)
    refused = client.post(url("raise_on", case), {**TYPED, "safe_now": "no"})
    assert refused.status_code == 422
    assert "Say what has been done to keep them safe" in refused.content.decode()
    assert "Siân’s bruises 💔 O’Brien" in refused.content.decode()
    client.post(url("raise_on", case), {**TYPED, "safe_now": "no", "done_now": "Police are there"})
    case.refresh_from_db()
    assert case.hint_tier == "immediate_safety"


def test_twenty_thousand_words_and_markup_are_kept_as_they_were_typed(small, client):
    case = small.case()
    client.force_login(small.worker)
    long = "<script>alert(1)</script> " + "gair " * 20_000
    text = client.post(url("raise_on", case), {**TYPED, "what": long}, follow=True).content.decode()
    assert "<script>alert(1)" not in text
    assert CaseEvent.objects.get(case=case, name="concern_raised").note == long.strip()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": "  "}, "Say what the worry is"),
        ({"safe_now": ""}, "Choose whether they are safe now"),
        ({"on": "2026-03-03"}, "The date must be today or in the past"),
        ({"hour": "23:59"}, "The time must not lie ahead"),
        ({"hour": "half nine"}, "must be written like"),
        ({"on": "2026-02-30"}, "must be a real date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(small, client, given, said):
    case = small.case()
    client.force_login(small.worker)
    refused = client.post(url("raise_on", case), {**TYPED, **given})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert "Her mum’s new partner" in refused.content.decode()
    assert not CaseEvent.objects.filter(case=case).exists()


def test_the_case_is_found_by_name_sound_or_number_and_one_hit_opens_its_form(small, client):
    mine = small.case("Siân Pugh")
    theirs = small.case("Siân Rees", holder=small.colleague)
    client.force_login(small.worker)
    find = reverse("safeguarding:raise")
    assert "Siân Pugh" in client.get(find).content.decode()
    assert client.get(find, {"q": "sian"}).headers["Location"] == url("raise_on", mine)
    assert client.get(find, {"q": mine.reference}).headers["Location"] == url("raise_on", mine)
    nothing = client.get(find, {"q": "Rees"}).content.decode()
    assert "Nobody of this name or number" in nothing
    client.force_login(small.supervisor)
    assert client.get(find, {"q": "Rees"}).headers["Location"] == url("raise_on", theirs)


def test_every_page_has_the_link_for_those_who_may_record_and_for_nobody_else(small, client):
    client.force_login(small.worker)
    assert reverse("safeguarding:raise") in client.get(reverse("tasks:mine")).content.decode()
    client.force_login(small.auditor)
    assert reverse("safeguarding:raise") not in client.get(reverse("cases:service")).content.decode()
    assert client.get(reverse("safeguarding:raise")).status_code == 404


def test_a_decision_is_held_against_the_levels_and_says_what_it_met(small, client):
    case = small.case()
    concern = raised(case, small.worker)
    client.force_login(small.worker)
    form = client.get(url("decide", case, concern.id)).content.decode()
    assert "Level 4: significant harm suspected (section 47)" in form
    assert "Children Act 1989" in form
    text = client.post(url("decide", case, concern.id), DECIDED, follow=True).content.decode()
    assert "This met: Decide what to do about a concern, and say why." in text
    kept = CaseEvent.objects.get(case=case, name="concern_decided")
    assert (kept.details["level"], kept.details["threshold"]) == ("significant_harm", "section_47")
    assert "Two bruises, no account of them" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"level": ""}, "Choose the level of need that is met"),
        ({"level": "level_9"}, "level"),
        ({"rationale": ""}, "Say why you decided so"),
        ({"decision": "no_further_action"}, "You chose significant harm and no further action"),
    ],
)
def test_a_decision_without_its_reason_or_against_itself_is_refused(small, client, given, said):
    case = small.case()
    concern = raised(case, small.worker)
    client.force_login(small.worker)
    refused = client.post(url("decide", case, concern.id), {**DECIDED, **given})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not CaseEvent.objects.filter(name="concern_decided").exists()


def test_two_who_decide_at_once_are_told_of_each_other(small, client):
    case = small.case()
    concern = raised(case, small.worker)
    decision = Decision(NOW, "universal", "not_met", "no_further_action", "A bicycle, her father says and so does she")
    actions.decide_concern(case.pk, concern.id, decision, now=NOW, viewer=sight(small.supervisor))
    client.force_login(small.worker)
    refused = client.post(url("decide", case, concern.id), DECIDED)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "This concern has a decision already" in text
    assert "A bicycle, her father says and so does she" in text
    assert "Two bruises, no account of them" in text
    assert CaseEvent.objects.filter(name="concern_decided").count() == 1
    with pytest.raises(actions.DecidedMeanwhile):
        actions.decide_concern(case.pk, concern.id, decision, now=NOW, viewer=sight(small.worker))


def test_two_concerns_are_decided_one_by_one(small, client):
    case = small.case()
    first, second = raised(case, small.worker), raised(case, small.worker, what="Not fed")
    client.force_login(small.worker)
    assert client.get(url("decide_any", case)).headers["Location"] == url("case", case)
    client.post(url("decide", case, second.id), DECIDED)
    view = case_view(sight(small.worker), case.pk, NOW)
    assert [one.id for one in queries.undecided_of(view)] == [first.id]
    assert client.get(url("decide_any", case)).headers["Location"] == url("decide", case, first.id)


def test_undecided_it_shows_on_the_supervisor_s_page_and_then_on_the_manager_s(small, client):
    case = small.case("Ffion Llŷr")
    raised(case, small.worker)
    for when, user, shows in (
        (timedelta(hours=5), small.supervisor, False),
        (timedelta(days=2), small.supervisor, True),
        (timedelta(days=2), small.manager, False),
        (timedelta(days=3), small.manager, True),
        (timedelta(days=3), small.supervisor, True),
    ):
        with clock.stopped_at(NOW + when):
            client.force_login(user)
            text = client.get(reverse("team:cases")).content.decode()
        assert ("Concerns that climbed to you" in text) is shows, (when, user.name)


def test_a_decision_made_after_it_climbed_says_to_whom_it_had(small, client):
    case = small.case()
    concern = raised(case, small.worker)
    with clock.stopped_at(NOW + timedelta(days=3)):
        client.force_login(small.manager)
        assert "It has climbed to the service manager" in client.get(url("concern", case, concern.id)).content.decode()
        client.post(url("decide", case, concern.id), {**DECIDED, "on": "2026-03-05"})
        assert "Concerns that climbed to you" not in client.get(reverse("team:cases")).content.decode()
    assert CaseEvent.objects.get(name="concern_decided").details["climbed_to"] == "service_manager"


def test_no_case_closes_over_a_concern_without_a_decision(small, client):
    case = small.case()
    concern = raised(case, small.worker)
    client.force_login(small.supervisor)
    case.refresh_from_db()
    typed = {"on": "2026-03-02", "reason": "Moved", "summary": "Gone", "decision": "None", "version": case.version}
    refused = client.post(reverse("handover:close", args=[case.pk]), typed)
    assert refused.status_code == 422
    assert "A concern on this case has no decision yet" in refused.content.decode()
    words = turns.ClosingWords(TODAY, "Moved", "Gone", "None", "", case.version)
    with pytest.raises(ValidationError):
        turns.close_case(case.pk, words, now=NOW, viewer=sight(small.supervisor))
    client.post(url("decide", case, concern.id), DECIDED)
    typed["version"] = Case.objects.get(pk=case.pk).version
    assert client.post(reverse("handover:close", args=[case.pk]), typed).status_code == 302


STEPS = {
    "discussion": (
        {"attended_by": "Police: DS Vale\nHealth: Dr Okri", "initiates_s47": "yes", "note": "Joint visit today"},
        "DS Vale",
    ),
    "referral": ({"to": "LADO", "reference": "L-17", "note": "A coach is named"}, "LADO"),
    "plan": (
        {"what_1": "Nan sleeps there", "who_1": "Nan", "until_1": "Friday", "review_on": "2026-03-06"},
        "Nan sleeps there: Nan, until Friday",
    ),
    "told": ({"who": "Mum", "how": "telephone", "note": "She is frightened too"}, "She is frightened too"),
}


@pytest.mark.parametrize("step", STEPS)
def test_what_belongs_to_a_concern_stands_on_its_page(small, client, step):
    case = small.case()
    concern = raised(case, small.worker, safe_now="no", done_now="Police")
    client.force_login(small.worker)
    given, said = STEPS[step]
    assert client.get(url("step", case, concern.id, step)).status_code == 200
    refused = client.post(url("step", case, concern.id, step), {"on": "2026-03-02"})
    assert refused.status_code == 422
    text = client.post(url("step", case, concern.id, step), {**given, "on": "2026-03-02"}, follow=True).content.decode()
    assert said in text
    assert CaseEvent.objects.filter(case=case, details__concern="1").count() == 2


def test_a_safety_plan_puts_its_review_on_the_clock_and_needs_who_does_what(small, client):
    case = small.case()
    concern = raised(case, small.worker, safe_now="no", done_now="Police")
    client.force_login(small.worker)
    half = {"what_1": "Nan sleeps there", "on": "2026-03-02", "review_on": "2026-03-01"}
    text = client.post(url("step", case, concern.id, "plan"), half).content.decode()
    assert "Enter who does it" in text
    assert "The day to look again must be after the plan was made" in text
    whole = {**half, "who_1": "Nan", "review_on": "2026-03-06"}
    text = client.post(url("step", case, concern.id, "plan"), whole, follow=True).content.decode()
    assert "Now due: Review the safety plan by the date it set, by 6 March 2026." in text


def test_a_concern_raised_before_it_had_a_number_is_decided_all_the_same(small, client):
    case = small.case(events=[event("concern_raised", "2026-02-27", immediate_risk=True)])
    view = case_view(sight(small.worker), case.pk, NOW)
    (concern,) = queries.concerns_of(view)
    client.force_login(small.worker)
    client.post(url("decide", case, concern.id), DECIDED)
    assert queries.undecided_of(case_view(sight(small.worker), case.pk, NOW)) == []


def test_a_corrected_concern_keeps_its_address(small, client):
    case = small.case()
    concern = raised(case, small.worker)
    client.force_login(small.worker)
    entry = reverse("cases:write_up", args=[case.pk, concern.raised.pk])
    client.post(entry, {"on": "2026-03-01", "note": "It was on Sunday", "carries_concern": "1"})
    page = client.get(url("concern", case, concern.id))
    assert page.status_code == 200
    assert "It was on Sunday" in page.content.decode()


@pytest.mark.parametrize("who", ["outsider", "colleague", "auditor"])
def test_another_team_s_worker_is_told_what_anybody_is_told_of_nothing(small, client, who):
    case = small.case()
    concern = raised(case, small.worker)
    client.force_login(getattr(small, who))
    pages = [url("raise_on", case), url("decide", case, concern.id), url("step", case, concern.id, "plan")]
    if who != "auditor":  # who may read
        pages += [url("case", case), url("concern", case, concern.id)]
    for page in pages:
        assert client.get(page).status_code == 404
        assert client.post(page, {**TYPED, **DECIDED}).status_code in {404, 405}
    assert CaseEvent.objects.filter(case=case).count() == 1


def test_a_concern_of_another_case_is_not_found_on_this_one(small, client):
    one, two = small.case(), small.case("Two")
    concern = raised(two, small.worker)
    client.force_login(small.worker)
    assert client.get(url("concern", one, concern.id)).status_code == 404
    assert client.post(url("decide", one, concern.id), DECIDED).status_code == 404


def test_the_log_holds_no_name_and_no_word_of_it(small, client):
    case = small.case("Ffion Llŷr")
    client.force_login(small.worker)
    client.post(url("raise_on", case), TYPED)
    logged = " ".join(AuditEntry.objects.values_list("detail_text", flat=True))
    assert "concern_raised" in " ".join(AuditEntry.objects.values_list("action", flat=True))
    for word in ("Ffion", "bruises", "O’Brien", "partner"):
        assert word not in logged


def test_pages_ask_as_many_questions_for_many_concerns_as_for_one(small, client, django_assert_max_num_queries):
    for number in range(6):
        case = small.case(f"Case {number}")
        for _ in range(2):
            concern = raised(case, small.worker)
    client.force_login(small.supervisor)
    client.get(reverse("safeguarding:to_decide"))
    with clock.stopped_at(NOW + timedelta(days=3)):
        with django_assert_max_num_queries(6):
            client.get(reverse("safeguarding:to_decide"))
        with django_assert_max_num_queries(11):  # 8 and the transaction that logs the look
            client.get(url("concern", case, concern.id))
