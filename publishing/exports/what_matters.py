"""`trends/what-matters.json`: when each kind of scorer goes over his lines (`trends.md` 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import islice

import msgspec

from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.decided_games import (
    Counts,
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
from publishing.exports.inputs import NAMES, PLAYED, SCHEDULE_COLUMNS
from publishing.exports.what_matters_factors import ALL, Factors, factors_of, kept
from publishing.exports.what_matters_insights import insights
from publishing.league import Slate
from publishing.occasions import WEEKLY_MONDAY
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, ScheduledGame

CLASSED_DAYS, CLASSED_GAMES = 365, 20
EXAMPLE_DAYS, EXAMPLE_GAMES = 90, 10
EXAMPLES = 5
"""Names of an archetype, at most; all of them were listed once (`trends.md` 6.6)."""

ARCHETYPES = {
    "star": "22+ PPG stars",
    "scorer": "15-22 PPG scorers",
    "rotation": "8-15 PPG rotation",
    "role_player": "Under 8 PPG role players",
}
"""By tier, the best first."""


class Archetype(msgspec.Struct):
    """Players of like scoring: those with a decided game; names of the best of late, best first.

    `overall_over_pct` is 0 to 100, one decimal; None without a decided game.
    """

    description: str
    player_count: int
    example_players: list[str]
    overall_over_pct: float | None
    factors: Factors


class Archetypes(msgspec.Struct):
    """All four, the best scorers first."""

    star: Archetype
    scorer: Archetype
    rotation: Archetype
    role_player: Archetype


class WhatMatters(msgspec.Struct):
    """The document; `key_insights` are one to five sentences."""

    generated_at: str
    as_of_date: str
    archetypes: Archetypes
    key_insights: list[str]


class Example(msgspec.Struct):
    """A player who may be named: his points in his games of late."""

    archetype: str
    points: int
    games: int
    player_lookup: str
    name: str


class Piece(msgspec.Struct):
    """A player with games enough; `counts` are empty, and he is of none, without a decided one."""

    archetype: str | None
    counts: Counts
    example: Example | None


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """What he is over a year, with his decided games; and over ninety days, with his name."""
    rows = played_in(player, slate, CLASSED_DAYS)
    archetype, counts = None, {}
    if len(rows) >= CLASSED_GAMES:
        counts = {
            **counted((ALL, row) for row in rows),
            **counted((rest, row) for row, rest in with_rest(rows)),
            **counted((place_of(player, row), row) for row in rows),
        }
        archetype = _archetype(total_points(rows), len(rows))
    example = _example(player, slate)
    if archetype is not None or example is not None:
        yield Piece(archetype, counts, example)


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> WhatMatters:
    """The document of a date; without a decided game, all keys and one sentence."""
    every = {name: kept(total(_counts(found, name))) for name in ARCHETYPES}
    return WhatMatters(
        generated_at=format_instant(slate.as_of),
        as_of_date=slate.game_date.isoformat(),
        archetypes=Archetypes(
            **{
                name: Archetype(
                    description=ARCHETYPES[name],
                    player_count=sum(ALL in counts for counts in _counts(found, name)),
                    example_players=_names(found, name),
                    overall_over_pct=counts[ALL].percent if ALL in counts else None,
                    factors=factors_of(counts),
                )
                for name, counts in every.items()
            }
        ),
        key_insights=insights(
            {
                name: {kind: one.tenths for kind, one in counts.items()}
                for name, counts in every.items()
            }
        ),
    )


def lacks(slate: Slate, found: Sequence[Piece]) -> str:
    """Says so when nobody's games are decided (D6)."""
    classed = (piece.counts for piece in found if piece.archetype is not None)
    return nothing_decided(slate, CLASSED_DAYS, classed)


def _archetype(points: int, games: int) -> str:
    return list(ARCHETYPES)[tier(points, games)]


def _example(player: PlayerRows, slate: Slate) -> Example | None:
    rows, known = played_in(player, slate, EXAMPLE_DAYS), player.registered(slate.game_date)
    if len(rows) < EXAMPLE_GAMES or known is None:
        return None
    points, games = total_points(rows), len(rows)
    archetype = _archetype(points, games)
    return Example(archetype, points, games, player.player_lookup, known.player_name)


def _counts(found: Iterable[Piece], archetype: str) -> list[Counts]:
    return [piece.counts for piece in found if piece.archetype == archetype]


def _names(found: Iterable[Piece], archetype: str) -> list[str]:
    """The best of late; two players of one name are named once."""
    examples = [
        piece.example for piece in found if piece.example and piece.example.archetype == archetype
    ]
    examples.sort(key=lambda one: (-Fraction(one.points, one.games), one.player_lookup))
    return list(islice(dict.fromkeys(one.name for one in examples), EXAMPLES))


WHAT_MATTERS = Export(
    name="what_matters",
    job_type="trends-what-matters",
    groups=("trends-weekly", "trends-all"),
    document=WhatMatters,
    dated=None,
    pointers=("trends/what-matters.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(WEEKLY_MONDAY,),
    templates=("trends",),
    runs="template",
    limit_hours=192,
    inputs=(
        Input(ScheduledGame, SCHEDULE_COLUMNS, Window.YEAR),
        NAMES,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "game_id",
                "team_abbr",
                "over_under_result",
            ),
            Window.YEAR,
        ),
    ),
    made=OfSlate(Piece, pieces, document, lacks),
    essential=always(BoxScoreRow),
)
