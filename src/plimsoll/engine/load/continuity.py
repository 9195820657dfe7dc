"""How far a child keeps the same worker: two published measures of continuity.

From the contacts each worker had: COC, (sum of n² - N) / (N (N - 1)), and UPC, the largest share.
Good is 0.7 or more. Below two contacts there is nothing to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.load.numbers import Rounding, quotient

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUR = Rounding(4)
GOOD = Decimal("0.7")


@dataclass(frozen=True, slots=True)
class Continuity:
    """Both from 0 to 1: `coc` is 1 when one worker made every contact."""

    coc: Decimal
    upc: Decimal

    @property
    def is_good(self) -> bool:
        return self.coc >= GOOD


def continuity(contacts: Sequence[int]) -> Continuity | None:
    """`contacts` by worker; None below two contacts in all.

    >>> continuity([3, 1]).coc
    Decimal('0.5000')
    """
    total = sum(contacts)
    if total < 2:
        return None
    squares = sum(count * count for count in contacts)
    coc = quotient(Decimal(squares - total), Decimal(total * (total - 1)), FOUR)
    return Continuity(coc, quotient(Decimal(max(contacts)), Decimal(total), FOUR))
