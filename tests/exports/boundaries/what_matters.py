"""Thresholds of `what_matters`."""

from __future__ import annotations

from publishing.exports import what_matters, what_matters_factors, what_matters_insights
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.decided_games import REST, TIERS, means
from tests.exports.decided import AWAY, crowd, games
from tests.exports.past import played
from tests.exports.rows import registered, scheduled

STAR, SCORER, ROTATION, ROLE = 25, 20, 10, 5


def named(player_lookup: str, text: str, oldest: int = 0) -> list[Row]:
    """A player with a name, and a game so many days ago if that is asked for."""
    old = [played(oldest, 20, player_lookup)] if oldest else []
    return [
        *games(text, player_lookup),
        *old,
        registered(player_lookup, player_name=player_lookup.title()),
    ]


SCENES = {
    "means": scene(scheduled(), *means(20)),
    "games": scene(
        scheduled(),
        *(row for count in (19, 20, 21) for row in games(f"{count}O", f"games{count}")),
        *games("19U", "inside"),
        played(365, 20, "inside"),
        *games("19U", "outside"),
        played(366, 20, "outside"),
    ),
    "examples": scene(
        scheduled(),
        *named("nine", "9-"),
        *named("ten", "10-"),
        *named("eleven", "11-"),
        *named("inside", "9-", 90),
        *named("outside", "9-", 91),
        *(row for place in range(6) for row in games("10-", f"star{place}", points=30 - place)),
        *(registered(f"star{place}", player_name=f"Star {place % 5}") for place in range(6)),
        *(row for place in range(7) for row in games("10-", f"role{place}", points=7 - place)),
        *(registered(f"role{place}", player_name=f"Role {place}") for place in range(7)),
    ),
    "factors": scene(
        scheduled(),
        *crowd("15O 5U", "tired", gap=1, points=STAR),
        *crowd("9O 10U", "one", gap=2, points=STAR),
        *crowd("5O 16U", "fresh", gap=3, points=STAR),
        *crowd("30O 20U", "home", points=SCORER),
        *crowd("20O 29U", "away", points=SCORER, **AWAY),
        *crowd("20O 30U", "road", points=ROTATION, **AWAY),
    ),
    **{
        f"stars and {name} role players": scene(
            scheduled(),
            *crowd("10O 10U", "star", points=STAR),
            *crowd(role, "role", points=ROLE),
        )
        for name, role in (("worse", "9O 11U"), ("like", "23O 28U"), ("better", "11O 9U"))
    },
    **{
        f"{name} rested stars": scene(
            scheduled(),
            *crowd("25O 25U", "tired", gap=1, points=STAR),
            *crowd(rested, "fresh", gap=3, points=STAR),
        )
        for name, rested in (("worse", "12O 13U"), ("like", "13O 14U"))
    },
    "home and road": scene(
        scheduled(),
        *crowd("25O 25U", "home", points=SCORER),
        *crowd("47O 53U", "road", points=SCORER, **AWAY),
        *crowd("49O 55U", "rotationhome", points=ROTATION),
        *crowd("25O 25U", "rotationroad", points=ROTATION, **AWAY),
    ),
    "more than five sentences": scene(
        scheduled(),
        *(
            row
            for points in (STAR, SCORER, ROTATION, ROLE)
            for row in (
                *crowd("40O 10U", f"home{points}x", gap=1, points=points),
                *crowd("10O 40U", f"road{points}x", gap=3, points=points, **AWAY),
            )
        ),
        *crowd("40U", "role", points=ROLE),
    ),
}

MOVES = (
    *REST,
    *TIERS,
    move(what_matters, "CLASSED_DAYS", 364, one_way="what was played before is not read"),
    move(what_matters, "CLASSED_GAMES", 19, 21),
    move(what_matters, "EXAMPLE_DAYS", 89, 91),
    move(what_matters, "EXAMPLE_GAMES", 9, 11),
    move(what_matters, "EXAMPLES", 4, 6),
    move(what_matters_factors, "FEWEST_RESTED", 19, 21),
    move(what_matters_factors, "FEWEST_PLACED", 49, 51),
    move(what_matters_insights, "SMALLEST_GAP", 49, 51),
    move(what_matters_insights, "SMALLEST_REST_GAP", 19, 21),
    move(what_matters_insights, "SMALLEST_PLACE_GAP", 29, 31),
    move(what_matters_insights, "TOLD", 4, 6),
)
