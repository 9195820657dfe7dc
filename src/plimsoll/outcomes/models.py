"""Outcomes, the links by which a client may say what they think, and what they said. State only."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case, CaseEvent


class Outcome(models.Model):
    """What came of something that was done on a case. Corrected by change, with its event corrected beside it."""

    class Per(models.TextChoices):
        ONCE = "once", _("Once")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")
        YEAR = "year", _("Every year")

    class Known(models.TextChoices):
        SEEN = "seen", _("We saw the letter or the decision")
        TOLD = "told", _("They told us")
        ESTIMATE = "estimate", _("It is our estimate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=40, help_text="A word of the pack's outcomes.yaml.")
    led_by = models.ForeignKey(
        CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The advice, visit or action it came of.",
    )  # fmt: skip
    about = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    achieved_on = models.DateField()
    pounds = models.DecimalField(max_digits=11, decimal_places=2, null=True, blank=True)
    per = models.CharField(max_length=5, choices=Per, blank=True)
    known = models.CharField(max_length=8, choices=Known)
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(blank=True, help_text="Why it was taken back; empty while it stands.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=["case", "achieved_on"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(pounds=None, per="") | Q(pounds__gt=0) & ~Q(per=""), name="outcome_pounds_and_how_often"
            ),
        )


class FeedbackLink(models.Model):
    """A link that can be used once. Only a digest of what makes it is kept, so nobody can read the link here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["case", "made_at"]),)


class Feedback(models.Model):
    """What a client said. Theirs: never changed by anybody."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback")
    link = models.OneToOneField(FeedbackLink, on_delete=models.PROTECT, related_name="answer")
    rating = models.PositiveSmallIntegerField(help_text="1 (very bad) to 5 (very good).")
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="rating_of_one_to_five"),)
        indexes = (models.Index(fields=["case", "given_at"]),)
        triggers = (pgtrigger.Protect(name="feedback_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)


class WrongLink(models.Model):
    """How often links that are none were tried from one address in one stretch of time. The address is not kept."""

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=64, help_text="A keyed digest of the address and the stretch.")
    began_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["origin"], name="wrong_links_of_one_origin"),)
        indexes = (models.Index(fields=["began_at"]),)
