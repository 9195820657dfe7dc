"""Duplicates: suggested with their grounds, merged with a choice, and taken apart again exactly."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import NOW, TODAY

from plimsoll.families import matching
from plimsoll.families.actions import merging, relationships
from plimsoll.families.actions import people as actions
from plimsoll.families.actions.relationships import Kin
from plimsoll.families.models import Merge
from plimsoll.families.queries import duplicates
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Person
from plimsoll.trust.models import AuditEntry

NHS = "9434765919"
OTHER_NHS = "9434765870"


def body(response):
    return response.content.decode()


# --- the rules ----------------------------------------------------------------------------------------------------


def record(given="Mohammed", family="Hassan", born=date(2014, 3, 5), sex="M", numbers=(), name=""):
    return matching.record(name or given, [given], [family], born, sex, numbers)


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        (record(numbers=[("nhs_number", NHS)]), record("Kofi", "Osei", None, numbers=[("nhs_number", NHS)]), "NHS"),
        (record(numbers=[("upn", "X")]), record("Kofi", "Osei", None, numbers=[("former_upn", "X")]), "pupil number"),
        (record(), record(), "same name and date of birth"),
        (record(), record("Muhammad", "Hasan"), "sounds alike"),
        (record(), record(born=date(2014, 5, 3)), "one slip"),
        (record(), record(family="Kowalski"), "another family name"),
        (record(), record(born=None), "is not known"),
    ],
)
def test_each_ground_is_said_in_words(one, two, words):
    found = matching.match(one, two)
    assert found.points >= matching.LEAST
    assert any(words in ground for ground in found.grounds)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (record("Aisha", sex="F"), record("Zara", sex="F")),  # twins
        (record(), record("Kofi", "Osei")),  # one birthday
        (record(), record(born=date(1999, 7, 8))),  # one name, two people
        (record(numbers=[("nhs_number", NHS)]), record(numbers=[("nhs_number", OTHER_NHS)])),
    ],
)
def test_twins_and_strangers_are_not_suggested(one, two):
    assert matching.match(one, two).points < matching.LEAST


# --- on entry -----------------------------------------------------------------------------------------------------


def test_somebody_like_one_on_record_is_asked_about_before_anything_is_saved(small, home, client):
    child = home[1]
    other = small.case("Second case")
    client.force_login(small.worker)
    address = reverse("families:add", args=[other.pk])
    born = {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2016"}
    sent = {"part": "subject", "given_name": "Fion", "family_name": "Llyr", "sex": "F", **born}
    before = Person.objects.count()
    page = body(client.post(address, sent))
    assert "Is it one of these?" in page
    assert "a name that sounds alike" in page
    assert Person.objects.count() == before
    chosen = client.post(address, sent | {"use": str(child.pk)})
    assert chosen.status_code == 302
    assert other.people.get().person == child
    assert Person.objects.count() == before


def test_none_of_these_makes_a_new_one(small, home, client):
    client.force_login(small.worker)
    other = small.case("Second case")
    sent = {"part": "subject", "given_name": "Ffion", "family_name": "Llŷr", "sex": "F", "sure": "yes"}
    assert client.post(reverse("families:add", args=[other.pk]), sent).status_code == 302
    assert Person.objects.filter(given_name="Ffion").count() == 2


def test_somebody_on_a_case_out_of_sight_is_not_suggested(small, home, put, sam):
    theirs = small.case("Theirs", holder=small.colleague)
    joy = viewer_for(small.colleague, TODAY)
    put(theirs, "Zofia", "Żuk", viewer=joy)
    fields = {"given_name": "Zofia", "family_name": "Zuk", "born_on": None, "sex": "U"}
    assert not duplicates.suggestions(sam, fields, {}, home[0].pk, TODAY)
    mine = small.case("Mine", holder=small.colleague)
    assert duplicates.suggestions(joy, fields, {}, mine.pk, TODAY)


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(small, home, put):
    """The child is on record twice, on two cases of one worker."""
    case, child, mother, father = home
    second = small.case("Fion Llyr")
    again = put(
        second,
        "Fion",
        "Llyr",
        part="subject",
        born_on=date(2016, 5, 4),
        sex="F",
        language="Welsh",
        identifiers={"nhs_number": NHS},
    )
    return case, second, child, again, mother, father


def test_the_page_lists_a_pair_with_its_grounds_until_it_is_decided(small, twice, client):
    _case, _second, child, again, *_ = twice
    client.force_login(small.worker)
    page = body(client.get("/people/duplicates/"))
    assert "a name that sounds alike" in page
    first, second = duplicates.order(child.pk, again.pk)
    assert reverse("families:compare", args=[first, second]) in page
    client.post(reverse("families:apart", args=[child.pk, again.pk]))
    assert "No two records look like one person" in body(client.get("/people/duplicates/"))


def test_a_pair_of_which_one_is_on_a_case_out_of_sight_answers_like_nothing(small, twice, client, put):
    _case, _second, child, again, *_ = twice
    theirs = small.case("Theirs", holder=small.colleague)
    actions.put_on_case(theirs.pk, again.pk, "family", now=NOW, viewer=viewer_for(small.colleague, TODAY))
    client.force_login(small.worker)
    assert "No two records" in body(client.get("/people/duplicates/"))
    address = reverse("families:compare", args=[child.pk, again.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"keep": "one"}).status_code == 404
    client.force_login(small.supervisor)
    assert client.get(address).status_code == 200


def test_an_auditor_reads_and_merges_nothing(small, twice, client):
    client.force_login(small.auditor)
    assert client.get("/people/duplicates/").status_code == 404


def test_a_merge_moves_everything_and_follows_the_choice_field_by_field(small, twice, client):
    _case, second, child, again, *_ = twice
    client.force_login(small.worker)
    address = reverse("families:compare", args=[child.pk, again.pk])
    assert "Differs" in body(client.get(address))
    sent = {"keep": "one", "field_language": "two", "field_given_name": "one", "field_family_name": "one"}
    response = client.post(address, sent, follow=True)
    assert "The two records are one now" in body(response)
    child.refresh_from_db()
    assert (child.given_name, child.language) == ("Ffion", "Welsh")
    assert child.identifiers.get().value == NHS
    assert set(child.cases.values_list("case_id", flat=True)) == {home_case.pk for home_case in (twice[0], second)}
    moved = reverse("families:person", args=[second.pk, again.pk])
    assert client.get(moved)["Location"] == reverse("families:person", args=[second.pk, child.pk])
    assert AuditEntry.objects.filter(action="people_merged", person_id=child.pk).exists()


# --- undo ---------------------------------------------------------------------------------------------------------

LOGS = {"trust_auditentry", "trust_chainhead", "families_merge"}


def everything():
    """Every row of every table but the logs."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in LOGS and model._meta.managed:
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
                found[table] = sorted(row[0] for row in cursor.fetchall())
    return found


