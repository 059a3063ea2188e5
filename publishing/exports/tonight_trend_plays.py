"""`trends/tonight-trend-plays.json`: who of tonight's players is in a trend (`trends.md` 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import LINED, PLAYED, POSITIONS, SCHEDULE
from publishing.exports.tonight_game import Tonight, tonight_of
from publishing.exports.tonight_trends import Trend, TrendDetails, momentum, rest, streak
from publishing.league import Slate
from publishing.occasions import HOURLY_TRENDS
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow

TrendType = Literal["streak", "momentum", "rest"]

ORDER: tuple[TrendType, ...] = ("streak", "momentum", "rest")


class TrendPlay(msgspec.Struct):
    """One player's play, the first that he qualifies for."""

    player_lookup: str
    player_full_name: str
    team_abbr: str
    position: str | None
    trend_type: TrendType
    trend_direction: Literal["over", "under"]
    trend_details: TrendDetails
    confidence: Literal["high", "medium"]
    tonight: Tonight


class ByTrendType(msgspec.Struct):
    """Plays of each type before each player keeps one."""

    streak: int
    momentum: int
    rest: int


class TonightTrendPlays(msgspec.Struct):
    """The document; plays by confidence, then type, then the order of the type."""

    generated_at: str
    game_date: str
    games_tonight: int
    total_trend_plays: int
    trend_plays: list[TrendPlay]
    by_trend_type: ByTrendType


class Piece(msgspec.Struct):
    """One player's plays of every type."""

    player_lookup: str
    player_full_name: str
    team_abbr: str
    position: str | None
    streak: Trend | None
    momentum: Trend | None
    rest: Trend | None

    def plays(self) -> list[tuple[TrendType, Trend]]:
        """His plays, the type that wins first."""
        found = {"streak": self.streak, "momentum": self.momentum, "rest": self.rest}
        return [(kind, trend) for kind in ORDER if (trend := found[kind]) is not None]


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """His plays, when his team plays on the date; nothing else."""
    rows = player.played_before(slate.game_date)
    if not rows or rows[0].team_abbr not in slate.opponents:
        return
    known = player.registered(slate.game_date)
    piece = Piece(
        player.player_lookup,
        known.player_name if known else player.player_lookup,
        rows[0].team_abbr,
        known.position if known else None,
        streak(rows, slate.game_date),
        momentum(rows, slate.game_date),
        rest(rows, slate.game_date),
    )
    if piece.plays():
        yield piece


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> TonightTrendPlays:
    """The document of a date; without plays when there are no games."""
    counts = Counter(kind for piece in found for kind, _ in piece.plays())
    plays: list[tuple[bool, int, Trend, TrendPlay]] = []
    for piece in found:
        kind, trend = piece.plays()[0]
        play = _play(piece, slate, kind, trend)
        plays.append((trend.confidence != "high", ORDER.index(kind), trend, play))
    plays.sort(key=lambda one: (one[0], one[1], one[2].order, one[3].player_lookup))
    return TonightTrendPlays(
        generated_at=format_instant(slate.as_of),
        game_date=slate.game_date.isoformat(),
        games_tonight=len(slate.opponents) // 2,
        total_trend_plays=len(plays),
        trend_plays=[play for *_, play in plays],
        by_trend_type=ByTrendType(counts["streak"], counts["momentum"], counts["rest"]),
    )


def _play(piece: Piece, slate: Slate, kind: TrendType, trend: Trend) -> TrendPlay:
    tonight = tonight_of(slate, piece.team_abbr)
    assert tonight is not None
    return TrendPlay(
        piece.player_lookup,
        piece.player_full_name,
        piece.team_abbr,
        piece.position,
        kind,
        trend.direction,
        trend.details,
        trend.confidence,
        tonight,
    )


TONIGHT_TREND_PLAYS = Export(
    name="tonight_trend_plays",
    job_type="tonight-trend-plays",
    groups=("trends-daily", "trends-all"),
    document=TonightTrendPlays,
    dated=None,
    pointers=("trends/tonight-trend-plays.json", "trends/tonight-plays.json"),
    pointer_cache=CacheClass.TRENDS,
    cadence=(HOURLY_TRENDS,),
    templates=("trends",),
    runs="process",
    limit_hours=12,
    inputs=(
        SCHEDULE,
        POSITIONS,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *LINED,
                "team_abbr",
                "season_year",
            ),
            Window.HISTORY,
        ),
    ),
    made=OfSlate(Piece, pieces, document),
    essential=always(BoxScoreRow),
)
