"""`systems/performance.json`: every system over 7 days, 30 days and the season (`core.md` 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from publishing.batch_rows import DailyPerformance
from publishing.calendar import days_before, format_instant, season_year
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfLeague, always
from publishing.league import Slate
from publishing.occasions import AFTER_GRADING, DAILY_RESULTS
from publishing.one_row import newest_by, null_first
from publishing.reads import Input, Window
from publishing.stats import finite, mean, rate

WEEK, MONTH = 7, 30

LAST_RANK = 99

_KNOWN = {
    "catboost_v9": ("CatBoost V9", "Boosted trees on form, matchup and line", 1),
    "catboost_v8": ("CatBoost V8", "Boosted trees of the release before", LAST_RANK),
    "ensemble_v1": ("Ensemble", "Mean of the other systems", 2),
    "xgboost_v1": ("XGBoost ML", "Boosted trees on box scores", 3),
    "moving_average_baseline_v1": ("Moving Average", "Recent scoring, the baseline", 4),
    "similarity_balanced_v1": ("Similarity", "Games like tonight's", 5),
    "zone_matchup_v1": ("Zone Matchup", "Shot zones against what the opponent allows", 6),
}
"""Display name, description and rank by system id."""

_NO_ERROR = 999.0
"""Stands for a missing error, so that it is never the smallest."""


class WindowNumbers(msgspec.Struct):
    """Counts, and rates from 0 to 1; all None when the window has no row."""

    predictions: int | None
    recommendations: int | None
    correct: int | None
    win_rate: float | None
    mae: float | None
    bias: float | None


class Windows(msgspec.Struct):
    """Dates after the as-of date less 7 and 30 days, and the season's."""

    last_7_days: WindowNumbers
    last_30_days: WindowNumbers
    season: WindowNumbers


class Breakdown(msgspec.Struct):
    """Means of the season's daily rates, from 0 to 1."""

    over_win_rate: float | None
    under_win_rate: float | None
    within_3_pct: float | None
    within_5_pct: float | None
    high_confidence_win_rate: float | None


class System(msgspec.Struct):
    """One system; exactly one is primary."""

    system_id: str
    display_name: str
    description: str
    is_primary: bool
    windows: Windows
    breakdown: Breakdown


class Leader(msgspec.Struct):
    """The best system of one measure."""

    system_id: str
    value: float | None


class Comparison(msgspec.Struct, omit_defaults=True):
    """The leaders of the season; no key without a system."""

    best_mae: Leader | None = None
    best_win_rate: Leader | None = None
    lowest_bias: Leader | None = None


class SystemPerformance(msgspec.Struct):
    """The document; `systems` by rank, then id."""

    as_of_date: str
    generated_at: str
    systems: list[System]
    comparison: Comparison


def document(slate: Slate, found: Sequence[DailyPerformance]) -> SystemPerformance:
    """The document of a date, from the rows of its season up to it."""
    season = season_year(slate.game_date)
    rows = newest_by(
        (row for row in found if season_year(row.game_date) == season),
        key=lambda row: (row.game_date, row.system_id),
        order=lambda row: (null_first(row.computed_at),),
    )
    by_system: dict[str, list[DailyPerformance]] = {}
    for row in rows:
        if row.game_date <= slate.game_date:
            by_system.setdefault(row.system_id, []).append(row)
    order = sorted(by_system, key=lambda system_id: (_rank(system_id, slate.champion), system_id))
    systems = [
        _system(system_id, by_system[system_id], slate.game_date, slate.champion)
        for system_id in order
    ]
    return SystemPerformance(
        as_of_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        systems=systems,
        comparison=_comparison(systems),
    )


def _rank(system_id: str, champion: str) -> int:
    if system_id == champion:
        return 0
    return _KNOWN.get(system_id, ("", "", LAST_RANK))[2]


def _system(
    system_id: str, rows: list[DailyPerformance], as_of_date: date, champion: str
) -> System:
    name, description, _ = _KNOWN.get(system_id, (system_id, "", LAST_RANK))
    week, month = days_before(as_of_date, WEEK), days_before(as_of_date, MONTH)
    return System(
        system_id=system_id,
        display_name=name,
        description=description,
        is_primary=system_id == champion,
        windows=Windows(
            _window([row for row in rows if row.game_date > week]),
            _window([row for row in rows if row.game_date > month]),
            _window(rows),
        ),
        breakdown=Breakdown(
            _daily_mean(rows, lambda row: row.over_win_rate),
            _daily_mean(rows, lambda row: row.under_win_rate),
            _daily_mean(rows, lambda row: row.within_3_pct),
            _daily_mean(rows, lambda row: row.within_5_pct),
            rate(
                sum(row.high_confidence_correct or 0 for row in rows),
                sum(row.high_confidence_count or 0 for row in rows),
                2,
            ),
        ),
    )


def _window(rows: Sequence[DailyPerformance]) -> WindowNumbers:
    if not rows:
        return WindowNumbers(None, None, None, None, None, None)
    correct = sum(row.correct_count or 0 for row in rows)
    incorrect = sum(row.incorrect_count or 0 for row in rows)
    return WindowNumbers(
        predictions=sum(row.predictions_count or 0 for row in rows),
        recommendations=sum(row.recommendations_count or 0 for row in rows),
        correct=correct,
        # Pushes and voids are recommendations and in no denominator (D14).
        win_rate=rate(correct, correct + incorrect, 2),
        mae=_daily_mean(rows, lambda row: row.mae),
        bias=_daily_mean(rows, lambda row: row.avg_bias),
    )


def _daily_mean(
    rows: Iterable[DailyPerformance], value: Callable[[DailyPerformance], Decimal | None]
) -> float | None:
    return mean((found for row in rows if (found := finite(value(row))) is not None), 2)


def _comparison(systems: Sequence[System]) -> Comparison:
    if not systems:
        return Comparison()

    def season(system: System) -> WindowNumbers:
        return system.windows.season

    # The first of equals stays: the order of the document decides (D9).
    mae = min(systems, key=lambda system: season(system).mae or _NO_ERROR)
    won = max(systems, key=lambda system: season(system).win_rate or 0)
    bias = min(systems, key=lambda system: abs(season(system).bias or _NO_ERROR))
    return Comparison(
        Leader(mae.system_id, season(mae).mae),
        Leader(won.system_id, season(won).win_rate),
        Leader(bias.system_id, season(bias).bias),
    )


SYSTEM_PERFORMANCE = Export(
    name="system_performance",
    job_type="performance",
    groups=(),
    document=SystemPerformance,
    dated=None,
    pointers=("systems/performance.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(DAILY_RESULTS, AFTER_GRADING),
    templates=("daily",),
    runs="template",
    limit_hours=30,
    inputs=(
        Input(
            DailyPerformance,
            tuple(DailyPerformance.__struct_fields__),
            Window.SEASON,
        ),
    ),
    made=OfLeague(DailyPerformance, document),
    essential=always(DailyPerformance),
)
