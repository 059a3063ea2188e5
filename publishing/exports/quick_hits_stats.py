"""The numbers that `trends/quick-hits.json` chooses from: four groups (`trends.md` 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.exports.decided_games import Decided, pooled
from publishing.stats import mean

POSITIVE_ABOVE, NEGATIVE_BELOW = 520, 480
SMALLEST_DAY_GAP, SMALLEST_REST_GAP, SMALLEST_PLACE_GAP, SMALLEST_TIER_GAP = 20, 15, 20, 20
"""Tenths of a percent."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

RESTS = {
    "b2b": ("Back-to-Back Blues", "on the second night of a back-to-back"),
    "one_day": ("Standard Rest", "after 1 day of rest"),
    "rested": ("Fresh Legs", "after 2+ days of rest"),
}
PLACES = {
    "home": ("Home Court Advantage", "for home players"),
    "away": ("Road Warriors", "for away players"),
}
TIERS = {
    "stars": ("Star Power", "for players of 22+ PPG"),
    "scorers": ("Secondary Scorers", "for players of 15-22 PPG"),
    "rotation": ("Rotation Players", "for players of 8-15 PPG"),
    "bench": ("Bench Mob", "for players under 8 PPG"),
}
"""By kind, the best scorers first: headline, and whose overs they are."""

Trend = Literal["positive", "negative", "neutral"]
Counts = Mapping[str, Decided]


class QuickHit(msgspec.Struct):
    """One number: `stat` is a share of overs as text, `sample_size` the decided games behind it."""

    id: str
    category: Literal["day_of_week", "situational", "player_type"]
    headline: str
    stat: str
    description: str
    sample_size: int
    trend: Trend
    context: str


Candidate = tuple[int, QuickHit]
"""A number with its share of overs in tenths of a percent."""


def candidates(counts: Counts) -> Iterable[Candidate]:
    """Every number that is far enough from what it is held against, in the contract's order."""
    yield from _of_days(counts)
    yield from _of_rest(counts)
    yield from _of_places(counts)
    yield from _of_tiers(counts)


def trend_of(tenths: int) -> Trend:
    """Which way a share of overs leans."""
    if tenths > POSITIVE_ABOVE:
        return "positive"
    return "negative" if tenths < NEGATIVE_BELOW else "neutral"


def _of_days(counts: Counts) -> Iterable[Candidate]:
    days = [(day, counts[day.lower()]) for day in WEEKDAYS if day.lower() in counts]
    if not days:
        return
    # Each weekday counts as much as another, however many games it has.
    usual = int(mean((Fraction(1000 * one.overs, one.games) for _, one in days), 0) or 0)
    for day, one in sorted(days, key=lambda pair: -pair[1].tenths):
        if abs(one.tenths - usual) >= SMALLEST_DAY_GAP:
            headline = f"{day} {'Surge' if one.tenths > usual else 'Slump'}"
            hit = _hit(day.lower(), "day_of_week", headline, f"on {day}s", one, usual)
            yield one.tenths, hit


def _of_rest(counts: Counts) -> Iterable[Candidate]:
    usual = pooled(counts, RESTS)
    for kind, (headline, scope) in RESTS.items():
        one = counts.get(kind)
        if one is not None and abs(one.tenths - usual.tenths) >= SMALLEST_REST_GAP:
            yield one.tenths, _hit(kind, "situational", headline, scope, one, usual.tenths)


def _of_places(counts: Counts) -> Iterable[Candidate]:
    shares = {kind: counts[kind].tenths for kind in PLACES if kind in counts}
    if len(shares) < len(PLACES) or not all(shares.values()):
        return
    better = "home" if shares["home"] > shares["away"] else "away"
    worse = "away" if better == "home" else "home"
    gap = shares[better] - shares[worse]
    if gap < SMALLEST_PLACE_GAP:
        return
    headline, scope = PLACES[better]
    yield (
        shares[better],
        QuickHit(
            id="home_away_split",
            category="situational",
            headline=headline,
            stat=_percent(shares[better]),
            description=f"OVER hit rate {scope}",
            sample_size=counts["home"].games + counts["away"].games,
            trend="positive" if shares[better] > POSITIVE_ABOVE else "neutral",
            context=f"vs {_percent(shares[worse])} {worse} ({_percent(gap)} gap)",
        ),
    )


def _of_tiers(counts: Counts) -> Iterable[Candidate]:
    usual = pooled(counts, TIERS)
    for kind, (headline, scope) in TIERS.items():
        one = counts.get(kind)
        if one is not None and abs(one.tenths - usual.tenths) >= SMALLEST_TIER_GAP:
            yield one.tenths, _hit(kind, "player_type", headline, scope, one, usual.tenths)


def _hit(
    kind: str,
    category: Literal["day_of_week", "situational", "player_type"],
    headline: str,
    scope: str,
    one: Decided,
    usual: int,
) -> QuickHit:
    difference = one.tenths - usual
    sign = "+" if difference > 0 else ""
    return QuickHit(
        id=f"{kind}_overs",
        category=category,
        headline=headline,
        stat=_percent(one.tenths),
        description=f"OVER hit rate {scope}",
        sample_size=one.games,
        trend=trend_of(one.tenths),
        context=f"vs {_percent(usual)} overall ({sign}{_percent(difference)})",
    )


def _percent(tenths: int) -> str:
    return f"{tenths / 10:.1f}%"
