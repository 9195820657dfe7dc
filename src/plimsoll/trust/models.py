"""Who read, changed, exported or shared what. Rows are only ever added."""

from __future__ import annotations

import pgtrigger
from django.db import models


class AuditEntry(models.Model):
    """One thing somebody did. Holds ids and words of the programme, never a client's name."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Null is the programme itself.")
    action = models.CharField(max_length=60)
    case_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["case_id", "at"]),
            models.Index(fields=["actor_id", "at"]),
        )
        triggers = (pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)
