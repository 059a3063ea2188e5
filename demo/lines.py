"""Points lines: from bookmakers, from the simulation, or estimated from earlier games.

The lines are a row per player and date: game_date, player_lookup, `line` (points), `line_source`
and `has_prop_line`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl

from demo.appearances import read
from demo.errors import InputError
from publishing.identity import player_lookup

BENCH_POINTS = 8
"""Simulated players with a lower mean of the last ten games get no line."""

_NUDGES = (-1.0, -0.5, 0.0, 0.0, 0.5, 1.0)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|v)$")
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv", "v")
_COLUMNS = ("game_date", "player_lookup", "line", "line_source", "has_prop_line")
_PRICES = ("over_price", "under_price")


@dataclass(frozen=True, slots=True)
class BookLines:
    """Real lines and the bookmakers' names that fit no player, in alphabetical order.

    `quotes` are each book's: game_date, player_lookup, book, line, over_price and under_price in
    American odds.
    """

    lines: pl.DataFrame
    names: int
    unresolved: tuple[str, ...]
    quotes: pl.DataFrame


def estimated(forecasts: pl.DataFrame) -> pl.DataFrame:
    """The median of the last ten games, moved off a whole number towards their mean."""
    median, mean = pl.col("last10_median"), pl.col("last10_mean")
    moved = pl.when(mean > median).then(median + 0.5).otherwise(median - 0.5)
    whole = median == median.floor()
    line = pl.when(whole).then(moved).otherwise(median).clip(lower_bound=0.5)
    return _table(forecasts.with_columns(line.alias("line")), "ESTIMATED_AVG", False)


def simulated(forecasts: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The estimate, nudged by up to one point as a market would; none for the bench."""
    regulars = forecasts.filter(pl.col("last10_mean") >= BENCH_POINTS)
    rows = estimated(regulars)
    rows = rows.with_columns(pl.col("line") + _nudges(rows, seed, "line"))
    return _table(rows, "ACTUAL_PROP", True)


def openings(lines: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Where simulated lines opened, up to one point away: game_date, player_lookup, opening_line.

    Each player's opening line is at least half a point.
    """
    opened = (pl.col("line") + _nudges(lines, seed, "opening")).clip(lower_bound=0.5)
    return lines.select("game_date", "player_lookup", opened.alias("opening_line"))


def from_books(path: Path, players: Iterable[str]) -> BookLines:
    """One line per player and date: the lower median of the books, so always a book's own line.

    `players` are the lookups that a name may stand for. ValueError for an unusable file.
    """
    rows = read(path, ["game_date", "player_name", "book", "line"])
    names = rows["player_name"].drop_nulls().unique().sort().to_list()
    found = resolve(names, players)
    try:
        quotes = _quotes(rows, found)
        lines = _main_lines(quotes)
    except pl.exceptions.PolarsError as problem:
        raise InputError(f"{path} has a column of another type than points lines have") from problem
    unresolved = tuple(name for name in names if name not in found)
    return BookLines(_table(lines, "ODDS_API", True), len(names), unresolved, quotes)


def real(forecasts: pl.DataFrame, books: BookLines) -> pl.DataFrame:
    """The books' lines; estimates only on dates for which the books have none at all."""
    quoted = books.lines["game_date"].unique().implode()
    rest = estimated(forecasts.filter(~pl.col("game_date").is_in(quoted)))
    return pl.concat([books.lines, rest]).sort("game_date", "player_lookup")


def _quotes(rows: pl.DataFrame, found: dict[str, str]) -> pl.DataFrame:
    """One quote per player, date and book."""
    order = ["last_update"] if "last_update" in rows.columns else []
    absent = [pl.lit(None).alias(name) for name in _PRICES if name not in rows.columns]
    return (
        rows.filter(pl.col("line").is_not_null(), pl.col("player_name").is_in(list(found)))
        .with_columns(
            *absent,
            pl.col("player_name").replace_strict(found).alias("player_lookup"),
            pl.col("line").cast(pl.Float64),
        )
        # Two spellings of one player at one book count once, with the newest line.
        .sort([*order, "line"], descending=[*([True] * len(order)), False])
        .unique(["game_date", "player_lookup", "book"], keep="first", maintain_order=True)
        .select(
            "game_date",
            "player_lookup",
            "book",
            "line",
            *(pl.col(name).cast(pl.Float64).round().cast(pl.Int64) for name in _PRICES),
        )
    )


def _main_lines(quotes: pl.DataFrame) -> pl.DataFrame:
    return (
        quotes.group_by("game_date", "player_lookup")
        .agg(pl.col("line").sort().get((pl.len() - 1) // 2))
        .sort("game_date", "player_lookup")
    )


def _nudges(rows: pl.DataFrame, seed: int, what: str) -> pl.Series:
    names = rows.select("game_date", "player_lookup").iter_rows()
    nudges = [Random(f"{seed}:{what}:{day}:{player}").choice(_NUDGES) for day, player in names]
    return pl.Series(nudges, dtype=pl.Float64)


def _table(rows: pl.DataFrame, source: str, real_line: bool) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(source).alias("line_source"), pl.lit(real_line).alias("has_prop_line")
    ).select(_COLUMNS)


def resolve(names: Iterable[str], players: Iterable[str]) -> dict[str, str]:
    """The lookup of each bookmaker's name that stands for exactly one of the players."""
    known = frozenset(players)
    bare: defaultdict[str, list[str]] = defaultdict(list)
    for player in sorted(known):
        bare[_SUFFIX.sub("", player)].append(player)
    found = {}
    for name in names:
        for key in _spellings(name):
            # As written first; then whatever the suffix, if only one player fits.
            fits = [key] if key in known else bare.get(_SUFFIX.sub("", key), bare.get(key, []))
            if len(fits) == 1:
                found[name] = fits[0]
                break
    return found


def _spellings(name: str) -> Iterable[str]:
    """Keys that a bookmaker's name may mean: as written, `Last, First`, words swapped."""
    yield player_lookup(name)
    if "," in name:
        last, first = name.split(",", 1)
        yield player_lookup(f"{first} {last}")
    words = name.replace(",", " ").split()
    if len(words) > 1:
        yield player_lookup(" ".join((*words[1:], words[0])))
        yield player_lookup(" ".join((words[-1], *words[:-1])))
    if len(words) > 2 and player_lookup(words[-1]) in _SUFFIXES:
        yield player_lookup(" ".join((words[1], words[0])))
