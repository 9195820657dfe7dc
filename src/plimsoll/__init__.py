"""Caseload management for people who carry cases: what is due, what comes first and why, how much can be carried."""

__version__ = "0.1.0"
