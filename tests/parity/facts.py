"""What the warehouse of one night holds, read with DuckDB; nothing here comes from the product."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.parity.nights import Night

Row = dict[str, Any]
CHAMPION = "catboost_v9"
OFFERED = frozenset({"ACTUAL_PROP", "ODDS_API", "BETTINGPROS"})
"""Sources of lines that somebody offers."""

_BOX = (
    "player_lookup, game_date, game_id, team_abbr, opponent_team_abbr, season_year, points, "
    "minutes_played, points_line, over_under_result, coalesce(is_dnp, FALSE) AS dnp, processed_at"
)


class Facts:
    """The rows of one cut warehouse, each table read once.

    `golden` are the documents of before: the model of before breaks ties as they did.
    """

    def __init__(self, night: Night, warehouse: Path, golden: Path) -> None:
        self.night = night
        self.golden = golden
        self._warehouse = warehouse
        self._connection = duckdb.connect(config={"threads": 1})
        self._connection.execute("SET TimeZone = 'UTC'")
        self._kept: dict[object, Any] = {}

    def kept(self, name: object, make: Callable[[], Any]) -> Any:
        """What `make` returns, made once for a name."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def published(self, path: str) -> dict[str, Any]:
        """A document of before."""
        found: dict[str, Any] = json.loads((self.golden / path).read_bytes())
        return found

    def rows(self, table: str, columns: str = "*", where: str = "TRUE") -> list[Row]:
        """Rows of a table; `$day` in `where` is the date of the night."""
        file = next(self._warehouse.glob(f"*.{table}.parquet"))
        condition = where.replace("$day", f"DATE '{self.night.day}'")
        found = self._connection.execute(f"SELECT {columns} FROM '{file}' WHERE {condition}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def known(self, stamp: datetime | None) -> bool:
        """Whether a row with this stamp was there by the as-of (D25)."""
        return stamp is None or stamp <= self.night.as_of

    @cached_property
    def box(self) -> dict[str, list[Row]]:
        """The official lines before the date, by player, newest first; did-not-plays too."""
        rows = self.rows("player_game_summary", _BOX, "game_date < $day")
        return by_player(sorted(rows, key=lambda row: row["game_date"], reverse=True))

    def played(self, player: str) -> list[Row]:
        """Those of games that he played (D17)."""
        return [row for row in self.box.get(player, ()) if is_played(row)]

    @cached_property
    def boxed_tonight(self) -> dict[str, Row]:
        """The official lines of the date, by player."""
        rows = self.rows("player_game_summary", _BOX, "game_date = $day")
        return {row["player_lookup"]: row for row in rows}

    @cached_property
    def predictions(self) -> dict[str, list[Row]]:
        """The champion's predictions of the date, every version, by player."""
        where = f"game_date = $day AND system_id = '{CHAMPION}'"
        return by_player(self.rows("player_prop_predictions", "*", where))

    @cached_property
    def gradings(self) -> list[Row]:
        """The champion's gradings up to the date, every row."""
        where = f"game_date <= $day AND system_id = '{CHAMPION}'"
        return self.rows("prediction_accuracy", "*", where)

    @cached_property
    def graded_tonight(self) -> dict[str, list[Row]]:
        """Those of the date, by player."""
        return by_player(row for row in self.gradings if row["game_date"] == self.night.day)

    @cached_property
    def features(self) -> dict[str, Row]:
        """What the models knew of each player for the date."""
        columns = (
            "player_lookup, game_id, features, is_home, days_rest, quality_alert_level, "
            "feature_quality_score, default_feature_count"
        )
        return one_each(self.rows("ml_feature_store_v2", columns, "game_date = $day"))

    @cached_property
    def contexts(self) -> dict[str, Row]:
        """The game of the date that each player is expected in."""
        columns = (
            "player_lookup, game_id, team_abbr, opponent_team_abbr, home_game, back_to_back, "
            "days_rest"
        )
        return one_each(self.rows("upcoming_player_game_context", columns, "game_date = $day"))

    @cached_property
    def fatigue(self) -> dict[str, Row]:
        """How fresh each player is for the date."""
        columns = "player_lookup, fatigue_score"
        return one_each(self.rows("player_composite_factors", columns, "game_date = $day"))

    @cached_property
    def injuries(self) -> dict[str, list[Row]]:
        """Every injury report up to the date, by player, newest first."""
        rows = self.rows("nbac_injury_report", "*", "report_date <= $day")
        rows.sort(key=lambda row: (row["report_date"], row["report_hour"]), reverse=True)
        return by_player(rows)

    @cached_property
    def prices(self) -> dict[str, list[Row]]:
        """The best prices of the date, of every market, by player."""
        columns = "player_lookup, market_type, points_line, lower(bet_side) AS side, odds_american"
        where = "game_date = $day AND is_best_line"
        return by_player(self.rows("bettingpros_player_points_props", columns, where))

    @cached_property
    def registry(self) -> dict[str, list[Row]]:
        """The seasons of each player in the registry, one row a team."""
        return by_player(self.rows("nba_players_registry"))

    def registered(self, player: str) -> Row | None:
        """His newest season, by then of the team of his last game (D18, D25)."""
        label = f"{self.night.season}-{(self.night.season + 1) % 100:02d}"
        rows = [row for row in self.registry.get(player, ()) if row["season"] <= label]

        def place(row: Row) -> tuple[Any, ...]:
            last = row["last_game_date"]
            past = last is not None and last <= self.night.day
            known = self.known(row["processed_at"])
            seconds = row["processed_at"].timestamp()
            return (
                row["season"],
                known,
                last if past else date.min,
                seconds if known else -seconds,
                row["team_abbr"],
            )

        return max(rows, key=place, default=None)

    def registered_last(self, player: str) -> Row | None:
        """His newest season of the team of his last game, whenever the registry learned it."""
        rows = self.registry.get(player, ())
        return max(rows, key=lambda row: (row["season"], row["last_game_date"]), default=None)

    @cached_property
    def games(self) -> list[Row]:
        """The games of the date, each with its standard `key`."""
        rows = self.rows("nbac_schedule", "*", "game_date = $day")
        for row in rows:
            teams = f"{row['away_team_tricode']}_{row['home_team_tricode']}"
            row["key"] = f"{self.night.day:%Y%m%d}_{teams}"
        return rows

    @property
    def settled(self) -> bool:
        """Whether the date will not change any more: every game final, every pick graded (D3)."""
        picked = {
            player
            for player, rows in self.predictions.items()
            for row in rows
            if row["is_active"]
            and row["line_source"] in OFFERED
            # A line of 20 is never graded (core 11).
            and row["current_points_line"] != 20
            and self.known(row["created_at"])
        }
        final = all(game["game_status"] == 3 for game in self.games)
        return self.night.phase == "settled" and final and picked <= self.graded_tonight.keys()

    @cached_property
    def performance(self) -> dict[str, list[Row]]:
        """The dates of each system, up to the date."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("system_daily_performance", "*", "game_date <= $day"):
            found.setdefault(row["system_id"], []).append(row)
        return found


def is_played(row: Row) -> bool:
    """A played game (D17)."""
    return not row["dnp"] and row["points"] is not None


def by_player(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each player, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["player_lookup"], []).append(row)
    return found


def one_each(rows: Iterable[Row]) -> dict[str, Row]:
    """The only row of each player."""
    found: dict[str, Row] = {}
    for row in rows:
        assert row["player_lookup"] not in found, row
        found[row["player_lookup"]] = row
    return found


def in_eastern(instant: datetime) -> str:
    """`7:30 PM ET` (D12)."""
    return instant.astimezone(ZoneInfo("America/New_York")).strftime("%I:%M %p ET").lstrip("0")


def days_before(day: date, days: int) -> date:
    """The date so many days earlier."""
    return day - timedelta(days=days)
