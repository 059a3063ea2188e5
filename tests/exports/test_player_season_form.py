"""`current_form` of a season: heat, temperature, streak and means (core 8.3, D17, D22)."""

from __future__ import annotations

import pytest

from publishing.exports.player_season_form import temperature
from publishing.rows import Row
from tests.exports.past import every_other_day, letters, played, sat_out
from tests.exports.rows import Json, boxed
from tests.exports.seasons import part


def form(*rows: Row) -> Json:
    return part("current_form", *rows)


def streak(text: str) -> tuple[int, str | None]:
    found = form(*letters(text))
    return found["current_streak"], found["streak_direction"]


@pytest.mark.parametrize(
    ("text", "length", "direction"),
    [
        ("OOU", 2, "over"),
        ("UUUO", 3, "under"),
        ("O", 1, "over"),
        ("OOO", 3, "over"),
        ("O" * 12, 10, "over"),
        # One without a result breaks nothing, and counts as a place.
        ("O-OU", 3, "over"),
        ("OO--", 4, "over"),
        # After a newest one without a result nothing breaks.
        ("-OUOU", 5, None),
        ("-" + "OU" * 6, 10, None),
        # Where something breaks it, a streak may be longer than ten.
        ("O" * 12 + "U", 12, "over"),
    ],
)
def test_a_streak_is_the_place_of_the_first_other_result_less_one(
    text: str, length: int, direction: str | None
) -> None:
    assert streak(text) == (length, direction)


def test_d17_games_that_he_sat_out_are_in_no_streak_and_no_hit_rate() -> None:
    assert form(*letters("DODNOUO")) == form(*letters("O")) | form(
        *letters("-O-OUO".replace("-", ""))
    )
    assert streak("DDOOU") == (2, "over")


def test_means_are_of_five_and_ten_games_two_decimals() -> None:
    found = form(*every_other_day(10, 11, 12, 13, 15, 20, 21, 22, 23, 25, 60))
    assert (found["l5_avg"], found["l10_avg"]) == (12.2, 17.2)
    found = form(*every_other_day(10, 11, 11))
    assert (found["l5_avg"], found["l10_avg"]) == (10.67, 10.67)


def test_the_hit_rate_is_overs_of_the_last_ten_rows_with_or_without_a_line() -> None:
    assert form(*letters("OOO-UU----O"))["hit_rate_l10"] == 0.3
    assert form(*letters("OU-"))["hit_rate_l10"] == 0.33


@pytest.mark.parametrize(
    ("text", "heat", "word"),
    [
        # Every average is that of these games: the margin is half of its weight, 1.25.
        ("OOOOOOO", 8.0, "hot"),
        ("OOOOOO", 7.8, "warm"),
        ("O" * 10, 8.8, "hot"),
        ("U" * 10, 3.8, "cool"),
    ],
)
def test_heat_is_hits_streak_and_margin(text: str, heat: float, word: str) -> None:
    rows = [
        played(2 + 2 * n, 20, over_under_result={"O": "OVER", "U": "UNDER"}[letter])
        for n, letter in enumerate(text)
    ]
    found = form(*rows)
    assert (found["heat_score"], found["temperature"]) == (heat, word)


@pytest.mark.parametrize(
    ("newest", "older", "heat"),
    [
        # l5 less the season's average: +10 and more is all of 2.5, -10 and less none of it.
        (40, 20, 5.0),
        (41, 20, 5.0),
        (20, 40, 2.5),
        (19, 41, 2.5),
        (22, 18, 4.0),
    ],
)
def test_the_margin_of_heat_is_the_newest_five_against_the_season(
    newest: int, older: int, heat: float
) -> None:
    # Ten games without a result: a streak of ten places, and no hit.
    rows = every_other_day(*[newest] * 5, *[older] * 5)
    assert form(*rows)["heat_score"] == heat


def test_a_season_without_a_point_counts_as_an_average_of_one() -> None:
    # 10 * (0.25 * 1 / 10 + 0.25 * (0 - 1 + 10) / 20) = 1.375
    assert form(played(2, 0))["heat_score"] == 1.4


def test_d22_heat_is_of_exact_means() -> None:
    rows = every_other_day(*[10] * 5, 10, 9)
    # l5 10, season 69/7: 10 * (0.25 * 0.7 + 0.25 * (10 - 69/7 + 10) / 20) = 3.017...
    assert form(*rows)["heat_score"] == 3.0


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (10, "hot"),
        (8, "hot"),
        (7.9, "warm"),
        (6.5, "warm"),
        (6.4, "neutral"),
        (4.5, "neutral"),
        (4.4, "cool"),
        (3, "cool"),
        (2.9, "cold"),
        (0, "cold"),
    ],
)
def test_temperatures(score: float, word: str) -> None:
    assert temperature(score) == word


def test_form_is_of_this_season() -> None:
    old = [boxed(game_date=f"2025-04-0{day}", season_year=2024, points=50) for day in range(1, 6)]
    assert form(*old) == {}
    assert form(played(2, 10), *old)["l10_avg"] == 10.0


def test_without_a_played_game_there_is_no_form() -> None:
    assert form(sat_out(2)) == {}
    assert form() == {}
