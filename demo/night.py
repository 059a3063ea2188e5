"""A night of the simulated season as a replay file: one poll of the live feed a line.

python -m demo.night --season SEED [--date D] [--every_seconds N] --output FILE.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import orjson

from demo.errors import InputError, exit_code
from demo.payload import Broadcast
from demo.season import NIGHT, season
from publishing.calendar import parse_date

STARTS_BEFORE = timedelta(minutes=30)
ENDS_AFTER = timedelta(minutes=15)


def polls(seed: int, night_date: date = NIGHT, every_seconds: int = 30) -> Iterator[bytes]:
    """The polls of a night, in order, each one line of JSON without its line end.

    `{"polled_at": "…Z", "payload": {"data": [...]}}`, from 30 minutes before the first tip-off
    until 15 minutes after the last final. No poll depends on a later moment of a game.
    Raises ValueError for a date without games or an interval below one second.
    """
    if every_seconds < 1:
        raise InputError(f"the interval between polls is {every_seconds} s: it must be 1 or more")
    this = season(seed)
    games = [Broadcast(fixture, this.play(fixture)) for fixture in this.on(night_date)]
    now = min(game.fixture.tip_off for game in games) - STARTS_BEFORE
    last = max(game.final_at for game in games) + ENDS_AFTER
    while now <= last:
        yield _poll(games, now)
        now += timedelta(seconds=every_seconds)


def write(
    path: Path, seed: int, night_date: date = NIGHT, every_seconds: int = 30
) -> tuple[int, int]:
    """Write the polls of a night to a gzip file and return (polls, bytes before compression).

    The same arguments give the same bytes. Raises OSError when the file cannot be written.
    """
    lines = list(polls(seed, night_date, every_seconds))
    # Neither a name nor a time in the header: the bytes depend on the polls alone.
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        packed.writelines(line + b"\n" for line in lines)
    return len(lines), sum(len(line) + 1 for line in lines)


def _poll(games: Iterable[Broadcast], now: datetime) -> bytes:
    listed = [body for game in games if (body := game.at(now)) is not None]
    data = [orjson.Fragment(body) for body in listed]
    return orjson.dumps({"polled_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "payload": {"data": data}})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0, or 2 with one sentence on stderr for input that is refused."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.night",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--season", type=int, required=True, metavar="SEED")
    parser.add_argument("--date", default=NIGHT.isoformat(), metavar="D", help="YYYY-MM-DD")
    parser.add_argument("--every_seconds", type=int, default=30, metavar="N")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    return exit_code(partial(_run, options))


def _run(options: argparse.Namespace) -> None:
    night = parse_date(options.date)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    count, size = write(options.output, options.season, night, options.every_seconds)
    print(f"{options.output}: {count} polls of {night}, {size} bytes of JSON")


if __name__ == "__main__":
    sys.exit(main())
