"""What forms offer, from the rows' own lists: forms do not import models."""

from __future__ import annotations

from plimsoll.cases.models import CasePerson
from plimsoll.families.models import NetworkLink, Relationship
from plimsoll.people.models import Address, Alert, EqualityFact, PersonName, Sex, Telephone

PARTS = CasePerson.Part.choices
RELATIONSHIPS = Relationship.Kind.choices
RESPONSIBILITY = Relationship.Responsibility.choices
SECTORS = NetworkLink.Sector.choices
TIES = NetworkLink.Tie.choices
SEXES = Sex.choices
NAME_KINDS = PersonName.Kind.choices
ADDRESS_SAFETY = Address.Safety.choices
TELEPHONE_SAFETY = Telephone.Safety.choices
ALERT_KINDS = Alert.Kind.choices
EQUALITY_FACTS = EqualityFact.Fact.choices
EQUALITY_STATES = EqualityFact.State.choices
