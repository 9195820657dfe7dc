"""``{% load govuk %}``: every tag of the page kit. The README beside the app shows each with an example."""

from __future__ import annotations

from django import template

from plimsoll.govuk import dates, icons, marks
from plimsoll.govuk.tags import blocks, case, forms, layout, page, tables

register = template.Library()

for tag in (marks.rag, marks.duty_state, marks.verified, dates.day, dates.moment, dates.due, icons.icon):
    register.simple_tag(tag)

page.register_on(register)
layout.register_on(register)
blocks.register_on(register)
case.register_on(register)
tables.register_on(register)
forms.register_on(register)
