"""Tasks, and what was asked of whom. State only."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case


class Task(models.Model):
    """One thing that somebody has taken on. Without a case it is personal, and its owner's alone.

    A plan's action and a checklist's item are tasks: they are not copied anywhere, they are pointed at.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Not needed")

    class Source(models.TextChoices):
        OWN = "", _("Written by itself")
        PLAN = "plan", _("A plan")
        NOTE = "note", _("A note")
        EVENT = "event", _("Something recorded")
        CHECKLIST = "checklist", _("A checklist")
        HANDOVER = "handover", _("A handover")
        SUPERVISION = "supervision", _("Supervision")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        WORKING_DAYS = "working days", _("working days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")

    class CountedFrom(models.TextChoices):
        DATE = "date", _("The date it was due")
        DONE = "done", _("The day it was done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=400)
    detail = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True, help_text="Who does it, where that is nobody who signs in here.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True, help_text="What came of it, or why it is not needed.")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=12, choices=Source, default=Source.OWN, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    checklist = models.CharField(max_length=60, blank=True, help_text="The word of the checklist it is an item of.")
    list_id = models.UUIDField(null=True, blank=True, help_text="The items of one checklist begun together share it.")
    position = models.PositiveSmallIntegerField(default=0)
    repeat_every = models.PositiveSmallIntegerField(null=True, blank=True)
    repeat_unit = models.CharField(max_length=12, choices=Unit, blank=True)
    repeat_from = models.CharField(max_length=4, choices=CountedFrom, blank=True)
    repeat_anchor = models.DateField(null=True, blank=True, help_text="The first date of a series that goes by date.")
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_turn", help_text="The turn before."
    )
    waits_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="held_up")
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_tasks"
    )
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
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="task_open_owner"),
            models.Index(fields=["asked_of"], condition=Q(state="open"), name="task_open_asked"),
            models.Index(fields=["case", "state", "due_on"], name="task_case"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(owner__isnull=False), name="personal_task_has_owner"
            ),
            models.CheckConstraint(condition=~Q(waits_for=models.F("id")), name="task_waits_for_another"),
        )


class Asking(models.Model):
    """A colleague was asked to take a task, and what they answered. Added to, never changed."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="askings")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=Answer)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["task", "id"]),)
        triggers = (pgtrigger.Protect(name="asking_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)
