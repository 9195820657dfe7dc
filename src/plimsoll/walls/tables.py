"""Which tables belong to a case: every one with a `case`, found in the models, so that a new one is walled at once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Field

CASES = "cases_case"


@cache
def of_cases() -> dict[str, bool]:
    """Table to whether its `case` may be empty, for every table that belongs to a case but that of cases itself."""
    found: dict[str, bool] = {}
    for model in apps.get_models(include_auto_created=True):
        about = model._meta  # noqa: SLF001 - Django's own name for it
        for field in about.concrete_fields:
            if field.name == "case" and _leads_to_a_case(field):
                found[about.db_table] = field.null
    return dict(sorted(found.items()))


def _leads_to_a_case(field: Field) -> bool:  # type: ignore[type-arg]
    related = field.related_model
    return related is not None and not isinstance(related, str) and related._meta.db_table == CASES  # noqa: SLF001 - as above


@cache
def _named() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(f'"{name}"') for name in (CASES, *of_cases())) + r"|\bcases_\w+|\bcase_id\b")


def touches(sql: str) -> bool:
    """Whether a statement reads or writes a walled table. One that is missed here sees no rows: the wall stands."""
    return _named().search(sql) is not None
