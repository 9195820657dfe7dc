"""Addresses of what changed."""

from django.urls import path

from plimsoll.changes import views

app_name = "changes"
urlpatterns = [
    path("changes/", views.changed, name="list"),
    path("changes/count/", views.count, name="count"),
    path("changes/seen/", views.seen, name="seen"),
    path("cases/<uuid:case_id>/changes/", views.case, name="case"),
]
