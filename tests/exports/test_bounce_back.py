"""`trends/bounce-back-v2.json` (trends 5): candidates, their history, the league's baseline."""

from __future__ import annotations

import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.bounce_back import BOUNCE_BACK, Responses, significance
from tests.exports.bounces import (
    candidate,
    candidates,
    document,
    history,
    last_season,
    scored,
)
from tests.exports.past import played
from tests.exports.planned import planned, published
from tests.exports.rows import AFTER, ANN, BEFORE, DAY, league, registered

NOBODY = scored("10x20")


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    """An average of 24.45, 9 points, and 7 of 11 answers that reached it."""
    season = scored("9 10x26")
    answers = last_season(f"{'26 9 ' * 7}{'16 9 ' * 4}")
    found = document(*season, *answers, registered(player_name="Tomas Barnaby"))
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "shortfall_threshold": 10,
            "total_candidates": 1,
            "bounce_back_candidates": [
                {
                    "player_lookup": ANN,
                    "player_full_name": "Tomas Barnaby",
                    "team_abbr": "BOS",
                    "last_game": {
                        "date": "2026-01-08",
                        "result": 9,
                        "opponent": "NYK",
                        "margin": -15.5,
                    },
                    "season_average": 24.5,
                    "shortfall": 15.5,
                    "bounce_back_rate": 0.64,
                    "bounce_back_sample": 11,
                    "significance": "medium",
                    "rank": 1,
                    "playing_tonight": True,
                    "tonight": {"opponent": "NYK", "game_time": "7:30 PM ET", "home": True},
                }
            ],
            "league_baseline": {"avg_bounce_back_rate": None, "sample_size": 0},
        }
    )


def test_without_a_candidate_every_key_is_there() -> None:
    found = document(*NOBODY)
    assert list(found) == list(document(*history("+")))
    assert (found["total_candidates"], found["bounce_back_candidates"]) == (0, [])
    assert found["league_baseline"] == {"avg_bounce_back_rate": None, "sample_size": 0}


def test_d1_the_same_document_is_at_both_paths_for_an_hour() -> None:
    found = planned(BOUNCE_BACK, *history("+++"), as_of=BEFORE)
    assert [(one.path, one.cache) for one in found[0].targets] == [
        ("trends/bounce-back-v2.json", CacheClass.TRENDS),
        ("trends/bounce-back.json", CacheClass.TRENDS),
    ]
    public = published(found)
    assert public["trends/bounce-back-v2.json"] == public["trends/bounce-back.json"]


# Candidates (trends 5.3, 1 to 3)


@pytest.mark.parametrize(("games", "there"), [(9, 0), (10, 1)])
def test_ten_games_of_the_season_make_an_average(games: int, there: int) -> None:
    assert len(candidates(*scored(f"0 {games - 1}x20"), *last_season("20x20"))) == there


@pytest.mark.parametrize(
    ("points", "shortfall"),
    [
        pytest.param("10 8x20 30", 10.0, id="exactly ten"),
        pytest.param("10 8x20 29", None, id="9.9"),
        pytest.param("10 8x20 31", 10.1, id="10.1"),
        pytest.param("10 17x20 10x20 9", None, id="9.97, which is published as 10.0"),
    ],
)
def test_vector_7_ten_points_below_the_exact_average(points: str, shortfall: float | None) -> None:
    found = candidates(*scored(points))
    assert [one["shortfall"] for one in found] == ([] if shortfall is None else [shortfall])


def test_vector_7_in_full() -> None:
    found = candidate(*scored("10 8x20 30"))
    assert found["season_average"] == 20.0
    assert found["last_game"]["margin"] == -10.0


def test_average_and_shortfall_are_each_rounded_once_half_to_even() -> None:
    """405/20 is 20.25, and 20.25 less 10 is 10.25; 415/20 is 20.75, and 10.75."""
    found = candidate(*scored("10 18x20 35"))
    assert (found["season_average"], found["shortfall"]) == (20.2, 10.2)
    found = candidate(*scored("10 18x20 45"))
    assert (found["season_average"], found["shortfall"]) == (20.8, 10.8)


def test_the_last_game_is_the_newest_of_the_season_however_long_ago() -> None:
    found = candidate(*scored("10 8x20 30", first=80))
    assert found["last_game"]["date"] == "2025-10-21"


def test_an_average_is_of_the_season_alone() -> None:
    assert candidate(*scored("10 8x20 30"), *last_season("5x60"))["season_average"] == 20.0


def test_a_game_of_the_date_is_his_last_once_it_is_known() -> None:
    found = candidate(*scored("10 8x20 30", first=0))
    assert found["last_game"]["date"] == DAY.isoformat()


# History (trends 5.3, 4 and 5)


@pytest.mark.parametrize(
    ("answers", "rate", "sample"),
    [("", 0.5, 0), ("+", 0.5, 0), ("++", 0.5, 0), ("++-", 0.67, 3), ("---", 0.0, 3)],
)
def test_three_responses_make_a_history(answers: str, rate: float, sample: int) -> None:
    found = candidate(*history(answers))
    assert (found["bounce_back_rate"], found["bounce_back_sample"]) == (rate, sample)


def test_who_reaches_his_average_exactly_has_bounced_back() -> None:
    found = candidate(*scored("10 8x20 30"), *last_season("20 10 19 10 20 10"))
    assert (found["bounce_back_sample"], found["bounce_back_rate"]) == (3, 0.67)


def test_a_game_exactly_ten_points_below_is_a_bad_one_in_the_history_too() -> None:
    found = candidate(*scored("10 8x20 30"), *last_season("20 10 20 10 20 10 20 11"))
    assert found["bounce_back_sample"] == 3


