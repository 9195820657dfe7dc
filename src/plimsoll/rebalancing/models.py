"""Proposals to share cases differently, and what was decided on each move. State only: nothing moves by being here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case
from plimsoll.handover.models import Handover
from plimsoll.people.models import Team


class Why(models.TextChoices):
    """What the question is."""

    AWAY = "away", _("Somebody is away: cover their cases")
    LEAVING = "leaving", _("Somebody is leaving: pass their cases on")
    OVER = "over", _("Somebody is over the line: bring them under it")
    NOBODY = "nobody", _("Cases that nobody holds: find them a worker")
    TEAM = "team", _("The whole team: even it out as far as the line asks")


class Rebalance(models.Model):
    """One proposal: what was asked, when, and how far it is proved. Its moves are decided one by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rebalances")
    why = models.CharField(max_length=10, choices=Why)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    stages = models.JSONField(default=list, help_text="Each objective: reached, bound, proved, how.")
    lines = models.JSONField(default=list, help_text="Each worker's points before and after, as exact text.")
    notes = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was put aside, or asked anew.")

    class Meta:
        indexes = (models.Index(fields=["team", "-asked_at"]),)


class Move(models.Model):
    """One case to another worker, as proposed, and what a manager said to it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be decided")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        STAYS = "stays", _("The case stays where it is")

    class Kind(models.TextChoices):
        PERMANENT = "permanent", _("For good")
        COVER = "temporary_cover", _("Cover for a time")
        ALLOCATION = "allocation", _("A first worker")

    id = models.BigAutoField(primary_key=True)
    rebalance = models.ForeignKey(Rebalance, on_delete=models.PROTECT, related_name="moves")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves_proposed")
    from_worker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    returns_on = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    handover = models.OneToOneField(Handover, null=True, on_delete=models.PROTECT, related_name="+")
    cover_ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rebalance", "case"], name="case_moves_once_a_proposal"),)
        indexes = (
            models.Index(
                fields=["returns_on"],
                condition=Q(state="accepted", kind="temporary_cover", cover_ended_at=None),
                name="cover_that_returns",
            ),
        )
