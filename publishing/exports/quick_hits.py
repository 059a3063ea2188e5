"""`trends/quick-hits.json`: the eight most lopsided shares of overs (`trends.md` 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.decided_games import (
    Counted,
    counted,
    nothing_decided,
    place_of,
    played_in,
    tier,
    total,
    total_points,
    with_rest,
)
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import PLAYED, SCHEDULE_COLUMNS
from publishing.exports.quick_hits_stats import TIERS, WEEKDAYS, QuickHit, candidates
from publishing.league import Slate
from publishing.occasions import WEEKLY_WEDNESDAY
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, ScheduledGame

LOOKBACK_DAYS = 90
FEWEST_GAMES = 50
"""Decided games from which a number may be shown."""

SHOWN = 8
EVEN = 500
"""Tenths of a percent: half of the games over."""

REFRESH_NOTE = "Stats refresh every Wednesday"


class QuickHits(msgspec.Struct):
    """The document; `total_available` counts the numbers with games enough, shown or not."""

    generated_at: str
    as_of_date: str
    stats: list[QuickHit]
    total_available: int
    refresh_note: str


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Counted]:
    """His decided games by weekday, rest, place and tier, if he played at all."""
    rows = played_in(player, slate, LOOKBACK_DAYS)
    if not rows:
        return
    his_tier = list(TIERS)[tier(total_points(rows), len(rows))]
    yield Counted(
        {
            **counted((WEEKDAYS[row.game_date.weekday()].lower(), row) for row in rows),
            **counted((rest, row) for row, rest in with_rest(rows)),
            **counted((place_of(player, row), row) for row in rows),
            **counted((his_tier, row) for row in rows),
        }
    )


def document(slate: Slate, found: Sequence[Counted], _: Parameters) -> QuickHits:
    """The document of a date, farthest from even first; without a number when none has games."""
    every = candidates(total(piece.counts for piece in found))
    available = [one for one in every if one[1].sample_size >= FEWEST_GAMES]
    # Equal ones stay in the order of the groups.
    available.sort(key=lambda one: -abs(one[0] - EVEN))
    return QuickHits(
        generated_at=format_instant(slate.as_of),
        as_of_date=slate.game_date.isoformat(),
        stats=[hit for _, hit in available[:SHOWN]],
        total_available=len(available),
        refresh_note=REFRESH_NOTE,
    )


def lacks(slate: Slate, found: Sequence[Counted]) -> str:
    """Says so when nobody's games are decided (D6)."""
    return nothing_decided(slate, LOOKBACK_DAYS, (piece.counts for piece in found))


QUICK_HITS = Export(
    name="quick_hits",
    job_type="trends-quick-hits",
    groups=("trends-weekly", "trends-all"),
    document=QuickHits,
    dated=None,
    pointers=("trends/quick-hits.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(WEEKLY_WEDNESDAY,),
    templates=("trends",),
    runs="template",
    limit_hours=192,
    inputs=(
        Input(ScheduledGame, SCHEDULE_COLUMNS, Window.QUARTER),
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "game_id",
                "team_abbr",
                "over_under_result",
            ),
            Window.QUARTER,
        ),
    ),
    made=OfSlate(Counted, pieces, document, lacks),
    essential=always(BoxScoreRow),
)
