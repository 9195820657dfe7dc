"""Addresses of tasks."""

from django.urls import path

from plimsoll.tasks.views import case, listing, task

app_name = "tasks"
urlpatterns = [
    path("tasks/", listing.mine, name="mine"),
    path("tasks/add/", task.add_personal, name="add_personal"),
    path("tasks/<uuid:task_id>/", task.task, name="task"),
    path("tasks/<uuid:task_id>/change/", task.change, name="change"),
    path("tasks/<uuid:task_id>/done/", task.done, name="done"),
    path("tasks/<uuid:task_id>/reopen/", task.reopen, name="reopen"),
    path("tasks/<uuid:task_id>/drop/", task.drop, name="drop"),
    path("tasks/<uuid:task_id>/ask/", task.ask, name="ask"),
    path("tasks/<uuid:task_id>/answer/", task.answer, name="answer"),
    path("tasks/<uuid:task_id>/take-back/", task.take_back, name="take_back"),
    path("cases/<uuid:case_id>/tasks/", case.tasks, name="case"),
    path("cases/<uuid:case_id>/tasks/add/", case.add, name="add"),
    path("cases/<uuid:case_id>/tasks/checklist/", case.begin_checklist, name="checklist"),
]
