"""The imports app."""
