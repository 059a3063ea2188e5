"""What a feeder would feed and when, as text for a terminal; nothing is sent and nobody asked."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.adapters.warehouses import TROUBLE, WarehouseAway
from publishing.bad_options import BadOptions
from publishing.calendar import instant_as_said, slate_window
from publishing.live.events import Rejection
from publishing.live.feed import Schedule
from publishing.live.feeding import starts_at
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES, Row
from publishing.services.feeding.options import FeederConfig
from publishing.services.feeding.reading import Reading


def dry_run_text(config: FeederConfig) -> str:
    """The slate as the warehouse has it now; WarehouseAway when it cannot be read.

    BadOptions when no row of it can be read.
    """
    reading = Reading(config.warehouse, config.game_date, config.champion, _forget)
    schedule = reading.schedule(config.clock.now())
    if not schedule.games and reading.unfit:
        rows = f"{reading.unfit} rows do not fit"
        raise BadOptions([f"no game of {config.game_date} can be read: {rows}, write them anew"])
    try:
        there = {row_type for row_type in _TABLES if config.warehouse.has(row_type)}
    except TROUBLE as problem:
        raise WarehouseAway(str(problem)) from problem
    return "\n".join(_lines(config, schedule, there))


_TABLES: tuple[type[Row], ...] = (*LIVE_TABLES, *LIVE_OPTIONAL_TABLES)


def _lines(config: FeederConfig, schedule: Schedule, there: set[type[Row]]) -> Iterator[str]:
    if not schedule.games:
        yield f"{config.game_date} has no league games: there is nothing to feed"
        return
    begins, now = starts_at(schedule, config.game_date), config.clock.now()
    tips = [game.tip_off for game in schedule.games if game.tip_off is not None]
    first = f"the first at {instant_as_said(min(tips))}" if tips else "no tip-off is known"
    games = f"{len(schedule.games)} game{'s' if len(schedule.games) > 1 else ''}"
    yield f"slate         {config.game_date}: {games}, {first}"
    when = "at once: it has begun" if begins <= now else instant_as_said(begins)
    yield f"begins        {when}"
    closes = instant_as_said(slate_window(config.game_date)[1])
    grace = f"{config.grace.total_seconds() / 60:g} min"
    yield f"ends          {grace} after the last final, {closes} at the latest"
    key = "with a key" if config.api_key else "without a key"
    yield f"source        {config.base_url}, every {config.poll_seconds} s, {key}"
    yield f"topic         {config.topic}"
    yield f"tables        {', '.join(one.table for one in _TABLES if one in there)}"
    absent = [one.table for one in _TABLES if one not in there]
    if absent:
        yield f"not there     {', '.join(absent)}: the night is fed without"
    yield f"dead letters  {config.dead_letters or 'are counted, and not kept'}"


def _forget(_: Rejection) -> None:
    """A dry run keeps nothing; what does not fit is counted by the reading."""
