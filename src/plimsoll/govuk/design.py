"""``/design/``: every component in each of its states, to be looked at. Not there in production.

All names are invented. The day is fixed, so that the page is the same every time it is drawn.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plimsoll.govuk import forms as fields
from plimsoll.govuk import icons, marks

TODAY = dt.date(2025, 6, 3)
LONG_NAME = "Gwenllïan Angharad Ŵyn-Llŷr Oluwatobiloba Featherstonehaugh-Papadimitrakopoulos"
NAMES = ("Ffion Llŷr", "Sam Okafor", "Tŷ Pritchard", "Aisha Begum", "Małgorzata Nowak", "Siân Ŵyn", LONG_NAME)
PLANS = ("Child protection plan", "Child in need plan", "Looked after", "EHC plan", "")
CARDS_ON_A_PAGE = 12
MANY = 300


class VisitForm(forms.Form):
    """One of each kind of field."""

    label_size = {"said": "m"}
    visited_on = fields.DateField(
        label="When was the visit?",
        name_in_errors="Date of visit",
        help_text="For example, 3 6 2025 or 3 June 2025",
        latest=TODAY,
    )
    at = fields.TimeField(label="Time", help_text="For example, 2:30pm", required=False)
    kind = forms.ChoiceField(
        label="What kind of visit?",
        choices=[("statutory", "Statutory"), ("planned", "Planned"), ("unannounced", "Unannounced")],
        widget=fields.Radios(hints={"unannounced": "Without telling the family beforehand"}),
    )
    present = forms.MultipleChoiceField(
        label="Who was present?",
        choices=[
            ("child", "The child"),
            ("mother", "Mother"),
            ("father", "Father"),
            ("school", "Somebody from school"),
        ],
        widget=fields.Checkboxes,
        required=False,
    )
    alone = fields.YesNoField(label="Was the child seen alone?")
    place = forms.ChoiceField(
        label="Where", choices=[("", ""), ("home", "At home"), ("school", "At school"), ("office", "At the office")]
    )
    minutes = forms.IntegerField(
        label="How long", widget=forms.NumberInput(attrs={"govuk_width": "3", "suffix": "minutes"}), max_value=600
    )
    said = forms.CharField(
        label="What was said, in their own words",
        help_text="Fact and opinion have fields of their own",
        widget=fields.Textarea(rows=4, max_length=200),
        max_length=200,
    )
    letter = forms.FileField(label="Letter", required=False, widget=fields.FileUpload)
    password = forms.CharField(label="Your password", widget=fields.Password(attrs={"govuk_width": "20"}))
    told = forms.BooleanField(label="The family knows that this is written down")


WRONG_VISIT = {
    "visited_on_day": "31",
    "visited_on_month": "Mehefin",
    "visited_on_year": "2025",
    "at": "half past",
    "minutes": "an hour",
    "said": "“I’d rather stay with Mam-gu.” " * 8,
}


class FilterForm(forms.Form):
    """The fields of a filter panel."""

    mark_optional = False
    q = forms.CharField(label="Name", required=False)
    colour = forms.MultipleChoiceField(
        label="Colour",
        choices=[(name, mark.word) for name, mark in marks.COLOURS.items()],
        widget=fields.Checkboxes(small=True),
        required=False,
    )
    plan = forms.ChoiceField(
        label="Plan", choices=[("", "Any")] + [(plan, plan) for plan in PLANS if plan], required=False
    )


def _cases(count: int) -> list[dict[str, Any]]:
    states = list(marks.DUTY_STATES)
    colours = [*marks.COLOURS, None]
    return [
        {
            "name": NAMES[number % len(NAMES)],
            "url": f"#case-{number}",
            "colour": colours[number % 4],
            "age": number % 18,
            "plan": PLANS[number % len(PLANS)],
            "state": states[number % len(states)],
            "due": TODAY + dt.timedelta(days=number % 40 - 10),
            "due_words": f"in {number % 40 - 10} days" if number % 40 > 10 else f"late by {10 - number % 40} days",
            "seen": TODAY - dt.timedelta(days=number % 60),
            "why": "Visit late by 3 working days; not seen for 47 days" if number % 3 else "Nothing due for 4 weeks",
        }
        for number in range(count)
    ]


REASONS = [
    {"text": "No visit recorded for 47 days", "source": "visit of 17 April 2025", "url": "#visit"},
    {"text": "Review conference due in 6 working days", "source": "Working Together 2023, chapter 3, paragraph 254"},
    "Siân said that she does not feel safe at home",
    "Two moves of school since January",
    "No meaningful contact for 5 weeks",
]
CITATIONS = [
    {
        "instrument": "The Care Planning, Placement and Case Review (England) Regulations 2010",
        "paragraph": "regulation 28",
        "url": "https://www.legislation.gov.uk/uksi/2010/959",
        "verified": "primary",
    },
    {"instrument": "Working Together to Safeguard Children 2023", "paragraph": "chapter 3", "verified": "secondary"},
    {"instrument": "Local practice standard", "paragraph": "supervision every four weeks", "verified": "unverified"},
]
LOADS: list[dict[str, Any]] = [
    {"title": "Nothing carried", "points": 0, "capacity": 40},
    {"title": "Below the line", "points": 34, "capacity": 40},
    {"title": "At the line", "points": 40, "capacity": 40},
    {"title": "Just above", "points": 40.1, "capacity": 40},
    {"title": "Above", "points": 52.5, "capacity": 40},
    {"title": "Far above", "points": 136, "capacity": 40},
    {"title": "No capacity", "points": 61, "capacity": 0, "cases": 40},
    {"title": "Not known", "points": None, "capacity": 40},
    {"title": "By count", "points": 17, "capacity": 16, "unit": "cases"},
]
HISTORY: list[dict[str, Any]] = [
    {
        "title": "Home visit, child seen alone",
        "on": dt.datetime(2025, 5, 29, 16, 15, tzinfo=dt.UTC),
        "by": "Sam Okafor",
        "text": "Ffion showed me her drawings. She talked about the summer and about her new teacher.",
        "recorded": "written the same day",
        "url": "#note",
    },
    {
        "title": "Strategy discussion held",
        "on": dt.date(2025, 5, 12),
        "by": "Aisha Begum",
        "text": "Police, health and school took part. Enquiry under section 47 begun.",
        "significant": True,
    },
    {"title": "Concern from school", "on": dt.date(2025, 5, 9), "by": LONG_NAME, "late": "written 6 days later"},
]
WORK = [
    {
        "what": "Visit",
        "who": "Ffion Llŷr",
        "url": "#ffion",
        "reason": "No visit recorded for 47 days",
        "source": "regulation 28",
        "state": "late",
        "state_text": "Late by 3 working days",
        "due": TODAY - dt.timedelta(days=5),
        "colour": "red",
        "action_url": "#record",
        "action_text": "Record a visit",
    },
    {
        "what": "Review conference",
        "who": LONG_NAME,
        "url": "#long",
        "reason": "Second review",
        "state": "due_soon",
        "due": TODAY,
        "due_words": "at 2pm",
        "colour": "amber",
    },
    {"what": "Send the plan to the family", "who": "Siân Ŵyn", "state": "running", "due": TODAY + dt.timedelta(days=9)},
]


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything that the page shows."""
    return {
        "today": TODAY,
        "long_name": LONG_NAME,
        "icons": sorted(icons.SHAPES),
        "colours": [*marks.COLOURS, None],
        "states": list(marks.DUTY_STATES),
        "alerts": [
            "safe_address",
            "not_alone",
            ("interpreter", "Polish interpreter needed"),
            ("other", "Dog in the garden"),
        ],
        "reasons": REASONS,
        "citations": CITATIONS,
        "loads": LOADS,
        "history": HISTORY,
        "work": WORK,
        "cases": Paginator(_cases(MANY), CARDS_ON_A_PAGE).get_page(request.GET.get("page")),
        "many": _cases(MANY) if "many" in request.GET else [],
        "tabs": [
            {"text": "Overview", "url": "#overview", "current": True},
            {"text": "Duties", "url": "#duties", "count": 3},
            {"text": "Why", "url": "#why"},
            {"text": "Chronology", "url": "#chronology"},
        ],
        "crumbs": [("Caseload", "#caseload"), ("Ffion Llŷr", None)],
        "chosen": [("Colour: red", "?"), ("Plan: child protection", "?")],
        "tasks": [
            {"title": "Who was present", "url": "#present", "done": True},
            {"title": "What was said", "url": "#said", "hint": "In their own words", "done": False},
            {"title": "Send it", "status": "Cannot start yet", "done": False},
        ],
        "rows": [
            {"key": "Name", "value": LONG_NAME, "url": "#name", "action": "Change"},
            ("Language", "Cymraeg, English"),
            {"key": "Address", "value": "Tŷ Gwyn\nHeol yr Ŵyl\nCaerdydd", "url": "#address", "action": "Change"},
        ],
        "visit": VisitForm(initial={"visited_on": TODAY}),
        "wrong": VisitForm(WRONG_VISIT, auto_id="wrong_%s"),
        "filters": FilterForm({"colour": ["red"]}),
        "moment": dt.datetime(2025, 6, 3, 15, 15, tzinfo=dt.UTC),
    }


def design(request: HttpRequest) -> HttpResponse:
    """The page; 404 unless this is a demonstration or a developer's machine."""
    if not (settings.DEBUG or getattr(settings, "DEMONSTRATION", False)):
        raise Http404
    return render(request, "govuk/design.html", context(request))
