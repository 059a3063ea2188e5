"""`tonight/all-players.json` (core 5): the document, its games, and what joins them to players."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from publishing.exports.tonight_all_players import TONIGHT_ALL_PLAYERS
from publishing.rows import ScheduledGame
from tests.exports.past import OVER, played, sat_out
from tests.exports.rows import (
    AFTER,
    GAME,
    Json,
    expected,
    fresh,
    league,
    made,
    offered,
    predicted,
    registered,
    reported,
    scheduled,
    slate,
)
from tests.exports.tonight import document

FINAL: Json = {"game_status": 3, "home_team_score": 110, "away_team_score": 98}


def games(*rows: ScheduledGame, as_of: datetime = AFTER) -> list[Json]:
    found = document(among=league(*rows, as_of=as_of))["games"]
    assert isinstance(found, list)
    return found


def game(**columns: Any) -> Json:
    (only,) = games(scheduled(**columns))
    return only


def ids(*rows: ScheduledGame) -> list[str]:
    return [one["game_id"] for one in games(*rows)]


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(
        expected(),
        predicted(),
        registered(),
        fresh(),
        reported(),
        offered(),
        offered(bet_side="under", odds_american=120),
        played(2, **{**OVER, "points": 24}, minutes_played="35.5"),
        sat_out(4),
        played(6, 18, minutes_played="30.2"),
    )
    card = {
        "player_lookup": "annash",
        "name": "Ann Ash",
        "team": "BOS",
        "is_home": True,
        "has_line": True,
        "fatigue_level": "normal",
        "fatigue_score": 80.0,
        "days_rest": 2,
        "injury_status": "questionable",
        "injury_reason": "Left ankle",
        "season_ppg": 21.0,
        "season_mpg": 32.8,
        "minutes_avg": 32.8,
        "last_5_ppg": 21.0,
        "games_played": 2,
        "limited_data": True,
        "recent_form": "Neutral",
        "last_10_points": [24, None, 18],
        "last_10_lines": [15.5, None, None],
        "last_10_results": ["O", "DNP", "-"],
        "last_10_record": "1-0",
        "last_10_vs_avg": ["O", "DNP", "U"],
        "last_10_avg_record": "1-1",
        "props": [{"stat_type": "points", "line": 15.5, "over_odds": -110, "under_odds": 120}],
        "prediction": {
            "predicted": 19.5,
            "confidence": 92.0,
            "recommendation": "OVER",
            "factors": ["Solid edge (4.0 points from the line)"],
        },
    }
    whole = {
        "game_date": "2026-01-09",
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "total_players": 1,
        "total_with_lines": 1,
        "games": [
            {
                "game_id": GAME,
                "home_team": "BOS",
                "away_team": "NYK",
                "game_time": "7:30 PM ET",
                "game_status": "scheduled",
                "home_score": None,
                "away_score": None,
                "player_count": 1,
                "players": [card],
            }
        ],
    }
    assert orjson.dumps(found) == orjson.dumps(whole)


def test_games_stand_by_tip_off_then_id_and_those_without_one_last() -> None:
    late, early = "2026-01-10T03:00:00Z", "2026-01-10T00:00:00Z"
    assert ids(
        scheduled("DEN", "LAL", game_id="1", game_date_est=late),
        scheduled("ATL", "MIA", game_id="2", game_date_est=None),
        scheduled("PHI", "TOR", game_id="3", game_date_est=early),
        scheduled("DET", "CHI", game_id="4", game_date_est=early),
    ) == ["20260109_DET_CHI", "20260109_PHI_TOR", "20260109_DEN_LAL", "20260109_ATL_MIA"]


@pytest.mark.parametrize(
    ("status", "word"),
    [(1, "scheduled"), (2, "in_progress"), (3, "final"), (4, "scheduled"), (0, "scheduled")],
)
def test_the_word_of_a_status(status: int, word: str) -> None:
    assert game(**{**FINAL, "game_status": status})["game_status"] == word


def test_a_status_that_is_missing_is_scheduled() -> None:
    assert game(game_status=None)["game_status"] == "scheduled"


@pytest.mark.parametrize(
    ("status", "scores"), [(1, (None, None)), (2, (110, 98)), (3, (110, 98)), (4, (None, None))]
)
def test_scores_are_public_once_a_game_has_begun(status: int, scores: tuple[Any, Any]) -> None:
    found = game(**{**FINAL, "game_status": status})
    assert (found["home_score"], found["away_score"]) == scores


def test_a_running_game_without_scores_in_the_schedule() -> None:
    found = game(game_status=2)
    assert (found["game_status"], found["home_score"]) == ("in_progress", None)


@pytest.mark.parametrize(
    ("tip_off", "text"),
    [
        ("2026-01-10T00:30:00Z", "7:30 PM ET"),
        ("2026-01-09T17:00:00Z", "12:00 PM ET"),
        ("2026-01-09T16:59:00Z", "11:59 AM ET"),
        ("2026-01-10T05:05:00Z", "12:05 AM ET"),
        ("2026-01-09T19:30:00-05:00", "7:30 PM ET"),
        (None, None),
    ],
)
def test_d12_d26_the_tip_off_is_eastern_and_so_is_its_label(
    tip_off: str | None, text: str | None
) -> None:
    """Not space-padded, not zero-padded, and not UTC's hour under Eastern's name."""
    assert game(game_date_est=tip_off)["game_time"] == text


def test_d12_summer_is_daylight_time() -> None:
    day = date(2026, 6, 9)
    june = scheduled(game_id="0042500401", game_date=day, game_date_est="2026-06-10T00:30:00Z")
    among = league(june, as_of=datetime(2026, 6, 9, 18, tzinfo=UTC))
    found = made(TONIGHT_ALL_PLAYERS, [], slate(among, day))
    assert found["games"][0]["game_time"] == "8:30 PM ET"


@pytest.mark.parametrize("text", ["PPD", "Postponed", "ppd", "Cancelled", "Canceled"])
@pytest.mark.parametrize("status", [1, 2, 3])
def test_d26_a_postponed_game_is_scheduled_without_scores(text: str, status: int) -> None:
    found = game(game_status_text=text, **{**FINAL, "game_status": status})
    assert [found[key] for key in ("game_status", "home_score", "away_score")] == [
        "scheduled",
        None,
        None,
    ]


@pytest.mark.parametrize("score", [None, 0])
@pytest.mark.parametrize("side", ["home_team_score", "away_team_score"])
def test_d26_no_game_is_final_without_its_scores(score: int | None, side: str) -> None:
    """Core 14.14: `Final` without a score is what the schedule says of a postponed game."""
    found = game(**{**FINAL, side: score})
    assert [found[key] for key in ("game_status", "home_score", "away_score")] == [
        "scheduled",
        None,
        None,
    ]


def test_d26_d18_a_game_with_two_statuses_is_listed_once() -> None:
    """The higher status wins, whichever row is newer or comes first; then the newer row."""
    begun = scheduled(game_status=2, processed_at="2026-01-10T01:00:00Z")
    early = scheduled(processed_at="2026-01-10T02:00:00Z", game_date_est="2026-01-10T00:00:00Z")
    for rows in ((begun, early), (early, begun)):
        (only,) = games(*rows)
        assert (only["game_status"], only["game_time"]) == ("in_progress", "7:30 PM ET")
    newer = scheduled(processed_at="2026-01-01T13:00:00Z", game_date_est="2026-01-10T01:00:00Z")
    for rows in ((scheduled(), newer), (newer, scheduled())):
        assert [one["game_time"] for one in games(*rows)] == ["8:00 PM ET"]


def test_d25_a_score_that_came_after_the_as_of_is_not_known() -> None:
    row = scheduled(**FINAL, processed_at="2026-01-10T06:00:00Z")
    at, before = "2026-01-10T06:00:00+00:00", "2026-01-10T05:59:59+00:00"
    known = [games(row, as_of=datetime.fromisoformat(text))[0] for text in (at, before)]
    assert [one["game_status"] for one in known] == ["final", "scheduled"]
    assert [one["home_score"] for one in known] == [110, None]


@pytest.mark.parametrize(
    "columns",
    [
        {"is_all_star": True},
        {"game_id": "0032500001"},
        {"game_id": "0012500001"},
        {"home_team_tricode": "STP"},
        {"away_team_tricode": "RMD"},
    ],
    ids=["all-star", "all-star's id", "preseason", "all-star team", "foreign team"],
)
def test_d26_all_star_rows_and_exhibitions_are_no_games(columns: Json) -> None:
    assert games(scheduled(**columns)) == []


@pytest.mark.parametrize("game_id", ["0042500101", "0052500101", "0062500001", "18447123"])
def test_every_game_that_counts_is_a_game(game_id: str) -> None:
    assert ids(scheduled(game_id=game_id)) == [GAME]


def test_d10_a_late_game_belongs_to_the_date_of_the_schedule() -> None:
    """Its tip-off is on the next date in UTC, and after midnight in Eastern time."""
    late = scheduled("DEN", "LAL", game_id="1", game_date_est="2026-01-10T05:10:00Z")
    other = scheduled("DET", "CHI", game_id="2", game_date="2026-01-10")
    (only,) = games(late, other)
    assert (only["game_id"], only["game_time"]) == ("20260109_DEN_LAL", "12:10 AM ET")
