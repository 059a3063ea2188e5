"""`trends/tonight-trend-plays.json` (trends 10): the document, its order, who is in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from publishing.exports.tonight_trend_plays import TONIGHT_TREND_PLAYS
from publishing.league import League
from publishing.rows import BoxScoreRow, ScheduledGame
from tests.exports.past import OVER, every_other_day, letters, played
from tests.exports.planned import planned, published
from tests.exports.rows import (
    BEFORE,
    CHAMPION,
    Json,
    league,
    made,
    players,
    registered,
    scheduled,
    slate,
)
from tests.exports.trend_plays import document, lookups, play, with_gaps

SURGE = (25, 25, 25, 25, 25, 17, 18, 17, 18, 17, 18, 17, 18, 17, 18)
"""Means of 25 and 20."""

FRESH_GAMES = [(24, 3)] * 5 + [(19, 2)] * 5


def game(columns: Json, *rows: Any) -> Json:
    return document(*rows, among=league(scheduled(**columns)))


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(*letters("UUUOO"), registered(position="F-C"))
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "game_date": "2026-01-09",
            "games_tonight": 1,
            "total_trend_plays": 1,
            "trend_plays": [
                {
                    "player_lookup": "annash",
                    "player_full_name": "Ann Ash",
                    "team_abbr": "BOS",
                    "position": "F-C",
                    "trend_type": "streak",
                    "trend_direction": "under",
                    "trend_details": {
                        "streak_length": 3,
                        "avg_margin": -1.3,
                        "hit_rate_l10": 0.4,
                    },
                    "confidence": "medium",
                    "tonight": {"opponent": "NYK", "game_time": "7:30 PM ET", "home": True},
                }
            ],
            "by_trend_type": {"streak": 1, "momentum": 0, "rest": 0},
        }
    )


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        (letters("OOO"), ["streak_length", "avg_margin", "hit_rate_l10"]),
        (
            every_other_day(*SURGE),
            ["momentum_type", "l5_avg", "l15_avg", "pct_change", "ppg_change"],
        ),
        (
            with_gaps(3, FRESH_GAMES),
            "rest_status days_rest rested_avg b2b_avg overall_avg rest_impact sample_games".split(),
        ),
    ],
)
def test_each_type_has_keys_of_its_own(rows: list[BoxScoreRow], keys: list[str]) -> None:
    assert list(play(*rows)["trend_details"]) == keys


def test_a_date_without_games_is_empty_and_present() -> None:
    among = League({ScheduledGame: []}, BEFORE, CHAMPION)
    assert document(*letters("OOOOO"), among=among) == {
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "game_date": "2026-01-09",
        "games_tonight": 0,
        "total_trend_plays": 0,
        "trend_plays": [],
        "by_trend_type": {"streak": 0, "momentum": 0, "rest": 0},
    }


def test_games_that_nobody_is_in_a_trend_for() -> None:
    found = document(*letters("OUOUO"))
    assert (found["games_tonight"], found["total_trend_plays"]) == (1, 0)
    assert found["trend_plays"] == []


def test_a_player_has_one_play_and_every_type_is_counted() -> None:
    """A streak is kept before momentum, and momentum before rest (vector 22)."""
    lined = [played(2 + 2 * n, **{**OVER, "points": 25}) for n in range(3)]
    both = [*lined, *every_other_day(*SURGE)[3:]]
    found = document(*both)
    assert found["by_trend_type"] == {"streak": 1, "momentum": 1, "rest": 0}
    assert [one["trend_type"] for one in found["trend_plays"]] == ["streak"]
    assert found["total_trend_plays"] == 1


def test_momentum_is_kept_before_rest() -> None:
    rested = [played(3 + 3 * n, 30) for n in range(5)]
    found = document(*rested, *(played(18 + n, 10) for n in range(12)))
    assert found["by_trend_type"] == {"streak": 0, "momentum": 1, "rest": 1}
    assert [one["trend_type"] for one in found["trend_plays"]] == ["momentum"]


def test_the_sure_come_first_then_by_type_then_by_its_own_order() -> None:
    sure_rest = [(26, 3)] * 10 + [(20, 1)] * 10
    rows = [
        *letters("OOO", "streakmedium"),
        *letters("UUUUUU", "streakhigh"),
        *every_other_day(*SURGE, lookup="momentumhigh"),
        *every_other_day(*[18] * 5, *[24] * 10, lookup="momentummedium"),
        *with_gaps(3, sure_rest, "resthigh"),
        *with_gaps(3, FRESH_GAMES, "restmedium"),
        *letters("OOOO", "longermedium"),
    ]
    expected = (
        "streakhigh momentumhigh resthigh longermedium streakmedium momentummedium restmedium"
    )
    assert lookups(*rows) == lookups(*rows[::-1]) == expected.split()


def test_ties_end_with_the_lookup() -> None:
    rows = [row for name in ("cy", "ann", "bob") for row in letters("OOO", name)]
    assert lookups(*rows) == ["ann", "bob", "cy"]


def test_vector_18_names_and_positions_come_from_the_newest_season() -> None:
    rows = [
        registered(player_name="A. Ash", position="G", season="2024-25"),
        registered(player_name="Ann Ash", position="G-F"),
    ]
    for turn in (rows, rows[::-1]):
        found = play(*letters("OOO"), *turn)
        assert (found["player_full_name"], found["position"]) == ("Ann Ash", "G-F")
    unknown = play(*letters("OOO"))
    assert (unknown["player_full_name"], unknown["position"]) == ("annash", None)


def test_the_position_within_a_season_is_that_of_the_team_he_last_played_for() -> None:
    rows = [
        registered(team_abbr="UTA", position="C", last_game_date="2025-12-01"),
        registered(team_abbr="BOS", position="F", last_game_date="2026-01-07"),
        registered(team_abbr="ATL", position="G", last_game_date=None),
    ]
    for turn in (rows, rows[::-1]):
        assert play(*letters("OOO"), *turn)["position"] == "F"


@pytest.mark.parametrize(
    ("tip_off", "text"),
    [
        ("2026-01-10T00:30:00Z", "7:30 PM ET"),
        ("2026-01-10T03:00:00Z", "10:00 PM ET"),
        ("2026-01-09T19:30:00-05:00", "7:30 PM ET"),
        (None, None),
    ],
)
def test_vector_14_d12_d26_the_tip_off_is_eastern(tip_off: str | None, text: str | None) -> None:
    """UTC's hour stood under Eastern's name: `12:30 AM ET`."""
    found = game({"game_date_est": tip_off}, *letters("OOO"))
    assert found["trend_plays"][0]["tonight"]["game_time"] == text


def test_tonight_is_that_of_his_team() -> None:
    rows = [played(2 + 2 * n, team_abbr="NYK", **OVER) for n in range(3)]
    found = play(*rows)
    assert found["team_abbr"] == "NYK"
    assert found["tonight"] == {"opponent": "BOS", "game_time": "7:30 PM ET", "home": False}


def test_whose_team_does_not_play_is_not_there() -> None:
    rows = [played(2 + 2 * n, team_abbr="MIA", **OVER) for n in range(3)]
    found = document(*rows)
    assert (found["trend_plays"], found["by_trend_type"]["streak"]) == ([], 0)


@pytest.mark.parametrize(
    "columns",
    [
        {"game_status": 2},
        {"game_status": 3, "home_team_score": 110, "away_team_score": 98},
        {"game_status_text": "PPD"},
    ],
)
def test_a_game_is_tonights_whatever_its_state(columns: Json) -> None:
    """Trends 1.10: running, finished and postponed games count."""
    found = game(columns, *letters("OOO"))
    assert (found["games_tonight"], found["total_trend_plays"]) == (1, 1)


@pytest.mark.parametrize(
    "columns",
    [
        {"is_all_star": True},
        {"game_id": "0032500001"},
        {"game_id": "0012500001"},
        {"away_team_tricode": "RMD"},
    ],
)
def test_d26_all_star_games_and_exhibitions_are_no_games(columns: Json) -> None:
    found = game(columns, *letters("OOO"))
    assert (found["games_tonight"], found["total_trend_plays"]) == (0, 0)


def test_a_game_with_two_rows_is_one_game_tonight() -> None:
    rows = (scheduled(), scheduled(game_status=2), scheduled("DET", "CHI", game_id="2"))
    assert document(among=league(*rows))["games_tonight"] == 2


def test_d10_a_late_game_is_tonights_and_tomorrows_is_not() -> None:
    """Both tip off on the next date in UTC."""
    day = date(2026, 1, 10)
    late = scheduled("DEN", "LAL", game_id="1", game_date_est="2026-01-10T05:10:00Z")
    next_one = scheduled(game_id="2", game_date=day, game_date_est="2026-01-10T20:00:00Z")
    among = league(late, next_one, as_of=datetime(2026, 1, 10, 4, tzinfo=UTC))
    rows = players(*letters("OOO"), among=among)
    assert made(TONIGHT_TREND_PLAYS, rows, slate(among))["trend_plays"] == []
    assert made(TONIGHT_TREND_PLAYS, rows, slate(among, day))["total_trend_plays"] == 1


def test_d1_both_paths_have_the_same_bytes() -> None:
    found = published(planned(TONIGHT_TREND_PLAYS, *letters("OOO")))
    assert set(found) == {"trends/tonight-trend-plays.json", "trends/tonight-plays.json"}
    assert len({orjson.dumps(body) for body in found.values()}) == 1
