"""`tonight/player/{player}.json`: one player before his game of a date (`core.md` 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import orjson

from publishing.batch_rows import CompositeFactors, GameContext, InjuryReport, TeamDefense
from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfPlayer, Parameters, always
from publishing.exports.inputs import (
    CONTEXT,
    IN_GAME,
    INJURIES,
    LINED,
    NAMES,
    PLAYED,
    PREDICTION_COLUMNS,
    SCHEDULES,
    SHOTS,
)
from publishing.exports.shooting import made_of_tried
from publishing.exports.tonight_player_factors import Factor, Splits, factors
from publishing.form import Form, against_average, form_before, over_under
from publishing.league import Slate
from publishing.occasions import (
    BEFORE_THE_GAMES,
    HOURLY_TONIGHT,
    PREDICTED,
)
from publishing.picks import fatigue_level
from publishing.player_rows import PlayerRows, is_played
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction
from publishing.stats import finite, published


class TonightContext(msgspec.Struct):
    """His game; `days_rest` is 1 on a back-to-back."""

    game_id: str
    opponent: str
    home_game: bool | None
    team_abbr: str
    line: float | None
    days_rest: int | None
    is_back_to_back: bool | None
    injury_status: str | None
    injury_reason: str | None


class QuickNumbers(msgspec.Struct):
    """Means of points and minutes, one decimal; no key at all without a game."""

    season_ppg: float | msgspec.UnsetType | None = msgspec.UNSET
    season_mpg: float | msgspec.UnsetType | None = msgspec.UNSET
    games_played: int | msgspec.UnsetType = msgspec.UNSET
    last_10_ppg: float | msgspec.UnsetType | None = msgspec.UNSET
    last_10_mpg: float | msgspec.UnsetType | None = msgspec.UNSET
    last_5_ppg: float | msgspec.UnsetType | None = msgspec.UNSET
    last_5_mpg: float | msgspec.UnsetType | None = msgspec.UNSET


class Fatigue(msgspec.Struct):
    """`score` from 0 to 100, 100 is fresh; `context` is JSON text."""

    score: float | None
    level: str
    context: str | None


class Streak(msgspec.Struct):
    """Newest results of one kind in a row."""

    type: Literal["over", "under"] | None
    length: int


class RecentGame(msgspec.Struct):
    """One game, or one that he sat out; `margin` is cut to whole points."""

    game_date: str
    opponent: str | None
    home_game: bool | None
    is_dnp: bool
    points: int | None
    minutes: float | None
    fg: str | None
    three: str | None
    ft: str | None
    over_under: str | None
    line: float | None
    margin: int | None
    vs_avg: Literal["O", "U", "P", "DNP"] | msgspec.UnsetType = msgspec.UNSET


class TonightPrediction(msgspec.Struct):
    """The champion's prediction; confidence from 0 to 100, `edge` is predicted less line."""

    predicted_points: float | None
    confidence_score: float | None
    recommendation: str | None
    line: float | None
    edge: float | None
    pace_adjustment: float | None
    similar_games: int | None


class TonightPlayer(msgspec.Struct, kw_only=True):
    """The document; `recent_form` newest first.

    Without a game there is no context, no number and no count (`core.md` 6.5).
    """

    player_lookup: str
    player_full_name: str
    game_date: str
    generated_at: str
    games_played: int | msgspec.UnsetType = msgspec.UNSET
    limited_data: bool | msgspec.UnsetType = msgspec.UNSET
    game_context: TonightContext | None
    quick_numbers: QuickNumbers
    fatigue: Fatigue
    current_streak: Streak
    tonights_factors: list[Factor]
    recent_form: list[RecentGame]
    prediction: TonightPrediction | None


def document(player: PlayerRows, slate: Slate, _: Parameters) -> TonightPlayer | None:
    """The document of a player who is expected in a game of the date; else None."""
    contexts = player.contexts(slate.game_date)
    if not contexts:
        return None
    context = contexts[0]
    form = form_before(player, slate.game_date)
    prediction = player.predictions(slate.game_date).get(context.game_id)
    composite = player.factors(slate.game_date)
    score = composite.fatigue_score if composite else None
    line = published(prediction.current_points_line, 2) if prediction else None
    injury = player.injury(slate.game_date)
    return TonightPlayer(
        player_lookup=player.player_lookup,
        player_full_name=player.name(slate.game_date),
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        games_played=form.games_played,
        limited_data=form.limited_data,
        game_context=_context(context, line, injury),
        quick_numbers=QuickNumbers(
            form.season_ppg,
            form.season_mpg,
            form.games_played,
            form.last_10_ppg,
            form.last_10_mpg,
            form.last_5_ppg,
            form.last_5_mpg,
        ),
        fatigue=_fatigue(composite),
        current_streak=current_streak(form.recent),
        tonights_factors=factors(
            context,
            Splits.of(player, form, context.opponent_team_abbr),
            score,
            slate.defense,
        ),
        recent_form=[_recent_game(player, row, form) for row in form.recent],
        prediction=_prediction(prediction),
    )


