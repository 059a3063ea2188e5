"""The outside world of a feeder in memory: its clock, warehouse, source and topic."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast

import orjson

from publishing.adapters.balldontlie import Answer, NoAnswer
from publishing.calendar import parse_instant, slate_window
from publishing.live.events import Rejection
from publishing.live.feeding import Ending
from publishing.reads import Part, Read
from publishing.rows import RegisteredPlayer, Row, ScheduledGame
from publishing.services.feeding.messages import Message
from publishing.services.feeding.night import Night
from publishing.store import Unavailable
from tests.live.warehouse_rows import DAY, planned, predicted

R = TypeVar("R", bound=Row)

TIP_OFF = datetime(2026, 1, 10, 0, 30, tzinfo=UTC)
BEGIN = TIP_OFF - timedelta(minutes=30)
ANN = RegisteredPlayer("annash", "Ann Ash", "2025-26")


class SimulatedClock:
    """A clock that only waiting and `spend` move; it sets `stop` at its end.

    `oversleep` says how many seconds late each waiting wakes up.
    """

    def __init__(
        self, now: datetime, end: datetime, oversleep: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._now = now
        self._end = end
        self._oversleep = oversleep
        self.stop = threading.Event()

    def now(self) -> datetime:
        return self._now

    def spend(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def wait(self, until: datetime, stop: threading.Event) -> bool:
        if until > self._end:
            stop.set()
        if not stop.is_set():
            self._now = max(self._now, until)
            self.spend(self._oversleep())
        return not stop.is_set()


@dataclass
class StoredRows:
    """A warehouse of rows in memory. `away` names tables that cannot be read."""

    tables: dict[type[Row], list[Any]] = field(default_factory=dict)
    away: set[type[Row]] = field(default_factory=set)
    missing: set[type[Row]] = field(default_factory=set)
    before: Callable[[type[Row]], None] = lambda _: None

    def problems(
        self, required: Sequence[type[Row]], optional: Sequence[type[Row]] = ()
    ) -> list[str]:
        return [f"table {one.table} is missing" for one in required if not self.has(one)]

    def has(self, row_type: type[Row]) -> bool:
        return row_type not in self.missing

    def rows(self, row_type: type[R], game_date: date | None = None) -> Iterator[R | Rejection]:
        self.before(row_type)
        if row_type in self.away:
            raise Unavailable("the warehouse is away")
        yield from self.tables.get(row_type, [])

    def read_problems(self, reads: Sequence[Read]) -> list[str]:
        return self.problems([read.row_type for read in reads])

    def parts(self, read: Read) -> list[Part]:
        return [Part(read, read.row_type.table)]

    def part_rows(self, part: Part) -> Iterator[Row | Rejection]:
        return self.rows(part.read.row_type)


def stored() -> StoredRows:
    """A night with one game, one pick and one name."""
    return StoredRows(
        {ScheduledGame: [planned()], type(predicted()): [predicted()], RegisteredPlayer: [ANN]}
    )


@dataclass
class Source:
    """Answers with whatever `at` gives for the number of the poll."""

    at: Callable[[int], Answer | NoAnswer]
    asked: int = 0

    def fetch(self) -> Answer | NoAnswer:
        self.asked += 1
        return self.at(self.asked)


def answered(*games: Mapping[str, Any]) -> Answer:
    """A whole answer of the source."""
    return Answer(orjson.dumps({"data": list(games)}))


@dataclass(frozen=True)
class Sent:
    """One event as it went out."""

    event: dict[str, Any]
    attributes: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return cast("str", self.event["kind"])

    @property
    def polled_at(self) -> datetime:
        return parse_instant(self.event["polled_at"])

    @property
    def line(self) -> bytes:
        return opened(self.body)


def opened(body: bytes) -> bytes:
    """A message's line, unzipped."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


class Topic:
    """Keeps what is published; `trouble` may raise before a message is taken."""

    def __init__(self, trouble: Callable[[int], None] = lambda _: None) -> None:
        self.sent: list[Sent] = []
        self.tries = 0
        self._trouble = trouble

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        self.tries += 1
        self._trouble(self.tries)
        self.sent.append(Sent(orjson.loads(opened(data)), dict(attributes), data))
        return str(len(self.sent))

    def of(self, *kinds: str) -> list[Sent]:
        """The events of some kinds, in the order in which they were sent."""
        return [one for one in self.sent if one.kind in kinds]


def ignore(_: Rejection) -> None:
    """Keeps no dead letter."""


@dataclass
class Letters:
    """Dead letters in memory."""

    kept: list[Rejection] = field(default_factory=list)

    def add(self, rejection: Rejection) -> str:
        self.kept.append(rejection)
        return str(len(self.kept))


def night_into(
    topic: Topic,
    rejected: list[Rejection] | None = None,
    *,
    game_date: date = DAY,
    grace_minutes: int = 15,
    tick_seconds: int = 30,
    run: str = "run",
) -> Night:
    """A night whose events are sent at once."""
    ending = Ending(slate_window(game_date)[1], timedelta(minutes=grace_minutes), tick_seconds)

    def send(message: Message) -> None:
        topic.publish(message.body, message.attributes)

    return Night(game_date, run, ending, send, (rejected if rejected is not None else []).append)
