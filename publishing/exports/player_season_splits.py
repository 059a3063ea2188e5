"""A season divided by place, rest and month, and what stands out in it (`core.md` 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.exports.player_season_form import average
from publishing.form import over_under, points_per_game, with_gaps
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import rate, rounded

BACK_TO_BACK, RESTED_FROM = 1, 2
"""Days since the game before; the season's first game is neither."""

STANDS_OUT_FROM = Fraction(5, 2)
STRONG_FROM = 4
"""Points of a game between two kinds of games."""

_MONTHS = "Oct Nov Dec Jan Feb Mar Apr May Jun Jul Aug Sep".split()
_JANUARY = _MONTHS.index("Jan")

Pattern = Literal["rest_sensitive", "b2b_performer", "home_performer", "road_warrior"]


class Split(msgspec.Struct):
    """Played games of one kind: mean points, one decimal, and the share of overs, 0 to 1."""

    games: int
    ppg: float | None
    over_rate: float | None


class Splits(msgspec.Struct):
    """By place and rest; no key of a player whom nobody knows."""

    home: Split | msgspec.UnsetType = msgspec.UNSET
    away: Split | msgspec.UnsetType = msgspec.UNSET
    rested: Split | msgspec.UnsetType = msgspec.UNSET
    back_to_back: Split | msgspec.UnsetType = msgspec.UNSET


class Month(msgspec.Struct):
    """The played games of one calendar month, as `Split`."""

    month: str
    games: int
    ppg: float | None
    over_rate: float | None


class KeyPattern(msgspec.Struct):
    """What he does better; the sentence names the difference in points."""

    pattern: Pattern
    description: str
    strength: Literal["strong", "moderate"]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The played games of a season by kind."""

    home: list[BoxScoreRow]
    away: list[BoxScoreRow]
    rested: list[BoxScoreRow]
    back_to_back: list[BoxScoreRow]

    @classmethod
    def of(cls, player: PlayerRows, played: Sequence[BoxScoreRow]) -> Kinds:
        """From the games, newest first; one that nothing knows is neither home nor away."""
        at_home = [(row, player.at_home(row)) for row in played]
        gaps = with_gaps(played)
        return cls(
            home=[row for row, home in at_home if home is True],
            away=[row for row, home in at_home if home is False],
            rested=[row for row, gap in gaps if gap is not None and gap >= RESTED_FROM],
            back_to_back=[row for row, gap in gaps if gap == BACK_TO_BACK],
        )


def splits(kinds: Kinds) -> Splits:
    """All four, those without a game too."""
    return Splits(
        home=_split(kinds.home),
        away=_split(kinds.away),
        rested=_split(kinds.rested),
        back_to_back=_split(kinds.back_to_back),
    )


def monthly(played: Iterable[BoxScoreRow]) -> list[Month]:
    """The months with a game, October first."""
    by_month: dict[int, list[BoxScoreRow]] = {}
    for row in played:
        place = (row.game_date.month - 1 + _JANUARY) % len(_MONTHS)
        by_month.setdefault(place, []).append(row)
    return [
        Month(_MONTHS[place], split.games, split.ppg, split.over_rate)
        for place, rows in sorted(by_month.items())
        for split in (_split(rows),)
    ]


def key_patterns(kinds: Kinds) -> list[KeyPattern]:
    """What stands out by exact means (D22), rest before place."""
    found = [
        _pattern(
            kinds.rested,
            kinds.back_to_back,
            ("rest_sensitive", "with at least a day of rest"),
            ("b2b_performer", "on back-to-backs"),
        ),
        _pattern(
            kinds.home, kinds.away, ("home_performer", "at home"), ("road_warrior", "on road")
        ),
    ]
    return [pattern for pattern in found if pattern is not None]


def _pattern(
    one: Sequence[BoxScoreRow],
    other: Sequence[BoxScoreRow],
    better: tuple[Pattern, str],
    worse: tuple[Pattern, str],
) -> KeyPattern | None:
    if not any(row.points for row in one) or not any(row.points for row in other):
        # No game, or no point: that compares with nothing.
        return None
    difference = average(one) - average(other)
    if abs(difference) < STANDS_OUT_FROM:
        return None
    name, where = better if difference > 0 else worse
    return KeyPattern(
        name,
        f"+{rounded(abs(difference), 1)} PPG {where}",
        "strong" if abs(difference) >= STRONG_FROM else "moderate",
    )


def _split(rows: Sequence[BoxScoreRow]) -> Split:
    letters = [over_under(row) for row in rows]
    overs, unders = letters.count("O"), letters.count("U")
    return Split(len(rows), points_per_game(rows), rate(overs, overs + unders, 2))
