"""The product's addresses and one more: a bare view of 50 rows from one query, to measure pages against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from plimsoll.cases.models import Case
from plimsoll.urls import urlpatterns as product
from plimsoll.walls.identity import beyond

TEMPLATE = Engine().from_string(
    "<!DOCTYPE html><html lang=en><title>Bare</title><table>{% for case in cases %}<tr><td>{{ case.number }}</td>"
    "<td>{{ case.title }}</td><td>{{ case.plan }}</td><td>{{ case.hint_colour }}</td><td>{{ case.opened_on }}</td>"
    "<td>{{ case.hint_next_due_on }}</td></tr>{% endfor %}</table></html>"
)


def bare(_request: HttpRequest) -> HttpResponse:
    """50 rows of whole cases, in a plain table: a view that knows neither the door nor the second wall."""
    with beyond("a bare view to measure against"):
        return HttpResponse(TEMPLATE.render(Context({"cases": Case.objects.order_by("number")[:50]})))


urlpatterns = [path("bare/", bare), *product]
