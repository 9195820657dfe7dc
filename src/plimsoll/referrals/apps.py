"""The referrals app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Registers `plimsoll.referrals`, and sends whoever records a step of a referral to its own pages."""

    name = "plimsoll.referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The case pages know nothing of referrals: this tells them where their steps are written."""
        from plimsoll.cases import entry_links
        from plimsoll.referrals.queries import address_to_write

        entry_links.register_writer(address_to_write)
