"""What is refused, in a sentence for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was written. `field` is the form's field it is about; `str()` is the sentence."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
