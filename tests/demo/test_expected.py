"""Context, fatigue and features against a second computation, player by player."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import polars as pl
import pytest

from demo import appearances, context, defense, expected, fatigue, features, models, predictions
from demo.lines import simulated
from demo.season import NIGHT
from demo.source import Source
from tests.demo.conftest import SEED, table

Row = dict[str, Any]

CONTEXT = "nba_analytics.upcoming_player_game_context"
FACTORS = "nba_precompute.player_composite_factors"
FEATURES = "nba_predictions.ml_feature_store_v2"


def points_before(games: pl.DataFrame, player: str, day: date) -> list[Row]:
    """A player's played games before a date, oldest first."""
    mine = games.filter(pl.col("player_lookup") == player, pl.col("pts").is_not_null())
    return mine.filter(pl.col("game_date") < day).sort("game_date").to_dicts()


def newest(folder: Path, name: str, stamp: str) -> pl.DataFrame:
    """The table without older copies."""
    rows = table(folder, name).sort(stamp)
    return rows.unique(["player_lookup", "game_date"], keep="last", maintain_order=True)


def fatigue_of(before: list[Row], day: date, age: int | None) -> int:
    """The rule of `core.md` 11, read once more."""
    dates = [row["game_date"] for row in before]
    ago = [(day - each).days for each in dates]
    week = [row for row, days in zip(before, ago, strict=True) if days <= 7]
    minutes = sum(round(row["minutes"] * 10) for row in week)
    fortnight = [each for each, days in zip(dates, ago, strict=True) if days <= 14]
    pairs = sum((b - a).days == 1 for a, b in pairwise(fortnight))
    score = 100
    if ago and ago[-1] == 1:
        score -= 15
    elif ago and ago[-1] >= 3:
        score += 5
    score -= 10 if len(week) >= 4 else 0
    score -= 10 if minutes > 2400 else 0
    score -= 8 if week and minutes > 350 * len(week) else 0
    score -= 12 if pairs >= 2 else 5 if pairs == 1 else 0
    if age is not None and age >= 30:
        score -= 10 if age >= 35 else 5
    return max(0, min(100, score))


def check(folder: Path, games: pl.DataFrame, rows: int) -> None:
    """A sample of the rows of the three tables."""
    contexts = newest(folder, CONTEXT, "created_at").sample(rows, seed=1)
    key = ["player_lookup", "game_date"]
    factors = {tuple(row[name] for name in key): row for row in table(folder, FACTORS).to_dicts()}
    stored = {tuple(row[name] for name in key): row for row in table(folder, FEATURES).to_dicts()}
    scores = set()
    for row in contexts.to_dicts():
        player, day = row["player_lookup"], row["game_date"]
        before = points_before(games, player, day)
        rest = (day - before[-1]["game_date"]).days if before else None
        assert (row["days_rest"], row["back_to_back"]) == (rest, rest == 1)

        factor = factors[player, day]
        told = json.loads(factor["fatigue_context_json"])
        told = json.loads(told) if isinstance(told, str) else told
        assert factor["fatigue_score"] == fatigue_of(before, day, told["player_age"])
        assert told["final_score"] == factor["fatigue_score"]
        assert told["days_rest"] == rest
        scores.add(factor["fatigue_score"])

        feature = stored[player, day]
        numbers, points = feature["features"], [game["pts"] for game in before]
        means = [fmean(points[-5:]), fmean(points[-10:]), fmean(points)] if points else [0, 0, 0]
        assert numbers[:3] == pytest.approx(means)
        assert numbers[16] == (rest == 1)
        assert (feature["feature_2_value"], feature["feature_16_value"]) == (
            numbers[2],
            numbers[16],
        )
        assert len(numbers) == features.LENGTH
        assert feature["days_rest"] == rest
        assert factor["game_id"] == feature["game_id"]
    assert len(scores) > 8


def test_rest_fatigue_and_features_of_the_simulation(written: Path, simulation: Source) -> None:
    check(written, simulation.appearances, 300)


