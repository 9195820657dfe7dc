"""The page kit as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovukConfig(AppConfig):
    """Templates, tags and static files; no models."""

    name = "plimsoll.govuk"
    label = "govuk"
    verbose_name = _("Page kit")
