"""`best-bets/{date}.json`: the best picks of a date, in tiers (`core.md` 3, D21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import msgspec

from publishing.batch_rows import CompositeFactors, Features, Grading
from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.best_bets_rationale import METHODOLOGY, Grounds, Tier, rationale
from publishing.exports.declaration import Export, OfSlate, Parameters
from publishing.exports.inputs import CONTEXT, FATIGUE, NAMES, PLAYED, PREDICTION_COLUMNS, SCHEDULE
from publishing.league import Slate
from publishing.occasions import (
    AFTER_GRADING,
    BEFORE_THE_GAMES,
    DAILY_RESULTS,
    PREDICTED,
    SETTLED,
)
from publishing.picks import (
    fatigue_level,
    graded_played,
    graded_verdict,
    is_real_line,
    share,
)
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction, Row
from publishing.stats import finite, published, ratio, rounded
from publishing.verdicts import DIRECTIONS, Verdict, verdict

CAPS: dict[Tier, int] = {"premium": 5, "strong": 10, "value": 10}
PREMIUM_FROM, STRONG_FROM = 5, 3
"""Points of edge."""

LARGEST_PREDICTION = 25
LEFT_OUT_FROM, LEFT_OUT_TO = Decimal("0.88"), Decimal("0.90")
"""Confidences that did not hold what they promised, from inside to outside."""

SMALLEST_SAMPLE = 5
WITHOUT_HISTORY = Fraction(85, 100)
MOST_EDGE_FACTOR, DOUBLING_EDGE = Fraction(3, 2), 10
GREEN = "green"


class TierSummary(msgspec.Struct):
    """Picks of each tier in the list."""

    premium: int
    strong: int
    value: int
    standard: int


class Pick(msgspec.Struct):
    """One pick; confidence and accuracy from 0 to 1, `edge` without its sign."""

    rank: int
    tier: Tier
    player_lookup: str
    player_full_name: str
    game_id: str
    team: str | None
    opponent: str | None
    recommendation: str
    line: float
    predicted: float
    edge: float
    confidence: float
    composite_score: float
    player_historical_accuracy: float | None
    player_sample_size: int | None
    fatigue_score: float | None
    fatigue_level: str | None
    rationale: list[str]
    result: Verdict
    actual: int | None
    error: float | None
    quality_alert_level: str | None
    feature_quality_score: float | None
    default_feature_count: int | None


class BestBets(msgspec.Struct):
    """The document; `picks` by tier, then by score."""

    game_date: str
    generated_at: str
    methodology: str
    total_picks: int
    tier_summary: TierSummary
    picks: list[Pick]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A pick before its tier; `confidence` from 0 to 1."""

    game_id: str
    team: str | None
    opponent: str | None
    recommendation: str
    line: Decimal
    predicted: Decimal
    confidence: Decimal
    quality: Prediction | Features | None
    result: Verdict
    actual: int | None
    error: Decimal | None


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Pick]:
    """His candidates of the date, without their ranks."""
    candidates = _graded(player, slate) if slate.past else _live(player, slate)
    for one in candidates:
        if one.quality is None or one.quality.quality_alert_level != GREEN:
            continue
        yield _pick(player, slate, one)


def document(slate: Slate, found: Sequence[Pick], parameters: Parameters) -> BestBets:
    """The document of a date; the caps hold before the list is cut at its end."""
    order = sorted(found, key=_place)
    chosen = [
        pick
        for tier, cap in CAPS.items()
        for pick in [pick for pick in order if pick.tier == tier][:cap]
    ][: parameters.top_n]
    picks = [msgspec.structs.replace(pick, rank=rank) for rank, pick in enumerate(chosen, start=1)]
    tiers = [pick.tier for pick in picks]
    return BestBets(
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        methodology=METHODOLOGY,
        total_picks=len(picks),
        tier_summary=TierSummary(
            tiers.count("premium"), tiers.count("strong"), tiers.count("value"), 0
        ),
        picks=picks,
    )


def _place(pick: Pick) -> tuple[float, str, str]:
    """Ranks are of the score as published: ties are those that a reader sees (D9)."""
    return -pick.composite_score, pick.player_lookup, pick.game_id


def _live(player: PlayerRows, slate: Slate) -> Iterator[_Candidate]:
    """Tonight's predictions, with what the box score says of them by now."""
    contexts = {row.game_id: row for row in player.contexts(slate.game_date)}
    box = player.box_score(slate.game_date)
    for game_id, row in player.predictions(slate.game_date).items():
        context = contexts.get(game_id)
        found = _candidate(
            row.recommendation,
            row.predicted_points,
            row.current_points_line,
            row.line_source,
            row.confidence_score,
        )
        if found is None:
            continue
        recommendation, predicted, line, confidence = found
        played = box is not None and not box.is_dnp and box.points is not None
        points = box.points if box is not None and played else None
        yield _Candidate(
            game_id=game_id,
            team=context.team_abbr if context else None,
            opponent=context.opponent_team_abbr if context else None,
            recommendation=recommendation,
            line=line,
            predicted=predicted,
            confidence=confidence,
            quality=row,
            result=verdict(recommendation, line, points, final=box is not None, played=played),
            actual=points,
            error=None if points is None else abs(predicted - points),
        )


