"""What came in from outside, who looks at it, and how often one address knocked. State only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case
from plimsoll.people.models import Service


class Approach(models.Model):
    """One concern, referral or request for help from outside, until somebody decided what becomes of it.

    Nothing that comes in is thrown away: what looks like a flood or like rubbish lies on a pile of its own, with the
    same clock, and somebody looks at it.
    """

    class Kind(models.TextChoices):
        CONCERN = "concern", _("Concern")
        REFERRAL = "referral", _("Referral")
        SELF_REFERRAL = "self_referral", _("Asks for help")

    class Pile(models.TextChoices):
        NEW = "new", _("To decide")
        FLOOD = "flood", _("Came in a flood")
        RUBBISH = "rubbish", _("Likely rubbish")

    class Outcome(models.TextChoices):
        CASE_OPENED = "case_opened", _("Open a case")
        JOINED = "joined", _("Add it to a case that is there")
        ADVICE_GIVEN = "advice_given", _("Give advice")
        SENT_ELSEWHERE = "sent_elsewhere", _("Send it elsewhere")
        NO_FURTHER_ACTION = "no_further_action", _("No further action")

    class Safe(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_KNOWN = "not_known", _("I do not know")

    class Told(models.TextChoices):
        NOTHING = "nothing", _("That it was looked at, and no more")
        PASSED_ON = "passed_on", _("That it was passed to those whose work it is")
        IN_TOUCH = "in_touch", _("That somebody will be in touch with them")
        ELSEWHERE = "elsewhere", _("That another service can help, and that we will tell them which")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, help_text="What the referrer is given; it says nothing.")
    token = models.UUIDField(unique=True, help_text="The form's own, so that a form sent twice arrives once.")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="approaches")
    kind = models.CharField(max_length=14, choices=Kind)
    pile = models.CharField(max_length=8, choices=Pile, default=Pile.NEW)
    safe_now = models.CharField(max_length=10, choices=Safe, blank=True)
    what = models.TextField()
    about_name = models.CharField(max_length=300, blank=True)
    about_age = models.CharField(max_length=100, blank=True)
    about_where = models.CharField(max_length=1000, blank=True)
    family_knows = models.CharField(max_length=10, choices=Safe, blank=True)
    from_name = models.CharField(max_length=300, blank=True)
    from_role = models.CharField(max_length=300, blank=True)
    from_contact = models.CharField(max_length=500, blank=True)
    contact_how = models.CharField(max_length=1000, blank=True, help_text="When and how it is safe to ring them.")
    stays_unnamed = models.BooleanField(default=False, help_text="Their name is not passed on to the family's record.")
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    level = models.CharField(max_length=40, blank=True, help_text="A word of the pack's thresholds.")
    rationale = models.TextField(blank=True)
    sent_to = models.CharField(max_length=300, blank=True)
    told = models.CharField(max_length=10, choices=Told, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="approaches")

    class Meta:
        indexes = (
            models.Index(fields=["service", "received_at"], condition=Q(decided_at=None), name="approach_to_decide"),
            models.Index(fields=["service", "-decided_at"], condition=~Q(decided_at=None), name="approach_decided"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(rationale="")),
                name="approach_decided_with_reason",
            ),
        )


class OnDuty(models.Model):
    """A worker looks after a service's front door, from one day to another."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["worker", "until_on"], name="duty_worker"),)


class Knock(models.Model):
    """That an address was here, within the last day. The address is not kept: only its keyed digest of the day."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=40)
    purpose = models.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["digest", "purpose", "at"], name="knock_recent"),)
