"""Addresses of one's own work."""

from django.urls import path

from plimsoll.work import views

app_name = "work"
urlpatterns = [path("", views.my_day, name="my_day")]
