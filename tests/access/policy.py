"""The policy's three tables (docs/policy), read as a person reads them: from the top, the first row that fits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

POLICY = Path(__file__).resolve().parents[2] / "docs" / "policy"
ROLES = (
    "none", "practitioner", "supervisor", "service_manager", "business_support", "auditor", "account_administrator",
)  # fmt: skip
RELATIONS = (
    "allocated", "co_worker", "covering", "former", "named", "conflict", "team", "service", "elsewhere",
)  # fmt: skip
STATES = ("open", "waiting", "closed", "restricted", "restricted_closed")
MEMBERSHIPS = ("active", "invited", "on_leave", "suspended", "ended", "switched_off")


@dataclass(frozen=True)
class Position:
    """Where somebody stands to a case."""

    role: str
    relation: str
    case: str
    membership: str


def rows(name: str) -> list[dict[str, str]]:
    with (POLICY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_fit(table, **facts: str) -> dict[str, str]:
    for row in table:
        if all(row[column] == "any" or value in row[column].split("|") for column, value in facts.items()):
            return row
    message = f"no row of the policy fits {facts}"
    raise AssertionError(message)


SIGHT, ROLE_ROWS = rows("sight"), rows("roles")
ADDRESSES = {row["address"]: row for row in rows("addresses")}


def sight(position: Position) -> dict[str, str]:
    return first_fit(
        SIGHT, role=position.role, relation=position.relation, case=position.case, membership=position.membership
    )


def may(position: Position, doing: str) -> bool:
    """What the tables say: whether somebody who stands so may do this."""
    if doing in {"open", "write", "decide", "looked"}:
        return sight(position)[doing] == "yes"
    if doing in {"record", "team", "service", "import"}:
        return first_fit(ROLE_ROWS, role=position.role, membership=position.membership)[doing] == "yes"
    if doing == "afterwards":  # what is put on record of a case also when it is closed
        return may(position, "open") and may(position, "record")
    if doing in {"oversight", "reading"}:
        return may(position, "service") or may(position, "team" if doing == "oversight" else "record")
    if doing == "reopen":
        return position.case == "closed" and may(position, "decide")
    return doing in {"signed_in", "public"}
