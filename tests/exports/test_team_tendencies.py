"""`trends/team-tendencies.json` (trends 7): every number, window, minimum and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
import pytest

from publishing.batch_rows import TeamDefense, TeamGame
from publishing.documents import CacheClass
from publishing.exports.team_tendencies import TEAM_TENDENCIES
from publishing.occasions import Schedule
from publishing.reads import Window
from tests.exports.planned import planned
from tests.exports.rows import BEFORE, DAY, Json, league
from tests.exports.teams import (
    TeamRow,
    analysed,
    analyses,
    document,
    every_other_day,
    game,
    named,
    second_nights,
    venues,
)

TEAMS = "ATL BOS BKN CHA CHI CLE DAL DEN DET GSW HOU".split()


def pace(*rows: TeamGame) -> Json:
    found = document(*rows)["pace"]
    assert isinstance(found, dict)
    return found


def zone(name: str, *rows: TeamDefense) -> Json:
    found = document(*rows)["defense_by_zone"][name]
    assert isinstance(found, dict)
    return found


def five(value: object, team: str = "BOS", **columns: Any) -> list[TeamGame]:
    """Five games of one pace."""
    return every_other_day([110] * 5, team, pace=value, **columns)


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    rows: list[TeamRow] = [
        *second_nights([100, 101, 102], [110, 111, 112, 113, 114]),
        *(game(40 + place, 120 - place, home_game=False) for place in range(0, 10, 2)),
        *analyses(5, opponent_points_per_game="111.5"),
    ]
    found = document(*rows)
    texts = {
        key: entries[0].pop("insight")
        for section in (found["pace"], found["home_away"], found["back_to_back"])
        for key, entries in section.items()
        if isinstance(entries, list)
    }
    for name, one in found["defense_by_zone"].items():
        texts |= {f"{name} {key}": entries[0].pop("insight") for key, entries in one.items()}
    assert len(texts) == 10
    assert all(texts.values())
    assert len(set(texts.values())) == 10
    team = {"team": "BOS"}
    measured = team | {"pace": 100.0, "games": 9, "avg_points": 107.0, "vs_league": 0.0}
    paint = team | {"dfg_pct": 60.0, "opp_ppg": 111.5, "games": 5}
    three = team | {"dfg_pct": 35.0, "opp_ppg": 111.5, "games": 5}
    venue = team | {"home_ppg": 107.0, "away_ppg": 116.0, "differential": -9.0}
    tired = team | {"b2b_ppg": 101.0, "rested_ppg": 112.8, "impact": -11.8, "b2b_games": 3}
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "pace": {"kings": [measured], "grinders": [measured], "league_average": 100.0},
            "defense_by_zone": {
                "paint": {"best": [paint], "worst": [paint]},
                "perimeter": {"best": [three], "worst": [three]},
            },
            "home_away": {"home_dominant": [venue], "road_warriors": [venue]},
            "back_to_back": {"vulnerable": [tired], "resilient": [tired]},
        }
    )


def test_without_a_team_every_section_is_there_and_the_mean_is_null() -> None:
    """Trends 7.5: the key of the mean was absent."""
    found = document()
    assert list(found) == list(document(*five(100), *analyses(5)))
    assert found["pace"] == {"kings": [], "grinders": [], "league_average": None}
    assert found["defense_by_zone"] == {
        name: {"best": [], "worst": []} for name in ("paint", "perimeter")
    }
    assert found["home_away"] == {"home_dominant": [], "road_warriors": []}
    assert found["back_to_back"] == {"vulnerable": [], "resilient": []}


def test_it_is_one_pointer_that_is_kept_for_an_hour() -> None:
    """D3: everything of the trends is kept for one hour."""
    (one,) = planned(TEAM_TENDENCIES, *five(100), among=league(analysed(1), as_of=BEFORE))
    (target,) = one.targets
    assert (target.path, target.cache) == ("trends/team-tendencies.json", CacheClass.TRENDS)
    assert not one.lacks


def test_it_is_made_every_second_week_and_asked_for_with_its_groups() -> None:
    schedules = [one for one in TEAM_TENDENCIES.cadence if isinstance(one, Schedule)]
    assert TEAM_TENDENCIES.job_type == "trends-team"
    assert TEAM_TENDENCIES.groups == ("trends-weekly", "trends-all")
    assert [schedule.even_weeks for schedule in schedules] == [True]


def test_each_table_is_read_for_its_longest_window() -> None:
    windows = {one.row_type: one.window for one in TEAM_TENDENCIES.inputs}
    assert windows[TeamGame] is Window.QUARTER
    assert windows[TeamDefense] is Window.MONTH


# Pace


def test_pace_is_the_mean_of_thirty_days_against_the_mean_of_the_teams() -> None:
    fast = every_other_day([120, 121, 121, 121, 122], "IND", pace="103.3")
    slow = every_other_day([100, 100, 100, 100, 101], "NYK", pace="96.1")
    found = pace(*fast, *slow)
    assert found["league_average"] == 99.7
    first, last = found["kings"]
    assert (first["team"], first["pace"], first["vs_league"]) == ("IND", 103.3, 3.6)
    assert (last["team"], last["pace"], last["vs_league"]) == ("NYK", 96.1, -3.6)
    assert (first["games"], first["avg_points"], last["avg_points"]) == (5, 121.0, 100.2)


@pytest.mark.parametrize(("games", "listed"), [(4, []), (5, ["BOS"]), (6, ["BOS"])])
def test_five_games_have_a_pace(games: int, listed: list[str]) -> None:
    assert named(pace(*every_other_day([110] * games))["kings"]) == listed


@pytest.mark.parametrize(("days_ago", "games"), [(30, 6), (31, 5), (0, 6), (-1, 5)])
def test_the_window_of_a_pace_is_thirty_days_and_the_date(days_ago: int, games: int) -> None:
    (found,) = pace(*five(100), game(days_ago))["kings"]
    assert found["games"] == games


def test_every_team_counts_as_much_for_the_league_however_many_games_it_has() -> None:
    many = every_other_day([110] * 12, "DEN", pace=104)
    assert pace(*five(96), *many)["league_average"] == 100.0


def test_d22_pace_is_rounded_once_half_to_even() -> None:
    """Of 100.125 and 100.375, both 0.125 from the league's 100.25."""
    rows = [
        *(game(2 + 2 * place, pace=100 + int(place == 0)) for place in range(8)),
        *(game(2 + 2 * place, team="CHI", pace=100 + int(place < 3)) for place in range(8)),
    ]
    found = pace(*rows)
    assert {one["team"]: one["pace"] for one in found["kings"]} == {"BOS": 100.12, "CHI": 100.38}
    assert {one["team"]: one["vs_league"] for one in found["kings"]} == {"BOS": -0.12, "CHI": 0.12}
    assert found["league_average"] == 100.25


