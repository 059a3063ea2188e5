"""The warehouse as one document may see it: DuckDB tables made of a folder of Parquet.

Every table is cut at the as-of (D25), has one row per business key (D18) and names a game by its
standard id (D19). A missing one is without rows, a missing column is null throughout.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

EXACT = "DECIMAL(18, 9)"
"""Every number with decimals; a binary one is read as the decimal that it is written as."""

_TEXT, _INT, _FLAG, _DAY, _STAMP = "VARCHAR", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMPTZ"
_SUMMARY = (
    "points assists offensive_rebounds defensive_rebounds steals blocks turnovers fg_attempts "
    "fg_makes three_pt_attempts three_pt_makes ft_attempts ft_makes plus_minus"
)
_RATES = "win_rate over_win_rate under_win_rate within_3_pct within_5_pct high_confidence_win_rate"
_COUNTS = (
    "predictions_count recommendations_count correct_count incorrect_count pass_count "
    "high_confidence_count high_confidence_correct"
)
_ZONES = "paint_pct_allowed_last_15 three_pt_pct_allowed_last_15 opponent_pace"
_TEAMS = (
    "'ATL','BOS','BKN','CHA','CHI','CLE','DAL','DEN','DET','GSW','HOU','IND','LAC','LAL','MEM',"
    "'MIA','MIL','MIN','NOP','NYK','OKC','ORL','PHI','PHX','POR','SAC','SAS','TOR','UTA','WAS'"
)


def _columns(**kinds: str) -> dict[str, str]:
    """Column name to SQL type, from `type="names"` groups."""
    types = {"text": _TEXT, "int": _INT, "flag": _FLAG, "day": _DAY, "stamp": _STAMP}
    types |= {"exact": EXACT, "binaries": "DOUBLE[]"}
    return {name: types[kind] for kind, names in kinds.items() for name in names.split()}


@dataclass(frozen=True)
class _Table:
    """One table: its columns, which rows count, and which row of a key wins.

    A row that names a game is seen only when the game is known, unless it counts in `any_game`.
    One `by_teams` that says another id is of the game that its two teams play on its date.
    """

    name: str
    columns: dict[str, str]
    stamp: str = "NULL"
    where: str = "TRUE"
    key: str = ""
    newest: str = ""
    extra: str = ""
    games: bool = False
    any_game: bool = False
    by_teams: bool = False


_VIEWS = {
    "box": _Table(
        "nba_analytics.player_game_summary",
        _columns(
            text="player_lookup game_id team_abbr opponent_team_abbr over_under_result dnp_reason",
            day="game_date",
            int=f"season_year {_SUMMARY}",
            exact="minutes_played points_line",
            flag="is_dnp",
            stamp="processed_at",
        ),
        stamp="processed_at",
        where="game_date <= $day",
        key="player_lookup, game_date",
        newest="processed_at DESC NULLS LAST",
        extra=(
            "coalesce(is_dnp, FALSE) AS dnp, "
            "NOT coalesce(is_dnp, FALSE) AND points IS NOT NULL AS played"
        ),
        games=True,
        any_game=True,
    ),
    "context": _Table(
        "nba_analytics.upcoming_player_game_context",
        _columns(
            text="player_lookup game_id team_abbr opponent_team_abbr",
            day="game_date",
            flag="home_game back_to_back",
            int="days_rest",
            exact="opening_points_line current_points_line line_movement",
            stamp="processed_at created_at",
        ),
        stamp="coalesce(processed_at, created_at)",
        key="player_lookup, game_date, game_id",
        newest="coalesce(processed_at, created_at) DESC NULLS LAST",
        games=True,
        by_teams=True,
    ),
    "predictions": _Table(
        "nba_predictions.player_prop_predictions",
        _columns(
            text="player_lookup game_id system_id recommendation quality_alert_level line_source "
            "invalidation_reason",
            day="game_date",
            exact="predicted_points confidence_score current_points_line line_margin "
            "pace_adjustment feature_quality_score",
            int="similar_games_count default_feature_count prediction_version",
            flag="is_active has_prop_line",
            stamp="created_at updated_at",
        ),
        stamp="created_at",
        where="system_id = $champion AND is_active AND invalidation_reason IS NULL",
        key="player_lookup, game_date, game_id",
        newest="prediction_version DESC NULLS LAST, updated_at DESC NULLS LAST, "
        "created_at DESC NULLS LAST",
        games=True,
    ),
    "gradings": _Table(
        "nba_predictions.prediction_accuracy",
        _columns(
            text="player_lookup game_id system_id team_abbr opponent_team_abbr recommendation "
            "line_source void_reason",
            day="game_date",
            exact="predicted_points confidence_score line_value minutes_played absolute_error "
            "signed_error",
            int="actual_points",
            flag="prediction_correct within_3_points within_5_points is_voided has_prop_line",
            stamp="graded_at",
        ),
        stamp="graded_at",
        where="system_id = $champion AND game_date <= $day",
        key="player_lookup, game_id",
        newest="coalesce(recommendation IN ('OVER', 'UNDER'), FALSE) DESC, "
        "graded_at DESC NULLS LAST",
        games=True,
    ),
    "features": _Table(
        "nba_predictions.ml_feature_store_v2",
        _columns(
            text="player_lookup game_id quality_alert_level",
            day="game_date",
            binaries="features",
            flag="is_home",
            int="days_rest default_feature_count",
            exact="feature_quality_score matchup_quality_pct",
            stamp="created_at",
        ),
        stamp="created_at",
        key="player_lookup, game_id",
        newest="created_at DESC NULLS LAST",
        games=True,
    ),
    "factors": _Table(
        "nba_precompute.player_composite_factors",
        _columns(
            text="player_lookup fatigue_context_json",
            day="game_date",
            exact="fatigue_score",
            stamp="processed_at",
        ),
        stamp="processed_at",
        key="player_lookup, game_date",
        newest="processed_at DESC NULLS LAST",
    ),
    "injuries": _Table(
        "nba_raw.nbac_injury_report",
        _columns(
            text="player_lookup injury_status reason game_id",
            day="report_date game_date",
            int="report_hour",
            stamp="processed_at",
        ),
        stamp="processed_at",
        where="player_lookup IS NOT NULL AND report_date <= $day AND (game_date = $day "
        "OR (game_date IS NULL AND report_date >= $day - 2))",
        key="player_lookup",
        newest="report_date DESC, report_hour DESC NULLS LAST, processed_at DESC NULLS LAST",
    ),
    "odds": _Table(
        "nba_raw.bettingpros_player_points_props",
        _columns(
            text="player_lookup bet_side market_type",
            day="game_date",
            exact="points_line",
            int="odds_american",
            flag="is_best_line is_active",
            stamp="created_at",
        ),
        stamp="created_at",
        where="game_date = $day AND is_best_line AND coalesce(market_type, 'points') = 'points'",
    ),
    "defence": _Table(
        "nba_precompute.team_defense_zone_analysis",
        _columns(
            text="team_abbr",
            day="analysis_date",
            exact=f"opponent_points_per_game defensive_rating_last_15 {_ZONES}",
            stamp="processed_at created_at",
        ),
        stamp="coalesce(processed_at, created_at)",
        where="analysis_date <= $day",
        key="team_abbr",
        newest="analysis_date DESC, coalesce(processed_at, created_at) DESC NULLS LAST",
    ),
    "analyses": _Table(
        "nba_precompute.team_defense_zone_analysis",
        _columns(
            text="team_abbr",
            day="analysis_date",
            exact="opponent_points_per_game paint_pct_allowed_last_15 three_pt_pct_allowed_last_15",
            flag="early_season_flag",
            stamp="processed_at created_at",
        ),
        stamp="greatest(processed_at, created_at)",
        where="analysis_date <= $day",
        key="team_abbr, analysis_date",
        newest="coalesce(processed_at, created_at) DESC NULLS LAST",
    ),
    "team_games": _Table(
        "nba_analytics.team_offense_game_summary",
        _columns(
            text="game_id team_abbr quality_tier data_quality_tier",
            day="game_date",
            flag="home_game is_partial_game_data",
            int="points_scored possessions",
            exact="pace",
            stamp="processed_at",
        ),
        stamp="processed_at",
        where="game_date <= $day AND is_partial_game_data IS NOT TRUE "
        "AND points_scored IS NOT NULL",
        key="team_abbr, game_date",
        newest="array_position(['gold', 'silver', 'bronze', 'poor', 'unusable'], "
        "lower(coalesce(quality_tier, data_quality_tier))) NULLS LAST, "
        "possessions DESC NULLS LAST, processed_at DESC NULLS LAST",
    ),
    "performance": _Table(
        "nba_predictions.system_daily_performance",
        _columns(
            text="system_id",
            day="game_date",
            int=_COUNTS,
            exact=f"mae avg_bias {_RATES}",
            stamp="computed_at",
        ),
        stamp="computed_at",
        where="game_date <= $day",
        key="game_date, system_id",
        newest="computed_at DESC NULLS LAST",
    ),
    "links": _Table(
        "nba_analytics.news_player_links",
        _columns(text="player_lookup article_id", stamp="created_at"),
        stamp="created_at",
        key="player_lookup, article_id",
        newest="created_at",
    ),
    "articles": _Table(
        "nba_raw.news_articles_raw",
        _columns(text="article_id source source_url title", stamp="published_at scraped_at"),
        stamp="greatest(published_at, scraped_at)",
        key="article_id",
        newest="published_at DESC NULLS LAST",
    ),
    "insights": _Table(
        "nba_analytics.news_insights",
        _columns(text="article_id category headline", stamp="extracted_at"),
        stamp="extracted_at",
        key="article_id",
        newest="extracted_at DESC NULLS LAST",
    ),
    "zones": _Table(
        "nba_precompute.player_shot_zone_analysis",
        _columns(
            text="player_lookup",
            day="analysis_date",
            exact="paint_rate_last_10 mid_range_rate_last_10 three_pt_rate_last_10",
            stamp="processed_at created_at",
        ),
        stamp="greatest(processed_at, created_at)",
        where="analysis_date <= $day",
        key="player_lookup",
        newest="analysis_date DESC, coalesce(processed_at, created_at) DESC NULLS LAST",
    ),
    "book": _Table(
        "nba_raw.nbac_gamebook_player_stats",
        _columns(
            text="player_lookup game_id",
            day="game_date",
            exact="minutes_decimal",
            stamp="processed_at",
        ),
        stamp="processed_at",
        where="player_lookup IS NOT NULL AND game_date <= $day",
        key="player_lookup, game_date",
        newest="minutes_decimal IS NOT NULL DESC, processed_at DESC NULLS LAST",
    ),
}

_SCHEDULE = _columns(
    text="game_id game_status_text home_team_tricode away_team_tricode",
    day="game_date",
    int="game_status home_team_score away_team_score season_year",
    flag="is_all_star is_regular_season is_playoffs",
    stamp="game_date_est processed_at",
)
_REGISTRY = _columns(
    text="player_lookup player_name team_abbr season position",
    day="last_game_date",
    stamp="processed_at",
)


def open_tables(
    folder: Path, day: date, as_of: datetime, champion: str = "catboost_v9"
) -> duckdb.DuckDBPyConnection:
    """A connection with the tables of one document, in UTC and on one thread.

    `schedule` (game_id, league_id, scores ..., all dates), `registry` (one row per player), `box`
    (with `played` and `dnp`), `context`, `predictions` and `gradings` of the champion, `features`,
    `factors`, `injuries` (one report per player), `odds` (best points lines of the day, every row),
    `defence` (one row per team), `analyses` (one row per team and date), `team_games` (one row per
    team and date, played to the end), `zones` (one row per player), `book`, `performance`,
    `links`, `articles` and `insights` (one row per article); macros `target()` (the day) and
    `season()` (its first year). Those of the last few documents are kept, so that a folder may
    not change.
    """
    connection = _with_views(folder, day, as_of, champion).cursor()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@lru_cache(maxsize=4)
def _with_views(
    folder: Path, day: date, as_of: datetime, champion: str
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    values = {
        "$day": f"DATE '{day.isoformat()}'",
        "$asof": f"TIMESTAMPTZ '{as_of.astimezone(UTC).isoformat()}'",
        "$champion": "'" + champion.replace("'", "''") + "'",
        "$season": str(season_year(day)),
    }

    def run(sql: str) -> None:
        for name, value in values.items():
            sql = sql.replace(name, value)
        connection.execute(sql)

    run("CREATE MACRO target() AS $day")
    run("CREATE MACRO season() AS $season")
    run(_typed(connection, folder, "all_schedule", "nba_raw.nbac_schedule", _SCHEDULE))
    run(_IDENTIFIED)
    run(_SCHEDULE_VIEW)
    run(_typed(connection, folder, "all_registry", "nba_reference.nba_players_registry", _REGISTRY))
    run(_REGISTRY_VIEW)
    for view, table in _VIEWS.items():
        run(_typed(connection, folder, f"all_{view}", table.name, table.columns))
        run(_view(view, table))
    return connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of a query as mappings from column to value."""
    found = connection.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def season_year(day: date) -> int:
    """The year in which the season of `day` began (core 12.6)."""
    return day.year - (day.month < 10)


