"""Addresses of the front door: what the public opens is under /tell/, what a worker opens under /front-door/."""

from django.urls import path

from plimsoll.frontdoor.views import public, triage

app_name = "frontdoor"
urlpatterns = [
    path("tell/", public.start, name="start"),
    path("tell/answer/", public.ask, name="ask"),
    path("tell/sent/<str:sealed>/", public.sent, name="sent"),
    path("tell/<uuid:service_id>/<slug:kind>/", public.tell, name="tell"),
    path("front-door/", triage.piles, name="piles"),
    path("front-door/duty/", triage.duty, name="duty"),
    path("front-door/<uuid:approach_id>/", triage.one, name="one"),
    path("front-door/<uuid:approach_id>/pile/", triage.move, name="move"),
    path("front-door/<uuid:approach_id>/<slug:outcome>/", triage.decide, name="decide"),
]
