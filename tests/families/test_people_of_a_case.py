"""The people of a case in the browser's terms: every page opens, hides what may not be seen, keeps what was typed."""

import uuid
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse
from service import NOW, TODAY

from plimsoll.families.actions import people as actions
from plimsoll.families.actions import relationships
from plimsoll.families.actions.relationships import Kin
from plimsoll.people.access import viewer_for
from plimsoll.people.models import Alert, EqualityFact, Person, PersonIdentifier
from plimsoll.trust.models import AuditEntry

PAGES = ("people", "add", "genogram", "relate", "add_household", "network", "add_network")
OF_A_PERSON = ("person", "change", "contact", "equality")
NEW = {"part": "family", "given_name": "Nia", "family_name": "Bevan", "sex": "F"}


def body(response):
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_people_opens_for_the_worker_and_for_nobody_else(small, home, client, page):
    address = reverse(f"families:{page}", args=[home[0].pk])
    assert client.get(address).status_code == 302
    client.force_login(small.worker)
    assert client.get(address).status_code == 200
    client.force_login(small.outsider)
    assert client.get(address).status_code == 404
    assert client.get(reverse(f"families:{page}", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("page", OF_A_PERSON)
def test_a_person_is_seen_through_a_case_they_are_on(small, home, client, page):
    case, child, *_ = home
    other = small.case("Kofi Jones")
    client.force_login(small.worker)
    assert client.get(reverse(f"families:{page}", args=[case.pk, child.pk])).status_code == 200
    assert client.get(reverse(f"families:{page}", args=[other.pk, child.pk])).status_code == 404
    client.force_login(small.outsider)
    assert client.get(reverse(f"families:{page}", args=[case.pk, child.pk])).status_code == 404


@pytest.mark.parametrize("what", ["name", "telephone", "address", "alert"])
def test_every_form_that_adds_to_a_person_opens_and_an_empty_one_is_refused(small, home, client, what):
    address = reverse("families:add_to", args=[home[0].pk, home[1].pk, what])
    client.force_login(small.worker)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422


def test_somebody_is_added_with_what_they_are_to_the_child(small, home, client):
    case, child, *_ = home
    client.force_login(small.worker)
    sent = NEW | {
        "relationship": "grandparent",
        "related_to": str(child.pk),
        "born_on_day": "3",
        "born_on_month": "march",
        "born_on_year": "1960",
    }
    response = client.post(reverse("families:add", args=[case.pk]), sent, follow=True)
    assert "Added to the case." in body(response)
    listed = body(client.get(reverse("families:people", args=[case.pk])))
    assert "Grandmother of Ffion" in listed
    assert "Nia Bevan" in listed


def test_a_form_keeps_what_was_typed_however_long_and_says_what_is_wrong(small, home, client):
    client.force_login(small.worker)
    story = "Ŵy 🙂 D’Arcy-O'Neill " * 5000
    sent = NEW | {"communication": story, "nhs_number": "943 476 5918", "upn": "A801200005001"}
    response = client.post(reverse("families:add", args=[home[0].pk]), sent)
    assert response.status_code == 422
    page = body(response)
    assert "one of its 10 digits is mistyped" in page
    assert "first letter does not fit the rest" in page
    assert "Ŵy 🙂 D’Arcy-O&#x27;Neill" in page
    assert not Person.objects.filter(given_name="Nia").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("expected_on", ("1", "1", "2028"), "within the next ten months"),
        ("born_on", ("3", "3", "2026"), "must be today or earlier"),
        ("died_on", ("3", "3", "2027"), "must be today or earlier"),
    ],
)
def test_dates_that_can_be_no_life_are_refused_in_words(small, home, client, field, value, words):
    client.force_login(small.worker)
    sent = NEW | dict(zip((f"{field}_day", f"{field}_month", f"{field}_year"), value, strict=True))
    response = client.post(reverse("families:add", args=[home[0].pk]), sent)
    assert response.status_code == 422
    assert words in body(response)


def test_a_child_not_yet_born_needs_no_name(small, home, client):
    client.force_login(small.worker)
    sent = {"part": "subject", "sex": "U", "expected_on_day": "1", "expected_on_month": "7", "expected_on_year": "2026"}
    response = client.post(reverse("families:add", args=[home[0].pk]), sent, follow=True)
    assert "Not yet born, expected 1 July 2026" in body(response)


def test_the_dates_of_a_case_follow_the_child_s_date_of_birth(small, home, sam):
    case, child, *_ = home
    fields = {"born_on": date(2015, 5, 4)}
    actions.change_person(case.pk, child.pk, child.version, fields, now=NOW, viewer=sam)
    case.refresh_from_db()
    assert case.subject_born_on == date(2015, 5, 4)


