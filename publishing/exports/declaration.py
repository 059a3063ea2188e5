"""How an export is declared: once, with all that reads, runs, serves and describes it (idea 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import msgspec

from publishing.calendar import season_label, season_year
from publishing.documents import CacheClass
from publishing.league import Slate
from publishing.occasions import Occasion
from publishing.player_rows import PlayerRows
from publishing.reads import Input
from publishing.rows import Row

Template = Literal["daily", "tonight", "trends", "players"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a run may be told beside its dates. `top_n` is the length of best bets (D21)."""

    top_n: int = 15
    min_games: int = 5


def nothing(_: Slate, __: Sequence[Any]) -> str:
    """What most documents' pieces say that their sources lack."""
    return ""


@dataclass(frozen=True, slots=True)
class OfSlate:
    """One document a date, put together from the pieces of its players, in any order.

    `lacks` says what the rows behind the pieces are without, though there are rows (D6).
    """

    piece: type[msgspec.Struct]
    pieces: Callable[[PlayerRows, Slate], Iterable[Any]]
    document: Callable[[Slate, Sequence[Any], Parameters], msgspec.Struct]
    lacks: Callable[[Slate, Sequence[Any]], str] = nothing


@dataclass(frozen=True, slots=True)
class OfPlayer:
    """One document a player; None for a player who has none that date.

    `absent` makes that of a player without one who was asked for by name; of one whom the
    registry knows, `idle` does where there is one. A dated one is kept for every date and, once
    it has a player, does not change any more (D3). When it `expires`, the public ones of players
    without one are rewritten as absent (D36).
    """

    document: Callable[[PlayerRows, Slate, Parameters], msgspec.Struct | None]
    absent: Callable[[str, Slate], msgspec.Struct]
    expires: bool = False
    idle: Callable[[str, Slate], msgspec.Struct] | None = None

    def without(self, player: PlayerRows, slate: Slate) -> msgspec.Struct:
        """The document of a player who has none that date."""
        known = self.idle if player.registered(slate.game_date) is not None else None
        return (known or self.absent)(player.player_lookup, slate)


@dataclass(frozen=True, slots=True)
class OfLeague:
    """One document a date, from the rows of one table that belong to no player.

    `lacks` says which rows are missing (D6); without it, the table may never be empty.
    """

    row_type: type[Row]
    document: Callable[[Slate, Sequence[Any]], msgspec.Struct]
    lacks: Callable[[Slate, Sequence[Any]], str] | None = None


def always(*tables: type[Row]) -> Callable[[Slate], tuple[type[Row], ...]]:
    """The same essential tables for every slate."""
    return lambda _: tables


@dataclass(frozen=True, slots=True)
class Export:
    """A family of documents. `job_type` is its word in messages and in `--only` (`live.md` 9).

    `{date}`, `{season}` and `{player}` in a path stand for a game date, its season and a
    player_lookup. `dated` is the path that keeps each date, `pointers` those that follow the
    newest (D5) under `pointer_cache`. `essential` are the tables without whose rows a slate's
    document may not replace a fuller one (D6, D29). `cadence` are the occasions on which it is
    made, none for one on demand; a run makes one that is `when_named` only if it is told to.
    `templates` can make it beside `backfill`, which makes all; a message has it made where it
    `runs`: in the process of the trigger, or as a job from a template. `limit_hours` is the age
    of a newest complete run at which it is stale (`core.md` 14.11). `canonical` is the seed's
    path where that is not the first.
    """

    name: str
    job_type: str
    groups: tuple[str, ...]
    document: type[msgspec.Struct]
    dated: str | None
    pointers: tuple[str, ...]
    pointer_cache: CacheClass
    cadence: tuple[Occasion, ...]
    templates: tuple[Template, ...]
    runs: Literal["process", "template"]
    limit_hours: int | None
    inputs: tuple[Input, ...]
    made: OfSlate | OfPlayer | OfLeague
    essential: Callable[[Slate], tuple[type[Row], ...]]
    when_named: bool = False
    canonical: str | None = None

    @property
    def main(self) -> str:
        """The seed's own path, which the completion message names (`live.md` 6.7, D1)."""
        return self.canonical or self.paths[0]

    @property
    def result_key(self) -> str:
        """Its key in the completion message (`live.md` 6.7)."""
        return self.job_type.replace("-", "_")

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path, the dated one first."""
        return (*((self.dated,) if self.dated else ()), *self.pointers)


def path_of(pattern: str, game_date: date, player_lookup: str = "") -> str:
    """The object's path for a date and a player."""
    return (
        pattern.replace("{date}", game_date.isoformat())
        .replace("{season}", season_label(season_year(game_date)))
        .replace("{player}", player_lookup)
    )