def busy(draw_from, sam, twice):
    """Give both records things that move, that would stand twice, and that speak of each other."""
    case, second, child, again, mother, father = twice
    do = draw_from(st.sets(st.integers(0, 8)))
    steps = [
        lambda: actions.add_name(case.pk, again.pk, {"kind": "former", "family_name": "Pugh"}, **by),
        lambda: actions.add_telephone(second.pk, again.pk, {"number": "+441632960123", "safety": "safe"}, **by),
        lambda: actions.add_address(
            second.pk, mother.pk, {"lines": "1 Mews", "safety": "secret"}, [again.pk, father.pk], **by
        ),
        lambda: [
            actions.set_equality(case.pk, one.pk, {"religion": ("told", str(one.pk))}, **by) for one in (child, again)
        ],
        lambda: [
            relationships.relate(Kin("sibling", one.pk, father.pk), case_id=case.pk, **by) for one in (child, again)
        ],
        lambda: relationships.relate(Kin("cousin", child.pk, again.pk), case_id=case.pk, **by),
        lambda: relationships.add_household(
            "Nan’s", [child.pk, again.pk, mother.pk], from_on=TODAY, case_id=case.pk, **by
        ),
        lambda: actions.put_on_case(case.pk, again.pk, "subject", **by),
        lambda: relationships.add_to_network(second.pk, {"name": "GP", "sector": "health", "about_id": again.pk}, **by),
    ]
    by = {"now": NOW, "viewer": sam}
    for number in sorted(do):
        steps[number]()


