"""The topic of each month in `trends/deep-dive.json` (`trends.md` 9.3); texts are our own."""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Topic:
    """`focus` is what the slug is made of."""

    focus: str
    title: str
    subtitle: str
    teaser: str


REST_IMPACT = Topic(
    "rest_impact",
    "December Deep Dive",
    "Who uses his days off?",
    "Holidays, travel and second nights: what a day off does to scorers and their lines.",
)

_OF_MONTH = {
    "January": Topic(
        "schedule_density",
        "The January Effect",
        "When the calendar gets crowded",
        "The holidays are over and the games come thick. We look at who keeps his pace, and "
        "whose lines have not caught up.",
    ),
    "February": Topic(
        "all_star_break",
        "All-Star Break Impact",
        "Before the break, and after it",
        "A week without games changes legs and roles. We compare form on both sides of it.",
    ),
    "March": Topic(
        "playoff_race",
        "Playoff Push Performance",
        "Contenders down the stretch",
        "Seeds are being decided. We look at what the race does to minutes, shots and points.",
    ),
    "April": Topic(
        "season_end",
        "End of Season Trends",
        "Who rests, and who still plays for something",
        "Some stars sit and some teams fight on. We look at what the last games are worth.",
    ),
    "October": Topic(
        "season_start",
        "Season Opener Insights",
        "How much do the first games say?",
        "New teams, new roles and few games to go by. We look at what early numbers are worth.",
    ),
    "November": Topic(
        "early_season",
        "November Grind",
        "The first full month",
        "Rotations settle and the first long trips begin. We look at whose start is real.",
    ),
}


def topic_of(month: str) -> Topic:
    """The topic of a month by its English name."""
    return _OF_MONTH.get(month, REST_IMPACT)
