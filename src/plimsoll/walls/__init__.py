"""The second wall: PostgreSQL itself shows each person only the rows of the cases that they may see.

The first wall is the door (`cases/queries/door.py`). A query that forgets it meets this one: row-level security on
every table that belongs to a case, for whoever the current transaction says is asking (`identity.py`), by rules that
the database works out from memberships and holdings itself (`policies.py`).
"""
