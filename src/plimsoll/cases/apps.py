"""The cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers `plimsoll.cases`."""

    name = "plimsoll.cases"
    default_auto_field = "django.db.models.BigAutoField"
