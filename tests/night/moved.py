"""A night moved to another date, with its warehouse: what happens on it stays the same."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import orjson
import polars as pl

from tests.pipelines.runs import Night, write

_INSTANT = re.compile(rb'"(\d{4}-\d\d-\d\dT[\d:.]+Z)"')


def moved(night: Night, day: date, later: timedelta, folder: Path) -> Night:
    """The night on `day`, each of its instants `later` than by whole days."""
    days = day - night.day
    by = days + later
    old, new = f"{night.day:%Y%m%d}", f"{day:%Y%m%d}"
    (folder / "warehouse").mkdir(parents=True)
    for file in night.warehouse.glob("*.parquet"):
        table = pl.read_parquet(file)
        shifted = []
        for name, kind in table.schema.items():
            column = pl.col(name)
            if kind == pl.Date:
                shifted.append(column + days)
            elif isinstance(kind, pl.Datetime):
                shifted.append(column + by)
            elif kind == pl.String and name == "game_id":
                shifted.append(column.str.replace(old, new, literal=True))
        table.with_columns(shifted).write_parquet(folder / "warehouse" / file.name)

    def instant(found: re.Match[bytes]) -> bytes:
        at = datetime.fromisoformat(found[1].decode()) + by
        return f'"{at:%Y-%m-%dT%H:%M:%SZ}"'.encode()

    lines = []
    for line in night.lines():
        told = _INSTANT.sub(instant, line)
        lines.append(told.replace(f'"{night.day}"'.encode(), f'"{day}"'.encode()))
    assert all(orjson.loads(line) for line in lines)
    return Night(write(folder / "night.jsonl.gz", lines), folder / "warehouse", day)
