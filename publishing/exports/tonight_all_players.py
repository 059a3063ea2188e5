"""`tonight/all-players.json`: every player of every game of a date (`core.md` 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from publishing.batch_rows import GameContext, InjuryReport, PointsProp
from publishing.calendar import format_instant, tip_off_text
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import (
    CONTEXT,
    FATIGUE,
    INJURIES,
    LINED,
    NAMES,
    PLAYED,
    PREDICTIONS,
    SCHEDULE,
)
from publishing.exports.tonight_factors import sentences
from publishing.form import (
    Form,
    against_average,
    form_before,
    over_under,
    record,
)
from publishing.league import FINAL, IN_PROGRESS, Game, Slate
from publishing.occasions import (
    AFTER_GRADING,
    BEFORE_THE_GAMES,
    GAME_FINAL,
    HOURLY_TONIGHT,
    PREDICTED,
    SETTLED,
    STARTED,
)
from publishing.picks import fatigue_level
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow, Prediction
from publishing.stats import finite, published, rounded

HOT_FROM = 30
"""Tenths of a point between the last five games and the season."""

SMALLEST_ODDS, LARGEST_ODDS = 100, 10_000
"""American odds outside these are none (incident 2026-02-11)."""

OUT = "out"
AVAILABLE = "available"

Letter = Literal["O", "U", "-", "DNP"]
VersusAverage = Literal["O", "U", "P", "-", "DNP"]


class Prop(msgspec.Struct):
    """The points line with its best American odds."""

    stat_type: Literal["points"]
    line: float
    over_odds: int | None
    under_odds: int | None


class CardPrediction(msgspec.Struct):
    """The champion's prediction; `confidence` from 0 to 100."""

    predicted: float | None
    confidence: float | None
    recommendation: str | None
    factors: list[str]


class PlayerCard(msgspec.Struct):
    """One player; the lists of the last ten games are newest first and equally long.

    Without a season average there is no `last_10_vs_avg`, without a line no `props`.
    """

    player_lookup: str
    name: str
    team: str
    is_home: bool | None
    has_line: bool
    fatigue_level: str
    fatigue_score: float | None
    days_rest: int | None
    injury_status: str
    injury_reason: str | None
    season_ppg: float | None
    season_mpg: float | None
    minutes_avg: float | None
    last_5_ppg: float | None
    games_played: int
    limited_data: bool
    recent_form: Literal["Hot", "Cold", "Neutral"] | None
    last_10_points: list[int | None]
    last_10_lines: list[float | None]
    last_10_results: list[Letter]
    last_10_record: str | None
    last_10_vs_avg: list[VersusAverage] | msgspec.UnsetType = msgspec.UNSET
    last_10_avg_record: str | msgspec.UnsetType = msgspec.UNSET
    props: list[Prop] | msgspec.UnsetType = msgspec.UNSET
    prediction: CardPrediction | msgspec.UnsetType = msgspec.UNSET


class TonightGame(msgspec.Struct):
    """One game; `game_time` is Eastern, scores are None until they are known."""

    game_id: str
    home_team: str
    away_team: str
    game_time: str | None
    game_status: Literal["scheduled", "in_progress", "final"]
    home_score: int | None
    away_score: int | None
    player_count: int
    players: list[PlayerCard]


class TonightAllPlayers(msgspec.Struct):
    """The document; `games` by tip-off, then id."""

    game_date: str
    generated_at: str
    total_players: int
    total_with_lines: int
    games: list[TonightGame]


class Piece(msgspec.Struct):
    """One player's card in one game."""

    game_id: str
    card: PlayerCard


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """His card in each game of the date that he is expected in."""
    contexts = player.contexts(slate.game_date)
    if not contexts:
        return
    form = form_before(player, slate.game_date)
    predictions = player.predictions(slate.game_date)
    for context in contexts:
        card = _card(player, slate, context, form, predictions.get(context.game_id))
        yield Piece(context.game_id, card)


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> TonightAllPlayers:
    """The document of a date; a date without games has none."""
    by_game: dict[str, list[PlayerCard]] = {}
    for piece in found:
        by_game.setdefault(piece.game_id, []).append(piece.card)
    games = [_game(game, by_game.get(game.key, [])) for game in slate.games]
    cards = [card for game in games for card in game.players]
    return TonightAllPlayers(
        game_date=slate.game_date.isoformat(),
        generated_at=format_instant(slate.as_of),
        total_players=len(cards),
        total_with_lines=sum(card.has_line for card in cards),
        games=games,
    )


