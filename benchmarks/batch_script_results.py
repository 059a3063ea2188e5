"""The script's results: what became of every prediction of the date."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from polars import col

from benchmarks.batch_script_numbers import mean, number, quotient
from benchmarks.batch_script_tables import Row, Tables

VERDICT = (
    pl.when(~col("recommendation").is_in(["OVER", "UNDER"]).fill_null(value=False))
    .then(pl.lit("PASS"))
    .when(col("is_voided").fill_null(value=False) | col("actual_points").is_null())
    .then(pl.lit("VOID"))
    .when(col("prediction_correct"))
    .then(pl.lit("WIN"))
    .when(~col("prediction_correct"))
    .then(pl.lit("LOSS"))
    .otherwise(pl.lit("PUSH"))
)
_PLAYED = ~col("is_voided").fill_null(value=False) & col("actual_points").is_not_null()


def results(tables: Tables) -> Row:
    """Every graded prediction, and the date in numbers."""
    graded = tables.gradings.lazy().filter(col("game_date") == tables.day)
    features = tables.features.lazy().select(
        "player_lookup", "game_id", "is_home", "days_rest", "average", "tired"
    )
    found = (
        graded.with_columns(verdict=VERDICT)
        .join(features, on=["player_lookup", "game_id"], how="left")
        .sort("game_id", "player_lookup")
        .collect()
    )
    rows = [_result(row) for row in found.iter_rows(named=True)]
    picks = [row for row in rows if row["recommendation"] in ("OVER", "UNDER")]
    played = [
        row for row, one in zip(rows, found.iter_rows(named=True), strict=True) if _played(one)
    ]
    return {
        "summary": _summary(rows, picks, found.filter(_PLAYED)),
        "breakdowns": {
            "by_player_tier": _by("player_tier", ("elite", "starter", "role_player"), picks),
            "by_confidence": _by("confidence_tier", ("high", "medium", "low"), picks),
            "by_recommendation": {
                "over": _bucket([row for row in picks if row["recommendation"] == "OVER"]),
                "under": _bucket([row for row in picks if row["recommendation"] == "UNDER"]),
            },
            "by_context": {
                "home": _bucket([row for row in picks if row["is_home"]]),
                "away": _bucket([row for row in picks if not row["is_home"]]),
                "back_to_back": _bucket([row for row in picks if row["is_back_to_back"]]),
                "rested": _bucket([row for row in picks if row["days_rest"] >= 2]),
            },
        },
        "results": rows,
        "highlights": _highlights(played),
    }


def _played(row: Row) -> bool:
    return not row["is_voided"] and row["actual_points"] is not None


def _result(row: Row) -> Row:
    played, confidence = _played(row), number(row["confidence_score"])
    average, rest = row["average"], row["days_rest"]
    sure = confidence or 0
    return {
        "player_lookup": row["player_lookup"],
        "game_id": row["game_id"],
        "team": row["team_abbr"],
        "opponent": row["opponent_team_abbr"],
        "predicted": number(row["predicted_points"]),
        "actual": row["actual_points"] if played else None,
        "line": number(row["line_value"]),
        "recommendation": row["recommendation"],
        "result": row["verdict"],
        "error": number(row["absolute_error"]) if played else None,
        "bias": number(row["signed_error"]) if played else None,
        "confidence": confidence,
        "minutes": number(row["minutes_played"]),
        "confidence_tier": "high" if sure >= 0.7 else "medium" if sure >= 0.55 else "low",
        "player_tier": "role_player"
        if average is None or not average >= 15
        else "elite" if average >= 25 else "starter",
        "is_home": bool(row["is_home"]),
        "is_back_to_back": (row["tired"] or 0) > 0.5,
        "days_rest": 1 if rest is None else rest,
    }  # fmt: skip


def _summary(rows: list[Row], picks: list[Row], played: pl.DataFrame) -> Row:
    verdicts = [row["result"] for row in picks]
    wins, losses = verdicts.count("WIN"), verdicts.count("LOSS")
    within_3, within_5 = (
        int(played[name].sum()) for name in ("within_3_points", "within_5_points")
    )
    return {
        "total_predictions": len(rows),
        "recommendations": len(picks),
        "correct": wins,
        "incorrect": losses,
        "pass_count": sum(row["recommendation"] == "PASS" for row in rows),
        "win_rate": quotient(wins, wins + losses, 3) or 0.0,
        "avg_mae": mean(played["absolute_error"].drop_nulls()) or 0.0,
        "avg_bias": mean(played["signed_error"].drop_nulls()) or 0.0,
        "within_3_points": within_3,
        "within_3_pct": quotient(within_3, played.height, 3) or 0.0,
        "within_5_points": within_5,
        "within_5_pct": quotient(within_5, played.height, 3) or 0.0,
    }


def _by(key: str, names: tuple[str, ...], picks: list[Row]) -> Row:
    return {name: _bucket([row for row in picks if row[key] == name]) for name in names}


def _bucket(inside: list[Row]) -> Row:
    verdicts = [row["result"] for row in inside]
    wins, losses = verdicts.count("WIN"), verdicts.count("LOSS")
    errors = [Decimal(repr(row["error"])) for row in inside if row["error"] is not None]
    return {
        "total": len(inside),
        "wins": wins,
        "losses": losses,
        "pushes": verdicts.count("PUSH"),
        "win_rate": quotient(wins, wins + losses, 3) or 0.0,
        "avg_error": mean(errors) or 0.0,
    }


def _highlights(rows: list[Row]) -> Row:
    measured = [row for row in rows if row["error"] is not None]
    if not measured:
        return {}
    best, worst = (pick(measured, key=lambda row: row["error"]) for pick in (min, max))
    shown = {"best_prediction": _shown(best), "worst_prediction": _shown(worst)}
    shown["worst_prediction"]["minutes"] = worst["minutes"]
    return shown


def _shown(row: Row) -> Row:
    return {"player": row["player_lookup"]} | {
        name: row[name] for name in ("team", "predicted", "actual", "error")
    }
