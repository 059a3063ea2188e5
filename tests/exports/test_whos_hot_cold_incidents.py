"""What went wrong with who is hot or cold (trends 4.6), and how tonight is told (trends 1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest

from publishing.documents import Document
from publishing.exports.whos_hot_cold import WHOS_HOT_COLD
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.lines import document, hot, lookups, margins
from tests.exports.past import played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    Json,
    expected,
    league,
    registered,
    scheduled,
)

PATH = "trends/whos-hot-v2.json"


def run(*rows: Row, among: League) -> list[Document]:
    return planned(WHOS_HOT_COLD, *rows, among=among)


def without_lines(games: int) -> list[BoxScoreRow]:
    return [played(2 * back) for back in range(1, games + 1)]


# Incidents and defects (trends 4.6)


def test_incident_results_that_went_missing_do_not_empty_the_public_lists() -> None:
    """2026-02-11: no result at all, because lines were joined on another game id."""
    good = run(*margins("6x1"), among=league(as_of=BEFORE))
    lost = run(*without_lines(6), among=league(as_of=AFTER))
    (document,) = lost
    assert "no player with 5 decided games" in document.lacks
    assert published(good, lost)[PATH]["total_qualifying_players"] == 1
    mended = run(*margins("6x1"), among=league(as_of=AFTER + timedelta(hours=1)))
    assert published(lost, mended)[PATH]["total_qualifying_players"] == 1


def test_lists_that_are_rightly_empty_are_published() -> None:
    """Early in a season nobody has played five games."""
    good = run(*margins("6x1"), among=league(as_of=BEFORE))
    early = run(*margins("4x1"), *without_lines(4), among=league(as_of=AFTER))
    assert published(good, early)[PATH]["total_qualifying_players"] == 0


@pytest.mark.parametrize("games", [[], [scheduled(game_status_text="Postponed")]])
def test_a_break_lacks_nothing(games: Sequence[Row]) -> None:
    (document,) = run(*without_lines(6), among=_league(*games))
    assert not document.lacks


def test_incident_a_player_in_both_lists_has_a_rank_of_each() -> None:
    """Of 12 players the hot ranks were 1, 2, 10, 9, 8 …: both lists were the same objects."""
    rows = [row for place in range(12) for row in margins(f"5x{9 - place}", f"p{place:02}")]
    found = document(*rows)
    assert [one["rank"] for one in found["hot"]] == list(range(1, 11))
    assert [one["rank"] for one in found["cold"]] == list(range(1, 11))
    assert len({*lookups(found["hot"])} & {*lookups(found["cold"])}) == 8


def test_d26_the_streak_term_stays_as_it_is_a_streak_of_unders_heats() -> None:
    cold, streak = hot(*margins("1 5x-5")), hot(*margins("5x-5 1"))
    assert cold["avg_margin"] == streak["avg_margin"]
    assert cold["hit_rate"] == streak["hit_rate"]
    assert streak["heat_score"] > cold["heat_score"]


def test_d24_a_traded_player_is_with_the_team_of_his_newest_game() -> None:
    """It was the last team by alphabet."""
    rows = margins("6x1")
    before = [_of(row, "WAS") for row in rows[2:]]
    assert hot(*rows[:2], *before)["team_abbr"] == "BOS"
    assert hot(*(_of(row, "ATL") for row in rows[:2]), *before)["team_abbr"] == "ATL"


def test_d24_the_newest_game_counts_whether_it_was_decided_or_not() -> None:
    found = hot(played(1, team_abbr="NYK"), *margins("6x1"))
    assert (found["team_abbr"], found["tonight"]["home"]) == ("NYK", False)


def test_d24_a_game_not_played_says_nothing_of_his_team() -> None:
    assert hot(sat_out(1, team_abbr="NYK"), *margins("6x1"))["team_abbr"] == "BOS"


def test_d24_who_is_expected_tonight_for_a_new_team_is_of_that_team() -> None:
    new = expected(team_abbr="NYK", opponent_team_abbr="BOS", home_game=False)
    found = hot(*margins("6x1"), new)
    assert found["team_abbr"] == "NYK"
    assert found["tonight"] == {"opponent": "BOS", "game_time": "7:30 PM ET", "home": False}


def test_d24_a_game_of_another_date_says_nothing_of_tonight() -> None:
    later = expected(
        team_abbr="NYK", game_date=DAY + timedelta(2), game_id="20260111_NYK_BOS", home_game=False
    )
    assert hot(*margins("6x1"), later)["team_abbr"] == "BOS"


def test_incident_a_game_not_played_that_was_stored_with_a_result_counts_for_nothing() -> None:
    corrupt = sat_out(1, points=0, points_line="15.5", over_under_result="UNDER")
    found = hot(corrupt, *margins("5x1"))
    assert (found["hit_rate_games"], found["streak_direction"]) == (5, "over")


def test_incident_a_game_that_was_loaded_twice_counts_once() -> None:
    rows = margins("5x1 -1")
    assert hot(*rows, *rows) == hot(*rows)


def test_d25_nothing_after_the_date_counts() -> None:
    rows = margins("6x1")
    assert hot(*rows, *(_moved(row, 40) for row in margins("6x-9"))) == hot(*rows)


def test_vector_18_name_and_position_are_of_the_newest_season() -> None:
    found = hot(
        *margins("5x1"),
        registered(season="2025-26", player_name="Ann Ash", position="F"),
        registered(season="2024-25", player_name="Anna Ash", position="G"),
    )
    assert (found["player_full_name"], found["position"]) == ("Ann Ash", "F")


def test_an_unregistered_player_is_named_by_his_lookup() -> None:
    found = hot(*margins("5x1"))
    assert (found["player_full_name"], found["position"]) == (ANN, None)


def test_incident_renamed_fields_are_as_the_site_reads_them() -> None:
    old = "player_name team streak_type games_played tonight_opponent tonight_game_time".split()
    assert not set(old) & set(hot(*margins("5x1")))


# Tonight (trends 1.10)


def tonight(*games: Row) -> tuple[bool, Json | None]:
    found = hot(*margins("5x1"), among=_league(*games))
    return found["playing_tonight"], found["tonight"]


def test_vector_14_a_tip_off_is_eastern() -> None:
    """It was UTC with ET behind it: 12:30 AM ET."""
    game = scheduled(game_date_est="2026-01-10T00:30:00Z")
    assert tonight(game)[1] == {"opponent": "NYK", "game_time": "7:30 PM ET", "home": True}


def test_away_and_in_summer_time() -> None:
    game = scheduled("BOS", "DEN", game_date_est="2026-06-10T00:30:00Z")
    assert tonight(game)[1] == {"opponent": "DEN", "game_time": "8:30 PM ET", "home": False}


def test_an_unknown_tip_off_is_null() -> None:
    assert tonight(scheduled(game_date_est=None))[1] == {
        "opponent": "NYK",
        "game_time": None,
        "home": True,
    }


@pytest.mark.parametrize(
    "game",
    [
        scheduled(game_status=3, game_status_text="Final"),
        scheduled(game_status=2),
        scheduled(game_status_text="Postponed"),
        scheduled(game_id="0042500101"),
        scheduled(game_id="0052500101"),
    ],
)
def test_a_game_is_tonight_whatever_became_of_it(game: Row) -> None:
    assert tonight(game)[0] is True


@pytest.mark.parametrize(
    "games",
    [
        [],
        [scheduled("NYK", "CHI")],
        [scheduled(game_date=DAY + timedelta(1))],
        [scheduled(game_id="0012500001")],
        [scheduled(is_all_star=True)],
        [scheduled("BOS", "XYZ")],
    ],
)
def test_other_games_are_not_his(games: Sequence[Row]) -> None:
    assert tonight(*games) == (False, None)


def test_both_lists_have_players_who_do_not_play_tonight() -> None:
    idle = [_of(row, "DEN") for row in margins("5x1", "den")]
    found = document(*idle, *margins("5x2"))
    assert [one["playing_tonight"] for one in found["hot"]] == [True, False]


def _league(*games: Row) -> League:
    found = league(as_of=BEFORE)
    return League({type(scheduled()): games}, found.as_of, found.champion)


def _of(row: BoxScoreRow, team_abbr: str) -> BoxScoreRow:
    return msgspec.structs.replace(row, team_abbr=team_abbr)


def _moved(row: BoxScoreRow, days: int) -> BoxScoreRow:
    return msgspec.structs.replace(row, game_date=row.game_date + timedelta(days))
