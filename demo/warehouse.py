"""Writes the Parquet tables of a warehouse, one file a table, `DIR/dataset.table.parquet`.

python -m demo.warehouse --season SEED [--date D] --output DIR
python -m demo.warehouse --player_games FILE [--lines FILE] [--date D] --output DIR
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq

from demo import source
from demo.appearances import require_games_on
from demo.errors import InputError, exit_code
from demo.tables import all_tables
from publishing.calendar import parse_date


def build(made_from: source.Source, output: Path, day: date | None = None) -> dict[str, int]:
    """Write every table of a source and return the number of rows by table name.

    `day` limits the predictions to one date; ValueError when it has no games.
    """
    if day is not None:
        require_games_on(made_from.appearances, day)
    output.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, make in all_tables(made_from, day).items():
        table = make()
        pq.write_table(table, output / f"{name}.parquet", compression="zstd")
        counts[name] = table.num_rows
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0, or 2 with one sentence on stderr for input that is refused."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.warehouse",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    made_from = parser.add_mutually_exclusive_group(required=True)
    made_from.add_argument("--season", type=int, metavar="SEED")
    made_from.add_argument("--player_games", type=Path, metavar="FILE")
    parser.add_argument("--lines", type=Path, metavar="FILE")
    parser.add_argument("--date", metavar="D", help="YYYY-MM-DD")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    return exit_code(partial(_run, parser.parse_args(arguments)))


def _run(options: argparse.Namespace) -> None:
    day = None if options.date is None else parse_date(options.date)
    if options.player_games is None:
        if options.lines is not None:
            raise InputError("--lines goes with --player_games: the simulation has its own lines")
        made_from = source.simulated(options.season)
    else:
        made_from = source.real(options.player_games, options.lines)
    for name, rows in build(made_from, options.output, day).items():
        print(f"{name}: {rows} rows")
    if options.lines is not None:
        unresolved = len(made_from.unresolved)
        print(f"lines: {unresolved} of {made_from.names} bookmakers' names fit no player")


if __name__ == "__main__":
    sys.exit(main())
