"""One played week for each module that looks at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from tests.weeks.world import World, opened

Play = Callable[..., World]


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    """What plays a week from its opening to its end, with whatever a test changes."""
    with pytest.MonkeyPatch.context() as patch:

        def played(
            week: ModuleType,
            prepare: Callable[[World], object] = lambda _: None,
            until: datetime | None = None,
            **more: Any,
        ) -> World:
            begun = time.perf_counter()
            told = {"predicted": week.PREDICTED, **more}
            end = until or week.END
            world = opened(week.GAMES, week.START, end, patch, **told)
            prepare(world)
            world.run(end)
            seconds = time.perf_counter() - begun
            print(f"{week.__name__}: {seconds:.1f} s, {len(world.rounds)} rounds")
            return world

        yield played
