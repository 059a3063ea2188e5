"""The rows of the games: every version of each, with the instant at which it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from publishing.batch_rows import (
    CompositeFactors,
    DailyPerformance,
    Features,
    GamebookLine,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    ShotZones,
    TeamDefense,
    TeamGame,
)
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines import small_league, small_teams
from tests.pipelines.small_games import DAY as LAST_OF_SMALL
from tests.pipelines.small_games import Found, Turn, Values
from tests.pipelines.small_games import at as utc
from tests.pipelines.small_news import news
from tests.weeks.agenda import DAY, HOUR, MINUTE, wall
from tests.weeks.games import Game, at, by_date

LONG_AGO = wall("2025-09-01 05:00")
"""When the schedule of the season and the registry came."""

SCHEDULE_IS_LATE = 10 * MINUTE
BOX_SCORES_AFTER = 2 * HOUR
"""After the last final of a date."""


class Timed(NamedTuple):
    """A row, and when it came to the warehouse."""

    there_at: datetime
    row: Row


@dataclass(frozen=True)
class Clockwork:
    """When the phases upstream are done with one date."""

    day: date
    games: tuple[Game, ...]
    predicted_at: datetime

    @property
    def last_final(self) -> datetime | None:
        return max((game.ends for game in self.games if game.played), default=None)

    @property
    def box_scores(self) -> datetime | None:
        return self.last_final + BOX_SCORES_AFTER if self.last_final else None

    @property
    def graded(self) -> datetime | None:
        """At 02:30, or early in the morning when the box scores of the night are later."""
        if self.box_scores is None:
            return None
        night, morning = self.morning("02:30"), self.morning("06:45")
        return night if self.box_scores <= night else morning

    @property
    def graded_again(self) -> datetime:
        return self.morning("11:10")

    def morning(self, hours: str) -> datetime:
        """An hour of the day after."""
        return at((self.day + DAY).isoformat(), hours)

    def hour(self, hours: str) -> datetime:
        """An hour of the day."""
        return at(self.day.isoformat(), hours)

    def there_at(self, row_type: type[Row], hour: int) -> datetime:
        """When a row is there that the small league has made at an hour."""
        before = {
            (GameContext, 10): "05:30",
            (GameContext, 15): "10:00",
            (CompositeFactors, 12): "05:40",
            (TeamDefense, 11): "05:00",
            (ShotZones, 10): "05:15",
            (ShotZones, 11): "05:16",
            (PointsProp, 14): "09:00",
            (InjuryReport, 18): "10:20",
        }
        if (row_type, hour) in before:
            return self.hour(before[row_type, hour])
        if row_type in (Prediction, Features):
            return self.predicted_at
        assert self.box_scores is not None, "what was not played has no results"
        if row_type in (Grading, DailyPerformance):
            return self.graded_again if hour == 32 else self.graded or self.graded_again
        assert row_type in (BoxScoreRow, TeamGame, GamebookLine), row_type.table
        return self.box_scores + (hour - 29) * MINUTE


def clockworks(
    games: Iterable[Game], predicted: dict[date, datetime] | None = None
) -> list[Clockwork]:
    """One for each date with league games; predictions are there at noon, or when it is said."""
    league = [game for game in games if not game.exhibition]
    said = predicted or {}
    return [
        Clockwork(day, tuple(found), said.get(day, at(day.isoformat(), "12:00")))
        for day, found in by_date(league).items()
    ]


def rows_of(games: Iterable[Game], predicted: dict[date, datetime] | None = None) -> list[Timed]:
    """Every row of every table."""
    games = list(games)
    found = [Timed(LONG_AGO, _row(RegisteredPlayer, one)) for one in small_league.registry()]
    for game in games:
        found += _schedule(game)
    before: date | None = None
    for works in clockworks(games, predicted):
        found += _of_date(works, tired=before == works.day - DAY)
        before = works.day
    return found


def _of_date(works: Clockwork, *, tired: bool) -> Iterator[Timed]:
    number = works.games[0].number
    for game in works.games:
        for turn in game.turns(tired):
            yield from _timed(works, _expected(turn, game, works))
            if game.played:
                yield from _timed(works, _results(turn))
    if works.last_final is not None:
        yield from _timed(works, small_league.of_systems(works.day, number))
    for row_type, values in news(works.day, number):
        stamps = [values[name] for name in row_type.stamps if values.get(name)]
        yield Timed(max(stamps, default=works.hour("05:00")), _row(row_type, values))


def _expected(turn: Turn, game: Game, works: Clockwork) -> Found:
    """What is known of a player before his game."""
    yield TeamDefense, small_teams.team_defense(turn)
    yield from small_league.of_player(turn)
    if game.off_at is None or game.off_at > works.predicted_at:
        yield from small_league.predicted(turn)


def _results(turn: Turn) -> Found:
    yield small_league.box_score(turn)
    yield from small_league.beside(turn)
    yield from small_league.gradings(turn)
    if turn.player % 2 == 0:
        for row in small_teams.team_games(turn):
            yield TeamGame, row


def _timed(works: Clockwork, found: Found) -> Iterator[Timed]:
    """The rows as they come in this week: each stamp is the instant at which the row is there."""
    for row_type, values in found:
        stamped = [name for name in (*row_type.stamps, "updated_at") if values.get(name)]
        # Of a date after the small league's own, rows are stamped with its last one.
        first = values[stamped[0]]
        base = works.day if first >= utc(works.day, 0) else min(works.day, LAST_OF_SMALL)
        there_at = works.there_at(row_type, (first - utc(base, 0)) // HOUR)
        changed: Values = dict.fromkeys(stamped, there_at)
        if row_type is InjuryReport:
            changed["report_date"] = works.day
        yield Timed(there_at, _row(row_type, values | changed))


def _schedule(game: Game) -> Iterator[Timed]:
    """Its versions: as planned, moved, in progress, final or postponed."""
    made: Values = {
        "game_id": game.league_id,
        "game_date": game.day,
        "game_date_est": game.tip,
        "game_status": 1,
        "game_status_text": "7:30 pm ET",
        "home_team_tricode": game.home,
        "away_team_tricode": game.away,
        "is_all_star": game.exhibition,
    }

    def version(there_at: datetime, **changed: Any) -> Timed:
        return Timed(there_at, _row(ScheduledGame, made | {"processed_at": there_at} | changed))

    if game.moved_from is not None:
        assert game.moved_at is not None, "who moves a game does it at some time"
        was = game.tip - (game.day - game.moved_from)
        yield version(LONG_AGO, game_date=game.moved_from, game_date_est=was)
        yield version(game.moved_at)
    else:
        yield version(LONG_AGO)
    if game.off_at is not None:
        yield version(game.off_at, game_status_text="PPD")
        return
    yield version(game.begins + SCHEDULE_IS_LATE, game_status=2, game_status_text="Q1")
    # Of an exhibition nobody looks at the score.
    home, away = (180, 190) if game.exhibition else map(game.score, (game.home, game.away))
    yield version(
        game.ends + SCHEDULE_IS_LATE,
        game_status=3,
        game_status_text="Final",
        home_team_score=home,
        away_team_score=away,
    )


def _row(row_type: type[Row], values: Values) -> Row:
    filled = {name: values.get(name) for name in row_type.__struct_fields__}
    if row_type is Features:
        filled["features"] = tuple(Decimal(str(one)) for one in values["features"])
    return row_type(**filled)
