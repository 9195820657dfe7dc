"""Case notes: formats, drafts, the final note and what is added to it."""
