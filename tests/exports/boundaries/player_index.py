"""Thresholds of `player_index`."""

from __future__ import annotations

from publishing.exports import player_index
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.player_record import of_records, predicted_often
from tests.exports.rows import scheduled

SCENES = {
    "records": scene(scheduled(), *of_records()),
    "whoever was predicted": scene(
        scheduled(),
        *(row for games in (2, 3, 4) for row in predicted_often(f"of{games}", games)),
        min_games=1,
    ),
}

MOVES = (move(player_index, "FEWEST_LISTED", 2, 4),)
"""The numbers behind the sentences are moved by `player_profile`: the index has none."""
