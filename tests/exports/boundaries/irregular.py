"""Rows as a warehouse should not have them and has them: every export looks at the same ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from publishing.rows import Row
from tests.exports.boundaries.boundary import Scene, scene
from tests.exports.boundaries.shared import of_games, played, with_gaps
from tests.exports.rows import (
    AFTER,
    DAY,
    GAME,
    LEAGUE_ID,
    OTHER_GAME,
    booked,
    boxed,
    defended,
    expected,
    features,
    fresh,
    graded,
    known_of,
    missed,
    offered,
    performed,
    predicted,
    registered,
    reported,
    scheduled,
    voided,
    zoned,
)

TOMORROW = "2026-01-10T20:00:00Z"
"""After both instants."""

ANCIENT = "2025-12-01T12:00:00Z"


def games() -> list[Row]:
    """A game in three versions, one postponed, one without scores, three that are none."""
    final: dict[str, Any] = {"game_status": 3, "home_team_score": 108, "away_team_score": 99}
    return [
        scheduled(),
        scheduled(game_status=2, processed_at="2026-01-10T01:00:00Z"),
        scheduled(**final, processed_at="2026-01-10T05:00:00Z"),
        scheduled(**final | {"home_team_score": 1}, processed_at=TOMORROW),
        scheduled("DET", "CHI", game_id="0022500552", game_status_text="PPD"),
        scheduled("UTA", "LAL", game_id="0022500553", game_status=3, game_date_est=None),
        scheduled("SAC", "SAS", game_id="0022500554", **final, processed_at=TOMORROW),
        scheduled("EST", "WST", game_id="0032500001"),
        scheduled("MIA", "ORL", game_id="0022500555", is_all_star=True),
    ]


def versions() -> list[Row]:
    """Players whose rows came several times, in versions of which one counts."""
    return [
        registered("twice", player_name="Old Name", season="2024-25"),
        registered("twice", player_name="New Name"),
        registered("twice", player_name="Later Name", processed_at=TOMORROW),
        registered("twice", player_name="Next Year", season="2026-27"),
        expected("twice", days_rest=9, processed_at=ANCIENT),
        expected("twice"),
        expected("twice", days_rest=8, processed_at=TOMORROW),
        predicted("twice", predicted_points=10, prediction_version=1),
        predicted("twice", predicted_points=20, prediction_version=2),
        predicted("twice", predicted_points=21, prediction_version=3, is_active=False),
        predicted("twice", predicted_points=22, prediction_version=3, created_at=TOMORROW),
        predicted("twice", predicted_points=23, system_id="ensemble_v1", prediction_version=9),
        graded("twice", recommendation="PASS", graded_at="2026-01-10T14:00:00Z"),
        graded("twice", actual_points=12, graded_at="2026-01-10T11:00:00Z"),
        graded("twice"),
        graded("twice", actual_points=50, graded_at=TOMORROW),
        known_of("twice", features=features(30, 1), created_at=ANCIENT),
        known_of("twice"),
        fresh("twice", fatigue_score=50, processed_at=ANCIENT),
        fresh("twice", fatigue_score=97, fatigue_context_json='"{\\"days_rest\\": 2}"'),
        boxed("twice", points=3, processed_at="2026-01-10T06:00:00Z"),
        boxed("twice"),
        boxed("twice", points=99, processed_at=TOMORROW),
        reported("twice", report_hour=9, injury_status="Out"),
        reported("twice"),
        reported("twice", report_hour=23, injury_status="out", processed_at=TOMORROW),
        offered("twice", odds_american=-120),
        offered("twice", odds_american=105, bet_side="UNDER"),
        offered("twice"),
        offered("twice", odds_american=150, market_type="assists"),
        offered("twice", odds_american=160, is_best_line=False),
        zoned("twice", paint_rate_last_10=70, analysis_date="2025-12-01"),
        zoned("twice", three_pt_rate_last_10=70, processed_at=ANCIENT),
        zoned("twice", mid_range_rate_last_10=40, processed_at="2026-01-08T12:00:00Z"),
        zoned("twice", paint_rate_last_10=90, processed_at=TOMORROW),
        booked("twice", minutes_decimal=None, processed_at="2026-01-10T09:00:00Z"),
        booked("twice"),
        booked("twice", minutes_decimal=48, processed_at=TOMORROW),
        *of_games("twice", range(18, 25)),
        *of_games("twice", range(8, 15), processed_at=ANCIENT),
    ]


def identities() -> list[Row]:
    """Players whose rows name their game otherwise, or a game that nothing knows."""
    return [
        expected("byleague", game_id=LEAGUE_ID),
        predicted("byleague", game_id=LEAGUE_ID),
        graded("byleague", game_id=LEAGUE_ID),
        known_of("byleague", game_id=LEAGUE_ID),
        registered("byleague", position="G"),
        boxed("byleague", game_id=LEAGUE_ID, minutes_played=None),
        booked("byleague", game_id=LEAGUE_ID),
        *of_games("byleague", range(14, 20), game_id="odd"),
        expected("byteams", game_id="401810001"),
        predicted("byteams"),
        expected("bynothing", game_id="401810002", team_abbr="BKN"),
        predicted("bynothing", game_id="401810002"),
        graded("bynothing", game_id="401810002"),
        expected("postponed", game_id=OTHER_GAME, team_abbr="CHI", opponent_team_abbr="DET"),
        predicted("postponed", game_id=OTHER_GAME, invalidation_reason="game_postponed"),
        predicted("unexpected"),
        predicted("elsewhere", game_id=OTHER_GAME),
        played("elsewhere", DAY - timedelta(2), team_abbr="CHI"),
        expected("doubled", game_id=GAME),
        expected("doubled", game_id=OTHER_GAME, team_abbr="CHI", opponent_team_abbr="DET"),
        predicted("doubled", game_id=OTHER_GAME),
    ]


def gaps() -> list[Row]:
    """Players of whom something is not known, who did not play, or for whom nothing was decided."""
    void = with_gaps("absent", [(20, 2), (21, 1), (30, 3), (8, 2)], 2)
    return [
        expected("absent"),
        predicted("absent"),
        voided("absent"),
        registered("absent", team_abbr=None),
        missed("absent"),
        zoned("absent", paint_rate_last_10=None, three_pt_rate_last_10=None),
        *void,
        missed("absent", game_date=DAY - timedelta(1), game_id="20260108_BOS_MIA"),
        played("absent", DAY - timedelta(20), points=None, over_under_result="UNDER"),
        expected("pushed"),
        predicted("pushed", current_points_line=22),
        graded("pushed", line_value=22, prediction_correct=None),
        registered("pushed"),
        boxed("pushed", opponent_team_abbr=None, assists=4, offensive_rebounds=2),
        expected("passed"),
        predicted("passed", recommendation="PASS"),
        graded("passed", recommendation="PASS", prediction_correct=None),
        voided("passedandabsent", recommendation="PASS"),
        graded("held", recommendation="HOLD", prediction_correct=None),
        graded("wordless", recommendation=None, prediction_correct=None, confidence_score=None),
        expected("noline", home_game=None, days_rest=None, back_to_back=None),
        predicted("noline", current_points_line=None, recommendation="NO_LINE", line_margin=None),
        predicted("estimated", line_source="ESTIMATED_AVG"),
        predicted("unsure", confidence_score=None, predicted_points=None, recommendation=None),
        predicted("yellow", quality_alert_level="yellow"),
        known_of("passed", features=None, is_home=None, days_rest=None),
        known_of("pushed", features=[], quality_alert_level=None),
        reported("absent", injury_status=None, reason=None),
        reported("pushed", game_date=DAY - timedelta(1), report_date=DAY - timedelta(1)),
        fresh("absent", fatigue_score=None, fatigue_context_json="no json"),
        *(
            played("benched", DAY - timedelta(2 * back), points=0, minutes_played=0)
            for back in range(1, 4)
        ),
        expected("benched"),
        predicted("benched", current_points_line="0.5", predicted_points=0),
        defended("NYK", opponent_points_per_game=None),
        defended("BOS", defensive_rating_last_15=110, paint_pct_allowed_last_15="0.5"),
        defended("CHI", analysis_date="2026-01-01"),
        defended("CHI", opponent_points_per_game=101, defensive_rating_last_15=108),
        performed(correct_count=None, incorrect_count=None, mae=None),
        performed(over_win_rate="0.9", computed_at=TOMORROW),
        performed("ensemble_v1", predictions_count=None, high_confidence_count=0),
        performed("ensemble_v1", game_date=DAY - timedelta(400)),
    ]


def rows() -> list[Row]:
    return [*games(), *versions(), *identities(), *gaps()]


IRREGULAR: dict[str, Scene] = {
    "irregular rows before the games": scene(*rows()),
    "irregular rows after the games": scene(*rows(), as_of=AFTER),
    "a date without games": scene(*rows(), day=DAY + timedelta(3), as_of=AFTER + timedelta(4)),
    "no row at all": scene(),
}
