"""The week in which the clocks go back: a night that ends at the second 01:30 of a Sunday."""

from __future__ import annotations

from datetime import date

from tests.weeks.agenda import wall
from tests.weeks.games import on, season_before

GAMES = [
    *season_before("2025-10-29"),
    *on("2025-10-29", 11, "BOS@CHI 19:00-21:20", "DEN@LAL 19:30-21:50", "MIA@NYK 22:00-24:20+"),
    *on("2025-10-30", 12, "CHI@DEN 19:00-21:20", "LAL@MIA 20:30-22:50"),
    *on("2025-10-31", 13, "NYK@BOS 19:30-21:50", "CHI@LAL 21:00-23:20", "DEN@MIA 22:00-24:15"),
    # On Saturday night two overtimes last until 01:30 the second time it is that late.
    *on("2025-11-01", 14, "BOS@DEN 19:00-21:20", "MIA@CHI 19:30-21:50", "LAL@NYK 23:00-25:30*+"),
    *on("2025-11-02", 15, "NYK@CHI 15:30-17:50", "BOS@LAL 19:00-21:20"),
    *on("2025-11-04", 16, "CHI@BOS 19:00-21:20", "NYK@DEN 19:30-21:50", "LAL@MIA 22:00-24:20"),
]
"""Monday, the 3rd, has no games."""

PREDICTED = {date(2025, 11, 2): wall("2025-11-02 10:30")}
"""On Sunday they play in the afternoon: its predictions are earlier."""

START, END = wall("2025-10-29 04:05"), wall("2025-11-05 12:15")
