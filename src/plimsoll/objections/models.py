"""A disagreement on a case, and each thing that was done about it. State only."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case, CaseEvent


class Objection(models.Model):
    """Somebody does not agree: who, with what, and where it stands now. What was done is in its steps."""

    class By(models.TextChoices):
        CHILD = "child", _("The child or young person")
        PARENT = "parent", _("A parent")
        FAMILY = "family", _("Somebody else of the family")
        CARER = "carer", _("A carer")
        CLIENT = "client", _("The client")
        PROFESSIONAL = "professional", _("A professional")
        OTHER = "other", _("Somebody else")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("We came to agree")
        UPHELD = "upheld", _("They were right")
        PARTLY_UPHELD = "partly_upheld", _("They were right in part")
        NOT_UPHELD = "not_upheld", _("It was not upheld")
        ORDERED = "ordered", _("A tribunal or court decided")
        WITHDRAWN = "withdrawn", _("They withdrew it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    route = models.CharField(max_length=40, help_text="A word of the pack's objections.yaml.")
    stage = models.CharField(max_length=40, help_text="The stage it is at, a word of the route.")
    key = models.CharField(max_length=200, help_text="What its events carry, so that they are known to be about it.")
    about = models.CharField(max_length=200)
    account = models.TextField(blank=True, help_text="In their words.")
    wanted = models.TextField(blank=True, help_text="What they want to happen.")
    by = models.CharField(max_length=12, choices=By)
    by_name = models.CharField(max_length=200, blank=True)
    raised_on = models.DateField()
    resolved_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    resolution = models.TextField(blank=True)
    learnt = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "key"], name="objection_key_once_a_case"),
            models.CheckConstraint(
                condition=Q(resolved_on=None, outcome="") | Q(resolved_on__isnull=False) & ~Q(outcome=""),
                name="objection_resolved_with_outcome",
            ),
        )
        indexes = (models.Index(fields=["case"], condition=Q(resolved_on=None), name="objection_open"),)


class ObjectionStep(models.Model):
    """One thing that was done about it. Added to, never changed."""

    class Kind(models.TextChoices):
        STAGE = "stage", _("A stage began")
        STEP = "step", _("Done")
        ANSWERED = "answered", _("Answered")
        OFFERED = "offered", _("Offered")
        VIEW = "view", _("Independent view")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Opened again")

    id = models.BigAutoField(primary_key=True)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="steps")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    stage = models.CharField(max_length=40)
    word = models.CharField(max_length=40, blank=True, help_text="Which of the stage's own steps.")
    on = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    event = models.ForeignKey(CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=["objection", "id"]),)
        triggers = (
            pgtrigger.Protect(name="objection_step_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        )
