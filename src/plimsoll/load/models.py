"""When somebody works and when not, the weeks as they stood, and the asking for help. State only.

Nothing here says why somebody is away: a kind and two dates are all the load line needs.
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Contract(models.Model):
    """The hours somebody is employed for, from one day to another. The history is kept."""

    class Stage(models.TextChoices):
        ORDINARY = "", _("Ordinary")
        NEWLY_QUALIFIED = "asye", _("In the assessed and supported year (newly qualified)")

    id = models.BigAutoField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contracts")
    hours = models.DecimalField(max_digits=4, decimal_places=2, help_text="A week.")
    stage = models.CharField(max_length=20, choices=Stage, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["worker"], condition=Q(until_on=None), name="one_open_contract"),
        )


class Reduction(models.Model):
    """A time in which somebody works fewer hours than contracted, or none. Taken back, never erased."""

    class Kind(models.TextChoices):
        ANNUAL_LEAVE = "annual_leave", _("Annual leave")
        SICKNESS = "sickness", _("Sickness")
        MATERNITY = "maternity", _("Maternity leave")
        PATERNITY = "paternity", _("Paternity leave")
        ADOPTION = "adoption", _("Adoption leave")
        SPECIAL_LEAVE = "special_leave", _("Special leave")
        TRAINING = "training", _("Training")
        STUDY = "study", _("Study")
        PHASED_RETURN = "phased_return", _("Phased return")
        NEWLY_QUALIFIED = "newly_qualified", _("Protected time of the newly qualified")
        TRADE_UNION = "trade_union_duties", _("Trade union duties")
        SUPERVISING = "supervising", _("Supervising others")
        OTHER = "other", _("Other agreed reduction")

    # Kinds in which nobody is there at all, and so what a team sees as an absence.
    ABSENCES = (
        Kind.ANNUAL_LEAVE, Kind.SICKNESS, Kind.MATERNITY, Kind.PATERNITY, Kind.ADOPTION, Kind.SPECIAL_LEAVE,
        Kind.TRAINING,
    )  # fmt: skip

    id = models.BigAutoField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reductions")
    kind = models.CharField(max_length=24, choices=Kind)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="The last day of it; empty: until further notice.")
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["worker"], condition=Q(withdrawn_at=None), name="reduction_of_worker"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="reduction_ends_after_it_begins"
            ),
        )


class OtherWork(models.Model):
    """Work that is not a case of one's own: a duty day, a student, a person supervised."""

    id = models.BigAutoField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="other_work")
    work = models.CharField(max_length=60, help_text="As the weighting calls it.")
    count = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["worker"], condition=Q(withdrawn_at=None), name="other_work_of_worker"),)


class WeekKept(models.Model):
    """A week as it stood on the day it was kept, and what was forecast for the fourth week after it.

    A forecast is only worth its checking: what was said here is compared with what came true.
    """

    id = models.BigAutoField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="weeks_kept")
    beginning = models.DateField(help_text="A Monday.")
    points = models.DecimalField(max_digits=9, decimal_places=2)
    available = models.DecimalField(max_digits=9, decimal_places=2)
    cases = models.PositiveIntegerField()
    weighting = models.CharField(max_length=80)
    ahead_low = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    ahead_expected = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    ahead_high = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["worker", "beginning"], name="week_kept_once"),)
        triggers = (pgtrigger.Protect(name="week_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)


class HelpAsked(models.Model):
    """Somebody over the line asks for help, or a rule proposes that they should. Answered, or it climbs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="help_asked")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="help_asked")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    said = models.TextField(help_text="In the person's own words.")
    would_help = models.JSONField(default=list, help_text="Kinds of adjustment, as words of the pack.")
    at_risk = models.JSONField(default=list, help_text="Ids of the cases with late duties when it was asked.")
    points = models.DecimalField(max_digits=9, decimal_places=2)
    available = models.DecimalField(max_digits=9, decimal_places=2)
    cases = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["team", "-asked_at"]),)


class HelpAnswered(models.Model):
    """What a manager said: what was agreed, or why nothing. Never changed; a later answer adds to it."""

    id = models.BigAutoField(primary_key=True)
    asked = models.ForeignKey(HelpAsked, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_agreed = models.BooleanField()
    said = models.TextField()

    class Meta:
        triggers = (pgtrigger.Protect(name="answer_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)


class Adjustment(models.Model):
    """Something agreed: what, from when to when, and on which day it is looked at whether the load came down."""

    id = models.BigAutoField(primary_key=True)
    answer = models.ForeignKey(HelpAnswered, on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=40, help_text="A word of the pack.")
    detail = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    check_on = models.DateField()
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    did_help = models.BooleanField(null=True)
    checked_said = models.TextField(blank=True)
    points_then = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    available_then = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    version = models.PositiveIntegerField(default=1)
