"""The live job without a runner: its own steps, one after the other, over a store in memory.

State, timers and windows are what a runner would give. Everything else is the product.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self
from unittest.mock import patch

import msgspec
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.pvalue import TaggedOutput
from apache_beam.utils.timestamp import Timestamp

from publishing.live.events import Rejection
from publishing.store import Store
from tests.incidents.states import State
from tests.live.payloads import DAY, Json, event
from tests.live.published import strict
from tests.pipelines.night_events import TOPIC, NotedTopic
from tests.publishing.memory_store import Clock, MemoryStore
from tests.publishing.publishers import Journal, publisher
from transforms import announce, publish
from transforms.announce import Announce, AnnounceSettings
from transforms.live import FoldSettings, FoldSlate
from transforms.publish import KeepDeadLetter, PublishSettings, PublishSnapshot
from transforms.split import SplitByGameDate
from transforms.windows import GameDayWindows

EVENING = "2026-01-10T02:00:00Z"
INTERVAL = 30


class Site:
    """One live job and what its readers see; a second one over the same store is a second job."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        archive: Path | None = None,
        dead_letters: Path | None = None,
        interval_seconds: int = INTERVAL,
        concurrency: int = 1,
    ) -> None:
        self.store = store or MemoryStore()
        self.clock = Clock()
        self.journal = Journal()
        self.letters: list[Rejection] = []
        self.topic = NotedTopic()
        self._publisher = publisher(self.store, self.clock, self.journal, concurrency)
        self._arrived = EVENING
        self._states: dict[str, State] = {}
        place = str(archive) if archive else None
        self._split = SplitByGameDate()
        self._fold = FoldSlate(FoldSettings("run", interval_seconds, place, backed_up=True))
        self._publish = PublishSnapshot(PublishSettings("memory", place, None))
        self._announce = Announce(AnnounceSettings(TOPIC, patience_seconds=0.1))
        self._said: set[Any] = set()
        self._keep = KeepDeadLetter(str(dead_letters)) if dead_letters else None

    def hear(self, *messages: Any, arrived: str | None = None) -> Self:
        """Lines or messages of the feed; each arrives when it was polled, or at `arrived`."""
        for message in messages:
            self._arrived = arrived or _polled_at(message) or self._arrived
            at = Timestamp(datetime.fromisoformat(self._arrived).timestamp())
            for made in self._split.process(message, at):
                if isinstance(made, TaggedOutput):
                    self._letter(made.value)
                else:
                    self._folded(made)
        return self

    def crash(self, *messages: Any) -> Exception | None:
        """What `hear` raised, as a worker would die of it; None when it went on."""
        try:
            self.hear(*messages)
        except Exception as problem:
            return problem
        return None

    def fall_silent(self) -> Self:
        """The feed stops: the timers that are set fire."""
        for day, state in self._states.items():
            if state.silence.at is not None:
                state.silence.clear()
                parts = (state.events, state.slate, state.clock)
                self._published(self._fold.at_silence(day, *parts))
        return self

    def document(self, path: str) -> Json:
        """A public document, strictly parsed; empty when there is none."""
        found = self.store.read(path)
        return strict(found[0]) if found else {}

    def body(self, path: str) -> bytes:
        """The bytes of a public document; none when there is none."""
        found = self.store.read(path)
        return found[0] if found else b""

    def paths(self) -> list[str]:
        """What is public."""
        return sorted(self.store.list(""))

    def games(self, day: str = DAY) -> dict[str, Json]:
        """The games of a date's live scores by home team."""
        games = self.document(f"live/{day}.json").get("games", [])
        return {game["home_team"]: game for game in games}

    def statuses(self, day: str = DAY) -> dict[str, str]:
        """The status of each game by home team."""
        return {home: game["status"] for home, game in self.games(day).items()}

    def points(self, day: str = DAY) -> dict[str, int]:
        """The points of every player of a date."""
        games = self.games(day).values()
        return {one["player_lookup"]: one["points"] for game in games for one in game["players"]}

    def row(self, lookup: str = "annash", day: str = DAY) -> Json:
        """The graded prediction of a player; empty when there is none."""
        return self.rows(day).get(lookup, {})

    def rows(self, day: str = DAY) -> dict[str, Json]:
        """The graded predictions of a date by player."""
        rows = self.document(f"live-grading/{day}.json").get("predictions", [])
        return {one["player_lookup"]: one for one in rows}

    def service(self, name: str) -> Json:
        """A section of the public status."""
        found: Json = self.document("status.json")["services"][name]
        return found

    def _folded(self, element: tuple[str, bytes]) -> None:
        state = self._states.setdefault(element[0], State())
        (window,) = GameDayWindows().assign(SimpleNamespace(element=element))
        parts = (state.events, state.slate, state.clock, state.end, state.silence)
        self._published(self._fold.process(element, window, *parts))

    def _published(self, flushes: Iterator[bytes]) -> None:
        for flush in flushes:
            with patch.object(publish, "_publisher", lambda _: self._publisher):
                for made in self._publish.process(flush):
                    if isinstance(made, TaggedOutput):
                        if made.tag == publish.EVENTS:
                            self._told(made.value)
                        else:
                            self._letter(made.value)

    def _told(self, events: bytes) -> None:
        with (
            patch.object(announce, "_topic", lambda _: self.topic),
            patch.object(announce, "_SAID", self._said),
            patch.object(announce, "_KEPT", set()),
        ):
            for letter in self._announce.process(events):
                self._letter(letter)

    def _letter(self, encoded: bytes) -> None:
        self.letters.append(msgspec.msgpack.decode(encoded, type=Rejection))
        if self._keep is not None:
            list(self._keep.process(encoded))


def message(body: bytes, attributes: Mapping[str, str]) -> PubsubMessage:
    """A message as Pub/Sub delivers it."""
    return PubsubMessage(body, dict(attributes))  # type: ignore[no-untyped-call]


def clock_of(day: str, at: str) -> bytes:
    """A tick of one slate."""
    return json.dumps({"kind": "tick", "polled_at": at, "game_date": day}).encode()


def sent(kind: str, payload: msgspec.Struct, at: str, day: str = DAY) -> bytes:
    """What was made of the warehouse's rows, as an event of the feed."""
    return event(kind, json.loads(msgspec.json.encode(payload)), at, game_date=day)


def minutes(at: str, later: Iterable[float]) -> list[str]:
    """Instants so many minutes after `at`."""
    first = datetime.fromisoformat(at).timestamp()
    return [
        datetime.fromtimestamp(first + 60 * one, datetime.fromisoformat(at).tzinfo).isoformat()
        for one in later
    ]


def _polled_at(message: Any) -> str | None:
    try:
        head = message.attributes if isinstance(message, PubsubMessage) else json.loads(message)
        found = head["polled_at"]
        return found if datetime.fromisoformat(found).tzinfo else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
