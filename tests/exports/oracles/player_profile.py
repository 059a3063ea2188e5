"""`players/{player_lookup}.json` computed a second time, from core 7 (S, D and additive L keys)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from tests.exports.oracles.predicted_players import PREDICTED, numbers
from tests.exports.oracles.rounding import ratio, rounded
from tests.exports.oracles.tables import league_date, open_tables, rows
from tests.exports.oracles.texts import TEXT, Saying

Json = dict[str, Any]
ByPlayer = dict[str, list[Json]]

_LOG = """
SELECT b.player_lookup, b.game_date, b.opponent_team_abbr, b.played, b.dnp_reason,
       b.minutes_played, b.points_line, b.over_under_result, b.points, b.assists, b.steals,
       b.blocks, b.turnovers, b.fg_makes, b.fg_attempts, b.three_pt_makes, b.three_pt_attempts,
       b.ft_makes, b.ft_attempts, b.offensive_rebounds + b.defensive_rebounds AS rebounds,
       is_standard(b.game_id) AND suffix(b.game_id, '_' || b.team_abbr) AS at_home,
       CASE WHEN s.home_team_score = s.away_team_score OR s.home_team_score IS NULL
                 OR s.away_team_score IS NULL THEN coalesce(b.plus_minus, 0)
            WHEN b.team_abbr = s.home_team_tricode THEN s.home_team_score - s.away_team_score
            WHEN b.team_abbr = s.away_team_tricode THEN s.away_team_score - s.home_team_score
            ELSE coalesce(b.plus_minus, 0) END > 0 AS won
FROM box b LEFT JOIN schedule s ON s.game_id = b.game_id AND s.game_status = 3
QUALIFY row_number() OVER (PARTITION BY b.player_lookup ORDER BY b.game_date DESC) <= 50
ORDER BY b.player_lookup, b.game_date DESC
"""

# One row per game and split that it is in.
_SPLITS = """
WITH games AS (
    SELECT player_lookup, points, over_under_result, opponent_team_abbr,
           CASE WHEN is_standard(game_id)
                THEN suffix(game_id, '_' || team_abbr) END AS at_home,
           game_date - lag(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date) AS gap
    FROM box WHERE played AND season_year >= 2021
), labelled AS (
    SELECT player_lookup, points, over_under_result, unnest([
        CASE WHEN gap = 1 THEN 'b2b' WHEN gap = 2 THEN 'one_day' WHEN gap = 3 THEN 'two_day'
             WHEN gap >= 4 THEN 'three_plus' END,
        CASE WHEN at_home THEN 'home' WHEN NOT at_home THEN 'away' END,
        'against ' || opponent_team_abbr]) AS split
    FROM games
)
SELECT player_lookup, split, count(*) AS games, sum(points) AS points,
       count(*) FILTER (over_under_result = 'OVER') AS overs,
       count(*) FILTER (over_under_result IN ('OVER', 'UNDER')) AS results
FROM labelled WHERE split IS NOT NULL
GROUP BY player_lookup, split
"""

_NEWS = """
SELECT l.player_lookup, a.source, a.source_url, a.title, a.published_at, i.category, i.headline
FROM links l JOIN articles a USING (article_id) LEFT JOIN insights i USING (article_id)
QUALIFY row_number() OVER (
    PARTITION BY l.player_lookup ORDER BY a.published_at DESC NULLS LAST, article_id) <= 5
ORDER BY l.player_lookup, a.published_at DESC NULLS LAST, article_id
"""

_NEXT = """
WITH coming AS (
    SELECT c.*, s.game_status,
           regexp_matches(lower(coalesce(s.game_status_text, '')), 'postponed|ppd|cancel') AS off
    FROM context c LEFT JOIN schedule s ON s.game_id = c.game_id
    WHERE c.game_date >= target()
)
SELECT c.player_lookup, c.game_date, c.game_id, c.opponent_team_abbr,
       coalesce(c.home_game, suffix(c.game_id, '_' || c.team_abbr)) AS at_home,
       p.player_lookup IS NOT NULL AS predicted
