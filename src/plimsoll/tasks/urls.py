"""Addresses of tasks."""

app_name = "tasks"
urlpatterns: list[object] = []
