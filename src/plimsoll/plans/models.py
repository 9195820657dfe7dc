"""Plans, their goals and what was done about them. State only. An action is a task: here is only the link to it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case, CaseEvent
from plimsoll.tasks.models import Task


class Progress(models.TextChoices):
    """How far a goal, or a plan, has come. The words are those the priority policy reads on `plan_reviewed`."""

    WORSE = "worse", _("It has got worse")
    NONE = "none", _("No change")
    SOME = "some", _("Some progress")
    GOOD = "good", _("Good progress")
    REACHED = "reached", _("Reached")


class Plan(models.Model):
    """A plan as it is being worked on. What was agreed and reviewed is kept, as it was, in its versions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", _("Agreed")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=40, help_text="A word of the pack's plans.yaml.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    sections = models.JSONField(default=dict, help_text="Section to what is written there.")
    views = models.JSONField(default=list, help_text='[{"who", "view"}], each in their own words.')
    agreed_by = models.JSONField(default=list, help_text='[{"who", "agrees", "words"}] of the last version.')
    review_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0, help_text="The last version kept; 0 while it is a first draft.")
    rulebook = models.CharField(max_length=80, blank=True, help_text="The rulebook it was last agreed under.")
    rules = ArrayField(
        models.CharField(max_length=80), default=list, blank=True,
        help_text="The rules that ran on the case then, each with what it said (plans/rules.py).",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = (
            models.Index(fields=["case", "state"]),
            GinIndex(fields=["rules"], name="plan_rules"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "kind"], condition=~Q(state="ended"), name="one_plan_of_a_kind_at_a_time"
            ),
        )


class Goal(models.Model):
    """What should be different, in somebody's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    whose = models.CharField(max_length=200, help_text="Whose words they are.")
    need = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    progress = models.CharField(max_length=8, choices=Progress, blank=True)
    progress_words = models.TextField(blank=True)
    dropped_why = models.TextField(blank=True, help_text="Why it is no longer a goal; empty while it is one.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "position"], name="goal_position_once"),)


class Action(models.Model):
    """A task that serves a goal."""

    id = models.BigAutoField(primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="plan_action")


class PlanVersion(models.Model):
    """A plan as it was when it was agreed, reviewed or ended. Never changed."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        REVIEWED = "reviewed", _("Reviewed")
        ENDED = "ended", _("Ended")

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    content = models.JSONField(help_text="The whole plan in words: see plans/snapshots.py.")
    on = models.DateField()
    event = models.ForeignKey(CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="version_once_a_plan"),)
        triggers = (pgtrigger.Protect(name="version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)
