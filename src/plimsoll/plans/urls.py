"""Addresses of plans."""

from django.urls import path

from plimsoll.plans.views import plan, rehearse, turns

app_name = "plans"
urlpatterns = [
    path("cases/<uuid:case_id>/plans/", plan.plans, name="case"),
    path("cases/<uuid:case_id>/plans/start/", plan.start, name="start"),
    path("plans/to-revise/", rehearse.to_revise, name="to_revise"),
    path("plans/<uuid:plan_id>/", plan.plan, name="plan"),
    path("plans/<uuid:plan_id>/print/", plan.printed, name="print"),
    path("plans/<uuid:plan_id>/change/", plan.change, name="change"),
    path("plans/<uuid:plan_id>/goals/add/", plan.add_goal, name="add_goal"),
    path("plans/goals/<uuid:goal_id>/", plan.goal, name="goal"),
    path("plans/goals/<uuid:goal_id>/action/", plan.action, name="action"),
    path("plans/<uuid:plan_id>/agree/", turns.agree, name="agree"),
    path("plans/<uuid:plan_id>/review/", turns.review, name="review"),
    path("plans/<uuid:plan_id>/end/", turns.end, name="end"),
    path("plans/<uuid:plan_id>/versions/<int:number>/", turns.version, name="version"),
    path("plans/<uuid:plan_id>/compare/", turns.compare, name="compare"),
    path("rules/rehearse/", rehearse.rehearse, name="rehearse"),
]
