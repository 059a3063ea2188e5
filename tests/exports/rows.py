"""Rows of one small date by hand, and the documents that the exports make of them.

A builder's keywords are the columns of its table; dates, instants and decimals may be texts. What
a test does not name has a sensible value: NYK at BOS on `DAY`, and Ann Ash who plays for BOS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec
import orjson

from publishing.batch_rows import (
    CompositeFactors,
    DailyPerformance,
    Features,
    GamebookLine,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    ShotZones,
    TeamDefense,
    TeamGame,
)
from publishing.documents import encode
from publishing.exports.declaration import Export, OfLeague, OfPlayer, OfSlate, Parameters
from publishing.league import League, Slate
from publishing.news_rows import NewsArticle, NewsInsight, NewsLink
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame

Json = dict[str, Any]
R = TypeVar("R", bound=Row)

DAY = date(2026, 1, 9)
BEFORE = datetime(2026, 1, 9, 18, tzinfo=UTC)
"""Five and a half hours before the tip-off, on `DAY`."""

AFTER = datetime(2026, 1, 10, 15, 30, tzinfo=UTC)
"""The morning after, when `DAY` is past."""

CHAMPION = "catboost_v9"
ANN = "annash"
LEAGUE_ID, GAME = "0022500551", "20260109_NYK_BOS"
"""The game of `DAY` under its two names."""

OTHER_GAME = "20260109_DET_CHI"


def scheduled(away: str = "NYK", home: str = "BOS", **columns: Any) -> ScheduledGame:
    """A game to be played on `DAY` at 7:30 PM Eastern."""
    row: Json = {
        "game_id": LEAGUE_ID,
        "game_date": DAY,
        "game_date_est": "2026-01-10T00:30:00Z",
        "game_status": 1,
        "game_status_text": "7:30 pm ET",
        "home_team_tricode": home,
        "away_team_tricode": away,
        "processed_at": "2026-01-01T12:00:00Z",
    }
    return _row(ScheduledGame, row, columns)


def registered(player_lookup: str = ANN, **columns: Any) -> RegisteredPlayer:
    """The registry on a player's season 2025-26."""
    row: Json = {
        "player_lookup": player_lookup,
        "player_name": "Ann Ash",
        "season": "2025-26",
        "team_abbr": "BOS",
        "processed_at": "2026-01-01T12:00:00Z",
    }
    return _row(RegisteredPlayer, row, columns)


def expected(player_lookup: str = ANN, **columns: Any) -> GameContext:
    """A player of BOS who is expected at home on `DAY`, two days after his last game."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "team_abbr": "BOS",
        "opponent_team_abbr": "NYK",
        "home_game": True,
        "back_to_back": False,
        "days_rest": 2,
        "processed_at": "2026-01-09T12:00:00Z",
    }
    return _row(GameContext, row, columns)


def predicted(player_lookup: str = ANN, **columns: Any) -> Prediction:
    """The champion's prediction for `DAY`: OVER a real line of 15.5, edge 4, confidence 92."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "system_id": CHAMPION,
        "predicted_points": "19.5",
        "confidence_score": 92,
        "recommendation": "OVER",
        "current_points_line": "15.5",
        "line_source": "ACTUAL_PROP",
        "line_margin": 4,
        "quality_alert_level": "green",
        "feature_quality_score": 91,
        "default_feature_count": 0,
        "is_active": True,
        "prediction_version": 1,
        "created_at": "2026-01-09T14:00:00Z",
    }
    return _row(Prediction, row, columns)


def graded(player_lookup: str = ANN, **columns: Any) -> Grading:
    """What became of `predicted`: 22 points, a WIN, error 2.5, confidence 0.92."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "system_id": CHAMPION,
        "team_abbr": "BOS",
        "opponent_team_abbr": "NYK",
        "predicted_points": "19.5",
        "confidence_score": "0.92",
        "recommendation": "OVER",
        "line_value": "15.5",
        "line_source": "ACTUAL_PROP",
        "actual_points": 22,
        "minutes_played": 33,
        "absolute_error": "2.5",
        "signed_error": "-2.5",
        "prediction_correct": True,
        "within_3_points": True,
        "within_5_points": True,
        "is_voided": False,
        "graded_at": "2026-01-10T12:00:00Z",
    }
    return _row(Grading, row, columns)


def voided(player_lookup: str = ANN, **columns: Any) -> Grading:
    """The grading of a player who did not play."""
    nothing = dict.fromkeys(("prediction_correct", "actual_points", "minutes_played"))
    wrong = {"absolute_error": "19.5", "signed_error": "19.5"}
    missed = {"is_voided": True, "within_3_points": False, "within_5_points": False}
    return graded(player_lookup, **nothing | wrong | missed | columns)


def known_of(player_lookup: str = ANN, **columns: Any) -> Features:
    """What the models knew of a starter at home for `DAY`, two days after his last game."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "features": features(18, 0),
        "is_home": True,
        "days_rest": 2,
        "feature_quality_score": 91,
        "quality_alert_level": "green",
        "default_feature_count": 0,
        "created_at": "2026-01-09T13:00:00Z",
    }
    return _row(Features, row, columns)


