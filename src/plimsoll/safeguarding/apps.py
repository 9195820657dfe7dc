"""The safeguarding app."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    """Registers `plimsoll.safeguarding`, where concerns are written, and that no case closes over one undecided."""

    name = "plimsoll.safeguarding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below, which know nothing of this one."""
        from plimsoll.cases import entry_links
        from plimsoll.handover import holding
        from plimsoll.safeguarding.links import address_to_write
        from plimsoll.safeguarding.queries import why_not_to_close

        entry_links.register_writer(address_to_write)
        holding.register(why_not_to_close)