def test_bad_games_in_a_row_answer_each_other() -> None:
    found = candidate(*scored("10 8x20 30"), *last_season("25 5 5 5 25"))
    assert (found["bounce_back_sample"], found["bounce_back_rate"]) == (3, 0.33)


def test_the_last_bad_game_is_a_response_when_the_one_before_was_bad_too() -> None:
    found = candidate(*scored("10 10 6x20 30 30"), *last_season("20 10 20 10"))
    assert found["bounce_back_sample"] == 3


def test_the_first_game_of_a_season_answers_the_last_of_the_one_before() -> None:
    found = candidate(*scored("10 8x20 30"), *last_season("10 20 10 20 10"))
    assert (found["bounce_back_sample"], found["bounce_back_rate"]) == (3, 1.0)


@pytest.mark.parametrize(("season", "sample"), [(2021, 3), (2020, 0)])
def test_history_begins_with_the_season_of_2021(season: int, sample: int) -> None:
    old = [
        played(1600 + place, points, season_year=season)
        for place, points in enumerate((20, 10, 20, 10, 20, 10))
    ]
    assert candidate(*scored("10 8x20 30"), *old)["bounce_back_sample"] == sample


# Significance (trends 5.3, 6)


@pytest.mark.parametrize(
    ("sample", "bounced", "expected"),
    [
        pytest.param(10, 7, "high", id="6a"),
        pytest.param(1000, 699, "medium", id="6b"),
        pytest.param(9, 9, "medium", id="6c"),
        pytest.param(4, 4, "low", id="6d"),
        pytest.param(0, 0, "low", id="6e"),
        pytest.param(11, 7, "medium", id="7 of 11"),
        pytest.param(5, 3, "medium", id="3 of 5"),
        pytest.param(1000, 599, "low", id="599 of 1000"),
        pytest.param(10, 5, "low", id="5 of 10"),
    ],
)
def test_vector_6a_to_6e_significance(sample: int, bounced: int, expected: str) -> None:
    assert significance(Responses(sample, bounced)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("+++++++---", "high"),
        ("++++++----", "medium"),
        ("+++++++++", "medium"),
        ("+++--", "medium"),
        ("++++", "low"),
        ("++---", "low"),
    ],
)
def test_vector_6a_to_6d_in_a_document(answers: str, expected: str) -> None:
    assert candidate(*history(answers))["significance"] == expected


# Order (trends 5.3, 7)


def lookups(*rows: object) -> list[str]:
    return [one["player_lookup"] for one in candidates(*rows)]  # type: ignore[arg-type]


def test_vector_6e_who_has_no_history_is_last_though_he_shows_half() -> None:
    found = candidates(*history("", "a"), *history("---", "b"), *history("+--", "c"))
    assert [one["player_lookup"] for one in found] == ["c", "b", "a"]
    assert [one["bounce_back_rate"] for one in found] == [0.33, 0.0, 0.5]
    assert (found[2]["bounce_back_sample"], found[2]["significance"]) == (0, "low")
    assert [one["rank"] for one in found] == [1, 2, 3]


def test_of_equal_rates_the_larger_shortfall_is_first_then_the_lookup() -> None:
    assert lookups(*scored("10 8x20 30", "a"), *scored("5 8x20 30", "b")) == ["b", "a"]
    assert lookups(*scored("10 8x20 30", "b"), *scored("10 8x20 30", "a")) == ["a", "b"]


def test_published_rates_decide() -> None:
    """3 of 7 and 10 of 23, 0.4286 and 0.4348, are both published as 0.43."""
    low, high = "+" * 3 + "-" * 4, "+" * 10 + "-" * 13
    found = candidates(
        *scored("5 8x20 35", "low"), *history(low, "low")[10:], *history(high, "high")
    )
    assert [one["bounce_back_rate"] for one in found] == [0.43, 0.43]
    assert [one["player_lookup"] for one in found] == ["low", "high"]


def test_the_order_of_the_players_does_not_matter() -> None:
    rows = [row for one in "abc" for row in history("+-" * 3, one)]
    assert document(*rows) == document(*reversed(rows))


# The league's baseline (trends 5.3, 8)


def test_the_baseline_is_of_every_player_against_his_own_average_of_all_seasons() -> None:
    """17.57 over both seasons: of three bad games of 5 points, 25 and 19 are answers, 17 is not."""
    one = [*scored("4x25 5 4x20", "one"), *last_season("19 5 17 5 15", "one")]
    assert document(*one)["league_baseline"] == {"avg_bounce_back_rate": 0.67, "sample_size": 3}


def test_the_baseline_pools_responses_and_not_rates() -> None:
    one = scored("20 5 20 5 20 5 8x22", "one")
    two = scored("12 5 10x19", "two")
    baseline = document(*one, *two)["league_baseline"]
    assert baseline == {"avg_bounce_back_rate": 0.75, "sample_size": 4}


@pytest.mark.parametrize(("games", "sample"), [(9, 0), (10, 1)])
def test_ten_games_in_all_seasons_count_for_the_baseline(games: int, sample: int) -> None:
    rows = [*scored("20 5"), *last_season(f"{games - 2}x22")]
    assert document(*rows)["league_baseline"]["sample_size"] == sample


def test_the_baseline_is_there_without_a_candidate() -> None:
    found = document(*scored("21 5 8x22"))
    assert found["total_candidates"] == 0
    assert found["league_baseline"] == {"avg_bounce_back_rate": 1.0, "sample_size": 1}


def test_nothing_is_lacking_when_nobody_is_a_candidate() -> None:
    (one,) = planned(BOUNCE_BACK, *NOBODY, among=league(as_of=AFTER))
    assert not one.lacks
