"""What a week has told: which exports ran when, and what was public at an instant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publishing.calendar import parse_instant
from publishing.documents import NOT_CONTENT
from publishing.operating.topics import EXPORT_COMPLETE
from tests.weeks.agenda import DAY, ET, MINUTE, shown, wall
from tests.weeks.games import Game
from tests.weeks.memory import Written
from tests.weeks.world import Looked, World

BEFORE_GAMES = {"best_bets", "predictions", "tonight_all_players", "streaks", "tonight_player"}

MADE = {
    "phase6-daily-results": {"results", "system_performance", "best_bets", "predictions"},
    "phase6-after-grading": {
        *("results", "system_performance", "best_bets", "predictions"),
        "tonight_all_players",
    },
    "phase6-tonight-picks-morning": BEFORE_GAMES,
    "phase6-tonight-picks": BEFORE_GAMES,
    "phase6-tonight-picks-pregame": BEFORE_GAMES,
    "phase6-hourly-tonight": {"tonight_all_players", "tonight_player"},
    "phase6-hourly-trends": {"whos_hot_cold", "bounce_back", "tonight_trend_plays"},
    "trends-weekly-mon": {"what_matters"},
    "trends-biweekly-mon": {"team_tendencies"},
    "trends-weekly-wed": {"quick_hits"},
    "trends-monthly": {"deep_dive"},
    "phase6-player-profiles": {"player_index", "player_profile"},
    "orchestrator": BEFORE_GAMES,
    "slate-started": {"tonight_all_players"},
    "game-final": {"tonight_all_players"},
    "slate-settled": {"best_bets", "tonight_all_players"},
}
"""What is made on each occasion: the seed's table, `core.md` 0.6 and `live.md` 6."""

HOURS = tuple(f"{hour:02}:00" for hour in range(6, 24))
HALVES = tuple(f"{hour:02}:30" for hour in range(6, 24))

Ran = tuple[str, str, str]
"""When a run began on a wall clock, the date that it was about, and how it ended."""


@dataclass(frozen=True)
class Run:
    """One run that has ended, by its completion message and its record."""

    source: str
    at: datetime
    game_date: str
    status: str
    exports: frozenset[str]
    batch: str
    waiting: frozenset[str]

    def ran(self, zone: ZoneInfo = ET) -> Ran:
        return shown(self.at, zone), self.game_date, self.status


def runs(world: World) -> list[Run]:
    """Every run of the week after its opening, in order."""
    records = {record.run_id: record for record in world.records}
    found = []
    for message in world.bus.of(EXPORT_COMPLETE):
        body = message.body
        record = records.get(body["run_id"])
        if body["trigger_source"] != "opening":
            found.append(
                Run(
                    body["trigger_source"],
                    parse_instant(record.as_of) if record else message.at,
                    body["game_date"],
                    body["status"],
                    frozenset(record.exports if record else ()),
                    body["correlation_id"],
                    frozenset(one.export for one in record.waiting) if record else frozenset(),
                )
            )
    return sorted(found, key=lambda run: (run.at, run.source))


def of(world: World, source: str, zone: ZoneInfo = ET) -> list[Ran]:
    """The runs on one occasion."""
    return [run.ran(zone) for run in runs(world) if run.source == source]


def daily(days: Iterable[str], *hours: str, about: int = 0, status: str = "success") -> list[Ran]:
    """Runs at these hours of each day, about that day or, `about` -1, the one before."""
    found = []
    for day in days:
        game_date = (date.fromisoformat(day) + about * DAY).isoformat()
        found += [(f"{day} {hour}", game_date, status) for hour in hours]
    return found


def days(first: str, last: str) -> list[str]:
    """Every date from one to the other, both inside."""
    day, found = date.fromisoformat(first), []
    while day <= date.fromisoformat(last):
        found.append(day.isoformat())
        day += DAY
    return found


def require_every_run_makes_its_own(world: World) -> None:
    """Each occasion makes its exports and no other, and none is run twice for one occasion."""
    done = runs(world)
    for run in done:
        if run.source in MADE and run.exports:
            assert run.exports == MADE[run.source], run
    # A gate opens once for what waits; an event has its id, and a schedule its time.
    said = Counter(
        (run.source, run.game_date, run.exports, shown(run.at)[:13])
        if run.source == "gate"
        else (run.source, run.game_date, run.batch, shown(run.at))
        for run in done
    )
    assert {one for one, number in said.items() if number > 1} == set()
    for _, claim in world.state.claims.all():
        assert (claim.state, claim.attempt) == ("done", 1), claim


def public(world: World, path: str, at: datetime) -> Any:
    """The document that was public at an instant; None when there was none."""
    found = written(world, path, at)
    return json.loads(found.body) if found else None


def written(world: World, path: str, at: datetime) -> Written | None:
    """The upload that was public at an instant."""
    return next((one for one in reversed(list(world.public.history(path))) if one.at <= at), None)


def contents(world: World) -> dict[str, Any]:
    """What is public in the end, without the times at which it was made, nor the status."""
    found = {}
    for path, one in world.public.objects.items():
        if path != "status.json":
            body = json.loads(one.body)
            found[path] = {name: body[name] for name in body if name not in NOT_CONTENT}
    return found


def hours(first: str, last: str) -> Iterator[datetime]:
    """Five past every hour from one wall-clock time to another, on whatever day it is."""
    at, end = wall(first), wall(last)
    while at <= end:
        yield at + 5 * MINUTE
        at += timedelta(hours=1)


def dates(world: World, path: str, first: str, last: str, key: str = "game_date") -> list[Ran]:
    """Which date a pointer was about, hour by hour: each change with the hour it was seen at."""
    found: list[Ran] = []
    for at in hours(first, last):
        body = public(world, path, at)
        said = body[key] if body else "nothing"
        if not found or found[-1][1] != said:
            found.append((shown(at)[:13], said, ""))
    return found


def require_games_are_told_of(world: World, games: Iterable[Game]) -> None:
    """`games_active` is true while a game is on, and false while none is (A16, vector 19)."""
    played = [game for game in games if game.played and not game.exhibition]
    for one in world.rounds:
        said = one.status["services"]["live_data"]["games_active"]
        if any(game.tip + 6 * MINUTE <= one.at < game.ends for game in played):
            assert said is True, shown(one.at)
        elif not any(game.tip <= one.at < game.ends + 6 * MINUTE for game in played):
            assert said is False, shown(one.at)


def words(world: World) -> set[str]:
    """The overall words of the status at all rounds."""
    return {one.status["overall_status"] for one in world.rounds}


def trouble(world: World) -> list[tuple[str, str, tuple[str, ...]]]:
    """When the status changed, with its word and its known issues."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for one in world.rounds:
        said = _said(one)
        if not found or found[-1][1:] != said:
            found.append((shown(one.at), *said))
    return found


def _said(one: Looked) -> tuple[str, tuple[str, ...]]:
    issues = tuple(issue["message"] for issue in one.status["known_issues"])
    return one.status["overall_status"], issues
