"""Bringing a caseload in: a file, a look at what it would do, and the doing."""

from django.urls import path

from plimsoll.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.start, name="start"),
    path("file/<str:token>/", views.review, name="review"),
    path("file/<str:token>/refused.<str:kind>", views.refused_now, name="refused_now"),
    path("<uuid:run_id>/", views.run, name="run"),
    path("<uuid:run_id>/refused.<str:kind>", views.refused, name="refused"),
]
