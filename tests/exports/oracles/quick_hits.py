"""`trends/quick-hits.json` computed a second time, straight from `trends.md` 8."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.decided_games import Sums, percent, pooled, recent, said, sums, tenths
from tests.exports.oracles.rounding import mean, rounded
from tests.exports.oracles.tables import open_tables
from tests.exports.oracles.texts import TEXT

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RESTS = {"b2b": "Back-to-Back Blues", "one_day": "Standard Rest", "rested": "Fresh Legs"}
_TIERS = {
    "stars": "Star Power",
    "scorers": "Secondary Scorers",
    "rotation": "Rotation Players",
    "bench": "Bench Mob",
}

_TIERED = """(
    SELECT *, CASE WHEN sum(points) OVER player >= 22 * count(*) OVER player THEN 'stars'
                   WHEN sum(points) OVER player >= 15 * count(*) OVER player THEN 'scorers'
                   WHEN sum(points) OVER player >= 8 * count(*) OVER player THEN 'rotation'
                   ELSE 'bench' END AS tier
    FROM recent WINDOW player AS (PARTITION BY player_lookup)
)"""

Json = dict[str, Any]
Counts = dict[str, Sums]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """The eight that are farthest from half and half."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        recent(tables, 90)
        found = [
            *_of_days(sums(tables, "dayname(game_date)")),
            *_against_all(sums(tables, "rest"), _RESTS, "situational", 15),
            *_of_places(sums(tables, "place")),
            *_against_all(sums(tables, "tier", _TIERED), _TIERS, "player_type", 20),
        ]
    enough = [(away, hit) for away, hit in found if hit["sample_size"] >= 50]
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_date": game_date.isoformat(),
        "stats": [hit for _, hit in sorted(enough, key=lambda pair: -pair[0])][:8],
        "total_available": len(enough),
        "refresh_note": TEXT,
    }


Found = Iterator[tuple[int, Json]]
"""Each with its distance from half, in tenths of a percent."""


def _of_days(counts: Counts) -> Found:
    usual = rounded(mean(percent(some) for some in counts.values()), 1)
    for day in sorted(counts, key=lambda day: (-tenths(counts[day]), _DAYS.index(day))):
        assert usual is not None
        difference = tenths(counts[day]) - round(usual * 10)
        if abs(difference) >= 20:
            word = "Surge" if difference > 0 else "Slump"
            yield _hit(day.lower(), "day_of_week", f"{day} {word}", counts[day], difference)


def _against_all(counts: Counts, headlines: dict[str, str], category: str, least: int) -> Found:
    whole = pooled(counts, tuple(headlines))
    for kind, headline in headlines.items():
        if kind in counts:
            difference = tenths(counts[kind]) - tenths(whole)
            if abs(difference) >= least:
                yield _hit(kind, category, headline, counts[kind], difference)


def _of_places(counts: Counts) -> Found:
    if {"home", "away"} - counts.keys():
        return
    home, away = tenths(counts["home"]), tenths(counts["away"])
    if home and away and abs(home - away) >= 20:
        best, other = max(home, away), ("away", away) if home > away else ("home", home)
        yield (
            abs(best - 500),
            {
                "id": "home_away_split",
                "category": "situational",
                "headline": "Home Court Advantage" if home > away else "Road Warriors",
                "stat": said(best),
                "description": TEXT,
                "sample_size": counts["home"][1] + counts["away"][1],
                "trend": "positive" if best > 520 else "neutral",
                "context": f"vs {said(other[1])} {other[0]} ({said(abs(home - away))} gap)",
            },
        )


def _hit(kind: str, category: str, headline: str, some: Sums, difference: int) -> tuple[int, Json]:
    share = tenths(some)
    return (
        abs(share - 500),
        {
            "id": f"{kind}_overs",
            "category": category,
            "headline": headline,
            "stat": said(share),
            "description": TEXT,
            "sample_size": some[1],
            "trend": "positive" if share > 520 else "negative" if share < 480 else "neutral",
            "context": f"vs {said(share - difference)} overall "
            f"({'+' if difference > 0 else ''}{said(difference)})",
        },
    )
