"""What went wrong with how teams play (trends 7.6, 3.5), and when rows are missing (D6, I-16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from publishing.batch_rows import TeamDefense, TeamGame
from publishing.documents import Document
from publishing.exports.team_tendencies import TEAM_TENDENCIES
from publishing.rows import ScheduledGame
from tests.exports.planned import planned, published
from tests.exports.rows import AFTER, BEFORE, Json, league, scheduled
from tests.exports.teams import (
    analysed,
    analyses,
    document,
    every_other_day,
    finished,
    game,
    named,
    second_nights,
)

PATH = "trends/team-tendencies.json"
FIVE = every_other_day([110] * 5)


def run(
    *rows: TeamGame,
    analyses: Sequence[TeamDefense] = (),
    games: Sequence[ScheduledGame] = (),
    late: timedelta = timedelta(0),
) -> Document:
    among = league(*(games or [scheduled()]), *analyses, as_of=BEFORE + late)
    (found,) = planned(TEAM_TENDENCIES, *rows, among=among)
    return found


def king(*rows: TeamGame) -> Json:
    (found,) = document(*rows)["pace"]["kings"]
    assert isinstance(found, dict)
    return found


# One row of a team's date (trends 3.5)


def again(row: TeamGame, **columns: object) -> TeamGame:
    return msgspec.structs.replace(row, **columns)


def test_incident_a_game_that_is_there_under_both_forms_of_its_id_counts_once() -> None:
    """January 2026: AWAY_HOME and HOME_AWAY, one of them half finished."""
    half = again(FIVE[0], game_id="20260107_BOS_NYK", points_scored=51, possessions=48)
    for rows in ([*FIVE, half], [half, *FIVE]):
        assert document(*rows) == document(*FIVE)


def test_incident_rows_that_were_loaded_four_times_count_once() -> None:
    assert document(*FIVE * 4) == document(*FIVE)


def test_incident_a_game_that_was_not_over_counts_for_nothing() -> None:
    """It has fewer points, and would win by everything else."""
    later = AFTER + timedelta(1)
    partial = again(
        FIVE[0], points_scored=7, possessions=200, is_partial_game_data=True, processed_at=later
    )
    assert document(*FIVE, partial) == document(*FIVE)
    assert named(document(*FIVE[1:], partial)["pace"]["kings"]) == []


@pytest.mark.parametrize("better", ["gold", "silver", "bronze", "poor", "unusable"])
def test_the_row_of_the_better_quality_counts(better: str) -> None:
    tiers = ["gold", "silver", "bronze", "poor", "unusable", None, "unheard of"]
    good = again(FIVE[0], quality_tier=better, possessions=50)
    for worse in tiers[tiers.index(better) + 1 :]:
        bad = again(FIVE[0], quality_tier=worse, points_scored=10, possessions=100)
        for rows in ([good, bad], [bad, good]):
            assert document(*rows, *FIVE[1:]) == document(good, *FIVE[1:])


def test_a_quality_is_read_under_either_name() -> None:
    """Warehouses call the column `data_quality_tier` too."""
    good = again(FIVE[0], quality_tier=None, data_quality_tier="Gold", possessions=50)
    bad = again(FIVE[0], quality_tier="silver", points_scored=10)
    assert document(bad, good, *FIVE[1:]) == document(good, *FIVE[1:])


def test_of_the_same_quality_most_possessions_count_and_then_the_newest() -> None:
    few = again(FIVE[0], possessions=99, points_scored=10, processed_at=AFTER)
    unknown = again(FIVE[0], possessions=None, points_scored=11, processed_at=AFTER)
    old = again(FIVE[0], points_scored=12, processed_at=None)
    for rows in ([few, unknown, old, *FIVE], [*FIVE, old, unknown, few]):
        assert document(*rows) == document(*FIVE)


def test_d17_a_row_without_points_is_no_game() -> None:
    empty = game(3, None)
    assert document(*FIVE, empty) == document(*FIVE)
    # Nor is it a first night.
    rested = second_nights([100] * 3, [110] * 5)
    assert document(*rested, game(4, None)) == document(*rested)


# Nulls


def test_incident_a_team_whose_pace_nobody_measured_stops_no_other() -> None:
    """Trends 7.5: one null mean made the mean of the league, and the export, fail."""
    unknown = every_other_day([120] * 5, "ATL", pace=None)
    assert document(*FIVE, *unknown)["pace"] == document(*FIVE)["pace"]


def test_a_game_without_a_pace_is_a_game() -> None:
    found = king(*FIVE[:4], again(FIVE[4], pace=None, points_scored=120))
    assert (found["games"], found["pace"], found["avg_points"]) == (5, 100.0, 112.0)


def test_d8_a_pace_that_is_no_number_is_none() -> None:
    assert king(*FIVE, again(game(20), pace=Decimal("NaN")))["pace"] == 100.0


@pytest.mark.parametrize("nothing", [None, 0])
def test_incident_what_is_not_known_is_not_the_worst_defence(nothing: object) -> None:
    """A null, or a zero, was sorted as if everything were allowed."""
    rows = [
        *(row for place in range(6) for row in analyses(5, "ABCDEF"[place], paint=f"0.6{place}")),
        *analyses(9, "WAS", paint=nothing),
    ]
    paint = document(*rows)["defense_by_zone"]["paint"]
    assert named(paint["worst"]) == ["F", "E", "D", "C", "B"]
    assert "WAS" not in named(paint["best"])
    assert "WAS" in named(document(*rows[-9:])["defense_by_zone"]["perimeter"]["worst"])


def test_incident_placeholders_of_an_early_season_do_not_count() -> None:
    """They counted towards the five analyses."""
    four = analyses(4)
    early = analysed(9, paint=None, three=None, early_season_flag=True)
    nothing = analysed(9, paint=None, three=None)
    flagged = analysed(9, paint="0.9", three="0.9", early_season_flag=True)
    for placeholder in (early, nothing, flagged):
        found = document(*four, placeholder)["defense_by_zone"]
        assert named(found["paint"]["best"]) == named(found["perimeter"]["best"]) == []
        (paint,) = document(*four, analysed(8), placeholder)["defense_by_zone"]["paint"]["best"]
        assert (paint["dfg_pct"], paint["games"]) == (60.0, 5)


def test_analyses_that_know_one_zone_count_for_it_alone() -> None:
    rows = [*analyses(4), *(analysed(10 + place, three=None) for place in range(3))]
    found = document(*rows)["defense_by_zone"]
    assert [one["games"] for one in found["paint"]["best"]] == [7]
    assert found["perimeter"]["best"] == []


def test_d18_one_analysis_of_a_team_and_date() -> None:
    rows = analyses(5)
    old = [msgspec.structs.replace(row, processed_at=None) for row in analyses(5, paint="0.9")]
    assert document(*rows, *old) == document(*old, *rows) == document(*rows)


def test_points_of_opponents_that_are_not_known_are_null() -> None:
    (found,) = document(*analyses(5, opponent_points_per_game=None))["defense_by_zone"]["paint"][
        "best"
    ]
    assert found["opp_ppg"] is None


def test_a_second_row_of_a_date_is_no_rest() -> None:
    """Days since the row before were 0, and the game of neither kind."""
    rows = second_nights([100] * 3, [110] * 5)
    assert document(*rows, *rows)["back_to_back"] == document(*rows)["back_to_back"]


# Missing rows, breaks and the off-season


def test_incident_games_that_went_missing_do_not_empty_the_public_sections() -> None:
    good = run(*FIVE, analyses=analyses(5), games=[finished(2)])
    lost = run(analyses=analyses(5), games=[finished(2)], late=timedelta(hours=1))
    assert lost.lacks == "no row of nba_analytics.team_offense_game_summary for 2026-01-09"
    assert published([good], [lost])[PATH]["pace"]["kings"]
    mended = run(*FIVE, analyses=analyses(5), games=[finished(2)], late=timedelta(hours=2))
    assert not mended.lacks
    assert published([lost], [mended])[PATH]["pace"]["kings"]


def test_incident_analyses_that_went_missing_do_not_empty_the_public_sections() -> None:
    """December 2025: their table had no row, and the section was empty for a season."""
    good = run(*FIVE, analyses=analyses(5))
    lost = run(*FIVE, late=timedelta(hours=1))
    assert lost.lacks == "no row of nba_precompute.team_defense_zone_analysis for 2026-01-09"
    assert published([good], [lost])[PATH]["defense_by_zone"]["paint"]["best"]


def test_analyses_are_missed_once_a_team_has_games_enough() -> None:
    assert not run(*FIVE[1:]).lacks
    assert run(*FIVE).lacks
    # Placeholders are an answer.
    assert not run(*FIVE, analyses=[analysed(1, paint=None, early_season_flag=True)]).lacks
    # Those of an earlier month are none.
    assert not run(*FIVE, analyses=[analysed(30)]).lacks
    assert run(*FIVE, analyses=[analysed(31)]).lacks


@pytest.mark.parametrize(
    ("game_ago", "row_ago", "missing"),
    [
        pytest.param(30, 31, True, id="rows stop, and a game of the month has none"),
        pytest.param(31, 32, False, id="a break of a month: an empty pace is right"),
        pytest.param(60, 61, True, id="a game of two months has no row"),
        pytest.param(61, 62, False, id="a break of two months"),
        pytest.param(90, None, True, id="a game of three months has no row"),
        pytest.param(91, None, False, id="the off-season"),
        pytest.param(0, None, False, id="the rows of a date come after it"),
        pytest.param(1, None, True, id="those of the day before are there"),
        pytest.param(1, 1, False, id="and here they are"),
    ],
)
def test_i16_rows_are_missed_where_the_schedule_has_games(
    game_ago: int, row_ago: int | None, missing: bool
) -> None:
    rows = [] if row_ago is None else [game(row_ago)]
    assert bool(run(*rows, games=[finished(game_ago)]).lacks) == missing


def test_i16_games_that_were_not_played_miss_no_row() -> None:
    for columns in (
        {"game_status_text": "Postponed"},
        {"game_status": 1},
        {"is_all_star": True},
        {"game_id": "0012500001"},
        {"processed_at": AFTER},
    ):
        assert not run(games=[finished(2, **columns)]).lacks, columns


def test_the_off_season_is_published_empty() -> None:
    """Trends 7.5: its sections empty out after 30, 60 and 90 days, and nothing lacks."""
    good = run(*FIVE, analyses=analyses(5))
    summer = run(games=[finished(95)], late=timedelta(hours=1))
    assert published([good], [summer])[PATH]["pace"] == {
        "kings": [],
        "grinders": [],
        "league_average": None,
    }
