"""When somebody last looked at what changed on a case. State only; everything else is derived."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from plimsoll.cases.models import Case


class Look(models.Model):
    """One person's last look at one case. No part of the record: it only decides what is told again.

    `looked_at` is up to when they have seen; `since_at` is where the sitting began in which they looked, so that a
    page opened again a minute later still says the same.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField()
    since_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "worker"], name="one_look_a_case_and_worker"),)