def features(season_average: Any, back_to_back: Any) -> list[Any]:
    """The array of features: the two that are read, and zeros around them."""
    return [0, 0, season_average, *[0] * 13, back_to_back, 0]


def fresh(player_lookup: str = ANN, **columns: Any) -> CompositeFactors:
    """How fresh a player is for `DAY`: 80, which is normal."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "fatigue_score": 80,
        "processed_at": "2026-01-09T12:00:00Z",
    }
    return _row(CompositeFactors, row, columns)


def boxed(player_lookup: str = ANN, **columns: Any) -> BoxScoreRow:
    """The official line of a player of BOS on `DAY`: 22 points in 33 minutes, over his line."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "team_abbr": "BOS",
        "opponent_team_abbr": "NYK",
        "season_year": 2025,
        "points": 22,
        "minutes_played": 33,
        "fg_makes": 8,
        "fg_attempts": 15,
        "three_pt_makes": 2,
        "three_pt_attempts": 6,
        "ft_makes": 4,
        "ft_attempts": 5,
        "points_line": "15.5",
        "over_under_result": "OVER",
        "is_dnp": False,
        "processed_at": "2026-01-10T09:00:00Z",
    }
    return _row(BoxScoreRow, row, columns)


def missed(player_lookup: str = ANN, **columns: Any) -> BoxScoreRow:
    """The official line of a player who did not play."""
    counts = "points minutes_played fg_makes fg_attempts three_pt_makes three_pt_attempts".split()
    rest = "ft_makes ft_attempts points_line over_under_result".split()
    return boxed(player_lookup, **dict.fromkeys([*counts, *rest]) | {"is_dnp": True} | columns)


def reported(player_lookup: str = ANN, **columns: Any) -> InjuryReport:
    """The injury report for the game of `DAY`: questionable."""
    row: Json = {
        "player_lookup": player_lookup,
        "report_date": DAY,
        "report_hour": 13,
        "injury_status": "questionable",
        "reason": "Left ankle",
        "game_date": DAY,
    }
    return _row(InjuryReport, row, columns)


def offered(player_lookup: str = ANN, **columns: Any) -> PointsProp:
    """The best price of over 15.5 points on `DAY`: -110."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_date": DAY,
        "points_line": "15.5",
        "bet_side": "over",
        "odds_american": -110,
        "is_best_line": True,
        "market_type": "points",
    }
    return _row(PointsProp, row, columns)


def defended(team_abbr: str = "NYK", **columns: Any) -> TeamDefense:
    """What a team allows, as seen on the day before `DAY`: 112 points a game."""
    row: Json = {
        "team_abbr": team_abbr,
        "analysis_date": "2026-01-08",
        "opponent_points_per_game": 112,
    }
    return _row(TeamDefense, row, columns)


def team_played(team_abbr: str = "BOS", **columns: Any) -> TeamGame:
    """A team's home game on the day before `DAY`: 110 points, and 100 possessions in 48 minutes."""
    row: Json = {
        "game_id": "20260108_NYK_BOS",
        "game_date": "2026-01-08",
        "team_abbr": team_abbr,
        "home_game": True,
        "points_scored": 110,
        "pace": 100,
        "possessions": 100,
        "quality_tier": "gold",
        "processed_at": "2026-01-09T08:00:00Z",
    }
    return _row(TeamGame, row, columns)


def zoned(player_lookup: str = ANN, **columns: Any) -> ShotZones:
    """Where a player shoots from, as seen on the day before `DAY`: from everywhere, in percent."""
    row: Json = {
        "player_lookup": player_lookup,
        "analysis_date": "2026-01-08",
        "paint_rate_last_10": 40,
        "mid_range_rate_last_10": 20,
        "three_pt_rate_last_10": 40,
    }
    return _row(ShotZones, row, columns)


def booked(player_lookup: str = ANN, **columns: Any) -> GamebookLine:
    """A player's minutes in the book of the game of `DAY`: 31.5."""
    row: Json = {
        "player_lookup": player_lookup,
        "game_id": GAME,
        "game_date": DAY,
        "minutes_decimal": "31.5",
        "processed_at": "2026-01-10T08:00:00Z",
    }
    return _row(GamebookLine, row, columns)


