"""Who read, changed, exported or shared what. Rows are only ever added."""

from __future__ import annotations

import json
from typing import Any

import pgtrigger
from django.db import models


class AuditEntry(models.Model):
    """One thing somebody did. Holds ids and words of the programme, never a client's name.

    Its chain, number and seal are explained in `seal.py`; `at` is kept in whole microseconds, as it was sealed.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.SmallIntegerField()
    seq = models.BigIntegerField(help_text="Its number in its chain, from 1, without a gap.")
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Null is the programme itself.")
    action = models.CharField(max_length=60)
    case_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    detail_text = models.TextField(default="{}", help_text="JSON exactly as it was sealed.")
    seal = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "seq"], name="audit_place_once"),)
        indexes = (
            models.Index(fields=["case_id", "at"]),
            models.Index(fields=["actor_id", "at"]),
        )
        triggers = (pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    @property
    def detail(self) -> dict[str, Any]:
        """What was recorded beside the action."""
        found: dict[str, Any] = json.loads(self.detail_text)
        return found


class ChainHead(models.Model):
    """Where a chain of the audit log ends. A copy is kept elsewhere (`plimsoll audit heads`)."""

    chain = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    seal = models.BinaryField(max_length=32)
