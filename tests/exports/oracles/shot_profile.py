"""What kind of shooter a player is, a second time, from `core.md` 8.3."""

from __future__ import annotations

from typing import Any


def shot_profile(row: dict[str, Any]) -> str:
    """Of a row of `zones`, whose shares are percent; without one every share is null."""
    for column, least, word in (
        ("paint_rate_last_10", 50, "interior"),
        ("three_pt_rate_last_10", 50, "perimeter"),
        ("mid_range_rate_last_10", 30, "mid_range"),
    ):
        if row[column] is not None and row[column] >= least:
            return word
    return "balanced"
