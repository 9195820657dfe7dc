"""What may be chosen in a disagreement's forms, for views and forms, which touch no models."""

from plimsoll.objections.models import Objection

BY = Objection.By.choices
OUTCOMES = Objection.Outcome.choices