def _graded(player: PlayerRows, slate: Slate) -> Iterator[_Candidate]:
    """The graded predictions of a past date."""
    features = player.features(slate.game_date)
    for row in player.graded(slate.game_date):
        found = _candidate(
            row.recommendation,
            row.predicted_points,
            row.line_value,
            row.line_source,
            row.confidence_score,
        )
        if found is None:
            continue
        recommendation, predicted, line, confidence = found
        played = graded_played(row)
        yield _Candidate(
            game_id=row.game_id,
            team=row.team_abbr,
            opponent=row.opponent_team_abbr,
            recommendation=recommendation,
            line=line,
            predicted=predicted,
            confidence=confidence,
            quality=features.get(row.game_id),
            result=graded_verdict(row),
            actual=row.actual_points if played else None,
            error=finite(row.absolute_error) if played else None,
        )


def _candidate(
    recommendation: str | None,
    predicted: Decimal | None,
    line: Decimal | None,
    source: str | None,
    confidence: Decimal | None,
) -> tuple[str, Decimal, Decimal, Decimal] | None:
    """Direction, prediction, line and confidence (0 to 1) of what may be a pick; else None."""
    predicted, line, sure = finite(predicted), finite(line), share(finite(confidence))
    if recommendation not in DIRECTIONS or predicted is None or line is None or sure is None:
        return None
    if predicted >= LARGEST_PREDICTION or LEFT_OUT_FROM <= sure < LEFT_OUT_TO:
        return None
    assert recommendation is not None
    return (recommendation, predicted, line, sure) if is_real_line(line, source) else None


def _pick(player: PlayerRows, slate: Slate, one: _Candidate) -> Pick:
    edge = abs(one.predicted - one.line)
    tier = _tier(edge)
    wins, sample = _history(player, slate, one.recommendation)
    factors = player.factors(slate.game_date)
    fatigue = factors.fatigue_score if factors else None
    quality = one.quality
    score = _score(one.confidence, edge, wins, sample)
    return Pick(
        rank=0,
        tier=tier,
        player_lookup=player.player_lookup,
        player_full_name=player.name(slate.game_date),
        game_id=one.game_id,
        team=one.team,
        opponent=one.opponent,
        recommendation=one.recommendation,
        line=rounded(one.line, 2),
        predicted=rounded(one.predicted, 2),
        edge=rounded(edge, 2),
        confidence=rounded(one.confidence, 2),
        composite_score=rounded(score, 2),
        player_historical_accuracy=ratio(wins, sample, 2) if sample else None,
        player_sample_size=sample or None,
        fatigue_score=None if fatigue is None else float(fatigue),
        fatigue_level=fatigue_level(fatigue),
        rationale=rationale(
            Grounds(tier, one.confidence, edge, one.predicted, wins, sample, fatigue)
        ),
        result=one.result,
        actual=one.actual,
        error=published(one.error, 2),
        quality_alert_level=quality.quality_alert_level if quality else None,
        feature_quality_score=published(quality.feature_quality_score, 2) if quality else None,
        default_feature_count=quality.default_feature_count if quality else None,
    )


def _history(player: PlayerRows, slate: Slate, recommendation: str) -> tuple[int, int]:
    """(won, decided) earlier picks of the same direction against real lines (D14, D26)."""
    results = [
        graded_verdict(row)
        for row in player.gradings
        if row.game_date < slate.game_date
        and row.recommendation == recommendation
        and is_real_line(row.line_value, row.line_source)
    ]
    wins = results.count("WIN")
    return wins, wins + results.count("LOSS")


def _score(confidence: Decimal, edge: Decimal, wins: int, sample: int) -> Fraction:
    edge_factor = min(MOST_EDGE_FACTOR, 1 + Fraction(edge) / DOUBLING_EDGE)
    history = Fraction(wins, sample) if sample >= SMALLEST_SAMPLE else WITHOUT_HISTORY
    return Fraction(confidence) * edge_factor * history


def _tier(edge: Decimal) -> Tier:
    if edge >= PREMIUM_FROM:
        return "premium"
    return "strong" if edge >= STRONG_FROM else "value"


def _essential(slate: Slate) -> tuple[type[Row], ...]:
    return (Grading, Features) if slate.past else (Prediction,)


BEST_BETS = Export(
    name="best_bets",
    job_type="best-bets",
    groups=(),
    document=BestBets,
    dated="best-bets/{date}.json",
    pointers=("best-bets/latest.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(
        DAILY_RESULTS,
        AFTER_GRADING,
        *BEFORE_THE_GAMES,
        PREDICTED,
        SETTLED,
    ),
    templates=("daily", "tonight"),
    runs="process",
    limit_hours=30,
    inputs=(
        SCHEDULE,
        NAMES,
        CONTEXT,
        FATIGUE,
        Input(
            Prediction,
            (
                *PREDICTION_COLUMNS,
                "quality_alert_level",
                "feature_quality_score",
                "default_feature_count",
            ),
            Window.ON_DATE,
            champion=True,
        ),
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
                "absolute_error",
                "prediction_correct",
                "is_voided",
                "line_source",
                "graded_at",
            ),
            Window.HISTORY,
            champion=True,
        ),
        Input(
            Features,
            (
                "player_lookup",
                "game_id",
                "game_date",
                "quality_alert_level",
                "feature_quality_score",
                "default_feature_count",
            ),
            Window.ON_DATE,
        ),
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "game_id",
            ),
            Window.ON_DATE,
        ),
        Input(CompositeFactors, ("player_lookup", "game_date", "fatigue_score"), Window.ON_DATE),
    ),
    made=OfSlate(Pick, pieces, document),
    essential=_essential,
)