def performed(system_id: str = CHAMPION, **columns: Any) -> DailyPerformance:
    """One system's `DAY`: 5 of 8 decided picks won, 2 more pushed or void, 2 passed."""
    row: Json = {
        "game_date": DAY,
        "system_id": system_id,
        "predictions_count": 12,
        "recommendations_count": 10,
        "correct_count": 5,
        "incorrect_count": 3,
        "high_confidence_count": 4,
        "high_confidence_correct": 3,
        "over_win_rate": "0.6",
        "under_win_rate": "0.5",
        "within_3_pct": "0.25",
        "within_5_pct": "0.5",
        "mae": "4.5",
        "avg_bias": "-0.5",
        "computed_at": "2026-01-10T13:00:00Z",
    }
    return _row(DailyPerformance, row, columns)


def written(article_id: str = "a1", **columns: Any) -> NewsArticle:
    """An article of the morning before `DAY`."""
    row: Json = {
        "article_id": article_id,
        "source": "espn_nba",
        "title": "Ash sits with the starters",
        "source_url": f"https://news.example/{article_id}",
        "published_at": "2026-01-08T09:00:00Z",
    }
    return _row(NewsArticle, row, columns)


def noted(article_id: str = "a1", **columns: Any) -> NewsInsight:
    """What was made of an article soon after."""
    row: Json = {
        "article_id": article_id,
        "category": "performance",
        "headline": "Ash starts",
        "extracted_at": "2026-01-08T10:00:00Z",
    }
    return _row(NewsInsight, row, columns)


def linked(player_lookup: str = ANN, article_id: str = "a1", **columns: Any) -> NewsLink:
    """An article is about a player."""
    return _row(NewsLink, {"player_lookup": player_lookup, "article_id": article_id}, columns)


LeagueRow = ScheduledGame | TeamDefense | NewsArticle | NewsInsight


def league(*rows: LeagueRow, as_of: datetime = BEFORE) -> League:
    """The league of these rows; the game of `DAY` is in it unless another is."""
    found: dict[type[Row], list[Row]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return League({ScheduledGame: [scheduled()], **found}, as_of, CHAMPION)


def slate(among: League | None = None, game_date: date = DAY, as_of: datetime = BEFORE) -> Slate:
    """`DAY` before its game; with a league of the test's own, of that and as of its instant."""
    return (among or league(as_of=as_of)).slate(game_date)


def player(*rows: Row, among: League | None = None, lookup: str = ANN) -> PlayerRows:
    """One player's rows; `lookup` matters only where there is no row of him."""
    lookups = {str(getattr(row, "player_lookup")) for row in rows} or {lookup}  # noqa: B009
    (only,) = lookups
    found: dict[type[Row], list[Row]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return PlayerRows(only, found, among or league())


def players(*rows: Row, among: League | None = None) -> list[PlayerRows]:
    """Every player of these rows, in the order in which they come first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(getattr(row, "player_lookup")), []).append(row)  # noqa: B009
    return [player(*his, among=among) for his in found.values()]


def made(
    export: Export,
    of: Iterable[PlayerRows] | PlayerRows | Iterable[DailyPerformance] | Iterable[TeamGame],
    of_date: Slate,
    parameters: Parameters | None = None,
) -> Json:
    """The document as plain JSON, as it is published.

    A slate's is made of all players, a player's of the only one, a league's of its rows.
    """
    found: list[Any] = [of] if isinstance(of, PlayerRows) else list(of)
    body: msgspec.Struct | None = None
    if isinstance(export.made, OfSlate):
        of_slate = export.made
        pieces = [
            # Pieces travel between workers as bytes, and come in any order.
            msgspec.msgpack.decode(msgspec.msgpack.encode(piece), type=of_slate.piece)
            for one in reversed(found)
            for piece in reversed(list(of_slate.pieces(one, of_date)))
        ]
        body = of_slate.document(of_date, pieces, parameters or Parameters())
    elif isinstance(export.made, OfLeague):
        body = export.made.document(of_date, found)
    elif isinstance(export.made, OfPlayer):
        (one,) = found
        body = export.made.document(one, of_date, parameters or Parameters())
        body = export.made.without(one, of_date) if body is None else body
    assert body is not None
    document = orjson.loads(encode(body)[0])
    assert isinstance(document, dict)
    return document


def _row(row_type: type[R], defaults: Mapping[str, Any], columns: Mapping[str, Any]) -> R:
    known = set(row_type.__struct_fields__)
    assert columns.keys() <= known, f"{row_type.table} has no {columns.keys() - known}"
    empty = dict.fromkeys(row_type.__struct_fields__)
    return msgspec.convert({**empty, **defaults, **columns}, row_type)
