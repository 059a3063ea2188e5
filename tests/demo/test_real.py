from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from demo import appearances, lines, source, warehouse
from demo.models import CHAMPION

PREDICTIONS = "nba_predictions.player_prop_predictions.parquet"


@pytest.mark.parametrize(
    ("season", "day", "games", "rows"),
    [("2018-19", date(2018, 11, 23), 14, 27_862), ("2023-24", date(2024, 4, 2), 9, 28_086)],
)
def test_a_real_season_becomes_tables(
    real_seasons: Path, tmp_path: Path, season: str, day: date, games: int, rows: int
) -> None:
    started = time.perf_counter()
    made = source.real(real_seasons / f"player_games_{season}.parquet")
    counts = warehouse.build(made, tmp_path, day)
    assert time.perf_counter() - started < 15
    assert counts["nba_analytics.player_game_summary"] == rows
    assert counts["nba_raw.nbac_schedule"] == 1312
    assert "nba_raw.bdl_player_boxscores" not in counts
    schedule = pl.read_parquet(tmp_path / "nba_raw.nbac_schedule.parquet")
    assert schedule["game_id"].str.contains(r"^00[24]\d{7}$").all()
    assert schedule["game_id"].is_unique().all()
    champion = pl.read_parquet(tmp_path / PREDICTIONS).filter(pl.col("system_id") == CHAMPION)
    assert champion["game_date"].unique().to_list() == [day]
    assert champion["game_id"].n_unique() == games
    assert champion["player_lookup"].is_unique().all()
    assert champion.height > 9 * 2 * games
    assert champion["line_source"].unique().to_list() == ["ESTIMATED_AVG"]
    truth = made.appearances.filter(pl.col("game_date") == day)
    both = champion.join(truth, on="player_lookup")
    error = (both["predicted_points"].cast(pl.Float64) - both["pts"]).abs().mean()
    assert isinstance(error, float)
    assert error < 6


def test_real_lines_are_used(real_seasons: Path, tmp_path: Path) -> None:
    quotes = real_seasons / "points_lines_2024-03-02_2024-04-14.parquet"
    made = source.real(real_seasons / "player_games_2023-24.parquet", quotes)
    assert made.names > 250
    assert len(made.unresolved) / made.names < 0.02
    day = date(2024, 4, 2)
    warehouse.build(made, tmp_path, day)
    rows = pl.read_parquet(tmp_path / PREDICTIONS)
    assert set(rows["line_source"]) == {"ODDS_API", "NO_PROP_LINE"}
    real = rows.filter("has_prop_line")
    assert real["current_points_line"].null_count() == 0
    assert 0.3 < real.height / rows.height < 0.9
    none = rows.filter(~pl.col("has_prop_line"))
    assert none["recommendation"].unique().to_list() == ["NO_LINE"]


def test_names_are_resolved_to_the_right_players(real_seasons: Path) -> None:
    quotes = real_seasons / "points_lines_2024-03-02_2024-04-14.parquet"
    games = appearances.from_file(real_seasons / "player_games_2023-24.parquet")
    rows = pl.read_parquet(quotes).select("game_date", "player_name", "pts").unique()
    found = lines.resolve(rows["player_name"].unique().to_list(), games["player_lookup"].unique())
    rows = rows.with_columns(pl.col("player_name").replace_strict(found).alias("player_lookup"))
    both = rows.join(games, on=["game_date", "player_lookup"], how="left", suffix="_box")
    wrong = both.filter(pl.col("pts").ne_missing(pl.col("pts_box")))
    assert wrong.height / both.height < 0.01
