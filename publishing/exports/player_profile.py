"""`players/{player}.json`: a player's games and how well he was predicted (`core.md` 7)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import GameContext, Grading
from publishing.calendar import days_before, format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfPlayer, Parameters
from publishing.exports.inputs import CONTEXT, NAMES, PICKED, SCHEDULES
from publishing.exports.player_profile_games import (
    LoggedGame,
    Splits,
    game_log,
    played_up_to,
    splits,
)
from publishing.exports.player_profile_news import NewsItem, recent_news
from publishing.exports.player_profile_record import (
    Interpretation,
    Record,
    TrackRecord,
    interpretation,
    record_of,
    team_now,
    track_record,
)
from publishing.league import Slate
from publishing.news_rows import NewsArticle, NewsInsight, NewsLink
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction, Row, ScheduledGame


class DateRange(msgspec.Struct):
    """First and last date that he was predicted for."""

    first: str
    last: str


class Summary(msgspec.Struct):
    """The numbers at the top: shares and confidence from 0 to 1, errors in points."""

    team: str | None
    team_abbr: str | None
    games_predicted: int
    total_recommendations: int
    correct: int
    mae: float | None
    win_rate: float | None
    bias: float | None
    avg_confidence: float | None
    within_3_pct: float | None
    within_5_pct: float | None
    date_range: DateRange
    player_name: str


class NextGame(msgspec.Struct):
    """The next game that he is expected in."""

    game_date: str
    game_id: str
    opponent: str
    home_game: bool
    has_prediction: bool


class PlayerProfile(msgspec.Struct):
    """The document. Who was never predicted has no summary, no game and no news (`core.md` 7.5)."""

    player_lookup: str
    player_full_name: str
    generated_at: str
    recent_news: list[NewsItem]
    summary: Summary | None
    interpretation: Interpretation
    game_log: list[LoggedGame]
    splits: Splits
    our_track_record: TrackRecord
    next_game: NextGame | None


def document(player: PlayerRows, slate: Slate, parameters: Parameters) -> PlayerProfile | None:
    """The profile of a player with games enough that were predicted; else None (D1)."""
    record = record_of(player, slate)
    if record.games_predicted < parameters.min_games:
        return None
    name, played = player.name(slate.game_date), played_up_to(player, slate)
    return PlayerProfile(
        player_lookup=player.player_lookup,
        player_full_name=name,
        generated_at=format_instant(slate.as_of),
        recent_news=recent_news(player),
        summary=_summary(record, team_now(player, slate, played, record), name),
        interpretation=interpretation(record),
        game_log=game_log(player, slate),
        splits=splits(player, played),
        our_track_record=track_record(record),
        next_game=next_game(player, slate),
    )


def without_profile(player_lookup: str, slate: Slate) -> PlayerProfile:
    """The document of a player who was never predicted and was asked for by name."""
    return PlayerProfile(
        player_lookup=player_lookup,
        player_full_name=player_lookup,
        generated_at=format_instant(slate.as_of),
        recent_news=[],
        summary=None,
        interpretation=Interpretation(error="No prediction of this player was graded"),
        game_log=[],
        splits=Splits(),
        our_track_record=TrackRecord(),
        next_game=None,
    )


def next_game(player: PlayerRows, slate: Slate) -> NextGame | None:
    """The first game from the slate's date on that is still to come, as of the slate (D25)."""
    day = slate.game_date
    while (context := player.next_context(day)) is not None:
        if not _is_gone(context, player, slate):
            predictions = player.predictions(context.game_date)
            home = context.home_game
            return NextGame(
                game_date=context.game_date.isoformat(),
                game_id=context.game_id,
                opponent=context.opponent_team_abbr,
                home_game=context.game_id.endswith(f"_{context.team_abbr}")
                if home is None
                else home,
                has_prediction=context.game_id in predictions,
            )
        day = days_before(context.game_date, -1)
    return None


def _is_gone(context: GameContext, player: PlayerRows, slate: Slate) -> bool:
    """Whether an expected game will not be played any more, or not on that date.

    Of a later date than the slate's no result is looked at.
    """
    game = player.league.game(context.game_id, context.game_date)
    if context.game_date > slate.game_date:
        return game is not None and game.postponed
    return slate.past or (game is not None and game.over)


def _summary(record: Record, team: str | None, name: str) -> Summary:
    overall = record.overall
    return Summary(
        team=team,
        team_abbr=team,
        games_predicted=record.games_predicted,
        total_recommendations=record.picks,
        correct=overall.wins,
        mae=record.mae,
        win_rate=overall.pct,
        bias=record.bias,
        avg_confidence=record.avg_confidence,
        within_3_pct=record.within_3,
        within_5_pct=record.within_5,
        date_range=DateRange(
            record.rows[0].game_date.isoformat(), record.rows[-1].game_date.isoformat()
        ),
        player_name=name,
    )


def essential(_: Slate) -> tuple[type[Row], ...]:
    """What no profile can be without."""
    return (BoxScoreRow,)


GRADED = Input(
    Grading,
    (
        "player_lookup",
        "game_id",
        "game_date",
        "system_id",
        "team_abbr",
        "recommendation",
        "confidence_score",
        "actual_points",
        "absolute_error",
        "signed_error",
        "prediction_correct",
        "within_3_points",
        "within_5_points",
        "is_voided",
        "graded_at",
    ),
    Window.HISTORY,
    champion=True,
)
"""All that became of a champion's predictions."""

PLAYER_PROFILE = Export(
    name="player_profile",
    job_type="players",
    groups=(),
    document=PlayerProfile,
    dated=None,
    pointers=("players/{player}.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence="Sunday 6 AM ET",
    inputs=(
        SCHEDULES,
        Input(ScheduledGame, SCHEDULES.columns, Window.AHEAD),
        NAMES,
        Input(GameContext, CONTEXT.columns, Window.AHEAD),
        Input(Prediction, PICKED.columns, Window.AHEAD, champion=True),
        GRADED,
        Input(
            BoxScoreRow,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "team_abbr",
                "opponent_team_abbr",
                "season_year",
                "points",
                "minutes_played",
                "assists",
                "offensive_rebounds",
                "defensive_rebounds",
                "steals",
                "blocks",
                "turnovers",
                "fg_makes",
                "fg_attempts",
                "three_pt_makes",
                "three_pt_attempts",
                "ft_makes",
                "ft_attempts",
                "points_line",
                "over_under_result",
                "plus_minus",
                "is_dnp",
                "dnp_reason",
            ),
            Window.HISTORY,
        ),
        Input(NewsLink, tuple(NewsLink.__struct_fields__), Window.HISTORY),
        Input(NewsArticle, tuple(NewsArticle.__struct_fields__), Window.HISTORY),
        Input(NewsInsight, tuple(NewsInsight.__struct_fields__), Window.HISTORY),
    ),
    made=OfPlayer(document, without_profile),
    essential=essential,
    when_named=True,
)
