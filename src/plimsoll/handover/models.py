"""A case handed over, a case that waits, a case closed. State only."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case, CaseEvent
from plimsoll.people.models import Team
from plimsoll.tasks.models import Task


class Handover(models.Model):
    """A transfer as it was proposed, and what the receiving worker answered."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    from_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers_to")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.TextField()
    giving_note = models.TextField(blank=True, help_text="What the worker who gives the case would say.")
    family_view = models.TextField(blank=True, help_text="What the family or client says of the change.")
    receiving_note = models.TextField(blank=True, help_text="What the worker who receives the case answers.")
    wants_visit = models.BooleanField(default=False)
    without_visit = models.TextField(blank=True, help_text="Why it was accepted without the joint visit.")
    summary = models.JSONField(default=dict, help_text="What was in progress when it was answered: see summary.py.")
    task = models.OneToOneField(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="one_handover_at_a_time"),
        )
        indexes = (models.Index(fields=["to_worker"], condition=Q(state="proposed"), name="handover_to_answer"),)


class Wait(models.Model):
    """A stretch in which a case waits, with the reason and the day to look again."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waits")
    reason = models.TextField()
    look_again_on = models.DateField()
    task = models.OneToOneField(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    until_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case"], condition=Q(until_on=None), name="one_wait_at_a_time"),)


class Closing(models.Model):
    """What was decided when a case was closed, and what was unfinished then. Never changed."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    summary = models.TextField()
    decision = models.TextField(blank=True, help_text="What was decided about what was unfinished.")
    agreed_by = models.CharField(max_length=200, blank=True)
    unfinished = models.JSONField(help_text="See summary.py.")
    ended = models.JSONField(help_text='{"tasks": [ids], "plans": [ids]}: what this closing ended, to be restored.')
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        triggers = (pgtrigger.Protect(name="closing_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)
