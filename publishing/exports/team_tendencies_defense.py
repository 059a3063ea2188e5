"""What the teams allow near the basket and from three (`trends.md` 7.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

import msgspec

from publishing.batch_rows import TeamDefense
from publishing.exports.team_tendencies_games import TeamEntry, listed
from publishing.stats import finite, mean, rounded

DAYS = 30
FEWEST_ROWS = 5
PERCENT = 100

CLOSED_PAINT, OPEN_PAINT = "Little comes easy at its rim", "Gives way at the rim"
CLOSED_PERIMETER, OPEN_PERIMETER = "Runs shooters off the line", "Leaves shooters open"


class ZoneDefense(TeamEntry):
    """What a team allows in a zone, in percent, and points in a game of its opponents.

    `games` counts the daily analyses, each of the team's last 15 games.
    """

    dfg_pct: float
    opp_ppg: float | None
    games: int
    insight: str


class Zone(msgspec.Struct):
    """The teams that allow least and those that allow most."""

    best: list[ZoneDefense]
    worst: list[ZoneDefense]


class DefenseByZone(msgspec.Struct):
    """Both zones."""

    paint: Zone
    perimeter: Zone


def defense_of(rows: Iterable[TeamDefense]) -> DefenseByZone:
    """The section, of the window's analyses; one of a season too young to say is none."""
    by_team: dict[str, list[TeamDefense]] = {}
    for row in rows:
        if not row.early_season_flag:
            by_team.setdefault(row.team_abbr, []).append(row)

    def zone(allowed: Callable[[TeamDefense], Decimal | None], closed: str, opened: str) -> Zone:
        entries = [
            entry
            for team, found in by_team.items()
            if (entry := _entry(team, found, allowed)) is not None
        ]
        return Zone(
            best=listed(entries, lambda one: one.dfg_pct, closed),
            worst=listed(entries, lambda one: -one.dfg_pct, opened),
        )

    return DefenseByZone(
        zone(lambda row: row.paint_pct_allowed_last_15, CLOSED_PAINT, OPEN_PAINT),
        zone(lambda row: row.three_pt_pct_allowed_last_15, CLOSED_PERIMETER, OPEN_PERIMETER),
    )


def _entry(
    team: str, found: Iterable[TeamDefense], allowed: Callable[[TeamDefense], Decimal | None]
) -> ZoneDefense | None:
    """The team in a zone, of the analyses that know it; a share of 0 is one that is not known."""
    known = [(row, share) for row in found if (share := finite(allowed(row)))]
    if len(known) < FEWEST_ROWS:
        return None
    points = (finite(row.opponent_points_per_game) for row, _ in known)
    mean_share = sum((Fraction(share) for _, share in known), Fraction()) / len(known)
    return ZoneDefense(
        team=team,
        dfg_pct=rounded(mean_share * PERCENT, 1),
        opp_ppg=mean((value for value in points if value is not None), 1),
        games=len(known),
        insight="",
    )
