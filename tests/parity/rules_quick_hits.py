"""`trends/quick-hits.json` against what was published before (`trends.md` 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.parity.alignment import Json, Listing
from tests.parity.decided_games import (
    RESTED,
    by_rest,
    decided,
    grouped,
    percent,
    place,
    share,
    tenths,
    window,
)
from tests.parity.facts import Facts, Row
from tests.parity.rounding import mean, once
from tests.parity.rules import Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, HOURLY, TYPE

Games = Mapping[str, Sequence[Row]]

WORDS = {
    "b2b": ("Back-to-Back Blues", "on the second night of a back-to-back"),
    "one_day": ("Standard Rest", "after 1 day of rest"),
    "rested": ("Fresh Legs", "after 2+ days of rest"),
    "home": ("Home Court Advantage", "for home players"),
    "away": ("Road Warriors", "for away players"),
    "stars": ("Star Power", "for players of 22+ PPG"),
    "scorers": ("Secondary Scorers", "for players of 15-22 PPG"),
    "rotation": ("Rotation Players", "for players of 8-15 PPG"),
    "bench": ("Bench Mob", "for players under 8 PPG"),
}
"""By kind the headline, and whose overs they are: that wording is free."""


def _farthest_first(one: Json) -> tuple[int]:
    return (-abs(tenths(float(one["stat"].removesuffix("%"))) - 500),)


SHAPE = {"stats": Listing(("id",), _farthest_first)}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    windows = [window(facts, lines, 90, played=False) for lines in facts.box.values()]
    graded = [row for rows in windows for row in decided(rows)]
    days = grouped((f"{row['game_date']:%A}", row) for row in graded)
    rest = grouped(pair for rows in windows for pair in by_rest(rows, changes))
    tiers = grouped((_tier(rows), row) for rows in windows for row in decided(rows))
    found = [
        *_of_days(days),
        *_of_pool(rest, "situational", 15),
        *_of_places(grouped((place(row), row) for row in graded)),
        *_of_pool(tiers, "player_type", 20),
    ]
    enough = [one for one in found if one["sample_size"] >= 50]
    enough.sort(key=_farthest_first)
    return {
        "stats": enough[:8],
        "total_available": len(enough),
        "refresh_note": "Stats refresh every Wednesday",
    }


def _tier(rows: Sequence[Row]) -> str:
    average = mean(row["points"] for row in rows) or 0
    if average >= 22:
        return "stars"
    return "scorers" if average >= 15 else "rotation" if average >= 8 else "bench"


def _of_days(games: Games) -> Iterator[Json]:
    usual = once(mean(share(rows) for rows in games.values()), 1)
    for day in sorted(games, key=lambda day: -percent(games[day])):
        assert usual is not None
        found = percent(games[day])
        if abs(tenths(found) - tenths(usual)) >= 20:
            word = "Surge" if found > usual else "Slump"
            yield _hit(
                day.lower(), "day_of_week", (f"{day} {word}", f"on {day}s"), games[day], usual
            )


def _of_pool(games: Games, category: str, least: int) -> Iterator[Json]:
    whole = [row for rows in games.values() for row in rows]
    usual = percent(whole) if whole else 0.0
    for kind in WORDS:
        if kind in games and abs(tenths(percent(games[kind])) - tenths(usual)) >= least:
            yield _hit(kind, category, WORDS[kind], games[kind], usual)


def _of_places(games: Games) -> Iterator[Json]:
    shares = sorted(((tenths(percent(rows)), kind) for kind, rows in games.items()), reverse=True)
    (best, better), (least, worse) = shares
    if least and best - least >= 20:
        yield {
            "id": "home_away_split",
            "category": "situational",
            "headline": WORDS[better][0],
            "stat": f"{best / 10}%",
            "description": f"OVER hit rate {WORDS[better][1]}",
            "sample_size": sum(map(len, games.values())),
            "trend": "positive" if best > 520 else "neutral",
            "context": f"vs {least / 10}% {worse} ({(best - least) / 10}% gap)",
        }


def _hit(
    kind: str, category: str, words: tuple[str, str], rows: Sequence[Row], usual: float
) -> Json:
    found = percent(rows)
    return {
        "id": f"{kind}_overs",
        "category": category,
        "headline": words[0],
        "stat": f"{found}%",
        "description": f"OVER hit rate {words[1]}",
        "sample_size": len(rows),
        "trend": "positive" if found > 52 else "negative" if found < 48 else "neutral",
        "context": f"vs {usual}% overall ({(tenths(found) - tenths(usual)) / 10:+}%)",
    }


RULES = (
    GENERATED,
    TYPE,
    HOURLY,
    rule("stats[] total_available", RESTED),
)

QUICK_HITS = Family(
    "quick_hits",
    "trends-quick-hits",
    re.compile(r"trends/quick-hits\.json"),
    SHAPE,
    model,
    RULES,
)
