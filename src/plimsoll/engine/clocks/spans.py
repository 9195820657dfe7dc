"""When something holds: stretches of time, and their algebra.

A span is (from, until) in stamps, the end not included; a list of spans is sorted and its
spans do not touch. Conditions on a case become such lists once, so that "does it hold then?"
and "until when?" need no walk through the days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.moments import AFTER_ALL, BEFORE_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.clocks.record import Happening

Span = tuple[int, int]
Spans = tuple[Span, ...]

ALWAYS: Spans = ((BEFORE_ALL, AFTER_ALL),)
NEVER: Spans = ()


def union(lists: Iterable[Spans]) -> Spans:
    """Where any of them holds; touching spans become one.

    >>> union([((1, 3), (7, 9)), ((3, 5),)])
    ((1, 5), (7, 9))
    """
    merged: list[Span] = []
    for low, high in sorted(span for spans in lists for span in spans):
        if low >= high:
            continue
        if merged and low <= merged[-1][1]:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(spans: Spans) -> Spans:
    """Where it does not hold.

    >>> complement(((BEFORE_ALL, 3), (7, AFTER_ALL)))
    ((3, 7),)
    """
    result: list[Span] = []
    low = BEFORE_ALL
    for begin, end in spans:
        if low < begin:
            result.append((low, begin))
        low = end
    if low < AFTER_ALL:
        result.append((low, AFTER_ALL))
    return tuple(result)


def intersection(one: Spans, other: Spans) -> Spans:
    """Where both hold.

    >>> intersection(((1, 5), (7, 9)), ((4, 8),))
    ((4, 5), (7, 8))
    """
    if one is ALWAYS:
        return other
    if other is ALWAYS:
        return one
    if len(one) == 1 and len(other) == 1:
        (low, high), (begin, end) = one[0], other[0]
        if begin > low:  # noqa: PLR1730 - by far the most pairs come here, and max() takes three times as long
            low = begin
        if end < high:  # noqa: PLR1730
            high = end
        return ((low, high),) if low < high else NEVER
    result: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(other):
        low, high = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if low < high:
            result.append((low, high))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(result)


def held_until(spans: Spans, happening: Happening) -> int | None:
    """Until when it holds that holds at this happening; None when it does not hold then.

    An event without its hour falls in a span that begins at some hour of its day, but not in
    one that ended on that day at its first minute.
    """
    high = happening.last
    for begin, end in spans[::-1]:
        if begin <= high:
            return end if end > happening.stamp else None
    return None


def held_at(spans: Spans, stamp: int) -> bool:
    """Whether it holds at a moment."""
    return any(begin <= stamp < end for begin, end in spans)
