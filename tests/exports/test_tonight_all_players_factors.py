"""The sentences beside a prediction in `tonight/all-players.json` (core 5.3), in their order."""

from __future__ import annotations

import pytest

from publishing.rows import Row
from tests.exports.past import every_other_day, letters
from tests.exports.rows import expected, fresh, predicted
from tests.exports.tonight import card

HOT, COLD = (20, 20, 20, 20, 20, 14, 14, 14, 14, 14), (10, 10, 10, 10, 10, 16, 16, 16, 16, 16)


def factors(
    recommendation: str | None, *rows: Row, points: str = "16.5", days_rest: int | None = 2
) -> list[str]:
    """Of a prediction against 15.5; one point off it and two days of rest say nothing."""
    found = card(
        expected(days_rest=days_rest),
        predicted(recommendation=recommendation, predicted_points=points),
        *rows,
    )
    said = found["prediction"]["factors"]
    assert isinstance(said, list)
    return said


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("20.5", ["Strong conviction (5.0 points from the line)"]),
        ("20.4", ["Solid edge (4.9 points from the line)"]),
        ("18.5", ["Solid edge (3.0 points from the line)"]),
        ("18.4", []),
        ("12.6", []),
        ("12.5", ["Solid edge (3.0 points from the line)"]),
        ("10.5", ["Strong conviction (5.0 points from the line)"]),
        ("NaN", []),
    ],
)
@pytest.mark.parametrize("recommendation", ["OVER", "UNDER", "PASS"])
def test_the_distance_from_the_line_speaks_for_any_recommendation(
    recommendation: str, points: str, said: list[str]
) -> None:
    assert factors(recommendation, points=points) == said


@pytest.mark.parametrize("recommendation", [None, ""])
def test_without_a_recommendation_nothing_is_said(recommendation: str | None) -> None:
    rows = (*every_other_day(*HOT), *letters("OOOOOOO"), fresh(fatigue_score=99))
    assert factors(recommendation, *rows, points="30") == []


@pytest.mark.parametrize(
    ("results", "over", "under"),
    [
        ("OOOO", [], []),
        ("OOOOO", ["Over trend: 5-0"], []),
        ("OOOOOUUUU", ["Over trend: 5-4"], []),
        ("OOOOOOUUU-", ["Over trend: 6-3"], []),
        ("OOOOOOO", ["Over hot streak: 7-0"], []),
        ("OOOOOOOUUU", ["Over hot streak: 7-3"], []),
        ("OOOOOUUUUU", ["Over trend: 5-5"], ["Under trend: 5-5"]),
        ("UUUU-----", [], []),
        ("OOOUU", [], []),
        ("UUUUUU", [], ["Under trend: 0-6"]),
        ("UUUUUUUOO", [], ["Under hot streak: 2-7"]),
        ("OOOO------O", [], []),
    ],
)
def test_the_record_of_the_last_ten_speaks_for_its_own_side(
    results: str, over: list[str], under: list[str]
) -> None:
    rows = letters(results)
    for side, said in (("OVER", over), ("UNDER", under), ("PASS", [])):
        found = [text for text in factors(side, *rows) if text.startswith(("Over ", "Under "))]
        assert found == [f"{text} in the last 10" for text in said]


@pytest.mark.parametrize(
    ("score", "days_rest", "over", "under"),
    [
        (95, 2, True, False),
        (94, 2, False, False),
        (94, 3, True, False),
        (74, 3, True, True),
        (75, 2, False, False),
        (74, 2, False, True),
        (None, None, False, False),
        (None, 1, False, False),
        (None, 0, False, True),
    ],
)
def test_rest_speaks_for_over_and_fatigue_for_under(
    score: int | None, days_rest: int | None, over: bool, under: bool
) -> None:
    row = fresh(fatigue_score=score)
    assert factors("OVER", row, days_rest=days_rest) == (
        ["Well-rested, favors performance"] if over else []
    )
    found = factors("UNDER", row, days_rest=days_rest)
    assert [text for text in found if not text.endswith("fatigue risk")] == []
    assert bool(found) is under
    assert factors("PASS", row, days_rest=days_rest) == []


@pytest.mark.parametrize(
    ("days_rest", "text"),
    [
        (1, "Back-to-back fatigue risk"),
        (2, "Elevated fatigue risk"),
        (0, "Elevated fatigue risk"),
        (None, "Elevated fatigue risk"),
    ],
)
def test_a_back_to_back_is_called_one(days_rest: int | None, text: str) -> None:
    """One day since the last game, not none (core 12.7)."""
    assert factors("UNDER", fresh(fatigue_score=60), days_rest=days_rest) == [text]


def test_the_trend_speaks_for_its_own_side() -> None:
    up, down = every_other_day(*HOT), every_other_day(*COLD)
    assert factors("OVER", *up) == ["Scoring +3.0 against the season lately"]
    assert factors("UNDER", *down) == ["Scoring -3.0 against the season lately"]
    assert factors("UNDER", *up) == factors("OVER", *down) == []
    assert factors("PASS", *up) == factors("PASS", *down) == []
    assert factors("OVER", *every_other_day(20, 20, 20, 20, 20, 14, 14, 14, 14, 15)) == []


def test_d26_no_sentence_contradicts_the_recommendation() -> None:
    """A hot, rested player with a record of overs: nothing of it speaks for an UNDER."""
    rows = (*letters("OOOOOOOO"), fresh(fatigue_score=99))
    assert factors("UNDER", *rows, points="14.5", days_rest=4) == []
    assert len(factors("OVER", *rows, days_rest=4)) == 2


def test_at_most_four_in_their_order() -> None:
    found = factors("OVER", *letters("OOOOOUUUUU"), fresh(fatigue_score=99), points="21")
    assert [text.split(" ")[0] for text in found] == ["Strong", "Over", "Well-rested,", "Scoring"]
