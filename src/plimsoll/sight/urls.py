"""Addresses of who has looked."""

from django.urls import path

from plimsoll.sight import views

app_name = "sight"
urlpatterns = [path("cases/<uuid:case_id>/looked/", views.looked, name="looked")]
