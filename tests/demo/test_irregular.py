"""What the simulated season holds on purpose."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from demo import source, warehouse
from demo.models import SYSTEMS
from demo.players import NAMESAKE
from demo.postponed import postponed
from demo.season import NIGHT, season
from demo.source import Source
from publishing.identity import player_lookup
from tests.demo.conftest import table

PREDICTIONS = "nba_predictions.player_prop_predictions"
GRADINGS = "nba_predictions.prediction_accuracy"
BOXES = "nba_analytics.player_game_summary"
CONTEXT = "nba_analytics.upcoming_player_game_context"
REGISTRY = "nba_reference.nba_players_registry"
SCHEDULE = "nba_raw.nbac_schedule"


def test_two_players_are_traded(written: Path, simulation: Source) -> None:
    assert simulation.season is not None
    trade = simulation.season.trade
    for old, new in (trade.teams, trade.teams[::-1]):
        traded = simulation.season.rosters[old][trade.place].lookup
        boxes = table(written, BOXES).filter(pl.col("player_lookup") == traded)
        before = boxes.filter(pl.col("game_date") < trade.day)
        after = boxes.filter(pl.col("game_date") >= trade.day)
        assert set(before["team_abbr"]) == {old}
        assert set(after["team_abbr"]) == {new}
        assert min(before["points"].count(), after["points"].count()) >= 5
        registry = table(written, REGISTRY).filter(pl.col("player_lookup") == traded)
        assert set(registry["team_abbr"]) == {old, new}
        context = table(written, CONTEXT).filter(pl.col("player_lookup") == traded)
        assert set(context["team_abbr"]) == {old, new}
        predicted = table(written, PREDICTIONS).filter(pl.col("player_lookup") == traded)
        assert predicted["game_date"].max() > trade.day  # type: ignore[operator]
    assert not {f.away for f in simulation.season.on(NIGHT)} & set(trade.teams)


@pytest.mark.parametrize("seed", [0, 1, 11, 99])
def test_every_seed_has_a_trade_and_a_postponed_game(seed: int) -> None:
    this = season(seed)
    for team in this.trade.teams:
        days = [f.day for f in this.fixtures if team in (f.away, f.home)]
        assert sum(day >= this.trade.day for day in days) >= 5
    game = postponed(this)
    busy = {team for f in this.on(game.first_day) for team in (f.away, f.home)}
    assert not busy & {game.fixture.away, game.fixture.home}
    assert game.first_day < game.fixture.day


def test_a_postponed_game_was_prepared_and_not_played(written: Path, simulation: Source) -> None:
    game = simulation.postponed
    assert game is not None
    schedule = table(written, SCHEDULE).filter(pl.col("game_id") == game.fixture.league_id)
    first, second = schedule.sort("game_date").to_dicts()
    assert (first["game_date"], second["game_date"]) == (game.first_day, game.fixture.day)
    assert (first["game_status"], first["game_status_text"]) == (1, "Postponed")
    assert (first["home_team_score"], first["away_team_score"]) == (None, None)
    assert second["game_status_text"] == "Final"
    assert first["game_date_est"].time() == second["game_date_est"].time()
    day = pl.col("game_date") == game.first_day
    teams = [game.fixture.away, game.fixture.home]
    assert table(written, BOXES).filter(day, pl.col("team_abbr").is_in(teams)).is_empty()
    context = table(written, CONTEXT).filter(day, pl.col("team_abbr").is_in(teams))
    assert set(context["team_abbr"]) == set(teams)
    assert set(context["game_id"]) == {game.key}
    players = context["player_lookup"].unique().implode()
    predicted = table(written, PREDICTIONS).filter(day, pl.col("player_lookup").is_in(players))
    assert predicted["invalidation_reason"].unique().to_list() == ["game_postponed"]
    assert predicted.filter("is_active").height > 50
    assert predicted.drop_nulls("current_points_line").height > 20
    graded = table(written, GRADINGS).filter(day, pl.col("player_lookup").is_in(players))
    assert graded.is_empty()


def test_predictions_of_some_who_were_out_were_taken_back(written: Path) -> None:
    rows = table(written, PREDICTIONS)
    assert set(rows["invalidation_reason"].drop_nulls()) == {"game_postponed", "player_injured_out"}
    injured = rows.filter(pl.col("invalidation_reason") == "player_injured_out")
    assert injured.height > 300
    assert not injured["is_active"].any()
    key = ["player_lookup", "game_date"]
    assert injured.join(table(written, GRADINGS), on=key, how="semi").is_empty()
    out = table(written, "nba_raw.nbac_injury_report").filter(pl.col("injury_status") == "out")
    assert injured.join(out, on=key, how="anti").is_empty()
    assert rows.filter(pl.col("game_date") == NIGHT)["invalidation_reason"].null_count() > 500
    assert rows.filter(pl.col("game_date") == NIGHT)["invalidation_reason"].count() == 0
    # Others who were out are still predicted, and void.
    void = table(written, GRADINGS).filter("is_voided")
    assert set(void["void_reason"]) == {"dnp_injury_confirmed", "dnp_unknown"}


@pytest.mark.parametrize(
    ("name", "stamp", "also", "wrong"),
    [
        (BOXES, "processed_at", [], "points"),
        (CONTEXT, "created_at", [], "days_rest"),
        (GRADINGS, "graded_at", ["system_id"], "line_value"),
    ],
)
def test_some_rows_are_there_twice_and_the_older_is_wrong(
    written: Path, name: str, stamp: str, also: list[str], wrong: str
) -> None:
    rows = table(written, name)
    twice = rows.group_by("player_lookup", "game_date", *also).agg(
        pl.len().alias("rows"),
        pl.col(stamp).n_unique().alias("stamps"),
        pl.col(wrong).drop_nulls().n_unique().alias("values"),
    )
    assert set(twice["rows"]) == {1, 2}
    copies = twice.filter(pl.col("rows") == 2)
    assert copies.height > 100
    assert copies["stamps"].unique().to_list() == [2]
    assert (copies["values"] == 2).sum() > copies.height / 2
    # Ten digits are the league's id.
    assert set(rows["game_id"].str.len_chars()) == {10, 16}
    assert 0.002 < (rows["game_id"].str.len_chars() == 10).mean() < 0.05  # type: ignore[operator]


def test_the_box_scores_of_the_night_are_as_they_were(written: Path) -> None:
    rows = table(written, BOXES).filter(pl.col("game_date") == NIGHT)
    assert rows["player_lookup"].is_unique().all()
    assert rows["game_id"].str.starts_with("20251227_").all()


def test_the_older_copy_of_a_grading_says_the_opposite(written: Path) -> None:
    rows = table(written, GRADINGS).sort("graded_at")
    key = ["player_lookup", "game_date", "system_id"]
    both = rows.unique(key, keep="first").join(rows.unique(key, keep="last"), on=key, suffix="_new")
    pairs = both.filter(pl.col("graded_at") != pl.col("graded_at_new"))
    opposite = pairs.drop_nulls("prediction_correct")
    assert opposite.height > 20
    assert (opposite["prediction_correct"] != opposite["prediction_correct_new"]).all()
    turned = pairs.filter(
        pl.col("recommendation") == "PASS", pl.col("recommendation_new") != "PASS"
    )
    assert turned.height > 20


def test_fatigue_is_encoded_twice_in_places(written: Path) -> None:
    texts = table(written, "nba_precompute.player_composite_factors")["fatigue_context_json"]
    kinds = Counter(type(json.loads(text)).__name__ for text in texts)
    assert kinds["str"] == pytest.approx(len(texts) / 11, abs=1)
    assert kinds["dict"] + kinds["str"] == len(texts)


def test_names_lines_and_systems_are_as_unusual_as_real_ones(written: Path) -> None:
    registry = table(written, REGISTRY)
    names = set(registry["player_name"])
    assert {name for name in names if not name.isascii()} >= {"Íñigo Válcarez", "Žarko Čelebrin"}
    assert "Zuhari" in names
    same = registry.filter(pl.col("player_name") == NAMESAKE)
    assert set(same["player_lookup"]) == {player_lookup(NAMESAKE), f"{player_lookup(NAMESAKE)}02"}
    rows = table(written, PREDICTIONS)
    assert set(rows["system_id"]) == set(SYSTEMS)
    graded = table(written, GRADINGS)
    pushes = graded.filter(pl.col("line_value") == pl.col("actual_points"), ~pl.col("is_voided"))
    assert pushes.height > 100
    assert pushes.filter(pl.col("graded_at").dt.hour() == 7)["prediction_correct"].count() == 0
    boxes = table(written, BOXES)
    assert boxes.filter("is_dnp")["points"].count() == 0
    assert boxes["is_dnp"].sum() > 1000


def test_nothing_is_graded_on_the_night(written: Path) -> None:
    yesterday = NIGHT - timedelta(days=1)
    for name in (GRADINGS, "nba_predictions.system_daily_performance"):
        assert table(written, name)["game_date"].max() == yesterday
    for name, column in (
        (CONTEXT, "game_date"),
        ("nba_predictions.ml_feature_store_v2", "game_date"),
        ("nba_precompute.player_composite_factors", "game_date"),
        ("nba_precompute.team_defense_zone_analysis", "analysis_date"),
        ("nba_precompute.player_shot_zone_analysis", "analysis_date"),
        ("nba_raw.bettingpros_player_points_props", "game_date"),
    ):
        rows = table(written, name)
        assert rows[column].max() == NIGHT
        assert rows.filter(pl.col(column) == NIGHT).height >= 30


@pytest.mark.slow
def test_real_tables_are_the_same_every_time(
    real_seasons: Path, written_2024: Path, tmp_path: Path
) -> None:
    quotes = real_seasons / "points_lines_2024-03-02_2024-04-14.parquet"
    made = source.real(real_seasons / "player_games_2023-24.parquet", quotes)
    counts = warehouse.build(made, tmp_path, date(2024, 4, 2))
    assert len(counts) == 18
    for name in set(counts) - {PREDICTIONS}:
        first, second = (path / f"{name}.parquet" for path in (written_2024, tmp_path))
        assert first.read_bytes() == second.read_bytes(), name
