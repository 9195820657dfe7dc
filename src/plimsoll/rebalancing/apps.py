"""The rebalancing app."""

from django.apps import AppConfig


class RebalancingConfig(AppConfig):
    """Registers `plimsoll.rebalancing`."""

    name = "plimsoll.rebalancing"
    default_auto_field = "django.db.models.BigAutoField"
