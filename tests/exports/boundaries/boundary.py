"""What a list of boundaries is made of: rows exactly on a threshold, and the threshold moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from publishing.batch_rows import Features
from publishing.rows import Row
from tests.exports.comparison import CHAMPION, Moment
from tests.exports.rows import BEFORE, DAY
from tests.pipelines.small_warehouse import write


@dataclass(frozen=True)
class Scene:
    """Rows by hand, and the date and instant that they are looked at; before `DAY`'s games."""

    rows: tuple[Row, ...]
    as_of: datetime = BEFORE
    day: date = DAY
    champion: str = CHAMPION
    min_games: int = 5
    players: frozenset[str] | None = None

    def written(self, folder: Path) -> Moment:
        """The scene as a warehouse."""
        tables: dict[type[Row], list[dict[str, Any]]] = {}
        for row in self.rows:
            values = msgspec.structs.asdict(row)
            if isinstance(row, Features):
                values["features"] = [float(value or 0) for value in row.features or ()]
            tables.setdefault(type(row), []).append(values)
        return Moment(
            write(tables, folder),
            self.day,
            self.as_of,
            self.champion,
            self.min_games,
            self.players,
        )


def scene(*rows: Row, **seen: Any) -> Scene:
    """The scene of these rows."""
    return Scene(rows, **seen)


@dataclass(frozen=True)
class Move:
    """A threshold that `owner`, a module as a rule, has, and it moved: a step down and a step up.

    `one_way` says why a step the other way changes no document.
    """

    owner: Any
    name: str
    values: tuple[Any, ...]
    one_way: str = ""

    def __str__(self) -> str:
        return f"{self.owner.__name__.rpartition('.')[2]}.{self.name}"


def move(owner: Any, name: str, *values: Any, one_way: str = "") -> Move:
    """The threshold and what it is moved to."""
    return Move(owner, name, values, one_way)


def numbers(value: object) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number inside a constant, and where: of a dict by key, of a tuple by place."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from (((key, *where), number) for where, number in numbers(inside))
    elif isinstance(value, tuple | list):
        for place, inside in enumerate(value):
            yield from (((place, *where), number) for where, number in numbers(inside))
    elif isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool):
        yield (), value
