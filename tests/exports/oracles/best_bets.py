"""What `best-bets/{date}.json` must hold, computed a second time (core 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.exports.oracles.results import VERDICT
from tests.exports.oracles.rounding import rounded
from tests.exports.oracles.tables import league_date, open_tables, rows
from tests.exports.oracles.texts import TEXT, Saying

CAPS = {"premium": 5, "strong": 10, "value": 10}
"""The most picks of each tier, best tier first."""

_REAL = "(line_source IN ('ACTUAL_PROP', 'ODDS_API', 'BETTINGPROS')"

_LIVE = f"""
SELECT p.player_lookup, p.game_id, c.team_abbr AS team, c.opponent_team_abbr AS opponent,
       p.recommendation, p.current_points_line AS line, p.predicted_points AS predicted,
       p.confidence_score AS confidence,
       p.quality_alert_level, p.feature_quality_score, p.default_feature_count,
       CASE WHEN b.dnp THEN 'VOID'
            WHEN b.points IS NULL THEN 'PENDING'
            WHEN b.points = p.current_points_line THEN 'PUSH'
            WHEN (b.points > p.current_points_line) = (p.recommendation = 'OVER') THEN 'WIN'
            ELSE 'LOSS' END AS result,
       CASE WHEN b.played THEN b.points END AS actual,
       CASE WHEN b.played THEN abs(p.predicted_points - b.points) END AS error
FROM (SELECT * FROM predictions WHERE game_date = target()
      AND ({_REAL} OR (line_source IS NULL AND current_points_line <> 20)))) p
LEFT JOIN (SELECT * FROM context WHERE game_date = target()) c USING (player_lookup, game_id)
LEFT JOIN (SELECT * FROM box WHERE game_date = target()) b USING (player_lookup)
"""

_GRADED = f"""
SELECT g.player_lookup, g.game_id, g.team_abbr AS team, g.opponent_team_abbr AS opponent,
       g.recommendation, g.line_value AS line, g.predicted_points AS predicted,
       g.confidence_score AS confidence,
       f.quality_alert_level, f.feature_quality_score, f.default_feature_count,
       {VERDICT} AS result,
       CASE WHEN {VERDICT} <> 'VOID' THEN g.actual_points END AS actual,
       CASE WHEN {VERDICT} <> 'VOID' THEN g.absolute_error END AS error
FROM (SELECT * FROM gradings WHERE game_date = target()
      AND ({_REAL} OR (line_source IS NULL AND line_value <> 20)))) g
LEFT JOIN (
    SELECT * FROM features WHERE game_date = target()
    QUALIFY row_number() OVER (
        PARTITION BY player_lookup ORDER BY created_at DESC NULLS LAST, game_id) = 1
) f USING (player_lookup)
"""

_PICKS = f"""
WITH candidates AS (
    SELECT * REPLACE (CASE WHEN confidence > 1 THEN confidence / 100 ELSE confidence END::
                      DECIMAL(18, 12) AS confidence),
           abs(predicted - line) AS edge
    FROM ($candidates)
    WHERE recommendation IN ('OVER', 'UNDER') AND predicted < 25 AND line IS NOT NULL
      AND quality_alert_level = 'green'
),
history AS (
    SELECT player_lookup, recommendation, count(*) AS sample,
           count(*) FILTER (verdict = 'WIN') AS wins
    FROM (SELECT *, {VERDICT} AS verdict FROM gradings WHERE game_date < target()
          AND ({_REAL} OR (line_source IS NULL AND line_value <> 20))))
    WHERE verdict IN ('WIN', 'LOSS')
    GROUP BY ALL
)
SELECT c.*, coalesce(r.player_name, c.player_lookup) AS player_full_name,
       h.sample, h.wins, s.fatigue_score
FROM candidates c
LEFT JOIN history h USING (player_lookup, recommendation)
LEFT JOIN registry r ON r.player_lookup = c.player_lookup
LEFT JOIN (SELECT * FROM factors WHERE game_date = target()) s
       ON s.player_lookup = c.player_lookup
WHERE c.confidence < 0.88 OR c.confidence >= 0.90
"""


def document(
    warehouse: Path,
    game_date: date,
    as_of: datetime,
    champion: str = "catboost_v9",
    top_n: int = 15,
) -> dict[str, Any]:
    """The whole document, keys in the contract's order (core 3.4)."""
    picks = chosen(warehouse, game_date, as_of, champion, top_n)
    tiers = [pick["tier"] for pick in picks]
    return {
        "game_date": game_date.isoformat(),
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "methodology": TEXT,
        "total_picks": len(picks),
        "tier_summary": {tier: tiers.count(tier) for tier in (*CAPS, "standard")},
        "picks": [_pick(rank, pick) for rank, pick in enumerate(picks, start=1)],
    }


