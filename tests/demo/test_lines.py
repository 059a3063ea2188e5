from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from demo import lines

DAY = date(2024, 3, 2)
PLAYERS = ("anasoren", "robvantjr", "robvant", "timolenskyiii", "cajvane", "zuhari")


@pytest.mark.parametrize(
    ("name", "player"),
    [
        ("Ana Soren", "anasoren"),
        ("Soren Ana", "anasoren"),
        ("Soren, Ana", "anasoren"),
        ("Aña Sören", "anasoren"),
        ("Tim Olensky", "timolenskyiii"),
        ("Olensky, Tim", "timolenskyiii"),
        ("C.A.J. Vane Jr.", "cajvane"),
        ("Rob Vant Jr.", "robvantjr"),
        ("Rob Vant", "robvant"),
        ("Zuhari", "zuhari"),
    ],
)
def test_bookmakers_spellings_are_resolved(name: str, player: str) -> None:
    assert lines.resolve([name], PLAYERS) == {name: player}


@pytest.mark.parametrize("name", ["Somebody Else", "", "Rob Vant III", "Rob"])
def test_a_name_that_is_nobody_or_two_players_stays_unresolved(name: str) -> None:
    assert lines.resolve([name], PLAYERS) == {}


def test_the_line_is_the_lower_median_of_the_books(tmp_path: Path) -> None:
    quotes = [("a", 20.5), ("b", 22.5), ("c", 21.5), ("d", 24.5)]
    rows = [{"game_date": DAY, "player_name": "Ana Soren", "book": b, "line": x} for b, x in quotes]
    # A second spelling at a book that has quoted already does not count twice.
    rows += [{"game_date": DAY, "player_name": "Soren, Ana", "book": "d", "line": 30.5}]
    rows += [{"game_date": DAY, "player_name": "Nobody Known", "book": "a", "line": 3.5}]
    pl.DataFrame(rows).write_parquet(tmp_path / "lines.parquet")
    books = lines.from_books(tmp_path / "lines.parquet", PLAYERS)
    assert books.lines.rows() == [(DAY, "anasoren", 21.5, "ODDS_API", True)]
    assert (books.names, books.unresolved) == (3, ("Nobody Known",))


@pytest.mark.parametrize(
    ("median", "mean", "line"),
    [(12.5, 14.0, 12.5), (12.0, 12.1, 12.5), (12.0, 11.0, 11.5), (0, 0, 0.5)],
)
def test_estimates_end_in_a_half(median: float, mean: float, line: float) -> None:
    forecasts = pl.DataFrame(
        {
            "game_date": [DAY],
            "player_lookup": ["zuhari"],
            "last10_median": [float(median)],
            "last10_mean": [float(mean)],
        }
    )
    assert lines.estimated(forecasts).row(0) == (DAY, "zuhari", line, "ESTIMATED_AVG", False)
