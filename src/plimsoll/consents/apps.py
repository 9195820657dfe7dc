"""The consents app."""

from django.apps import AppConfig
from django.utils.translation import gettext as _


class ConsentsConfig(AppConfig):
    """Registers `plimsoll.consents`. It has no tables: consents are events, and what stands is worked out of them."""

    name = "plimsoll.consents"

    def ready(self) -> None:
        """A handover or a closing shows whom nobody has told yet; consents are recorded on pages of their own."""
        from plimsoll.cases import entry_links
        from plimsoll.consents import handed_on
        from plimsoll.handover import summary

        summary.also("untold", lambda: _("Consent withdrawn or run out, and the agency not told"), handed_on.untold)
        entry_links.register_writer(handed_on.address_to_write)
