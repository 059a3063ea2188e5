"""What teams scored and how fast they played, against a second computation from the rows."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo import appearances
from demo.season import NIGHT
from demo.source import Source
from tests.demo.conftest import table

Row = dict[str, Any]
NAME = "nba_analytics.team_offense_game_summary"


def games(rows: pl.DataFrame) -> dict[tuple[str, str], list[Row]]:
    """The lines of everybody who played, by game and team."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows.to_dicts():
        if row["pts"] is not None:
            found.setdefault((row["game_key"], row["team"]), []).append(row)
    return found


def played(lines: list[Row]) -> Row:
    """A team's game from its players' lines."""
    found: Row = {
        "points_scored": sum(line["pts"] for line in lines),
        "home_game": lines[0]["game_key"].endswith(f"_{lines[0]['team']}"),
        "pace": None,
        "possessions": None,
    }
    if all(line[name] is not None for line in lines for name in ("fga", "fta", "oreb", "turnover")):
        possessions = sum(
            line["fga"] + Fraction(44, 100) * line["fta"] - line["oreb"] + line["turnover"]
            for line in lines
        )
        spent = sum(line["minutes"] for line in lines)
        length = min((48, 53, 58, 63, 68), key=lambda minutes: abs(5 * minutes - spent))
        found["pace"] = rounded(Fraction(48, length) * possessions, "0.1")
        found["possessions"] = rounded(Fraction(possessions), "1")
    return found


def rounded(number: Fraction, to: str) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(to), ROUND_HALF_EVEN)


def as_made(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per team and game: the newest of its own id that is not partial."""
    own = rows.filter(~pl.col("is_partial_game_data")).sort("processed_at")
    return own.unique(["game_date", "team_abbr"], keep="last")


def check(stored: pl.DataFrame, source: pl.DataFrame) -> None:
    wanted = games(source)
    assert stored.height == len(wanted)
    for row in stored.to_dicts():
        expected = played(wanted[row["game_id"], row["team_abbr"]])
        assert {name: row[name] for name in expected} == expected, row
        assert row["quality_tier"] == ("bronze" if expected["pace"] is None else "gold")
        assert row["processed_at"].hour == 8
        assert (row["processed_at"].date() - row["game_date"]).days == 1


def test_team_games_of_the_simulation(written: Path, simulation: Source) -> None:
    stored = as_made(table(written, NAME))
    check(stored, simulation.appearances)
    assert stored["pace"].null_count() == 0
    assert stored.filter(pl.col("game_date") == NIGHT).height == 12
    overtime = simulation.appearances.group_by("game_key", "team").agg(pl.col("minutes").sum())
    long = stored.join(
        overtime.filter(pl.col("minutes") > 260),
        left_on=["game_id", "team_abbr"],
        right_on=["game_key", "team"],
        how="semi",
    )
    # A game with overtime has more possessions, and no higher pace.
    assert long.height > 10
    assert (long["possessions"] > long["pace"].cast(pl.Float64) + 5).all()


@pytest.mark.parametrize("season", ["2018-19", "2023-24"])
def test_team_games_of_real_games(
    real_seasons: Path, season: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(f"written_{season[:2]}{season[-2:]}")
    stored = table(folder, NAME)
    check(stored, appearances.from_file(real_seasons / f"player_games_{season}.parquet"))
    assert stored["pace"].drop_nulls().cast(pl.Float64).is_between(80, 125).all()
    assert stored["pace"].count() > stored.height / 4
    assert not stored["is_partial_game_data"].any()


def test_a_team_game_may_be_there_twice_or_half(written: Path) -> None:
    rows = table(written, NAME)
    key = ["game_date", "team_abbr"]
    whole = as_made(rows)
    more = rows.join(whole, on=[*key, "processed_at", "game_id"], how="anti").join(
        whole, on=key, suffix="_whole"
    )
    partial = more.filter("is_partial_game_data")
    assert partial.height > 5
    assert (partial["processed_at"] > partial["processed_at_whole"]).all()
    assert (partial["game_id"] == partial["game_id_whole"]).all()
    assert (partial["points_scored"] < partial["points_scored_whole"]).all()
    other = more.filter(~pl.col("is_partial_game_data"))
    assert other.height > 10
    for row in other.to_dicts():
        day, home, away = row["game_id"].split("_")
        assert row["game_id_whole"] == f"{day}_{away}_{home}"
        assert row["possessions"] == row["possessions_whole"] // 2
        assert row["processed_at"] < row["processed_at_whole"]
    assert more.filter(pl.col("game_date") == NIGHT).is_empty()
