"""What teams allow, against a second computation from the rows of real and simulated games."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo import appearances
from demo.defense import EARLY, PAINT_IS_EASIER
from demo.season import NIGHT
from demo.source import Source
from tests.demo.conftest import table

Row = dict[str, Any]
NAME = "nba_precompute.team_defense_zone_analysis"
SHOTS = ("fga", "fgm", "fg3a", "fg3m", "fta", "oreb", "turnover")


def allowed(rows: pl.DataFrame, team: str, day: date) -> Row:
    """What a team allowed in its last fifteen games before a date, game by game."""
    sides: dict[str, dict[str, list[Row]]] = {}
    mine = rows.filter(
        (pl.col("team") == team) | (pl.col("opp") == team), pl.col("game_date") < day
    )
    for row in mine.sort("game_date").to_dicts():
        if row["pts"] is not None:
            game = sides.setdefault(row["game_key"], {"us": [], "them": []})
            game["us" if row["team"] == team else "them"].append(row)
    games = list(sides.values())[-15:]
    points = [game["us"][0]["opp_pts"] for game in games]
    found: Row = {
        "opponent_points_per_game": Fraction(sum(points), len(points)),
        "early_season_flag": len(games) < EARLY,
    }
    totals = dict.fromkeys((*SHOTS, "points"), 0)
    possessions, minutes = Fraction(0), 0
    for game in games:
        lines = [*game["us"], *game["them"]]
        if any(row[name] is None for row in lines for name in SHOTS):
            continue
        for name in SHOTS:
            totals[name] += sum(row[name] for row in game["them"])
        totals["points"] += game["us"][0]["opp_pts"]
        spent = sum(
            row["fga"] + Fraction(44, 100) * row["fta"] - row["oreb"] + row["turnover"]
            for row in lines
        )
        possessions += spent / 2
        team_minutes = sum(row["minutes"] for row in game["them"])
        minutes += min((48, 53, 58, 63, 68), key=lambda length: abs(5 * length - team_minutes))
    if possessions:
        found["defensive_rating_last_15"] = 100 * totals["points"] / possessions
        if len(games) >= EARLY:
            found["three_pt_pct_allowed_last_15"] = Fraction(totals["fg3m"], totals["fg3a"])
        found["opponent_pace"] = 48 * possessions / minutes
        found["twos"] = Fraction(totals["fgm"] - totals["fg3m"], totals["fga"] - totals["fg3a"])
    return found


def check(folder: Path, games: pl.DataFrame) -> None:
    stored = table(folder, NAME)
    assert stored.select("team_abbr", "analysis_date").is_unique().all()
    early = stored.filter("early_season_flag")
    assert early.height > 60
    for row in [*stored.sample(25, seed=3).to_dicts(), *early.sample(10, seed=3).to_dicts()]:
        wanted = allowed(games, row["team_abbr"], row["analysis_date"])
        assert row["early_season_flag"] == wanted.pop("early_season_flag")
        assert not (row["early_season_flag"] and row["paint_pct_allowed_last_15"] is not None)
        twos = wanted.pop("twos", None)
        for name, half in (
            ("opponent_points_per_game", 0.05),
            ("defensive_rating_last_15", 0.005),
            ("three_pt_pct_allowed_last_15", 0.0005),
            ("opponent_pace", 0.05),
        ):
            if name in wanted:
                assert float(row[name]) == pytest.approx(float(wanted[name]), abs=half + 1e-9)
            else:
                assert row[name] is None
        if row["paint_pct_allowed_last_15"] is not None:
            paint = float(row["paint_pct_allowed_last_15"])
            assert paint == pytest.approx(float(twos) + PAINT_IS_EASIER, abs=0.0005 + 1e-9)


def test_defences_of_the_simulation(written: Path, simulation: Source) -> None:
    check(written, simulation.appearances)
    stored = table(written, NAME)
    later = stored.filter(~pl.col("early_season_flag"))
    assert later["paint_pct_allowed_last_15"].null_count() == 0
    assert stored.filter(pl.col("analysis_date") == NIGHT).height == 30


@pytest.mark.parametrize("season", ["2018-19", "2023-24"])
def test_defences_of_real_games(
    real_seasons: Path, season: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(f"written_{season[:2]}{season[-2:]}")
    check(folder, appearances.from_file(real_seasons / f"player_games_{season}.parquet"))
    stored = table(folder, NAME)
    assert stored["paint_pct_allowed_last_15"].null_count() == stored.height
    rating = stored["defensive_rating_last_15"].cast(pl.Float64)
    assert rating.is_between(80, 135).all()


def test_every_team_has_a_row_on_every_date_after_its_first_game(written_2024: Path) -> None:
    rows = table(written_2024, NAME)
    schedule = table(written_2024, "nba_raw.nbac_schedule")
    sides = pl.concat(
        schedule.select(pl.col(side).alias("team_abbr"), "game_date")
        for side in ("home_team_tricode", "away_team_tricode")
    )
    firsts = sides.group_by("team_abbr").agg(pl.col("game_date").min().alias("first"))
    wanted = (
        schedule.select(pl.col("game_date").alias("analysis_date"))
        .unique()
        .join(firsts, how="cross")
        .filter(pl.col("analysis_date") > pl.col("first"))
    )
    assert rows.height == wanted.height
    assert wanted.join(rows, on=["team_abbr", "analysis_date"], how="anti").is_empty()
