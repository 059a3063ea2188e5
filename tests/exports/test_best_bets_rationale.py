"""Why a pick is one (core 3.3): the words are free, when a sentence is there is not."""

from __future__ import annotations

from typing import Any

import pytest

from publishing.rows import Row
from tests.exports.picks import off_by, pick, record
from tests.exports.rows import (
    fresh,
    predicted,
)


def opening(*rows: Row) -> list[str]:
    """The first words of the sentences after the one of the tier."""
    return [" ".join(one.split()[:2]) for one in pick(*rows)["rationale"][1:]]


@pytest.mark.parametrize(
    ("edge", "words"),
    [("5", "Premium pick"), ("4.9", "Strong pick"), ("3", "Strong pick"), ("2.9", "Value pick")],
)
def test_the_first_sentence_is_of_the_tier(edge: str, words: str) -> None:
    assert pick(off_by(edge))["rationale"][0].startswith(words)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (90, "High confidence (90%)"),
        (95, "High confidence (95%)"),
        (87, "Good confidence (87%)"),
        (80, "Good confidence (80%)"),
        ("79.9", None),
    ],
)
def test_sentences_on_confidence(confidence: Any, words: str | None) -> None:
    said = [one for one in pick(predicted(confidence_score=confidence))["rationale"] if "%" in one]
    assert said == ([words] if words else [])


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("5", "Strong edge (5.0 points)"),
        ("4.9", "Solid edge (4.9 points)"),
        ("4", "Solid edge (4.0 points)"),
        ("3.9", "Moderate edge (3.9 points)"),
        ("2", "Moderate edge (2.0 points)"),
        ("1.9", None),
    ],
)
def test_sentences_on_the_edge(edge: str, words: str | None) -> None:
    said = [one for one in pick(off_by(edge))["rationale"] if "edge (" in one]
    assert said == ([words] if words else [])


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("11.9", ["Bench player"]),
        ("12", ["Rotation player"]),
        ("17.9", ["Rotation player"]),
        ("18", []),
    ],
)
def test_sentences_on_the_role(points: str, words: list[str]) -> None:
    row = predicted(predicted_points=points, current_points_line=points, confidence_score=60)
    assert [one for one in opening(row) if "player" in one] == words


@pytest.mark.parametrize(
    ("won", "lost", "words"),
    [
        (4, 0, None),
        (4, 1, "Strong record in this direction (80% of 5 games)"),
        (35, 9, "Good record in this direction (80% of 44 games)"),  # 0.795, exactly below 0.80
        (7, 3, "Good record in this direction (70% of 10 games)"),
        (16, 7, None),  # 0.6957
        (3, 2, None),
    ],
)
def test_sentences_on_the_record_are_of_its_exact_share(
    won: int, lost: int, words: str | None
) -> None:
    said = [one for one in pick(predicted(), *record(won, lost))["rationale"] if "record" in one]
    assert said == ([words] if words else [])


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (95, "Well-rested (fatigue: 95)"),
        (94, None),
        (75, None),
        (74, "Elevated fatigue (fatigue: 74)"),
    ],
)
def test_sentences_on_fatigue(score: int, words: str | None) -> None:
    found = pick(predicted(), fresh(fatigue_score=score))["rationale"]
    said = [one for one in found if "fatigue" in one]
    assert said == ([words] if words else [])


def test_sentences_are_in_the_order_of_the_contract() -> None:
    rows = [off_by("5", confidence_score=92), *record(5, 0), fresh(fatigue_score=99)]
    assert opening(*rows) == [
        "High confidence",
        "Strong edge",
        "Rotation player",
        "Strong record",
        "Well-rested (fatigue:",
    ]


def test_a_pick_with_nothing_to_say_for_it_qualifies() -> None:
    row = predicted(predicted_points=20, current_points_line=19, confidence_score=60)
    assert opening(row) == ["Qualifies under"]
    assert "Qualifies under" not in opening(predicted())
