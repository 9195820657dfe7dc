"""The front door app."""

from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    """Registers `plimsoll.frontdoor`."""

    name = "plimsoll.frontdoor"
    default_auto_field = "django.db.models.BigAutoField"