def chosen(
    warehouse: Path, game_date: date, as_of: datetime, champion: str, top_n: int
) -> list[dict[str, Any]]:
    """The picks in the order of their published scores, with what they are made of (core 3.3)."""
    connection = open_tables(warehouse, game_date, as_of, champion)
    candidates = _LIVE if game_date >= league_date(as_of) else _GRADED
    found = rows(connection, _PICKS.replace("$candidates", candidates))
    for pick in found:
        pick["tier"] = (
            "premium" if pick["edge"] >= 5 else "strong" if pick["edge"] >= 3 else "value"
        )
        pick["composite"] = rounded(_composite(pick), 2)
    order = list(CAPS)
    found.sort(
        key=lambda pick: (
            order.index(pick["tier"]),
            -pick["composite"],
            pick["player_lookup"],
            pick["game_id"],
        )
    )
    kept = [
        pick
        for tier, picks in groupby(found, lambda pick: str(pick["tier"]))
        for pick in list(picks)[: CAPS[tier]]
    ]
    return kept[:top_n]


def sentences(pick: dict[str, Any]) -> list[Saying]:
    """What the sentences of a pick's rationale say, in their order (core 3.3)."""
    confidence, edge, predicted = pick["confidence"], pick["edge"], pick["predicted"]
    sample, fatigue = pick["sample"] or 0, pick["fatigue_score"]
    found = [f"{pick['tier']} pick"]
    for kind, amount, floors in (
        ("confidence", confidence, {"high": "0.90", "good": "0.80"}),
        ("edge", edge, {"strong": "5", "solid": "4", "moderate": "2"}),
    ):
        found += [f"{word} {kind}" for word, at in floors.items() if amount >= Decimal(at)][:1]
    found += [
        f"{word} player" for word, under in (("bench", 12), ("rotation", 18)) if predicted < under
    ][:1]
    if sample >= 5:
        share = Fraction(pick["wins"], sample)
        words = {"strong": Fraction(8, 10), "good": Fraction(7, 10)}
        found += [f"{word} record" for word, at in words.items() if share >= at][:1]
    if fatigue is not None and (fatigue >= 95 or fatigue < 75):
        found.append("well-rested" if fatigue >= 95 else "elevated fatigue")
    return [Saying(one) for one in ([*found, "qualifies"] if len(found) == 1 else found)]


def _composite(pick: dict[str, Any]) -> Fraction:
    edge_factor = min(Fraction(3, 2), 1 + Fraction(pick["edge"]) / 10)
    enough = pick["sample"] is not None and pick["sample"] >= 5
    history = Fraction(pick["wins"], pick["sample"]) if enough else Fraction(85, 100)
    return Fraction(pick["confidence"]) * edge_factor * history


def _pick(rank: int, pick: dict[str, Any]) -> dict[str, Any]:
    fatigue = pick["fatigue_score"]
    level = None
    if fatigue is not None:
        level = "fresh" if fatigue >= 95 else "normal" if fatigue >= 75 else "tired"
    accuracy = Fraction(pick["wins"], pick["sample"]) if pick["sample"] else None
    return {
        "rank": rank,
        "tier": pick["tier"],
        "player_lookup": pick["player_lookup"],
        "player_full_name": pick["player_full_name"],
        "game_id": pick["game_id"],
        "team": pick["team"],
        "opponent": pick["opponent"],
        "recommendation": pick["recommendation"],
        "line": rounded(pick["line"], 2),
        "predicted": rounded(pick["predicted"], 2),
        "edge": rounded(pick["edge"], 2),
        "confidence": rounded(pick["confidence"], 2),
        "composite_score": pick["composite"],
        "player_historical_accuracy": rounded(accuracy, 2),
        "player_sample_size": pick["sample"],
        "fatigue_score": rounded(fatigue, 2),
        "fatigue_level": level,
        "rationale": sentences(pick),
        "result": pick["result"],
        "actual": pick["actual"],
        "error": rounded(pick["error"], 2),
        "quality_alert_level": pick["quality_alert_level"],
        "feature_quality_score": rounded(pick["feature_quality_score"], 2),
        "default_feature_count": pick["default_feature_count"],
    }
