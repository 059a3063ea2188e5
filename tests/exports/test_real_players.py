"""Players whom everybody knows: their numbers, added up here from the files of real games."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.exports.oracles.rounding import mean, ratio, rounded
from tests.pipelines.export_runs import Export

pytestmark = pytest.mark.slow

Json = dict[str, Any]

KNOWN = (
    "lukadoncic jalenbrunson shaigilgeousalexander anthonyedwards jaysontatum nikolajokic "
    "giannisantetokounmpo kevindurant stephencurry lebronjames anthonydavis deaaronfox "
    "donovanmitchell tyresehaliburton karlanthonytowns devinbooker kyrieirving jaylenbrown "
    "paulgeorge dejountemurray"
).split()

KNOWN_2019 = (
    "jamesharden paulgeorge kembawalker bradleybeal damianlillard kevindurant giannisantetokounmpo "
    "stephencurry kyrieirving russellwestbrook lebronjames anthonydavis karlanthonytowns "
    "nikolajokic devinbooker klaythompson blakegriffin kawhileonard demarderozan tobiasharris"
).split()

DATES = ("2024-03-14", "2024-04-14", "2024-06-17")
"""The season 2023-24 at three dates: on its way, its last day, the last game of the finals."""

DATES_2019 = ("2018-12-25", "2019-04-10", "2019-06-13")


@dataclass(frozen=True)
class Seen:
    """What was published of some players as of the noon after a date."""

    day: date
    players: dict[str, Json]
    profiles: dict[str, Json]
    streaks: Json


def _seen(folder: Path, day: date, names: list[str], season: str, at: Path) -> Seen:
    run = Export(at)
    run.main(
        folder,
        "--engine=inline",
        "--only=players,player-season,streaks",
        f"--players={','.join(names)}",
        f"--date={day}",
        f"--as_of={day + timedelta(days=1)}T16:00:00Z",
    )
    assert run.record().failures == []
    return Seen(
        day,
        {name: run.document(f"players/{name}/season/{season}.json") for name in names},
        {name: run.document(f"players/{name}.json") for name in names},
        run.document(f"streaks/{day}.json")["streaks"],
    )


@pytest.fixture(scope="module", params=DATES)
def seen(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    folder, day = real_data / "warehouse-2023-24", date.fromisoformat(request.param)
    return _seen(folder, day, KNOWN, "2023-24", tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module", params=DATES_2019)
def seen_2019(
    request: pytest.FixtureRequest, written_2019: Path, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    day = date.fromisoformat(request.param)
    return _seen(written_2019, day, KNOWN_2019, "2018-19", tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def official(real_seasons: Path) -> pl.DataFrame:
    return pl.read_parquet(real_seasons / "player_games_2023-24.parquet")


@pytest.fixture(scope="module")
def official_2019(real_seasons: Path) -> pl.DataFrame:
    return pl.read_parquet(real_seasons / "player_games_2018-19.parquet")


def games_of(official: pl.DataFrame, name: str, day: date) -> list[Json]:
    """A player's official games up to a date, newest first."""
    found = official.filter(pl.col("player_lookup") == name, pl.col("game_date") <= day)
    games = found.sort("game_date", descending=True).to_dicts()
    assert len(games) > 20, name
    return games


def require_official(document: Json, games: list[Json]) -> None:
    """Averages, splits, months and totals of a season are those of the official games."""
    averages = document["averages"]
    assert averages["games"] == len(games)
    for key, column in {"ppg": "pts", "apg": "ast", "spg": "stl", "bpg": "blk"}.items():
        assert averages[key] == rounded(mean(game[column] for game in games), 1), key
    assert averages["topg"] == rounded(mean(game["tov"] for game in games), 1)
    for side, at_home in (("home", True), ("away", False)):
        points = [game["pts"] for game in games if game["is_home"] is at_home]
        assert document["splits"][side]["games"] == len(points)
        assert document["splits"][side]["ppg"] == rounded(mean(points), 1)
    by_month: dict[str, list[int]] = {}
    for game in games:
        by_month.setdefault(f"{game['game_date']:%b}", []).append(game["pts"])
    assert {month["month"]: month["games"] for month in document["monthly"]} == {
        month: len(points) for month, points in by_month.items()
    }
    for month in document["monthly"]:
        assert month["ppg"] == rounded(mean(by_month[month["month"]]), 1)
    log = [row for row in document["game_log"] if row["points"] is not None]
    assert [(row["date"], row["points"], row["opponent"]) for row in log] == [
        (str(game["game_date"]), game["pts"], game["opp"]) for game in games
    ]
    # The schedule has no score of one game of 2024: then nobody can say who won it.
    told = {
        (row["date"], row["team_won"])
        for row in log
        if (row["date"], row["opponent"]) not in (("2024-04-05", "SAC"), ("2024-04-05", "BOS"))
    }
    assert told <= {(str(game["game_date"]), game["wl"] == "W") for game in games}
    for key, column in {"points": "pts", "assists": "ast"}.items():
        assert sum(row[key] for row in log) == sum(game[column] for game in games)


