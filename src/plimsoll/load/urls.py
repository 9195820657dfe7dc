"""Addresses of load. People who work here are named by their id, clients not at all."""

from django.urls import path

from plimsoll.load.views import help as helping
from plimsoll.load.views import line, time

app_name = "load"
urlpatterns = [
    path("load/", line.mine, name="mine"),
    path("load/line/", line.fragment, name="fragment"),
    path("load/board/", line.board, name="board"),
    path("load/teams/", line.teams, name="teams"),
    path("load/help/", helping.ask, name="ask"),
    path("load/help/all/", helping.history, name="help"),
    path("load/help/<uuid:asked_id>/", helping.asked, name="asked"),
    path("load/help/<uuid:asked_id>/answer/", helping.answer, name="answer"),
    path("load/help/<uuid:asked_id>/withdraw/", helping.withdraw, name="withdraw"),
    path("load/adjustments/<int:adjustment_id>/", helping.check, name="check"),
    path("load/<uuid:worker_id>/", line.person, name="person"),
    path("load/<uuid:worker_id>/time/", time.time, name="time"),
    path("load/<uuid:worker_id>/time/away/", time.add_reduction, name="add_reduction"),
    path("load/<uuid:worker_id>/time/away/<int:row_id>/", time.end_reduction, name="end_reduction"),
    path("load/<uuid:worker_id>/time/hours/", time.set_hours, name="set_hours"),
    path("load/<uuid:worker_id>/time/work/", time.add_work, name="add_work"),
    path("load/<uuid:worker_id>/time/work/<int:row_id>/", time.end_work, name="end_work"),
]
