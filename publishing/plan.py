"""From rows to documents, as plain functions; Beam and the inline engine call the same ones.

1. `of_player`: all rows of one player give his own documents and the pieces of his slates.
2. `of_slate`: all pieces of one date give the date's documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from publishing.batch_rows import Features, GameContext, Grading
from publishing.documents import CacheClass, Document, Target, Version, encode
from publishing.exports.declaration import Export, OfLeague, OfPlayer, OfSlate, path_of
from publishing.identity import is_lookup
from publishing.league import League, Slate
from publishing.live.events import Rejection
from publishing.picks import is_real_line
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow, Prediction, Row
from publishing.run import Run

TALLY = ""
"""The name of the pieces that belong to no export."""


class Failure(msgspec.Struct, frozen=True):
    """What could not be made, and why; `player_lookup` and `table` where they say more."""

    export: str
    game_date: str
    reason: str
    player_lookup: str = ""
    table: str = ""


class Tally(msgspec.Struct):
    """What the sources hold for a slate: rows by table, games that were picked and graded."""

    rows: dict[str, int]
    picked: list[str]
    graded: list[str]


class Piece(msgspec.Struct, frozen=True):
    """A part of a date's document, encoded, under the name of its export."""

    export: str
    body: bytes


@dataclass(slots=True)
class Made:
    """What one step has made. `pieces` are by date; `seconds` are by export."""

    documents: list[tuple[str, Document]] = field(default_factory=list)
    pieces: list[tuple[date, Piece]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    lacking: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


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
        made.rejections += [
            Rejection("warehouse", f"{row.table}: no player_lookup", msgspec.json.encode(row))
            for rows in player.rows.values()
            for row in rows
        ]
        return made
    for row in player.unidentified(slates):
        reason = f"{type(row).table}: its game is not in the schedule"
        made.rejections.append(Rejection("warehouse", reason, msgspec.json.encode(row)))
    for day in run.dates:
        tally = _tally(player, day)
        if tally is not None:
            made.pieces.append((day, Piece(TALLY, msgspec.msgpack.encode(tally))))
    for export in run.exports:
        if run.needs(export).isdisjoint(away):
            began = timer()
            _make_of_player(made, export, player, slates, run)
            made.seconds[export.name] = timer() - began
    return made


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
    tally = _total(by_export.get(TALLY, ()))
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
        lacks = _lacks(export, slate, tally, found)
        if lacks:
            made.lacking[f"{export.name}/{slate.game_date}"] = lacks
        began = timer()
        try:
            body = _body(export, slate, found, run)
        except Exception as problem:
            made.failures.append(_failure(export, slate.game_date, problem))
            continue
        if body is not None:
            targets = _targets(export, slate, run, settled)
            made.documents.append(
                (export.name, _document(body, targets, slate, run, len(found), lacks))
            )
        made.seconds[export.name] = timer() - began
    return made


def is_settled(slate: Slate, tally: Tally) -> bool:
    """Whether a date will not change any more: every game over, every pick graded (D3)."""
    return slate.over and set(tally.picked) <= set(tally.graded)


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
                made.failures.append(_failure(export, day, problem, player.player_lookup))
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
            newest_first = [slates[day] for day in reversed(run.dates)]
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
            made.failures.append(_failure(export, slate.game_date, problem, player.player_lookup))
            return
        if body is not None:
            _add_of_player(made, export, body, player, slate, run, settled=True)
            return
    if run.players is not None:
        body = how.absent(player.player_lookup, slates[0])
        _add_of_player(made, export, body, player, slates[0], run, settled=False)


def _add_of_player(
    made: Made,
    export: Export,
    body: msgspec.Struct,
    player: PlayerRows,
    slate: Slate,
    run: Run,
    *,
    settled: bool,
) -> None:
    targets = _targets(export, slate, run, settled, player.player_lookup)
    size = sum(len(rows) for rows in player.rows.values())
    made.documents.append((export.name, _document(body, targets, slate, run, size, "")))


def _body(export: Export, slate: Slate, found: Sequence[bytes], run: Run) -> msgspec.Struct | None:
    how = export.made
    if isinstance(how, OfSlate):
        pieces = [msgspec.msgpack.decode(body, type=how.piece) for body in found]
        return how.document(slate, pieces, run.parameters)
    if isinstance(how, OfLeague):
        rows = [msgspec.msgpack.decode(body, type=how.row_type) for body in found]
        return how.document(slate, rows)
    return None


def _targets(
    export: Export, slate: Slate, run: Run, settled: bool, player_lookup: str = ""
) -> tuple[Target, ...]:
    day = slate.game_date
    targets = []
    if export.dated:
        cache = CacheClass.SETTLED if settled else CacheClass.TONIGHT
        targets.append(Target(path_of(export.dated, day, player_lookup), cache))
    if day == run.newest or player_lookup:
        # A date that has not begun takes no pointer over.
        moves = day <= slate.today
        targets += [
            Target(path_of(pointer, day, player_lookup), export.pointer_cache, moves)
            for pointer in export.pointers
        ]
    return tuple(targets)


def _document(
    body: msgspec.Struct,
    targets: tuple[Target, ...],
    slate: Slate,
    run: Run,
    sequence: int,
    lacks: str,
) -> Document:
    encoded, content = encode(body)
    version = Version(slate.game_date, run.as_of)
    return Document(targets, encoded, content, version, sequence, run.run_id, lacks)


def _tally(player: PlayerRows, day: date) -> Tally | None:
    predictions, graded = player.predictions(day), player.graded(day)
    rows = {
        GameContext.table: len(player.contexts(day)),
        Prediction.table: len(predictions),
        Grading.table: len(graded),
        Features.table: len(player.features(day)),
        BoxScoreRow.table: player.count_before(day),
    }
    if not any(rows.values()):
        return None
    picked = [
        game_id
        for game_id, row in predictions.items()
        if is_real_line(row.current_points_line, row.line_source)
    ]
    return Tally(rows, picked, [row.game_id for row in graded])


def _total(found: Iterable[bytes]) -> Tally:
    rows: Counter[str] = Counter()
    picked: set[str] = set()
    graded: set[str] = set()
    for body in found:
        tally = msgspec.msgpack.decode(body, type=Tally)
        rows.update(tally.rows)
        picked.update(tally.picked)
        graded.update(tally.graded)
    return Tally(dict(rows), sorted(picked), sorted(graded))


def _lacks(export: Export, slate: Slate, tally: Tally, found: Sequence[bytes]) -> str:
    """Which source has no row for a date with games (D6, D29); nothing when all have."""
    if isinstance(export.made, OfLeague):
        return "" if found else f"no row of {export.made.row_type.table}"
    if all(game.postponed for game in slate.games):
        return ""
    absent = [one.table for one in export.essential(slate) if not tally.rows.get(one.table)]
    return f"no row of {', '.join(absent)} for {slate.game_date}" if absent else ""


def _failure(export: Export, day: date, problem: Exception, player: str = "") -> Failure:
    return Failure(export.name, day.isoformat(), f"{type(problem).__name__}: {problem}", player)


def slates_of(league: League, run: Run) -> dict[date, Slate]:
    """The slate of every date of a run."""
    return {day: league.slate(day) for day in run.dates}
