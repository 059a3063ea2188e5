"""`players/{player}/season/{season}.json`: one season of a player (`core.md` 8)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import GamebookLine, Grading
from publishing.calendar import format_instant, season_label, season_year
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfPlayer, Parameters, always
from publishing.exports.inputs import (
    CONTEXT,
    COUNTS,
    IN_GAME,
    LINED,
    PLAYED,
    POSITIONS,
    SCHEDULE_COLUMNS,
    SHOTS,
)
from publishing.exports.player_season_form import CurrentForm, average, current_form
from publishing.exports.player_season_games import Averages, LoggedGame, averages, game_log
from publishing.exports.player_season_props import PropHitRates, prop_hit_rates
from publishing.exports.player_season_splits import (
    KeyPattern,
    Kinds,
    Month,
    Splits,
    key_patterns,
    monthly,
    splits,
)
from publishing.exports.results import PlayerTier, player_tier
from publishing.exports.shot_profile import ZONES, ShotProfile, shot_profile
from publishing.exports.tonight_game import team_of
from publishing.league import Slate
from publishing.player_rows import PlayerRows, is_played
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, RegisteredPlayer, ScheduledGame


class SeasonProfile(msgspec.Struct):
    """Who he is: his tier by points of a game this season."""

    position: str | None
    team_abbr: str | None
    player_tier: PlayerTier
    shot_profile: ShotProfile


class PlayerSeason(msgspec.Struct, kw_only=True):
    """The document, as of a date of the season; `game_log` newest first, did-not-plays too.

    Who is not in the registry has an `error`, no name and nothing else (`core.md` 8.5).
    """

    player_lookup: str
    player_full_name: str | msgspec.UnsetType = msgspec.UNSET
    season: str
    generated_at: str
    error: str | msgspec.UnsetType = msgspec.UNSET
    player_profile: SeasonProfile | None
    averages: Averages
    current_form: CurrentForm
    key_patterns: list[KeyPattern]
    prop_hit_rates: PropHitRates
    game_log: list[LoggedGame]
    splits: Splits
    monthly: list[Month]


def document(player: PlayerRows, slate: Slate, _: Parameters) -> PlayerSeason | None:
    """The season of the slate's date up to it, played or not; None for whom nobody registered."""
    known = player.registered(slate.game_date)
    if known is None:
        return None
    year = season_year(slate.game_date)
    rows = [row for row in player.box_scores if row.game_date <= slate.game_date]
    season = [row for row in rows if row.season_year == year]
    played = [row for row in season if is_played(row)]
    kinds = Kinds.of(player, played)
    return PlayerSeason(
        player_lookup=player.player_lookup,
        player_full_name=known.player_name,
        season=season_label(year),
        generated_at=format_instant(slate.as_of),
        player_profile=SeasonProfile(
            position=known.position,
            team_abbr=_team(player, slate, rows, known),
            player_tier=player_tier(average(played) if played else None),
            shot_profile=shot_profile(player.zones(slate.game_date)),
        ),
        averages=averages(player, played),
        current_form=current_form(played),
        key_patterns=key_patterns(kinds),
        prop_hit_rates=prop_hit_rates(_graded(player, slate, year)),
        game_log=game_log(player, season),
        splits=splits(kinds),
        monthly=monthly(played),
    )


def unknown(player_lookup: str, slate: Slate) -> PlayerSeason:
    """The document of somebody who is not in the registry and was asked for by name."""
    return PlayerSeason(
        player_lookup=player_lookup,
        season=season_label(season_year(slate.game_date)),
        generated_at=format_instant(slate.as_of),
        error="Player not found",
        player_profile=None,
        averages=Averages(),
        current_form=CurrentForm(),
        key_patterns=[],
        prop_hit_rates=PropHitRates(),
        game_log=[],
        splits=Splits(),
        monthly=[],
    )


def _team(
    player: PlayerRows, slate: Slate, rows: list[BoxScoreRow], known: RegisteredPlayer
) -> str | None:
    """His team (D24); of who never played, and is expected in no game, the registry's."""
    played = [row for row in rows if is_played(row)]
    if played or player.contexts(slate.game_date):
        return team_of(player, slate, played)
    return known.team_abbr


def _graded(player: PlayerRows, slate: Slate, year: int) -> list[Grading]:
    return [
        row
        for row in player.gradings
        if row.system_id == slate.champion
        and row.game_date <= slate.game_date
        and season_year(row.game_date) == year
    ]


PLAYER_SEASON = Export(
    name="player_season",
    job_type="player-season",
    groups=(),
    document=PlayerSeason,
    dated=None,
    pointers=("players/{player}/season/{season}.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(),
    templates=("players",),
    runs="template",
    limit_hours=None,
    inputs=(
        Input(ScheduledGame, SCHEDULE_COLUMNS, Window.SEASON),
        CONTEXT,
        POSITIONS,
        ZONES,
        Input(
            GamebookLine,
            ("player_lookup", "game_id", "game_date", "minutes_decimal"),
            Window.SEASON,
        ),
        Input(
            Grading,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "system_id",
                "recommendation",
                "line_value",
                "actual_points",
                "prediction_correct",
                "is_voided",
                "graded_at",
            ),
            Window.SEASON,
            champion=True,
        ),
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
            ),
            Window.HISTORY,
        ),
    ),
    made=OfPlayer(document, unknown),
    essential=always(BoxScoreRow),
    when_named=True,
)
