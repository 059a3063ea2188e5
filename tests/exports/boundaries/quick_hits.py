"""Thresholds of `quick_hits`."""

from __future__ import annotations

from publishing.exports import quick_hits, quick_hits_stats
from publishing.rows import Row
from tests.exports.boundaries.boundary import Scene, move, scene
from tests.exports.boundaries.decided_games import REST, TIERS, means
from tests.exports.decided import (
    AWAY,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    crowd,
    singles,
)
from tests.exports.rows import scheduled

DAYS = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY)
STAR, BENCH = 30, 3


def of(*rows: list[Row]) -> Scene:
    """The scene of these players."""
    return scene(scheduled(), *(row for some in rows for row in some))


def every_day() -> list[Row]:
    """Six weekdays, both places and two tiers that are far enough from the rest."""
    return [
        row
        for place, days_ago in enumerate(DAYS)
        for row in singles(
            f"{10 + 5 * place}O {40 - 5 * place}U",
            f"day{place}x",
            days_ago,
            points=STAR if place <= 2 else BENCH,
            **({} if place <= 2 else AWAY),
        )
    ]


SCENES: dict[str, Scene] = {
    "two percent of a weekday": of(
        [*singles("26O 24U", "a", SATURDAY)], [*singles("24O 26U", "b", SUNDAY)]
    ),
    "less of a weekday": of(
        [*singles("27O 25U", "a", SATURDAY)], [*singles("25O 27U", "b", SUNDAY)]
    ),
    "uneven weekdays": of(
        [*singles("10O 41U", "a", SATURDAY)],
        [*singles("37O 14U", "b", SUNDAY)],
        [*singles("50O", "c", MONDAY)],
    ),
    "one and a half of rest": of([*crowd("53O 47U", "a", gap=1)], [*crowd("50O 50U", "b", gap=3)]),
    "less of rest": of([*crowd("52O 48U", "a", gap=1)], [*crowd("125O 125U", "b", gap=3)]),
    "every rest": of(
        [*crowd("50O", "a", gap=1)], [*crowd("50U", "b", gap=2)], [*crowd("5O 55U", "c", gap=3)]
    ),
    "two of a place": of(
        [*singles("51O 49U", "a", SATURDAY)], [*singles("49O 51U", "b", SATURDAY, **AWAY)]
    ),
    "less of a place": of(
        [*singles("27O 25U", "a", SATURDAY)], [*singles("50O 50U", "b", SATURDAY, **AWAY)]
    ),
    "two of a tier": of(
        [*singles("26O 24U", "a", SATURDAY, points=STAR)],
        [*singles("24O 26U", "b", SATURDAY, points=BENCH)],
    ),
    "less of a tier": of(
        [*singles("27O 25U", "a", SATURDAY, points=STAR)],
        [*singles("25O 27U", "b", SATURDAY, points=BENCH)],
    ),
    "means": of(
        [
            row
            for place, points in enumerate((22, 21, 15, 14, 8, 7))
            for row in singles(
                f"{10 + 6 * place}O {50 - 6 * place}U", f"mean{points}x", SATURDAY, points=points
            )
        ],
        means(6),
    ),
    **{
        f"trend {place}": of(
            [*singles(text, "a", SATURDAY)],
            [*singles("10O 40U", "b", SUNDAY, **AWAY)],
        )
        for place, text in enumerate(("26O 24U", "50O 46U", "24O 26U", "46O 50U"))
    },
    **{
        f"low trend {place}": of([*singles(text, "a", SATURDAY)], [*singles("U", "b", SUNDAY)])
        for place, text in enumerate(("24O 26U", "46O 50U"))
    },
    "samples": of([*singles("27O 23U", "a", SATURDAY)], [*singles("23O 26U", "b", SUNDAY)]),
    "more than are shown": of(every_day()),
    "as far on both sides": of(
        [*singles("20O 30U", "a", SATURDAY, points=STAR)],
        [*singles("30O 20U", "b", SATURDAY, points=BENCH)],
        [*singles("30O 20U", "c", SUNDAY, points=BENCH)],
        [*singles("20O 30U", "d", MONDAY, points=STAR)],
    ),
    "window": of(
        [*singles("50O", "a", 90)], [*singles("50U", "b", SUNDAY)], [*singles("50O", "c", 91)]
    ),
}

MOVES = (
    *REST,
    *TIERS,
    move(quick_hits, "LOOKBACK_DAYS", 89, one_way="what was played before is not read"),
    move(quick_hits, "FEWEST_GAMES", 49, 51),
    move(quick_hits, "SHOWN", 7, 9),
    move(quick_hits, "EVEN", 499, 501),
    move(quick_hits_stats, "POSITIVE_ABOVE", 519, 521),
    move(quick_hits_stats, "NEGATIVE_BELOW", 479, 481),
    move(quick_hits_stats, "SMALLEST_DAY_GAP", 19, 21),
    move(quick_hits_stats, "SMALLEST_REST_GAP", 14, 16),
    move(quick_hits_stats, "SMALLEST_PLACE_GAP", 19, 21),
    move(quick_hits_stats, "SMALLEST_TIER_GAP", 19, 21),
)
