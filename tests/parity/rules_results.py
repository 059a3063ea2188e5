"""`results/{date}.json` against what was published before (`core.md` 1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row
from tests.parity.rounding import Exact, mean, once, share
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE

VOID = Change(
    "void",
    "D14",
    "A player who did not play is `VOID`, no longer `PUSH`. Pushes and voids are neither losses "
    "nor in any denominator.",
)
ONE_ROW = Change(
    "one row",
    "D18",
    "One row per player and game. Two gradings of one prediction counted twice: an OVER or UNDER "
    "row wins, then the newest.",
)

SHAPE = {
    "results": Listing(
        ("player_lookup", "game_id"), lambda row: (row["game_id"], row["player_lookup"])
    )
}

Test = Callable[[Row], bool]


def one_grading(rows: Sequence[Row]) -> list[Row]:
    """One row per player and game (D18)."""
    best: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=_grading_rank):
        best[row["player_lookup"], row["game_id"]] = row
    return list(best.values())


def _grading_rank(row: Row) -> tuple[object, ...]:
    return row["recommendation"] in ("OVER", "UNDER"), row["graded_at"], row["line_value"]


def verdict(row: Row, void: bool) -> str:
    """The word for a graded prediction, with or without `VOID`."""
    if row["recommendation"] == "PASS":
        return "PASS"
    if void and (row["is_voided"] or row["actual_points"] is None):
        return "VOID"
    return {True: "WIN", False: "LOSS", None: "PUSH"}[row["prediction_correct"]]


def model(facts: Facts, changes: Changes) -> Json:
    """The document, but for the rows' own numbers."""
    rows = [row for rows in facts.graded_tonight.values() for row in rows]
    if ONE_ROW in changes:
        rows = one_grading(rows)
    rows = [_known(row, facts, changes) for row in rows]
    picks = [row for row in rows if row["recommendation"] in ("OVER", "UNDER")]
    return {
        "summary": _summary(rows, picks, changes),
        "breakdowns": {
            name: {bucket: _bucket(picks, test, changes) for bucket, test in tests.items()}
            for name, tests in _BUCKETS.items()
        },
        "results": [
            {
                "player_lookup": row["player_lookup"],
                "game_id": row["game_id"],
                "recommendation": row["recommendation"],
                "result": row["result"],
            }
            for row in rows
        ],
    }


def _known(row: Row, facts: Facts, changes: Changes) -> Row:
    features = facts.features.get(row["player_lookup"])
    if features is None or features["game_id"] != row["game_id"]:
        features = {"features": [0.0] * 17, "is_home": None, "days_rest": None}
    return row | {
        "result": verdict(row, VOID in changes),
        "average": features["features"][2],
        "tired": features["features"][16] > 0.5,
        "home": bool(features["is_home"]),
        "rest": 1 if features["days_rest"] is None else features["days_rest"],
        "sure": round(float(row["confidence_score"] or 0), 2),
    }


_BUCKETS: dict[str, dict[str, Test]] = {
    "by_player_tier": {
        "elite": lambda row: row["average"] >= 25,
        "starter": lambda row: 15 <= row["average"] < 25,
        "role_player": lambda row: row["average"] < 15,
    },
    "by_confidence": {
        "high": lambda row: row["sure"] >= 0.70,
        "medium": lambda row: 0.55 <= row["sure"] < 0.70,
        "low": lambda row: row["sure"] < 0.55,
    },
    "by_recommendation": {
        "over": lambda row: row["recommendation"] == "OVER",
        "under": lambda row: row["recommendation"] == "UNDER",
    },
    "by_context": {
        "home": lambda row: row["home"],
        "away": lambda row: not row["home"],
        "back_to_back": lambda row: row["tired"],
        "rested": lambda row: row["rest"] >= 2,
    },
}


def _bucket(picks: Sequence[Row], test: Test, changes: Changes) -> Json:
    inside = [row for row in picks if test(row)]
    results = [row["result"] for row in inside]
    wins, losses = results.count("WIN"), results.count("LOSS")
    return {
        "total": len(inside),
        "wins": wins,
        "losses": losses,
        "pushes": results.count("PUSH"),
        "win_rate": _rate(wins, wins + losses if VOID in changes else len(inside)),
        "avg_error": _mean([row["absolute_error"] for row in inside]),
    }


def _summary(rows: Sequence[Row], picks: Sequence[Row], changes: Changes) -> Json:
    results = [row["result"] for row in picks]
    wins, losses = results.count("WIN"), results.count("LOSS")
    void = VOID in changes
    # Did not play: of every recommendation, a PASS too.
    counted = [row for row in rows if row["actual_points"] is not None] if void else rows
    within = {n: sum(bool(row[f"within_{n}_points"]) for row in rows) for n in (3, 5)}
    return {
        "total_predictions": len(rows),
        "recommendations": len(picks),
        "correct": wins,
        "incorrect": losses if void else len(picks) - wins,
        "pass_count": sum(row["recommendation"] == "PASS" for row in rows),
        "win_rate": _rate(wins, wins + losses if void else len(picks)),
        "avg_mae": _mean([row["absolute_error"] for row in rows]),
        "avg_bias": _mean([row["signed_error"] for row in rows]),
        "within_3_points": within[3],
        "within_3_pct": _rate(within[3], len(counted)),
        "within_5_points": within[5],
        "within_5_pct": _rate(within[5], len(counted)),
    }


def _rate(part: int, whole: int) -> float:
    return once(share(part, whole), 3) or 0


def _mean(values: Sequence[Exact | None]) -> float:
    return once(mean(values), 2) or 0


RULES = (
    GENERATED,
    TYPE,
    rule("results[].result", VOID),
    rule("results[]", ONE_ROW),
    rule(
        "summary.total_predictions summary.pass_count summary.within_3_points "
        "summary.within_5_points summary.avg_mae summary.avg_bias",
        ONE_ROW,
    ),
    rule(
        "summary.incorrect summary.win_rate breakdowns.*.*.pushes breakdowns.*.*.win_rate",
        VOID,
    ),
    rule("summary.within_3_pct summary.within_5_pct", VOID, ONE_ROW),
)

RESULTS = Family("results", "results", re.compile(r"results/[^/]+\.json"), SHAPE, model, RULES)
