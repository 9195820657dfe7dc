"""Tags of My day."""
