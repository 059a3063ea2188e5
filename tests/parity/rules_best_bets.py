"""`best-bets/{date}.json` against what was published before (`core.md` 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.parity.alignment import TEXT, Json, Listing
from tests.parity.facts import OFFERED, Facts, Row
from tests.parity.rounding import half_up, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import DATED, GENERATED, TYPE
from tests.parity.rules_predictions import KNOWN, newest
from tests.parity.rules_results import one_grading, verdict

SCALE = Change(
    "scale",
    "D26",
    "Confidence is a share before the games too, as it was after them (core 3.6): scores were a "
    "hundred times too large, sentences said 8700%, and the confidences from 0.88 to below 0.90 "
    "that are left out were not.",
)
REAL = Change(
    "real",
    "D26",
    "Only lines that somebody offers (core 3.6): before the games a line could be an estimate.",
)
DIRECTION = Change(
    "direction",
    "D26",
    "The player's record is of earlier picks in the same direction (core 3.6); it was of UNDER "
    "picks even for an OVER.",
)
DECIDED = Change(
    "decided", "D14", "Pushes and voids are not in the player's record; they counted as losses."
)
ONE_ROW = Change(
    "one row",
    "D18",
    "One pick and one earlier result per player and game; a second line was a second one.",
)
VOID = Change("void", "D14", "A pick whose player did not play is `VOID`; it stayed `PENDING`.")
TOP = Change("top", "D21", "At most 15 picks; it was 25.")
TIES = Change(
    "ties",
    "D9",
    "Picks with the same published score are in order of `player_lookup`, before a tier is cut; "
    "they were in any order, so that chance decided who was published.",
)
EXACT = Change(
    "exact", "D22", "A confidence of exactly 0.90 is high; as a binary number it fell below."
)

CAPS = {"premium": 5, "strong": 10, "value": 10}
TIERS = tuple(CAPS)

SHAPE = {
    "picks": Listing(
        ("player_lookup", "game_id"),
        lambda pick: (TIERS.index(pick["tier"]), -pick["composite_score"]),
        ("player_lookup", "game_id"),
        ("recommendation", "line"),
    )
}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole choice: candidates, scores, tiers, caps, ranks."""
    rows = _live(facts, changes) if facts.night.phase == "pregame" else _graded(facts, changes)
    picks = [pick for row in rows if (pick := _pick(row, facts, changes)) is not None]
    chosen = []
    for tier, cap in CAPS.items():
        inside = [pick for pick in picks if pick["tier"] == tier]
        chosen += sorted(inside, key=_order(facts, changes))[:cap]
    chosen = chosen[: 15 if TOP in changes else 25]
    tiers = [pick["tier"] for pick in chosen]
    return {
        "total_picks": len(chosen),
        "tier_summary": {tier: tiers.count(tier) for tier in CAPS},
        "picks": [
            {"rank": rank, **{key: one for key, one in pick.items() if key != "exact"}}
            for rank, pick in enumerate(chosen, start=1)
        ],
    }


def _order(facts: Facts, changes: Changes) -> Any:
    if TIES in changes:
        return lambda pick: (-pick["composite_score"], pick["player_lookup"])
    # Ties were in any order: in the one that was published.
    before = [pick["player_lookup"] for pick in _published(facts)]

    def place(pick: Json) -> tuple[Any, ...]:
        player = pick["player_lookup"]
        at = before.index(player) if player in before else len(before)
        return (-pick["exact"], at, player)

    return place


def _published(facts: Facts) -> list[Json]:
    found = json.loads((facts.golden / f"best-bets/{facts.night.day}.json").read_bytes())
    picks: list[Json] = found["picks"]
    return picks


def _live(facts: Facts, changes: Changes) -> list[Row]:
    found = []
    for rows in facts.predictions.values():
        active = [row for row in rows if row["is_active"]]
        if KNOWN in changes:
            active = [row for row in active if facts.known(row["created_at"])]
        found += newest(active) if ONE_ROW in changes else active
    return [
        row
        | {
            "line_value": row["current_points_line"],
            "share": row["confidence_score"] / (100 if SCALE in changes else 1),
            "result": "PENDING",
        }
        for row in found
    ]


def _graded(facts: Facts, changes: Changes) -> list[Row]:
    rows = [row for rows in facts.graded_tonight.values() for row in rows]
    if ONE_ROW in changes:
        rows = one_grading(rows)
    return [
        row
        | {
            "share": row["confidence_score"],
            "quality_alert_level": _quality(row, facts),
            "result": _result(row, changes),
        }
        for row in rows
        if row["line_value"] != 20
    ]


def _quality(row: Row, facts: Facts) -> object:
    features = facts.features.get(row["player_lookup"])
    return features["quality_alert_level"] if features else None


def _result(row: Row, changes: Changes) -> str:
    if VOID not in changes and row["actual_points"] is None:
        return "PENDING"
    return verdict(row, void=True)


