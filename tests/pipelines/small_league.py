"""The rows of a small league: every table that a batch run reads, with versions and duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

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
)
from publishing.calendar import season_year
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines.small_games import (
    DAY,
    NAMES,
    PLAYERS,
    TEAMS,
    Found,
    Turn,
    Values,
    at,
    dates,
    last_spring,
    made,
    team_points,
)
from tests.pipelines.small_news import news
from tests.pipelines.small_teams import of_teams

Rows = dict[type[Row], list[Values]]
"""The rows of a warehouse, by type."""

CHAMPION, OTHER = "catboost_v9", "ensemble_v1"


def small_league() -> Rows:
    """Every row; what is known of a date to come was made on `DAY`."""
    rows: Rows = {
        RegisteredPlayer: list(registry()),
        BoxScoreRow: [row for _, row in map(box_score, last_spring())],
    }
    for number, (day, turns) in enumerate(dates()):
        found = [*_schedule(turns), *of_teams(turns)]
        for turn in turns:
            found += [*of_player(turn), *predicted(turn)]
            if day <= DAY:
                found += [box_score(turn), *beside(turn), *gradings(turn)]
        if day <= DAY:
            found += [*of_systems(day, number), *news(day, number)]
        for row_type, row in found:
            rows.setdefault(row_type, []).append(row)
    return rows


def _named(turn: Turn) -> Values:
    return {"player_lookup": turn.lookup, "game_id": turn.game, "game_date": turn.day}


def _schedule(turns: list[Turn]) -> Found:
    for turn in {turn.game: turn for turn in turns if turn.home}.values():
        game = {
            "game_id": turn.league_id,
            "game_date": turn.day,
            "game_date_est": at(turn.day, 24, 30 + turn.player),
            "game_status": 1,
            "game_status_text": "7:30 pm ET",
            "home_team_tricode": turn.team,
            "away_team_tricode": turn.opponent,
            "is_all_star": False,
            "processed_at": at(date(2025, 9, 1), 9),
        }
        yield ScheduledGame, game
        if turn.day <= DAY:
            yield (
                ScheduledGame,
                game
                | {
                    "game_status": 3,
                    "game_status_text": "Final",
                    "home_team_score": turn.team_points,
                    "away_team_score": team_points(turn.opponent, turn.number),
                    "processed_at": at(turn.day, 33),
                },
            )


def of_systems(day: date, number: int) -> Found:
    for place, system in enumerate((CHAMPION, OTHER)):
        # Each date is counted again an hour later, and then rightly.
        for hour in (31, 32):
            yield (
                DailyPerformance,
                {
                    "game_date": day,
                    "system_id": system,
                    "predictions_count": 12,
                    "recommendations_count": 10,
                    "correct_count": 5 + (number + place) % 3,
                    "incorrect_count": 3,
                    "high_confidence_count": 4,
                    "high_confidence_correct": 2 + number % 2,
                    "over_win_rate": Decimal("0.625"),
                    "under_win_rate": Decimal("0.5") + Decimal(number) / 100,
                    "within_3_pct": Decimal("0.25"),
                    "within_5_pct": Decimal("0.5"),
                    "mae": Decimal("4.5") + place + (hour == 31),
                    "avg_bias": Decimal("-0.75"),
                    "computed_at": at(day, hour),
                },
            )


def of_player(turn: Turn) -> Found:
    one = _named(turn)
    for hour, days in ((10, 9), (15, 1 if turn.tired else 2)):
        yield (
            GameContext,
            one
            | {
                "game_id": turn.said_id,
                "team_abbr": turn.team,
                "opponent_team_abbr": turn.opponent,
                "home_game": turn.home,
                "back_to_back": turn.tired,
                "days_rest": days,
                "created_at": made(turn.day, hour),
            },
        )
    yield (
        Features,
        one
        | {
            "features": [0.0, 0.0, turn.average / 3, *[0.0] * 13, float(turn.tired)],
            "is_home": turn.home,
            "days_rest": 1 if turn.tired else 2,
            "feature_quality_score": Decimal("91.25"),
            "quality_alert_level": "yellow" if turn.player == 7 else "green",
            "default_feature_count": 0,
            "created_at": made(turn.day, 13),
        },
    )
    yield (
        CompositeFactors,
        one
        | {
            "fatigue_score": 60 + (turn.player * 17 + turn.number) % 41,
            "fatigue_context_json": f'{{"games_last_7": {turn.number % 4}}}',
            "processed_at": made(turn.day, 12),
        },
    )
    for side, odds in (("over", -110 - turn.player), ("under", -105 + 230 * (turn.player % 2))):
        for best in (True, False):
            yield (
                PointsProp,
                {
                    "player_lookup": turn.lookup,
                    "game_date": turn.day,
                    "points_line": turn.line,
                    "bet_side": side,
                    "odds_american": odds - 5 * (not best),
                    "is_best_line": best,
                    "market_type": "points",
                    "created_at": made(turn.day, 14),
                },
            )
    if (turn.number + turn.player) % 5 == 0:
        yield (
            InjuryReport,
            {
                "player_lookup": turn.lookup,
                "report_date": min(turn.day, DAY),
                "report_hour": 17,
                "injury_status": "Out" if turn.player % 2 else "Questionable",
                "reason": "Knee; soreness",
                "game_date": turn.day,
                "processed_at": made(turn.day, 18),
            },
        )


def predicted(turn: Turn) -> Found:
    for system, version in ((CHAMPION, 2), (CHAMPION, 1), (OTHER, 1)):
        points = turn.predicted + (system == OTHER) - 3 * (system == CHAMPION and version == 1)
        yield (
            Prediction,
            _named(turn)
            | {
                "game_id": turn.said_id,
                "system_id": system,
                "predicted_points": points,
                "confidence_score": turn.confidence,
                "recommendation": turn.recommendation,
                "current_points_line": turn.line,
                "line_source": "NO_PROP_LINE" if turn.line is None else "ACTUAL_PROP",
                "line_margin": None if turn.line is None else points - turn.line,
                "pace_adjustment": Decimal("1.5"),
                "similar_games_count": turn.player,
                "quality_alert_level": "yellow" if turn.player == 7 else "green",
                "feature_quality_score": Decimal("91.25"),
                "default_feature_count": 0,
                "is_active": True,
                "prediction_version": version,
                "created_at": made(turn.day, 14),
                "updated_at": made(turn.day, 14),
            },
        )


def box_score(turn: Turn) -> tuple[type[Row], Values]:
    points, line = turn.points, turn.line
    row = _named(turn) | {
        "team_abbr": turn.team,
        "opponent_team_abbr": turn.opponent,
        "season_year": season_year(turn.day),
        "is_dnp": points is None,
        "processed_at": at(turn.day, 33),
    }
    if points is not None:
        row |= {
            "points": points,
            # The box score lacks some minutes; the gamebook has them.
            "minutes_played": None if turn.number == 5 else _minutes(turn),
            "assists": turn.player % 5,
            "offensive_rebounds": turn.number % 3,
            "defensive_rebounds": 2 + turn.player % 4,
            "steals": turn.number % 2,
            "blocks": turn.player % 2,
            "turnovers": (turn.number + turn.player) % 4,
            "fg_makes": points // 3,
            "fg_attempts": points // 2 + 4,
            "three_pt_makes": points // 9,
            "three_pt_attempts": points // 5,
            "ft_makes": 2,
            "ft_attempts": 3,
            "points_line": line,
            "over_under_result": None if line is None else "OVER" if points > line else "UNDER",
        }
    return BoxScoreRow, row


def _minutes(turn: Turn) -> Decimal:
    return turn.player + Decimal("20.5")


def beside(turn: Turn) -> Found:
    """What is known of a game beside its box score: the gamebook, and where he shot from."""
    one = _named(turn)
    minutes = None if turn.points is None else _minutes(turn)
    # Half of the book is there twice, and the newer row has lost its minutes.
    for hour, said in ((29, minutes), (30, None))[: 2 - turn.player % 2]:
        yield GamebookLine, one | {"minutes_decimal": said, "processed_at": at(turn.day, hour)}
    if turn.player == 4:
        # Nobody analysed him.
        return
    three = Decimal(10 + turn.player * 5 + turn.number % 4)
    for hour, paint in ((10, Decimal(1)), (11, (100 - three) * (2 + turn.player % 5) / 8)):
        yield (
            ShotZones,
            {
                "player_lookup": turn.lookup,
                "analysis_date": turn.day,
                "paint_rate_last_10": paint,
                "mid_range_rate_last_10": 100 - three - paint,
                "three_pt_rate_last_10": three,
                "processed_at": made(turn.day, hour),
            },
        )


def gradings(turn: Turn) -> Found:
    points, line = turn.points, turn.line
    picked = points is not None and line is not None and turn.recommendation in ("OVER", "UNDER")
    # The champion's first grading is put right an hour later.
    for system, hour in ((CHAMPION, 31), (CHAMPION, 32), (OTHER, 31)):
        predicted = turn.predicted + (system == OTHER)
        wrong = None if points is None else predicted - points
        right = (turn.recommendation == "OVER") == ((points or 0) > (line or 0))
        yield (
            Grading,
            _named(turn)
            | {
                "system_id": system,
                "team_abbr": turn.team,
                "opponent_team_abbr": turn.opponent,
                "predicted_points": predicted,
                "confidence_score": turn.confidence / 100,
                "recommendation": turn.recommendation,
                "line_value": line,
                "line_source": "NO_PROP_LINE" if line is None else "ACTUAL_PROP",
                "actual_points": points,
                "minutes_played": None if points is None else Decimal("20.5"),
                "absolute_error": None if wrong is None else abs(wrong) + (hour == 31),
                "signed_error": wrong,
                "prediction_correct": right if picked else None,
                "within_3_points": wrong is not None and abs(wrong) <= 3,
                "within_5_points": wrong is not None and abs(wrong) <= 5,
                "is_voided": points is None,
                "graded_at": at(turn.day, hour),
            },
        )


def registry() -> Iterator[Values]:
    for number, name in enumerate(NAMES):
        for season, day in (("2024-25", date(2024, 9, 30)), ("2025-26", date(2025, 9, 30))):
            yield {
                "player_lookup": PLAYERS[number],
                "player_name": name if season == "2025-26" else name.upper(),
                "season": season,
                "team_abbr": TEAMS[number // 2],
                "position": "GFC"[number % 3],
                "processed_at": at(day, 9),
            }
