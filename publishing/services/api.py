"""`courtside api`: a player's reports on demand, and every published document (D2)."""

from __future__ import annotations

import resource
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.places import problem_of
from publishing.adapters.published import published_at
from publishing.adapters.warehouses import BatchWarehouse, WarehouseAway
from publishing.openapi import description
from publishing.services.answering.admission import Admission, Room, Turns
from publishing.services.answering.answers import Answer
from publishing.services.answering.api import Api
from publishing.services.answering.holder import Holder
from publishing.services.answering.options import ApiOptions, api_options
from publishing.services.answering.snapshot import (
    TABLES,
    TABLES_AT_A_TIME,
    Snapshot,
    asked,
    held,
    run_of_all,
)
from publishing.services.serving.patient import Limits, Watch, patient
from publishing.services.serving.refusals import Busy
from publishing.services.serving.server import serve
from publishing.services.serving.starting import begun

TURN_SECONDS, RECALLING_SECONDS = 0.006, 0.0
"""How much of a turn of the event loop is given to what is made of rows in memory: a few
documents, or one as of an instant of the caller's. Whoever is refused waits for two turns.
"""

ASKERS, READERS = 16, 16
"""Players that a warehouse is asked for at a time, and published documents that are read."""

WAITING = 32
"""How many more may wait for each."""

MAKING_SECONDS, READING_SECONDS = 15.0, 10.0
"""How long a request waits for its document."""

SPARE_FILES = 200
"""Files that are no callers': tables, published documents, the warehouse's connections."""

BACKLOG = 2048
"""Connections that wait to be taken."""

MOST_HEAD = 32_768
"""Bytes of a request's head."""

SWITCH_SECONDS = 0.0002
"""How long a builder keeps the interpreter from whoever answers."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when it was asked to end, 2 when it cannot start."""
    options = begun(argv, api_options, preflight)
    if options is None:
        return 2
    if options.dry_run:
        print(f"Everything is there. The API would listen on port {options.port}.")
        return 0
    holder = holder_of(options)
    if not holder.refresh():
        print("error: the rows could not be read; the log says why", file=sys.stderr)
        return 2
    stop = threading.Event()
    every = (options.clock.real_seconds(options.refresh_seconds), stop)
    refreshing = threading.Thread(target=holder.refresh_for_ever, args=every, daemon=True)
    refreshing.start()
    settings = {
        "http": patient(Watch(limits(), Busy(options.origins))),
        "limit_concurrency": None,
        "lifespan": "off",
        "ws": "none",
        "h11_max_incomplete_event_size": MOST_HEAD,
    }
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        return serve(api_of(options, holder), options.host, options.port, settings, BACKLOG)
    finally:
        stop.set()


def preflight(options: ApiOptions) -> list[str]:
    """Everything that would stop it later, one sentence each; nothing when it can start."""
    run = run_of_all(options.clock.now(), options.champion)
    found = list(options.warehouse.read_problems(run.reads()))
    unread = problem_of(options.output, ("read",))
    return [*found, *([unread] if unread else [])]


def holder_of(options: ApiOptions) -> Holder:
    """What holds the rows: those of Parquet in memory, those of BigQuery player by player."""
    load, mark = loading(options.warehouse, options.champion)
    return Holder(load, mark, options.champion, options.clock.now)


def loading(
    warehouse: BatchWarehouse, champion: str
) -> tuple[Callable[[datetime], Snapshot], Callable[[], object]]:
    """What reads a snapshot, and what is another whenever its rows may be; None is unknown."""
    if not isinstance(warehouse, ParquetWarehouse):
        pool = ThreadPoolExecutor(TABLES_AT_A_TIME, thread_name_prefix="table")
        return lambda as_of: asked(warehouse, as_of, champion, pool), lambda: None
    files = warehouse

    def mark() -> object:
        try:
            return files.mark(TABLES)
        except OSError as problem:
            raise WarehouseAway(f"the files cannot be seen: {problem.strerror}") from problem

    return lambda as_of: held(files, as_of, champion), mark


def api_of(options: ApiOptions, holder: Holder) -> Api:
    """The application over its places."""
    making: Room[Answer]
    recalling: Room[Answer]
    if isinstance(options.warehouse, ParquetWarehouse):
        making, recalling = Turns(TURN_SECONDS), Turns(RECALLING_SECONDS)
    else:
        making = recalling = Admission(ASKERS, WAITING, MAKING_SECONDS, "making")
    reading: Admission[Answer] = Admission(READERS, WAITING, READING_SECONDS, "reading")
    published = published_at(options.output)
    return Api(holder, published, making, recalling, reading, description(), options.origins)


def limits() -> Limits:
    """As many connections as this process may have files for, and some files to spare."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = Limits().connections + SPARE_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return Limits(connections=max(files - SPARE_FILES, 1))


if __name__ == "__main__":
    sys.exit(main())
