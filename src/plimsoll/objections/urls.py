"""Addresses of disagreements: ids, never words."""

from django.urls import path

from plimsoll.objections.views import case, objection

app_name = "objections"
urlpatterns = [
    path("objections/", case.listing, name="list"),
    path("cases/<uuid:case_id>/objections/", case.case, name="case"),
    path("cases/<uuid:case_id>/objections/add/<slug:word>/", case.add, name="add"),
    path("objections/<uuid:objection_id>/", objection.objection, name="objection"),
    path("objections/<uuid:objection_id>/change/", objection.change, name="change"),
    path("objections/<uuid:objection_id>/step/<slug:word>/", objection.step, name="step"),
    path("objections/<uuid:objection_id>/stage/<slug:stage_id>/", objection.stage, name="stage"),
    path("objections/<uuid:objection_id>/offer/", objection.offer, name="offer"),
    path("objections/<uuid:objection_id>/view/", objection.view, name="view"),
    path("objections/<uuid:objection_id>/resolve/", objection.resolve, name="resolve"),
    path("objections/<uuid:objection_id>/reopen/", objection.reopen, name="reopen"),
]