def test_d22_the_league_is_the_mean_of_exact_paces() -> None:
    """Of the published ones, 100.33, 100.33 and 100.17, it would be 100.28."""
    thirds = [
        game(2 + 2 * place, team=team, pace=100 + int(place < 2))
        for team in ("BOS", "CHI")
        for place in range(6)
    ]
    sixth = [game(2 + 2 * place, team="DEN", pace=100 + int(place < 1)) for place in range(6)]
    found = pace(*thirds, *sixth)
    assert found["league_average"] == 100.28
    assert {one["team"]: one["vs_league"] for one in found["kings"]} == {
        "BOS": 0.06,
        "CHI": 0.06,
        "DEN": -0.11,
    }


# Defence


def test_shares_are_means_of_the_analyses_in_percent() -> None:
    rows = [analysed(1 + place, paint=f"0.5{place}1", three="0.333") for place in range(5)]
    (paint,), (three,) = zone("paint", *rows)["best"], zone("perimeter", *rows)["best"]
    assert (paint["dfg_pct"], three["dfg_pct"]) == (52.1, 33.3)
    assert (paint["games"], paint["opp_ppg"]) == (5, 112.0)


@pytest.mark.parametrize(("days", "listed"), [(4, []), (5, ["BOS"])])
def test_five_analyses_say_how_a_team_defends(days: int, listed: list[str]) -> None:
    for name in ("paint", "perimeter"):
        assert named(zone(name, *analyses(days))["best"]) == listed


