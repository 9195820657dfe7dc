"""The choices that forms offer, from the models' own words."""

from plimsoll.load.models import Contract, Reduction

KINDS = Reduction.Kind.choices
STAGES = Contract.Stage.choices
ABSENCES = frozenset(kind.value for kind in Reduction.ABSENCES)
