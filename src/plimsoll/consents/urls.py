"""Addresses of consent and sharing: numbers and words of the programme."""

from django.urls import path

from plimsoll.consents.views import consents

app_name = "consents"
urlpatterns = [
    path("cases/<uuid:case_id>/consent/", consents.register, name="case"),
    path("cases/<uuid:case_id>/consent/ask/", consents.give, name="give"),
    path("cases/<uuid:case_id>/consent/basis/", consents.basis, name="basis"),
    path("cases/<uuid:case_id>/consent/share/", consents.share, name="share"),
    path("cases/<uuid:case_id>/consent/<int:event_id>/withdraw/", consents.withdraw, name="withdraw"),
    path("cases/<uuid:case_id>/consent/<int:event_id>/told/", consents.told, name="told"),
    path("cases/<uuid:case_id>/consent/<int:event_id>/end/", consents.end_basis, name="end_basis"),
]
