"""The script's other documents that are made of picks: best bets, predictions, performance."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import polars as pl
from polars import col

from benchmarks.batch_script_numbers import number, quotient
from benchmarks.batch_script_results import VERDICT
from benchmarks.batch_script_tables import WORDS, Row, Tables

_REAL = ["ACTUAL_PROP", "ODDS_API", "BETTINGPROS"]
_IS_REAL = (
    pl.when(col("line_source").is_null())
    .then(col("line_value") != 20)
    .otherwise(col("line_source").is_in(_REAL))
)


def best_bets(tables: Tables) -> Row:
    """The best picks in tiers."""
    graded = tables.gradings.lazy().filter(_IS_REAL).with_columns(verdict=VERDICT)
    history = (
        graded.filter((col("game_date") < tables.day) & col("verdict").is_in(["WIN", "LOSS"]))
        .group_by("player_lookup", "recommendation")
        .agg(sample=pl.len(), wins=(col("verdict") == "WIN").sum())
    )
    found = (
        graded.filter(
            (col("game_date") == tables.day)
            & col("recommendation").is_in(["OVER", "UNDER"])
            & (col("predicted_points") < 25)
        )
        .join(tables.features.lazy().drop("game_date"), on=["player_lookup", "game_id"])
        .filter(col("quality_alert_level") == "green")
        .join(history, on=["player_lookup", "recommendation"], how="left")
        .collect()
    )
    tiers = ("premium", "strong", "value")
    made = (_pick(tables, row) for row in found.iter_rows(named=True))
    picks = sorted((pick for pick in made if pick), key=_place)
    chosen = [
        one
        for tier, cap in zip(tiers, (5, 10, 10), strict=True)
        for one in [pick for pick in picks if pick["tier"] == tier][:cap]
    ][:15]
    said = [one["tier"] for one in chosen]
    return {
        "methodology": WORDS,
        "total_picks": len(chosen),
        "tier_summary": {tier: said.count(tier) for tier in (*tiers, "standard")},
        "picks": [{"rank": rank} | one for rank, one in enumerate(chosen, 1)],
    }


def _place(pick: Row) -> tuple[float, str, str]:
    return -pick["composite_score"], pick["player_lookup"], pick["game_id"]


def _pick(tables: Tables, row: Row) -> Row | None:
    """One candidate without its rank; None when its confidence did not hold."""
    said = row["confidence_score"]
    if said is None:
        return None
    sure = Fraction(said) / 100 if said > 1 else Fraction(said)
    if Fraction(88, 100) <= sure < Fraction(90, 100):
        return None
    edge, sample, wins = (
        abs(row["predicted_points"] - row["line_value"]),
        row["sample"],
        row["wins"],
    )
    history = Fraction(wins, sample) if sample and sample >= 5 else Fraction(85, 100)
    score = sure * min(Fraction(3, 2), 1 + Fraction(edge) / 10) * history
    factors = tables.factors.get(row["player_lookup"])
    fatigue = factors["fatigue_score"] if factors else None
    void = row["verdict"] == "VOID"
    pick = {
        "tier": "premium" if edge >= 5 else "strong" if edge >= 3 else "value",
        "player_lookup": row["player_lookup"],
        "player_full_name": tables.name(row["player_lookup"]),
        "game_id": row["game_id"],
        "team": row["team_abbr"],
        "opponent": row["opponent_team_abbr"],
        "recommendation": row["recommendation"],
        "line": number(row["line_value"]),
        "predicted": number(row["predicted_points"]),
        "edge": number(edge),
        "confidence": float(round(sure, 2)),
        "composite_score": float(round(score, 2)),
        "player_historical_accuracy": quotient(wins, sample or 0, 2),
        "player_sample_size": sample,
        "fatigue_score": None if fatigue is None else float(fatigue),
        "fatigue_level": fatigue_level(fatigue),
        "rationale": [],
        "result": row["verdict"],
        "actual": None if void else row["actual_points"],
        "error": None if void else number(row["absolute_error"]),
        "quality_alert_level": row["quality_alert_level"],
        "feature_quality_score": number(row["feature_quality_score"]),
        "default_feature_count": row["default_feature_count"],
    }
    said_of_him = (
        sure >= Fraction(80, 100),
        edge >= 2,
        row["predicted_points"] < 18,
        bool(sample and sample >= 5 and Fraction(wins, sample) >= Fraction(7, 10)),
        fatigue is not None and not 75 <= fatigue < 95,
    )
    pick["rationale"] = [WORDS] * (1 + (sum(said_of_him) or 1))
    return pick


def fatigue_level(score: float | None) -> str | None:
    """`fresh`, `normal`, `tired`."""
    if score is None:
        return None
    return "fresh" if score >= 95 else "normal" if score >= 75 else "tired"


def predictions(tables: Tables) -> Row:
    """The predictions by game, the surest first."""
    key = ["player_lookup", "game_id"]
    newest = (
        tables.box.lazy()
        .filter(~col("is_dnp").fill_null(value=False) & col("points").is_not_null())
        .filter(col("season_year") == tables.season)
        .group_by("player_lookup")
        .agg(newest=col("team_abbr").first())
    )
    found = (
        tables.predictions.lazy()
        .join(tables.context.lazy().select(*key, expected="team_abbr"), on=key, how="left")
        .join(
            tables.gradings.lazy()
            .filter(col("game_date") == tables.day)
            .select(*key, graded="team_abbr"),
            on=key,
            how="left",
        )
        .join(newest, on="player_lookup", how="left")
        .with_columns(
            newest=pl.when(
                (col("newest") == col("game_id").str.slice(9, 3))
                | (col("newest") == col("game_id").str.slice(13, 3))
            ).then("newest")
        )
        .with_columns(team=pl.coalesce("expected", "graded", "newest"))
        .sort("game_id")
        .collect()
    )
    games = [
        _game(game_id, [_prediction(row) for row in rows])
        for game_id, rows in groupby(found.iter_rows(named=True), lambda row: str(row["game_id"]))
    ]
    return {"total_games": len(games), "total_predictions": found.height, "games": games}


def _prediction(row: Row) -> Row:
    points, line, team = row["predicted_points"], row["current_points_line"], row["team"]
    return {
        "player_lookup": row["player_lookup"],
        "team": team,
        "is_home": None if team is None else team == row["game_id"][13:],
        "prediction": {
            "points": number(points),
            "confidence": number(row["confidence_score"]),
            "recommendation": row["recommendation"],
            "line": number(line),
            "edge": None if points is None or line is None else number(points - line, 1),
        },
        "context": {
            "pace_adjustment": number(row["pace_adjustment"]),
            "similar_games": row["similar_games_count"],
        },
    }


def _game(game_id: str, rows: list[Row]) -> Row:
    said = [row["prediction"]["recommendation"] for row in rows]
    rows.sort(key=lambda row: (-(row["prediction"]["confidence"] or 0), row["player_lookup"]))
    return {
        "game_id": game_id,
        "home_team": game_id[13:],
        "away_team": game_id[9:12],
        "prediction_count": len(rows),
        "recommendation_breakdown": {
            word.lower(): said.count(word) for word in ("OVER", "UNDER", "PASS")
        },
        "predictions": rows,
    }
