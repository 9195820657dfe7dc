"""A bar for long work: on standard error, on a terminal only, gone when the work is done."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

T = TypeVar("T")
WIDTH = 30
EVERY_SECONDS = 0.1


class Progress:
    """Counts towards `total`, or just counts when the total is not known.

    >>> import io
    >>> with Progress("Reading", total=2, stream=io.StringIO()) as progress:
    ...     progress.step()
    """

    def __init__(self, what: str, total: int | None = None, stream: TextIO | None = None) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()
        self._drawn_at = 0.0

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()

    def step(self, amount: int = 1) -> None:
        """`amount` more are done."""
        self.done += amount
        if self._is_shown and time.monotonic() - self._drawn_at > EVERY_SECONDS:
            self._draw()

    def say(self, what: str) -> None:
        """Change the words in front of the bar."""
        self.what = what
        self._draw()

    def _draw(self) -> None:
        if not self._is_shown:
            return
        self._drawn_at = time.monotonic()
        self._stream.write(f"\r\x1b[2K{self.line()}")
        self._stream.flush()

    def line(self) -> str:
        """What the terminal shows now."""
        if not self.total:
            return f"{self.what}  {self.done:,}" if self.done else f"{self.what} …"
        filled = WIDTH * min(self.done, self.total) // self.total
        return f"{self.what}  {'█' * filled}{'░' * (WIDTH - filled)}  {self.done:,} of {self.total:,}"


def follow(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Yield the items while a bar shows how many have gone by."""
    with Progress(what, total) as progress:
        for item in items:
            yield item
            progress.step()
