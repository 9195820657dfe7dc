"""Documents of a case, their versions, and the bytes of each. State only.

The bytes are in the database (adr/0008): a backup of it has them, a transaction that fails leaves none behind, and
whoever may not see the case cannot reach them.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.models import Case, CaseEvent


class Document(models.Model):
    """A document with what is said of it. What it says itself is in its versions."""

    class State(models.TextChoices):
        KEPT = "kept", _("On the record")
        REMOVED = "removed", _("Removed")
        ERASED = "erased", _("Erased")

    class Ground(models.TextChoices):
        WRONG_CASE = "wrong_case", _("It is about somebody else")
        TWICE = "twice", _("It is here twice")
        ASKED = "asked", _("The person asked for it to be erased, and that was agreed")
        NOT_OURS = "not_ours", _("We should not hold it")
        OTHER = "other", _("Another reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, help_text="A word of the pack's documents.yaml.")
    dated_on = models.DateField(null=True, blank=True, help_text="The date it bears.")
    received_from = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.KEPT)
    removed_ground = models.CharField(max_length=12, choices=Ground, blank=True)
    removed_why = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two at once are told.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["case", "state", "-created_at"], name="document_of_case"),)


class DocumentContent(models.Model):
    """The bytes of a file, once a case however often it is put there."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "sha256"], name="content_once_a_case"),)


class DocumentVersion(models.Model):
    """A file as it was put there. `content` null: it was erased, and only what is said here is left."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.ForeignKey(DocumentContent, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, help_text="What it is by its content: a word of reading/found.py.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    text = models.TextField(blank=True, help_text="Its words, as far as they could be read.")
    text_state = models.CharField(max_length=6, help_text="read, cut, none or failed")
    note = models.TextField(blank=True, help_text="What is new in it.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(
        CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="papers",
        help_text="The entry that leads here; none while the document is removed.",
    )  # fmt: skip

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),)
        indexes = (models.Index(fields=["case", "event"], name="document_event"),)
