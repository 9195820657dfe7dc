"""What advice and action led to, what was gained, and what clients say of it."""