@pytest.mark.parametrize(("days_ago", "games"), [(30, 6), (31, 5), (0, 6), (-1, 5)])
def test_the_window_of_the_analyses_is_thirty_days_and_the_date(days_ago: int, games: int) -> None:
    (found,) = zone("paint", *analyses(5)[1:], analysed(6), analysed(days_ago))["best"]
    assert found["games"] == games


def test_the_lowest_share_is_best_and_the_highest_worst() -> None:
    rows = [
        row
        for place, team in enumerate(TEAMS)
        for row in analyses(5, team, paint=f"0.6{place:02}", three=f"0.3{50 - place}")
    ]
    paint, perimeter = zone("paint", *rows), zone("perimeter", *rows)
    assert named(paint["best"]) == named(perimeter["worst"]) == TEAMS[:5]
    assert named(paint["worst"]) == named(perimeter["best"]) == TEAMS[:-6:-1]


def test_d22_a_share_is_rounded_once_half_to_even() -> None:
    """0.5565 is published as 55.6 %, and 0.5525 as 55.2 %."""
    for shares, percent in ((["0.556"] * 6 + ["0.558"] * 2, 55.6), (["0.552", "0.553"] * 3, 55.2)):
        rows = [analysed(1 + place, paint=share) for place, share in enumerate(shares)]
        (found,) = zone("paint", *rows)["best"]
        assert found["dfg_pct"] == percent


# Home and away


