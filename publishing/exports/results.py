"""`results/{date}.json`: what became of the champion's predictions of a date (`core.md` 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from publishing.batch_rows import Features, Grading
from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import PREDICTIONS, SCHEDULE
from publishing.league import Slate
from publishing.occasions import AFTER_GRADING, DAILY_RESULTS
from publishing.picks import graded_played, graded_verdict
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.stats import Exact, finite, mean, published, rate
from publishing.verdicts import DIRECTIONS

ELITE_FROM, STARTER_FROM = 25, 15
HIGH_FROM, MEDIUM_FROM = 0.70, 0.55
RESTED_FROM = 2

_SEASON_AVERAGE, _BACK_TO_BACK = 2, 16
"""Places in `features`."""

_HALF = Decimal("0.5")

PlayerTier = Literal["elite", "starter", "role_player"]


class Bucket(msgspec.Struct):
    """A share of the picks; pushes and voids are in `total` and in no rate (D14)."""

    total: int
    wins: int
    losses: int
    pushes: int
    win_rate: float
    avg_error: float


class ByPlayerTier(msgspec.Struct):
    """By season average: from 25, from 15, below."""

    elite: Bucket
    starter: Bucket
    role_player: Bucket


class ByConfidence(msgspec.Struct):
    """By confidence: from 0.70, from 0.55, below."""

    high: Bucket
    medium: Bucket
    low: Bucket


class ByRecommendation(msgspec.Struct):
    """By direction."""

    over: Bucket
    under: Bucket


class ByContext(msgspec.Struct):
    """By venue and by rest; a pick is in one of each, or of rest in none."""

    home: Bucket
    away: Bucket
    back_to_back: Bucket
    rested: Bucket


class Breakdowns(msgspec.Struct):
    """The OVER and UNDER picks, four times divided."""

    by_player_tier: ByPlayerTier
    by_confidence: ByConfidence
    by_recommendation: ByRecommendation
    by_context: ByContext


class Summary(msgspec.Struct):
    """The date in numbers; rates from 0 to 1, 0 when nothing was counted."""

    total_predictions: int
    recommendations: int
    correct: int
    incorrect: int
    pass_count: int
    win_rate: float
    avg_mae: float
    avg_bias: float
    within_3_points: int
    within_3_pct: float
    within_5_points: int
    within_5_pct: float


class Result(msgspec.Struct):
    """One graded prediction; errors in points, confidence from 0 to 1."""

    player_lookup: str
    game_id: str
    team: str | None
    opponent: str | None
    predicted: float | None
    actual: int | None
    line: float | None
    recommendation: str | None
    result: Literal["WIN", "LOSS", "PUSH", "VOID", "PASS"]
    error: float | None
    bias: float | None
    confidence: float | None
    minutes: float | None
    confidence_tier: Literal["high", "medium", "low"]
    player_tier: PlayerTier
    is_home: bool
    is_back_to_back: bool
    days_rest: int


class Best(msgspec.Struct):
    """The prediction that was nearest."""

    player: str
    team: str | None
    predicted: float | None
    actual: int | None
    error: float | None


class Worst(msgspec.Struct):
    """The prediction that was farthest off."""

    player: str
    team: str | None
    predicted: float | None
    actual: int | None
    error: float | None
    minutes: float | None


class Highlights(msgspec.Struct, omit_defaults=True):
    """The nearest and the farthest prediction; no key when nothing was measured."""

    best_prediction: Best | None = None
    worst_prediction: Worst | None = None


class Results(msgspec.Struct):
    """The document; `results` by game id, then player_lookup."""

    game_date: str
    generated_at: str
    summary: Summary
    breakdowns: Breakdowns
    results: list[Result]
    highlights: Highlights


class Piece(msgspec.Struct):
    """One prediction with its exact errors; they are None unless he played."""

    row: Result
    error: Decimal | None
    bias: Decimal | None
    within_3: bool
    within_5: bool
    played: bool


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """His graded predictions of the date."""
    features = player.features(slate.game_date)
    for grading in player.graded(slate.game_date):
        yield _piece(grading, features.get(grading.game_id))


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> Results:
    """The document of a date; every number 0 and every bucket there when nothing was graded."""
    rows = sorted(found, key=lambda piece: (piece.row.game_id, piece.row.player_lookup))
    picks = [piece for piece in rows if piece.row.recommendation in DIRECTIONS]
    return Results(
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        summary=_summary(rows, picks),
        breakdowns=_breakdowns(picks),
        results=[piece.row for piece in rows],
        highlights=_highlights(rows),
    )


def _piece(grading: Grading, features: Features | None) -> Piece:
    played = graded_played(grading)
    error = finite(grading.absolute_error) if played else None
    bias = finite(grading.signed_error) if played else None
    confidence = published(grading.confidence_score, 2)
    average = _feature(features, _SEASON_AVERAGE)
    row = Result(
        player_lookup=grading.player_lookup,
        game_id=grading.game_id,
        team=grading.team_abbr,
        opponent=grading.opponent_team_abbr,
        predicted=published(grading.predicted_points, 2),
        actual=grading.actual_points if played else None,
        line=published(grading.line_value, 2),
        recommendation=grading.recommendation,
        result=graded_verdict(grading),  # type: ignore[arg-type]
        error=published(error, 2),
        bias=published(bias, 2),
        confidence=confidence,
        minutes=published(grading.minutes_played, 2),
        confidence_tier=_confidence_tier(confidence),
        player_tier=player_tier(average),
        is_home=bool(features and features.is_home),
        is_back_to_back=(_feature(features, _BACK_TO_BACK) or 0) > _HALF,
        days_rest=1 if features is None or features.days_rest is None else features.days_rest,
    )
    within = (bool(grading.within_3_points), bool(grading.within_5_points))
    return Piece(row, error, bias, played and within[0], played and within[1], played)


def _feature(row: Features | None, place: int) -> Decimal | None:
    features = row.features if row else None
    return finite(features[place]) if features and len(features) > place else None


def _confidence_tier(confidence: float | None) -> Literal["high", "medium", "low"]:
    if confidence is None or confidence < MEDIUM_FROM:
        return "low"
    return "high" if confidence >= HIGH_FROM else "medium"


def player_tier(average: Exact | None) -> PlayerTier:
    """The word for a season average, in points of a game; None is one of no points."""
    if average is None or average < STARTER_FROM:
        return "role_player"
    return "elite" if average >= ELITE_FROM else "starter"


def _summary(rows: Sequence[Piece], picks: Sequence[Piece]) -> Summary:
    results = [piece.row.result for piece in picks]
    wins, losses = results.count("WIN"), results.count("LOSS")
    measured = sum(piece.played for piece in rows)
    within_3, within_5 = (
        sum(piece.within_3 for piece in rows),
        sum(piece.within_5 for piece in rows),
    )
    return Summary(
        total_predictions=len(rows),
        recommendations=len(picks),
        correct=wins,
        incorrect=losses,
        pass_count=sum(piece.row.recommendation == "PASS" for piece in rows),
        win_rate=rate(wins, wins + losses, 3) or 0,
        avg_mae=mean((piece.error for piece in rows if piece.error is not None), 2) or 0,
        avg_bias=mean((piece.bias for piece in rows if piece.bias is not None), 2) or 0,
        within_3_points=within_3,
        within_3_pct=rate(within_3, measured, 3) or 0,
        within_5_points=within_5,
        within_5_pct=rate(within_5, measured, 3) or 0,
    )


def _breakdowns(picks: Sequence[Piece]) -> Breakdowns:
    def bucket(belongs: Callable[[Result], bool]) -> Bucket:
        inside = [piece for piece in picks if belongs(piece.row)]
        results = [piece.row.result for piece in inside]
        wins, losses = results.count("WIN"), results.count("LOSS")
        return Bucket(
            total=len(inside),
            wins=wins,
            losses=losses,
            pushes=results.count("PUSH"),
            win_rate=rate(wins, wins + losses, 3) or 0,
            avg_error=mean((piece.error for piece in inside if piece.error is not None), 2) or 0,
        )

    return Breakdowns(
        ByPlayerTier(
            bucket(lambda row: row.player_tier == "elite"),
            bucket(lambda row: row.player_tier == "starter"),
            bucket(lambda row: row.player_tier == "role_player"),
        ),
        ByConfidence(
            bucket(lambda row: row.confidence_tier == "high"),
            bucket(lambda row: row.confidence_tier == "medium"),
            bucket(lambda row: row.confidence_tier == "low"),
        ),
        ByRecommendation(
            bucket(lambda row: row.recommendation == "OVER"),
            bucket(lambda row: row.recommendation == "UNDER"),
        ),
        ByContext(
            bucket(lambda row: row.is_home),
            bucket(lambda row: not row.is_home),
            bucket(lambda row: row.is_back_to_back),
            bucket(lambda row: row.days_rest >= RESTED_FROM),
        ),
    )


def _highlights(rows: Sequence[Piece]) -> Highlights:
    measured = [piece for piece in rows if piece.error is not None]
    if not measured:
        return Highlights()
    # The first of equals, as published, is the first in row order: min and max both keep it.
    best = min(measured, key=lambda piece: piece.row.error or 0).row
    worst = max(measured, key=lambda piece: piece.row.error or 0).row
    return Highlights(
        Best(best.player_lookup, best.team, best.predicted, best.actual, best.error),
        Worst(
            worst.player_lookup,
            worst.team,
            worst.predicted,
            worst.actual,
            worst.error,
            worst.minutes,
        ),
    )


RESULTS = Export(
    name="results",
    job_type="results",
    groups=(),
    document=Results,
    dated="results/{date}.json",
    pointers=("results/latest.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(DAILY_RESULTS, AFTER_GRADING),
    templates=("daily",),
    runs="template",
    limit_hours=30,
    inputs=(
        SCHEDULE,
        PREDICTIONS,
        Input(
            Grading,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "system_id",
                "team_abbr",
                "opponent_team_abbr",
                "predicted_points",
                "confidence_score",
                "recommendation",
                "line_value",
                "actual_points",
                "minutes_played",
                "absolute_error",
                "signed_error",
                "prediction_correct",
                "within_3_points",
                "within_5_points",
                "is_voided",
                "graded_at",
            ),
            Window.ON_DATE,
            champion=True,
        ),
        Input(
            Features,
            ("player_lookup", "game_id", "game_date", "features", "is_home", "days_rest"),
            Window.ON_DATE,
        ),
    ),
    made=OfSlate(Piece, pieces, document),
    essential=always(Grading),
)
