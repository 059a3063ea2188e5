"""What the sources hold for a slate, counted, and what they lack (D6, D19, D29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from publishing.batch_rows import Features, GameContext, Grading
from publishing.identity import is_league_game
from publishing.league import Slate
from publishing.picks import is_real_line
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow, Prediction, Row, ScheduledGame


class Tally(msgspec.Struct):
    """Rows by table, rows by table whose game is unknown, games that were picked and graded.

    `failed` counts the players that an export could not be made of, by its name; `players` all
    that the date is about.
    """

    rows: dict[str, int]
    unknown: dict[str, int] = {}
    picked: list[str] = []
    graded: list[str] = []
    failed: dict[str, int] = {}
    players: int = 0


def tally_of(player: PlayerRows, day: date, unidentified: Iterable[Row]) -> Tally | None:
    """What there is of one player for a date; None when there is nothing."""
    predictions, graded = player.predictions(day), player.graded(day)
    rows = {
        GameContext.table: len(player.contexts(day)),
        Prediction.table: len(predictions),
        Grading.table: len(graded),
        Features.table: len(player.features(day)),
        BoxScoreRow.table: player.count_before(day),
    }
    unknown = Counter(
        row.table
        for row in unidentified
        # An exhibition is in no slate, and nothing lacks it.
        if row.game_date == day and is_league_game(row.game_id)  # type: ignore[attr-defined]
    )
    if not any(rows.values()) and not unknown:
        return None
    meant = sum(rows.values()) > rows[BoxScoreRow.table] or bool(unknown)
    picked = [
        game_id
        for game_id, row in predictions.items()
        if is_real_line(row.current_points_line, row.line_source)
    ]
    gradings = [row.game_id for row in graded]
    return Tally(rows, dict(unknown), picked, gradings, players=int(meant))


def total_of(tallies: Iterable[bytes]) -> Tally:
    """The sum of encoded tallies."""
    rows: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    players = 0
    picked: set[str] = set()
    graded: set[str] = set()
    for body in tallies:
        tally = msgspec.msgpack.decode(body, type=Tally)
        rows.update(tally.rows)
        unknown.update(tally.unknown)
        failed.update(tally.failed)
        players += tally.players
        picked.update(tally.picked)
        graded.update(tally.graded)
    return Tally(dict(rows), dict(unknown), sorted(picked), sorted(graded), dict(failed), players)


def lacks_of(slate: Slate, tally: Tally, essential: Iterable[type[Row]]) -> str:
    """Which source has no row for a date with games; nothing when all have."""
    if not slate.games:
        expected = tally.rows.get(GameContext.table) or tally.rows.get(Prediction.table)
        known_elsewhere = expected or tally.unknown
        return _no_row(ScheduledGame.table, slate) if known_elsewhere else ""
    if all(game.postponed for game in slate.games):
        return ""
    tables = [row_type.table for row_type in essential]
    absent = [table for table in tables if not tally.rows.get(table)]
    if absent:
        return _no_row(", ".join(absent), slate)
    return next((said for table in tables if (said := _unknown(table, tally))), "")


def ungraded_games(slate: Slate, tally: Tally) -> list[str]:
    """The games of a date with picks and without a grading; of a postponed one none will come."""
    postponed = {game.key for game in slate.games if game.postponed}
    return sorted(set(tally.picked) - set(tally.graded) - postponed)


def waits_for_gradings(slate: Slate, tally: Tally) -> str:
    """What is said aloud of a past date's gradings: that not every game has one.

    They are published all the same (`core.md` 1.6, D29).
    """
    ungraded = ungraded_games(slate, tally) if slate.past else []
    picked = len(set(tally.picked))
    return f"{len(ungraded)} of {picked} games with picks have no grading" if ungraded else ""


def too_many(faulty: int, whole: int) -> bool:
    """Whether so much of a whole is faulty that nothing is made of the rest: over a fifth.

    The share of players' documents at which the contract gives a batch up (`core.md` 6.1); a
    single one stops nothing (I-10).
    """
    return 5 * faulty > whole


def _no_row(table: str, slate: Slate) -> str:
    return f"no row of {table} for {slate.game_date}"


def _unknown(table: str, tally: Tally) -> str:
    unknown = tally.unknown.get(table, 0)
    whole = unknown + tally.rows.get(table, 0)
    if not too_many(unknown, whole):
        return ""
    return f"{unknown} of {whole} rows of {table} are of games that the schedule does not have"
