"""Thresholds of `streaks`."""

from __future__ import annotations

from datetime import timedelta

from publishing.exports import streaks, streaks_lines
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.lines import decided, margins
from tests.exports.past import played, sat_out
from tests.exports.rows import AFTER, DAY, boxed, expected, graded, registered, scheduled
from tests.exports.streaks import pick, picks

OCTOBER = (DAY - DAY.replace(year=2025, month=10, day=1)).days
"""How many days before `DAY` its season began."""


def every_day(player_lookup: str, margin: int, games: int) -> list[Row]:
    """Games day before day, on one side of his lines."""
    return [decided(1 + place, margin, player_lookup) for place in range(games)]


SCENES = {
    "lengths": scene(
        scheduled(),
        registered("over4"),
        *(
            row
            for length in (3, 4, 5, 6)
            for row in (
                *margins(f"{length}x1 -1", f"over{length}"),
                *margins(f"{length}x-1 1", f"under{length}"),
                *picks("W" * length + "L", f"hits{length}"),
            )
        ),
    ),
    "the newest twenty": scene(
        scheduled(),
        *(
            row
            for length in (19, 20, 21, 22)
            for row in (
                *every_day(f"over{length}", 1, length),
                *every_day(f"under{length}", -1, length),
                *picks("W" * length, f"hits{length}"),
            )
        ),
    ),
    "lists": scene(
        scheduled("DET", "CHI"),
        *(
            row
            for place in range(52)
            for row in (
                *margins("4x1", f"over{place:02}"),
                *margins("4x-1", f"under{place:02}"),
                *picks("WWWW", f"hits{place:02}"),
            )
        ),
    ),
    "orders": scene(
        scheduled(),
        *margins("4x2", "wide"),
        *margins("4x1", "narrow"),
        *margins("4x1.04", "almost"),
        *margins("4x-2", "far"),
        *margins("4x-1", "near"),
        *margins("5x-9", "long"),
        *margins("3x6 7", "half"),
    ),
    "what counts": scene(
        scheduled(),
        expected("traded", team_abbr="NYK", opponent_team_abbr="BOS", home_game=False),
        *margins("4x1", "traded"),
        registered("moved", team_abbr="WAS"),
        registered("moved", team_abbr="ATL", last_game_date="2026-01-01"),
        played(1, 20, "moved", team_abbr="ATL"),
        sat_out(0, "moved", team_abbr="CHI"),
        *margins("4x1", "moved"),
        *margins("3x1", "october"),
        decided(OCTOBER, 1, "october"),
        *margins("3x1", "september"),
        decided(OCTOBER + 1, 1, "september"),
        *margins("3x1", "bubble"),
        played(OCTOBER, 20, "bubble", points_line=19, over_under_result="OVER", season_year=2024),
        *margins("2x1 -1 4x1", "broken"),
        *margins("3x1", "tied"),
        played(1, 20, "tied", points_line=20, over_under_result="OVER"),
        *margins("4x1", "lineless"),
        played(1, 20, "lineless", over_under_result="UNDER"),
        played(3, 20, "lineless", points_line=30),
        *picks("W=WVWPW", "pushed"),
        *picks("WWLWWWW", "wrong"),
        *(pick("W", 400 + place, "old", team_abbr="DEN") for place in range(4)),
        *(pick("W", 400 + place, "teamless", team_abbr=None) for place in range(4)),
        *picks("LLLL", "other", first=1, system_id="ensemble_v1"),
        *picks("WWWW", "other"),
        *picks("WWWW", "twice"),
        *picks("LLLL", "twice", graded_at="2026-01-01T00:00:00Z"),
    ),
    "the date itself": scene(
        scheduled(),
        *margins("3x1", "tonight"),
        boxed("tonight"),
        decided(-1, -1, "tonight"),
        *picks("WWW", "tonight"),
        graded("tonight"),
        pick("L", -1, "tonight"),
        as_of=AFTER + timedelta(2),
    ),
}

MOVES = (
    move(streaks, "MIN_STREAK", 3, 5),
    move(streaks, "LOOKED_AT", 19, 21),
    move(streaks, "LISTED", 49, 51),
    move(streaks, "HITS_LISTED", 29, 31),
    move(streaks_lines, "LOOKED_AT", 19, 21),
    move(streaks_lines, "GAMES_SHOWN", 4, 6),
)
