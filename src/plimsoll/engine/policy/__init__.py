"""The priority policy: a pack's dated choices about what comes first (`priority.yaml`).

Comes in: the folders of a rulebook. Goes out: `Policy`, which the priority asks, or `PolicyError`,
which names file, line and remedy. What no policy may do (put anything before somebody's safety,
let time lower a case) is in check.py.
"""

from __future__ import annotations

from plimsoll.engine.policy.load import check, of
from plimsoll.engine.policy.merge import PolicyError
from plimsoll.engine.policy.values import Policy, Tier

__all__ = ["Policy", "PolicyError", "Tier", "check", "of"]
