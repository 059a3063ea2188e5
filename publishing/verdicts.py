"""What became of a pick: one vocabulary for every document (D14-D16)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

Verdict = Literal["WIN", "LOSS", "PUSH", "VOID", "PASS", "PENDING"]
LiveStatus = Literal[
    "correct",
    "incorrect",
    "trending_correct",
    "trending_incorrect",
    "in_progress",
    "graded",
    "pending",
]

DIRECTIONS = frozenset({"OVER", "UNDER"})
TRENDING_MARGIN = 5
"""Points by which a running pick must be behind its line to trend incorrect, exclusive."""

IN_NO_DENOMINATOR: Final[frozenset[Verdict]] = frozenset({"PUSH", "VOID", "PASS", "PENDING"})


def verdict(
    recommendation: str | None,
    line: Decimal | None,
    points: int | None,
    *,
    final: bool,
    played: bool,
) -> Verdict:
    """The verdict as far as it is certain; PENDING while further play can change it (D14, D15).

    `points` is None when the player has no line in the box score. `played` matters once the
    game is final: a player who did not play is VOID.
    """
    if recommendation not in DIRECTIONS or line is None:
        return "PASS"
    if final and not played:
        return "VOID"
    if points is None:
        return "PENDING"
    if points > line:
        return "WIN" if recommendation == "OVER" else "LOSS"
    if not final:
        return "PENDING"
    if points == line:
        return "PUSH"
    return "LOSS" if recommendation == "OVER" else "WIN"


def live_status(
    recommendation: str | None,
    line: Decimal | None,
    points: int | None,
    outcome: Verdict,
    *,
    final: bool,
) -> LiveStatus:
    """One of the seven words of `live-grading` (`live.md` 3.4, D14, D16)."""
    if final and outcome in IN_NO_DENOMINATOR:
        return "graded"
    if points is None:
        return "pending"
    if line is None or recommendation not in DIRECTIONS:
        return "in_progress"
    if final:
        return "correct" if outcome == "WIN" else "incorrect"
    ahead = points - line if recommendation == "OVER" else line - points
    if ahead > 0:
        return "trending_correct"
    return "trending_incorrect" if ahead < -TRENDING_MARGIN else "in_progress"


def is_decided(line: Decimal | None, points: int | None, *, final: bool) -> bool:
    """True as soon as no further play can change the verdict (D15)."""
    return final or (points is not None and line is not None and points > line)
