"""Templates drawn from a string, without a database and without a page around them."""

import pytest


@pytest.fixture
def draw():
    """`draw("{% rag colour %}", colour="red")`: the markup, on one line."""
    from django.template import engines

    def drawn(source: str, request=None, **context) -> str:
        template = engines["django"].from_string("{% load govuk i18n %}" + source)
        return " ".join(template.render(context, request).split())

    return drawn


@pytest.fixture
def bound():
    """`bound(field, x="1")`: a form of one field called `x`, with what was typed."""
    from django import forms

    def form_of(field, **data):
        form_class = type("OneField", (forms.Form,), {"x": field})
        return form_class(data)

    return form_of


@pytest.fixture
def anonymous_client(settings):
    """A browser without a session, on the kit's own addresses."""
    from django.test import Client

    settings.ROOT_URLCONF = "tests.govuk.addresses"
    return Client(headers={"host": "localhost"})
