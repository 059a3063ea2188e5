"""A player's averages by rest, place and opponent for `players/{player}.json` (`core.md` 7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from publishing.form import over_under, points_per_game, with_gaps
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow
from publishing.stats import rate

FIRST_SEASON = 2021
BACK_TO_BACK, ONE_DAY, TWO_DAYS, THREE_DAYS = 1, 2, 3, 4
"""Days from one game to the next, by the days off between them."""

FEWEST_AGAINST = 2
"""Games against a team from which it is listed."""


class Split(msgspec.Struct):
    """Mean points of some games, one decimal, and the share of overs, 0 to 1, of those decided."""

    avg: float | None
    games: int
    vs_line_pct: float | None


class RestSplits(msgspec.Struct):
    """By days off before the game; his first game is in none."""

    b2b: Split
    one_day: Split
    two_day: Split
    three_plus: Split


class LocationSplits(msgspec.Struct):
    """By place; a game that nothing knows is in neither."""

    home: Split
    away: Split


class OpponentSplit(msgspec.Struct):
    """Against one team, as `Split`."""

    team: str
    avg: float | None
    games: int
    vs_line_pct: float | None


class Splits(msgspec.Struct):
    """Played games since 2021; opponents by games, then mean points; no key without a profile."""

    rest: RestSplits | msgspec.UnsetType = msgspec.UNSET
    location: LocationSplits | msgspec.UnsetType = msgspec.UNSET
    opponents: list[OpponentSplit] | msgspec.UnsetType = msgspec.UNSET


def splits(player: PlayerRows, played: Iterable[BoxScoreRow]) -> Splits:
    """Of his played games, newest first; gaps are days between them, over seasons too (D17)."""
    rows = [row for row in played if (row.season_year or 0) >= FIRST_SEASON]
    gaps = with_gaps(rows)
    at_home = [(row, player.at_home(row)) for row in rows]

    def after(days: int) -> Split:
        return _split([row for row, gap in gaps if gap == days])

    return Splits(
        RestSplits(
            b2b=after(BACK_TO_BACK),
            one_day=after(ONE_DAY),
            two_day=after(TWO_DAYS),
            three_plus=_split([row for row, gap in gaps if gap is not None and gap >= THREE_DAYS]),
        ),
        LocationSplits(
            home=_split([row for row, home in at_home if home is True]),
            away=_split([row for row, home in at_home if home is False]),
        ),
        _opponents(rows),
    )


def _split(rows: Sequence[BoxScoreRow]) -> Split:
    letters = [over_under(row) for row in rows]
    overs, unders = letters.count("O"), letters.count("U")
    return Split(points_per_game(rows), len(rows), rate(overs, overs + unders, 2))


def _opponents(rows: Iterable[BoxScoreRow]) -> list[OpponentSplit]:
    by_team: dict[str, list[BoxScoreRow]] = {}
    for row in rows:
        if row.opponent_team_abbr:
            by_team.setdefault(row.opponent_team_abbr, []).append(row)
    found = [
        OpponentSplit(team, split.avg, split.games, split.vs_line_pct)
        for team, games in by_team.items()
        if len(games) >= FEWEST_AGAINST
        for split in (_split(games),)
    ]
    return sorted(found, key=lambda one: (-one.games, -(one.avg or 0), one.team))
