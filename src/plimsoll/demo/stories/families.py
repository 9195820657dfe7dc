"""The families behind some cases: three generations, homes, a network, a secret address, a child on record twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from plimsoll.cases.models import Case, CasePerson
from plimsoll.demo import names
from plimsoll.families.actions import people as actions
from plimsoll.families.actions import relationships
from plimsoll.families.actions.people import NewPerson
from plimsoll.families.actions.relationships import Kin
from plimsoll.people.access import Viewer, viewer_for

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random
    from uuid import UUID

    from plimsoll.people.models import Person

FAMILIES = 14
# Numbers that Ofcom keeps for drama: they ring nowhere.
NUMBERS = tuple(f"+4416329601{number:02}" for number in range(60))
NETWORK = (
    ("school", "Class teacher", "", "strong"),
    ("health", "Health visitor", "Harbour Health Centre", "ordinary"),
    ("health", "General practitioner", "Harbour Health Centre", "ordinary"),
    ("police", "Community officer", "Neighbourhood team", "stressful"),
    ("housing", "Tenancy officer", "Quayside Homes", "weak"),
    ("faith", "Youth leader", "The Chapel", "strong"),
    ("friends", "Neighbour", "", "strong"),
)
TITLES = ("Mrs", "Mr", "Ms", "Dr")


@dataclass
class Family:
    """One family being told, on one case."""

    case: Case
    viewer: Viewer
    now: datetime
    chance: Random
    children: list[Person]

    def add(self, given: str, family: str, part: str = "family", kin: Kin | None = None, **fields: object) -> Person:
        """Somebody new on the case."""
        new = NewPerson({"given_name": given, "family_name": family, **fields}, part, {}, kin)
        return actions.add_person(self.case.pk, new, now=self.now, viewer=self.viewer)

    def relate(self, kind: str, one: Person, two: Person, **more: Any) -> None:
        """What one is to another."""
        kin = replace(Kin(kind, one.pk, two.pk), **more)
        relationships.relate(kin, case_id=self.case.pk, now=self.now, viewer=self.viewer)

    def born(self, years: int) -> date:
        """About so many years before the eldest child."""
        eldest = min(child.born_on for child in self.children if child.born_on)
        return eldest - timedelta(days=round(365.25 * years) + self.chance.randint(0, 300))


def tell(now: datetime, chance: Random) -> None:
    """Give some children's cases their families, through the actions."""
    cases = Case.objects.filter(pack="children-england").exclude(status="closed").exclude(holder=None)
    viewers: dict[UUID, Viewer] = {}
    chosen = list(cases.select_related("holder", "team").order_by("number")[: 3 * FAMILIES])[::3]
    told: list[Family] = []
    for case in chosen:
        if case.holder is None:
            continue
        viewer = viewers.setdefault(case.holder.pk, viewer_for(case.holder, now.date()))
        links = CasePerson.objects.filter(case=case, part="subject").select_related("person")
        children = [link.person for link in links if link.person.born_on]
        if children:
            told.append(Family(case, viewer, now, chance, children))
    for number, one in enumerate(told):
        _tell_one(one, number)
    _child_on_record_twice(told)


def _tell_one(one: Family, number: int) -> None:
    name = one.children[0].family_name
    mother = one.add(one.chance.choice(MOTHERS), name, sex="F", born_on=one.born(24))
    father = one.add(one.chance.choice(FATHERS), one.chance.choice(names.FAMILY), sex="M", born_on=one.born(26))
    for child in one.children:
        one.relate("parent", mother, child, parental_responsibility="yes", responsibility_from="Birth")
        one.relate("parent", father, child, parental_responsibility=("yes", "no")[number % 2])
    state = ("together", "married", "separated", "divorced")[number % 4]
    one.relate(state, mother, father, from_on=one.children[-1].born_on)
    gran = one.add(one.chance.choice(GRANS), name, sex="F", born_on=one.born(52))
    grandfather = one.add(
        one.chance.choice(GRANDFATHERS),
        name,
        sex="M",
        born_on=one.born(55),
        died_on=one.now.date() - timedelta(days=900),
    )
    one.relate("married", gran, grandfather)
    one.relate("parent", gran, mother)
    one.relate("parent", grandfather, mother)
    if number % 3 == 0:
        half = one.add(one.chance.choice(names.GIVEN), name, born_on=one.born(-3) if _older(one) else None, sex="M")
        one.relate("parent", mother, half)
    if number % 5 == 1:
        unborn = one.add("", name, expected_on=one.now.date() + timedelta(days=80))
        one.relate("parent", mother, unborn)
    _homes(one, number, mother, father, gran)
    _network(one, number)
    _reached(one, number, mother, father)


