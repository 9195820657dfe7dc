"""Numbers and dates of people, checked by kept libraries: python-stdnum and phonenumbers. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.gb import nhs, upn

if TYPE_CHECKING:
    from datetime import date

# The forms a postcode may have (Royal Mail, Programmer's Guide to the PAF): kept short, and no list of real ones.
_POSTCODE = re.compile(
    r"(GIR ?0AA|(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]) ?[0-9][ABD-HJLNP-UW-Z]{2})"
)
LONGEST_PREGNANCY_DAYS = 310
LONGEST_LIFE_YEARS = 125


def nhs_number(text: str) -> str:
    """Ten digits whose last one checks the others; raises ValueError with a sentence."""
    try:
        return str(nhs.validate(text))
    except InvalidChecksum:
        raise ValueError(
            _("NHS number is not right: one of its 10 digits is mistyped. Check it against a letter")
        ) from None
    except ValidationError:
        raise ValueError(_("NHS number must be 10 digits, like 943 476 5919")) from None


def pupil_number(text: str) -> str:
    """A letter and twelve characters; a temporary one ends in a letter. Raises ValueError with a sentence."""
    compact = upn.compact(text).upper()
    try:
        return str(upn.validate(compact))
    except InvalidChecksum:
        raise ValueError(
            _("UPN is not right: its first letter does not fit the rest. Check it with the school")
        ) from None
    except ValidationError:
        raise ValueError(_("UPN must be a letter and 12 characters, like B801200005001")) from None


def telephone(text: str) -> str:
    """+441632960123; a number without a country is British. Raises ValueError with a sentence."""
    message = _("Telephone number must be a real one, like 01632 960 001 or +48 22 123 45 67")
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise ValueError(message) from None
    # A number kept for drama (Ofcom) is possible though never given out: the demonstration uses those alone.
    if not phonenumbers.is_possible_number(number):
        raise ValueError(message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def telephone_words(number: str) -> str:
    """As people write it: 01632 960001 in Britain, +48 22 123 45 67 from elsewhere."""
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    is_british = parsed.country_code == 44
    return phonenumbers.format_number(parsed, form.NATIONAL if is_british else form.INTERNATIONAL)


def postcode(text: str) -> str:
    """In capitals with its space: CF10 3NP. Raises ValueError with a sentence."""
    compact = re.sub(r"\s+", "", text).upper()
    spaced = f"{compact[:-3]} {compact[-3:]}"
    if not _POSTCODE.fullmatch(spaced):
        raise ValueError(_("Postcode must be a full UK postcode, like CF10 3NP"))
    return spaced


def life_problem(born: date | None, expected: date | None, died: date | None, today: date) -> tuple[str, str] | None:
    """(field, sentence) of what is wrong with the dates of a life, or None."""
    if born and born > today:
        return "born_on", _("Date of birth must be today or earlier. For a child not yet born give the expected date")
    if born and (today.year - born.year) > LONGEST_LIFE_YEARS:
        return "born_on", _("Date of birth: check the year")
    if died and died > today:
        return "died_on", _("Date of death must be today or earlier")
    if born and died and died < born:
        return "died_on", _("Date of death must not be before the date of birth")
    if expected and not born and (expected - today).days > LONGEST_PREGNANCY_DAYS:
        return "expected_on", _("Expected date must be within the next ten months")
    return None
