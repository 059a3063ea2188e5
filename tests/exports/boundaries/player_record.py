"""Players as often and as well predicted as the thresholds of profiles say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from publishing.exports import player_profile_words
from publishing.rows import Row
from tests.exports.boundaries.boundary import Move, move
from tests.exports.rows import DAY, graded

LOST = {"prediction_correct": False}
PUSHED = {"prediction_correct": None}

RECORD: tuple[Move, ...] = (
    move(player_profile_words, "FAR_OFF", 2.99, 3.01),
    move(player_profile_words, "OFF", 0.99, 1.01),
    move(player_profile_words, "FEWEST_PICKS", 4, 6),
    move(player_profile_words, "EXCELLENT", 0.84, 0.86),
    move(player_profile_words, "GOOD", 0.69, 0.71),
    move(player_profile_words, "AVERAGE", 0.54, 0.56),
    move(player_profile_words, "MODERATE", 4, 6),
    move(player_profile_words, "LARGE", 14, 16),
)


def graded_on(player_lookup: str, day: date, **columns: Any) -> Row:
    """The grading of a home game of BOS against NYK on a day."""
    game = {"game_date": day, "game_id": f"{day:%Y%m%d}_NYK_BOS"}
    graded_at = f"{day + timedelta(1)}T12:00:00Z"
    return graded(player_lookup, **game | {"graded_at": graded_at} | columns)


def predicted_often(
    player_lookup: str, games: int, each: Iterable[dict[str, Any]] = (), **columns: Any
) -> list[Row]:
    """Gradings of the days before `DAY`, one a day, all won; the first ones with columns of `each`.

    The newest is of the day before `DAY`.
    """
    special = list(each)
    return [
        graded_on(
            player_lookup,
            DAY - timedelta(1 + back),
            **columns | (special[back] if back < len(special) else {}),
        )
        for back in range(games)
    ]


def won_of(won: int, games: int) -> list[Row]:
    """A player so many of whose picks were won."""
    return predicted_often(f"won{won}of{games}", games, [LOST] * (games - won))


def off_by(bias: str) -> list[Row]:
    """A player with this bias in each of five games."""
    lookup = f"off{bias}".replace("-", "minus").replace(".", "point")
    return predicted_often(lookup, 5, signed_error=bias)


def of_records() -> list[Row]:
    """Players on either side of every threshold."""
    biases = "1 1.01 -1 -1.01 3 3.01 -3 -3.01 0.99 2.99".split()
    return [
        *(row for bias in biases for row in off_by(bias)),
        *(row for won in (17, 14, 11) for row in won_of(won, 20)),
        *(row for won in (84, 69, 54) for row in won_of(won, 100)),
        *(row for games in (4, 5, 6, 14, 15, 16) for row in predicted_often(f"of{games}", games)),
    ]
