"""The injury report of the simulation: who may miss which game, and who is out.

A regular who misses a game is reported out of it at the hour 17, four times in five; before that
he was questionable. One in sixteen of the others is on the report too, and plays. Half of them all
were on the report of the evening before. Every tenth of them has a report that is not of the game:
one of last month, one that names no game, or the newest of all, which is of another game.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl

from publishing.calendar import EASTERN

STATUSES = ("doubtful", "questionable", "probable", "available")
REASONS = (
    "Injury/Illness - Left Ankle; Sprain",
    "Injury/Illness - Right Knee; Soreness",
    "Injury/Illness - N/A; Illness",
    "Rest",
    None,
)

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "report_date": pl.Date,
    "report_hour": pl.Int64,  # Eastern
    "game_date": pl.Date,
    "game_id": pl.String,
    "player_lookup": pl.String,
    "injury_status": pl.String,
    "reason": pl.String,
}

_Report = tuple[date, int, date | None, str | None, str, str, str | None]


def injuries(
    expected: pl.DataFrame, forecasts: pl.DataFrame, appearances: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """The reports in order of date, hour and player; one was made five minutes after its hour."""
    absent = _absent(forecasts, appearances)
    found: list[_Report] = []
    games = expected.select("game_key", "game_date", "player_lookup")
    for key, day, player in games.iter_rows():
        rng = Random(f"{seed}:injury:{key}:{player}")
        missing = (key, player) in absent
        if rng.random() < (0.8 if missing else 1 / 16):
            status = "out" if missing else rng.choice(STATUSES)
            found += _reports(rng, key, day, player, status)
    return _stamped(pl.DataFrame(found, schema=_SCHEMA, orient="row"))


def none() -> pl.DataFrame:
    """No reports: real box scores hold none."""
    return _stamped(pl.DataFrame(schema=_SCHEMA))


def last_reports(reports: pl.DataFrame) -> pl.DataFrame:
    """The last word before each game: game_key, player_lookup, injury_status."""
    return (
        reports.filter(pl.col("game_id").is_not_null())
        .sort("report_date", "report_hour", descending=True)
        .unique(["game_id", "player_lookup"], keep="first", maintain_order=True)
        .select(pl.col("game_id").alias("game_key"), "player_lookup", "injury_status")
    )


def _absent(forecasts: pl.DataFrame, appearances: pl.DataFrame) -> set[tuple[str, str]]:
    """Game and player of everybody who was expected to play in a game, and did not."""
    pair = ["game_key", "player_lookup"]
    played = appearances.filter(pl.col("pts").is_not_null())
    missed = forecasts.join(played, on=pair, how="anti").join(played, on="game_key", how="semi")
    return set(missed.select(pair).iter_rows())


def _reports(rng: Random, key: str, day: date, player: str, status: str) -> list[_Report]:
    reason = rng.choice(REASONS)
    yesterday, last_month = day - timedelta(days=1), day - timedelta(days=30)
    first = "questionable" if status in ("out", "available") else status
    rows: list[_Report] = [
        (day, 11, day, key, player, first, reason),
        (day, 17, day, key, player, status, reason),
    ]
    if rng.random() < 0.5:
        rows.append((yesterday, 17, day, key, player, "questionable", reason))
    if rng.random() < 0.1:
        rows.append((last_month, 17, last_month, None, player, "out", reason))
    if rng.random() < 0.1:
        rows.append((yesterday, 20, None, None, player, "doubtful", None))
    if rng.random() < 0.1:
        rows.append((day, 18, day + timedelta(days=2), None, player, "out", reason))
    return rows


def _stamped(rows: pl.DataFrame) -> pl.DataFrame:
    hour = pl.col("report_date").cast(pl.Datetime("us")) + pl.duration(
        hours=pl.col("report_hour"), minutes=5
    )
    made_at = hour.dt.replace_time_zone(str(EASTERN)).dt.convert_time_zone("UTC")
    return rows.with_columns(made_at.alias("processed_at")).sort(
        "report_date", "report_hour", "player_lookup", "game_date", nulls_last=True
    )
