"""Warehouse rows to reference events: one row per key, and nothing from the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from publishing.live import feed, reference
from publishing.rows import (
    RegisteredPlayer,
    SourcePlayer,
)
from tests.live.payloads import KEY, LEAGUE_ID
from tests.live.warehouse_rows import (
    DAY,
    HOUR,
    NOON,
    games,
    picks,
    planned,
    predicted,
)


def test_a_scheduled_game() -> None:
    assert games(planned()) == [
        feed.SlateGame(
            key=KEY,
            league_id=LEAGUE_ID,
            away="NYK",
            home="BOS",
            tip_off=datetime(2026, 1, 10, 0, 30, tzinfo=UTC),
            status="scheduled",
            home_score=None,
            away_score=None,
        )
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"game_status": 1}, "scheduled"),
        ({"game_status": 2}, "in_progress"),
        ({"game_status": None}, "scheduled"),
        ({"game_status": 3, "home_team_score": 101, "away_team_score": 99}, "final"),
        ({"game_status": 3}, "scheduled"),
        ({"game_status": 3, "home_team_score": 0, "away_team_score": 0}, "scheduled"),
        ({"game_status": 3, "game_status_text": "PPD"}, "postponed"),
        ({"game_status": 1, "game_status_text": "Postponed"}, "postponed"),
    ],
)
def test_incident_17_a_final_needs_scores_and_postponed_is_a_state(
    fields: dict[str, Any], status: str
) -> None:
    (found,) = games(planned(**fields))
    assert found.status == status
    assert (found.home_score is not None) is (status == "final")


def test_incident_17_one_id_on_two_dates_is_one_game_on_each() -> None:
    moved = planned(game_date=date(2026, 2, 3), game_status=3)
    assert [found.key for found in games(planned(), moved)] == [KEY]


def test_d18_of_a_game_the_highest_status_then_the_newest() -> None:
    running = planned(game_status=2)
    newer = planned(game_status=1, processed_at=NOON)
    assert games(running, newer)[0].status == "in_progress"
    assert games(newer, running)[0].status == "in_progress"
    tip = datetime(2026, 1, 10, 1, tzinfo=UTC)
    assert games(planned(), planned(game_date_est=tip, processed_at=NOON))[0].tip_off == tip


def test_d25_status_and_scores_are_known_only_after_they_were_processed() -> None:
    over = planned(game_status=3, home_team_score=101, away_team_score=99, processed_at=NOON + HOUR)
    (before,) = games(over)
    assert (before.status, before.home_score, before.tip_off) == (
        "scheduled",
        None,
        over.game_date_est,
    )
    assert games(over, at=NOON + HOUR)[0].status == "final"
    assert games(planned(game_status=2), over)[0].status == "in_progress"


@pytest.mark.parametrize("game_id", ["0012500001", "0032500001"])
def test_incident_47_exhibitions_are_left_out(game_id: str) -> None:
    assert games(planned(game_id=game_id)) == []


@pytest.mark.parametrize("game_id", ["0022500001", "0042500001", "0052500001", "0062500001"])
def test_incident_47_what_counts_is_kept(game_id: str) -> None:
    assert len(games(planned(game_id=game_id))) == 1


@pytest.mark.parametrize("code", ["EST", "RMD", "", "bos"])
def test_incident_47_other_teams_are_left_out(code: str) -> None:
    assert games(planned(home_team_tricode=code), planned(away_team_tricode=code)) == []


def test_vector_15_highest_version_then_newest() -> None:
    old = predicted(prediction_version=2, predicted_points=Decimal(2), updated_at=NOON - HOUR)
    new = predicted(prediction_version=2, predicted_points=Decimal(3), updated_at=NOON)
    first = predicted(prediction_version=1, predicted_points=Decimal(1), updated_at=NOON)
    for rows in ((old, new, first), (first, new, old), (new, first, old)):
        assert [pick.predicted for pick in picks(*rows)] == [3]


def test_vector_15_two_systems_are_one_row_of_the_champion() -> None:
    other = predicted(system_id="moving_average", prediction_version=9, predicted_points=Decimal(1))
    assert [pick.predicted for pick in picks(other, predicted())] == [Decimal("12.4")]
    assert picks(other) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"is_active": False},
        {"invalidation_reason": "scratched"},
        {"game_date": date(2026, 1, 8)},
        {"created_at": NOON + HOUR},
    ],
)
def test_predictions_that_do_not_count(fields: dict[str, Any]) -> None:
    assert picks(predicted(**fields)) == []
    assert len(picks(predicted(**fields), predicted())) == 1


def test_d25_a_later_version_counts_from_its_creation() -> None:
    later = predicted(prediction_version=2, created_at=NOON + HOUR, predicted_points=Decimal(1))
    assert picks(predicted(), later)[0].predicted == Decimal("12.4")
    assert picks(predicted(), later, at=NOON + HOUR)[0].predicted == 1
    assert reference.prediction_moments([predicted(), later]) == {NOON - HOUR, NOON + HOUR}


def test_a13_a_line_that_is_not_said_to_be_there_is_not() -> None:
    assert picks(predicted())[0].has_line is False
    assert picks(predicted(has_prop_line=True))[0].has_line is True


def test_vector_32_numbers_that_are_none_become_null() -> None:
    (found,) = picks(predicted(predicted_points=Decimal("NaN"), confidence_score=Decimal("Inf")))
    assert (found.predicted, found.confidence, found.line) == (None, None, Decimal("9.5"))


def test_names_of_the_newest_season_that_was_known() -> None:
    def named(name: str, season: str, at: datetime | None = NOON - HOUR) -> RegisteredPlayer:
        return RegisteredPlayer("annash", name, season, at)

    def known(*players: RegisteredPlayer) -> str:
        return reference.names(players, [], NOON).by_lookup["annash"]

    old, new = named("Ann A.", "2024-25"), named("Ann Ash", "2025-26")
    later = named("Ann Later", "2026-27", NOON + HOUR)
    assert known(old, new) == known(new, old) == known(later, old, new) == "Ann Ash"
    assert known(later) == "Ann Later"
    assert known(old, named("Ann Newer", "2024-25", NOON)) == "Ann Newer"


def test_source_ids_of_the_newest_game() -> None:
    rows = [
        SourcePlayer(7, "annash", "Ann Ash", DAY),
        SourcePlayer(7, "other", "Other One", DAY - timedelta(days=1)),
        SourcePlayer(8, "cycole", None, DAY),
    ]
    for order in (rows, rows[::-1]):
        found = reference.names([], order, NOON).by_source_id
        assert found == {7: ("annash", "Ann Ash"), 8: ("cycole", "")}


def test_the_id_map_gives_canonical_lookups() -> None:
    found = reference.names(
        [RegisteredPlayer("lukadoncic", "Luka Dončić", "2025-26")],
        [
            SourcePlayer(132, "lukadoni", "Luka Dončić", DAY),
            SourcePlayer(None, "nobody", "No Body", DAY),
        ],
        NOON,
    )
    assert found.by_source_id == {132: ("lukadoncic", "Luka Dončić")}


def test_the_registry_tells_namesakes_apart() -> None:
    found = reference.names(
        [RegisteredPlayer("annash02", "Ann Ash", "2025-26")],
        [SourcePlayer(7, "annash02", "Ann Ash", DAY)],
        NOON,
    )
    assert found.by_source_id == {7: ("annash02", "Ann Ash")}
