"""Addresses of rebalancing."""

from django.urls import path

from plimsoll.rebalancing import views

app_name = "rebalancing"
urlpatterns = [
    path("rebalancing/", views.ask, name="ask"),
    path("rebalancing/waiting/", views.waiting, name="waiting"),
    path("rebalancing/<uuid:rebalance_id>/", views.proposal, name="proposal"),
    path("rebalancing/<uuid:rebalance_id>/accept/", views.accept_all, name="accept_all"),
    path("rebalancing/<uuid:rebalance_id>/again/", views.again, name="again"),
    path("rebalancing/<uuid:rebalance_id>/aside/", views.put_aside, name="put_aside"),
    path("rebalancing/moves/<int:move_id>/", views.decide, name="decide"),
    path("cases/<uuid:case_id>/allocate/ranked/", views.rank, name="rank"),
]
