"""What a priority rests on: each ground is a reason together with where it would put the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from plimsoll.engine.policy.values import SUPPORTING, Rung
from plimsoll.engine.priority.words import NEVER

if TYPE_CHECKING:
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.facts import CaseFacts
    from plimsoll.engine.policy import Policy
    from plimsoll.engine.priority.standing import Standing
    from plimsoll.engine.reasons import Reason

Words = Callable[..., "Reason"]
"""Makes a reason from its code and some values. Ten thousand cases cost nothing in words until read."""


class Ground(NamedTuple):
    """One ground of a priority.

    `rank` and `band` are the place it calls for (`SUPPORTING` calls for none). `when` orders
    inside a band: the due date, or the moment the need began, in minutes. `arose` is the
    moment it began to count, which an earlier decision to lower the case cannot have known.
    `code` begins with one of the eleven criteria. `words` and `about` make the reason.
    """

    rank: int
    band: int
    when: int
    arose: int
    code: str
    words: Words
    about: tuple[Any, ...] = ()
    duty: Duty | None = None
    to_do: str = ""
    group: str = ""

    @property
    def criterion(self) -> str:
        """Which of the eleven criteria speaks."""
        return self.code.partition(".")[0]

    @property
    def reason(self) -> Reason:
        """The reason in words, with what it rests on."""
        return self.words(self.code, *self.about)

    @property
    def places(self) -> bool:
        """Whether it calls for a place, or only bears on the case."""
        return self.rank < SUPPORTING


class Coming(NamedTuple):
    """What time alone will bring: a moment in minutes, and the place it will call for, if any."""

    at: int
    rung: Rung | None = None
    code: str = ""


class Evidence:
    """What the criteria are asked about, and what they found."""

    __slots__ = (
        "case",
        "coming",
        "duties",
        "grounds",
        "is_vulnerable",
        "is_worse",
        "level",
        "policy",
        "quiet_at",
        "standing",
        "unknown",
    )

    def __init__(self, case: CaseFacts, duties: tuple[Duty, ...], policy: Policy, standing: Standing) -> None:
        self.case = case
        self.duties = duties
        self.policy = policy
        self.standing = standing
        self.grounds: list[Ground] = []
        self.unknown: list[Reason] = []
        self.coming: list[Coming] = []
        self.quiet_at = NEVER
        self.level = 0
        self.is_vulnerable = False
        self.is_worse = False

    def support(self, code: str, words: Words, *about: Any) -> None:
        """Add a reason that bears on the case without placing it."""
        self.grounds.append(Ground(SUPPORTING, 0, NEVER, 0, code, words, about))

    def place(self, ground: Ground) -> None:
        """Add a reason that calls for a place."""
        self.grounds.append(ground)
        if ground.code.startswith("deterioration."):
            self.is_worse = True
