"""Forms keep what was typed, name each field in its error, and lead from the summary to it."""

import datetime as dt
import re

import pytest
from django import forms

from plimsoll.govuk import forms as fields
from plimsoll.govuk.design import WRONG_VISIT, VisitForm
from plimsoll.govuk.errors import messages_of, summary_of
from plimsoll.govuk.text_inputs import time_of_day


def drawn_field(form, name="x"):
    return str(form[name].as_field_group())


def test_every_link_of_the_summary_leads_to_a_box_on_the_page(draw):
    form = VisitForm(WRONG_VISIT)
    drawn = draw("{% form form %}", form=form)
    targets = re.findall(r'<a href="#([^"]+)"', drawn)
    assert len(targets) == len(summary_of(form)) > 5
    for target in targets:
        assert f'id="{target}"' in drawn


def test_every_error_and_hint_is_bound_to_its_box():
    drawn = str(VisitForm(WRONG_VISIT))
    for ids in re.findall(r'aria-describedby="([^"]+)"', drawn):
        for each in ids.split():
            assert f'id="{each}"' in drawn


def test_what_was_typed_stays(draw):
    drawn = draw("{% form form %}", form=VisitForm(WRONG_VISIT))
    assert 'value="half past"' in drawn
    assert 'value="an hour"' in drawn
    assert "I’d rather stay with Mam-gu." in drawn


def test_a_password_is_not_written_back(bound):
    form = bound(forms.CharField(widget=fields.Password), x="correct horse")
    assert "correct horse" not in drawn_field(form)


@pytest.mark.parametrize(
    ("field", "data", "message"),
    [
        (forms.CharField(label="Name of school"), {}, "Enter name of school"),
        (forms.CharField(label="CIN start"), {}, "Enter CIN start"),
        (forms.CharField(label="What happened?"), {}, "Answer “What happened?”"),
        (forms.ChoiceField(label="Colour", choices=[("red", "Red")]), {}, "Select colour"),
        (forms.FileField(label="Caseload"), {}, "Choose a file: caseload"),
        (forms.BooleanField(label="They know"), {}, "Confirm: they know"),
        (forms.CharField(label="Note", max_length=3), {"x": "four"}, "Note must be 3 characters or fewer"),
        (forms.IntegerField(label="Minutes", max_value=60), {"x": "61"}, "Minutes must be 60 or less"),
        (forms.IntegerField(label="Minutes"), {"x": "an hour"}, "Minutes: enter a whole number"),
        (forms.EmailField(label="Email"), {"x": "sam"}, "Email: enter a valid email address"),
        (forms.ChoiceField(label="Plan", choices=[("a", "A")]), {"x": "b"}, "Plan: choose one of those offered"),
        (fields.TimeField(label="Time"), {"x": "half past"}, "Time must be written like 2:30pm or 14:30"),
        (fields.YesNoField(label="Seen alone?"), {}, "Answer “Seen alone?”"),
    ],
)
def test_an_error_makes_sense_away_from_its_field(bound, field, data, message):
    form = bound(field, **data)
    assert messages_of(form["x"]) == [message]


def test_a_message_that_the_author_wrote_is_left_alone(bound):
    form = bound(forms.CharField(error_messages={"required": "Say what was agreed"}))
    assert messages_of(form["x"]) == ["Say what was agreed"]


def test_an_error_of_the_whole_form_stands_first_in_the_summary(draw):
    class Pair(forms.Form):
        first = forms.CharField()

        def clean(self):
            raise forms.ValidationError("These two are the same child")

    drawn = draw("{% error_summary form %}", form=Pair({}))
    assert drawn.index("These two are the same child") < drawn.index("Enter first")


def test_a_form_without_errors_has_no_summary(draw):
    assert draw("{% error_summary form %}", form=VisitForm()) == ""


def test_the_browsers_own_checks_are_off(bound):
    drawn = drawn_field(
        bound(forms.CharField(max_length=5, widget=forms.TextInput(attrs={"placeholder": "Name"})), x="a")
    )
    assert not re.search(r"\s(required|maxlength|placeholder)", drawn)


def test_a_number_is_typed_in_a_text_box_with_a_number_pad(bound):
    drawn = drawn_field(bound(forms.IntegerField(), x="3"))
    assert 'type="text"' in drawn
    assert 'inputmode="numeric"' in drawn


def test_optional_is_said_where_something_is_required_unless_the_form_asks_otherwise():
    class Quiet(forms.Form):
        mark_optional = False
        x = forms.CharField(required=False)
        y = forms.CharField()

    class Filters(forms.Form):
        x = forms.CharField(required=False)

    class Loud(forms.Form):
        x = forms.CharField(required=False)
        y = forms.CharField()

    assert "(optional)" in drawn_field(Loud())
    assert "(optional)" not in drawn_field(Quiet())
    assert "(optional)" not in drawn_field(Filters())


def test_radios_carry_their_hints_and_the_choice_made(bound):
    field = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=fields.Radios(hints={"b": "Less usual"}))
    drawn = drawn_field(bound(field, x="b"))
    assert 'aria-describedby="id_x_1_hint"' in drawn
    assert 'id="id_x_1_hint"' in drawn
    assert re.search(r'value="b" checked', drawn)
    assert "<legend" in drawn


def test_two_forms_do_not_share_the_hints_of_their_choices():
    first, second = fields.Radios(hints={"a": "One"}), fields.Radios()
    assert first.hints != second.hints


@pytest.mark.parametrize(("data", "answer"), [({"x": "yes"}, True), ({"x": "no"}, False), ({}, None)])
def test_yes_no_and_not_asked_are_three_answers(bound, data, answer):
    form = bound(fields.YesNoField(required=False), **data)
    assert form.is_valid()
    assert form.cleaned_data["x"] is answer


def test_a_required_no_is_an_answer(bound):
    form = bound(fields.YesNoField(), x="no")
    assert form.is_valid()
    assert form.cleaned_data["x"] is False


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:30", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("930", dt.time(9, 30)),
        ("2.30pm", dt.time(14, 30)),
        ("2pm", dt.time(14)),
        ("12am", dt.time(0)),
        ("12:15 pm", dt.time(12, 15)),
        ("2 p.m.", dt.time(14)),
        ("midday", dt.time(12)),
        ("2", None),
        ("14", None),
        ("25:00", None),
        ("13pm", None),
        ("2:60", None),
        ("soon", None),
    ],
)
def test_a_time_is_read_as_people_write_it_and_never_guessed(text, time):
    assert time_of_day(text) == time


def test_a_text_that_may_not_be_long_counts_what_is_left(bound):
    drawn = drawn_field(bound(forms.CharField(widget=fields.Textarea(max_length=200)), x="words"))
    assert 'data-maxlength="200"' in drawn
    assert 'id="id_x-info"' in drawn
    assert "govuk-js-character-count" in drawn


def test_a_form_with_a_file_is_sent_whole(draw):
    assert 'enctype="multipart/form-data"' in draw("{% form form %}", form=VisitForm())


def test_hidden_fields_are_drawn_and_have_no_label(draw):
    class Hidden(forms.Form):
        next = forms.CharField(widget=forms.HiddenInput)

    drawn = draw("{% form form %}", form=Hidden(initial={"next": "/"}))
    assert '<input type="hidden" name="next" value="/"' in drawn
    assert "<label" not in drawn


def test_select_keeps_its_groups(bound):
    field = forms.ChoiceField(choices=[("", ""), ("Plans", [("cp", "Child protection")])])
    drawn = drawn_field(bound(field, x="cp"))
    assert '<optgroup label="Plans">' in drawn
    assert '<option value="cp" selected>' in drawn
