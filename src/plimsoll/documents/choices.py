"""Words that forms offer, which they may not take from the models."""

from plimsoll.documents.models import Document

GROUNDS = [(str(value), label) for value, label in Document.Ground.choices]
