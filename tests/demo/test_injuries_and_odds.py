"""The simulated injury report, and prices: simulated and of real bookmakers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from demo.odds import ABSURD, BOOKS
from demo.season import NIGHT
from demo.source import Source
from publishing.calendar import EASTERN
from tests.demo.conftest import table

INJURIES = "nba_raw.nbac_injury_report"
ODDS = "nba_raw.bettingpros_player_points_props"


def test_reports_are_of_their_games(written: Path, simulation: Source) -> None:
    rows = table(written, INJURIES)
    statuses = {"out", "doubtful", "questionable", "probable", "available"}
    assert set(rows["injury_status"]) == statuses
    tied = rows.drop_nulls("game_id")
    assert tied.select("game_id", "player_lookup", "report_date", "report_hour").is_unique().all()
    assert (tied["game_id"].str.slice(0, 8) == tied["game_date"].dt.strftime("%Y%m%d")).all()
    assert (tied["report_date"] <= tied["game_date"]).all()
    last = tied.filter(pl.col("report_date") == pl.col("game_date"), pl.col("report_hour") == 17)
    boxes = simulation.appearances.rename({"game_id": "league_id", "game_key": "game_id"})
    played = last.join(boxes.drop_nulls("pts"), on=["game_id", "player_lookup"])
    assert played.height > 100
    assert "out" not in set(played["injury_status"])
    for day in (NIGHT, date(2025, 12, 20)):
        assert last.filter(pl.col("game_date") == day)["injury_status"].n_unique() >= 3


def test_reports_come_several_times_and_some_are_not_of_the_game(written: Path) -> None:
    rows = table(written, INJURIES)
    reports = rows.drop_nulls("game_id").group_by("game_id", "player_lookup")
    assert set(reports.len()["len"]) == {2, 3}
    changed = reports.agg(pl.col("injury_status").n_unique())["injury_status"]
    assert (changed > 1).sum() > 100
    loose = rows.filter(pl.col("game_id").is_null())
    assert loose.filter(pl.col("game_date").is_null()).height > 20
    assert loose.filter(pl.col("game_date") > pl.col("report_date")).height > 20
    assert loose.filter(pl.col("game_date") == pl.col("report_date")).height > 20


def test_a_report_is_known_after_its_hour(written: Path) -> None:
    for row in table(written, INJURIES).sample(50, seed=1).to_dicts():
        hour = datetime.combine(row["report_date"], datetime.min.time(), EASTERN).replace(
            hour=row["report_hour"]
        )
        assert row["processed_at"] == hour.astimezone(UTC) + timedelta(minutes=5)


def test_the_best_price_of_a_side_at_a_line_is_marked(written: Path, written_2024: Path) -> None:
    for folder in (written, written_2024):
        rows = table(folder, ODDS)
        offer = ["game_date", "player_lookup", "market_type", "bet_side", "points_line"]
        assert rows.select(*offer, "bookmaker").is_unique().all()
        best = rows.group_by(offer).agg(pl.col("odds_american").max().alias("highest"))
        marked = rows.join(best, on=offer)
        at_best = marked["odds_american"] == marked["highest"]
        assert (marked["is_best_line"] == at_best).all()
        assert rows.filter("is_best_line").height < rows.height / 2
        stamps = rows.select(
            pl.col("created_at") - pl.col("game_date").cast(pl.Datetime("us", "UTC"))
        )
        assert stamps.to_series().unique().to_list() == [timedelta(hours=14)]


def test_simulated_prices_are_prices_but_for_some(written: Path) -> None:
    rows = table(written, ODDS)
    absurd = rows.filter(pl.col("odds_american").is_in(ABSURD))
    assert set(absurd["odds_american"]) == set(ABSURD)
    assert absurd.filter("is_best_line").height > 20
    rest = rows.filter(~pl.col("odds_american").is_in(ABSURD))
    assert rest["odds_american"].abs().is_between(100, 200).all()
    assert set(rows["market_type"]) == {"points", "assists"}
    assert set(rows["bookmaker"]) == set(BOOKS)
    points = rows.filter(pl.col("market_type") == "points")
    quoted = table(written, "nba_analytics.upcoming_player_game_context").drop_nulls(
        "current_points_line"
    )
    key = ["game_date", "player_lookup"]
    assert points.select(key).n_unique() == quoted.select(key).n_unique()
    assert points.filter(pl.col("game_date") == NIGHT).height > 6 * len(BOOKS) * 2 * 5
    both = points.join(quoted.select(*key, "current_points_line"), on=key)
    assert (both["points_line"] == both["current_points_line"].cast(pl.Float64)).all()


def test_real_prices_are_those_of_the_file(real_seasons: Path, written_2024: Path) -> None:
    quotes = pl.read_parquet(real_seasons / "points_lines_2024-03-02_2024-04-14.parquet")
    rows = table(written_2024, ODDS)
    assert rows.height == 2 * quotes.height
    sides = {side: rows.filter(pl.col("bet_side") == side) for side in ("over", "under")}
    for quote in quotes.filter(pl.col("player_name") == "Alperen Sengun").to_dicts():
        for side, offered in sides.items():
            (found,) = offered.filter(
                pl.col("player_lookup") == "alperensengun",
                pl.col("game_date") == quote["game_date"],
                pl.col("bookmaker") == quote["book"],
            ).to_dicts()
            assert found["points_line"] == quote["line"]
            assert found["odds_american"] == quote[f"{side}_price"]
