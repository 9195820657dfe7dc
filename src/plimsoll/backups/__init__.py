"""Backups: one file that holds everything, that only the organisation can open, and that is whole or refused.

What is in it, from the inside out:

- `tables.py`: each table as PostgreSQL's COPY text, in the order of its primary key, all read in one snapshot;
- `parts.py`: those, the files, and a closing list of digests, one after the other in a compressed stream;
- `box.py`: that stream encrypted and authenticated under the organisation's key (`keys.py`).

`making.py` makes one and `restoring.py` puts one back. The audit key, the backup key and SECRET_KEY are never in it.
"""

FORMAT = 1


class BackupRefused(Exception):
    """A backup cannot be made, opened or put back; the message is one line that says why and what to do."""
