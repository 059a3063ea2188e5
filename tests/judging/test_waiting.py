"""Until predictions must be there, what waits for them is not late (D29, A17, incident 35)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishing.calendar import format_instant
from publishing.operating.gates import Gate
from publishing.operating.messages import ExportTrigger
from publishing.operating.seen import Away, Seen
from publishing.rows import Prediction
from tests.judging.rows import DAY, at, body, instant, with_mark
from tests.judging.verdicts import keys, section

WAIT = ("tonight_all_players", "tonight_player", "best_bets")
PUBLIC = ("tonight/all-players.json", "best-bets/latest.json")


def waiting(text: str, day: str = DAY.isoformat()) -> Seen:
    """A round in which nothing was made whole since the night before: its gates are closed."""
    closed = format_instant(instant("06:31"))
    gates = {
        f"{day}/{name}": Gate(
            name=name,
            game_date=day,
            tables=(Prediction.table,),
            reason="no row",
            sends=ExportTrigger(export_types=("tonight",), target_date=day),
            closed_at=closed,
            next_at=closed,
        )
        for name in WAIT
    }
    seen = replace(at(text), gates=gates)
    for name in WAIT:
        before = format_instant(instant("2026-02-10 23:31"))
        seen = with_mark(seen, name, as_of=before, game_date="2026-02-10")
    for path in PUBLIC:
        seen = body(seen, path, game_date="2026-02-10")
    return seen


@pytest.mark.parametrize(
    ("text", "status"), [("06:50", "healthy"), ("14:59", "healthy"), ("15:00", "degraded")]
)
def test_four_hours_before_the_first_game_it_has_to_be_there(text: str, status: str) -> None:
    """The first game of the date tips off at 19:00."""
    seen = waiting(text)
    assert section(seen, "tonight_data")["status"] == status
    assert section(seen, "best_bets")["status"] == status
    late = {key for key in keys(seen) if key.startswith("late/")}
    assert late == (set() if status == "healthy" else {f"late/{name}" for name in WAIT[:2]})


def test_only_what_waits_for_rows_of_today_is_waited_for() -> None:
    other = waiting("10:00", day="2026-02-09")
    assert section(other, "tonight_data")["status"] == "degraded"
    assert section(replace(waiting("10:00"), gates=Away("503")), "tonight_data")["status"] == (
        "degraded"
    )
    assert "late/tonight_player" in keys(other)