def without_game(player_lookup: str, slate: Slate) -> TonightPlayer:
    """The document of a player who has no game on the date and was asked for by name."""
    return TonightPlayer(
        player_lookup=player_lookup,
        player_full_name=player_lookup,
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        game_context=None,
        quick_numbers=QuickNumbers(),
        fatigue=_fatigue(None),
        current_streak=Streak(None, 0),
        tonights_factors=[],
        recent_form=[],
        prediction=None,
    )


def current_streak(recent: Sequence[BoxScoreRow]) -> Streak:
    """Equal results from the newest on; one without a result ends a streak that has begun."""
    kind, length = None, 0
    for row in recent:
        if not is_played(row):
            continue
        result = over_under(row)
        if result is None and kind is None:
            continue
        if result is None or (kind is not None and result != kind):
            break
        kind, length = result, length + 1
    if kind is None:
        return Streak(None, 0)
    return Streak("over" if kind == "O" else "under", length)


def _context(
    context: GameContext, line: float | None, injury: InjuryReport | None
) -> TonightContext:
    status = injury.injury_status if injury else None
    return TonightContext(
        game_id=context.game_id,
        opponent=context.opponent_team_abbr,
        home_game=context.home_game,
        team_abbr=context.team_abbr,
        line=line,
        days_rest=context.days_rest,
        is_back_to_back=context.back_to_back,
        injury_status=status.lower() if status else None,
        injury_reason=injury.reason if injury else None,
    )


def _fatigue(composite: CompositeFactors | None) -> Fatigue:
    score = composite.fatigue_score if composite else None
    text = composite.fatigue_context_json if composite else None
    level = fatigue_level(score) or "normal"
    return Fatigue(None if score is None else float(score), level, _encoded_once(text))


def _encoded_once(text: str | None) -> str | None:
    """JSON text of an object, however often it was encoded (`core.md` 6.6)."""
    while text is not None:
        try:
            inside = orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
        if not isinstance(inside, str):
            return text
        text = inside
    return None


def _recent_game(player: PlayerRows, row: BoxScoreRow, form: Form) -> RecentGame:
    line = finite(row.points_line)
    dnp = bool(row.is_dnp)
    points = None if dnp else row.points
    found = RecentGame(
        game_date=row.game_date.isoformat(),
        opponent=row.opponent_team_abbr,
        home_game=player.at_home(row),
        is_dnp=dnp,
        points=points,
        minutes=None if dnp else published(row.minutes_played, 2),
        fg=None if dnp else made_of_tried(row.fg_makes, row.fg_attempts),
        three=None if dnp else made_of_tried(row.three_pt_makes, row.three_pt_attempts),
        ft=None if dnp else made_of_tried(row.ft_makes, row.ft_attempts),
        over_under="DNP" if dnp else row.over_under_result,
        line=published(line, 2),
        margin=None if points is None or not line else int(points - line),
    )
    if form.season_ppg:
        against = against_average(row, form.season_ppg)
        found.vs_avg = msgspec.UNSET if against is None else against  # type: ignore[assignment]
    return found


def _prediction(row: Prediction | None) -> TonightPrediction | None:
    if row is None:
        return None
    return TonightPrediction(
        predicted_points=published(row.predicted_points, 2),
        confidence_score=published(row.confidence_score, 2),
        recommendation=row.recommendation,
        line=published(row.current_points_line, 2),
        edge=published(row.line_margin, 2),
        pace_adjustment=published(row.pace_adjustment, 2),
        similar_games=row.similar_games_count,
    )


TONIGHT_PLAYER = Export(
    name="tonight_player",
    job_type="tonight-players",
    groups=(),
    document=TonightPlayer,
    dated=None,
    pointers=("tonight/player/{player}.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(*BEFORE_THE_GAMES, HOURLY_TONIGHT, PREDICTED),
    templates=("tonight",),
    runs="process",
    limit_hours=6,
    inputs=(
        SCHEDULES,
        CONTEXT,
        NAMES,
        INJURIES,
        Input(
            CompositeFactors,
            ("player_lookup", "game_date", "game_id", "fatigue_score", "fatigue_context_json"),
            Window.ON_DATE,
        ),
        Input(
            Prediction,
            (*PREDICTION_COLUMNS, "line_margin", "pace_adjustment", "similar_games_count"),
            Window.ON_DATE,
            champion=True,
        ),
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *IN_GAME,
                *LINED,
                *SHOTS,
                "season_year",
                "minutes_played",
            ),
            Window.HISTORY,
        ),
        Input(
            TeamDefense,
            ("team_abbr", "analysis_date", "opponent_points_per_game"),
            Window.YEAR,
        ),
    ),
    made=OfPlayer(document, without_game, expires=True),
    essential=always(GameContext, Prediction),
)
