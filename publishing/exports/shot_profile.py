"""What kind of shooter a player is, by where he shoots from (`core.md` 8.3)."""

from __future__ import annotations

from typing import Literal

from publishing.batch_rows import ShotZones
from publishing.reads import Input, Window
from publishing.stats import finite

INTERIOR_FROM, PERIMETER_FROM, MID_RANGE_FROM = 50, 50, 30
"""Percent of his shots from the paint, from three and from between, asked in this order."""

ShotProfile = Literal["interior", "perimeter", "mid_range", "balanced"]

ZONES = Input(
    ShotZones,
    (
        "player_lookup",
        "analysis_date",
        "paint_rate_last_10",
        "mid_range_rate_last_10",
        "three_pt_rate_last_10",
    ),
    Window.HISTORY,
)


def shot_profile(zones: ShotZones | None) -> ShotProfile:
    """The word for shares that are stored from 0 to 100; `balanced` where nothing is known."""
    if zones is None:
        return "balanced"
    paint, three = finite(zones.paint_rate_last_10), finite(zones.three_pt_rate_last_10)
    between = finite(zones.mid_range_rate_last_10)
    if paint is not None and paint >= INTERIOR_FROM:
        return "interior"
    if three is not None and three >= PERIMETER_FROM:
        return "perimeter"
    return "mid_range" if between is not None and between >= MID_RANGE_FROM else "balanced"
