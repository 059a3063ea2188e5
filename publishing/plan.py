"""From rows to documents, as plain functions; Beam and the inline engine call the same ones.

1. `of_player`: all rows of one player give his own documents and the pieces of his slates.
2. `of_slate`: all pieces of one date give the date's documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from publishing.addressing import document_of, targets_of, unsettled_document
from publishing.batch_rows import Grading
from publishing.exports.declaration import Export, OfLeague, OfPlayer, OfSlate, path_of
from publishing.identity import is_lookup
from publishing.league import League, Slate
from publishing.live.events import Rejection
from publishing.made import Failure, Made, Piece, failure
from publishing.player_rows import PlayerRows
from publishing.rows import Prediction, Row, ScheduledGame
from publishing.run import Run
from publishing.tally import (
    Tally,
    lacks_of,
    tally_of,
    too_many,
    total_of,
    ungraded_games,
    waits_for_gradings,
)

TALLY = ""
"""The name of the pieces that belong to no export."""


def of_player(
    player: PlayerRows,
    slates: Mapping[date, Slate],
    run: Run,
    away: Mapping[str, str],
    timer: Callable[[], float],
) -> Made:
    """One player's documents and the pieces of his slates.

    `away` are the tables that could not be read, with the reason: nothing is made of half a
    table. What one export cannot make of him stops no other.
    """
    made = Made()
    if not is_lookup(player.player_lookup):
        # It would become a path.
        _reject(made, (row for rows in player.rows.values() for row in rows), "no player_lookup")
        return made
    try:
        _count(made, player, slates, run, away)
    except Exception as problem:
        # Whatever he has broken: he is missing everywhere, and nobody else.
        made.failures.append(failure("", run.newest, problem, player.player_lookup))
        made.pieces += [(day, _failed(1, *run.names)) for day in run.dates]
        return made
    for export in run.exports:
        if run.needs(export).isdisjoint(away):
            began = timer()
            _make_of_player(made, export, player, slates, run)
            made.seconds[export.name] = timer() - began
    return made


def _count(
    made: Made,
    player: PlayerRows,
    slates: Mapping[date, Slate],
    run: Run,
    away: Mapping[str, str],
) -> None:
    # Half a schedule knows half of the games: that is no fault of the rows.
    unidentified = [] if ScheduledGame.table in away else list(player.unidentified(slates))
    pieces = [
        (day, _tally(tally))
        for day in run.dates
        if (tally := tally_of(player, day, unidentified)) is not None
    ]
    made.pieces += pieces
    _reject(made, unidentified, "its game is not in the schedule")


def _reject(made: Made, rows: Iterable[Row], why: str) -> None:
    for row in rows:
        body = msgspec.json.encode(row)
        made.rejections.append(Rejection("warehouse", f"{row.table}: {why}", body))
        made.unfit[row.table] += 1


def of_row(row: Row, run: Run) -> Iterable[tuple[date, Piece]]:
    """The pieces of a row that belongs to no player."""
    for export in run.league_exports(type(row)):
        yield run.newest, Piece(export.name, msgspec.msgpack.encode(row))


def of_slate(
    slate: Slate,
    pieces: Iterable[Piece],
    run: Run,
    away: Mapping[str, str],
    timer: Callable[[], float],
) -> Made:
    """The documents of a date, and what its sources lack, by export."""
    made = Made()
    by_export: dict[str, list[bytes]] = {}
    for piece in pieces:
        by_export.setdefault(piece.export, []).append(piece.body)
    tally = total_of(by_export.get(TALLY, ()))
    unknown = {Prediction.table, Grading.table}.intersection(away)
    settled = not unknown and is_settled(slate, tally)
    for export in run.exports:
        if slate.game_date not in run.dates_of(export):
            continue
        failed = sorted(run.needs(export).intersection(away))
        if failed:
            made.failures += [
                Failure(export.name, slate.game_date.isoformat(), away[table], table=table)
                for table in failed
            ]
            continue
        found = by_export.get(export.name, [])
        without = tally.failed.get(export.name, 0)
        if too_many(without, tally.players):
            reason = f"{without} of {tally.players} players could not be made"
            made.failures.append(Failure(export.name, slate.game_date.isoformat(), reason))
            continue
        began = timer()
        try:
            parts = _parts(export, found)
            lacks = _lacks(export, slate, tally, parts)
            waits = lacks or _waits(export, slate, tally)
            if waits:
                made.lacking[f"{export.name}/{slate.game_date}"] = waits
            body = _body(export, slate, parts, run)
        except Exception as problem:
            made.failures.append(failure(export.name, slate.game_date, problem))
            continue
        if body is not None:
            targets = targets_of(export, slate, run, settled)
            made.documents.append(
                (export.name, document_of(body, targets, slate, run, len(found), lacks))
            )
        made.seconds[export.name] = timer() - began
    return made


def is_settled(slate: Slate, tally: Tally) -> bool:
    """Whether a date will not change any more: every game over, every pick graded (D3)."""
    return slate.over and not ungraded_games(slate, tally)


def _make_of_player(
    made: Made, export: Export, player: PlayerRows, slates: Mapping[date, Slate], run: Run
) -> None:
    how = export.made
    if isinstance(how, OfSlate):
        for day in run.dates_of(export):
            try:
                # Whole or not at all: half a player would be worse than none.
                found = [
                    Piece(export.name, msgspec.msgpack.encode(piece))
                    for piece in how.pieces(player, slates[day])
                ]
            except Exception as problem:
                made.failures.append(failure(export.name, day, problem, player.player_lookup))
                made.pieces.append((day, _failed(0, export.name)))
                continue
            made.pieces += [(day, piece) for piece in found]
    elif isinstance(how, OfPlayer):
        if run.players is not None and player.player_lookup not in run.players:
            return
        if export.dated:
            for day in run.dates:
                _try_of_player(made, export, how, player, [slates[day]], run)
        else:
            # Of a path without a date only the newest could be read by anybody.
            by_path: dict[str, list[Slate]] = {}
            for day in reversed(run.dates):
                by_path.setdefault(path_of(export.pointers[0], day), []).append(slates[day])
            for newest_first in by_path.values():
                _try_of_player(made, export, how, player, newest_first, run)


def _try_of_player(
    made: Made,
    export: Export,
    how: OfPlayer,
    player: PlayerRows,
    slates: Sequence[Slate],
    run: Run,
) -> None:
    """Adds his document of the first of the slates that has one."""
    for slate in slates:
        try:
            body = how.document(player, slate, run.parameters_of_players)
        except Exception as problem:
            made.failures.append(
                failure(export.name, slate.game_date, problem, player.player_lookup)
            )
            return
        if body is not None:
            targets = targets_of(export, slate, run, True, player.player_lookup)
            size = sum(len(rows) for rows in player.rows.values())
            made.documents.append((export.name, document_of(body, targets, slate, run, size)))
            return
    if run.players is not None:
        lookup, slate = player.player_lookup, slates[0]
        body = how.without(player, slate)
        made.documents.append((export.name, unsettled_document(export, body, lookup, slate, run)))


def _parts(export: Export, found: Sequence[bytes]) -> list[Any]:
    """What a date's document is made of, decoded; nothing for those of players."""
    how = export.made
    if isinstance(how, OfPlayer):
        return []
    kind = how.piece if isinstance(how, OfSlate) else how.row_type
    return [msgspec.msgpack.decode(body, type=kind) for body in found]