def _pick(row: Row, facts: Facts, changes: Changes) -> Json | None:
    line, predicted, sure = row["line_value"], row["predicted_points"], row["share"]
    if (
        row["recommendation"] not in ("OVER", "UNDER")
        or line is None
        or predicted >= 25
        or Decimal("0.88") <= sure < Decimal("0.90")
        or row["quality_alert_level"] != "green"
        or (REAL in changes and row["line_source"] not in OFFERED)
    ):
        return None
    edge = abs(predicted - line)
    won, sample = _record(row, facts, changes)
    accuracy = share(won, sample)
    past = accuracy if accuracy is not None and sample >= 5 else Fraction(85, 100)
    past = Fraction(str(half_up(past, 3)))
    score = Fraction(sure) * min(Fraction(3, 2), 1 + Fraction(edge) / 10) * past
    return {
        "exact": score,
        "tier": "premium" if edge >= 5 else "strong" if edge >= 3 else "value",
        "player_lookup": row["player_lookup"],
        "game_id": row["game_id"],
        "recommendation": row["recommendation"],
        "line": float(line),
        "confidence": once(sure, 2),
        "composite_score": _binary(sure, edge, past),
        "player_historical_accuracy": twice(accuracy, 3, 2),
        "player_sample_size": sample or None,
        "rationale": _rationale(row, edge, accuracy, sample, facts, changes),
        "result": row["result"],
    }


def _binary(sure: Decimal, edge: Decimal, past: Fraction) -> float:
    """The score as it was rounded before: 113.475 to 113.47."""
    return round(float(sure) * min(1.5, 1 + float(edge) / 10) * float(past), 2)


def _record(pick: Row, facts: Facts, changes: Changes) -> tuple[int, int]:
    direction = pick["recommendation"] if DIRECTION in changes else "UNDER"
    one_row = ONE_ROW in changes
    rows = _history(facts, one_row).get((pick["player_lookup"], direction), [])
    results = [verdict(row, void=True) for row in rows]
    won = results.count("WIN")
    return won, won + results.count("LOSS") if DECIDED in changes else len(results)


def _history(facts: Facts, one_row: bool) -> dict[tuple[str, str], list[Row]]:
    def read() -> dict[tuple[str, str], list[Row]]:
        rows: Sequence[Row] = [row for row in facts.gradings if row["game_date"] < facts.night.day]
        found: dict[tuple[str, str], list[Row]] = {}
        for row in one_grading(rows) if one_row else rows:
            found.setdefault((row["player_lookup"], row["recommendation"]), []).append(row)
        return found

    history: dict[tuple[str, str], list[Row]] = facts.kept(("history", one_row), read)
    return history


def _rationale(
    row: Row,
    edge: Decimal,
    accuracy: Fraction | None,
    sample: int,
    facts: Facts,
    changes: Changes,
) -> list[str]:
    found = [TEXT]
    sure = Fraction(row["share"])
    # As binary numbers: the stored 0.90 was less than the 0.90 of the code.
    high = sure >= Fraction(9, 10) if EXACT in changes else sure > Fraction(9, 10)
    if high:
        found.append(f"High confidence ({float(sure):.0%})")
    elif sure >= Fraction(8, 10):
        found.append(f"Good confidence ({float(sure):.0%})")
    for least, word in ((5, "Strong"), (4, "Solid"), (2, "Moderate")):
        if edge >= least:
            found.append(f"{word} edge ({edge:.1f} points)")
            break
    if row["predicted_points"] < 18:
        found.append(TEXT)
    if accuracy is not None and sample >= 5 and accuracy >= Fraction(7, 10):
        found.append(TEXT)
    tired = facts.fatigue.get(row["player_lookup"])
    if tired is not None and tired["fatigue_score"] is not None:
        score = tired["fatigue_score"]
        if score >= 95:
            found.append(f"Well-rested (fatigue: {score:.0f})")
        elif score < 75:
            found.append(f"Elevated fatigue (fatigue: {score:.0f})")
    return found if len(found) > 1 else [*found, TEXT]


RULES = (
    GENERATED,
    TYPE,
    DATED,
    rule("picks[].confidence", SCALE),
    rule("picks[].composite_score", SCALE, DIRECTION, DECIDED, ONE_ROW),
    rule(
        "picks[].player_historical_accuracy picks[].player_sample_size",
        DIRECTION,
        DECIDED,
        ONE_ROW,
    ),
    rule("picks[].rationale", SCALE, EXACT, ONE_ROW),
    rule("picks[].result", VOID),
    rule("total_picks tier_summary.value", TOP),
    rule("tier_summary.*", REAL, SCALE, KNOWN, TOP),
    rule("picks[]", REAL, SCALE, KNOWN, ONE_ROW, DIRECTION, TIES, TOP),
    rule("picks[].rank", REAL, SCALE, ONE_ROW, KNOWN, DIRECTION, DECIDED, TIES),
)

BEST_BETS = Family(
    "best_bets", "best-bets", re.compile(r"best-bets/[^/]+\.json"), SHAPE, model, RULES
)
