"""Events + rulebook + today -> duties, each with its due date, its state and its citation.

The story in order: `record` (what was known), `matching` and `states` and `conditions` (what
the rules refer to), `packs` and `rules` (a pack compiled), `shaping` (what is left of it for
one kind of record), `starts`, `reckoning`, `acts` and `turns` (each turn of each clock),
`derive` and `duties` (the answers), `wording` (why) and `form` (as JSON).
"""

from __future__ import annotations

from plimsoll.engine.clocks.derive import derive
from plimsoll.engine.clocks.duties import OPEN_STATES, Duties, Duty, State
from plimsoll.engine.clocks.form import duty_json, next_change_at

__all__ = ["OPEN_STATES", "Duties", "Duty", "State", "derive", "duty_json", "next_change_at"]
