"""Puts the wall up in the database, and says whether it stands."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from plimsoll.database import APPLICATION_ROLE
from plimsoll.walls import policies
from plimsoll.walls.tables import CASES, of_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

_STANDS = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s) AND c.relrowsecurity AND c.relforcerowsecurity
  AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname LIKE 'wall\\_%%')
      = CASE WHEN c.relname = %s THEN 4 ELSE 1 END
"""
_BUILT_AS = "SELECT obj_description(to_regprocedure('walls_hold(uuid)'), 'pg_proc')"
_NOT_GRANTED = "SELECT 1 FROM pg_roles WHERE rolname = %s AND NOT has_table_privilege(oid, %s::regclass, 'SELECT')"
_ROLE = """
SELECT current_user, rolsuper OR rolbypassrls, pg_has_role(current_user, relowner, 'MEMBER')
FROM pg_roles, pg_class WHERE rolname = current_user AND pg_class.oid = %s::regclass
"""


def tables() -> list[str]:
    """Every table that is to stand behind the wall."""
    return [CASES, *of_cases()]


def digest() -> str:
    """What the policies are made from, in short: a database that was built from other texts has another."""
    return hashlib.sha256("\n".join(policies.statements()).encode()).hexdigest()[:16]


def build(using: str = "default") -> bool:
    """Put the wall up unless it stands already; False where it did, or where tables are still to come."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if not there.issuperset(tables()):
            return False
        is_built = not missing(cursor)
        cursor.execute(_NOT_GRANTED, [APPLICATION_ROLE, CASES])
        wants_grants = cursor.fetchone() is not None
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if not is_built:
            for statement in policies.statements():
                cursor.execute(statement)
            cursor.execute(f"COMMENT ON FUNCTION walls_hold(uuid) IS '{digest()}'")
        if wants_grants:
            cursor.execute(policies.GRANTS.format(role=APPLICATION_ROLE))
    return not is_built


def missing(cursor: Any) -> list[str]:
    """The tables that have no wall, or one built from other texts."""
    cursor.execute(_BUILT_AS)
    if cursor.fetchone() != (digest(),):
        return tables()
    cursor.execute(_STANDS, [tables(), CASES])
    standing = {row[0] for row in cursor.fetchall()}
    return sorted(set(tables()) - standing)


def role(cursor: Any) -> tuple[str, bool, bool]:
    """The role that asks; whether walls do not bind it (a superuser, BYPASSRLS); whether it could take them down."""
    cursor.execute(_ROLE, [CASES])
    name, is_above, owns = cursor.fetchone()
    return name, is_above, owns


def build_after_migrating(*, using: str, **_more: Sequence[object]) -> None:
    """Receiver of Django's post_migrate: a table that a migration brought is walled before anybody asks for it."""
    build(using)