def test_two_who_change_one_record_are_told_and_both_versions_are_shown(small, home, client, sam):
    case, child, *_ = home
    address = reverse("families:contact", args=[case.pk, child.pk])
    client.force_login(small.worker)
    actions.change_person(case.pk, child.pk, 1, {"contact_when": "Only after school"}, now=NOW, viewer=sam)
    response = client.post(address, {"version": "1", "contact_when": "Never at home"})
    assert response.status_code == 422
    page = body(response)
    assert "Somebody else changed this record" in page
    assert "Only after school" in page
    assert "Never at home" in page
    assert 'name="version" value="2"' in page
    assert client.post(address, {"version": "2", "contact_when": "Never at home"}).status_code == 302
    child.refresh_from_db()
    assert child.contact_when == "Never at home"


def test_an_equality_fact_tells_not_asked_from_prefers_not_to_say(small, home, client):
    case, child, *_ = home
    client.force_login(small.worker)
    sent = {f"{fact}_state": "not_asked" for fact in EqualityFact.Fact.values}
    sent |= {"version": "1", "religion_state": "not_said", "disability_state": "told", "disabilities": ["HEAR"]}
    address = reverse("families:equality", args=[case.pk, child.pk])
    assert client.post(address, sent).status_code == 302
    page = body(client.get(reverse("families:person", args=[case.pk, child.pk])))
    assert "Prefers not to say" in page
    assert "Not asked" in page
    assert "Hearing" in page
    refused = client.post(address, sent | {"version": "2", "gender_value": "Girl"})
    assert refused.status_code == 422
    assert "choose “Told us”" in body(refused)


def test_needing_an_interpreter_shows_beside_the_name_and_stops_when_it_does(small, home, client, sam):
    case, child, *_ = home
    fields = {"needs_interpreter": True, "language": "Polish"}
    changed = actions.change_person(case.pk, child.pk, 1, fields, now=NOW, viewer=sam)
    client.force_login(small.worker)
    for page in ("people", "network"):  # the strip carries it too
        assert "Polish interpreter" in body(client.get(reverse(f"families:{page}", args=[case.pk])))
    later = {"needs_interpreter": False}
    actions.change_person(case.pk, child.pk, changed.version, later, now=NOW, viewer=sam)
    assert Alert.objects.get(person=child).until_on == TODAY


def test_a_changed_pupil_number_is_kept_as_a_former_one(small, home, sam):
    case, child, *_ = home
    actions.change_person(case.pk, child.pk, 1, {}, {"upn": "B801200005001"}, now=NOW, viewer=sam)
    actions.change_person(case.pk, child.pk, 2, {}, {"upn": "R310203612003"}, now=NOW, viewer=sam)
    kept = dict(PersonIdentifier.objects.filter(person=child).values_list("scheme", "value"))
    assert kept == {"former_upn": "B801200005001", "upn": "R310203612003"}


# --- addresses ----------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(home, sam):
    """The mother's address is secret from the father."""
    case, _child, mother, father = home
    data = {"lines": "14 Harbour Mews", "postcode": "CF10 3NP", "safety": "secret", "from_on": TODAY}
    actions.add_address(case.pk, mother.pk, data, [father.pk], now=NOW, viewer=sam)
    return home


@pytest.mark.parametrize(
    ("who", "sees"), [("worker", True), ("supervisor", True), ("manager", True), ("auditor", False)]
)
def test_a_secret_address_shows_to_those_who_hold_or_oversee_the_case_alone(small, hidden, client, who, sees):
    case, _child, mother, _father = hidden
    client.force_login(getattr(small, who))
    page = body(client.get(reverse("families:person", args=[case.pk, mother.pk])))
    assert ("14 Harbour Mews" in page) is sees
    assert ("An address is kept secret" in page) is not sees
    assert "Address must be kept secret" in page  # the alert itself shows to all who see the person


def test_a_secret_address_is_in_no_list_search_export_or_audit_entry(small, hidden, client):
    case, *_ = hidden
    client.force_login(small.worker)
    addresses = [reverse(f"families:{page}", args=[case.pk]) for page in ("people", "genogram", "network")]
    addresses += [reverse("cases:overview", args=[case.pk]), "/cases/", "/cases/export/mine.csv", "/people/duplicates/"]
    pages = [client.get(address) for address in addresses]
    pages.append(client.post("/search/", {"terms": "Harbour Mews"}))
    pages.append(client.post("/search/", {"terms": "Siân"}))
    for page in pages:
        assert page.status_code == 200
        content = b"".join(page.streaming_content) if page.streaming else page.content
        assert b"Harbour" not in content.replace(b'value="Harbour Mews"', b"")
        assert b"CF10" not in content
    assert not [entry for entry in AuditEntry.objects.exclude(action="searched") if "Harbour" in entry.detail_text]


