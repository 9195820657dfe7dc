"""Addresses of assessment tools on a case."""

from django.urls import path

from plimsoll.assessments.views import scores

app_name = "assessments"
urlpatterns = [
    path("cases/<uuid:case_id>/scores/", scores.scores, name="case"),
    path("cases/<uuid:case_id>/scores/<slug:tool_id>/", scores.record, name="record"),
    path("cases/<uuid:case_id>/scores/<slug:tool_id>/<int:event_id>/", scores.correct, name="correct"),
]
