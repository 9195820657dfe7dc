"""What an import leaves behind: what was read, under which mapping, and what became of each row. State only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case
from plimsoll.people.models import Service, Team


class SavedMapping(models.Model):
    """A mapping kept for next month's file of the same headings. `value` is the plain JSON of the readers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="saved_mappings")
    name = models.CharField(max_length=200)
    fingerprints = ArrayField(models.CharField(max_length=16), default=list)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two at once are told.")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["service", "name"], name="mapping_name_once_a_service"),)

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file brought in: which, by whom, under which mapping, and how it ended."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="import_runs")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was read.")
    as_at = models.DateField()
    mapping = models.JSONField(null=True, blank=True, help_text="As it was used.")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    counts = models.JSONField(default=dict, blank=True)
    stopped_by = models.CharField(max_length=400, blank=True, help_text="Why it stopped, without names.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["service", "-started_at"]), models.Index(fields=["digest"]))


class ImportedRecord(models.Model):
    """What a file called a case, which case that is here, and what the file last said of it.

    `base` is what the file said last time, so that a later file changes what changed in the file
    and nothing that was changed here by hand.
    """

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="imported_records")
    base = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["service", "key"], name="imported_record_once"),)


class RowOutcome(models.Model):
    """What became of one row. Rows that changed nothing are only counted."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        CHANGED = "changed", _("Changed")
        REFUSED = "refused", _("Refused")
        REFUSED_CELL = "refused_cell", _("Taken without one value")
        REMARK = "remark", _("Remark")

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=12, choices=Outcome)
    sheet = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=255, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, blank=True)
    source = models.JSONField(null=True, blank=True, help_text="Headings and cells of a refused row, to give back.")

    class Meta:
        indexes = (models.Index(fields=["run", "outcome", "row"]),)
