"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers `plimsoll.tasks`."""

    name = "plimsoll.tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Final notes hand over what they agreed to do."""
        from plimsoll.notes import actions as notes
        from plimsoll.tasks import from_notes

        notes.when_final.append(from_notes.add)