def _older(one: Family) -> bool:
    eldest = min(child.born_on for child in one.children if child.born_on)
    return (one.now.date() - eldest).days > 365 * 5


def _homes(one: Family, number: int, mother: Person, father: Person, gran: Person) -> None:
    at_home = [mother.pk, *(child.pk for child in one.children)]
    if number % 4 < 2:
        at_home.append(father.pk)
    since = one.now.date() - timedelta(days=700)
    say: dict[str, Any] = {"case_id": one.case.pk, "now": one.now, "viewer": one.viewer}
    relationships.add_household("Mum’s", at_home, from_on=since, **say)
    if number % 4 >= 2:
        relationships.add_household("Dad’s flat", [father.pk], from_on=since, **say)
    relationships.add_household("Nan’s", [gran.pk], from_on=None, **say)


def _network(one: Family, number: int) -> None:
    for place, (sector, role, agency, tie) in enumerate(NETWORK[: 4 + number % 4]):
        title = f"{TITLES[(number + place) % 4]} {names.FAMILY[(7 * number + 5 * place) % len(names.FAMILY)]}"
        data = {
            "name": title,
            "sector": sector,
            "role": role,
            "agency": one.case.place if sector == "school" else agency,
            "tie": tie,
            "telephone": NUMBERS[(number * 4 + place) % len(NUMBERS)],
        }
        relationships.add_to_network(one.case.pk, data, now=one.now, viewer=one.viewer)


def _reached(one: Family, number: int, mother: Person, father: Person) -> None:
    by: dict[str, Any] = {"now": one.now, "viewer": one.viewer}
    since = one.now.date() - timedelta(days=700)
    street = {"lines": f"{3 + number} Harbour Street", "postcode": f"CF10 {1 + number % 9}NP", "from_on": since}
    is_secret = number == 2
    if is_secret:
        secret = {"lines": "The Mews (refuge)", "safety": "secret", "from_on": since}
        actions.add_address(one.case.pk, mother.pk, secret, [father.pk], **by)
        when = {
            "contact_ways": ["text"],
            "contact_when": "Text first. Never leave a voicemail: he checks her telephone.",
        }
        actions.change_person(one.case.pk, mother.pk, mother.version, when, **by)
    else:
        actions.add_address(one.case.pk, mother.pk, street | {"safety": "safe"}, **by)
    for person, safety in ((mother, "safe"), (father, "not_asked")):
        telephone = {"number": NUMBERS[(number * 2) % len(NUMBERS)], "safety": safety}
        actions.add_telephone(one.case.pk, person.pk, telephone, **by)


def _child_on_record_twice(told: list[Family]) -> None:
    """On a second case of one worker, spelt by ear: a duplicate to find."""
    for one in told:
        other = next((two for two in told if two is not one and two.case.holder_id == one.case.holder_id), None)
        if other is not None:
            child = one.children[0]
            again = other.add(child.given_name, _by_ear(child.family_name), born_on=child.born_on, sex=child.sex)
            other.relate("cousin", again, other.children[0])
            return


def _by_ear(name: str) -> str:
    return name.replace("’", "").replace("ph", "f").replace("ŷ", "y")


MOTHERS = ("Siân", "Kelly", "Agnieszka", "Fatima", "Joanne", "Blessing", "Carys", "Leanne")
FATHERS = ("Gareth", "Marcin", "Darren", "Ibrahim", "Wayne", "Emeka", "Dafydd", "Luke")
GRANS = ("Margaret", "Halina", "Mair", "Comfort", "Pauline", "Zainab")
GRANDFATHERS = ("Brian", "Stanisław", "Emrys", "Kwame", "Roy", "Yusuf")
