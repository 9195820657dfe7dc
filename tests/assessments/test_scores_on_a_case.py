"""Scores as a worker records them, as the page draws them, and as the case stands after."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, event

from plimsoll.assessments import drawing, lines
from plimsoll.cases.actions import NewCase, open_case
from plimsoll.cases.models import CaseEvent
from plimsoll.cases.queries.case import case_view
from plimsoll.people import actions as people
from plimsoll.people.access import viewer_for

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> O’Brien ŵ 🙂"


@pytest.fixture
def case(small):
    return small.case(events=[event("cin_plan_started", "2026-02-02")])


def address(case, tool, *more):
    return reverse("assessments:record", args=[case.pk, tool, *more])


def post(client, case, tool, **given):
    return client.post(address(case, tool), {"on": "2026-03-02", **given})


def kept(case):
    return CaseEvent.objects.filter(case=case, name="score_recorded").latest("id").details


def found(small, case):
    return lines.lines_of(case_view(viewer_for(small.worker, NOW.date()), case.pk, NOW))


def test_an_sdq_is_added_up_and_kept_with_its_subscales_under_its_raters_own_word(small, case, client):
    client.force_login(small.worker)
    given = {"emotional": "5", "conduct": "3", "hyperactivity": "7", "peer": "2", "prosocial": "9"}
    assert post(client, case, "SDQ", rater="parent", **given).status_code == 302
    assert kept(case) == {
        "tool": "SDQ", "score": 17,
        "subscales": {"emotional": 5, "conduct": 3, "hyperactivity": 7, "peer": 2, "prosocial": 9},
    }  # fmt: skip
    assert post(client, case, "SDQ", rater="teacher", total="12").status_code == 302
    assert kept(case) == {"tool": "SDQ_teacher", "score": 12}
    page = client.get(reverse("assessments:case", args=[case.pk])).content.decode()
    assert "Abnormal" in page
    assert "Slightly raised" in page
    assert [len(line.points) for line in found(small, case)] == [1, 1]


def test_the_page_after_a_worse_score_says_that_the_case_moved_and_why(small, case, client):
    seen = event("visit_made", "2026-02-27", kind="cin", child_seen=True)
    case = small.case(events=[event("cin_plan_started", "2026-02-20"), seen])
    client.force_login(small.worker)
    post(client, case, "CORE-10", total="10", flag_risk="no", on="2026-02-21")
    answered = client.post(
        address(case, "CORE-10"), {"on": "2026-03-02", "total": "27", "flag_risk": "no"}, follow=True
    )
    said = [str(message) for message in answered.context["messages"]]
    assert any("CORE-10 stands at 27" in text for text in said), said
    assert "CORE-10 (numbers only): 27; Severe; 17 worse, more than chance." in said
    page = answered.content.decode()
    assert "17 worse, more than chance" in page
    assert "Severe" in page


def test_a_marked_risk_item_stands_above_every_total_and_a_later_no_ends_it(small, case, client):
    client.force_login(small.worker)
    items = {f"item_{place}": "0" for place in range(1, 11)}
    post(client, case, "CORE-10", **{**items, "item_6": "1"})
    details = kept(case)
    assert details["score"] == 1
    assert details["subscales"] == {"risk": 1}
    assert details["answers"] == "0, 0, 0, 0, 0, 1, 0, 0, 0, 0"
    case.refresh_from_db()
    assert case.hint_tier == "safeguarding_unmet"
    post(client, case, "CORE-10", **items)
    assert kept(case)["subscales"] == {"risk": 0}
    case.refresh_from_db()
    assert case.hint_tier != "safeguarding_unmet"


def test_too_much_missing_gives_no_score_but_the_risk_is_kept(small, case, client):
    client.force_login(small.worker)
    assert post(client, case, "CORE-10", item_6="4").status_code == 302
    assert kept(case) == {"tool": "CORE-10", "subscales": {"risk": 1}, "answers": "–, –, –, –, –, 4, –, –, –, –"}
    page = client.get(reverse("assessments:case", args=[case.pk])).content.decode()
    assert "No score: too much is missing" in page
    assert "The risk item is above 0" in page


@pytest.mark.parametrize(
    ("tool", "typed", "said"),
    [
        ("SDQ", {"rater": "parent", "total": "41"}, "Total difficulties"),
        ("SDQ", {"rater": "parent", "total": "-1"}, ""),
        ("SDQ", {"rater": "parent", "total": "NaN"}, ""),
        ("SDQ", {"total": "4"}, "Choose who answered"),
        ("SDQ", {"rater": "nobody", "total": "4"}, ""),
        ("SDQ", {"rater": "parent"}, "Enter the score"),
        ("SDQ", {"rater": "parent", "emotional": "1", "conduct": "1", "hyperactivity": "1", "peer": "1", "total": "9"},
         "The numbers above add up to 4, not 9"),
        ("CORE-10", {"total": "9"}, "Answer yes or no, or give the item"),
        ("CORE-10", {"item_1": "5", "flag_risk": "no"}, ""),
        ("DASH", {"total": "8"}, "Answer yes or no"),
        ("goal_0_10", {"rater": "person", "total": "8"}, "Say what the score is about"),
        ("scaling_0_10", {"total": "8", "on": "2027-01-01"}, "The date must be today or in the past"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_told_and_nothing_is_kept(small, case, client, tool, typed, said):
    client.force_login(small.worker)
    answered = post(client, case, tool, **{"note": HOSTILE, **typed})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert said in page
    assert "<script>alert" not in page
    assert "O’Brien ŵ 🙂" in page
    assert not CaseEvent.objects.filter(case=case, name="score_recorded").exists()


def test_goals_are_lines_of_their_own_with_their_own_words(small, case, client):
    client.force_login(small.worker)
    for goal, score, day in (
        ("Sleep in my bed", 2, "2026-02-01"),
        ("Walk to school", 7, "2026-02-02"),
        ("sleep in my bed", 6, "2026-03-01"),
    ):
        assert post(client, case, "goal_0_10", rater="person", about=goal, total=score, on=day).status_code == 302
    first, second = found(small, case)
    assert (first.about, [point.score for point in first.points]) == ("sleep in my bed", [2, 6])
    assert (second.about, [point.score for point in second.points]) == ("Walk to school", [7])
    assert first.last.change.direction == "better"
    again = client.get(address(case, "goal_0_10") + f"?like={first.last.event_id}").context["form"]
    assert (again["about"].value(), again["rater"].value(), again["total"].value()) == (
        "sleep in my bed",
        "person",
        None,
    )


def test_scores_of_brothers_and_sisters_are_never_one_line(small, client):
    both = [
        people.create_person({"given_name": name, "family_name": "Rees", "born_on": None}, now=NOW)
        for name in ("Owain", "Siân")
    ]
    new = NewCase(
        service=small.service, team=small.team, title="Owain and Siân Rees", opened_on=NOW.date(), subjects=both,
        holder=small.worker,
    )  # fmt: skip
    case = open_case(new, now=NOW, actor_id=small.worker.pk)
    client.force_login(small.worker)
    assert "Choose whose score it is" in post(client, case, "SDQ", rater="parent", total=9).content.decode()
    for person, total in (("Owain Rees", 9), ("Siân Rees", 20)):
        assert post(client, case, "SDQ", rater="parent", total=total, person=person).status_code == 302
    assert {line.about for line in found(small, case)} == {"Owain Rees", "Siân Rees"}
    case.refresh_from_db()
    assert "deterioration.fall" not in [value["code"] for value in case.hint_reasons]


def test_a_score_is_corrected_by_an_addition_and_once_only(small, case, client):
    client.force_login(small.worker)
    post(client, case, "SDQ", rater="parent", total="40")
    wrong = CaseEvent.objects.get(case=case, name="score_recorded")
    where = reverse("assessments:correct", args=[case.pk, "SDQ", wrong.pk])
    form = client.get(where).context["form"]
    assert (form["total"].value(), form["rater"].value()) == (40, "parent")
    given = {"on": "2026-03-02", "rater": "parent", "total": "14"}
    assert client.post(where, given).status_code == 302
    (line,) = found(small, case)
    assert [point.score for point in line.points] == [14]
    assert CaseEvent.objects.filter(case=case, name="score_recorded").count() == 2
    assert client.post(where, given).status_code == 404


def test_the_form_for_any_entry_keeps_the_numbers_of_a_score(small, case, client):
    client.force_login(small.worker)
    post(client, case, "DASH", total="9", flag_judgement="yes", flag_honour_based="no")
    entry = CaseEvent.objects.get(case=case, name="score_recorded")
    where = reverse("cases:write_up", args=[case.pk, entry.pk])
    form = client.get(where).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given["on"] = "2026-03-02"
    text = form["carries_subscales"].field.prepare_value(entry.details["subscales"])
    assert client.post(where, {**given, "carries_subscales": text, "note": "Spoken about"}).status_code == 302
    assert kept(case)["subscales"] == {"honour_based": 0, "judgement": 1}
    page = client.get(reverse("cases:chronology", args=[case.pk])).content.decode()
    assert "{" not in page.split("pl-entries")[1].split("</ol>")[0]


def test_scores_brought_in_with_a_file_are_drawn_too_known_tool_or_not(small, client):
    case = small.case(events=[
        event("score_recorded", "2025-06-01", tool="sdq", score="18"),
        event("score_recorded", "2025-09-01", tool="Star", score=4),
        event("score_recorded", "2025-10-01", tool="Star", score="not scored", subscales=["a", "b"]),
        event("score_recorded", "2025-11-01", tool="SDQ", score="1e400", subscales={"peer": [1]}),
    ])  # fmt: skip
    client.force_login(small.worker)
    page = client.get(reverse("assessments:case", args=[case.pk]))
    assert page.status_code == 200
    titles = {line.title: len(line.rows) for line in page.context["lines"]}
    assert titles == {"Strengths and Difficulties Questionnaire (scores only)": 2, "Star": 2}


def test_the_pages_are_found_by_those_who_see_the_case_only(small, case, client):
    client.force_login(small.worker)
    post(client, case, "SDQ", rater="parent", total="9")
    entry = CaseEvent.objects.get(case=case, name="score_recorded")
    pages = [
        reverse("assessments:case", args=[case.pk]), address(case, "SDQ"),
        reverse("assessments:correct", args=[case.pk, "SDQ", entry.pk]),
    ]  # fmt: skip
    for who, status in ((small.worker, 200), (small.manager, 200), (small.outsider, 404), (small.colleague, 404)):
        client.force_login(who)
        assert [client.get(page).status_code for page in pages] == [status] * 3
    client.force_login(small.outsider)
    assert post(client, case, "SDQ", rater="parent", total="9").status_code == 404
    client.force_login(small.auditor)
    assert [client.get(page).status_code for page in pages] == [200, 404, 404]
    client.force_login(small.worker)
    assert client.get(address(case, "no_such_tool")).status_code == 404
    assert client.get(reverse("assessments:correct", args=[case.pk, "DASH", entry.pk])).status_code == 404


def test_a_hundred_scores_take_as_many_queries_as_one(small, client, django_assert_max_num_queries):
    many = [
        event("score_recorded", f"20{year:02}-0{month}-01", tool="SDQ", score=(year + month) % 41)
        for year in range(14, 26) for month in range(1, 9)
    ]  # fmt: skip
    case = small.case(events=many)
    client.force_login(small.worker)
    client.get(reverse("assessments:case", args=[case.pk]))
    with django_assert_max_num_queries(8 + 6):  # the case's own, and the log's
        page = client.get(reverse("assessments:case", args=[case.pk]))
    assert len(page.context["lines"][0].rows) == 96


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.dates(), st.floats(-1e5, 1e5) | st.none()), min_size=1, max_size=40))
def test_whatever_the_scores_the_drawing_stays_in_its_frame(scores):
    points = tuple(
        lines.Point(place, on, score, {}, (), "", is_prorated=False, band=None, change=None)
        for place, (on, score) in enumerate(sorted(scores, key=lambda one: one[0]))
    )
    found = drawing.draw(lines.Line("Star", "", None, None, points), [3.0])
    if all(score is None for _on, score in scores):
        assert found is None
        return
    for dot in found.dots:
        assert drawing.LEFT - 0.01 <= float(dot.x.rstrip("%")) <= drawing.RIGHT + 0.01
        assert drawing.TOP <= dot.y <= drawing.BOTTOM
    assert len(found.strokes) == len(found.dots) - 1
