"""Notes and what they are made of. State only.

A draft may change; a note never does. Finalising copies the draft into a note, in the transaction that records
the events it stands for. Every row carries the case it belongs to.
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from plimsoll.cases.models import Case, CaseEvent

_NEVER = pgtrigger.Update | pgtrigger.Delete


class Note(models.Model):
    """A final note. `shape` is its format as it was on the day, so that it always reads as it was written.

    `content` maps the names of the format's fields to what was written; what is about one case alone is not
    here but in that case's `NotePart`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    format = models.CharField(max_length=40)
    shape = models.JSONField()
    content = models.JSONField()
    written_by_each = models.JSONField(default=dict, help_text="Field to the name of its writer, where several wrote.")
    at_on = models.DateField()
    at_moment = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finalised_at = models.DateTimeField()

    class Meta:
        triggers = (pgtrigger.Protect(name="note_is_never_changed", operation=_NEVER),)


class NotePart(models.Model):
    """A note on one of its cases, with what is only about that one."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="note_parts")
    text = models.TextField(blank=True, help_text="What is only about this case.")
    format = models.CharField(max_length=40)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at_on = models.DateField()
    finalised_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["note", "case"], name="note_once_a_case"),)
        indexes = (models.Index(fields=["case", "-at_on", "-id"]),)
        triggers = (pgtrigger.Protect(name="part_is_never_changed", operation=_NEVER),)


class NoteEvent(models.Model):
    """An event that a note stands for: the one is reached from the other."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="events")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="note_events")
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="noted")

    class Meta:
        triggers = (pgtrigger.Protect(name="link_is_never_changed", operation=_NEVER),)


class NoteAddition(models.Model):
    """A correction: an addition that says what it corrects and why. The original stays as it was."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="additions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="note_additions")
    field = models.CharField(max_length=60, blank=True, help_text="The part of the note it is about; empty for all.")
    text = models.TextField()
    why = models.CharField(max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request = models.UUIDField(unique=True, help_text="The form it came from: sent twice, it counts once.")

    class Meta:
        triggers = (pgtrigger.Protect(name="addition_is_never_changed", operation=_NEVER),)


class Draft(models.Model):
    """A note being written. `id` is made with the page, so that a page sent twice is one draft and one note.

    `content` maps field names to text; `only:<case id>` is what is about that case alone. `writers` maps them to
    `{"id", "name", "at"}` of who wrote there last. `events` maps cases to an entry that is being written up.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="note_drafts")
    format = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    writers = models.JSONField(default=dict)
    with_cases = models.JSONField(default=list, help_text="Ids of the other cases this note is for.")
    event = models.ForeignKey(CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    note = models.OneToOneField(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["case"], condition=Q(note=None, discarded_at=None), name="draft_open_case"),
            models.Index(fields=["begun_by"], condition=Q(note=None, discarded_at=None), name="draft_open_writer"),
        )


class DraftClash(models.Model):
    """What a second device or person wrote where somebody else had written meanwhile. Both are kept and shown."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="clashes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    text = models.TextField()
    page = models.CharField(max_length=40, help_text="The page it was typed on: its next save replaces this one.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "field", "page"], name="clash_once_a_page"),)


class ParkedDraft(models.Model):
    """What was sent after the session had ended: kept for its writer alone, until they sign in again."""

    id = models.BigAutoField(primary_key=True)
    draft_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    posted = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft_id", "writer"], name="parked_once"),)
