"""What may be chosen in the forms of outcomes, for views and forms, which touch no models."""

from plimsoll.outcomes.models import Outcome

PER = Outcome.Per.choices
KNOWN = Outcome.Known.choices
