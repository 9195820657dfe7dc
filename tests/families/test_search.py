"""One box over people, cases and notes: found however it is spelt, only what may be seen, kept out of addresses."""

from datetime import date

import pytest
from service import NOW, TODAY

from plimsoll.cases.actions import NewEvent
from plimsoll.families.queries.search import search
from plimsoll.notes.models import Note, NotePart
from plimsoll.people.access import viewer_for
from plimsoll.trust.models import AuditEntry


def names(found):
    return [hit.person.display_name for hit in found.people]


@pytest.mark.parametrize(
    ("on_record", "asked"),
    [
        (("Siân", "Evans"), "Shan Evans"),
        (("Sian", "Evans"), "Siân"),
        (("Kuba", "O’Brien"), "Obrien"),
        (("Kuba", "Obrien"), "O'Brien"),
        (("Mohammed", "Hassan"), "Muhammad"),
        (("Muhammad", "Hassan"), "mohamed hasan"),
        (("Żaneta", "Wójcik"), "zaneta wojcik"),
        (("Niamh", "Farrell"), "Neve"),
        (("Saoirse", "Kelly"), "saoirse"),
        (("Catherine", "Smyth"), "Kathryn Smith"),
        (("Llŷr", "Griffiths"), "llyr grifiths"),
        (("Alexandra", "Fitzgerald-Montgomery"), "Montgomery"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(small, sam, put, on_record, asked):
    case = small.case("The family")
    wanted = put(case, *on_record)
    put(case, "Xanthe", "Quigley")
    assert names(search(sam, asked, TODAY)) == [wanted.display_name]


def test_a_former_name_finds_who_has_another_now(small, sam, put):
    from plimsoll.families.actions import people as actions

    case = small.case()
    person = put(case, "Blessing", "Okonkwo")
    actions.add_name(case.pk, person.pk, {"kind": "former", "family_name": "Adeyemi"}, now=NOW, viewer=sam)
    assert names(search(sam, "adeyemi", TODAY)) == ["Blessing Okonkwo"]


def test_the_exact_name_comes_before_the_one_that_sounds_alike(small, sam, put):
    case = small.case("The family")
    put(case, "Shan", "Evans")
    put(case, "Siân", "Evans")
    put(case, "Shaun", "Evans")
    assert names(search(sam, "Siân Evans", TODAY))[0] == "Siân Evans"
    assert names(search(sam, "Shan Evans", TODAY))[0] == "Shan Evans"


def test_a_case_is_found_by_its_number_and_its_title(small, sam):
    case = small.case("Żaneta Wójcik")
    small.case("Somebody Else")
    for asked in (case.reference, str(case.number), case.reference.lower(), "Zaneta", "wojcik"):
        assert [one.pk for one in search(sam, asked, TODAY).cases] == [case.pk], asked


def test_a_number_of_the_health_service_finds_its_person(small, sam, put):
    put(small.case(), "Nia", "Bevan", identifiers={"nhs_number": "9434765919"})
    assert names(search(sam, "943 476 5919", TODAY)) == ["Nia Bevan"]


def test_a_word_in_a_note_is_found_with_the_hit_marked(small, sam):
    note = "Gran said she had been frightened by the dogs next door. <b>Kofi</b> was quiet."
    small.case(events=[NewEvent("contact_made", date(2026, 2, 20), {}, note=note)])
    found = search(sam, "frightening dog", TODAY)
    pieces = found.notes[0].snippet
    assert [piece for index, piece in enumerate(pieces) if index % 2] == ["frightened", "dogs"]


@pytest.mark.parametrize("asked", ["Zofia", "hedgehog", "Hidden", "C001"])
def test_nothing_out_of_sight_is_found(small, put, sam, asked):
    theirs = small.case(
        "Hidden Family",
        holder=small.colleague,
        events=[NewEvent("contact_made", date(2026, 2, 2), {}, note="A hedgehog")],
    )
    put(theirs, "Zofia", "Żuk", viewer=viewer_for(small.colleague, TODAY))
    assert search(sam, asked, TODAY).count == 0
    joy = viewer_for(small.colleague, TODAY)
    assert asked == "C001" or search(joy, asked, TODAY).count == 1


@pytest.mark.parametrize("who", ["supervisor", "manager", "auditor"])
def test_each_role_finds_what_it_sees(small, put, who):
    case = small.case(events=[NewEvent("contact_made", date(2026, 2, 2), {}, note="A hedgehog")])
    put(case, "Zofia", "Żuk", viewer=viewer_for(small.worker, TODAY))
    restricted = small.case("Restricted", restricted=True)
    put(restricted, "Zofia", "Secret", viewer=viewer_for(small.worker, TODAY))
    viewer = viewer_for(getattr(small, who), TODAY)
    assert names(search(viewer, "sofia", TODAY)) == ["Zofia Żuk"]
    assert len(search(viewer, "hedgehogs", TODAY).notes) == 1


def test_a_caseload_too_large_to_list_is_searched_the_same(small, put, sam, monkeypatch):
    monkeypatch.setattr("plimsoll.families.queries.sight.FEW_CASES", 0)
    case = small.case("Zofia", events=[NewEvent("contact_made", date(2026, 2, 2), {}, note="Zofia has a hedgehog")])
    put(case, "Zofia", "Żuk")
    small.case("Zofia", holder=small.colleague)
    found = search(sam, "Zofia", TODAY)
    assert (len(found.people), len(found.cases), len(found.notes)) == (1, 1, 1)


@pytest.fixture
def visit_to_two(small):
    """One final note on two cases: the worker's, and a colleague's with something about that child alone."""
    mine, theirs = small.case("Mine"), small.case("Theirs", holder=small.colleague)
    note = Note.objects.create(
        case=mine,
        format="visit",
        shape={"title": "Home visit"},
        content={"observed": "A hedgehog in the kitchen", "said": ["Kofi: the llama is called Bryn"]},
        at_on=TODAY,
        author=small.worker,
        begun_at=NOW,
        finalised_at=NOW,
    )
    for case, text in ((mine, ""), (theirs, "Only she has the giraffe")):
        NotePart.objects.create(
            note=note, case=case, text=text, format="visit", author=small.worker, at_on=TODAY, finalised_at=NOW
        )
    return mine, theirs


@pytest.mark.parametrize("few", [0, 400])
def test_a_final_note_is_found_by_its_words_and_never_by_those_about_another_child(
    small, sam, visit_to_two, monkeypatch, few
):
    monkeypatch.setattr("plimsoll.families.queries.sight.FEW_CASES", few)
    mine, theirs = visit_to_two
    joy = viewer_for(small.colleague, TODAY)
    for asked in ("hedgehogs", "llama"):
        assert [hit.case for hit in search(sam, asked, TODAY).written] == [mine]
        assert [hit.case for hit in search(joy, asked, TODAY).written] == [theirs]
    assert search(sam, "giraffe", TODAY).count == 0
    assert "giraffe" in search(joy, "giraffe", TODAY).written[0].snippet
    assert search(viewer_for(small.outsider, TODAY), "hedgehog", TODAY).count == 0


@pytest.mark.parametrize("asked", ["%", "'", '"', "\\", "!!", "& | !", "\u0000x", "a" * 200, "🙂", "( <->"])
def test_odd_signs_are_looked_for_and_break_nothing(small, client, asked):
    client.force_login(small.worker)
    assert client.post("/search/", {"terms": asked}).status_code in {200, 422}


def test_what_is_looked_for_is_on_the_log_and_in_no_address(small, client, put):
    put(small.case(), "Zofia", "Żuk")
    client.force_login(small.worker)
    page = client.post("/search/", {"terms": "zofia"}).content.decode()
    assert "zofia" not in page.replace('value="zofia"', "").split("<main")[0]
    assert 'method="post"' in page
    entry = AuditEntry.objects.get(action="searched")
    assert entry.detail == {"terms": "zofia", "found": 1}
    assert client.get("/search/?terms=zofia").content.decode().count("Żuk") == 0


def test_a_search_counts_its_queries_whatever_it_finds(small, client, put, django_assert_max_num_queries):
    for number in range(15):
        case = small.case(f"Zofia {number}", events=[NewEvent("contact_made", date(2026, 2, 2), {}, note="Zofia seen")])
        put(case, "Zofia", f"Żuk {number}")
    client.force_login(small.worker)
    client.post("/search/", {"terms": "zofia"})
    with django_assert_max_num_queries(20):  # with what opens and closes its transaction
        page = client.post("/search/", {"terms": "zofia"}).content.decode()
    assert page.count("pl-hit") >= 45