def league_date(instant: datetime) -> date:
    """The Eastern date, the one before it until 04:00 on the Eastern clock (D10)."""
    eastern = instant.astimezone(zoneinfo.ZoneInfo("America/New_York"))
    return eastern.date() - timedelta(days=eastern.hour < 4)


def _typed(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    view: str,
    table: str,
    columns: dict[str, str],
) -> str:
    """A view of every row, each column of its type, null where the table lacks it."""
    file = str(folder / f"{table}.parquet").replace("'", "''")
    if not (folder / f"{table}.parquet").exists():
        nothing = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
        return f"CREATE VIEW {view} AS SELECT {nothing} WHERE FALSE"
    there = {
        row[0]: row[1]
        for row in connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{file}')").fetchall()
    }
    chosen = ", ".join(
        f'{_cast(name, there[name], kind)} AS "{name}"'
        if name in there
        else f'NULL::{kind} AS "{name}"'
        for name, kind in columns.items()
    )
    return f"CREATE VIEW {view} AS SELECT {chosen} FROM read_parquet('{file}')"


def _cast(name: str, found: str, wanted: str) -> str:
    """The column as its type; what is no number (NaN, infinity) is null (D8)."""
    return f'"{name}"' if found == wanted else f'TRY_CAST("{name}" AS {wanted})'