FROM coming c
LEFT JOIN predictions p ON p.player_lookup = c.player_lookup AND p.game_id = c.game_id
WHERE NOT off AND (c.game_date > target() OR (NOT $past AND c.game_status IS DISTINCT FROM 3))
QUALIFY row_number() OVER (PARTITION BY c.player_lookup ORDER BY c.game_date, c.game_id) = 1
"""

_SOURCES = {"espn": "ESPN", "cbs": "CBS Sports", "rotowire": "RotoWire", "yahoo": "Yahoo Sports"}


def documents(
    warehouse: Path,
    game_date: date,
    as_of: datetime,
    champion: str = "catboost_v9",
    min_games: int = 5,
    players: Collection[str] | None = None,
) -> dict[str, Json]:
    """By player_lookup: all who were predicted often enough, or just those who are named."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        tables.execute(PREDICTED)
        fewest = min_games if players is None else 1
        predicted = {
            row["player_lookup"]: row
            for row in rows(tables, f"SELECT * FROM predicted WHERE games_predicted >= {fewest}")
            if players is None or row["player_lookup"] in players
        }
        past = "TRUE" if game_date < league_date(as_of) else "FALSE"
        log, split, news = (_by_player(tables, sql) for sql in (_LOG, _SPLITS, _NEWS))
        coming = _by_player(tables, _NEXT.replace("$past", past))
    stamp = as_of.astimezone(UTC).isoformat(timespec="microseconds")
    found = {
        player: _document(
            row,
            stamp,
            log.get(player, []),
            split.get(player, []),
            news.get(player, []),
            coming.get(player, []),
        )
        for player, row in predicted.items()
    }
    unknown = set(players or ()) - predicted.keys()
    return found | {player: _without_profile(player, stamp) for player in unknown}


def _by_player(tables: duckdb.DuckDBPyConnection, sql: str) -> ByPlayer:
    found: ByPlayer = {}
    for row in rows(tables, sql):
        found.setdefault(row["player_lookup"], []).append(row)
    return found


def _without_profile(player: str, stamp: str) -> Json:
    return {
        "player_lookup": player,
        "player_full_name": player,
        "generated_at": stamp,
        "recent_news": [],
        "summary": None,
        "interpretation": {"error": TEXT},
        "game_log": [],
        "splits": {},
        "our_track_record": {},
        "next_game": None,
    }


def _document(
    row: Json,
    stamp: str,
    log: list[Json],
    split: list[Json],
    news: list[Json],
    coming: list[Json],
) -> Json:
    said, name = numbers(row), row["player_name"] or row["player_lookup"]
    return {
        "player_lookup": row["player_lookup"],
        "player_full_name": name,
        "generated_at": stamp,
        "recent_news": [_article(one) for one in news],
        "summary": {
            "team": row["team"],
            "team_abbr": row["team"],
            "games_predicted": row["games_predicted"],
            "total_recommendations": said["recommendations"],
            "correct": said["wins"],
            "mae": said["mae"],
            "win_rate": said["win_rate"],
            "bias": said["bias"],
            "avg_confidence": said["avg_confidence"],
            "within_3_pct": said["within_3_pct"],
            "within_5_pct": said["within_5_pct"],
            "date_range": {
                "first": row["first_date"].isoformat(),
                "last": row["last_date"].isoformat(),
            },
            "player_name": name,
        },
        "interpretation": _interpretation(row["games_predicted"], said),
        "game_log": [_logged(one) for one in log],
        "splits": _splits({one["split"]: one for one in split}),
        "our_track_record": {
            "total_predictions": row["predictions"],
            "overall": {
                "wins": said["wins"],
                "losses": said["losses"],
                "pct": said["win_rate"],
            },
            "over_calls": said["over_calls"],
            "under_calls": said["under_calls"],
            "avg_error": said["mae"],
            "bias": said["bias"],
            "within_3_pts": said["within_3_pct"],
            "within_5_pts": said["within_5_pct"],
        },
        "next_game": _next(coming[0]) if coming else None,
    }


