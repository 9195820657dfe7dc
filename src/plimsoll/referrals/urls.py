"""Addresses of referrals and waits. No address holds a name."""

from django.urls import path

from plimsoll.referrals.views import case, steps, waits

app_name = "referrals"
urlpatterns = [
    path("cases/<uuid:case_id>/referrals/", case.referrals, name="case"),
    path("cases/<uuid:case_id>/referrals/send/", case.send, name="send"),
    path("cases/<uuid:case_id>/referrals/<int:referral_id>/answer/", steps.answer, name="answer"),
    path("cases/<uuid:case_id>/referrals/<int:referral_id>/check/", steps.check, name="check"),
    path("cases/<uuid:case_id>/referrals/<int:referral_id>/chase/", steps.chase, name="chase"),
    path("cases/<uuid:case_id>/referrals/<int:referral_id>/chased/<int:event_id>/", steps.letter, name="letter"),
    path("cases/<uuid:case_id>/referrals/<int:referral_id>/tried/", steps.tried, name="tried"),
    path("waits/", waits.waits, name="waits"),
    path("waits/file/", waits.export, name="export"),
    path("waits/evidence/", waits.evidence, name="evidence"),
]
