"""Assessment tools: numbers in, scores, bands and reliable change out.

Comes in: a `Tool` (from `tools.yaml` of the packs) and the numbers that somebody typed. Goes out: `Scored`, with what
is missing and why a total cannot be given. No wording of any published questionnaire is here or in the packs: people
fill in the form they have a right to use, and its numbers are recorded.
"""

from plimsoll.engine.scoring.change import Change, change, difference_error, reliable_points
from plimsoll.engine.scoring.model import Band, Flag, Items, Part, Rater, ReliableChange, Tool
from plimsoll.engine.scoring.read import check, read
from plimsoll.engine.scoring.score import Scored, ScoringError, band_of, score

__all__ = [
    "Band",
    "Change",
    "Flag",
    "Items",
    "Part",
    "Rater",
    "ReliableChange",
    "Scored",
    "ScoringError",
    "Tool",
    "band_of",
    "change",
    "check",
    "difference_error",
    "read",
    "reliable_points",
    "score",
]
