"""Families: who is what to whom, who lives with whom, who works with them; and records that were one person's.

State only. A relationship and a household belong to people and not to a case: the children of one family have a case
each and one family. Who may see them follows from the cases that the people are on (queries/people.py).
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case
from plimsoll.people.models import Person


class Relationship(models.Model):
    """`person` is the `kind` of `other`, from a day to a day: "Ann is the mother or father of Ben"."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Mother or father")
        ADOPTIVE_PARENT = "adoptive_parent", _("Adoptive parent")
        STEP_PARENT = "step_parent", _("Step-parent")
        FOSTER_CARER = "foster_carer", _("Foster carer")
        CARER = "carer", _("Carer")
        GUARDIAN = "guardian", _("Special guardian")
        GRANDPARENT = "grandparent", _("Grandparent")
        AUNT_UNCLE = "aunt_uncle", _("Aunt or uncle")
        SIBLING = "sibling", _("Brother or sister")
        HALF_SIBLING = "half_sibling", _("Half-brother or half-sister")
        STEP_SIBLING = "step_sibling", _("Step-brother or step-sister")
        COUSIN = "cousin", _("Cousin")
        MARRIED = "married", _("Married or civil partner")
        TOGETHER = "together", _("Living together or a couple")
        SEPARATED = "separated", _("Separated")
        DIVORCED = "divorced", _("Divorced or dissolved")
        FRIEND = "friend", _("Friend")
        OTHER = "other", _("Other")

    class Responsibility(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        HAS = "yes", _("Has parental responsibility")
        HAS_NOT = "no", _("Does not have parental responsibility")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="related")
    kind = models.CharField(max_length=16, choices=Kind)
    parental_responsibility = models.CharField(max_length=3, choices=Responsibility, blank=True)
    responsibility_from = models.CharField(
        max_length=200, blank=True, help_text="How it was come by: birth, birth certificate, agreement, order."
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_related_to_themselves"),
            models.UniqueConstraint(
                fields=["person", "other", "kind"], condition=Q(until_on=None), name="one_open_relationship_a_kind"
            ),
        )


class Household(models.Model):
    """People who live together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=200, help_text="What the family calls it; never a secret address.")
    recorded_at = models.DateTimeField()


class HouseholdMember(models.Model):
    """Somebody's time in a household. The same person is not twice in one household on one day."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="once_in_a_household_at_a_time",
                expressions=[
                    (F("household"), RangeOperators.EQUAL),
                    (F("person"), RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("until_on"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )


class NetworkLink(models.Model):
    """Somebody outside the family who matters to a case: a professional with agency and role, a friend, a place."""

    class Sector(models.TextChoices):
        HEALTH = "health", _("Health")
        SCHOOL = "school", _("School or nursery")
        POLICE = "police", _("Police")
        JUSTICE = "justice", _("Court or youth justice")
        HOUSING = "housing", _("Housing")
        VOLUNTARY = "voluntary", _("Voluntary organisation")
        FAITH = "faith", _("Faith or community")
        WORK = "work", _("Work or training")
        FRIENDS = "friends", _("Friends and neighbours")
        OTHER = "other", _("Other")

    class Tie(models.TextChoices):
        STRONG = "strong", _("Strong")
        ORDINARY = "ordinary", _("Ordinary")
        WEAK = "weak", _("Weak or uncertain")
        STRESSFUL = "stressful", _("Stressful")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="network")
    about = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="network", help_text="Empty: the family."
    )
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=10, choices=Sector)
    tie = models.CharField(max_length=10, choices=Tie, default=Tie.ORDINARY)
    telephone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()


class NotTheSame(models.Model):
    """Two records that somebody looked at and found to be two people: they are not suggested again."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["first", "second"], name="apart_once_a_pair"),)


class Merge(models.Model):
    """Two records made one: everything that is needed to take it back exactly.

    `kept_before` and `kept_after` hold the fields of the kept person that changed; `moved` lists
    {"model", "field", "pk"} of each row that pointed at the other record; `removed` holds whole rows that would have
    stood twice, {"model", "row"}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_before = models.JSONField()
    kept_after = models.JSONField()
    moved = models.JSONField()
    removed = models.JSONField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_once_at_a_time"),
        )
        triggers = (pgtrigger.Protect(name="merge_is_never_deleted", operation=pgtrigger.Delete),)
