"""Forms about relationships, households and the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.families import choices
from plimsoll.families.forms import fields as make
from plimsoll.families.forms.person import refuse_backwards

if TYPE_CHECKING:
    from collections.abc import Sequence


class RelationshipForm(forms.Form):
    """Ann is the mother or father of Ben, from a day to a day."""

    person = make.one_of(gettext_lazy("Who"), [])
    kind = make.one_of(gettext_lazy("is the"), choices.RELATIONSHIPS)
    other = make.one_of(gettext_lazy("of"), [])
    parental_responsibility = make.one_of(
        gettext_lazy("Parental responsibility for the child"), choices.RESPONSIBILITY, required=False, radios=True
    )
    responsibility_from = make.text(
        gettext_lazy("How they came by it"), hint=gettext_lazy("Birth, birth certificate, agreement, court order.")
    )
    from_on = make.day(gettext_lazy("From"))
    until_on = make.day(gettext_lazy("Until"))
    note = make.text(gettext_lazy("Note"), most=500)

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`on_case` are (id, name)."""
        super().__init__(*args, **kwargs)
        for name in ("person", "other"):
            self.fields[name].choices = [("", _("Choose somebody")), *on_case]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Two people; an end after the beginning."""
        data = super().clean() or {}
        if data.get("person") and data.get("person") == data.get("other"):
            self.add_error("other", _("Choose two different people: nobody is related to themselves"))
        refuse_backwards(self, data)
        return data


class HouseholdForm(forms.Form):
    """People who live together."""

    label = make.text(
        gettext_lazy("What the family calls this home"),
        required=True,
        hint=gettext_lazy("Mum’s, Nan’s house, the flat. Never an address: that belongs to the person."),
    )
    members = make.some_of(gettext_lazy("Who lives there"), [])
    from_on = make.day(gettext_lazy("From"))

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`on_case` are (id, name)."""
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = list(on_case)  # type: ignore[attr-defined]
        self.fields["members"].required = True


class JoinForm(forms.Form):
    """Somebody moves in."""

    person = make.one_of(gettext_lazy("Who moves in"), [])
    from_on = make.day(gettext_lazy("From"))

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`on_case` are (id, name)."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose somebody")), *on_case]  # type: ignore[attr-defined]


class NetworkForm(forms.Form):
    """Somebody outside the family who matters."""

    name = make.text(gettext_lazy("Name"), required=True, hint=gettext_lazy("A person, or a place such as a club."))
    sector = make.one_of(gettext_lazy("Where they belong"), choices.SECTORS)
    agency = make.text(gettext_lazy("Agency or organisation"))
    role = make.text(gettext_lazy("Role"))
    about = make.one_of(gettext_lazy("For whom"), [], required=False)
    tie = make.one_of(gettext_lazy("How the family finds it"), choices.TIES, radios=True)
    telephone = make.telephone_field(gettext_lazy("Telephone number"))
    email = forms.EmailField(label=gettext_lazy("Email address"), required=False)
    from_on = make.day(gettext_lazy("From"))

    def __init__(self, *args: Any, on_case: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`on_case` are (id, name)."""
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("The whole family")), *on_case]  # type: ignore[attr-defined]
