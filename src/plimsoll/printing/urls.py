"""Addresses of what is printed."""

from django.urls import path

from plimsoll.printing import views

app_name = "printing"
urlpatterns = [
    path("cases/<uuid:case_id>/chronology/print/", views.chronology, name="chronology"),
    path("cases/<uuid:case_id>/notes/<uuid:note_id>/pdf/", views.note, name="note"),
    path("plans/<uuid:plan_id>/pdf/", views.plan, name="plan"),
]
