"""Workers as trackers name them: one key for "PRITCHARD, Sam", "Sam Pritchard" and "sam  pritchard "."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.imports.reading.grid import clean
from plimsoll.imports.reading.values import WorkerName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOBODY = frozenset(
    [
        "unallocated",
        "not allocated",
        "awaiting allocation",
        "to be allocated",
        "tba",
        "tbc",
        "none",
        "n/a",
        "na",
        "-",
        "vacant",
        "vacancy",
        "?",
        "no worker",
        "waiting list",
    ]
)
_DUTY = re.compile(
    r"^(duty|duty (team|worker|sw)|(the )?(duty|assessment|front door|mash) (team|desk|rota))\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_REFERENCE = re.compile(r"^(sw)?\d{3,10}$", re.IGNORECASE)
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sw", "asw", "ssw"])


def plain(text: str) -> str:
    """Letters as compared: lower case, no accents, no signs but those inside names.

    >>> plain("Siân  O’Neill-Rees")
    "sian o'neill-rees"
    """
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").replace("`", "'")).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9' -]+", " ", bare.replace("ł", "l").replace("ß", "ss")).split())


def read_worker(text: str) -> WorkerName:
    """A worker's name in one cell.

    >>> read_worker("PRITCHARD, Sam").key, read_worker("J. Okafor").kind, read_worker("Duty").kind
    ('sam pritchard', 'initial', 'duty')
    """
    written = clean(text.replace("\n", " "))
    remark = "; ".join(part.strip() for part in _BRACKETS.findall(written) if part.strip())
    bare = _BRACKETS.sub(" ", written).strip(" .,;-")
    if not bare or bare.casefold() in _NOBODY:
        return WorkerName(written, "", "nobody", remark)
    if _DUTY.match(bare):
        return WorkerName(written, "", "duty", remark)
    if _REFERENCE.match(bare):
        return WorkerName(written, bare.upper(), "reference", remark)
    if bare.count(",") == 1:
        last, _, first = bare.partition(",")
        bare = f"{first.strip()} {last.strip()}"
    words = [word for word in plain(bare.replace(".", " ")).split() if word not in _TITLES]
    if not words:
        return WorkerName(written, "", "nobody", remark)
    key = " ".join(words)
    if len(words) == 1:
        return WorkerName(written, key, "first", remark)
    return WorkerName(written, key, "initial" if len(words[0]) == 1 else "full", remark)


@dataclass(frozen=True, slots=True)
class WorkerMatch:
    """A proposal for a person to confirm: this key is probably one of these."""

    key: str
    candidates: tuple[str, ...]


def match_workers(keys: Iterable[str], known: Sequence[str]) -> list[WorkerMatch]:
    """Which names may be the same person: an initial with one surname, a first name alone.

    Only proposals; the same key is the same worker, and everything else is confirmed by someone.

    >>> match_workers(["p lowe"], ["pat lowe", "dev shah"])
    [WorkerMatch(key='p lowe', candidates=('pat lowe',))]
    """
    matches = []
    for key in dict.fromkeys(keys):
        words = key.split()
        if not words or key in known:
            continue
        if len(words) == 1:
            candidates = [name for name in known if name.split()[0] == key]
        elif len(words[0]) == 1:
            candidates = [name for name in known if name[0] == key[0] and name.split()[-1] == words[-1] and name != key]
        else:
            candidates = [name for name in known if set(name.split()) == set(words) and name != key]
        if candidates:
            matches.append(WorkerMatch(key, tuple(dict.fromkeys(candidates))))
    return matches


def spellings(names: Iterable[WorkerName]) -> dict[str, Counter[str]]:
    """Each worker's key with the ways it was written and how often."""
    found: dict[str, Counter[str]] = {}
    for name in names:
        if name.key:
            found.setdefault(name.key, Counter())[name.as_written] += 1
    return found
