"""How long the edge insists on a store that is busy or away, and how it waits between."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from publishing.store import Throttled, Unavailable

BUDGET_SECONDS = 60.0
FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 3.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock and sleep of the edge, in seconds, and how long one call may take."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    budget_seconds: float = BUDGET_SECONDS

    def deadline(self) -> float:
        """When a call that begins now gives up."""
        return self.clock() + self.budget_seconds


def insist(request: Callable[[], T], timing: Timing, deadline: float, chance: random.Random) -> T:
    """The request's answer; waits and asks again while the store is busy or away.

    Unavailable when the budget is used up; any other trouble at once.
    """
    wait = FIRST_WAIT_SECONDS
    while True:
        if timing.clock() > deadline:
            raise Unavailable("the budget is used up")
        try:
            return request()
        except (Throttled, Unavailable) as problem:
            wait = chance.uniform(FIRST_WAIT_SECONDS, min(LONGEST_WAIT_SECONDS, 3 * wait))
            if isinstance(problem, Throttled):
                wait = max(wait, problem.retry_after_seconds)
            if timing.clock() + wait > deadline:
                raise Unavailable(str(problem)) from problem
            timing.sleep(wait)