def test_a_secret_needs_somebody_it_is_kept_from(small, home, client):
    case, _child, mother, _father = home
    client.force_login(small.worker)
    address = reverse("families:add_to", args=[case.pk, mother.pk, "address"])
    sent = {"lines": "1 The Street", "safety": "secret", "postcode": "nowhere"}
    response = client.post(address, sent)
    assert response.status_code == 422
    assert "Say from whom it is to be kept secret" in body(response)
    assert "full UK postcode" in body(response)


def test_a_new_address_ends_the_one_before_and_both_stay_on_record(home, sam):
    case, child, *_ = home
    for street in ("1 Old Road", "2 New Road"):
        data = {"lines": street, "postcode": "", "safety": "safe", "from_on": TODAY}
        actions.add_address(case.pk, child.pk, data, now=NOW, viewer=sam)
    kept = dict(child.addresses.values_list("lines", "until_on"))
    assert kept == {"1 Old Road": TODAY, "2 New Road": None}


def test_nobody_ends_a_row_of_somebody_who_is_not_on_their_case(small, hidden, client):
    case, child, mother, _father = hidden
    row = mother.addresses.get().pk
    client.force_login(small.worker)
    sent = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    assert client.post(reverse("families:end", args=[case.pk, child.pk, "address", row]), sent).status_code == 404
    assert client.post(reverse("families:end", args=[case.pk, mother.pk, "address", row]), sent).status_code == 302


# --- relationships, households, network ---------------------------------------------------------------------------


def related(home, kind, one, two, sam, **more):
    kin = Kin(kind, one.pk, two.pk, **more)
    return relationships.relate(kin, case_id=home[0].pk, now=NOW, viewer=sam)


def test_what_cannot_be_is_refused_in_words(small, home, client, sam):
    case, child, mother, _father = home
    related(home, "parent", mother, child, sam)
    client.force_login(small.worker)
    address = reverse("families:relate", args=[case.pk])
    asked = [
        ((child, child, "parent"), "nobody is related to themselves"),
        ((child, mother, "parent"), "the other way round"),
        ((mother, child, "parent"), "on record already"),
    ]
    for (one, two, kind), words in asked:
        response = client.post(address, {"person": str(one.pk), "other": str(two.pk), "kind": kind})
        assert response.status_code == 422
        assert words in body(response)


def test_a_circle_of_parents_is_refused_however_long(home, sam, put):
    people = [put(home[0], name) for name in ("Ann", "Bob", "Cai", "Dee")]
    for one, two in pairwise(people):
        related(home, "parent", one, two, sam)
    with pytest.raises(relationships.Refused, match="child or grandchild"):
        related(home, "parent", people[-1], people[0], sam)


def test_a_third_birth_parent_and_a_parent_long_dead_are_refused(home, sam, put):
    case, child, mother, father = home
    related(home, "parent", mother, child, sam)
    related(home, "parent", father, child, sam)
    third = put(case, "Huw", born_on=date(1980, 1, 1))
    with pytest.raises(relationships.Refused, match="a mother and a father"):
        related(home, "parent", third, child, sam)
    dead = put(case, "Idris", born_on=date(1950, 1, 1), died_on=date(2001, 1, 1))
    young = put(case, "Jac", born_on=date(2020, 1, 1))
    with pytest.raises(relationships.Refused, match="died more than ten months before"):
        related(home, "parent", dead, young, sam)


def test_a_separation_ends_the_marriage_and_both_stay_on_record(home, sam):
    _case, _child, mother, father = home
    related(home, "married", mother, father, sam, from_on=date(2010, 6, 1))
    related(home, "separated", father, mother, sam, from_on=date(2024, 1, 5))
    kept = dict(mother.relationships.values_list("kind", "until_on"))
    assert kept == {"married": date(2024, 1, 5)}


