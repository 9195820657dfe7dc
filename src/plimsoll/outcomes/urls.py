"""Addresses of outcomes and feedback. A link's token is no part of a path: paths are written into logs."""

from django.urls import path

from plimsoll.outcomes.views import case, feedback, numbers

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", numbers.numbers, name="numbers"),
    path("outcomes/numbers.csv", numbers.export, name="export"),
    path("cases/<uuid:case_id>/outcomes/", case.case, name="case"),
    path("cases/<uuid:case_id>/outcomes/add/", case.add, name="add"),
    path("cases/<uuid:case_id>/outcomes/ask/", case.ask, name="ask"),
    path("outcomes/<uuid:outcome_id>/", case.change, name="change"),
    path("outcomes/<uuid:outcome_id>/withdraw/", case.withdraw, name="withdraw"),
    path("outcomes/links/<uuid:link_id>/withdraw/", case.withdraw_link, name="withdraw_link"),
    path("feedback/", feedback.give, name="feedback"),
    path("feedback/thanks/", feedback.thanks, name="thanks"),
]
