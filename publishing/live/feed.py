"""What reference events carry: the payloads of schedule, predictions, names and official."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec.structs import force_setattr

from publishing.live.boxscore import GameStatus
from publishing.stats import finite


class SlateGame(msgspec.Struct, frozen=True):
    """One game of the slate; `tip_off` in UTC, None when the schedule does not know it."""

    key: str
    league_id: str
    away: str
    home: str
    tip_off: Annotated[datetime, msgspec.Meta(tz=True)] | None
    status: Literal["scheduled", "in_progress", "final", "postponed"]
    home_score: int | None
    away_score: int | None


class Schedule(msgspec.Struct, frozen=True):
    """The games of one game date, by key."""

    games: list[SlateGame]


class Pick(msgspec.Struct, frozen=True):
    """The champion's prediction for one player; one per player and game (D18)."""

    player_lookup: str
    game_id: str
    predicted: Decimal | None
    line: Decimal | None
    recommendation: str | None
    confidence: Decimal | None
    has_line: bool
    line_source: str | None

    def __post_init__(self) -> None:
        for name in ("predicted", "line", "confidence"):
            force_setattr(self, name, finite(getattr(self, name)))


class Predictions(msgspec.Struct, frozen=True):
    """The champion's predictions of one game date, by player and game."""

    picks: list[Pick]


class Names(msgspec.Struct, frozen=True):
    """Display names by lookup, and the source's player ids as (lookup, full name)."""

    by_lookup: dict[str, str]
    by_source_id: dict[int, tuple[str, str]]


class OfficialLine(msgspec.Struct, frozen=True):
    """One official line; a null number was not recorded, all are null for a did-not-play."""

    player_lookup: str
    team: str
    name: str | None
    played: bool
    minutes: int | None
    points: int | None
    rebounds: int | None
    assists: int | None
    steals: int | None
    blocks: int | None
    turnovers: int | None
    fg_made: int | None
    fg_attempted: int | None
    fg3_made: int | None
    fg3_attempted: int | None
    ft_made: int | None
    ft_attempted: int | None


class OfficialGame(msgspec.Struct, frozen=True):
    """What the league says of one game; it wins over every poll (D31)."""

    key: str
    status: GameStatus
    home_score: int | None
    away_score: int | None
    lines: list[OfficialLine]


class Official(msgspec.Struct, frozen=True):
    """The games of one date that have official lines."""

    games: list[OfficialGame]