def venue(*rows: TeamGame) -> Json:
    """The only team of the section."""
    (found,) = document(*rows)["home_away"]["home_dominant"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(("home", "away", "listed"), [(5, 5, ["BOS"]), (4, 9, []), (9, 4, [])])
def test_five_games_at_each_venue(home: int, away: int, listed: list[str]) -> None:
    found = document(*venues([110] * home, [100] * away))["home_away"]
    assert named(found["home_dominant"]) == named(found["road_warriors"]) == listed


@pytest.mark.parametrize(("days_ago", "average"), [(60, 111.0), (61, 110.0), (-1, 110.0)])
def test_the_window_of_the_venues_is_sixty_days_and_the_date(days_ago: int, average: float) -> None:
    assert venue(*venues([110] * 5, [100] * 5), game(days_ago, 116))["home_ppg"] == average


@pytest.mark.parametrize(
    ("home", "away", "published"),
    [
        ([110, 110, 110, 111] * 2, [100] * 5, (110.2, 100.0, 10.2)),
        ([110, 110, 110, 111] * 2, [100, 100, 100, 100, 101], (110.2, 100.2, 10.0)),
        ([110, 111, 111, 111] * 2, [100, 100, 100, 100, 101], (110.8, 100.2, 10.6)),
        ([110, 110, 110, 111] * 2, [100, 100, 100, 100, 100, 101], (110.2, 100.2, 10.1)),
    ],
)
def test_d22_a_differential_is_of_exact_means(
    home: list[int], away: list[int], published: tuple[float, ...]
) -> None:
    """110.25 is published as 110.2, and 110.25 less 100.1666 as 10.1, not 10.0."""
    found = venue(*venues(home, away))
    assert (found["home_ppg"], found["away_ppg"], found["differential"]) == published


# Back to backs


@pytest.mark.parametrize(
    ("tired", "rested", "listed"), [(3, 5, ["BOS"]), (2, 5, []), (3, 4, []), (4, 5, ["BOS"])]
)
def test_three_tired_games_and_five_rested_ones(tired: int, rested: int, listed: list[str]) -> None:
    rows = second_nights([100] * tired, [110] * (rested - 1))
    assert named(document(*rows)["back_to_back"]["vulnerable"]) == []
    rows = second_nights([100] * tired, [110] * rested)
    assert named(document(*rows)["back_to_back"]["vulnerable"]) == listed


def test_a_day_after_another_game_is_tired_and_two_days_are_rested() -> None:
    (found,) = document(*second_nights([99, 100, 101], [110] * 6))["back_to_back"]["resilient"]
    assert (found["b2b_ppg"], found["rested_ppg"]) == (100.0, 110.0)
    assert (found["impact"], found["b2b_games"]) == (-10.0, 3)


@pytest.mark.parametrize(("days_ago", "listed"), [(90, ["BOS"]), (91, [])])
def test_the_first_game_of_ninety_days_and_the_date_has_no_rest(
    days_ago: int, listed: list[str]
) -> None:
    """The oldest of five rested games is one only if the game before it is inside the window."""
    *rows, _ = second_nights([100] * 3, [110] * 5)
    assert named(document(*rows)["back_to_back"]["vulnerable"]) == []
    assert named(document(*rows, game(days_ago))["back_to_back"]["vulnerable"]) == listed


# Lists


Section = tuple[str, str, str]
ROWS: dict[Section, Callable[[str, int], Iterable[TeamGame | TeamDefense]]] = {
    ("pace", "kings", "grinders"): lambda team, step: five(100 - step, team),
    ("home_away", "home_dominant", "road_warriors"): lambda team, step: venues(
        [120 - step] * 5, [110] * 5, team
    ),
    ("back_to_back", "resilient", "vulnerable"): lambda team, step: second_nights(
        [120 - step] * 3, [110] * 6, team
    ),
}
"""A team whose number is so many steps below the highest, by section and its two lists."""


@pytest.mark.parametrize("section", ROWS, ids=lambda section: section[0])
def test_five_teams_from_either_end(section: Section) -> None:
    name, high, low = section
    rows = [row for place, team in enumerate(TEAMS) for row in ROWS[section](team, place)]
    found = document(*rows)[name]
    assert named(found[high]) == TEAMS[:5]
    assert named(found[low]) == TEAMS[:-6:-1]


@pytest.mark.parametrize("section", ROWS, ids=lambda section: section[0])
def test_fewer_than_ten_teams_are_in_both_lists(section: Section) -> None:
    name, high, low = section
    rows = [row for place, team in enumerate(TEAMS[:7]) for row in ROWS[section](team, place)]
    found = document(*rows)[name]
    assert named(found[high]) == TEAMS[:5]
    assert named(found[low]) == TEAMS[6:1:-1]


@pytest.mark.parametrize("section", ROWS, ids=lambda section: section[0])
def test_d9_equal_teams_are_in_order_of_their_tricode_in_both_lists(section: Section) -> None:
    name, high, low = section
    rows = [row for team in reversed(TEAMS) for row in ROWS[section](team, 0)]
    found = document(*rows)[name]
    assert named(found[high]) == named(found[low]) == sorted(TEAMS)[:5]


def test_d9_equal_defences_are_in_order_of_their_tricode_in_both_lists() -> None:
    found = zone("paint", *(row for team in reversed(TEAMS) for row in analyses(5, team)))
    assert named(found["best"]) == named(found["worst"]) == sorted(TEAMS)[:5]


def test_d9_published_numbers_decide_not_exact_ones() -> None:
    """100.001 and 100.004 are both published as 100.0."""
    rows = [*five("100.001", "DEN"), *five("100.004", "ATL")]
    assert named(pace(*rows)["grinders"]) == ["ATL", "DEN"]
    assert named(pace(*rows)["kings"]) == ["ATL", "DEN"]


def test_d9_the_order_of_arrival_does_not_matter() -> None:
    rows: list[TeamRow] = []
    for place, team in enumerate(TEAMS):
        rows += venues([110 + place] * 5, [111] * 5, team)
        rows += analyses(5, team)
    assert document(*rows) == document(*reversed(rows))


def test_nothing_of_a_later_date_counts() -> None:
    """D25: a run of several dates has read them too."""
    later = [game(-1 - place, 200, pace=200) for place in range(9)]
    assert document(*five(100), *later) == document(*five(100))
    assert DAY.isoformat() == document(*later)["as_of_date"]
