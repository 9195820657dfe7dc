"""Assessment tools on a case: numbers recorded, scores over time drawn with their table, and what a change means."""
