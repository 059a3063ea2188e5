"""An explanation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from publishing.live.difference import Difference
from publishing.live.player_source import PlayerSource, SourceRow
from publishing.live.sources import EventRef, GameSource
from publishing.services.explaining.explained import (
    Explained,
    ExplainedSection,
    ExplainedStatus,
    Origin,
)
from publishing.services.letters.text import plain


def document_text(found: Explained) -> Iterator[str]:
    """The lines that say what is known of a document."""
    yield _verdict(found)
    yield from _difference(found.difference)
    yield from _origin(found.origin)
    for reference in found.references:
        yield f"{reference.kind:11} {_event(reference)}"
    for game in found.games:
        yield from _game(game)
    if found.player is not None:
        yield from _player(found.player, found.published)


def status_text(found: ExplainedStatus) -> Iterator[str]:
    """The lines that say what is known of `status.json`."""
    yield _verdict(found)
    yield from _difference(found.difference)
    for section in found.sections:
        yield from _section(section)


def _verdict(found: Explained | ExplainedStatus) -> str:
    if found.same:
        return f"{found.path}: the same {found.size:,} bytes"
    why = f": {found.why}" if found.why else ""
    return f"{found.path}: not the same{why}"


def _difference(found: Difference | None, indent: str = "") -> Iterator[str]:
    if found is None:
        return
    yield f"{indent}differs     from byte {found.byte:,} on"
    yield f"{indent}  public    …{plain(found.public)}…"
    yield f"{indent}  made      …{plain(found.made)}…"
    for change in found.changes:
        public, made = change.public or "nothing", change.made or "nothing"
        yield f"{indent}  {plain(change.key)}: public {plain(public)}, made {plain(made)}"


def _origin(origin: Origin, indent: str = "") -> Iterator[str]:
    yield f"{indent}run         {plain(origin.run_id)}"
    yield f"{indent}flush       {origin.flush}"
    for twin in origin.twins:
        yield f"{indent}also made   by {twin}"
    yield f"{indent}snapshot    {origin.snapshot_id}, game date {origin.game_date}"
    yield f"{indent}as of       {origin.as_of}"
    number = sum(of_kind.number for of_kind in origin.events)
    yield f"{indent}events      {number:,} of {origin.objects:,} archived objects"
    for of_kind in origin.events:
        yield f"{indent}  {of_kind.kind:11} {of_kind.number:6,}  {of_kind.first} … {of_kind.last}"
    for sentence in origin.missing:
        yield f"{indent}missing     {sentence}"


def _game(game: GameSource) -> Iterator[str]:
    number = f", source id {plain(game.game_id)}" if game.game_id else ""
    league = f", league id {plain(game.league_id)}" if game.league_id else ""
    yield f"game        {game.key}  {game.status}{number}{league}"
    if game.official is not None:
        yield f"  official  {_event(game.official)}"
    if game.poll is not None:
        won = f"status rank {game.rank}, period {game.period}"
        under = "  under it  " if game.official else "  poll      "
        yield f"{under}{_event(game.poll)}, {won}"
    if game.lines is not None:
        yield f"  lines     {_event(game.lines)}, for those that this poll lacks"


def _player(player: PlayerSource, published: tuple[msgspec.Raw, ...]) -> Iterator[str]:
    yield f"player      {player.player_lookup}"
    for row in published:
        yield f"  published {_raw(row)}"
    if not published:
        yield "  published in no row of this document"
    for title, rows in (
        ("polled", player.polled),
        ("official", player.official),
        ("predicted", player.predictions),
        ("named", player.names),
    ):
        for source in rows:
            yield from _row(title, source)


def _row(title: str, source: SourceRow) -> Iterator[str]:
    of_game = f", {plain(source.game)}" if source.game else ""
    yield f"  {title:9} {_event(source.event)}{of_game}"
    yield f"            {_raw(source.row)}"


def _section(section: ExplainedSection) -> Iterator[str]:
    if section.writer == "nobody":
        yield f"section     {section.name}: not written yet"
    elif section.writer != "live job":
        yield f"section     {section.name}: by another writer, as of {section.version}"
    elif section.origin is None:
        yield f"section     {section.name}: by the live job, not explained: {section.problem}"
    else:
        word = "the same bytes" if section.same else "not the same"
        yield f"section     {section.name}: by the live job, {word}"
        yield from _difference(section.difference, "  ")
        yield from _origin(section.origin, "  ")


def _event(event: EventRef) -> str:
    return f"{plain(event.event_id)} at {event.polled_at.isoformat()}"


def _raw(row: msgspec.Raw) -> str:
    return plain(bytes(row).decode(errors="backslashreplace"))
