"""The three trends of tonight's plays: streak, momentum and rest (`trends.md` 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.calendar import days_before, days_between
from publishing.form import over_under, streak_length, with_gaps
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, ratio, rounded, rounded_or_none

STREAK_DAYS, SHORTEST_STREAK, LONG_STREAK = 30, 3, 5
NEWEST_RESULTS = 10
MOMENTUM_DAYS, NEWEST, LATELY = 45, 5, 15
FEWEST_LATELY = 10
SMALLEST_CHANGE, LARGE_CHANGE = Fraction(15, 100), 25
"""A share of the longer mean; a percentage of it."""

TIRED, FRESH_FROM, FRESH_TO = 1, 3, 7
"""Days since the last game."""

FIRST_REST_SEASON = 2022
RESTED_GAMES, TIRED_GAMES = 5, 3
SMALLEST_DIFFERENCE = 2
SURE_GAMES, SURE_IMPACT = 10, 3


class TrendDetails(msgspec.Struct, kw_only=True):
    """What a play rests on; each type of trend has keys of its own.

    Of a streak: `hit_rate_l10` is the share of overs among the newest ten, whichever way it goes.
    Of momentum: means of the newest five and fifteen games; `pct_change` is a percentage.
    Of rest: `days_rest` is 1 on a back-to-back; `sample_games` have tonight's kind of rest.
    """

    streak_length: int | msgspec.UnsetType = msgspec.UNSET
    avg_margin: float | msgspec.UnsetType = msgspec.UNSET
    hit_rate_l10: float | msgspec.UnsetType = msgspec.UNSET
    momentum_type: Literal["surging", "slumping"] | msgspec.UnsetType = msgspec.UNSET
    l5_avg: float | msgspec.UnsetType = msgspec.UNSET
    l15_avg: float | msgspec.UnsetType = msgspec.UNSET
    pct_change: float | msgspec.UnsetType = msgspec.UNSET
    ppg_change: float | msgspec.UnsetType = msgspec.UNSET
    rest_status: Literal["fresh", "tired"] | msgspec.UnsetType = msgspec.UNSET
    days_rest: int | msgspec.UnsetType = msgspec.UNSET
    rested_avg: float | msgspec.UnsetType | None = msgspec.UNSET
    b2b_avg: float | msgspec.UnsetType | None = msgspec.UNSET
    overall_avg: float | msgspec.UnsetType | None = msgspec.UNSET
    rest_impact: float | msgspec.UnsetType = msgspec.UNSET
    sample_games: int | msgspec.UnsetType = msgspec.UNSET


class Trend(msgspec.Struct):
    """One play: which way, how sure, and its `order` among those of its type, least first."""

    details: TrendDetails
    direction: Literal["over", "under"]
    confidence: Literal["high", "medium"]
    order: tuple[float, float]


def streak(rows: Sequence[BoxScoreRow], day: date) -> Trend | None:
    """Equal results in the newest decided games of thirty days for the team of the newest game."""
    first, team = days_before(day, STREAK_DAYS), rows[0].team_abbr
    decided = [
        (row, letter)
        for row in rows
        if row.game_date >= first and row.team_abbr == team and (letter := over_under(row))
    ]
    if not decided:
        return None
    letters = [letter for _, letter in decided]
    length = streak_length(letters)
    if length < SHORTEST_STREAK:
        return None
    margin = mean(
        (
            row.points - line
            for row, _ in decided
            if row.points is not None and (line := finite(row.points_line)) is not None
        ),
        1,
    )
    newest = letters[:NEWEST_RESULTS]
    details = TrendDetails(
        streak_length=length,
        avg_margin=margin or 0.0,
        hit_rate_l10=ratio(newest.count("O"), len(newest), 2),
    )
    return Trend(
        details,
        "over" if letters[0] == "O" else "under",
        "high" if length >= LONG_STREAK else "medium",
        (-length, -(margin or 0.0)),
    )


def momentum(rows: Sequence[BoxScoreRow], day: date) -> Trend | None:
    """The newest five games against the newest fifteen, of forty-five days for one team."""
    first, team = days_before(day, MOMENTUM_DAYS), rows[0].team_abbr
    points = [
        row.points
        for row in rows
        if row.game_date >= first and row.team_abbr == team and row.points is not None
    ]
    longer, newest = points[:LATELY], points[:NEWEST]
    if len(newest) < NEWEST or len(longer) < FEWEST_LATELY or sum(longer) <= 0:
        return None
    l5, l15 = Fraction(sum(newest), len(newest)), Fraction(sum(longer), len(longer))
    change = (l5 - l15) / l15
    if abs(change) < SMALLEST_CHANGE:
        return None
    percent = rounded(100 * change, 1)
    rising = l5 > l15
    details = TrendDetails(
        momentum_type="surging" if rising else "slumping",
        l5_avg=rounded(l5, 1),
        l15_avg=rounded(l15, 1),
        pct_change=percent,
        ppg_change=rounded(l5 - l15, 1),
    )
    confidence: Literal["high", "medium"] = "high" if abs(percent) >= LARGE_CHANGE else "medium"
    return Trend(details, "over" if rising else "under", confidence, (-abs(percent), 0.0))


def rest(rows: Sequence[BoxScoreRow], day: date) -> Trend | None:
    """How the player scores on tonight's rest against how he scores at all."""
    days = days_between(rows[0].game_date, day)
    if days != TIRED and not FRESH_FROM <= days <= FRESH_TO:
        return None
    since = [row for row in rows if (row.season_year or 0) >= FIRST_REST_SEASON]
    gaps = [
        (row.points, gap)
        for row, gap in with_gaps(since)
        if gap is not None and row.points is not None
    ]
    overall = _average([points for points, _ in gaps])
    rested = [points for points, gap in gaps if gap >= FRESH_FROM]
    tired = [points for points, gap in gaps if gap == TIRED]
    sample, fewest = (tired, TIRED_GAMES) if days == TIRED else (rested, RESTED_GAMES)
    average = _average(sample)
    if overall is None or average is None or len(sample) < fewest:
        return None
    if abs(average - overall) < SMALLEST_DIFFERENCE:
        return None
    rested_average, tired_average = _average(rested), _average(tired)
    impact = rounded(
        (overall if rested_average is None else rested_average)
        - (overall if tired_average is None else tired_average),
        1,
    )
    details = TrendDetails(
        rest_status="tired" if days == TIRED else "fresh",
        days_rest=days,
        rested_avg=rounded_or_none(rested_average, 1),
        b2b_avg=rounded_or_none(tired_average, 1),
        overall_avg=rounded(overall, 1),
        rest_impact=impact,
        sample_games=len(sample),
    )
    better_rested = impact > 0
    over = better_rested if days != TIRED else not better_rested
    sure = len(sample) >= SURE_GAMES and abs(impact) >= SURE_IMPACT
    return Trend(
        details,
        "over" if over else "under",
        "high" if sure else "medium",
        (float(days == TIRED), -abs(impact)),
    )


def _average(points: Sequence[int]) -> Fraction | None:
    return Fraction(sum(points), len(points)) if points else None
