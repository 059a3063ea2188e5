"""`trends/deep-dive.json` against what was published before (`trends.md` 9)."""

from __future__ import annotations

import re

from tests.parity.alignment import TEXT, Json
from tests.parity.decided_games import decided, share
from tests.parity.facts import Facts
from tests.parity.rounding import once
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, HOURLY, TYPE

COMPUTED = Change(
    "computed",
    "D26",
    "The share of overs of the month is computed, and says what it rests on; it was 54 percent "
    "in six of seven topics, whatever had happened.",
)

TOPICS = {
    3: ("playoff-race", "Playoff Push Performance"),
    4: ("season-end", "End of Season Trends"),
}
"""Of the months that the golden documents are about."""


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    day = facts.night.day
    slug, title = TOPICS[day.month]
    return {
        "month": f"{day:%B %Y}",
        "title": title,
        "subtitle": TEXT,
        "hero_stat": _computed(facts) if COMPUTED in changes else _made_up(),
        "teaser": TEXT,
        "slug": f"{slug}-{day:%B}-{day.year}".lower(),
        "cta": "Read the full analysis",
    }


def _made_up() -> Json:
    return {"value": "54%", "label": TEXT, "context": "Based on points props"}


def _computed(facts: Facts) -> Json:
    first = facts.night.day.replace(day=1)
    games = [
        row for rows in facts.box.values() for row in decided(rows) if row["game_date"] >= first
    ]
    return {
        "value": f"{once(share(games), 0):.0f}%",
        "label": TEXT,
        "context": f"{len(games):,} graded props",
    }


RULES = (
    GENERATED,
    TYPE,
    HOURLY,
    rule("hero_stat.value hero_stat.context", COMPUTED),
)

DEEP_DIVE = Family(
    "deep_dive",
    "trends-deep-dive",
    re.compile(r"trends/deep-dive-current\.json"),
    {},
    model,
    RULES,
)
