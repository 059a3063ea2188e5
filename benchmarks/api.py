"""How the API answers at a fixed rate, at ten times that, and right after it.

    python -m benchmarks.api [--rate 200] [--seconds 20] [--times 10] \
        [--player_games FILE [--lines FILE] --day D]

It makes a warehouse, of a simulated season or of a real one, serves it with a process of its own,
and asks for season reports of all players in an open loop. Cold is the first time of each, warm
the next. `hard` asks for game reports that nobody has asked for before, `past` for each season as
of an instant of its own: both are made anew every time. `while rows are read` has the tables
written anew, so that all of them are read again, one time after the other. At a hundred times the
rate it is the generator that is measured, a process of this machine too.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.open_loop import Measured, run
from demo import source, warehouse
from demo.season import NIGHT
from publishing.calendar import days_before, season_label, season_year

GOAL_SECONDS, REFUSED_SECONDS = 0.1, 0.05
READY_SECONDS = 60.0
PLAYER_GAMES = "nba_analytics.player_game_summary.parquet"
REFRESH_SECONDS = 1
WHILE_READ = "warm, while rows are read"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api", description=__doc__)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--times", type=float, default=10)
    parser.add_argument("--player_games", type=Path)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=NIGHT)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        tables, public = Path(scratch) / "warehouse", Path(scratch) / "public"
        public.mkdir()
        made_from = (
            source.real(given.player_games, given.lines)
            if given.player_games
            else source.simulated(7)
        )
        warehouse.build(made_from, tables)
        season = season_label(season_year(given.day))
        players = _players(tables)
        print(f"{len(players)} players, season {season}, as of {given.day}")
        with served(tables, public, given.day) as (port, log):
            return _measure(given, port, players, season, lambda: _anew(tables, log))


def _measure(
    given: argparse.Namespace,
    port: int,
    players: list[str],
    season: str,
    anew: Callable[[], AbstractContextManager[Callable[[], int]]],
) -> int:
    chance = random.Random(7)
    paths = [f"/v1/players/{player}/season/{season}" for player in players]
    warm = (chance.choice(paths) for _ in itertools.count())
    hard, past = _reports(players, given.day), _as_of_each(paths, given.day)
    rate, many, seconds = given.rate, given.rate * given.times, given.seconds
    # Cold: each player once, at the rate; the process has answered nothing before.
    turns: list[tuple[str, Iterator[str], float, float]] = [
        ("cold", iter(paths), rate, len(paths) / rate),
        ("warm", warm, rate, seconds),
        ("hard", hard, rate, seconds),
        (WHILE_READ, warm, rate, seconds),
        ("past, a tenth of that", past, rate / 10, seconds),
        ("warm, ten times that", warm, many, seconds / 2),
        ("hard, ten times that", hard, many, seconds / 2),
        ("past, ten times that", past, many, seconds / 2),
        ("warm, right after it", warm, rate, seconds / 2),
        ("warm, a hundred times that", warm, rate * 100, seconds / 8),
        ("warm, right after it", warm, rate, seconds / 2),
    ]
    print(f"{'':28}    rate   p50 ms   p99 ms   max ms   answers; refused p99, max ms")
    missed = False
    for name, asked, at, lasts in turns:
        with anew() if name == WHILE_READ else nullcontext(lambda: 1) as read:
            measured = asyncio.run(run("127.0.0.1", port, asked, at, lasts))
        _print(name, at, measured)
        missed |= not read()
        if at <= rate:
            answered = Measured(
                {200: [one for found in measured.seconds.values() for one in found]}
            )
            missed |= answered.share(200, 0.99) > GOAL_SECONDS
            # A player without a game that day has no report.
            missed |= not {200, 404}.issuperset(measured.codes)
        elif at == many and asked is not past:
            missed |= measured.share(503, 0.99) > REFUSED_SECONDS
            missed |= not {200, 404, 503}.issuperset(measured.codes)
        missed |= bool(measured.errors)
    print("a goal is missed" if missed else "all goals are met")
    return int(missed)


def _print(name: str, rate: float, measured: Measured) -> None:
    served = [measured.share(200, part) * 1000 for part in (0.5, 0.99, 1.0)]
    said = ", ".join(f"{count} of {code}" for code, count in sorted(measured.codes.items()))
    if measured.codes[503]:
        refused = [measured.share(503, part) * 1000 for part in (0.99, 1.0)]
        said += f"; {refused[0]:.1f}, {refused[1]:.1f}"
    if measured.errors:
        said += f"; {measured.errors} broken"
    print(f"{name:28} {rate:7.0f} {served[0]:8.1f} {served[1]:8.1f} {served[2]:8.1f}   {said}")


def _players(tables: Path) -> list[str]:
    column = pq.read_table(tables / PLAYER_GAMES, columns=["player_lookup"])["player_lookup"]
    return sorted(set(column.to_pylist()))


def _reports(players: list[str], day: date) -> Iterator[str]:
    """Dates in whole, so that a date's slate is made once and each player's report once."""
    for back in itertools.count():
        for player in players:
            yield f"/v1/players/{player}/game-report/{days_before(day, back)}"


def _as_of_each(paths: list[str], day: date) -> Iterator[str]:
    for number in itertools.count():
        second, micro = divmod(number, 1_000_000)
        yield f"{paths[number % len(paths)]}?as_of={day}T15:00:{second:02}.{micro:06}Z"


@contextmanager
def _anew(tables: Path, log: Path) -> Iterator[Callable[[], int]]:
    """Tables that are other ones all the time; says afterwards how often they were read."""
    before, ended = _snapshots(log), threading.Event()
    file = tables / PLAYER_GAMES

    def touch() -> None:
        known = before
        while not ended.wait(REFRESH_SECONDS / 10):
            if _snapshots(log) > known:
                known = _snapshots(log)
                file.touch()

    file.touch()
    thread = threading.Thread(target=touch)
    thread.start()
    try:
        yield lambda: _snapshots(log) - before
    finally:
        ended.set()
        thread.join()
        print(f"{'':28} the rows were read {_snapshots(log) - before} times")


def _snapshots(log: Path) -> int:
    return log.read_text().count(" snapshot as_of=")


@contextmanager
def served(tables: Path, public: Path, day: date) -> Iterator[tuple[int, Path]]:
    """A process that serves the tables at noon Eastern of the day; yields its port and log."""
    command = [
        *(sys.executable, "-m", "publishing.services.api", f"--warehouse=parquet:{tables}"),
        *(f"--output={public}", "--host=127.0.0.1", "--port=0", f"--clock={day}T17:00:00Z"),
        f"--refresh_seconds={REFRESH_SECONDS}",
    ]
    log = public.parent / "log"
    with log.open("w") as lines, subprocess.Popen(command, stderr=lines) as process:
        try:
            yield _port(process, log), log
        finally:
            process.terminate()
            process.wait(20)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    ends = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        if found := re.search(r"listening .*port=(\d+)", log.read_text()):
            return int(found[1])
        time.sleep(0.05)
    raise SystemExit(f"the API did not listen: {log.read_text()[-2000:]}")


if __name__ == "__main__":
    raise SystemExit(main())
