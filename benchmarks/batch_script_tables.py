"""The script's tables: one row per key, every game under its standard id."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

from benchmarks.batch_script_reads import Reads, season_of

WORDS = "…"
"""Stands for a sentence."""

Row = dict[str, Any]

_GAME = ["player_lookup", "game_id"]
_LEAGUE = ~col("is_all_star").fill_null(value=False) & (
    ~col("game_id").str.contains(r"^00\d{8}$") | col("game_id").str.contains("^00[2456]")
)


class Tables:
    """Every row that the documents of one date are made of, one per key."""

    def __init__(self, warehouse: Path, day: date, as_of: datetime) -> None:
        self.day, self.as_of = day, as_of
        self.season = season_of(day)
        reads = Reads(warehouse, day, as_of)
        scans = {
            "schedule": reads.schedule(),
            "context": reads.context(),
            "predictions": reads.predictions(),
            "gradings": reads.gradings(),
            "features": reads.features(),
            "factors": reads.factors(),
            "injuries": reads.injuries(),
            "odds": reads.odds(),
            "defense": reads.defense(),
            "registry": reads.registry(),
            "performance": reads.performance(),
            "box": reads.box(),
        }
        found = dict(zip(scans, pl.collect_all(list(scans.values())), strict=True))
        self._schedule = found["schedule"].filter(_LEAGUE)
        self._league_ids = self._schedule.select(
            "game_date",
            "game_id",
            standard=col("game_date").dt.strftime("%Y%m%d_")
            + col("away_team_tricode")
            + "_"
            + col("home_team_tricode"),
        ).unique(["game_date", "game_id"])
        self.context = self._standard(found["context"]).unique(_GAME, keep="first")
        self.predictions = self._standard(found["predictions"]).unique(_GAME, keep="first")
        self.gradings = self._standard(found["gradings"]).unique(_GAME, keep="first")
        self.features = self._standard(found["features"]).unique(_GAME, keep="first")
        self.box = self._standard(found["box"])
        self.performance = found["performance"]
        self.factors = _by_player(found["factors"])
        self.injuries = _by_player(found["injuries"])
        self.registry = _by_player(found["registry"])
        self.odds = {row[:3]: row[3] for row in found["odds"].iter_rows()}
        self.defense = {row["team_abbr"]: row for row in found["defense"].iter_rows(named=True)}

    @cached_property
    def games(self) -> list[Row]:
        """The date's games by tip-off."""
        found = (
            self._schedule.filter(
                (col("game_date") == self.day)
                & (col("processed_at").fill_null(self.as_of) <= self.as_of)
            )
            .join(self._league_ids, on=["game_date", "game_id"])
            .sort("game_status", "processed_at", descending=True, nulls_last=True)
            .unique("standard", keep="first")
        )
        return found.sort("game_date_est", "standard", nulls_last=True).to_dicts()

    @cached_property
    def ranks(self) -> dict[str, tuple[int, Decimal | None]]:
        """By team: its place among the defences, 1 allows the fewest, and what it allows."""
        found = {team: row["opponent_points_per_game"] for team, row in self.defense.items()}
        return {
            team: (
                1 + sum(mine is not None and (one is None or one < mine) for one in found.values()),
                mine,
            )
            for team, mine in found.items()
        }

    def name(self, lookup: str) -> str:
        """As the registry has it."""
        found = self.registry.get(lookup)
        return found["player_name"] if found else lookup

    def _standard(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of known games, each under its standard id."""
        is_standard = col("game_id").str.contains("_", literal=True)
        found = frame.filter(~is_standard)
        if found.is_empty():
            return frame
        joined = frame.join(
            self._league_ids, on=["game_date", "game_id"], how="left", maintain_order="left"
        )
        return joined.with_columns(
            game_id=pl.when(is_standard).then("game_id").otherwise("standard")
        ).drop("standard")


def _by_player(ascending: pl.DataFrame) -> dict[str, Row]:
    return {row["player_lookup"]: row for row in ascending.iter_rows(named=True)}
