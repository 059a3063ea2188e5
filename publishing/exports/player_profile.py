"""`players/{player}.json`: a player's games and how well he was predicted (`core.md` 7)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import GameContext
from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfPlayer, Parameters, always
from publishing.exports.inputs import (
    CONTEXT,
    COUNTS,
    IN_GAME,
    LINED,
    NAMES,
    PICKED,
    PLAYED,
    SCHEDULES,
    SHOTS,
)
from publishing.exports.player_profile_games import LoggedGame, game_log, played_up_to
from publishing.exports.player_profile_news import NewsItem, recent_news
from publishing.exports.player_profile_next import NextGame, next_game
from publishing.exports.player_profile_record import (
    GRADINGS,
    Record,
    TrackRecord,
    record_of,
    team_now,
    track_record,
)
from publishing.exports.player_profile_splits import Splits, splits
from publishing.exports.player_profile_words import Interpretation, interpretation
from publishing.league import Slate
from publishing.news_rows import NewsArticle, NewsInsight, NewsLink
from publishing.occasions import PLAYER_PROFILES
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction, ScheduledGame


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


PLAYER_PROFILE = Export(
    name="player_profile",
    job_type="players",
    groups=(),
    document=PlayerProfile,
    dated=None,
    pointers=("players/{player}.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(PLAYER_PROFILES,),
    templates=("players",),
    runs="template",
    limit_hours=192,
    inputs=(
        SCHEDULES,
        Input(ScheduledGame, SCHEDULES.columns, Window.AHEAD),
        NAMES,
        Input(GameContext, CONTEXT.columns, Window.AHEAD),
        Input(Prediction, PICKED.columns, Window.AHEAD, champion=True),
        GRADINGS,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *IN_GAME,
                *LINED,
                *COUNTS,
                *SHOTS,
                "season_year",
                "minutes_played",
                "plus_minus",
                "dnp_reason",
            ),
            Window.HISTORY,
        ),
        Input(NewsLink, tuple(NewsLink.__struct_fields__), Window.HISTORY),
        Input(NewsArticle, tuple(NewsArticle.__struct_fields__), Window.HISTORY),
        Input(NewsInsight, tuple(NewsInsight.__struct_fields__), Window.HISTORY),
    ),
    made=OfPlayer(document, without_profile),
    essential=always(BoxScoreRow),
    when_named=True,
)
