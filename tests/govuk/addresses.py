"""The product's addresses and the kit's own page, wherever the product puts it."""

from django.urls import include, path

urlpatterns = [
    path("", include("plimsoll.govuk.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("plimsoll.urls")),
]
