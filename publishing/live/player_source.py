"""The source rows behind one player of a document, as they arrived."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from publishing.live.boxscore import parse_game
from publishing.live.feed import Names
from publishing.live.lines import polled_lines
from publishing.live.sources import EventRef, Payload, Sources


class SourceRow(msgspec.Struct, frozen=True):
    """A row as it arrived, and the event that brought it. `game` is its key, "" for a name."""

    event: EventRef
    game: str
    row: msgspec.Raw


class PlayerSource(msgspec.Struct, frozen=True):
    """What is published of a player is made from these rows, and from nothing else."""

    player_lookup: str
    polled: tuple[SourceRow, ...]
    official: tuple[SourceRow, ...]
    predictions: tuple[SourceRow, ...]
    names: tuple[SourceRow, ...]

    @property
    def known(self) -> bool:
        """Whether there is any row of him but his name."""
        return bool(self.polled or self.official or self.predictions)


class _Side(msgspec.Struct):
    players: list[msgspec.Raw] | None = None


class _Game(msgspec.Struct):
    home_team: _Side
    visitor_team: _Side


class _Person(msgspec.Struct):
    id: int | None = None


class _Line(msgspec.Struct):
    player: _Person


class _Ruled(msgspec.Struct):
    lines: list[msgspec.Raw]


class _Picked(msgspec.Struct):
    picks: list[msgspec.Raw]


class _Player(msgspec.Struct):
    player_lookup: str
    game_id: str = ""


class _Name(msgspec.Struct):
    by_lookup: dict[str, str]
    by_source_id: dict[int, tuple[str, str]]


def player_source(sources: Sources, lookup: str) -> PlayerSource:
    """The player's line of the winning polls, his official lines, his predictions and names."""
    return PlayerSource(
        lookup,
        tuple(_polled(sources, lookup)),
        tuple(_official(sources, lookup)),
        tuple(_predictions(sources, lookup)),
        tuple(_names(sources, lookup)),
    )


def _polled(sources: Sources, lookup: str) -> Iterator[SourceRow]:
    names = sources.slate.names.value if sources.slate.names else None
    for key, state in sorted(sources.slate.games.items()):
        # A line that the winning poll lacks keeps its last good state.
        for kept in (state.best, state.whole if state.best.game.partial else None):
            if kept is None:
                continue
            event, game = sources.polled(kept)
            row = _line(game, names, lookup)
            if row is not None:
                yield SourceRow(event, key, row)
                break


def _line(raw: bytes, names: Names | None, lookup: str) -> msgspec.Raw | None:
    game, _ = parse_game(raw)
    if game is None:
        return None
    ids = {
        source_id
        for source_id, line in polled_lines(game, names).items()
        if line.player_lookup == lookup
    }
    sides = msgspec.json.decode(raw, type=_Game)
    found = None
    for side in (sides.home_team, sides.visitor_team):
        for row in side.players or ():
            try:
                if msgspec.json.decode(row, type=_Line).player.id in ids:
                    # Of an id that stands twice the last line is published.
                    found = row
            except msgspec.DecodeError:
                # A line that could not be read is on no board.
                continue
    return found


def _official(sources: Sources, lookup: str) -> Iterator[SourceRow]:
    for key, newest in sorted(sources.slate.official.items()):
        event, game = sources.ruled(newest)
        for row in msgspec.json.decode(game, type=_Ruled).lines:
            if msgspec.json.decode(row, type=_Player).player_lookup == lookup:
                yield SourceRow(event, key, row)


def _predictions(sources: Sources, lookup: str) -> Iterator[SourceRow]:
    event = sources.predictions()
    if event is not None:
        for row in msgspec.json.decode(event.line, type=Payload[_Picked]).payload.picks:
            pick = msgspec.json.decode(row, type=_Player)
            if pick.player_lookup == lookup:
                yield SourceRow(EventRef.of(event), pick.game_id, row)


def _names(sources: Sources, lookup: str) -> Iterator[SourceRow]:
    event = sources.names()
    if event is None:
        return
    names = msgspec.json.decode(event.line, type=Payload[_Name]).payload
    known = {lookup: names.by_lookup[lookup]} if lookup in names.by_lookup else {}
    ids = {
        str(source_id): identity
        for source_id, identity in names.by_source_id.items()
        if identity[0] == lookup
    }
    if known or ids:
        row = {"by_lookup": known, "by_source_id": ids}
        yield SourceRow(EventRef.of(event), "", msgspec.Raw(msgspec.json.encode(row)))
