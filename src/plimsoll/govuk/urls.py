"""The address of the page kit's own page."""

from django.urls import path

from plimsoll.govuk.design import design

urlpatterns = [path("design/", design, name="design")]
