"""The week of the All-Star game: six days without league games, one of them with an exhibition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.weeks.agenda import wall
from tests.weeks.games import on, season_before

(_EAST_WEST,) = on("2026-02-15", 12, "BOS@LAL 17:00-19:20")

GAMES = [
    *season_before("2026-02-12"),
    *on("2026-02-12", 11, "BOS@CHI 19:00-21:20", "DEN@LAL 19:30-21:50", "MIA@NYK 22:00-24:20"),
    replace(_EAST_WEST, league_id="0032500001", away="STP", home="WLD"),
    *on("2026-02-19", 13, "CHI@DEN 19:00-21:20", "LAL@MIA 20:30-22:50"),
]

PREDICTED: dict[date, datetime] = {}

START, END = wall("2026-02-12 04:05"), wall("2026-02-20 12:15")
