"""The record of a case: its events, who held it, and what was decided. State only.

Every row that belongs to a case carries the case's id, so that the tables can be spread over
several machines by it (docs/architecture.md, "Growing past one machine").
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.people.models import Person, Service, Team


class Status(models.TextChoices):
    """Where a case stands in its life."""

    REFERRED = "referred", _("Referred")
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting")
    TRANSFERRING = "transferring", _("Transferring")
    CLOSED = "closed", _("Closed")


class Case(models.Model):
    """One piece of work with a child, a family or a client.

    The `hint_` columns are stored hints: what the engine derived when the case last changed.
    They order lists; they are never shown as a decision, and `plimsoll check` recomputes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    pack = models.CharField(max_length=60)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_cases",
        help_text="The worker allocated today; null is unallocated. The history is in holdings.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.REFERRED)
    title = models.CharField(max_length=400, help_text="The child's or client's name, or the family's.")
    subject_born_on = models.DateField(null=True, blank=True)
    plan = models.CharField(max_length=40, blank=True, help_text="Kind of plan in force, as a word of the pack.")
    place = models.CharField(max_length=80, blank=True, help_text="School, outward postcode or area, for grouping.")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    is_restricted = models.BooleanField(default=False, help_text="Only people named on the case may see it.")
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two at once are told.")
    created_at = models.DateTimeField()
    import_key = models.CharField(max_length=200, blank=True, help_text="What an import knows this case by.")

    hint_tier = models.CharField(max_length=40, blank=True)
    hint_colour = models.CharField(max_length=6, blank=True)
    hint_key = ArrayField(models.FloatField(), default=list, blank=True)
    hint_reasons = models.JSONField(default=list, blank=True)
    hint_duties = models.JSONField(default=list, blank=True, help_text="Open duties as derived, soonest first.")
    hint_next_due_on = models.DateField(null=True, blank=True)
    hint_late_count = models.PositiveSmallIntegerField(default=0)
    hint_last_contact_on = models.DateField(null=True, blank=True)
    hint_last_seen_on = models.DateField(null=True, blank=True)
    hint_changes_at = models.DateTimeField(null=True, blank=True)
    hint_derived_at = models.DateTimeField(null=True, blank=True)
    hint_rulebook = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["team", "hint_key"], condition=~Q(status="closed"), name="case_team_order"),
            models.Index(fields=["service", "hint_key"], condition=~Q(status="closed"), name="case_service_order"),
            models.Index(fields=["holder", "hint_key"], condition=~Q(status="closed"), name="case_holder_order"),
            models.Index(fields=["hint_changes_at"], condition=~Q(status="closed"), name="case_sweep"),
            models.Index(fields=["service", "import_key"], name="case_import_key"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The case's number as people read it out: it says nothing of who the case is about."""
        return f"C{self.number:06d}"


class CaseNumber(models.Model):
    """Where the next case number comes from (one row a number; the table is only a sequence)."""

    id = models.BigAutoField(primary_key=True)


class CasePerson(models.Model):
    """A person's part in a case."""

    class Part(models.TextChoices):
        SUBJECT = "subject", _("The child or client")
        FAMILY = "family", _("Family")
        CARER = "carer", _("Carer")
        PROFESSIONAL = "professional", _("Professional")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    part = models.CharField(max_length=12, choices=Part, default=Part.SUBJECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "person", "part"], name="person_once_a_part"),)


class Holding(models.Model):
    """Who held a case, in which way, from when to when. Nothing here is overwritten but the end."""

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", _("Allocated")
        CO_WORKER = "co_worker", _("Co-worker")
        COVERING = "covering", _("Covering")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holdings")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ALLOCATED)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, kind="allocated"), name="one_allocated_worker"
            ),
            models.UniqueConstraint(
                fields=["case", "worker", "kind"], condition=Q(until_on=None), name="one_open_holding_a_kind"
            ),
        )
        indexes = (models.Index(fields=["worker"], condition=Q(until_on=None), name="holding_open_worker"),)


class NamedAccess(models.Model):
    """Somebody named on a restricted case, or barred from a case by a declared conflict of interest."""

    class Kind(models.TextChoices):
        NAMED = "named", _("Named on a restricted case")
        CONFLICT = "conflict", _("Conflict of interest declared")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="named_access")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["worker", "kind"], condition=Q(until_on=None), name="access_open_worker"),)


class CaseEvent(models.Model):
    """One dated thing that happened or was decided. Never changed: a later event corrects it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=60)
    at_on = models.DateField(help_text="The day it happened, in London.")
    at_moment = models.DateTimeField(null=True, blank=True, help_text="The moment, where the hour is known.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    details = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, help_text="What the recorder wrote beside it.")
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    provenance = models.JSONField(null=True, blank=True, help_text="File, sheet, row and column of an imported fact.")
    import_key = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["case", "at_on"]),
            models.Index(fields=["case", "recorded_at"]),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "import_key"], condition=~Q(import_key=""), name="imported_event_once"
            ),
        )
        triggers = (pgtrigger.Protect(name="event_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)


class PriorityRecord(models.Model):
    """A change of priority, kept as it was: what changed it, the policy in force, the reasons."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="priority_records")
    at = models.DateTimeField()
    tier = models.CharField(max_length=40)
    colour = models.CharField(max_length=6)
    previous_tier = models.CharField(max_length=40, blank=True)
    previous_colour = models.CharField(max_length=6, blank=True)
    reasons = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    is_overridden = models.BooleanField(default=False)
    cause = models.CharField(max_length=20, help_text="event, time, rulebook or import")
    cause_event = models.ForeignKey(CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=80)
    rulebook = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=["case", "at"]),)
        triggers = (pgtrigger.Protect(name="priority_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)