def test_the_genogram_shows_the_family_as_links_and_as_a_table(small, home, client, sam):
    case, child, mother, father = home
    related(home, "parent", mother, child, sam, parental_responsibility="yes")
    related(home, "parent", father, child, sam)
    related(home, "divorced", father, mother, sam)
    relationships.add_household("Mum’s", [mother.pk, child.pk], from_on=None, case_id=case.pk, now=NOW, viewer=sam)
    client.force_login(small.worker)
    page = body(client.get(reverse("families:genogram", args=[case.pk])))
    assert "<svg" in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]
    assert "pl-genogram__line--divorced" in page
    assert "pl-genogram__home" in page
    for person in (child, mother, father):
        assert f'<a href="{reverse("families:person", args=[case.pk, person.pk])}"' in page
    assert "Has parental responsibility" in page
    assert "A. Mum’s" in page


def test_a_relative_on_a_case_out_of_sight_is_not_drawn(small, home, client, put):
    case, child, *_ = home
    hidden_case = small.case("Kofi Jones", holder=small.outsider, team=small.other_team)
    nia = viewer_for(small.outsider, TODAY)
    secret = put(hidden_case, "Unseen", viewer=nia)
    manager = viewer_for(small.manager, TODAY)
    relationships.relate(Kin("parent", secret.pk, child.pk), case_id=case.pk, now=NOW, viewer=manager)
    client.force_login(small.worker)
    for page in ("genogram", "people"):
        assert "Unseen" not in body(client.get(reverse(f"families:{page}", args=[case.pk])))
    client.force_login(small.manager)
    assert "Unseen" in body(client.get(reverse("families:genogram", args=[case.pk])))


def test_a_household_over_time(small, home, client, sam):
    case, child, mother, father = home
    home_of = relationships.add_household(
        "Nan’s", [child.pk, father.pk], from_on=date(2020, 1, 1), case_id=case.pk, now=NOW, viewer=sam
    )
    client.force_login(small.worker)
    row = home_of.members.get(person=father)
    sent = {"on_day": "1", "on_month": "2", "on_year": "2026"}
    assert client.post(reverse("families:leave", args=[case.pk, row.pk]), sent).status_code == 302
    join = reverse("families:join", args=[case.pk, home_of.pk])
    assert client.post(join, {"person": str(mother.pk)}).status_code == 302
    twice = client.post(join, {"person": str(mother.pk)})
    assert twice.status_code == 422
    assert "in the household at that time already" in body(twice)
    row.refresh_from_db()
    assert row.until_on == date(2026, 2, 1)


def test_the_network_is_drawn_with_its_table(small, home, client):
    case, child, *_ = home
    client.force_login(small.worker)
    sent = {
        "name": "Mrs Okonkwo-Reid of a very long name indeed",
        "sector": "school",
        "agency": "Ysgol y Bryn",
        "role": "Class teacher",
        "tie": "strong",
        "telephone": "01632 960 001",
        "about": str(child.pk),
    }
    address = reverse("families:add_network", args=[case.pk])
    assert client.post(address, sent).status_code == 302
    page = body(client.get(reverse("families:network", args=[case.pk])))
    assert "pl-tie--strong" in page
    assert "Ysgol y Bryn" in page
    assert "01632 960001" in page
    wrong = client.post(address, sent | {"telephone": "12"})
    assert wrong.status_code == 422
    assert "must be a real one" in body(wrong)


@pytest.mark.parametrize(("page", "most"), [("people", 15), ("genogram", 15), ("network", 12)])
def test_a_page_of_people_counts_its_queries_whatever_the_family(  # noqa: PLR0917 - fixtures
    small, home, client, sam, put, django_assert_max_num_queries, page, most
):
    case, child, *_ = home
    for number in range(8):
        put(case, f"Cousin {number}", kin=Kin("cousin", None, child.pk))
    client.force_login(small.worker)
    client.get(reverse(f"families:{page}", args=[case.pk]))
    with django_assert_max_num_queries(most):
        client.get(reverse(f"families:{page}", args=[case.pk]))


def test_the_page_of_a_person_counts_its_queries(small, home, client, django_assert_max_num_queries):
    case, child, *_ = home
    client.force_login(small.worker)
    address = reverse("families:person", args=[case.pk, child.pk])
    client.get(address)
    with django_assert_max_num_queries(24):
        client.get(address)


def test_the_log_says_who_read_and_changed_and_names_nobody(small, home, client):
    case, child, *_ = home
    client.force_login(small.worker)
    client.get(reverse("families:person", args=[case.pk, child.pk]))
    assert AuditEntry.objects.filter(action="person_read", person_id=child.pk, actor_id=small.worker.pk).exists()
    texts = " ".join(AuditEntry.objects.values_list("detail_text", flat=True))
    assert "Ffion" not in texts
    assert "Brien" not in texts
