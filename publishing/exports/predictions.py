"""`predictions/{date}.json`: the champion's predictions of a date, by game (`core.md` 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from publishing.batch_rows import Grading
from publishing.calendar import format_instant, season_start
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import CONTEXT, PLAYED, PREDICTION_COLUMNS, SCHEDULE
from publishing.identity import teams_of
from publishing.league import Slate
from publishing.occasions import (
    AFTER_GRADING,
    BEFORE_THE_GAMES,
    DAILY_RESULTS,
    PREDICTED,
)
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction
from publishing.stats import finite, published, rounded_or_none


class RecommendationBreakdown(msgspec.Struct):
    """How many of each; other recommendations are in none."""

    over: int
    under: int
    pass_: int = msgspec.field(name="pass")


class PredictedPoints(msgspec.Struct):
    """Points predicted; `confidence` from 0 to 100, `edge` is predicted less line."""

    points: float | None
    confidence: float | None
    recommendation: str | None
    line: float | None
    edge: float | None


class PredictionContext(msgspec.Struct):
    """What a system knew beside it."""

    pace_adjustment: float | None
    similar_games: int | None


class PredictedPlayer(msgspec.Struct):
    """One player's prediction."""

    player_lookup: str
    team: str | None
    is_home: bool | None
    prediction: PredictedPoints
    context: PredictionContext


class PredictedGame(msgspec.Struct):
    """One game's predictions, the surest first."""

    game_id: str
    home_team: str
    away_team: str
    prediction_count: int
    recommendation_breakdown: RecommendationBreakdown
    predictions: list[PredictedPlayer]


class Predictions(msgspec.Struct):
    """The document; `games` by game id."""

    game_date: str
    generated_at: str
    total_games: int
    total_predictions: int
    games: list[PredictedGame]


class Piece(msgspec.Struct):
    """One prediction and its game."""

    game_id: str
    row: PredictedPlayer


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """His active predictions of the date, one a game (D18)."""
    for game_id, row in player.predictions(slate.game_date).items():
        team = _team(player, slate, game_id)
        teams = teams_of(game_id)
        points, line = finite(row.predicted_points), finite(row.current_points_line)
        edge = None if points is None or line is None else points - line
        yield Piece(
            game_id,
            PredictedPlayer(
                row.player_lookup,
                team,
                None if team is None or teams is None else team == teams[1],
                PredictedPoints(
                    published(points, 2),
                    published(row.confidence_score, 2),
                    row.recommendation,
                    published(line, 2),
                    rounded_or_none(edge, 1),
                ),
                PredictionContext(published(row.pace_adjustment, 2), row.similar_games_count),
            ),
        )


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> Predictions:
    """The document of a date; without games when there are no predictions."""
    games: dict[str, list[PredictedPlayer]] = {}
    for piece in sorted(found, key=lambda piece: piece.game_id):
        games.setdefault(piece.game_id, []).append(piece.row)
    return Predictions(
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        total_games=len(games),
        total_predictions=len(found),
        games=[_game(game_id, rows) for game_id, rows in games.items()],
    )


def _team(player: PlayerRows, slate: Slate, game_id: str) -> str | None:
    """His team in the game: as expected, as graded, or of the season's last played game (D24)."""
    for context in player.contexts(slate.game_date):
        if context.game_id == game_id:
            return context.team_abbr
    for grading in player.graded(slate.game_date):
        if grading.game_id == game_id and grading.team_abbr:
            return grading.team_abbr
    season = season_start(slate.game_date)
    newest = next(
        (row for row in player.played if season <= row.game_date <= slate.game_date),
        None,
    )
    team = newest.team_abbr if newest else None
    return team if team in (teams_of(game_id) or ()) else None


def _game(game_id: str, rows: list[PredictedPlayer]) -> PredictedGame:
    away, home = teams_of(game_id) or ("UNK", "UNK")
    said = [row.prediction.recommendation for row in rows]
    return PredictedGame(
        game_id=game_id,
        home_team=home,
        away_team=away,
        prediction_count=len(rows),
        recommendation_breakdown=RecommendationBreakdown(
            said.count("OVER"), said.count("UNDER"), said.count("PASS")
        ),
        predictions=sorted(
            rows, key=lambda row: (-(row.prediction.confidence or 0), row.player_lookup)
        ),
    )


PREDICTIONS = Export(
    name="predictions",
    job_type="predictions",
    groups=(),
    document=Predictions,
    dated="predictions/{date}.json",
    pointers=("predictions/today.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(
        DAILY_RESULTS,
        AFTER_GRADING,
        *BEFORE_THE_GAMES,
        PREDICTED,
    ),
    templates=("daily", "tonight"),
    runs="process",
    limit_hours=30,
    inputs=(
        SCHEDULE,
        CONTEXT,
        Input(
            Prediction,
            (*PREDICTION_COLUMNS, "pace_adjustment", "similar_games_count"),
            Window.ON_DATE,
            champion=True,
        ),
        Input(
            Grading,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "system_id",
                "team_abbr",
                "recommendation",
                "graded_at",
            ),
            Window.ON_DATE,
            champion=True,
        ),
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "game_id",
                "team_abbr",
            ),
            Window.SEASON,
        ),
    ),
    made=OfSlate(Piece, pieces, document),
    essential=always(Prediction),
)
