"""The fold of one game date's events (idea 5, D31): commutative and idempotent.

The same set of events gives the same slate, in whatever order and however often they come.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Generic, Self, TypeVar

import msgspec

from publishing.live.boxscore import STATUS_RANK, Game, key_of, parse_game, status_of
from publishing.live.events import SlateEvent
from publishing.live.feed import Names, Official, OfficialGame, Predictions, Schedule

SCHEMA = 1
"""Of the encoded slate. A job that is updated reads what the one before it wrote."""

T = TypeVar("T")


class Kept(msgspec.Struct, frozen=True):
    """A game as one poll showed it, with what decides between two of them (D31)."""

    rank: int
    period: int
    polled_at: datetime
    game: Game

    def beats(self, other: Kept) -> bool:
        """Whether this one is published and not `other`."""
        mine = (self.rank, self.period, self.polled_at)
        theirs = (other.rank, other.period, other.polled_at)
        if mine != theirs:
            return mine > theirs
        return msgspec.json.encode(self.game) > msgspec.json.encode(other.game)


class GameState(msgspec.Struct):
    """The best poll of a game, and the best of those that had every line."""

    best: Kept
    whole: Kept | None


class Newest(msgspec.Struct, Generic[T], frozen=True):
    """The newest of the events that replace each other."""

    polled_at: datetime
    value: T


class _PollPayload(msgspec.Struct):
    data: list[msgspec.Raw]


class _PollLine(msgspec.Struct):
    payload: _PollPayload | None = None
    reason: str = "no answer"


class _ReferenceLine(msgspec.Struct, Generic[T]):
    payload: T


class _Stated(msgspec.Struct):
    schema: int


class Slate(msgspec.Struct):
    """Everything known about the games of one date. Encoded, it is the state of the job."""

    game_date: date
    schema: int = SCHEMA
    events: set[str] = msgspec.field(default_factory=set)
    games: dict[str, GameState] = msgspec.field(default_factory=dict)
    schedule: Newest[Schedule] | None = None
    predictions: Newest[Predictions] | None = None
    names: Newest[Names] | None = None
    official: dict[str, Newest[OfficialGame]] = msgspec.field(default_factory=dict)
    answered_at: datetime | None = None
    unanswered_at: datetime | None = None
    unanswered_reason: str = ""
    informed_at: datetime | None = None
    heard_at: datetime | None = None
    corrections: int = 0

    @classmethod
    def load(cls, blob: bytes) -> Self:
        """The slate that `dump` encoded; ValueError for a schema of a later release."""
        stated = msgspec.msgpack.decode(blob, type=_Stated).schema
        if stated > SCHEMA:
            raise ValueError(f"slate schema {stated} is newer than {SCHEMA}")
        slate = msgspec.msgpack.decode(blob, type=cls)
        slate.schema = SCHEMA
        return slate

    def dump(self) -> bytes:
        """The slate as bytes with its schema number."""
        return msgspec.msgpack.encode(self)

    @property
    def sequence(self) -> int:
        """How many different events were folded; ends a tie between equal versions (D5)."""
        return len(self.events)

    @property
    def answering(self) -> bool:
        """False while the newest poll has no answer."""
        if self.unanswered_at is None:
            return True
        return self.answered_at is not None and self.answered_at >= self.unanswered_at

    def apply(self, event: SlateEvent) -> bool:
        """Folds an event of this date; False when it was folded before."""
        if event.event_id in self.events:
            return False
        self.events.add(event.event_id)
        self.heard_at = _later(self.heard_at, event.polled_at)
        match event.kind:
            case "poll":
                self._poll(event)
            case "schedule":
                self.schedule = _newest(self.schedule, event, Schedule)
            case "predictions":
                self.predictions = _newest(self.predictions, event, Predictions)
            case "names":
                self.names = _newest(self.names, event, Names)
            case "official":
                self._official(event)
            case "tick":
                pass
        return True

    def _poll(self, event: SlateEvent) -> None:
        line = msgspec.json.decode(event.line, type=_PollLine)
        if line.payload is None:
            if self.unanswered_at is None or (event.polled_at, line.reason) > (
                self.unanswered_at,
                self.unanswered_reason,
            ):
                self.unanswered_at, self.unanswered_reason = event.polled_at, line.reason
            return
        self.answered_at = _later(self.answered_at, event.polled_at)
        self.informed_at = _later(self.informed_at, event.polled_at)
        for raw in line.payload.data:
            game, _ = parse_game(bytes(raw))
            if game is not None:
                rank = STATUS_RANK[status_of(game)]
                self._keep(Kept(rank, game.period or 0, event.polled_at, game))

    def _keep(self, new: Kept) -> None:
        key = key_of(new.game, self.game_date)
        state = self.games.get(key)
        whole = None if new.game.partial else new
        if state is None:
            self.games[key] = GameState(new, whole)
            return
        if new.beats(state.best):
            self.corrections += _falls(state.best.game, new.game)
            state.best = new
        if whole and (state.whole is None or whole.beats(state.whole)):
            state.whole = whole

    def _official(self, event: SlateEvent) -> None:
        self.informed_at = _later(self.informed_at, event.polled_at)
        payload = msgspec.json.decode(event.line, type=_ReferenceLine[Official]).payload
        for game in payload.games:
            newest = _newer(self.official.get(game.key), Newest(event.polled_at, game))
            self.official[game.key] = newest


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other.astimezone(UTC))


def _newer(kept: Newest[T] | None, new: Newest[T]) -> Newest[T]:
    if kept is None or new.polled_at > kept.polled_at:
        return new
    if new.polled_at < kept.polled_at:
        return kept
    return max(kept, new, key=lambda one: msgspec.json.encode(one.value))


def _newest(kept: Newest[T] | None, event: SlateEvent, payload: type[T]) -> Newest[T]:
    value = msgspec.json.decode(event.line, type=_ReferenceLine[payload]).payload  # type: ignore[valid-type]
    return _newer(kept, Newest(event.polled_at, value))


def _falls(old: Game, new: Game) -> int:
    """How many of the players' points are lower than before: corrections of the source."""
    before = {
        line.player.id: line.pts or 0
        for side in (old.home_team, old.visitor_team)
        for line in side.players or ()
    }
    return sum(
        (line.pts or 0) < before.get(line.player.id, 0)
        for side in (new.home_team, new.visitor_team)
        for line in side.players or ()
    )
