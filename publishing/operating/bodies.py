"""The few keys of public documents that a judgement looks at; None for a body that has them not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec

from publishing.calendar import parse_date, parse_instant
from publishing.documents import digest
from publishing.live.boxscore import GameStatus


class LiveGame(msgspec.Struct, frozen=True):
    """A game of `live/{date}.json`."""

    status: GameStatus
    home_team: str
    away_team: str
    period: int = 0
    time_remaining: str | None = None
    home_score: int = 0
    away_score: int = 0

    @property
    def teams(self) -> tuple[str, str]:
        """(away, home)."""
        return self.away_team, self.home_team


class LiveBody(msgspec.Struct, frozen=True):
    """`live/{date}.json`; `poll_id` is the time of the newest answered poll."""

    game_date: str
    poll_id: str
    games: tuple[LiveGame, ...]

    @property
    def polled_at(self) -> datetime | None:
        """When the source answered last; None when the id is no time."""
        try:
            return datetime.strptime(self.poll_id, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None


class GradedRow(msgspec.Struct, frozen=True):
    """A prediction of `live-grading/{date}.json`."""

    status: str
    home_team: str | None
    away_team: str | None

    @property
    def teams(self) -> tuple[str | None, str | None]:
        """(away, home); None when no game was found."""
        return self.away_team, self.home_team


class GradingBody(msgspec.Struct, frozen=True):
    """`live-grading/{date}.json`."""

    game_date: str
    predictions: tuple[GradedRow, ...]


class TonightBody(msgspec.Struct, frozen=True):
    """`tonight/all-players.json`."""

    game_date: str
    total_players: int


class BestBetsBody(msgspec.Struct, frozen=True):
    """`best-bets/latest.json`."""

    game_date: str
    total_picks: int


def progress_of(body: LiveBody) -> str:
    """Where the games of a date stand, in one word: the same as long as nothing happens."""
    return digest(msgspec.json.encode((body.game_date, body.games)))


B = TypeVar("B", LiveBody, GradingBody, TonightBody, BestBetsBody)


def body_of(data: bytes, kind: type[B]) -> B | None:
    """A public body; None when it does not have these keys, or is about no date."""
    try:
        found = msgspec.json.decode(data, type=kind)
        parse_date(found.game_date)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        return None
    return found


def date_of(body: LiveBody | GradingBody | TonightBody | BestBetsBody) -> date:
    """The game date that a body is about."""
    return parse_date(body.game_date)


def instant_of(text: str) -> datetime | None:
    """An instant that is written somewhere; None for any other text."""
    try:
        return parse_instant(text)
    except ValueError:
        return None
