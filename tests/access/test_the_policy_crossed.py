"""Every address, by every role, relation, state of the case and of the membership, against the policy's tables.

Some hundreds of cells, drawn by chance from a fixed beginning, are looked at each time. PLIMSOLL_CELLS says how many:
`PLIMSOLL_CELLS=60000 pytest tests/access/test_the_policy_crossed.py`, and PLIMSOLL_CELLS=all looks at every one.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from access.crossing import NEEDS_MORE, Crossing, asked, lines, names
from access.policy import ADDRESSES, MEMBERSHIPS, RELATIONS, ROLES, STATES, Position, may
from access.standing import standing
from django.db import transaction
from django.urls import get_resolver, reverse
from service import TODAY

from plimsoll.cases.queries import cases_for
from plimsoll.people.access import viewer_for

SAMPLE = 700
POSITIONS = tuple(Position(*each) for each in itertools.product(ROLES, RELATIONS, STATES, MEMBERSHIPS))


def test_every_address_of_the_product_has_its_line_in_the_policy():
    missing = sorted(set(names(get_resolver().url_patterns)) - set(ADDRESSES))
    assert missing == [], "add a line for each to docs/policy/addresses.csv"


def test_every_doing_of_the_address_table_is_one_the_policy_knows():
    of_case = {"open", "write", "decide", "looked", "reopen", "asked", "afterwards"}
    of_role = {"record", "team", "service", "import", "oversight", "reading"}
    known = {"none", "public", "account", "signed_in"} | of_case | of_role
    unknown = {row[method] for row in ADDRESSES.values() for method in ("get", "post")} - known
    assert unknown == set()


def test_the_tables_of_sight_have_an_answer_for_every_position():
    assert len(POSITIONS) == 1890
    for position in POSITIONS:
        assert may(position, "write") <= may(position, "open"), position
        assert may(position, "decide") <= may(position, "open"), position


def cells():
    every = [
        (position, address, method)
        for position in POSITIONS
        for address, row in lines().items()
        for method in ("get", "post")
        if row[method] not in {"public", "account"}
    ]
    wished = os.environ.get("PLIMSOLL_CELLS", str(SAMPLE))
    if wished == "all":
        return every
    return random.Random(f"crossed {wished}").sample(every, int(wished))


@pytest.mark.django_db
def test_what_each_address_answers_is_what_the_policy_says(small, client):
    made = standing(small)
    client.force_login(made.person)
    crossing = Crossing(made, client)
    for position, address, method in cells():
        crossing.look(position, address, method)
    assert not crossing.faults, "\n".join(crossing.faults)


@pytest.mark.django_db
def test_whoever_may_do_everything_is_answered_everywhere(small, client):
    """So that a table of noes cannot pass for a policy: each address of a case is reached by somebody."""
    made = standing(small)
    client.force_login(made.person)
    crossing = Crossing(made, client)
    for address, row in lines().items():
        for method in ("get", "post"):
            if row[method] in {"open", "write", "decide", "reopen", "record", "team", "service", "import"}:
                state = "closed" if row[method] == "reopen" else "open"
                crossing.look(Position("service_manager", "allocated", state, "active"), address, method)
    assert not crossing.faults, "\n".join(crossing.faults)
    wanted = {
        (address, method)
        for address, row in lines().items()
        for method in ("get", "post")
        if row[method] in {"open", "write", "decide", "reopen"}
        and address not in NEEDS_MORE
        and not crossing.is_made_up(address, row["with"])
    }
    assert sorted(wanted - crossing.seen) == []


@pytest.mark.django_db
def test_nobody_gets_in_who_is_not_signed_in(small, client):
    made = standing(small)
    crossing = Crossing(made, client)
    open_doors = []
    for address, row in lines().items():
        for method in ("get", "post"):
            if row[method] in {"public", "none", "account"}:
                continue
            url = reverse(address, kwargs=crossing.kwargs(address, row["with"]))
            status, response = asked(client, method, url)
            if status not in {"sign in", 404} and "Llŷr" in response.content.decode():
                open_doors.append((method, address, status))
    assert open_doors == []


@pytest.mark.django_db
def test_the_door_says_of_every_position_what_the_policy_says(small):
    """Without pages: the query that everything else goes through. A part of them here, all 1,890 in a long run."""
    made = standing(small)
    wrong = []
    few = POSITIONS if "PLIMSOLL_CELLS" in os.environ else random.Random("the door").sample(POSITIONS, 500)
    for position in few:
        with transaction.atomic():
            made.take(position)
            made.person.refresh_from_db()
            found = cases_for(viewer_for(made.person, TODAY)).filter(pk=made.case.pk).exists()
            transaction.set_rollback(True)
        if found != may(position, "open"):
            wrong.append(f"{position}: {'seen' if found else 'not seen'}")
    assert wrong == []


def test_the_page_a_manager_reads_shows_the_tables_as_they_are():
    program = Path(__file__).resolve().parents[2] / "tools" / "policy_tables.py"
    checked = subprocess.run([sys.executable, str(program), "--check"], check=False)
    assert checked.returncode == 0, "run python tools/policy_tables.py"