@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merge_and_undo_leave_every_table_as_it_was(sam, twice, data):
    _case, _second, child, again, _mother, _father = twice
    with transaction.atomic():
        busy(data.draw, sam, twice)
        chosen = data.draw(st.sets(st.sampled_from(merging.CHOSEN)))
        kept, other = (child, again) if data.draw(st.booleans()) else (again, child)
        before = everything()
        done = merging.merge(kept.pk, other.pk, frozenset(chosen), now=NOW, viewer=sam)
        assert everything() != before
        merging.undo(done.pk, now=NOW, viewer=sam)
        after = everything()
        assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
        transaction.set_rollback(True)


def test_every_table_that_points_at_a_person_is_moved():
    """A new table with a person in it is moved without anybody remembering it: it is found from the models."""
    found = {model._meta.label for model, _field in merging.pointing_at_people()}
    assert {
        "cases.CasePerson",
        "people.Alert",
        "people.Address",
        "people.Address_secret_from",
        "people.PersonIdentifier",
        "families.Relationship",
        "families.HouseholdMember",
        "families.NetworkLink",
    } <= found


def test_what_was_added_since_stays_with_the_one_who_was_kept(twice, sam):
    _case, second, child, again, *_ = twice
    done = merging.merge(child.pk, again.pk, frozenset(), now=NOW, viewer=sam)
    actions.add_telephone(second.pk, child.pk, {"number": "+441632960999", "safety": "safe"}, now=NOW, viewer=sam)
    merging.undo(done.pk, now=NOW, viewer=sam)
    assert child.telephones.count() == 1
    assert again.identifiers.get().value == NHS


def test_an_undo_is_refused_in_words_when_what_it_chose_was_changed_since(twice, sam, small, client):
    _case, second, child, again, *_ = twice
    done = merging.merge(child.pk, again.pk, frozenset({"language"}), now=NOW, viewer=sam)
    child.refresh_from_db()
    actions.change_person(second.pk, child.pk, child.version, {"language": "Somali"}, now=NOW, viewer=sam)
    client.force_login(small.worker)
    response = client.post(reverse("families:undo", args=[done.pk]))
    assert response.status_code == 422
    assert "was changed since the merge" in body(response)
    assert Merge.objects.get().undone_at is None


def test_an_undo_is_refused_when_something_that_moved_is_gone_and_when_the_kept_one_was_merged(twice, sam, put):
    case, second, child, again, *_ = twice
    done = merging.merge(child.pk, again.pk, frozenset(), now=NOW, viewer=sam)
    third = put(case, "Effie", part="family")
    later = merging.merge(third.pk, child.pk, frozenset(), now=NOW, viewer=sam)
    with pytest.raises(merging.Refused, match="itself been merged since"):
        merging.undo(done.pk, now=NOW, viewer=sam)
    merging.undo(later.pk, now=NOW, viewer=sam)
    actions.change_person(second.pk, child.pk, 2, {}, {"nhs_number": OTHER_NHS}, now=NOW, viewer=sam)
    with pytest.raises(merging.Refused, match="removed since the merge"):
        merging.undo(done.pk, now=NOW, viewer=sam)


def test_a_change_that_does_not_conflict_is_kept_by_the_undo(twice, sam):
    _case, second, child, again, *_ = twice
    done = merging.merge(child.pk, again.pk, frozenset({"language"}), now=NOW, viewer=sam)
    child.refresh_from_db()
    actions.change_person(second.pk, child.pk, child.version, {"communication": "Signs"}, now=NOW, viewer=sam)
    merging.undo(done.pk, now=NOW, viewer=sam)
    child.refresh_from_db()
    assert (child.language, child.communication) == ("", "Signs")


def test_a_record_is_merged_once(twice, sam):
    _case, _second, child, again, mother, _father = twice
    merging.merge(child.pk, again.pk, frozenset(), now=NOW, viewer=sam)
    with pytest.raises(merging.Refused, match="merged already"):
        merging.merge(mother.pk, again.pk, frozenset(), now=NOW, viewer=sam)


def test_the_merge_is_written_without_a_name(twice, sam):
    _case, _second, child, again, *_ = twice
    merging.merge(child.pk, again.pk, frozenset({"language"}), now=NOW, viewer=sam)
    detail = json.loads(AuditEntry.objects.get(action="people_merged").detail_text)
    assert detail["fields"] == ["language"]
    assert "Fion" not in json.dumps(detail)
