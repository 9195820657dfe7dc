"""Forms about cases: they check what was typed and say what is wrong; they decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plimsoll.cases.queries import caseload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class FilterForm(forms.Form):
    """The caseload's filters, read from the address: what is not on the list is left out, never an error."""

    q = forms.CharField(label=_("Name, place or number"), required=False, max_length=100)
    colour = forms.ChoiceField(
        label=_("Colour"),
        required=False,
        choices=[("", _("Any colour")), ("red", _("Red")), ("amber", _("Amber")), ("green", _("Green"))],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All that are not closed")),
            ("referred", _("Referred")),
            ("open", _("Open")),
            ("waiting", _("Waiting")),
            ("transferring", _("Transferring")),
            ("closed", _("Closed")),
        ],
    )
    late = forms.BooleanField(label=_("Only with something late"), required=False)
    group = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[
            ("", _("No groups")),
            ("plan", _("Plan")),
            ("place", _("Place")),
            ("worker", _("Worker")),
        ],
    )
    def __init__(self, *args: Any, plans: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`plans` are the kinds of plan that the service's policy knows, in words."""
        super().__init__(*args, **kwargs)
        choices = [("", _("Any plan")), *plans]
        self.fields["plan"] = forms.ChoiceField(label=_("Plan"), required=False, choices=choices)

    def chosen(self) -> list[tuple[str, str]]:
        """(name, words) of what narrows or groups the list, for showing it while the panel is folded."""
        if not self.is_bound:
            return []
        self.is_valid()
        found = []
        for name, value in self.cleaned_data.items():
            if value in ("", False, None):
                continue
            field = self.fields[name]
            choices = {str(key): str(words) for key, words in getattr(field, "choices", ())}
            words = str(field.label) if value is True else f"{field.label}: {choices.get(str(value), value)}"
            found.append((name, words))
        return found


def filters_from(query: Mapping[str, str], scope: str) -> caseload.Filters:
    """Read filters out of an address. Unknown words fall back to the default, so an old link still opens."""
    form = FilterForm(query)
    form.is_valid()
    chosen = form.cleaned_data
    sort = query.get("sort", "order")
    return caseload.Filters(
        scope=scope,
        text=chosen.get("q", ""),
        colour=chosen.get("colour", ""),
        status=chosen.get("status", ""),
        worker=_worker(query.get("worker", "")),
        late_only=bool(chosen.get("late")),
        sort=sort if sort in caseload.SORTS else "order",
        group=chosen.get("group", ""),
        plan=_word(query.get("plan", "")),
        team=_worker(query.get("team", "")) if query.get("team") != "nobody" else "",
    )


def _worker(value: str) -> str:
    if value == "nobody":
        return value
    try:
        forms.UUIDField().clean(value) if value else None
    except forms.ValidationError:
        return ""
    return value


def _word(value: str) -> str:
    """A word of the programme: letters and underscores; anything else is nothing."""
    return value if value.replace("_", "").isalpha() and value.isascii() and len(value) <= MOST_LETTERS else ""


MOST_LETTERS = 40
