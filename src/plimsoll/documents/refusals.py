"""Why a file is not taken, in one line that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plimsoll.documents.reading import FileRefused

WORDS = {
    "empty": _("The file is empty. Choose it again, or ask the sender for it."),
    "too_large": _("The file is larger than %(megabytes)s MB. Send it in parts, or save it smaller."),
    "unreadable": _("The file could not be read safely. Save it as PDF and choose that."),
    "damaged": _("The file is damaged or cut short. Open it, save it again, and choose that."),
    "password": _("The file is protected with a password. Save it without one, or print it to PDF, and choose that."),
    "programme": _("This is a programme or a script, not a document. Programmes are not kept on a case."),
    "brings_programme": _("The email brings a programme as an attachment. Save the email without it."),
    "archive": _("This is an archive of files. Unpack it and add the documents one by one."),
    "old_office": _("This is in a format that is not taken (old Office, RTF or Outlook). Save it as PDF or DOCX, "
                    "or an email as EML."),
    "other_picture": _("Pictures are taken as PNG, JPEG or HEIC. Save it as one of these."),
    "sound": _("Sound and film are not kept here. Write down what matters, and say where the recording is."),
    "web_page": _("This is a web page. Print it to PDF and choose that."),
    "two_in_one": _("The file is two files in one, which is how harmful ones hide. Print it to PDF and choose that."),
    "bomb": _("The file would unpack to far more than its size. It was not opened."),
    "huge_picture": _("The picture has more than 120 million points. Save it smaller."),
    "too_many_pages": _("The PDF has more than %(pages)s pages. Add it in parts."),
    "unknown": _("This is no form of document that is taken. Save it as PDF and choose that."),
}  # fmt: skip


def words(refused: FileRefused) -> str:
    """The sentence of a refusal."""
    return str(WORDS[refused.code]) % refused.params
