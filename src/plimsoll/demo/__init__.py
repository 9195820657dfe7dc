"""The demo app."""
