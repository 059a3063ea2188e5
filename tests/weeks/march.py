"""The week in which the clocks go forward: a game goes on over an hour that is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.weeks.agenda import wall
from tests.weeks.games import Game, on, season_before

_POSTPONED_AT = wall("2026-03-05 18:05")
_MOVED_AT = wall("2026-03-04 15:00")


def _thursday() -> list[Game]:
    """Three games, of which the second is postponed while the first waits for its tip-off."""
    first, second, third = on(
        "2026-03-05", 14, "NYK@BOS 19:00-21:20", "CHI@LAL 19:30-21:50", "DEN@MIA 22:00-24:15"
    )
    return [first, replace(second, off_at=_POSTPONED_AT), third]


def _monday() -> list[Game]:
    """Two games, of which the second was to be played on Saturday."""
    first, second = on("2026-03-09", 17, "BOS@CHI 19:00-21:20", "DEN@NYK 19:30-21:50")
    moved = replace(second, moved_from=date(2026, 3, 7), moved_at=_MOVED_AT, league_id="0022516009")
    return [first, moved]


GAMES = [
    *season_before("2026-03-02"),
    *on("2026-03-02", 11, "BOS@CHI 19:00-21:20", "DEN@LAL 19:30-21:50", "MIA@NYK 22:00-24:20"),
    *on("2026-03-03", 12, "CHI@DEN 19:00-21:20", "LAL@MIA 20:30-22:50"),
    *_thursday(),
    *on("2026-03-06", 15, "BOS@DEN 19:00-21:20", "MIA@CHI 19:30-21:50"),
    # Until ten past two by the old clock: the hour from two to three is not there.
    *on("2026-03-07", 16, "LAL@NYK 19:00-21:20", "BOS@MIA 22:30-27:10+"),
    *on("2026-03-08", 18, "NYK@CHI 15:30-17:50", "DEN@LAL 19:00-21:20"),
    *_monday(),
]
"""Wednesday, the 4th, has no games."""

PREDICTED = {date(2026, 3, 8): wall("2026-03-08 10:30")}
"""On Sunday they play in the afternoon: its predictions are earlier."""

START, END = wall("2026-03-02 04:05"), wall("2026-03-10 12:15")