def _view(view: str, table: _Table) -> str:
    """The rows of one table that count, one per key."""
    standard = "NULL"
    source = f"all_{view} a"
    identified = "TRUE"
    if table.games:
        source += " LEFT JOIN identity i ON i.game_date = a.game_date AND i.league_id = a.game_id"
        standard = "i.standard_id"
        identified = "TRUE" if table.any_game else "is_standard(game_id)"
    if table.by_teams:
        source += _BY_TEAMS
        standard += ", CASE WHEN NOT is_standard(a.game_id) THEN t.standard_id END"
    columns = ", ".join(
        f"coalesce({standard}, a.game_id) AS game_id" if name == "game_id" else f'a."{name}"'
        for name in table.columns
    )
    rows = f"SELECT {columns} FROM {source}"
    extra = f", {table.extra}" if table.extra else ""
    sql = (
        f"CREATE TABLE {view} AS SELECT *{extra} FROM ({rows}) WHERE ({table.where}) "
        f"AND {identified} AND coalesce({table.stamp} <= $asof, TRUE)"
    )
    if table.key:
        rest = ", ".join(f'"{name}" ASC NULLS FIRST' for name in table.columns)
        sql += (
            f" QUALIFY row_number() OVER (PARTITION BY {table.key} "
            f"ORDER BY {table.newest}, {rest}) = 1"
        )
    return sql


