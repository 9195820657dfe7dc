"""The team app."""
