"""`players/{player}/game-report/{date}.json`: one game of a player, told after it (`core.md` 9)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import Grading, TeamDefense
from publishing.calendar import format_instant, season_year
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfPlayer, Parameters
from publishing.exports.inputs import IN_GAME, LINED, PLAYED, POSITIONS, SCHEDULE
from publishing.exports.player_game_report_angles import PredictionAngles, prediction_angles
from publishing.exports.player_game_report_before import (
    HeadToHead,
    MovingAverages,
    RecentGame,
    head_to_head,
    mean_points,
    moving_averages,
    recent_games,
)
from publishing.exports.player_game_report_opponent import OpponentContext, opponent_context
from publishing.exports.player_game_report_pick import (
    GameResult,
    PropLine,
    pick_of,
    prop_line,
    result,
)
from publishing.exports.shot_profile import ZONES, ShotProfile, shot_profile
from publishing.league import Slate
from publishing.player_rows import PlayerRows, is_played
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Row


class ReportProfile(msgspec.Struct):
    """Who he was before the game; mean points of the season, two decimals."""

    position: str | None
    shot_profile: ShotProfile
    season_ppg: float | None


class PlayerGameReport(msgspec.Struct, kw_only=True):
    """The document. Without a box score it has an `error`, and neither name nor game."""

    player_lookup: str
    player_full_name: str | msgspec.UnsetType = msgspec.UNSET
    game_date: str
    game_id: str | msgspec.UnsetType = msgspec.UNSET
    generated_at: str
    error: str | msgspec.UnsetType = msgspec.UNSET
    player_profile: ReportProfile | None
    opponent_context: OpponentContext | None
    moving_averages: MovingAverages | None
    prop_line: PropLine | None
    prediction_angles: PredictionAngles
    recent_games: list[RecentGame]
    head_to_head: HeadToHead | None
    result: GameResult | None


def document(player: PlayerRows, slate: Slate, _: Parameters) -> PlayerGameReport | None:
    """The report on a registered player's box score of the date, played or not; else None."""
    day = slate.game_date
    known, game = player.registered(day), player.box_score(day)
    if known is None or game is None:
        return None
    before = player.before(day)
    played = [row for row in before if is_played(row)]
    season = [row for row in played if row.season_year == season_year(day)]
    profile = shot_profile(player.zones(day))
    opponent, pick = game.opponent_team_abbr, pick_of(player, game)
    return PlayerGameReport(
        player_lookup=player.player_lookup,
        player_full_name=known.player_name,
        game_date=day.isoformat(),
        game_id=player.league.key(game.game_id, day) or game.game_id,
        generated_at=format_instant(slate.as_of),
        player_profile=ReportProfile(known.position, profile, mean_points(season, 2)),
        opponent_context=opponent_context(opponent, slate.defense),
        moving_averages=moving_averages(season),
        prop_line=prop_line(pick),
        prediction_angles=prediction_angles(
            played, season, profile, slate.defense.get(opponent or "")
        ),
        recent_games=recent_games(before),
        head_to_head=head_to_head(
            [row for row in played if opponent and row.opponent_team_abbr == opponent]
        ),
        result=result(game, pick),
    )


def no_player(player_lookup: str, slate: Slate) -> PlayerGameReport:
    """The document of somebody who is not in the registry and was asked for by name."""
    return _without_game(player_lookup, slate, "Player not found")


def no_game(player_lookup: str, slate: Slate) -> PlayerGameReport:
    """The document of a player without a box score of the date: before the game, or without."""
    return _without_game(player_lookup, slate, "Game not found")


def _without_game(player_lookup: str, slate: Slate, error: str) -> PlayerGameReport:
    return PlayerGameReport(
        player_lookup=player_lookup,
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        error=error,
        player_profile=None,
        opponent_context=None,
        moving_averages=None,
        prop_line=None,
        prediction_angles=PredictionAngles([], []),
        recent_games=[],
        head_to_head=None,
        result=None,
    )


def _essential(slate: Slate) -> tuple[type[Row], ...]:
    # Before the games nothing is graded, and nobody has a report.
    return (BoxScoreRow, Grading) if slate.past else (BoxScoreRow,)


PLAYER_GAME_REPORT = Export(
    name="player_game_report",
    job_type="player-game-report",
    groups=(),
    document=PlayerGameReport,
    dated="players/{player}/game-report/{date}.json",
    pointers=(),
    pointer_cache=CacheClass.TRENDS,
    cadence=(),
    templates=("players",),
    runs="template",
    limit_hours=None,
    inputs=(
        SCHEDULE,
        POSITIONS,
        ZONES,
        Input(
            TeamDefense,
            (
                "team_abbr",
                "analysis_date",
                "defensive_rating_last_15",
                "paint_pct_allowed_last_15",
                "three_pt_pct_allowed_last_15",
                "opponent_pace",
            ),
            Window.YEAR,
        ),
        Input(
            Grading,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "system_id",
                "predicted_points",
                "confidence_score",
                "recommendation",
                "line_value",
                "actual_points",
                "prediction_correct",
                "is_voided",
                "graded_at",
            ),
            Window.ON_DATE,
            champion=True,
        ),
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *IN_GAME,
                *LINED,
                "season_year",
                "minutes_played",
            ),
            Window.HISTORY,
        ),
    ),
    made=OfPlayer(document, no_player, idle=no_game),
    essential=_essential,
    when_named=True,
)
