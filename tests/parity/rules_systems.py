"""`systems/performance.json` against what was published before (`core.md` 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tests.parity.alignment import Json, Listing
from tests.parity.facts import CHAMPION, Facts, Row, days_before
from tests.parity.rounding import Exact, mean, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE

DECIDED = Change(
    "decided",
    "D14",
    "Pushes and voids are in no denominator: a rate is of the picks that were decided.",
)
ROUNDED_ONCE = Change(
    "rounded once", "D22", "Rounded once, half to even; before to three decimals and then to two."
)
NAMED = Change("named", "D26", "The champion's own name; before that of an earlier model.")

RANKS = {
    "catboost_v9": 1,
    "ensemble_v1": 2,
    "xgboost_v1": 3,
    "moving_average_baseline_v1": 4,
    "similarity_balanced_v1": 5,
    "zone_matchup_v1": 6,
}

SHAPE = {
    "systems": Listing(
        ("system_id",), lambda system: (RANKS.get(system["system_id"], 99),), ("system_id",)
    )
}


def model(facts: Facts, changes: Changes) -> Json:
    """The rates of every system, the champion's name, and the leaders."""
    systems = {
        system_id: _system(rows, facts.night.day, changes)
        for system_id, rows in facts.performance.items()
    }
    name = "CatBoost V9" if NAMED in changes else "CatBoost V8"
    best = max(
        (system["windows"]["season"]["win_rate"] for system in systems.values()), default=None
    )
    return {
        "systems": [
            {
                "system_id": system_id,
                **({"display_name": name} if system_id == CHAMPION else {}),
                **one,
            }
            for system_id, one in systems.items()
        ],
        "comparison": {"best_win_rate": {"value": best}},
    }


def _system(rows: Sequence[Row], day: date, changes: Changes) -> Json:
    first = {"last_7_days": days_before(day, 7), "last_30_days": days_before(day, 30)}
    windows = {name: [row for row in rows if row["game_date"] > day] for name, day in first.items()}
    sure, won = (
        sum(row[f"high_confidence_{what}"] for row in rows) for what in ("count", "correct")
    )
    rates = ("over_win_rate", "under_win_rate", "within_3_pct", "within_5_pct")
    return {
        "windows": {
            name: {"win_rate": _win_rate(inside, changes)}
            for name, inside in {**windows, "season": rows}.items()
        },
        "breakdown": {name: _rounded(mean(row[name] for row in rows), changes) for name in rates}
        | {"high_confidence_win_rate": _rounded(share(won, sure), changes)},
    }


def _win_rate(rows: Sequence[Row], changes: Changes) -> float | None:
    def total(column: str) -> int:
        return sum(int(row[column]) for row in rows)

    won = total("correct_count")
    if DECIDED in changes:
        return _rounded(share(won, won + total("incorrect_count")), changes)
    return _rounded(share(won, total("recommendations_count")), changes)


def _rounded(value: Exact | None, changes: Changes) -> float | None:
    return once(value, 2) if ROUNDED_ONCE in changes else twice(value, 3, 2)


RULES = (
    GENERATED,
    TYPE,
    rule("systems[].display_name", NAMED),
    rule("systems[].windows.*.win_rate", DECIDED, ROUNDED_ONCE),
    rule("comparison.best_win_rate.value", DECIDED),
    rule(
        "systems[].breakdown.over_win_rate systems[].breakdown.under_win_rate "
        "systems[].breakdown.within_3_pct systems[].breakdown.high_confidence_win_rate",
        ROUNDED_ONCE,
    ),
)

SYSTEM_PERFORMANCE = Family(
    "system_performance",
    "performance",
    re.compile(r"systems/performance\.json"),
    SHAPE,
    model,
    RULES,
)
