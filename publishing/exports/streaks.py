"""`streaks/{date}.json`: who goes on over, under, or as predicted (`core.md` 10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Literal

import msgspec

from publishing.batch_rows import Grading
from publishing.calendar import format_instant, season_start
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import CONTEXT, LINED, NAMES, PLAYED, SCHEDULES
from publishing.exports.player_profile_record import GRADINGS, Record, record_of, team_now
from publishing.exports.streaks_lines import (
    LOOKED_AT,
    LineStreak,
    decided_of,
    line_streak,
    newest_streak,
    of_season,
)
from publishing.league import Slate
from publishing.occasions import BEFORE_THE_GAMES, PREDICTED
from publishing.picks import graded_verdict
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow

MIN_STREAK = 4
"""Games from which a streak is one."""

LISTED, HITS_LISTED = 50, 30
"""Players in a list, at most."""


class HitStreak(msgspec.Struct):
    """Picks in a row that were right."""

    player_lookup: str
    player_full_name: str
    team: str
    streak_length: int
    streak_type: Literal["prediction_hits"]


class Streaks(msgspec.Struct):
    """The longest first; of equal ones the highest `avg_margin`, the narrowest under the lines."""

    over: list[LineStreak]
    under: list[LineStreak]
    prediction_hits: list[HitStreak]


class Summary(msgspec.Struct):
    """How many each list has, and its longest streak; 0 without one."""

    total_over_streaks: int
    total_under_streaks: int
    total_prediction_streaks: int
    longest_over: int
    longest_under: int
    longest_prediction: int


class StreaksOfDate(msgspec.Struct):
    """The document; every list empty when nobody has a streak of `min_streak_length`."""

    generated_at: str
    as_of_date: str
    min_streak_length: int
    streaks: Streaks
    summary: Summary


class Piece(msgspec.Struct):
    """A player's streaks, and of how much: games of the season, those decided, picks decided."""

    over: LineStreak | None
    under: LineStreak | None
    hits: HitStreak | None
    played: int
    decided: int
    picks: int


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """The player, when he has played this season or was ever graded."""
    played, record = of_season(player, slate), record_of(player, slate)
    if not played and not record.rows:
        return
    name, team = player.name(slate.game_date), team_now(player, slate, played, record) or ""
    decided, picks = decided_of(played), picks_of(record)
    games, hits = newest_streak(decided), hits_of(picks)
    streak = None
    if len(games) >= MIN_STREAK:
        streak = line_streak(player.player_lookup, name, team, games)
    yield Piece(
        over=streak if streak and games[0].result == "O" else None,
        under=streak if streak and games[0].result == "U" else None,
        hits=HitStreak(player.player_lookup, name, team, hits, "prediction_hits")
        if hits >= MIN_STREAK
        else None,
        played=len(played),
        decided=len(decided),
        picks=len(picks),
    )


def picks_of(record: Record) -> list[bool]:
    """Whether each pick was right, newest first; pushes and voids are neither (D14)."""
    verdicts = [graded_verdict(row) for row in reversed(record.rows)]
    return [one == "WIN" for one in verdicts if one in ("WIN", "LOSS")]


def hits_of(picks: Sequence[bool]) -> int:
    """How many of the newest picks were right, one after the other."""
    return sum(takewhile(bool, picks[:LOOKED_AT]))


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> StreaksOfDate:
    """The document of a date."""
    over = _longest(piece.over for piece in found)
    under = _longest(piece.under for piece in found)
    hits = sorted(
        (piece.hits for piece in found if piece.hits is not None),
        key=lambda one: (-one.streak_length, one.player_lookup),
    )[:HITS_LISTED]
    return StreaksOfDate(
        generated_at=format_instant(slate.as_of),
        as_of_date=slate.game_date.isoformat(),
        min_streak_length=MIN_STREAK,
        streaks=Streaks(over, under, hits),
        summary=Summary(
            len(over), len(under), len(hits), _length(over), _length(under), _length(hits)
        ),
    )


def lacks(slate: Slate, found: Sequence[Piece]) -> str:
    """Says which rows are missing; before a season's second date there need be none (D6, I-16)."""
    day = slate.game_date
    if not slate.played_since(season_start(day)):
        return ""
    if not any(piece.played for piece in found):
        return f"no row of {BoxScoreRow.table} for {day}"
    often = sum(piece.played >= MIN_STREAK for piece in found)
    if often and not any(piece.decided for piece in found):
        return f"{BoxScoreRow.table} has no decided game of {often} players up to {day}"
    decided = sum(piece.decided >= MIN_STREAK for piece in found)
    if decided and not any(piece.picks for piece in found):
        return f"{Grading.table} has no decided pick of {decided} players up to {day}"
    return ""


def _longest(found: Iterable[LineStreak | None]) -> list[LineStreak]:
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (-one.streak_length, -one.avg_margin, one.player_lookup),
    )[:LISTED]


def _length(longest_first: Sequence[LineStreak | HitStreak]) -> int:
    return longest_first[0].streak_length if longest_first else 0


STREAKS = Export(
    name="streaks",
    job_type="streaks",
    groups=(),
    document=StreaksOfDate,
    dated="streaks/{date}.json",
    pointers=("streaks/today.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(*BEFORE_THE_GAMES, PREDICTED),
    templates=("tonight",),
    runs="process",
    limit_hours=30,
    inputs=(
        SCHEDULES,
        CONTEXT,
        NAMES,
        GRADINGS,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *LINED,
                "team_abbr",
                "opponent_team_abbr",
                "season_year",
            ),
            Window.SEASON,
        ),
    ),
    made=OfSlate(Piece, pieces, document, lacks),
    essential=always(),
)
