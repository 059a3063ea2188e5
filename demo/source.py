"""What the warehouse tables are made from: a simulated season or files of real games."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from demo import appearances, lines, models
from demo.season import NIGHT, Season, season


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one season: `appearances`, `forecasts` and `lines` as those modules describe them.

    `season` is the simulated season, None for real games. `unresolved` are the bookmakers'
    names that fit no player, out of `names`.
    """

    appearances: pl.DataFrame
    forecasts: pl.DataFrame
    lines: pl.DataFrame
    season: Season | None = None
    names: int = 0
    unresolved: tuple[str, ...] = ()

    @property
    def night(self) -> date | None:
        """The date whose games are still to be played when the warehouse is read."""
        return NIGHT if self.season else None


def simulated(seed: int) -> Source:
    """The season of a seed; its lines are as if real."""
    this = season(seed)
    rows = appearances.from_season(this)
    forecasts = models.forecasts(rows)
    return Source(rows, forecasts, lines.simulated(forecasts, seed), this)


def real(player_games: Path, points_lines: Path | None = None) -> Source:
    """Real games, with the bookmakers' lines where there are any. ValueError for unusable files."""
    rows = appearances.from_file(player_games)
    forecasts = models.forecasts(rows)
    if points_lines is None:
        return Source(rows, forecasts, lines.estimated(forecasts))
    books = lines.from_books(points_lines, rows["player_lookup"].unique())
    quoted = lines.real(forecasts, books)
    return Source(rows, forecasts, quoted, None, books.names, books.unresolved)
