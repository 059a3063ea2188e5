"""The fullest night there can be, as the feeder sends it: fifteen games that tip off together."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import orjson

from demo import appearances, lines, models, warehouse
from demo.payload import Broadcast
from demo.season import NIGHT, Fixture, Season, season
from demo.source import Source
from demo.teams import TEAMS
from publishing.adapters.parquet import ParquetWarehouse
from publishing.calendar import EASTERN
from publishing.live import reference
from publishing.live.events import Kind, Rejection
from publishing.live.feeding import due, just_before
from publishing.rows import Prediction, RegisteredPlayer, Row, ScheduledGame, SourcePlayer
from publishing.services.feeding.messages import Event
from tests.night.feed import Pace
from tests.night.stage import Stage

R = TypeVar("R", bound=Row)

SEED = 7
TICK_SECONDS = 30
REFERENCE_SECONDS = 300

_TIP_OFF = datetime(NIGHT.year, NIGHT.month, NIGHT.day, 20, tzinfo=EASTERN).astimezone(UTC)
_CHAMPION = "catboost_v9"
_UNREAD = b"".join(
    b'"%s":0,' % name
    for name in (
        *(b"deflections", b"charges_drawn", b"screen_assists", b"loose_balls_recovered"),
        *(b"box_outs", b"contested_2pt", b"contested_3pt", b"secondary_assists", b"touches"),
        *(b"paint_touches", b"distance_miles", b"average_speed"),
    )
)
"""Stats of a line that nobody reads: with them an answer is as large as the source's largest."""


@dataclass(frozen=True)
class Sent:
    """One message, its instant in the night, and when it was published, in Unix seconds."""

    kind: Kind
    polled_at: datetime
    published: float
    body: bytes


@dataclass(frozen=True)
class Due:
    """What the feeder does at an instant of the night."""

    at: datetime
    kinds: tuple[Kind, ...]


class FullSlate:
    """Fifteen simulated games of one date and the warehouse that knows of them.

    A stretch of the night needs a `broadcast` of its own: it is asked in ascending order of time.
    """

    day = NIGHT

    def __init__(self, folder: Path) -> None:
        """Simulates the games and writes the warehouse into `folder`."""
        self._season = _with_full_night(season(SEED))
        rows = appearances.from_season(self._season)
        forecasts = models.forecasts(rows)
        made = Source(rows, forecasts, lines.simulated(forecasts, SEED), self._season)
        warehouse.build(made, folder, self.day)
        self._warehouse = ParquetWarehouse(folder)
        self._numbers = itertools.count(1)

    def broadcast(self) -> list[Broadcast]:
        """The games from their beginning."""
        return [Broadcast(one, self._season.play(one)) for one in self._season.on(self.day)]

    def first_final(self) -> datetime:
        """When the first game is over."""
        return min(game.final_at for game in self.broadcast())

    def tick(self, at: datetime) -> Event:
        """The clock of the feed."""
        return self._event("tick", at)

    def poll(self, games: list[Broadcast], listed_at: datetime, polled_at: datetime) -> Event:
        """What the source lists at `listed_at`, asked for at `polled_at`."""
        data = [
            orjson.Fragment(body.replace(b'"plus_minus":', _UNREAD + b'"plus_minus":'))
            for body in (game.at(listed_at) for game in games)
            if body is not None
        ]
        return self._event("poll", polled_at, msgspec.Raw(orjson.dumps({"data": data})))

    def references(self, at: datetime) -> list[Event]:
        """What the warehouse holds at `at`."""
        games, picks = self._rows(ScheduledGame), self._rows(Prediction)
        registered, sourced = self._rows(RegisteredPlayer), self._rows(SourcePlayer)
        return [
            self._event("schedule", at, reference.schedule(games, self.day, at)),
            self._event("predictions", at, reference.predictions(picks, self.day, _CHAMPION, at)),
            self._event("names", at, reference.names(registered, sourced, at)),
        ]

    def _event(
        self, kind: Kind, at: datetime, payload: msgspec.Raw | msgspec.Struct | None = None
    ) -> Event:
        event_id = f"{kind}-{at:%Y%m%dT%H%M%SZ}-{next(self._numbers)}"
        return Event(kind, event_id, at, self.day, payload)

    def _rows(self, row_type: type[R]) -> list[R]:
        found = self._warehouse.rows(row_type, self.day)
        return [row for row in found if not isinstance(row, Rejection)]


def timetable(
    begin: datetime, polls_end: datetime, ticks_end: datetime, poll_seconds: int
) -> Iterator[Due]:
    """The multiples at which the feeder ticks, polls and repeats what the warehouse holds.

    The tick comes before the poll of the same instant, which has to ask the source first: that
    poll waits for a whole interval.
    """
    before = just_before(begin)
    last_poll = just_before(polls_end)
    ticks = set(due(before, ticks_end, TICK_SECONDS))
    polls = set(due(before, last_poll, poll_seconds))
    references = {begin, *due(begin, last_poll, REFERENCE_SECONDS)}
    for at in sorted(ticks | polls | references):
        kinds: list[Kind] = []
        if at in ticks:
            kinds.append("tick")
        if at in references:
            kinds.append("schedule")
        if at in polls:
            kinds.append("poll")
        yield Due(at, tuple(kinds))


def send(
    slate: FullSlate,
    stage: Stage,
    pace: Pace,
    ends: tuple[datetime, datetime],
    poll_seconds: int,
    sent: list[Sent],
    stop: threading.Event,
) -> None:
    """Does what the feeder does until `stop` is set; notes each message in `sent`.

    `ends` are those of the polls and of the ticks.
    """
    publisher, games = stage.publisher(), slate.broadcast()

    def publish(event: Event) -> None:
        message = event.message(event.line())
        published = time.time()
        publisher.publish(stage.topic, message.body, **message.attributes).result(60)
        sent.append(Sent(event.kind, event.polled_at, published, message.body))

    for step in timetable(pace.start, *ends, poll_seconds):
        if stop.wait(max(0.0, pace.at(step.at) - time.time())):
            return
        for kind in step.kinds:
            if kind == "tick":
                publish(slate.tick(step.at))
            elif kind == "poll":
                # The source is asked a little after the multiple.
                now = pace.start + timedelta(seconds=time.time() - pace.epoch)
                publish(slate.poll(games, step.at, max(now, step.at)))
            else:
                for event in slate.references(step.at):
                    publish(event)


def _with_full_night(this: Season) -> Season:
    """The season with every team on the floor on its last date."""
    before = tuple(fixture for fixture in this.fixtures if fixture.day < NIGHT)
    teams = list(TEAMS)
    night = tuple(
        Fixture(
            league_id=f"00225{len(before) + number:05d}",
            bdl_id=before[-1].bdl_id + 3 * number,
            day=NIGHT,
            tip_off=_TIP_OFF,
            away=away,
            home=home,
        )
        for number, (away, home) in enumerate(zip(teams[:15], teams[15:], strict=True), 1)
    )
    return replace(this, fixtures=before + night)