@pytest.mark.parametrize("season", ["2018-19", "2023-24"])
def test_rest_fatigue_and_features_of_real_games(
    real_seasons: Path, season: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(f"written_{season[:2]}{season[-2:]}")
    check(folder, appearances.from_file(real_seasons / f"player_games_{season}.parquet"), 300)


@pytest.mark.parametrize("folder", ["written", "written_2019", "written_2024"])
def test_a_player_is_expected_once_a_date(folder: str, request: pytest.FixtureRequest) -> None:
    where: Path = request.getfixturevalue(folder)
    key = ["player_lookup", "game_date"]
    contexts = newest(where, CONTEXT, "created_at")
    for name in (FACTORS, FEATURES):
        rows = table(where, name)
        assert rows.select(key).is_unique().all()
        assert rows["game_id"].str.contains(r"^\d{8}_[A-Z]{3}_[A-Z]{3}$").all()
        assert rows.select(key).sort(key).equals(contexts.select(key).sort(key))
    both = contexts.join(table(where, "nba_analytics.player_game_summary"), on=key)
    wrong = both.filter(pl.col("team_abbr") != pl.col("team_abbr_right"))
    assert wrong.is_empty()
    home = contexts.filter(~pl.col("game_id").str.starts_with("00")).select(
        (pl.col("game_id").str.slice(13, 3) == pl.col("team_abbr")) == pl.col("home_game")
    )
    assert home.to_series().all()


def test_both_teams_of_every_game_are_expected(written: Path) -> None:
    rows = table(written, FEATURES).join(
        newest(written, CONTEXT, "created_at"), on=["player_lookup", "game_date"]
    )
    sides = rows.group_by("game_id", "team_abbr").len()
    assert sides["len"].min() >= 8  # type: ignore[operator]
    schedule = table(written, "nba_raw.nbac_schedule")
    assert sides.height == 2 * schedule.height
    assert rows.filter(pl.col("game_date") == NIGHT).height >= 6 * 26


def test_stamps_are_of_the_morning_of_the_game(written: Path) -> None:
    for name, stamp, hour in (
        (CONTEXT, "created_at", 15),
        (FEATURES, "created_at", 13),
        (FACTORS, "processed_at", 12),
    ):
        for row in newest(written, name, stamp).sample(20, seed=2).to_dicts():
            assert row[stamp] == datetime.combine(row["game_date"], time(hour), UTC)


def test_the_line_of_the_context_is_that_of_the_prediction(written: Path) -> None:
    rows = newest(written, CONTEXT, "created_at").drop_nulls("current_points_line")
    assert rows.height > 3000
    moved = rows["current_points_line"] - rows["opening_points_line"]
    assert (moved == rows["line_movement"]).all()
    assert rows["line_movement"].n_unique() == 5
    champion = table(written, "nba_predictions.player_prop_predictions").filter(
        pl.col("system_id") == models.CHAMPION
    )
    both = rows.join(champion, on=["player_lookup", "game_date"], suffix="_predicted")
    assert (both["current_points_line"] == both["current_points_line_predicted"]).all()


def test_real_lines_have_no_opening(written_2024: Path) -> None:
    rows = table(written_2024, CONTEXT)
    assert rows.drop_nulls("current_points_line").height > 2000
    assert rows["opening_points_line"].null_count() == rows.height


def test_nothing_of_a_game_is_known_before_it(simulation: Source) -> None:
    day = date(2025, 12, 5)
    rows = simulation.appearances
    later = pl.col("game_date") >= day
    absent = later & (pl.col("player_lookup").str.slice(0, 1) == "t")
    changed = rows.with_columns(
        pl.when(absent)
        .then(None)
        .when(later)
        .then(pl.col(name) * 3 + 7)
        .otherwise(name)
        .alias(name)
        for name in ("pts", "minutes", "fga", "fg3m", "oreb", "team_pts", "opp_pts")
    )

    def of(games: pl.DataFrame, until: date) -> list[pl.DataFrame]:
        forecasts = models.forecasts(games)
        lines = simulated(forecasts, SEED)
        who = expected.expected(games, forecasts)
        made = predictions.rows(forecasts, lines)
        tables = [
            context.context(who, lines),
            fatigue.factors(who, {}),
            features.features(who, made, games, simulated=True),
            defense.defense(games, simulated=True).rename({"analysis_date": "game_date"}),
        ]
        return [each.filter(pl.col("game_date") <= until) for each in tables]

    for ours, theirs in zip(of(rows, day), of(changed, day), strict=True):
        assert ours.equals(theirs)
    # The same change does show one date later: the test can fail.
    after = day + timedelta(days=1)
    for ours, theirs in zip(of(rows, after), of(changed, after), strict=True):
        assert not ours.equals(theirs)
