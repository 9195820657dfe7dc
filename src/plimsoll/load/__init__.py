"""What each worker carries against what they can, who is away, and what was done about it."""
