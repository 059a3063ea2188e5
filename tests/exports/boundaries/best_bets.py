"""Thresholds of `best_bets`; each scene has few picks, so that no cap hides one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from publishing import calendar, picks
from publishing.exports import best_bets, best_bets_rationale, declaration
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.shared import of_fatigue
from tests.exports.rows import AFTER, DAY, graded, known_of, predicted, scheduled


def off_the_line(edge: str, player_lookup: str = "", **columns: Any) -> Row:
    """A prediction so far over a line of 10.5."""
    return predicted(
        player_lookup or f"edge{edge.replace('.', 'p')}",
        current_points_line="10.5",
        predicted_points=Decimal("10.5") + Decimal(edge),
        **columns,
    )


def alike(edge: str, count: int) -> Iterable[Row]:
    """So many players with equal picks."""
    return (off_the_line(edge, f"edge{edge.replace('.', 'p')}n{number}") for number in range(count))


def with_record(wins: int, losses: int) -> list[Row]:
    """A player's pick of `DAY`, and earlier ones in the same direction."""
    lookup = f"won{wins}lost{losses}"
    days = [DAY - timedelta(2 * back) for back in range(1, wins + losses + 1)]
    return [
        predicted(lookup),
        *(
            graded(
                lookup,
                game_date=day,
                game_id=f"{day:%Y%m%d}_NYK_BOS",
                prediction_correct=place < wins,
                graded_at=None,
            )
            for place, day in enumerate(days)
        ),
    ]


SCENES = {
    "edges": scene(scheduled(), *map(off_the_line, "6.2 5 4.9 4 3.9 3 2.9 2 1.9".split())),
    "six of the first tier": scene(scheduled(), *alike("6", 6)),
    "eleven of the second tier": scene(scheduled(), *alike("4", 11)),
    "eleven of the third tier": scene(scheduled(), *alike("2", 11)),
    "more than the list is long": scene(
        scheduled(), *alike("6", 5), *alike("4", 9), *alike("2", 3)
    ),
    "predictions": scene(
        scheduled(),
        *(
            predicted(
                f"p{points.replace('.', 'p')}", predicted_points=points, current_points_line=line
            )
            for points, line in (
                ("25", "21.5"),
                ("24.9", "21.5"),
                ("18", "16.5"),
                ("17.9", "16.5"),
                ("12", "10.5"),
                ("11.9", "10.5"),
            )
        ),
    ),
    "confidences": scene(
        scheduled(),
        *(
            predicted(f"sure{sure.replace('.', 'p')}", confidence_score=sure)
            for sure in "90.5 90 89.9 88 87.9 87.5 80 79.9 1.5 1".split()
        ),
    ),
    "records": scene(
        scheduled(),
        *(
            row
            for record in ((6, 2), (8, 2), (6, 3), (7, 3), (4, 0), (5, 0), (3, 2), (2, 2))
            for row in with_record(*record)
        ),
    ),
    "fatigue": scene(
        scheduled(), *of_fatigue(), *(predicted(f"tired{score}") for score in (95, 94, 75, 74))
    ),
    "lines that do not say where they are from": scene(
        scheduled(),
        *(
            predicted(
                f"line{line.replace('.', 'p')}",
                line_source=None,
                current_points_line=line,
                predicted_points="22",
            )
            for line in "19.5 20 20.5".split()
        ),
    ),
    "graded": scene(scheduled(), graded(), known_of(), as_of=AFTER),
    **{
        f"{hour}:{minute:02} in the morning after": scene(
            scheduled(),
            predicted(),
            as_of=datetime(2026, 1, 10, hour + 5, minute, tzinfo=UTC),
        )
        for hour, minute in ((3, 30), (4, 30))
    },
}

MOVES = (
    *(
        move(best_bets, "CAPS", best_bets.CAPS | {tier: cap - 1}, best_bets.CAPS | {tier: cap + 1})
        for tier, cap in best_bets.CAPS.items()
    ),
    move(declaration.Parameters.__init__, "__defaults__", (14, 5), (16, 5)),
    move(best_bets, "PREMIUM_FROM", Decimal("4.9"), Decimal("5.1")),
    move(best_bets, "STRONG_FROM", Decimal("2.9"), Decimal("3.1")),
    move(best_bets, "LARGEST_PREDICTION", Decimal("24.9"), Decimal("25.1")),
    move(best_bets, "LEFT_OUT_FROM", Decimal("0.879"), Decimal("0.881")),
    move(best_bets, "LEFT_OUT_TO", Decimal("0.899"), Decimal("0.901")),
    move(best_bets, "SMALLEST_SAMPLE", 4, 6),
    move(best_bets, "WITHOUT_HISTORY", Fraction(84, 100), Fraction(86, 100)),
    move(best_bets, "MOST_EDGE_FACTOR", Fraction(14, 10), Fraction(16, 10)),
    move(best_bets, "DOUBLING_EDGE", 9, 11),
    # No pick has a confidence between 0.88 and 0.90: a step down must pass them.
    move(best_bets_rationale, "_HIGH", Decimal("0.875"), Decimal("0.901")),
    move(best_bets_rationale, "_GOOD", Decimal("0.799"), Decimal("0.801")),
    move(best_bets_rationale, "_STRONG_EDGE", Decimal("4.9"), Decimal("5.1")),
    move(best_bets_rationale, "_SOLID_EDGE", Decimal("3.9"), Decimal("4.1")),
    move(best_bets_rationale, "_MODERATE_EDGE", Decimal("1.9"), Decimal("2.1")),
    move(best_bets_rationale, "_BENCH_BELOW", Decimal("11.9"), Decimal("12.1")),
    move(best_bets_rationale, "_ROTATION_BELOW", Decimal("17.9"), Decimal("18.1")),
    move(best_bets_rationale, "_STRONG_RECORD", Fraction(3, 4), Fraction(81, 100)),
    move(best_bets_rationale, "_GOOD_RECORD", Fraction(2, 3), Fraction(71, 100)),
    move(best_bets_rationale, "_FEWEST_GAMES", 4, 6),
    move(best_bets_rationale, "FRESH_FROM", 94, 96),
    move(best_bets_rationale, "NORMAL_FROM", 74, 76),
    move(picks, "FRESH_FROM", 94, 96),
    move(picks, "NORMAL_FROM", 74, 76),
    move(picks, "PLACEHOLDER", Decimal("19.5"), Decimal("20.5")),
    move(picks, "LARGEST_SHARE", Decimal("0.99"), 2),
    move(picks, "PERCENT", 99, 101),
    move(calendar, "DAY_STARTS", time(3), time(5)),
)
