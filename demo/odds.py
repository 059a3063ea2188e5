"""Prices of points lines: of the simulation, or those of real bookmakers."""

from __future__ import annotations

from random import Random

import polars as pl

from demo.expected import at

BOOKS = ("draftkings", "fanduel", "betmgm")
ABSURD = (199_900, 50, -99)
"""Prices that are none, as some feeds send them."""

_LINE = ["game_date", "player_lookup", "market_type", "bet_side", "points_line"]
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "game_date": pl.Date,
    "market_type": pl.String,
    "player_lookup": pl.String,
    "bookmaker": pl.String,
    "bet_side": pl.String,
    "points_line": pl.Float64,
    "odds_american": pl.Int64,
}


def simulated(lines: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Three books' prices of every line, around -110, at 14:00 UTC of the date.

    One line in forty has an absurd price in its last book; one in five stands in the market of
    assists too, at the same number.
    """
    found: list[tuple[object, ...]] = []
    for day, player, line in lines.select("game_date", "player_lookup", "line").iter_rows():
        rng = Random(f"{seed}:odds:{day}:{player}")
        prices = {book: _prices(rng) for book in BOOKS}
        if rng.random() < 1 / 40:
            prices[BOOKS[-1]] = rng.choice(ABSURD), rng.choice(ABSURD)
        quotes = [("points", book, *prices[book]) for book in BOOKS]
        if rng.random() < 1 / 5:
            quotes.append(("assists", BOOKS[0], 135, -170))
        for market, book, over, under in quotes:
            found.append((day, market, player, book, "over", line, over))
            found.append((day, market, player, book, "under", line, under))
    return _table(pl.DataFrame(found, schema=_SCHEMA, orient="row"))


def real(quotes: pl.DataFrame) -> pl.DataFrame:
    """The prices of the books, a row per book and side, at 14:00 UTC of the date."""
    sides = [
        quotes.select(
            "game_date",
            pl.lit("points").alias("market_type"),
            "player_lookup",
            pl.col("book").alias("bookmaker"),
            pl.lit(side).alias("bet_side"),
            pl.col("line").alias("points_line"),
            pl.col(f"{side}_price").alias("odds_american"),
        )
        for side in ("over", "under")
    ]
    return _table(pl.concat(sides).filter(pl.col("odds_american").is_not_null()))


def none() -> pl.DataFrame:
    """No prices: there are no books."""
    return _table(pl.DataFrame(schema=_SCHEMA))


def _prices(rng: Random) -> tuple[int, int]:
    """Over and under of one book; together they cost a little more than they can pay."""
    lean = rng.randrange(-15, 16)
    return _american(-110 + lean), _american(-110 - lean)


def _american(price: int) -> int:
    """There is no price between -100 and 100: what is left of -100 goes on above 100."""
    return price if price <= -100 else price + 200


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    """The best price of a side at a line is the highest; more than one book may have it."""
    best = pl.col("odds_american") == pl.col("odds_american").max().over(_LINE)
    return rows.with_columns(
        best.alias("is_best_line"), pl.lit(True).alias("is_active"), at(14).alias("created_at")
    ).sort(*_LINE, "bookmaker")
