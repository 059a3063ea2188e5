"""Which archived event each published game comes from (D31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from publishing.live.board import Board, BoardGame
from publishing.live.boxscore import GameStatus, parse_game
from publishing.live.events import Kind, SlateEvent
from publishing.live.feed import Names, OfficialGame, Predictions, Schedule
from publishing.live.slate import Kept, Newest, Slate

T = TypeVar("T")


class EventRef(msgspec.Struct, frozen=True):
    """One archived event."""

    kind: Kind
    event_id: str
    polled_at: datetime

    @classmethod
    def of(cls, event: SlateEvent) -> EventRef:
        """The reference to an event."""
        return cls(event.kind, event.event_id, event.polled_at)


class GameSource(msgspec.Struct, frozen=True):
    """Where a published game comes from: official numbers, where there are any, over a poll's.

    The poll won by `rank` of its status, `period` and time. `lines` is the earlier poll whose
    lines stand for those that the winning one lacks.
    """

    key: str
    game_id: str
    league_id: str | None
    status: GameStatus
    official: EventRef | None
    poll: EventRef | None
    rank: int | None
    period: int | None
    lines: EventRef | None

    def is_called(self, name: str) -> bool:
        """Whether it is the game under any of its names (D19)."""
        return name in (self.key, self.game_id, self.league_id)


class Payload(msgspec.Struct, Generic[T]):
    """An event's line, of which only the payload is read."""

    payload: T


class _Polled(msgspec.Struct):
    data: list[msgspec.Raw]


class _Ruled(msgspec.Struct):
    games: list[msgspec.Raw]


class Sources:
    """A slate and its events, to be asked which of them is behind what was folded.

    LookupError when the events are not those of the slate.
    """

    def __init__(self, slate: Slate, events: Iterable[SlateEvent]) -> None:
        self.slate = slate
        self._at: defaultdict[tuple[Kind, datetime], list[SlateEvent]] = defaultdict(list)
        for event in sorted(events, key=lambda one: one.event_id):
            self._at[event.kind, event.polled_at].append(event)

    def polled(self, kept: Kept) -> tuple[EventRef, bytes]:
        """The poll that showed a game, and the game as it arrived."""
        for event in self._at["poll", kept.polled_at]:
            if event.answered:
                for raw in msgspec.json.decode(event.line, type=Payload[_Polled]).payload.data:
                    if parse_game(bytes(raw))[0] == kept.game:
                        return EventRef.of(event), bytes(raw)
        raise LookupError(f"no poll of {kept.polled_at} has the game that was folded")

    def ruled(self, kept: Newest[OfficialGame]) -> tuple[EventRef, bytes]:
        """The official event that brought a game, and the game as it arrived."""
        for event in self._at["official", kept.polled_at]:
            for raw in msgspec.json.decode(event.line, type=Payload[_Ruled]).payload.games:
                if msgspec.json.decode(raw, type=OfficialGame) == kept.value:
                    return EventRef.of(event), bytes(raw)
        raise LookupError(f"no official event of {kept.polled_at} has the game that was folded")

    def schedule(self) -> SlateEvent | None:
        """The schedule event that the slate stands on."""
        return self._newest("schedule", self.slate.schedule, Schedule)

    def predictions(self) -> SlateEvent | None:
        """The predictions event that the slate stands on."""
        return self._newest("predictions", self.slate.predictions, Predictions)

    def names(self) -> SlateEvent | None:
        """The names event that the slate stands on."""
        return self._newest("names", self.slate.names, Names)

    def _newest(self, kind: Kind, kept: Newest[T] | None, payload: type[T]) -> SlateEvent | None:
        if kept is None:
            return None
        line = Payload[payload]  # type: ignore[valid-type]
        for event in self._at[kind, kept.polled_at]:
            if msgspec.json.decode(event.line, type=line).payload == kept.value:
                return event
        raise LookupError(f"no {kind} event of {kept.polled_at} is the one that was folded")


def references(sources: Sources) -> tuple[EventRef, ...]:
    """The schedule, predictions and names that the slate stands on."""
    found = (sources.schedule(), sources.predictions(), sources.names())
    return tuple(EventRef.of(event) for event in found if event is not None)


def game_sources(sources: Sources, view: Board) -> tuple[GameSource, ...]:
    """Where each game on the board comes from, by key."""
    schedule = sources.slate.schedule
    league_ids = {game.key: game.league_id for game in schedule.value.games} if schedule else {}
    return tuple(
        _game_source(sources, game, league_ids.get(key)) for key, game in view.games.items()
    )


def _game_source(sources: Sources, game: BoardGame, league_id: str | None) -> GameSource:
    state = sources.slate.games.get(game.key)
    official = sources.slate.official.get(game.key)
    partial = state is not None and state.best.game.partial
    whole = state.whole if state is not None and partial else None
    return GameSource(
        key=game.key,
        game_id=game.game_id,
        league_id=league_id,
        status=game.status,
        official=sources.ruled(official)[0] if official else None,
        poll=sources.polled(state.best)[0] if state else None,
        rank=state.best.rank if state else None,
        period=state.best.period if state else None,
        lines=sources.polled(whole)[0] if whole else None,
    )
