"""Logs that say what broke and where, and never about whom."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class QuietFormatter(logging.Formatter):
    """One line of time, level and message; an exception shows its kind and its places, not its words.

    An exception's words often carry the value that caused it ("Key (email)=(…) already exists", a row that did not
    parse), and so a person's name.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException] | None, BaseException | None, TracebackType | None],
    ) -> str:
        """The frames and the class of the exception and of what caused it."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines.extend(
                f"  {frame.filename}:{frame.lineno} in {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            )
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)
