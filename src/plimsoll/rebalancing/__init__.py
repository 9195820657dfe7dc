"""Who could carry what instead: proposals that a manager decides on move by move, and workers ranked for a case."""
