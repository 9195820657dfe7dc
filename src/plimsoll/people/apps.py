"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers `plimsoll.people`."""

    name = "plimsoll.people"
    default_auto_field = "django.db.models.BigAutoField"