def _card(
    player: PlayerRows,
    slate: Slate,
    context: GameContext,
    form: Form,
    prediction: Prediction | None,
) -> PlayerCard:
    factors = player.factors(slate.game_date)
    score = factors.fatigue_score if factors else None
    injury = player.injury(slate.game_date)
    line = finite(prediction.current_points_line) if prediction else None
    recent = form.recent
    results: list[Letter] = [
        "DNP" if row.is_dnp else over_under(row) or "-"  # type: ignore[misc]
        for row in recent
    ]
    card = PlayerCard(
        player_lookup=player.player_lookup,
        name=player.name(slate.game_date),
        team=context.team_abbr,
        is_home=context.home_game,
        has_line=line is not None,
        fatigue_level=fatigue_level(score) or "normal",
        fatigue_score=None if score is None else float(score),
        days_rest=context.days_rest,
        injury_status=_status(injury),
        injury_reason=injury.reason if injury else None,
        season_ppg=form.season_ppg,
        season_mpg=form.season_mpg,
        minutes_avg=form.season_mpg,
        last_5_ppg=form.last_5_ppg,
        games_played=form.games_played,
        limited_data=form.limited_data,
        recent_form=recent_form(form),
        last_10_points=[None if row.is_dnp else row.points for row in recent],
        last_10_lines=[None if row.is_dnp else published(row.points_line, 2) for row in recent],
        last_10_results=results,
        last_10_record=record(results),
    )
    if form.season_ppg and recent:
        against: list[VersusAverage] = [
            against_average(row, form.season_ppg) or "-"  # type: ignore[misc]
            for row in recent
        ]
        card.last_10_vs_avg = against
        card.last_10_avg_record = f"{against.count('O')}-{against.count('U')}"
    if line is not None and prediction is not None:
        over, under = _odds(player.odds(slate.game_date), line)
        card.props = [Prop("points", rounded(line, 2), over, under)]
        card.prediction = CardPrediction(
            published(prediction.predicted_points, 2),
            published(prediction.confidence_score, 2),
            prediction.recommendation,
            [],
        )
        card.prediction.factors = sentences(card, card.prediction, rounded(line, 2))
    return card


def recent_form(form: Form) -> Literal["Hot", "Cold", "Neutral"] | None:
    """The last five games against the season, in published tenths (`core.md` 5.3)."""
    if not form.last_5_ppg or not form.season_ppg:
        return None
    tenths = round(form.last_5_ppg * 10) - round(form.season_ppg * 10)
    if tenths >= HOT_FROM:
        return "Hot"
    return "Cold" if tenths <= -HOT_FROM else "Neutral"


def _status(injury: InjuryReport | None) -> str:
    return (injury.injury_status or AVAILABLE).lower() if injury else AVAILABLE


def _odds(props: Iterable[PointsProp], line: Decimal) -> tuple[int | None, int | None]:
    """The best odds of over and under at a line; None where nothing sane is offered."""
    wanted = rounded(line, 1)
    best: dict[str, int] = {}
    for prop in props:
        at, odds = finite(prop.points_line), prop.odds_american
        if at is None or odds is None or rounded(at, 1) != wanted:
            continue
        side = (prop.bet_side or "").lower()
        best[side] = max(best.get(side, odds), odds)
    over, under = best.get("over"), best.get("under")
    return _sane(over), _sane(under)


def _sane(odds: int | None) -> int | None:
    return odds if odds is not None and SMALLEST_ODDS <= abs(odds) <= LARGEST_ODDS else None


def _game(game: Game, cards: Sequence[PlayerCard]) -> TonightGame:
    status: Literal["scheduled", "in_progress", "final"] = "scheduled"
    if game.status == IN_PROGRESS and not game.postponed:
        status = "in_progress"
    # Final without a score is what the schedule says of a game that was not played (`core.md` 14).
    elif game.status == FINAL and game.home_score and game.away_score and not game.postponed:
        status = "final"
    known = status != "scheduled"
    return TonightGame(
        game_id=game.key,
        home_team=game.home,
        away_team=game.away,
        game_time=None if game.tip_off is None else tip_off_text(game.tip_off),
        game_status=status,
        home_score=game.home_score if known else None,
        away_score=game.away_score if known else None,
        player_count=len(cards),
        players=sorted(cards, key=_place),
    )


def _place(card: PlayerCard) -> tuple[bool, bool, float, float, str]:
    prediction = card.prediction
    confidence = prediction.confidence if isinstance(prediction, CardPrediction) else None
    return (
        not card.has_line,
        card.injury_status == OUT,
        -(confidence or 0),
        -(card.season_ppg or 0),
        card.player_lookup,
    )


TONIGHT_ALL_PLAYERS = Export(
    name="tonight_all_players",
    job_type="tonight",
    groups=(),
    document=TonightAllPlayers,
    dated="tonight/{date}.json",
    pointers=("tonight/all-players.json",),
    pointer_cache=CacheClass.TONIGHT,
    cadence=(
        *BEFORE_THE_GAMES,
        HOURLY_TONIGHT,
        AFTER_GRADING,
        PREDICTED,
        STARTED,
        GAME_FINAL,
        SETTLED,
    ),
    templates=("daily", "tonight"),
    runs="process",
    limit_hours=6,
    inputs=(
        SCHEDULE,
        CONTEXT,
        PREDICTIONS,
        NAMES,
        FATIGUE,
        INJURIES,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *LINED,
                "season_year",
                "minutes_played",
            ),
            Window.HISTORY,
        ),
        Input(
            PointsProp,
            (
                "player_lookup",
                "game_date",
                "points_line",
                "bet_side",
                "odds_american",
                "is_best_line",
                "market_type",
            ),
            Window.ON_DATE,
            equals=(("is_best_line", True),),
        ),
    ),
    made=OfSlate(Piece, pieces, document),
    essential=always(GameContext, Prediction),
    canonical="tonight/all-players.json",
)
