"""The whole truth table of D14 to D16, written out once more from the contract."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from publishing.verdicts import (
    IN_NO_DENOMINATOR,
    is_decided,
    live_status,
    verdict,
)

SIDES = ("OVER", "UNDER", "PASS", "NO_LINE", None, "over")
LINES = (None, Decimal(10), Decimal("9.5"), Decimal(0))
POINTS = (None, *range(18))
TABLE = list(product(SIDES, LINES, POINTS, (False, True), (False, True)))


def expected(
    side: str | None, line: Decimal | None, points: int | None, final: bool, played: bool
) -> tuple[str, str, bool]:
    """Verdict, status and decided, rule by rule."""
    ahead = None if line is None or points is None else points - line
    decided = final or (ahead is not None and ahead > 0)
    if side not in ("OVER", "UNDER") or line is None:
        if final:
            return "PASS", "graded", decided
        return "PASS", "pending" if points is None else "in_progress", decided
    if final and not played:
        return "VOID", "graded", True
    if ahead is None:
        return "PENDING", "graded" if final else "pending", decided
    mine = ahead if side == "OVER" else -ahead
    if final:
        if mine == 0:
            return "PUSH", "graded", True
        return ("WIN", "correct", True) if mine > 0 else ("LOSS", "incorrect", True)
    result = "PENDING" if ahead <= 0 else "WIN" if side == "OVER" else "LOSS"
    if mine > 0:
        return result, "trending_correct", decided
    return result, "trending_incorrect" if mine < -5 else "in_progress", decided


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("line", LINES, ids=str)
def test_the_whole_truth_table(side: str | None, line: Decimal | None) -> None:
    for points, final, played in product(POINTS, (False, True), (False, True)):
        outcome = verdict(side, line, points, final=final, played=played)
        found = (
            outcome,
            live_status(side, line, points, outcome, final=final),
            is_decided(line, points, final=final),
        )
        assert found == expected(side, line, points, final, played), (points, final, played)


def test_a_decided_verdict_never_changes() -> None:
    for side, line in product(("OVER", "UNDER"), (Decimal(10), Decimal("9.5"))):
        for points in range(18):
            if is_decided(line, points, final=False):
                now = verdict(side, line, points, final=False, played=True)
                for later in range(points, 18):
                    assert verdict(side, line, later, final=True, played=True) == now


def test_an_undecided_one_still_can() -> None:
    for side in ("OVER", "UNDER"):
        ends = {
            verdict(side, Decimal(10), points, final=True, played=True) for points in (9, 10, 11)
        }
        assert ends == {"WIN", "LOSS", "PUSH"}


def test_only_wins_and_losses_are_counted() -> None:
    assert set(IN_NO_DENOMINATOR) == {"PUSH", "VOID", "PASS", "PENDING"}
    for side, line, points, final, played in TABLE:
        outcome = verdict(side, line, points, final=final, played=played)
        word = live_status(side, line, points, outcome, final=final)
        assert (word in ("correct", "incorrect")) == (final and outcome in ("WIN", "LOSS"))
