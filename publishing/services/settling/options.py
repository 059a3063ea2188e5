"""The command line of `courtside settle`, from words to checked values."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from publishing.adapters.places import bucket_and_prefix, is_bucket, is_inside
from publishing.adapters.pubsub import pubsub_path
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.calendar import parse_instant, resolve_date
from publishing.live.flush import FLUSH_SECONDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettleOptions:
    """What was asked for, checked; places are as the user wrote them.

    `as_of` is None when it was not said: then it is the present. Without `events` nobody is told
    that the official rows are there.
    """

    game_date: date
    archive: str
    warehouse: BatchWarehouse
    output: str
    events: str | None
    champion: str
    journal: str | None
    as_of: datetime | None
    dry_run: bool
    interval_seconds: int
    run_id: str
    now: datetime


def settle_options(
    argv: Sequence[str] | None,
    now: datetime,
    open_warehouse: Callable[[str], BatchWarehouse] = warehouse_at,
) -> SettleOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = _parser()
    given = parser.parse_args(argv)

    def checked(name: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except ValueError as problem:
            parser.error(f"{name}: {problem}")

    options = SettleOptions(
        game_date=checked("DATE", lambda: resolve_date(given.date, now)),
        archive=checked("--archive", lambda: _place(given.archive)),
        warehouse=checked("--warehouse", lambda: open_warehouse(given.warehouse)),
        output=checked("--output", lambda: _place(given.output)),
        events=checked("--events", lambda: _topic(given.events)),
        champion=checked("--champion_system", lambda: _named(given.champion_system)),
        journal=given.journal,
        as_of=checked("--as_of", lambda: _as_of(given.as_of)),
        dry_run=given.dry_run,
        interval_seconds=checked(
            "--flush_interval_seconds", lambda: _whole(given.flush_interval_seconds)
        ),
        run_id=checked("--run_id", lambda: _named(given.run_id or uuid.uuid4().hex[:12])),
        now=now,
    )
    for name, private in (("--archive", options.archive), ("--journal", options.journal)):
        if private and is_inside(private, options.output):
            parser.error(f"{name} {private} would be public: it is inside {options.output}")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="courtside settle",
        description="Publishes a past night's scores and grading with the official rows, from the "
        "archive and the warehouse, without the stream.",
        epilog="Exit code 0: every game is official or postponed. 1: some are not yet, or a "
        "document could not be published. 2: wrong usage, or there is nothing to settle.",
        allow_abbrev=False,
    )
    parser.add_argument("date", metavar="DATE", help="YYYY-MM-DD, yesterday or today (Eastern).")
    for name, where in _PLACES.items():
        parser.add_argument(f"--{name}", required=True, metavar="PLACE", help=where)
    parser.add_argument(
        "--events",
        metavar="TOPIC",
        help="projects/P/topics/nba-phase6-live-events, which is told that the official rows are "
        "there, so that tonight and best bets are made once more. Default: nobody is told.",
    )
    parser.add_argument(
        "--champion_system",
        default="catboost_v9",
        metavar="NAME",
        help="The system whose predictions are graded (D20). Default: %(default)s.",
    )
    parser.add_argument(
        "--journal", metavar="FILE", help="Gets one JSON line for each decision. Default: none."
    )
    parser.add_argument(
        "--as_of",
        metavar="INSTANT",
        help="Rows processed later are left out, as in 2026-02-11T19:30:00Z. Default: now.",
    )
    parser.add_argument(
        "--dry_run", action="store_true", help="Says what it would do, and writes nothing."
    )
    parser.add_argument(
        "--flush_interval_seconds",
        default=str(FLUSH_SECONDS),
        metavar="N",
        help="The live job's interval, for the record. Default: %(default)s.",
    )
    parser.add_argument(
        "--run_id", metavar="NAME", help="The name of this run in the record. Default: random."
    )
    return parser


A_DAY = 86_400

_PLACES = {
    "archive": "What the live job folded: a folder or gs://BUCKET/archive; never public.",
    "warehouse": "Where the rows are: parquet:DIR or bigquery:PROJECT.",
    "output": "Where the public documents go: a folder or gs://BUCKET/v1.",
}


def _place(text: str) -> str:
    if is_bucket(text):
        bucket_and_prefix(text)
    elif not text:
        raise ValueError("the place is empty: write a folder or gs://BUCKET/PREFIX")
    return text


def _topic(text: str | None) -> str | None:
    return None if text is None else pubsub_path(text, "topics")


def _as_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an instant: write 2026-02-11T19:30:00Z") from None


def _named(text: str) -> str:
    if not text.strip():
        raise ValueError("the name is empty")
    return text


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= A_DAY:
        raise ValueError(f"{text!r} is not a whole number from 1 to {A_DAY}")
    return int(text)
