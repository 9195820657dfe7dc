"""Addresses of a team."""

from django.urls import path

from plimsoll.team import views

app_name = "team"
urlpatterns = [path("", views.cases, name="cases")]
