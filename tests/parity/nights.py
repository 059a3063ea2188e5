"""The nights of the golden documents: the warehouse as it was known, before a date and after it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines import export

Json = dict[str, Any]
Phase = Literal["pregame", "settled"]

DAYS = (date(2024, 3, 25), date(2024, 4, 2), date(2024, 4, 8), date(2024, 4, 10))

_OF_GAMES = (
    "player_game_summary prediction_accuracy system_daily_performance team_offense_game_summary "
    "nbac_gamebook_player_stats"
).split()
"""Tables that have rows of games that were played: those of the date come with its settling."""

_KNOWN_BY = {
    "upcoming_player_game_context": "game_date",
    "player_prop_predictions": "game_date",
    "player_composite_factors": "game_date",
    "ml_feature_store_v2": "game_date",
    "bettingpros_player_points_props": "game_date",
    "team_defense_zone_analysis": "analysis_date",
    "player_shot_zone_analysis": "analysis_date",
    "nbac_injury_report": "report_date",
}
"""Tables of what is known on the morning of a date, with the column of the date."""


@dataclass(frozen=True)
class Night:
    """A date as it was published before its games, or on the morning after."""

    day: date
    phase: Phase

    def __str__(self) -> str:
        return f"{self.day}/{self.phase}"

    @property
    def as_of(self) -> datetime:
        """The frozen clock of the golden documents."""
        if self.phase == "pregame":
            return datetime.combine(self.day, time(18), UTC)
        return datetime.combine(self.day + timedelta(days=1), time(15, 30), UTC)

    @property
    def season(self) -> int:
        """The year in which the season began."""
        return self.day.year - (self.day.month < 10)


NIGHTS = tuple(Night(day, phase) for day in DAYS for phase in ("pregame", "settled"))


@dataclass(frozen=True)
class Edition:
    """One night with what both systems published of it; `warehouse` is what they read."""

    night: Night
    golden: Path
    warehouse: Path
    output: Path

    @cached_property
    def golden_paths(self) -> tuple[str, ...]:
        """The documents of the previous system."""
        return tuple(
            file.relative_to(self.golden).as_posix()
            for file in sorted(self.golden.rglob("*.json"))
            if not file.name.startswith("_")
        )

    @cached_property
    def _golden_headers(self) -> Json:
        return _object(self.golden / "_headers.json")

    def before(self, path: str) -> Json:
        """A document of the previous system."""
        return _object(self.golden / path)

    def after(self, path: str) -> Json | None:
        """The document that is published now; None when there is none."""
        file = self.output / path
        return _object(file) if file.is_file() else None

    def headers(self, path: str) -> tuple[Json, Json]:
        """What a document was served with before, and what it is served with now."""
        return tuple(  # type: ignore[return-value]
            {"Content-Type": found["content_type"], "Cache-Control": found["cache_control"]}
            for found in (
                self._golden_headers[f"v1/{path}"],
                _object(self.output / f"{path}.meta"),
            )
        )


def cut(source: Path, night: Night, folder: Path) -> None:
    """The warehouse as it was known on a night, as Parquet in a folder."""
    folder.mkdir(parents=True)
    day = f"DATE '{night.day}'"
    settled = night.phase == "settled"
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    for file in sorted(source.glob("*.parquet")):
        table = file.stem.partition(".")[2]
        columns, where = "*", "TRUE"
        if table in _OF_GAMES:
            where = f"game_date {'<=' if settled else '<'} {day}"
        elif table in _KNOWN_BY:
            where = f"{_KNOWN_BY[table]} <= {day}"
        elif table.startswith("news_articles"):
            where = f"published_at <= {day} + TIME '18:00:00'"
        elif table == "nbac_schedule":
            ahead = f"game_date {'>' if settled else '>='} {day}"
            columns = f"""* REPLACE (
                CASE WHEN {ahead} THEN 1 ELSE game_status END AS game_status,
                CASE WHEN NOT ({ahead}) THEN home_team_score END AS home_team_score,
                CASE WHEN NOT ({ahead}) THEN away_team_score END AS away_team_score)"""
        connection.execute(
            f"COPY (SELECT {columns} FROM '{file}' WHERE {where}) "
            f"TO '{folder / file.name}' (FORMAT parquet)"
        )


def publish(edition: Edition, job_types: str, players: set[str]) -> None:
    """Runs the exports of a night through the command, without Beam; it must not fail."""
    beside = edition.output.parent
    arguments = [
        "--engine=inline",
        f"--warehouse=parquet:{edition.warehouse}",
        f"--output={edition.output}",
        f"--manifest={beside / 'record.json'}",
        f"--dead_letters={beside / 'dead'}",
        f"--date={edition.night.day}",
        f"--as_of={edition.night.as_of.isoformat()}",
        f"--only={job_types}",
        *([f"--players={','.join(sorted(players))}"] if players else []),
    ]
    assert export.main(arguments) == 0


def _object(file: Path) -> Json:
    found = json.loads(file.read_bytes())
    assert isinstance(found, dict), file
    return found
