"""`courtside settle`: publishes a past night's documents with the official rows (D35, I-6)."""

from __future__ import annotations

import gzip
import logging
import random
import sys
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.journal import JournalFile, journal_problem
from publishing.adapters.places import concurrency, is_bucket, problem_of
from publishing.adapters.warehouses import WarehouseAway
from publishing.patience import Timing, insist
from publishing.publisher import Publisher
from publishing.services.letters.text import say
from publishing.services.outside import LIFE, Outside
from publishing.services.settling.night import Settled, Settling, Unsettleable
from publishing.services.settling.options import SettleOptions, settle_options
from publishing.services.settling.reading import OPTIONAL, REQUIRED, Reading
from publishing.services.settling.text import event_text, settled_text, standing_text

log = logging.getLogger("courtside.settle")

PATIENCE_SECONDS = 60.0
"""How long a store that is away is waited for."""

UNREADABLE = (msgspec.DecodeError, gzip.BadGzipFile, EOFError, zlib.error)
"""What an archived object raises that is not what was archived."""


def main(
    argv: Sequence[str] | None = None,
    now: datetime | None = None,
    outside: Outside | None = None,
) -> int:
    """Exit code 0 when every game is official or postponed, 1 when not, or when a document or a
    place failed, 2 for wrong usage and when there is nothing to settle.
    """
    outside = outside or LIFE
    try:
        options = settle_options(argv, now or datetime.now(UTC), outside.warehouse)
    except SystemExit as ended:
        return int(ended.code or 0)
    problems = preflight(options, outside)
    for problem in problems:
        say(problem)
    if problems:
        return 2
    try:
        return _run(options, outside)
    except KeyboardInterrupt:
        say("stopped: what is public is whole, and the same command goes on")
    except Unsettleable as sentence:
        say(str(sentence))
        return 2
    except WarehouseAway as away:
        say(str(away))
    except UNREADABLE as problem:
        say(f"an object of the archive {options.archive} cannot be read: {problem}")
    except TROUBLE as problem:
        say(str(problem))
    return 1


def preflight(options: SettleOptions, outside: Outside = LIFE) -> list[str]:
    """Everything that would stop a settle later, one sentence each; nothing when it can start."""
    found = [
        problem_of(options.archive),
        *options.warehouse.problems(REQUIRED, OPTIONAL),
        problem_of(options.output),
        journal_problem(options.journal) if options.journal else None,
        outside.topic(options.events).problem() if options.events else None,
    ]
    return [problem for problem in found if problem]


def _run(options: SettleOptions, outside: Outside) -> int:
    timing = outside.timing(PATIENCE_SECONDS)
    reading = Reading(options.warehouse, options.game_date, options.as_of or options.now)
    rows = reading.rows()
    for table, number in reading.unfit.items():
        say(f"{number} rows of {table} do not fit: {reading.reasons[table]}", "warning")
    # A dry run makes no folder; without one nothing is public.
    there = is_bucket(options.output) or Path(options.output).is_dir()
    store = outside.public(options.output) if there or not options.dry_run else None
    publisher = None
    if store is not None and not options.dry_run:
        journal = JournalFile(Path(options.journal)) if options.journal else None
        publisher = Publisher(store, timing, journal, concurrency(options.output))
    archive = outside.archive(options.archive, timing)
    settled = Settling(options, rows, archive, store, publisher, timing).run()
    print("\n".join(settled_text(settled, options)))
    if not settled.unpublished:
        _announce(settled, options, timing, outside)
    return _code(settled, options)


def _announce(settled: Settled, options: SettleOptions, timing: Timing, outside: Outside) -> None:
    """Says what official rows made known, also when it was said before: ids tell (I-9)."""
    if options.events is None:
        return
    topic = outside.topic(options.events)
    for event in settled.events:
        if not options.dry_run:
            send = partial(topic.publish, msgspec.json.encode(event), {"event_id": event.event_id})
            insist(send, timing, timing.deadline(), random.Random())
        print(event_text(event, options))


def _code(settled: Settled, options: SettleOptions) -> int:
    """Says what is not done, and whether anything is not."""
    for outcome in settled.unpublished:
        say(f"{outcome.path} was not published: {outcome.reason}")
    waiting = [f"{game.key} ({standing_text(game)})" for game in settled.games if not game.settled]
    if waiting:
        say(f"{options.game_date} is not settled yet: {', '.join(waiting)}")
    log.info(
        "settle run_id=%s game_date=%s added=%d waiting=%d unpublished=%d",
        options.run_id,
        options.game_date,
        len(settled.added),
        len(waiting),
        len(settled.unpublished),
    )
    return 1 if waiting or settled.unpublished else 0


if __name__ == "__main__":
    sys.exit(main())