def _body(export: Export, slate: Slate, parts: Sequence[Any], run: Run) -> msgspec.Struct | None:
    how = export.made
    if isinstance(how, OfSlate):
        return how.document(slate, parts, run.parameters)
    if isinstance(how, OfLeague):
        return how.document(slate, parts)
    return None


def _lacks(export: Export, slate: Slate, tally: Tally, parts: Sequence[Any]) -> str:
    how = export.made
    if isinstance(how, OfLeague):
        if how.lacks is not None:
            return how.lacks(slate, parts)
        return "" if parts else f"no row of {how.row_type.table}"
    said = lacks_of(slate, tally, export.essential(slate))
    return said or (how.lacks(slate, parts) if isinstance(how, OfSlate) else "")


def _waits(export: Export, slate: Slate, tally: Tally) -> str:
    # A player's document lacks what its date is said to wait for; a date's is only not whole.
    graded = isinstance(export.made, OfSlate) and Grading in export.essential(slate)
    return waits_for_gradings(slate, tally) if graded else ""


def _tally(tally: Tally) -> Piece:
    return Piece(TALLY, msgspec.msgpack.encode(tally))


def _failed(players: int, *exports: str) -> Piece:
    return _tally(Tally({}, failed=dict.fromkeys(exports, 1), players=players))


def slates_of(league: League, run: Run) -> dict[date, Slate]:
    """The slate of every date of a run."""
    return {day: league.slate(day) for day in run.dates}
