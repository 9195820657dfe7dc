"""Every read of a case, the viewer first."""

from plimsoll.cases.queries.door import case_for, cases_for, held_by, open_cases_for

__all__ = ["case_for", "cases_for", "held_by", "open_cases_for"]
