"""Addresses of concerns: numbers and words of the programme, never a name."""

from django.urls import path

from plimsoll.safeguarding.views import concern, raising, steps

app_name = "safeguarding"
urlpatterns = [
    path("concerns/", concern.to_decide, name="to_decide"),
    path("concerns/raise/", raising.find, name="raise"),
    path("cases/<uuid:case_id>/concerns/", concern.of_case, name="case"),
    path("cases/<uuid:case_id>/concerns/raise/", raising.raise_on, name="raise_on"),
    path("cases/<uuid:case_id>/concerns/decide/", concern.decide_any, name="decide_any"),
    path("cases/<uuid:case_id>/concerns/plan/", concern.plan_any, name="plan_any"),
    path("cases/<uuid:case_id>/concerns/<int:concern_id>/", concern.one, name="concern"),
    path("cases/<uuid:case_id>/concerns/<int:concern_id>/decide/", concern.decide, name="decide"),
    path("cases/<uuid:case_id>/concerns/<int:concern_id>/<slug:step>/", steps.add, name="step"),
]
