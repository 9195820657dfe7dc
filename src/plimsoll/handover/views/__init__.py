"""Pages of the turns of a case."""