@pytest.mark.parametrize("name", KNOWN)
def test_a_season_is_that_of_the_official_games(
    name: str, seen: Seen, official: pl.DataFrame
) -> None:
    require_official(seen.players[name], games_of(official, name, seen.day))


@pytest.mark.parametrize("name", KNOWN_2019)
def test_another_season_is_that_of_the_official_games(
    name: str, seen_2019: Seen, official_2019: pl.DataFrame
) -> None:
    games = games_of(official_2019, name, seen_2019.day)
    document = seen_2019.players[name]
    require_official(document, games)
    averages = document["averages"]
    # Of the playoffs neither offensive rebounds nor shots are told.
    rebounds = (game["reb"] if game["oreb"] is not None else None for game in games)
    assert averages["rpg"] == rounded(mean(rebounds), 1)
    for key, shots in {"fg_pct": "fg", "three_pct": "fg3", "ft_pct": "ft"}.items():
        told = [game for game in games if game[f"{shots}a"] is not None]
        made, tried = (sum(game[shots + end] for game in told) for end in "ma")
        assert averages[key] == rounded(ratio(made, tried), 2), key


def _results(data: Path, name: str, day: date) -> list[Json]:
    """A player's games with a result of the season, newest first, one a date."""
    rows = pl.read_parquet(data / "warehouse-2023-24/nba_analytics.player_game_summary.parquet")
    noon = datetime.fromisoformat(f"{day + timedelta(days=1)}T16:00:00+00:00")
    mine = rows.filter(
        pl.col("player_lookup") == name,
        pl.col("season_year") == 2023,
        pl.col("game_date") <= day,
        pl.col("processed_at") <= noon,
    )
    newest = mine.sort("game_date", "processed_at").unique("game_date", keep="last")
    decided = newest.filter(
        pl.col("over_under_result").is_not_null(), pl.col("points").is_not_null()
    )
    return decided.sort("game_date", descending=True).to_dicts()


def _run(games: list[Json], result: str) -> Iterator[Json]:
    for game in games[:20]:
        if game["over_under_result"] != result:
            return
        yield game


@pytest.mark.parametrize("name", KNOWN)
def test_streaks_are_those_of_his_games(name: str, seen: Seen, real_data: Path) -> None:
    games = _results(real_data, name, seen.day)
    for side in ("over", "under"):
        listed = {entry["player_lookup"]: entry for entry in seen.streaks[side]}
        streak = list(_run(games, side.upper()))
        if len(streak) < 4:
            assert name not in listed
        elif name in listed:
            entry = listed[name]
            assert entry["streak_length"] == len(streak)
            margin = mean(game["points"] - game["points_line"] for game in streak)
            assert entry["avg_margin"] == rounded(margin, 1)
            assert [game["points"] for game in entry["games"]] == [
                game["points"] for game in streak[:5]
            ]
        else:
            # The list ends before him: it is full of longer ones.
            assert len(listed) == 50
            assert len(streak) <= min(one["streak_length"] for one in listed.values())


@pytest.mark.parametrize("name", KNOWN)
def test_records_are_those_of_his_gradings(name: str, seen: Seen, real_data: Path) -> None:
    rows = pl.read_parquet(
        real_data / "warehouse-2023-24/nba_predictions.prediction_accuracy.parquet"
    )
    noon = datetime.fromisoformat(f"{seen.day + timedelta(days=1)}T16:00:00+00:00")
    mine = rows.filter(
        pl.col("player_lookup") == name,
        pl.col("system_id") == "catboost_v9",
        pl.col("game_date") <= seen.day,
        pl.col("graded_at").is_null() | (pl.col("graded_at") <= noon),
    ).with_columns(picked=pl.col("recommendation").is_in(["OVER", "UNDER"]))
    one_a_game = mine.sort("picked", "graded_at").unique("game_date", keep="last")
    record = seen.profiles[name]["our_track_record"]
    if one_a_game.is_empty():
        assert record == {}
        return
    assert record["total_predictions"] == one_a_game.height
    decided = one_a_game.filter(
        "picked", ~pl.col("is_voided"), pl.col("prediction_correct").is_not_null()
    )
    for key, side in {"over_calls": "OVER", "under_calls": "UNDER", "overall": None}.items():
        these = decided if side is None else decided.filter(pl.col("recommendation") == side)
        wins = these.filter("prediction_correct").height
        losses = these.height - wins
        assert (record[key]["wins"], record[key]["losses"]) == (wins, losses)
        assert record[key]["pct"] == rounded(ratio(wins, wins + losses), 2)