def _article(row: Json) -> Json:
    title, prefix, at = row["title"], row["source"].partition("_"), row["published_at"]
    return {
        "headline": row["headline"] or (title if len(title) <= 50 else title[:47] + "..."),
        "category": row["category"],
        "source": _SOURCES.get(prefix[0], row["source"]) if prefix[1] else row["source"],
        "source_url": row["source_url"],
        "published_at": None if at is None else at.astimezone(UTC).isoformat(),
    }


def _interpretation(games: int, said: Json) -> Json:
    found: Json = {}
    bias, won = said["bias"], said["win_rate"]
    if bias is not None:
        strength = "significantly" if abs(bias) > 3 else "slightly"
        way = "under-" if bias < 0 else "over-"
        words = (strength, way) if abs(bias) > 1 else ("well calibrated",)
        found["bias"] = Saying(*words, f"{abs(bias):.2f}")
    if won is not None and said["recommendations"] >= 5:
        word = "below average"
        for least, better in ((0.55, "average"), (0.70, "good"), (0.85, "excellent")):
            word = better if won >= least else word
        found["accuracy"] = Saying(f"is {word}")
    size = "limited" if games < 5 else "moderate" if games < 15 else "large"
    return found | {"sample_size": Saying(size)}


def _logged(row: Json) -> Json:
    line, played = row["points_line"], row["played"]
    scored = row if played else dict.fromkeys(row)

    def made(kind: str) -> str | None:
        tried = scored[f"{kind}_attempts"]
        return f"{scored[f'{kind}_makes'] or 0}/{tried}" if tried else None

    return {
        "game_date": row["game_date"].isoformat(),
        "opponent": row["opponent_team_abbr"],
        "home_game": row["at_home"],
        "team_result": "W" if row["won"] else "L",
        "points": scored["points"],
        "minutes": rounded(row["minutes_played"], 2),
        "fg": made("fg"),
        "fg_makes": scored["fg_makes"],
        "fg_attempts": scored["fg_attempts"],
        "three": made("three_pt"),
        "three_makes": scored["three_pt_makes"],
        "three_attempts": scored["three_pt_attempts"],
        "ft": made("ft"),
        "ft_makes": scored["ft_makes"],
        "ft_attempts": scored["ft_attempts"],
        **{name: scored[name] for name in ("rebounds", "assists", "steals", "blocks", "turnovers")},
        "line": rounded(line, 2),
        "over_under": scored["over_under_result"],
        "margin": rounded(row["points"] - line, 2) if played and line is not None else None,
        "did_not_play": not played,
        "dnp_reason": row["dnp_reason"],
    }


def _splits(found: dict[str, Json]) -> Json:
    rest = "b2b one_day two_day three_plus".split()
    against = [
        {"team": name.removeprefix("against "), **_split(one)}
        for name, one in found.items()
        if name.startswith("against ") and one["games"] >= 2
    ]
    return {
        "rest": {name: _split(found.get(name)) for name in rest},
        "location": {name: _split(found.get(name)) for name in ("home", "away")},
        "opponents": sorted(against, key=lambda one: (-one["games"], -one["avg"], one["team"])),
    }


def _split(row: Json | None) -> Json:
    if row is None:
        return {"avg": None, "games": 0, "vs_line_pct": None}
    return {
        "avg": rounded(ratio(row["points"], row["games"]), 1),
        "games": row["games"],
        "vs_line_pct": rounded(ratio(row["overs"], row["results"]), 2),
    }


def _next(row: Json) -> Json:
    return {
        "game_date": row["game_date"].isoformat(),
        "game_id": row["game_id"],
        "opponent": row["opponent_team_abbr"],
        "home_game": row["at_home"],
        "has_prediction": row["predicted"],
    }
