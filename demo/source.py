"""What the warehouse tables are made from: a simulated season or files of real games."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from demo import appearances, lines, models, postponed
from demo.season import NIGHT, Season, season


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one season: `appearances`, `forecasts` and `lines` as those modules describe them.

    `season` is the simulated season and `postponed` its postponed game, None for real games: that
    game has forecasts and lines on its first date, and no appearances. `unresolved` are the
    bookmakers' names that fit no player, out of `names`; `quotes` are what each of them offered.
    """

    appearances: pl.DataFrame
    forecasts: pl.DataFrame
    lines: pl.DataFrame
    season: Season | None = None
    postponed: postponed.Postponed | None = None
    names: int = 0
    unresolved: tuple[str, ...] = ()
    quotes: pl.DataFrame | None = None

    @property
    def night(self) -> date | None:
        """The date whose games are still to be played when the warehouse is read."""
        return NIGHT if self.season else None

    def before_night(self) -> pl.DataFrame:
        """The appearances before the simulated night; of real games all."""
        if self.night is None:
            return self.appearances
        return self.appearances.filter(pl.col("game_date") < self.night)


def simulated(seed: int) -> Source:
    """The season of a seed; its lines are as if real. `irregular` lists what it has on purpose."""
    this = season(seed)
    rows = appearances.from_season(this)
    moved = postponed.postponed(this)
    forecasts = pl.concat([models.forecasts(rows), postponed.forecasts(moved, rows)]).sort(
        "game_date", "game_key", "player_lookup"
    )
    return Source(rows, forecasts, lines.simulated(forecasts, seed), this, moved)


def real(player_games: Path, points_lines: Path | None = None) -> Source:
    """Real games, with the bookmakers' lines where there are any. ValueError for unusable files."""
    rows = appearances.from_file(player_games)
    forecasts = models.forecasts(rows)
    if points_lines is None:
        return Source(rows, forecasts, lines.estimated(forecasts))
    books = lines.from_books(points_lines, rows["player_lookup"].unique())
    return Source(
        rows,
        forecasts,
        lines.real(forecasts, books),
        names=books.names,
        unresolved=books.unresolved,
        quotes=books.quotes,
    )
