"""The front door: what comes in from outside, and what becomes of it."""
