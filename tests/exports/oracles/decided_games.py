"""The played games of some days with rest and place, as three trends count them (`trends.md` 3)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import duckdb

from tests.exports.oracles.rounding import rounded
from tests.exports.oracles.tables import rows

_RECENT = """
CREATE OR REPLACE TEMP TABLE recent AS
SELECT player_lookup, game_date, points,
       coalesce(over_under_result IN ('OVER', 'UNDER'), FALSE) AS decided,
       coalesce(over_under_result = 'OVER', FALSE) AS is_over,
       CASE WHEN NOT is_standard(game_id) THEN NULL
            WHEN game_id[14:16] = team_abbr THEN 'home' ELSE 'away' END AS place,
       CASE game_date - lag(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date)
            WHEN 1 THEN 'b2b' WHEN 2 THEN 'one_day' ELSE
            CASE WHEN lag(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date)
                 IS NOT NULL THEN 'rested' END END AS rest
FROM box WHERE played AND game_date BETWEEN target() - $days AND target()
"""

Json = dict[str, Any]
Sums = tuple[int, int]
"""Overs, and decided games."""


def recent(tables: duckdb.DuckDBPyConnection, days: int) -> None:
    """Makes the table `recent` of so many days before the date and the date itself."""
    tables.execute(_RECENT.replace("$days", str(days)))


def sums(tables: duckdb.DuckDBPyConnection, kind: str, source: str = "recent") -> dict[str, Sums]:
    """By kind, a SQL expression, the decided games of it; none without one."""
    found = rows(
        tables,
        f"SELECT {kind} AS kind, count(*) FILTER (is_over) AS overs, count(*) AS games "
        f"FROM {source} WHERE decided AND {kind} IS NOT NULL GROUP BY ALL HAVING count(*) > 0",
    )
    return {row["kind"]: (row["overs"], row["games"]) for row in found}


def percent(some: Sums) -> Fraction:
    """The exact share of overs, 0 to 100."""
    return Fraction(100 * some[0], some[1])


def tenths(some: Sums) -> int:
    """It in tenths of a percent, as it is published."""
    return int((rounded(percent(some), 1) or 0) * 10 + 0.5)


def said(tenths_of_a_percent: int) -> str:
    """As text, one decimal."""
    sign, one = "-" if tenths_of_a_percent < 0 else "", abs(tenths_of_a_percent)
    return f"{sign}{one // 10}.{one % 10}%"


def pooled(counts: dict[str, Sums], kinds: tuple[str, ...]) -> Sums:
    """Several kinds as one."""
    found = [counts[kind] for kind in kinds if kind in counts]
    return sum(one[0] for one in found), sum(one[1] for one in found)
