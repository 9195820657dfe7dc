"""The trust app."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Registers `plimsoll.trust`."""

    name = "plimsoll.trust"
    default_auto_field = "django.db.models.BigAutoField"
