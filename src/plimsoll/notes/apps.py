"""The notes app."""

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """Registers `plimsoll.notes`, and tells the chronology where a note of an entry is."""

    name = "plimsoll.notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the case pages, which know nothing of notes, a way to link to them."""
        from plimsoll.cases import entry_links
        from plimsoll.notes.queries.links import NOTE_OF_ENTRY, address_of, address_to_write

        entry_links.register_column(NOTE_OF_ENTRY, address_of)
        entry_links.register_writer(address_to_write)
