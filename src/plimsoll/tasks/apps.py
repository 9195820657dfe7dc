"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers `plimsoll.tasks`."""

    name = "plimsoll.tasks"
    default_auto_field = "django.db.models.BigAutoField"
