"""Explains a public document of scores or grading."""

from __future__ import annotations

from typing import Any

import msgspec

from publishing.adapters.archive import Archive
from publishing.live.board import board
from publishing.live.difference import difference
from publishing.live.explanation import body_of, candidates
from publishing.live.flush_record import FlushRecord
from publishing.live.memory import Memory
from publishing.live.player_source import PlayerSource, player_source
from publishing.live.sources import GameSource, Sources, game_sources, references
from publishing.services.explaining.archived import Archived, Attempt
from publishing.services.explaining.explained import Explained, Origin, Unexplained
from publishing.services.explaining.options import ExplainOptions
from publishing.store import Stamp


def explain_document(
    options: ExplainOptions, body: bytes, stamp: Stamp, archive: Archive
) -> tuple[Explained, bytes | None]:
    """The explanation, and the document as it was made again; None when nothing was made.

    Unexplained when the document is not ours, or the archive does not know its flush, or it has
    not the game or the player that was asked for.
    """
    if stamp.version is None:
        raise Unexplained(
            f"{options.path} at {options.output} has no metadata of ours: "
            "something else put it there"
        )
    archived = Archived(archive, stamp.version.content_date)
    found, recorded = candidates(archived.records.values(), options.path, stamp)
    if not found:
        raise Unexplained(
            f"the archive {options.archive} has no record of snapshot {stamp.snapshot_id}, which "
            f"made {options.path}: give the archive of the job that published it"
        )
    attempt = _attempt(archived, found, options.path, body)
    made = body_of(attempt.made, options.path)
    sources = Sources(attempt.slate, attempt.events)
    twins = [record.name for record in found if recorded and record is not attempt.record]
    return Explained(
        path=options.path,
        same=made == body,
        size=len(body),
        origin=Origin.of(attempt, twins),
        difference=difference(body, made) if made is not None else None,
        why=_why(options.path, stamp, attempt) if made != body else "",
        references=references(sources),
        games=_games(options, sources),
        player=_player(options, sources),
        published=_published(body, options.player) if options.player else (),
    ), made


def _attempt(archived: Archived, found: tuple[FlushRecord, ...], path: str, body: bytes) -> Attempt:
    """The first of these flushes that makes these bytes; when none does, the first of all."""
    first = None
    for record in found:
        attempt = archived.again(record)
        if body_of(attempt.made, path) == body:
            return attempt
        first = first or attempt
    assert first is not None, "there is a flush to try"
    return first


def _games(options: ExplainOptions, sources: Sources) -> tuple[GameSource, ...]:
    games = game_sources(sources, board(sources.slate, Memory()))
    if options.game is None:
        return games
    named = tuple(game for game in games if game.is_called(options.game))
    if not named:
        known = ", ".join(game.key for game in games) or "none"
        raise Unexplained(f"{options.path} has no game {options.game}; its games are {known}")
    return named


def _player(options: ExplainOptions, sources: Sources) -> PlayerSource | None:
    if options.player is None:
        return None
    found = player_source(sources, options.player)
    if not found.known:
        raise Unexplained(f"no event behind {options.path} has a row of player {options.player}")
    return found


def _why(path: str, stamp: Stamp, attempt: Attempt) -> str:
    """What it means that the flush makes other bytes than are public."""
    if attempt.missing:
        return "the archive is not whole"
    recorded = {one.digest for one in attempt.record.documents if path in one.paths}
    made = {one.digest for one in attempt.made.documents} if attempt.made else set()
    if not recorded & made:
        return "the flush made other content than it makes now: another release made it"
    if stamp.digest in recorded:
        return "the document was changed where it is public: its metadata is that of the flush"
    if not stamp.digest:
        return "the document was changed where it is public"
    return "another flush of this snapshot made it, and the archive has no record of that one"


def _published(body: bytes, lookup: str) -> tuple[msgspec.Raw, ...]:
    """The player's rows in a public document; none when it cannot be read."""
    try:
        document = msgspec.json.decode(body)
        games: list[Any] = document.get("games", [])
        rows = [row for game in games for row in game["players"]] + document.get("predictions", [])
        return tuple(
            msgspec.Raw(msgspec.json.encode(row)) for row in rows if row["player_lookup"] == lookup
        )
    except (msgspec.DecodeError, UnicodeDecodeError, AttributeError, KeyError, TypeError):
        return ()