_BY_TEAMS = """
LEFT JOIN (
    SELECT DISTINCT standard_id, game_date, home_team_tricode, away_team_tricode FROM league_games
) t ON t.game_date = a.game_date AND a.home_game IS NOT NULL
   AND t.home_team_tricode = CASE WHEN a.home_game THEN a.team_abbr ELSE a.opponent_team_abbr END
   AND t.away_team_tricode = CASE WHEN a.home_game THEN a.opponent_team_abbr ELSE a.team_abbr END
"""

_IDENTIFIED = f"""
CREATE MACRO is_standard(id) AS
    regexp_full_match(id, '[0-9]{{8}}_[A-Z]{{3}}_[A-Z]{{3}}')
    AND id[10:12] IN ({_TEAMS}) AND id[14:16] IN ({_TEAMS});
CREATE TABLE league_games AS
SELECT strftime(game_date, '%Y%m%d') || '_' || away_team_tricode || '_' || home_team_tricode
           AS standard_id,
       game_id AS league_id, * EXCLUDE (game_id)
FROM all_schedule
WHERE is_all_star IS NOT TRUE
  AND home_team_tricode IN ({_TEAMS}) AND away_team_tricode IN ({_TEAMS})
  AND (NOT regexp_full_match(game_id, '00[0-9]{{8}}')
       OR left(game_id, 3) IN ('002', '004', '005', '006'));
CREATE TABLE identity AS
SELECT game_date, league_id, min(standard_id) AS standard_id
FROM league_games GROUP BY ALL;
"""

_SCHEDULE_VIEW = """
CREATE VIEW schedule AS
SELECT standard_id AS game_id, league_id, game_date, game_date_est,
       CASE WHEN known THEN game_status ELSE 1 END AS game_status,
       CASE WHEN known THEN game_status_text END AS game_status_text,
       home_team_tricode, away_team_tricode,
       CASE WHEN known THEN home_team_score END AS home_team_score,
       CASE WHEN known THEN away_team_score END AS away_team_score,
       season_year, is_regular_season, is_playoffs
FROM (SELECT *, coalesce(processed_at <= $asof, TRUE) AS known FROM league_games)
QUALIFY row_number() OVER (
    PARTITION BY standard_id
    ORDER BY known DESC, game_status DESC NULLS LAST, processed_at DESC NULLS LAST,
             league_id, game_date_est, home_team_score, away_team_score) = 1
"""

_REGISTRY_VIEW = """
CREATE VIEW registry AS
SELECT player_lookup, player_name, team_abbr, season, position, last_game_date
FROM (
    SELECT *, coalesce(processed_at <= $asof, TRUE) AS known,
           CASE WHEN last_game_date <= $day THEN last_game_date END AS last_day
    FROM all_registry
    WHERE TRY_CAST(left(season, 4) AS BIGINT) <= $season
)
QUALIFY row_number() OVER (
    PARTITION BY player_lookup
    ORDER BY season DESC, known DESC, last_day DESC NULLS LAST,
             CASE WHEN known THEN processed_at END DESC NULLS LAST,
             processed_at ASC, team_abbr, position, player_name) = 1
"""
