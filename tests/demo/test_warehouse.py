from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo import models, predictions, schemas, source, tables, warehouse
from demo.lines import simulated
from demo.season import NIGHT
from tests.demo.conftest import SEED, table

TABLES = {
    "nba_predictions.player_prop_predictions": schemas.PREDICTIONS,
    "nba_raw.nbac_schedule": schemas.SCHEDULE,
    "nba_reference.nba_players_registry": schemas.REGISTRY,
    "nba_analytics.player_game_summary": schemas.PLAYER_GAME_SUMMARY,
    "nba_raw.bdl_player_boxscores": schemas.BDL_BOXSCORES,
    "nba_predictions.prediction_accuracy": schemas.GRADINGS,
    "nba_predictions.system_daily_performance": schemas.DAILY_PERFORMANCE,
    "nba_predictions.ml_feature_store_v2": schemas.FEATURES,
    "nba_analytics.upcoming_player_game_context": schemas.CONTEXT,
    "nba_precompute.player_composite_factors": schemas.FACTORS,
    "nba_precompute.team_defense_zone_analysis": schemas.DEFENSE,
    "nba_precompute.player_shot_zone_analysis": schemas.SHOT_ZONES,
    "nba_analytics.team_offense_game_summary": schemas.OFFENSE,
    "nba_raw.nbac_gamebook_player_stats": schemas.GAMEBOOK,
    "nba_raw.news_articles_raw": schemas.NEWS_ARTICLES,
    "nba_analytics.news_insights": schemas.NEWS_INSIGHTS,
    "nba_analytics.news_player_links": schemas.NEWS_LINKS,
    "nba_raw.nbac_injury_report": schemas.INJURIES,
    "nba_raw.bettingpros_player_points_props": schemas.ODDS,
}
MAY_BE_NULL = {
    "current_points_line", "line_margin", "pace_adjustment", "similar_games_count",
    "invalidation_reason", "points", "minutes_played", "assists", "offensive_rebounds",
    "defensive_rebounds", "steals", "blocks", "turnovers", "fg_attempts", "fg_makes",
    "three_pt_attempts", "three_pt_makes", "ft_attempts", "ft_makes", "plus_minus", "points_line",
    "over_under_result", "dnp_reason", "home_team_score", "away_team_score", "last_game_date",
    "actual_points", "absolute_error", "signed_error", "prediction_correct", "within_3_points",
    "within_5_points", "void_reason", "over_win_rate", "under_win_rate", "days_rest",
    "matchup_quality_pct", "feature_quality_score", "quality_alert_level",
    "default_feature_count", "opening_points_line", "line_movement", "reason", "position",
    "paint_pct_allowed_last_15", "three_pt_pct_allowed_last_15", "minutes_decimal", "source_url",
    "subcategory", "headline",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_files_have_the_names_and_types_of_the_warehouse(written: Path, name: str) -> None:
    found = pq.read_table(written / f"{name}.parquet")
    assert found.schema.remove_metadata() == TABLES[name]
    assert found.num_rows > 250
    nulls = {c for c in found.column_names if found.column(c).null_count} - MAY_BE_NULL
    # Some injury reports are of no game.
    assert nulls == ({"game_date", "game_id"} if name == "nba_raw.nbac_injury_report" else set())


def test_every_table_that_is_written_is_known(written: Path) -> None:
    assert {file.name.removesuffix(".parquet") for file in written.iterdir()} == set(TABLES)


def test_decimals_and_instants_are_those_of_bigquery() -> None:
    kinds = {field.name: str(field.type) for field in schemas.PREDICTIONS}
    assert kinds["predicted_points"] == "decimal128(5, 1)"
    assert kinds["confidence_score"] == "decimal128(5, 2)"
    assert kinds["current_points_line"] == "decimal128(4, 1)"
    assert kinds["created_at"] == "timestamp[us, tz=UTC]"
    assert kinds["game_date"] == "date32[day]"


def test_decimals_are_rounded_half_to_even() -> None:
    rows = pl.DataFrame({"points_line": [0.25, 0.75, 12.5, None]})
    schema = pa.schema({"points_line": pa.decimal128(4, 1)})
    rounded = tables.conform(rows, schema).column(0).to_pylist()
    assert [None if n is None else str(n) for n in rounded] == ["0.2", "0.8", "12.5", None]


def test_same_seed_gives_the_same_files(written: Path, tmp_path: Path) -> None:
    warehouse.build(source.simulated(SEED), tmp_path)
    for name in TABLES:
        first, second = (path / f"{name}.parquet" for path in (written, tmp_path))
        assert first.read_bytes() == second.read_bytes(), name


def test_the_night_is_still_to_be_played(written: Path) -> None:
    schedule = table(written, "nba_raw.nbac_schedule")
    night = schedule.filter(pl.col("game_date") == NIGHT)
    assert night["game_status"].to_list() == [1] * 6
    assert night["home_team_score"].null_count() == night["away_team_score"].null_count() == 6
    assert night["processed_at"].unique().to_list() == [datetime.combine(NIGHT, time(10), UTC)]
    before = schedule.filter(pl.col("game_date") < NIGHT, pl.col("game_status_text") != "Postponed")
    assert before["game_status"].unique().to_list() == [3]
    assert before["home_team_score"].null_count() == 0
    assert (night["game_date_est"].dt.date() > NIGHT).sum() == 6
    for name in ("nba_raw.bdl_player_boxscores",):
        assert table(written, name)["game_date"].max() < NIGHT  # type: ignore[operator]


def test_official_rows_of_the_night_come_the_next_morning(written: Path) -> None:
    rows = table(written, "nba_analytics.player_game_summary")
    night = rows.filter(pl.col("game_date") == NIGHT)
    assert night.height == 6 * 26
    morning = datetime.combine(NIGHT + timedelta(days=1), time(9), UTC)
    assert night["processed_at"].unique().to_list() == [morning]
    absent = night.filter("is_dnp")
    assert absent.height >= 6 * 6
    assert absent["points"].null_count() == absent.height
    assert not rows["win_flag"].any()


def test_box_scores_count_an_equal_line_as_over(written: Path) -> None:
    rows = table(written, "nba_analytics.player_game_summary").drop_nulls("over_under_result")
    equal = rows.filter(pl.col("points").cast(pl.Float64) == pl.col("points_line"))
    assert equal["over_under_result"].unique().to_list() == ["OVER"]
    assert set(rows["over_under_result"]) == {"OVER", "UNDER"}


def test_prediction_rows_hold_together(written: Path) -> None:
    rows = table(written, "nba_predictions.player_prop_predictions")
    assert rows["prediction_id"].is_unique().all()
    assert set(rows["system_id"]) == set(models.SYSTEMS)
    edge = pl.col("predicted_points").cast(pl.Float64) - pl.col("current_points_line").cast(
        pl.Float64
    )
    expected = (
        pl.when(edge.is_null())
        .then(pl.lit("NO_LINE"))
        .when(edge.round(1) >= 1)
        .then(pl.lit("OVER"))
        .when(edge.round(1) <= -1)
        .then(pl.lit("UNDER"))
        .otherwise(pl.lit("PASS"))
    )
    assert rows.filter(expected != pl.col("recommendation")).is_empty()
    assert set(rows["recommendation"]) == {"OVER", "UNDER", "PASS", "NO_LINE"}
    without = rows.filter(pl.col("current_points_line").is_null())
    assert without["line_source"].unique().to_list() == ["NO_PROP_LINE"]
    assert not without["has_prop_line"].any()
    confidence = rows["confidence_score"].cast(pl.Float64)
    assert confidence.is_between(79, 95).all()
    assert confidence.n_unique() > 5


def test_the_simulation_has_the_irregularities_of_real_tables(written: Path) -> None:
    rows = table(written, "nba_predictions.player_prop_predictions").filter(
        pl.col("game_date") == NIGHT, pl.col("system_id") == models.CHAMPION
    )
    active = rows.filter("is_active")
    assert rows.height > active.height
    versions = active.group_by("player_lookup").agg(pl.col("prediction_version").sort())
    assert [1, 2] in versions["prediction_version"].to_list()
    assert active["game_id"].str.starts_with("00225").any()
    assert active["game_id"].str.starts_with("20251227_").any()


def test_a_date_only_selects_predictions(
    simulation: source.Source, written: Path, tmp_path: Path
) -> None:
    warehouse.build(simulation, tmp_path, date(2025, 12, 20))
    name = "nba_predictions.player_prop_predictions"
    whole = table(written, name).filter(pl.col("game_date") == date(2025, 12, 20))
    assert whole.equals(table(tmp_path, name))
    for other in set(TABLES) - {name}:
        assert table(tmp_path, other).height == table(written, other).height


def test_every_predicted_player_of_the_night_is_in_registry_and_id_map(written: Path) -> None:
    rows = table(written, "nba_predictions.player_prop_predictions")
    players = set(rows.filter(pl.col("game_date") == NIGHT)["player_lookup"])
    assert len(players) > 100
    assert players <= set(table(written, "nba_reference.nba_players_registry")["player_lookup"])
    ids = table(written, "nba_raw.bdl_player_boxscores")
    assert players <= set(ids["player_lookup"])
    pairs = ids.select("bdl_player_id", "player_lookup").unique()
    assert pairs["bdl_player_id"].is_unique().all()
    assert pairs["player_lookup"].is_unique().all()


def changed_from(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows with other numbers, and other players, on and after a date."""
    later = pl.col("game_date") >= day
    numbers = {
        name: pl.when(later).then(pl.col(name) * 3 + 7).otherwise(name)
        for name in ("pts", "team_pts", "opp_pts")
    }
    same_first_letter = pl.col("player_lookup").str.slice(0, 1) == "t"
    return rows.with_columns(**numbers).filter(~(later & same_first_letter))


def test_predictions_use_no_game_on_or_after_their_date(simulation: source.Source) -> None:
    day = date(2025, 12, 5)
    rows = simulation.appearances

    def of(appearances: pl.DataFrame, until: date) -> pl.DataFrame:
        forecasts = models.forecasts(appearances)
        made = predictions.rows(forecasts, simulated(forecasts, SEED))
        return made.filter(pl.col("game_date") <= until)

    assert of(changed_from(rows, day), day).equals(of(rows, day))
    # The same change does show one date later: the test can fail.
    later = day + timedelta(days=1)
    assert not of(changed_from(rows, day), later).equals(of(rows, later))


def test_models_are_what_they_say() -> None:
    days = [date(2025, 11, 1) + timedelta(days=2 * n) for n in range(7)]
    points = [10, 20, 0, 12, 8, 30, 99]
    rows = pl.DataFrame(
        [
            {
                "game_id": f"g{n}", "game_key": f"k{n}", "game_date": day, "team": team,
                "opp": "BOS" if team == "ATL" else "ATL",
                "is_home": (team == "ATL") == (n % 2 == 0),
                "player_lookup": f"of{team.lower()}", "pts": scored, "team_pts": 100,
                "opp_pts": 100,
            }
            for n, (day, scored) in enumerate(zip(days, points, strict=True))
            for team in ("ATL", "BOS")
        ]
    )  # fmt: skip
    forecasts = models.forecasts(rows).filter(pl.col("player_lookup") == "ofatl")
    last = forecasts.row(-1, named=True)
    mean = 80 / 6
    assert (last["games"], last["last10_median"], last["steady"]) == (6, 11.0, 3)
    assert last["moving_average_baseline_v1"] == pytest.approx(mean)
    assert last["zone_matchup_v1"] == pytest.approx(mean)
    assert last["similarity_balanced_v1"] == pytest.approx((18 + 8 * mean) / (3 + 8))
    form = (30 * 10 + 8 * 9 + 12 * 8 + 0 * 7 + 20 * 6 + 10 * 5) / (10 + 9 + 8 + 7 + 6 + 5)
    assert last[models.CHAMPION] == pytest.approx(0.6 * form + 0.4 * mean)
    assert forecasts.height == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--season", "7", "--date", "2025-11-27"], "no games on 2025-11-27"),
        (["--season", "7", "--date", "27.12.2025"], "is not a date"),
        (["--season", "7", "--lines", "x.parquet"], "--lines goes with --player_games"),
        (["--player_games", "missing.parquet"], "does not exist"),
        (["--player_games", "{columns}"], "lacks the columns"),
        (["--player_games", "{text}"], "cannot be read as Parquet"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns, text = tmp_path / "columns.parquet", tmp_path / "text.parquet"
    pl.DataFrame({"pts": [1]}).write_parquet(columns)
    text.write_text("no table")
    places: dict[str, Any] = {"columns": columns, "text": text}
    filled = [argument.format(**places) for argument in arguments]
    assert warehouse.main([*filled, "--output", str(tmp_path / "out")]) == 2
    message = capsys.readouterr().err
    assert says in message
    assert message.count("\n") == 1


def test_exactly_one_source_is_asked_for(tmp_path: Path) -> None:
    for arguments in ([], ["--season", "7", "--player_games", "x.parquet"]):
        with pytest.raises(SystemExit) as refused:
            warehouse.main([*arguments, "--output", str(tmp_path)])
        assert refused.value.code == 2
