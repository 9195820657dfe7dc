"""Forms about one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.families import checks, choices, equality
from plimsoll.families.forms import fields as make
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

PERSON_FIELDS = (
    "given_name",
    "family_name",
    "known_as",
    "born_on",
    "expected_on",
    "died_on",
    "sex",
    "ethnicity",
    "language",
    "needs_interpreter",
    "communication",
)


class PersonForm(forms.Form):
    """Who somebody is. `today` bounds the dates."""

    given_name = make.text(gettext_lazy("Given names"))
    family_name = make.text(gettext_lazy("Family name"))
    known_as = make.text(gettext_lazy("Known as"), hint=gettext_lazy("The name they use, where it is another."))
    born_on = make.day(gettext_lazy("Date of birth"))
    expected_on = make.day(gettext_lazy("Expected date"), hint=gettext_lazy("Only for a child not yet born."))
    sex = make.one_of(
        gettext_lazy("Sex"),
        choices.SEXES,
        hint=gettext_lazy("As the returns ask for it. Gender identity is asked apart."),
    )
    nhs_number = make.nhs_field(gettext_lazy("NHS number"))
    upn = make.upn_field(gettext_lazy("Unique pupil number (UPN)"))
    language = make.text(gettext_lazy("Language they speak best"), most=60)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Needs an interpreter"), required=False)
    communication = make.lines(
        gettext_lazy("How they communicate, and what helps"),
        hint=gettext_lazy("Signs, large print, easy read, time to answer, somebody with them."),
    )
    ethnicity = make.one_of(gettext_lazy("Ethnicity"), equality.ETHNICITIES, required=False)
    died_on = make.day(gettext_lazy("Date of death"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """`today` is the last day that somebody can be born or have died on."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, object]:
        """A name or a part of one, and dates that can be one life's."""
        data = super().clean() or {}
        if not any(str(data.get(name, "")).strip() for name in ("given_name", "family_name", "known_as")):
            is_expected = data.get("expected_on") is not None
            if not is_expected and not {"given_name", "family_name", "known_as"} & set(self.errors):
                self.add_error("given_name", _("Enter a name, or the part of it that is known"))
        problem = checks.life_problem(data.get("born_on"), data.get("expected_on"), data.get("died_on"), self.today)
        if problem:
            self.add_error(*problem)
        return data

    def person_fields(self) -> dict[str, object]:
        """What belongs on the person's own row."""
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS if name in self.cleaned_data}

    def identifiers(self) -> dict[str, str]:
        """Numbers by scheme."""
        return {"nhs_number": self.cleaned_data["nhs_number"], "upn": self.cleaned_data["upn"]}


