"""From the body of a document to the document: the paths, the cache class and the version."""

from __future__ import annotations

import msgspec

from publishing.documents import CacheClass, Document, Target, Version, encode
from publishing.exports.declaration import Export, OfPlayer, path_of
from publishing.league import Slate
from publishing.run import Run


def targets_of(
    export: Export, slate: Slate, run: Run, settled: bool, player_lookup: str = ""
) -> tuple[Target, ...]:
    """Where a document goes, the dated path first; a past date of a run moves no pointer (D5)."""
    day = slate.game_date
    targets = []
    if export.dated:
        cache = CacheClass.SETTLED if settled else CacheClass.TONIGHT
        targets.append(Target(path_of(export.dated, day, player_lookup), cache))
    if run.update_latest and (day == run.newest or player_lookup):
        # A date that has not begun takes no pointer over.
        moves = day <= slate.today
        targets += [
            Target(path_of(pointer, day, player_lookup), export.pointer_cache, moves)
            for pointer in export.pointers
        ]
    return tuple(targets)


def document_of(
    body: msgspec.Struct,
    targets: tuple[Target, ...],
    slate: Slate,
    run: Run,
    sequence: int,
    lacks: str = "",
) -> Document:
    """The document of a run; `sequence` counts what is behind it, `lacks` says what is not (D6)."""
    encoded, content = encode(body)
    version = Version(slate.game_date, run.as_of)
    return Document(targets, encoded, content, version, sequence, run.run_id, lacks)


def unsettled_document(
    export: Export, body: msgspec.Struct, player_lookup: str, slate: Slate, run: Run
) -> Document:
    """That of a player who has none: it may be there any time, so that it is kept for minutes."""
    return document_of(body, targets_of(export, slate, run, False, player_lookup), slate, run, 0)


def absent_document(export: Export, player_lookup: str, slate: Slate, run: Run) -> Document:
    """The document of a player who has none that date; ValueError for an export of no player."""
    if not isinstance(export.made, OfPlayer):
        raise ValueError(f"{export.name} is not of a player")
    return unsettled_document(
        export, export.made.absent(player_lookup, slate), player_lookup, slate, run
    )
