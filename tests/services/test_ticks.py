"""When a tick ends the live job of a night that is over (D11, D13)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publishing.adapters.folder import FolderStore
from publishing.adapters.jobs import Running, State
from publishing.patience import Timing
from publishing.rows import ScheduledGame
from publishing.services.nightly import NightJobs, NightPlaces, feeder_name, live_name
from publishing.services.observing import Looking
from publishing.services.triggering.ticks import Ticks
from tests.live.warehouse_rows import CHAMPION, DAY, planned
from tests.services.fed import StoredRows

NOW = datetime(2026, 1, 10, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PLACES = NightPlaces("s", "a", "f", None, "o", "w", "d", None, CHAMPION)


@dataclass
class Jobs:
    """A launcher that says of the two jobs what a test wants."""

    states: dict[str, Running]
    drained: list[str] = field(default_factory=list)

    def launch(self, *_: Any) -> bool:
        raise AssertionError("the night is over")

    def state(self, name: str) -> Running | None:
        return self.states.get(name)

    def drain(self, name: str) -> bool:
        self.drained.append(name)
        return True

    def problem(self, _: Any) -> list[str]:
        return []


@pytest.mark.parametrize(
    ("feeder", "since", "drains"),
    [
        ("running", 3600, False),
        ("draining", 3600, False),
        # Its last events may still be on their way.
        ("done", 0, False),
        ("done", 59, False),
        ("done", 60, True),
        ("failed", 60, True),
        ("done", None, True),
        (None, None, True),
    ],
)
def test_a_job_is_drained_when_all_that_was_fed_has_arrived(
    tmp_path: Path, feeder: State | None, since: int | None, drains: bool
) -> None:
    over = planned(game_status=3, home_team_score=101, away_team_score=99, processed_at=NOW)
    found = {live_name(DAY): Running(live_name(DAY), "running", None)}
    if feeder is not None:
        at = None if since is None else NOW - since * SECOND
        found[feeder_name(DAY)] = Running(feeder_name(DAY), feeder, at)
    jobs = Jobs(found)
    night = NightJobs(jobs, PLACES)
    timing = Timing(time.monotonic, time.sleep, 1.0)
    rows = StoredRows({ScheduledGame: [over]})
    looking = Looking(rows, FolderStore(tmp_path), night, CHAMPION, timing)
    answer = Ticks(looking, night, lambda _: "", lambda: NOW).live()
    assert answer.word == "done", answer.text
    assert jobs.drained == ([live_name(DAY)] if drains else [])