class NewPersonForm(PersonForm):
    """Somebody new on a case: their part, and what they are to somebody who is on it."""

    part = make.one_of(gettext_lazy("Their part in this case"), choices.PARTS, radios=True)
    relationship = make.one_of(
        gettext_lazy("What they are"), [("", gettext_lazy("Not recorded now")), *choices.RELATIONSHIPS], required=False
    )
    related_to = make.one_of(gettext_lazy("… of"), [], required=False)
    turned = forms.BooleanField(
        label=gettext_lazy("The other way round: the person on the case is that of the new one"), required=False
    )
    parental_responsibility = make.one_of(
        gettext_lazy("Parental responsibility"), choices.RESPONSIBILITY, required=False
    )
    field_order = (
        "part", "given_name", "family_name", "known_as", "born_on", "expected_on", "sex", "relationship", "related_to",
        "turned", "parental_responsibility", "nhs_number", "upn", "language", "needs_interpreter", "communication",
        "ethnicity", "died_on",
    )  # fmt: skip

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        """`on_case` are (id, name) of those who are on it."""
        super().__init__(*args, today=today, **kwargs)
        self.fields["related_to"].choices = [("", _("Choose somebody")), *on_case]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A relationship needs both its ends."""
        data = super().clean()
        if data.get("relationship") and not data.get("related_to") and "related_to" not in self.errors:
            self.add_error("related_to", _("Choose whose relative they are"))
        return data


class ChangePersonForm(PersonForm):
    """The same facts of somebody known, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ContactForm(forms.Form):
    """When and how it is safe to be in touch."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    contact_ways = make.some_of(
        gettext_lazy("Ways that are safe"), equality.WAYS, hint=gettext_lazy("Leave all empty if it was not asked.")
    )
    contact_when = make.lines(
        gettext_lazy("When, and what never to do"),
        hint=gettext_lazy(
            "For example: after 3pm on school days; never leave a message; say you are from the library."
        ),
    )


class NameForm(forms.Form):
    """Another name."""

    kind = make.one_of(gettext_lazy("What kind of name"), choices.NAME_KINDS, radios=True)
    given_name = make.text(gettext_lazy("Given names"))
    family_name = make.text(gettext_lazy("Family name"))
    until_on = make.day(gettext_lazy("Used until, if known"))

    def clean(self) -> dict[str, object]:
        """A name or a part of one."""
        data = super().clean() or {}
        if not data.get("given_name") and not data.get("family_name") and not self.errors:
            self.add_error("given_name", _("Enter a name, or the part of it that is known"))
        return data


class TelephoneForm(forms.Form):
    """A telephone number."""

    number = make.telephone_field(gettext_lazy("Telephone number"), required=True)
    safety = make.one_of(gettext_lazy("Is it safe to use?"), choices.TELEPHONE_SAFETY, radios=True)
    note = make.text(gettext_lazy("Whose it is, or when to use it"), most=300)


class AddressForm(forms.Form):
    """Where somebody lives or lived. `on_case` are (id, name) of those it may be secret from."""

    lines = make.lines(gettext_lazy("Address"), required=True, rows=4)
    postcode = make.postcode_field(gettext_lazy("Postcode"))
    safety = make.one_of(gettext_lazy("Is it a safe address?"), choices.ADDRESS_SAFETY, radios=True)
    secret_from = make.some_of(gettext_lazy("Secret from"), [], hint=gettext_lazy("People on this case."))
    secret_from_others = make.text(gettext_lazy("Secret from anybody else"), most=300)
    from_on = make.day(gettext_lazy("From"))
    until_on = make.day(gettext_lazy("Until, if they have left"))

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`on_case` are the others on the case."""
        super().__init__(*args, **kwargs)
        self.fields["secret_from"].choices = list(on_case)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A secret needs somebody it is kept from; a stay ends after it began."""
        data = super().clean() or {}
        is_named = data.get("secret_from") or str(data.get("secret_from_others", "")).strip()
        if data.get("safety") == "secret" and not is_named:
            self.add_error("secret_from", _("Say from whom it is to be kept secret"))
        if is_named and data.get("safety") in {"safe", "unsafe"}:
            self.add_error("safety", _("You named somebody it is secret from: choose secret, or take them off"))
        refuse_backwards(self, data)
        return data


class AlertForm(forms.Form):
    """Something to know before a visit or a letter."""

    kind = make.one_of(gettext_lazy("What kind of alert"), choices.ALERT_KINDS, radios=True)
    text = make.text(
        gettext_lazy("In a few words"),
        most=300,
        hint=gettext_lazy("It shows beside the name, wherever the name shows."),
    )
    from_on = make.day(gettext_lazy("From"), required=True)


class EqualityForm(forms.Form):
    """Each fact: not asked, prefers not to say, or told us, in their own words."""

    disabilities = make.some_of(gettext_lazy("Disability, as the returns ask for it"), equality.DISABILITIES)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two fields for each fact."""
        super().__init__(*args, **kwargs)
        for fact, label in choices.EQUALITY_FACTS:
            self.fields[f"{fact}_state"] = forms.ChoiceField(
                label=label, choices=choices.EQUALITY_STATES, widget=fields.Radios(inline=True), initial="not_asked"
            )
            self.fields[f"{fact}_value"] = make.text(_("%(fact)s, in their words") % {"fact": label}, most=300)
        first, *rest = [name for fact, _label in choices.EQUALITY_FACTS for name in (f"{fact}_state", f"{fact}_value")]
        self.order_fields([first, "disabilities", *rest])

    def clean(self) -> dict[str, object]:
        """Words belong to what was told."""
        data = super().clean() or {}
        for fact, label in choices.EQUALITY_FACTS:
            if data.get(f"{fact}_value") and data.get(f"{fact}_state") != "told":
                self.add_error(
                    f"{fact}_state", _("%(fact)s: you wrote what they said, so choose “Told us”") % {"fact": label}
                )
        codes = data.get("disabilities") or []
        if "NONE" in codes and len(codes) > 1:
            self.add_error("disabilities", _("Choose “No disability” or the disabilities, not both"))
        if codes and data.get("disability_state") == "not_said":
            self.add_error("disability_state", _("Disability: you chose what it is, so choose “Told us”"))
        return data

    def told(self) -> dict[str, tuple[str, str]]:
        """(state, value) by fact."""
        data = self.cleaned_data
        return {fact: (data[f"{fact}_state"], data[f"{fact}_value"]) for fact, _label in choices.EQUALITY_FACTS}


class EndForm(forms.Form):
    """When something ended."""

    on = make.day(gettext_lazy("When did it end?"), required=True)


def refuse_backwards(form: forms.Form, data: dict[str, object]) -> None:
    """What ends does so after it began."""
    begun, ended = data.get("from_on"), data.get("until_on")
    if begun and ended and ended < begun:  # type: ignore[operator]
        form.add_error("until_on", ValidationError(_("It cannot end before it began"), code="backwards"))


def uuid_of(text: str) -> UUID:
    """The id behind a choice of a list."""
    return UUID(text)
