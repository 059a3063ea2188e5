"""Where players shot from, and how long they played by the gamebook."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import mean, pstdev

import polars as pl
import pytest

from demo import appearances
from demo.season import NIGHT
from demo.source import Source
from tests.demo.conftest import table

ZONES = "nba_precompute.player_shot_zone_analysis"
BOOK = "nba_raw.nbac_gamebook_player_stats"
BOXES = "nba_analytics.player_game_summary"
PAINT, MIDDLE, THREE = (f"{zone}_rate_last_10" for zone in ("paint", "mid_range", "three_pt"))


def three_rate(rows: pl.DataFrame, player: str, day: date) -> float:
    """The share of threes among his shots in the last ten known games before a date."""
    mine = rows.filter(pl.col("player_lookup") == player, pl.col("game_date") < day)
    lines = mine.filter(pl.col("fga").is_not_null(), pl.col("fg3a").is_not_null())
    assert lines.height >= 3
    sums = lines.sort("game_date").tail(10).select(pl.col("fg3a").sum(), pl.col("fga").sum())
    ((threes, shots),) = sums.rows()
    return 100 * float(threes / shots)


def check(stored: pl.DataFrame, rows: pl.DataFrame) -> None:
    for row in stored.sample(40, seed=5).to_dicts():
        day = row["analysis_date"]
        rate = three_rate(rows, row["player_lookup"], day)
        assert float(row[THREE]) == pytest.approx(rate, abs=0.005 + 1e-9)
        yesterday = (pl.col("game_date") == day - timedelta(days=1)) & pl.col("pts").is_not_null()
        played = rows.filter(yesterday, pl.col("player_lookup") == row["player_lookup"])
        assert played.height == 1
        assert row["processed_at"].date() == day


def newest(rows: pl.DataFrame) -> pl.DataFrame:
    key = ["player_lookup", "analysis_date"]
    return rows.sort("processed_at").unique(key, keep="last", maintain_order=True)


def test_zones_of_the_simulation(written: Path, simulation: Source) -> None:
    stored = newest(table(written, ZONES))
    check(stored, simulation.appearances)
    total = stored[PAINT] + stored[MIDDLE] + stored[THREE]
    assert set(total) == {Decimal(100)}
    assert stored["analysis_date"].max() == NIGHT
    for column in (PAINT, MIDDLE, THREE):
        assert stored[column].cast(pl.Float64).is_between(0, 100).all()


def test_a_simulated_player_keeps_his_tendency(written: Path, simulation: Source) -> None:
    rates: dict[str, list[float]] = {}
    for row in newest(table(written, ZONES)).to_dicts():
        if row[THREE] < 90:
            share = float(row[PAINT] / (100 - row[THREE]))
            rates.setdefault(row["player_lookup"], []).append(share)
    regulars = {player: shares for player, shares in rates.items() if len(shares) >= 10}
    assert len(regulars) > 200
    assert max(pstdev(shares) for shares in regulars.values()) < 0.001
    # Players differ, and centers live in the paint.
    assert pstdev(mean(shares) for shares in regulars.values()) > 0.1
    assert simulation.season is not None
    players = [player for roster in simulation.season.rosters.values() for player in roster]
    centers = {player.lookup for player in players if player.position == "C"}
    guards = {player.lookup for player in players if player.position == "G"}
    assert min(mean(regulars[one]) for one in regulars.keys() & centers) > max(
        mean(regulars[one]) for one in regulars.keys() & guards
    )


def test_some_players_were_never_analysed_and_some_rows_were_put_right(
    written: Path, simulation: Source
) -> None:
    stored = table(written, ZONES)
    played = simulation.before_night().filter(pl.col("pts").is_not_null())
    regulars = played.group_by("player_lookup").len().filter(pl.col("len") >= 20)
    without = set(regulars["player_lookup"]) - set(stored["player_lookup"])
    assert 5 < len(without) < 20
    wrong = stored.join(newest(stored), on=stored.columns, how="anti")
    assert wrong.height == pytest.approx(stored.height / 102, abs=1)
    assert set(wrong[THREE]) == {Decimal(100)}


@pytest.mark.parametrize("season", ["2018-19", "2023-24"])
def test_real_box_scores_tell_threes_alone(
    real_seasons: Path, season: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(f"written_{season[:2]}{season[-2:]}")
    stored = table(folder, ZONES)
    check(stored, appearances.from_file(real_seasons / f"player_games_{season}.parquet"))
    assert stored[THREE].null_count() == 0
    assert stored[PAINT].null_count() == stored[MIDDLE].null_count() == stored.height
    assert stored.select("player_lookup", "analysis_date").is_unique().all()


def test_the_gamebook_has_everybody_who_was_listed(written: Path, simulation: Source) -> None:
    book = table(written, BOOK)
    key = ["player_lookup", "game_date"]
    first = book.sort("processed_at").unique(key, keep="first")
    both = first.join(simulation.appearances, on=key, how="full", coalesce=True)
    assert both.height == first.height == simulation.appearances.height
    assert both["minutes_decimal"].equals(both["minutes"])
    assert (both["minutes_decimal"].is_null() == both["pts"].is_null()).all()


def test_the_gamebook_is_there_twice_in_places(written: Path) -> None:
    book = table(written, BOOK)
    twice = book.group_by("player_lookup", "game_date").agg(
        pl.len(), pl.col("minutes_decimal").sort_by("processed_at").last().alias("newest")
    )
    copies = twice.filter(pl.col("len") == 2)
    assert set(twice["len"]) == {1, 2}
    assert copies.height > 150
    assert copies["newest"].null_count() == copies.height
    assert copies["game_date"].max() < NIGHT  # type: ignore[operator]
    assert 100 < (book["game_id"].str.len_chars() == 10).sum() < 300


def test_the_gamebook_has_the_minutes_that_a_box_score_lacks(written: Path) -> None:
    boxes = table(written, BOXES)
    lacking = boxes.filter(pl.col("points").is_not_null(), pl.col("minutes_played").is_null())
    assert lacking.height > 80
    assert lacking["game_date"].max() < NIGHT  # type: ignore[operator]
    book = table(written, BOOK).drop_nulls("minutes_decimal")
    assert lacking.join(book, on=["player_lookup", "game_date"], how="anti").is_empty()


def test_some_registered_players_have_no_position(written: Path) -> None:
    position = table(written, "nba_reference.nba_players_registry")["position"]
    assert 5 < position.null_count() < 20
    assert {"G", "F", "C", "G-F", "C-F"} <= set(position.drop_nulls())
