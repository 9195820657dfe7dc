"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers `plimsoll.documents`."""

    name = "plimsoll.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The chronology links an entry to the document it speaks of."""
        from plimsoll.cases import entry_links
        from plimsoll.documents import links

        entry_links.register_column(links.DOCUMENT_OF_ENTRY, links.address_of)
        entry_links.register_writer(links.address_to_write)
