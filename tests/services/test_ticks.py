"""What a tick of the live job does, by what the schedule says (D11, D13, A4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from publishing.operating.seen import Away
from publishing.rows import ScheduledGame
from publishing.services.nightly import NightJobs, feeder_name, live_name
from publishing.services.triggering.ticks import Ticks
from tests.services.test_mending import PLACES, Jobs

DAY = date(2026, 2, 11)
AFTERNOON = datetime(2026, 2, 11, 21, 30, tzinfo=UTC)
TIP_OFF = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
GAME = ScheduledGame(
    game_id="0022500700",
    game_date=DAY,
    game_date_est=TIP_OFF,
    game_status=1,
    home_team_tricode="BOS",
    away_team_tricode="NYK",
    home_team_score=None,
    away_team_score=None,
    processed_at=datetime(2026, 2, 11, 12, tzinfo=UTC),
)


@dataclass
class Looking:
    """Eyes on a schedule in memory, and on nothing public."""

    schedule_: tuple[ScheduledGame, ...] | Away

    def schedule(self, _: datetime) -> tuple[ScheduledGame, ...] | Away:
        return self.schedule_

    def public(self, _: Iterable[str]) -> dict[str, Any]:
        return {}


@dataclass
class World:
    """A trigger's ticks over a schedule, and what they did."""

    schedule: tuple[ScheduledGame, ...] | Away
    now: datetime
    jobs: Jobs = field(default_factory=Jobs)
    empty: list[date] = field(default_factory=list)

    def ticks(self) -> Ticks:
        looking: Any = Looking(self.schedule)
        return Ticks(looking, NightJobs(self.jobs, PLACES), self._no_games, lambda: self.now)

    def _no_games(self, day: date) -> str:
        self.empty.append(day)
        return "written"


def test_half_an_hour_before_the_first_tip_off_both_jobs_are_started_once() -> None:
    world = World((GAME,), TIP_OFF.replace(minute=0))
    for _ in range(2):
        assert world.ticks().live().status_code == 200
        assert world.ticks().feeder().status_code == 200
    assert [name for _, name, _ in world.jobs.launched] == [live_name(DAY), feeder_name(DAY)]
    assert world.empty == []


def test_before_that_nothing_runs_and_nothing_is_said_to_be_empty() -> None:
    world = World((GAME,), AFTERNOON)
    assert "no slate is open" in world.ticks().live().text
    assert world.ticks().feeder().text == "no slate is open"
    assert (world.jobs.launched, world.empty) == ([], [])


POSTPONED = msgspec.structs.replace(GAME, game_status=3, game_status_text="Postponed")


@pytest.mark.parametrize("schedule", [(), (POSTPONED,)], ids=["no games", "all are postponed"])
def test_a_date_without_games_says_so_from_four_in_the_afternoon(
    schedule: tuple[ScheduledGame, ...],
) -> None:
    world = World(schedule, AFTERNOON)
    world.ticks().live()
    assert (world.empty, world.jobs.launched) == ([DAY], [])
    early = World(schedule, AFTERNOON.replace(hour=20, minute=59))
    early.ticks().live()
    assert (early.empty, early.jobs.launched) == ([], [])


def test_nothing_is_done_in_ignorance() -> None:
    world = World(Away("the warehouse is away"), TIP_OFF)
    world.jobs.running.add(live_name(DAY))
    for answer in (world.ticks().live(), world.ticks().feeder()):
        assert (answer.word, answer.status_code) == ("unavailable", 503)
    assert (world.jobs.launched, world.empty) == ([], [])
    assert world.jobs.running == {live_name(DAY)}


def test_a_launcher_that_is_away_asks_for_another_tick() -> None:
    world = World((GAME,), TIP_OFF)
    world.jobs.away = True
    assert world.ticks().live().status_code == 503
