"""Forms of documents: the file is looked at here, before anything is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plimsoll.documents import refusals
from plimsoll.documents.actions import About, File
from plimsoll.documents.choices import GROUNDS
from plimsoll.documents.reading import FileRefused, look
from plimsoll.documents.reading.found import MOST_BYTES
from plimsoll.govuk import forms as fields

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_WORDS = 200_000
EARLIEST = date(1900, 1, 1)
TAKEN = gettext_lazy(
    "PDF, Word, Excel, PowerPoint, OpenDocument, a picture (PNG, JPEG, HEIC), an email (EML) or plain text, "
    "up to 25 MB."
)


class DocumentField(forms.FileField):
    """One file, recognised by its content; the value is a `File`."""

    def __init__(self, **kwargs: Any) -> None:
        """A file with the kit's box, and what may be chosen."""
        super().__init__(
            widget=fields.FileUpload(), help_text=TAKEN, allow_empty_file=True,
            error_messages={"required": gettext_lazy("Choose the file")}, **kwargs,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Look at it; a refusal says what it is and what to do."""
        given: UploadedFile | None = super().clean(data, initial)
        if given is None:
            return None
        content = given.read(MOST_BYTES + 1)
        try:
            return File(content, look(content))
        except FileRefused as refused:
            raise ValidationError(refusals.words(refused), code=refused.code) from None


class AboutForm(forms.Form):
    """What is said of a document. `version` is the row as it was when the page opened."""

    title = forms.CharField(
        label=gettext_lazy("What is it"), max_length=300,
        help_text=gettext_lazy("As you would look for it: “School report, autumn term”."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Which kind"), widget=fields.Select)
    dated_on = fields.DateField(
        label=gettext_lazy("The date it bears, if it bears one"), name_in_errors=gettext_lazy("The date it bears"),
        required=False, earliest=EARLIEST,
    )  # fmt: skip
    received_from = forms.CharField(label=gettext_lazy("Who it is from"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], **kwargs: Any) -> None:
        """`kinds` are those of the pack, word to title."""
        super().__init__(*args, **kwargs)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [("", _("Choose the kind")), *kinds.items()]
        kind.error_messages["required"] = _("Choose the kind")

    def about(self) -> About:
        """What was typed; call after `is_valid`."""
        data = self.cleaned_data
        return About(data["title"], data["kind"], data["dated_on"], data["received_from"])


class AddForm(AboutForm):
    """A file, and what is said of it."""

    field_order = ("file", "title", "kind", "dated_on", "received_from")
    file = DocumentField(label=gettext_lazy("The file"))

    def clean(self) -> dict[str, Any]:
        """A browser does not keep a chosen file, so say so where something else was wrong."""
        data = super().clean() or {}
        if self.errors and "file" not in self.errors:
            self.add_error("file", _("Choose the file again: a browser does not keep it when something else is wrong"))
        return data


class RenewForm(forms.Form):
    """A newer version."""

    file = DocumentField(label=gettext_lazy("The new file"))
    note = forms.CharField(
        label=gettext_lazy("What is new in it"), required=False, widget=fields.Textarea(rows=2), max_length=MOST_WORDS
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemoveForm(forms.Form):
    """Why a document goes."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why does it go"), choices=GROUNDS, widget=fields.Radios,
        error_messages={"required": gettext_lazy("Choose why it goes")},
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("In your words"), widget=fields.Textarea(rows=3), max_length=MOST_WORDS,
        help_text=gettext_lazy("This stays on the record, so name nobody whom the document should not have named."),
        error_messages={"required": gettext_lazy("Say why it goes")},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
