"""Forms of the front door: they check what was typed; they decide nothing."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.frontdoor import words
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plimsoll.frontdoor.doors import Door

MOST_WORDS = 400_000
LONGEST_DUTY = timedelta(days=31)


def _line(
    label: Any, help_text: Any = "", *, most: int = 300, required: bool = False, missing: Any = ""
) -> forms.Field:
    messages = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most, error_messages=messages
    )


class TellForm(forms.Form):
    """What somebody outside tells: one short page. `website` is a trap: nobody sees it, so a machine fills it."""

    in_danger = forms.ChoiceField(
        label=gettext_lazy("Is anybody in danger now?"), choices=words.SAFE, widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose whether anybody is in danger now, or that you do not know")},
    )  # fmt: skip
    what = forms.CharField(
        widget=fields.Textarea(rows=7), max_length=MOST_WORDS,
        help_text=gettext_lazy("In your own words. What you saw or heard, and when."),
        error_messages={
            "required": gettext_lazy("Tell us in a few words: one sentence is enough"),
            "max_length": gettext_lazy("This is more than we can take at once. Send the beginning, and then the rest"),
        },
    )  # fmt: skip
    about_name = _line(gettext_lazy("Who is it about?"), gettext_lazy("A name, if you know it. First names will do."))
    about_age = _line(gettext_lazy("How old are they?"), gettext_lazy("About, or a date of birth."), most=100)
    about_where = _line(
        gettext_lazy("Where do they live, or go to school?"), gettext_lazy("A street or the name of a school helps."),
        most=1000,
    )  # fmt: skip
    family_knows = forms.ChoiceField(
        label=gettext_lazy("Does the family know that you are telling us?"), choices=words.KNOWS, required=False,
        widget=fields.Radios,
    )  # fmt: skip
    from_name = _line(gettext_lazy("Your name"))
    from_role = _line(gettext_lazy("Who you are to them"))
    from_contact = _line(gettext_lazy("A telephone number or email address for you"), most=500)
    contact_how = _line(gettext_lazy("When and how it is safe to reach you"), most=1000)
    stays_unnamed = forms.BooleanField(
        label=gettext_lazy("Do not tell the family who I am"), required=False,
        help_text=gettext_lazy("We keep your name to ourselves. A court can order us to give it, which is rare."),
    )  # fmt: skip
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        """`door` says what is asked, and whether somebody can stay unnamed."""
        super().__init__(*args, **kwargs)
        self.fields["what"].label = _(door.what)
        self.fields["token"].initial = uuid.uuid4
        if door.needs_name:
            del self.fields["stays_unnamed"]
            for name, missing in (
                ("from_name", _("Enter your name")),
                ("from_contact", _("Enter a number or address we can reach you at")),
            ):  # fmt: skip
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = missing
        if door.kind == "self_referral":
            for name in ("family_knows", "from_role", "about_name", "about_age"):
                del self.fields[name]
            self.fields["about_where"].label = _("Where do you live?")
            self.fields["about_where"].help_text = ""
        elif door.kind == "referral":
            self.fields["from_role"].label = _("Your work, and for whom")
            self.fields["family_knows"].label = _("Does the family know, and agree?")

    def asked(self) -> list[forms.BoundField]:
        """The fields that are drawn, in order; not the trap, which the template hides."""
        return [field for field in self if field.name not in {"website", "token"}]

    def clean_token(self) -> uuid.UUID:
        """A form without its token arrives all the same."""
        found: uuid.UUID | None = self.cleaned_data["token"]
        return found or uuid.uuid4()


class AskForm(forms.Form):
    """A reference and its secret word."""

    mark_optional = False
    reference = _line(gettext_lazy("Your reference"), gettext_lazy("Like K7M2-9QXA"), most=40, required=True)
    secret = _line(gettext_lazy("Your secret word"), gettext_lazy("Ten letters and numbers"), most=60, required=True)


class DecideForm(forms.Form):
    """The decision at the door: the level of need, why, and what the referrer may be told."""

    level = forms.ChoiceField(
        label=gettext_lazy("Which level of need is met?"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose the level of need that is met")},
    )  # fmt: skip
    rationale = forms.CharField(
        label=gettext_lazy("Why"), widget=fields.Textarea(rows=4), max_length=MOST_WORDS,
        error_messages={"required": gettext_lazy("Say why you decided so")},
    )  # fmt: skip
    told = forms.ChoiceField(
        label=gettext_lazy("What may the one who told us be told?"), widget=fields.Radios,
        help_text=gettext_lazy("It stands on the page of their reference, in general words."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        levels: Sequence[tuple[str, str, str]],
        told: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        """`levels` are (word, title, meaning); `told` what may be told."""
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [(word, title) for word, title, _means in levels]
        level.widget.hints = {word: means for word, _title, means in levels}
        choices: Any = self.fields["told"]
        choices.choices = told


class ElsewhereForm(DecideForm):
    """Sent to another service."""

    sent_to = _line(
        gettext_lazy("Which service"), required=True, missing=gettext_lazy("Enter which service it was sent to")
    )
    field_order = ("sent_to", "level", "rationale", "told")


class JoinForm(DecideForm):
    """Added to a case that is open."""

    case = _line(
        gettext_lazy("Which case"), gettext_lazy("Its number, like C001234."), most=20, required=True,
        missing=gettext_lazy("Enter the number of the case"),
    )  # fmt: skip
    field_order = ("case", "level", "rationale", "told")

    def __init__(self, *args: Any, find: Callable[[str], object], **kwargs: Any) -> None:
        """`find` gives an open case in sight by its number."""
        super().__init__(*args, **kwargs)
        self.find = find

    def clean_case(self) -> object:
        """A case that this person may see."""
        found = self.find(self.cleaned_data["case"])
        if found is None:
            raise forms.ValidationError(_("There is no open case of this number that you may see"))
        return found


class OpenForm(DecideForm):
    """A case is opened: for whom, in which team, held by whom."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who is it?"), widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose who it is, or that they are new")},
    )  # fmt: skip
    given_name = _line(gettext_lazy("First name"), gettext_lazy("If they are new here."), most=200)
    family_name = _line(gettext_lazy("Family name"), gettext_lazy("If they are new here."), most=200)
    born_on = fields.DateField(
        label=gettext_lazy("Date of birth, if you know it"), name_in_errors=gettext_lazy("The date of birth"),
        required=False,
    )  # fmt: skip
    team = forms.ChoiceField(label=gettext_lazy("Which team"), widget=fields.Select)
    holder = forms.ChoiceField(label=gettext_lazy("Who holds it"), widget=fields.Select, required=False)
    field_order = (
        "person", "given_name", "family_name", "born_on", "level", "rationale", "team", "holder", "told",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        known: Sequence[tuple[str, str]],
        teams: Sequence[tuple[object, str]],
        workers: Sequence[tuple[object, str]],
        **kwargs: Any,
    ) -> None:
        """`known` are (id, words) of those it may be; teams and workers of the service."""
        super().__init__(*args, **kwargs)
        person, team, holder = (self.fields[name] for name in ("person", "team", "holder"))
        person.choices = [*known, ("new", _("Somebody new here"))]  # type: ignore[attr-defined]
        if not known:
            person.initial = "new"
        team.choices = [(str(pk), name) for pk, name in teams]  # type: ignore[attr-defined]
        nobody = ("", _("Nobody yet"))
        holder.choices = [nobody, *((str(pk), name) for pk, name in workers)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody new has a name; nobody is born ahead."""
        data = super().clean() or {}
        if data.get("person") == "new" and not (data.get("given_name") or data.get("family_name")):
            self.add_error("given_name", _("Enter the name they are known by, or “Not known”"))
        return data


class DutyForm(forms.Form):
    """Who looks after the door, from when until when."""

    worker = forms.ChoiceField(label=gettext_lazy("Who"), widget=fields.Select)
    from_on = fields.DateField(label=gettext_lazy("From"), name_in_errors=gettext_lazy("The first day"))
    until_on = fields.DateField(label=gettext_lazy("Until"), name_in_errors=gettext_lazy("The last day"))

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        """`workers` are (service and worker, words)."""
        super().__init__(*args, **kwargs)
        worker: Any = self.fields["worker"]
        worker.choices = [("", _("Choose")), *workers]
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The days follow each other, and are not more than a month."""
        data = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and not first <= last <= first + LONGEST_DUTY:
            self.add_error("until_on", _("The last day must be within a month after the first"))
        if last and last < self.today:
            self.add_error("until_on", _("The last day must be today or later"))
        return data
