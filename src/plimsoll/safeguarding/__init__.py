"""Concerns: raised from anywhere, decided against the levels of need, never left without a decision."""
