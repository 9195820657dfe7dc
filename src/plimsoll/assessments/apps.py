"""The assessments app. It stores nothing of its own: a score is an event on the case."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Registers `plimsoll.assessments`, and sends whoever records a score to the pages of the tools."""

    name = "plimsoll.assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The case pages know nothing of tools: this tells them where a score is written down."""
        from plimsoll.assessments.lines import address_to_write
        from plimsoll.cases import entry_links

        entry_links.register_writer(address_to_write)
