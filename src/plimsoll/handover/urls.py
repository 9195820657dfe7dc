"""Addresses of the turns of a case."""

from django.urls import path

from plimsoll.handover.views import life, transfer

app_name = "handover"
urlpatterns = [
    path("handovers/", transfer.waiting, name="waiting"),
    path("handovers/<uuid:handover_id>/", transfer.one, name="one"),
    path("handovers/<uuid:handover_id>/answer/", transfer.answer, name="answer"),
    path("handovers/<uuid:handover_id>/take-back/", transfer.take_back, name="take_back"),
    path("cases/<uuid:case_id>/turns/", life.hub, name="case"),
    path("cases/<uuid:case_id>/transfer/", transfer.propose, name="propose"),
    path("cases/<uuid:case_id>/wait/", life.wait, name="wait"),
    path("cases/<uuid:case_id>/wait/end/", life.end_wait, name="end_wait"),
    path("cases/<uuid:case_id>/close/", life.close, name="close"),
    path("cases/<uuid:case_id>/reopen/", life.reopen, name="reopen"),
]
