"""`live/{date}.json`: the scores and lines of a slate (`live.md` 2)."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

import msgspec

from publishing.calendar import format_instant
from publishing.live.board import Board, BoardGame
from publishing.live.boxscore import GameStatus
from publishing.live.lines import BoardLine
from publishing.live.memory import Memory

_GAME_ORDER: dict[GameStatus, int] = {"in_progress": 0, "final": 1, "scheduled": 2}


class LivePlayer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One player's line; `minutes` is text, as the source wrote it."""

    player_lookup: str
    name: str
    team: str
    points: int
    rebounds: int
    assists: int
    steals: int
    blocks: int
    turnovers: int
    minutes: str
    fg_made: int
    fg_attempted: int
    fg3_made: int
    fg3_attempted: int
    ft_made: int
    ft_attempted: int


class LiveGame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One game; `game_id` is the source's, `time_remaining` its clock, verbatim."""

    game_id: str
    status: GameStatus
    period: int
    time_remaining: str | None
    home_team: str
    away_team: str
    home_score: int
    away_score: int
    player_count: int
    players: tuple[LivePlayer, ...]


class LiveScores(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document; `updated_at` is the as-of, `poll_id` names the newest answered poll."""

    updated_at: str
    game_date: str
    poll_id: str
    games_in_progress: int
    games_final: int
    total_games: int
    games: tuple[LiveGame, ...]


def scores(board: Board, as_of: datetime, polled_at: datetime, memory: Memory) -> LiveScores:
    """The live scores of a board; `polled_at` is the newest poll that was answered."""
    games = sorted(board.games.values(), key=_game_order)
    return LiveScores(
        updated_at=format_instant(as_of),
        game_date=board.game_date.isoformat(),
        poll_id=f"{polled_at:%Y%m%dT%H%M%SZ}",
        games_in_progress=sum(game.status == "in_progress" for game in games),
        games_final=sum(game.status == "final" for game in games),
        total_games=len(games),
        games=tuple(memory.recall(("scores", game.key), (game,), _game) for game in games),
    )


def _game_order(game: BoardGame) -> tuple[int, int, str, str]:
    # The source lists games by ascending id; its numbers have no leading zeros.
    return _GAME_ORDER[game.status], len(game.game_id), game.game_id, game.key


def _game(game: BoardGame) -> LiveGame:
    players = sorted(game.lines, key=lambda line: (-line.points, line.team != game.home))
    return LiveGame(
        game_id=game.game_id,
        status=game.status,
        period=game.period,
        time_remaining=game.clock,
        home_team=game.home,
        away_team=game.away,
        home_score=game.home_score,
        away_score=game.away_score,
        player_count=len(players),
        players=tuple(_player(line) for line in players),
    )


_fields = attrgetter(*LivePlayer.__struct_fields__)


def _player(line: BoardLine) -> LivePlayer:
    return LivePlayer(*_fields(line))
