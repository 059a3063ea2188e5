"""A night from its opening to its last event: the parts, how they are joined, how they end."""

from __future__ import annotations

import logging
import sys
import uuid
from datetime import datetime
from typing import Protocol

from publishing.calendar import slate_window
from publishing.live.events import Rejection
from publishing.live.feed import Schedule
from publishing.live.feeding import Ending
from publishing.services.feeding.messages import Message
from publishing.services.feeding.night import Night
from publishing.services.feeding.opening import Opening
from publishing.services.feeding.options import FeederConfig
from publishing.services.feeding.outbox import Outbox
from publishing.services.feeding.parts import Crashed, Outcome, Over, Parts, Stopped
from publishing.services.feeding.polls import Polls, Source
from publishing.services.feeding.reading import Reading
from publishing.services.feeding.references import References, look_seconds
from publishing.services.feeding.ticks import run_ticks
from publishing.store import Throttled, Unavailable

log = logging.getLogger("courtside.feeder")

LAST_SECONDS = 60.0
"""Real seconds for what is still in the outbox when the night is over."""

STOP_SECONDS = 6.0
STOP_JOIN_SECONDS = 2.0
"""Real seconds when it was asked to end: a container has ten before it is killed."""

MOST_REJECTIONS = 1000


class Channel(Protocol):
    """Where events go."""

    def publish(self, data: bytes, attributes: dict[str, str]) -> str:
        """Publishes a message and returns its id; Unavailable when it was not confirmed."""


class Letters(Protocol):
    """Where what does not fit is kept."""

    def add(self, rejection: Rejection) -> str:
        """Keeps a rejection and returns its id; Unavailable or Throttled when it is not kept."""


def feed(config: FeederConfig, source: Source, topic: Channel, letters: Letters | None) -> int:
    """Feeds the night and returns the exit code; WarehouseAway when it cannot begin."""
    outbox: Outbox[Message] = Outbox(
        "outbox",
        lambda message: topic.publish(message.body, message.attributes),
        (Unavailable,),
        _worth,
    )
    rejected: Outbox[Rejection] = Outbox(
        "dead-letters",
        letters.add if letters else _forget,
        (Unavailable, Throttled),
        most=MOST_REJECTIONS,
    )
    reading = Reading(config.warehouse, config.game_date, config.champion, rejected.put)
    as_of = config.clock.now()
    schedule = reading.schedule(as_of)
    ending = Ending(slate_window(config.game_date)[1], config.grace, config.tick_seconds)
    night = Night(config.game_date, uuid.uuid4().hex[:8], ending, outbox.put, rejected.put)
    with Parts() as parts:
        parts.start("sender", outbox.run)
        parts.start("keeper", rejected.run)
        if not schedule.games:
            _close(parts, rejected, outbox, STOP_SECONDS)
            return _no_games(config, reading)
        polls = Polls(night, source, rejected.put, config.poll_seconds)
        references = References(night, reading, config.reference_seconds)
        _begin(parts, config, night, polls, references, reading, (as_of, schedule))
        outcome = parts.first_outcome()
        if isinstance(outcome, Over):
            budget = config.clock.real_seconds(config.budget_seconds)
            parts.join(("polls", "references"), budget + STOP_JOIN_SECONDS)
            night.tick(outcome.tick)
        else:
            parts.join(("ticks", "polls", "references"), STOP_JOIN_SECONDS)
        _close(parts, rejected, outbox, LAST_SECONDS if isinstance(outcome, Over) else STOP_SECONDS)
    return _report(config, night, outcome, outbox, rejected)


def _begin(
    parts: Parts,
    config: FeederConfig,
    night: Night,
    polls: Polls,
    references: References,
    reading: Reading,
    known: tuple[datetime, Schedule],
) -> None:
    """Starts the wait for the night; the loops begin with it."""
    clock, stop = config.clock, parts.stop
    opening = Opening(config.game_date, known, look_seconds(config.reference_seconds))

    def ticks(begin: datetime) -> Over | None:
        last = run_ticks(night, config.tick_seconds, begin, clock, stop)
        return None if last is None else Over(last)

    def opened() -> None:
        begin = opening.wait(clock, stop)
        if begin is None:
            return
        as_of, schedule = opening.known
        log.info("slate=%s begun=%s games=%d", config.game_date, begin, len(schedule.games))
        references.open(begin, as_of, schedule)
        parts.start("polls", lambda: polls.run(begin, clock, stop))
        parts.start("ticks", lambda: ticks(begin))
        parts.start("references", lambda: references.run(begin, clock, stop))

    parts.start("schedule", lambda: opening.watch(reading, clock), endless=False)
    parts.start("opening", opened, endless=False)


def _close(
    parts: Parts, rejected: Outbox[Rejection], outbox: Outbox[Message], seconds: float
) -> None:
    outbox.close(seconds)
    rejected.close(seconds)
    parts.join(("sender", "keeper"), seconds)


def _no_games(config: FeederConfig, reading: Reading) -> int:
    """A day without games is a normal state (D13, I-16); one without readable games is none."""
    if reading.unfit:
        print(
            f"error: no game of {config.game_date} can be read: {reading.unfit} rows do not fit",
            file=sys.stderr,
        )
        return 1
    print(f"{config.game_date} has no league games: there is nothing to feed")
    return 0


def _report(
    config: FeederConfig,
    night: Night,
    outcome: Outcome,
    outbox: Outbox[Message],
    rejected: Outbox[Rejection],
) -> int:
    """Says in a sentence what was fed and why it ended; the exit code."""
    counts = night.counts
    others = sum(counts[kind] for kind in ("schedule", "predictions", "names", "official"))
    match outcome:
        case Over():
            why = "every game is over" if night.over else "the slate's window closes"
        case Stopped(name):
            why = f"stopped by {name}"
        case Crashed(part, problem):
            why = f"{part} failed"
            print(
                f"error: the feeder's part `{part}` ended, and with it the feeder: {problem}",
                file=sys.stderr,
            )
    print(
        f"{config.game_date}: {counts['poll']} polls ({counts['no answer']} without an answer), "
        f"{counts['tick']} ticks, {others} reference events; {why}",
        flush=True,
    )
    lost = outbox.left() + outbox.dropped
    if lost:
        print(f"error: {lost} events could not be sent to {config.topic}", file=sys.stderr)
    if letters := rejected.left() + rejected.dropped:
        print(f"error: {letters} dead letters could not be kept", file=sys.stderr)
    return 1 if lost or isinstance(outcome, Crashed) else 0


def _worth(message: Message) -> int:
    """What goes first when the outbox is full: a tick, then a poll."""
    return {"tick": 0, "poll": 1}.get(message.kind, 2)


def _forget(rejection: Rejection) -> None:
    log.debug("rejection=forgotten stage=%s", rejection.stage)
