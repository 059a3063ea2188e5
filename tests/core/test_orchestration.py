"""What becomes of a batch of predictions: vector 21, by the rules of D28 and D29."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from publishing.calendar import format_instant
from publishing.operating.messages import PredictionsComplete, Refused
from publishing.operating.orchestration import PATIENCE, verdict

NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)
AWAY = "nba_predictions.player_prop_predictions cannot be read: 503"


def message(status: str = "success", **metadata: Any) -> PredictionsComplete:
    return msgspec.convert(
        {
            "game_date": "2026-02-11",
            "status": status,
            "correlation_id": "c",
            "execution_id": "run",
            "metadata": metadata,
        },
        PredictionsComplete,
    )


@pytest.mark.parametrize(
    ("batch", "rows", "word"),
    [
        (message("failed", completion_pct=100), 448, "skip"),
        (message("no_data"), 448, "skip"),
        (message("partial", completion_pct=85, completed_predictions=400), 448, "send"),
        (message(completion_percentage=79.9, total_predictions=400), 448, "wait"),
        (message(completion_pct=79.9, completed_predictions=400), 448, "wait"),
        (message(completion_percentage=80.0, total_predictions=400), 448, "send"),
        (message(completion_pct=80.0), 448, "send"),
        (message(), 448, "send"),
        # Incident 31: a producer that does not count says 0 beside predictions.
        (message(completion_pct=0, completed_predictions=81), 81, "send"),
        (message(completion_pct=0), 81, "send"),
        (message(completion_pct=0), 0, "wait"),
        (message(completion_pct=0, completed_predictions=0), AWAY, "wait"),
        # The old threshold of ten rows is gone: a slate of one game is a slate.
        (message(total_predictions=0), 0, "wait"),
        (message(total_predictions=9), 9, "send"),
        (message(total_predictions=10), 10, "send"),
        (message(total_predictions=1), 1, "send"),
        # It used to go on when nobody knew (L12).
        (message(completion_pct=100), AWAY, "wait"),
        # Both producers tell of one batch: the better of the two is known.
        (message(completion_pct=10, completion_percentage=90), 448, "send"),
    ],
)
def test_the_verdict(batch: PredictionsComplete, rows: int | str, word: str) -> None:
    found = verdict(batch, rows, NOW)
    assert found.word == word
    assert (found.gate is not None) == (word == "wait")
    if found.gate is not None:
        assert found.gate.key == "2026-02-11/predictions-complete"
        assert found.gate.tables == ("nba_predictions.player_prop_predictions",)
        assert found.gate.sends == found.trigger
        assert found.gate.reason == found.reason


def test_an_incomplete_batch_is_waited_for_and_then_what_is_there_is_made() -> None:
    found = verdict(message(completion_pct=50, completed_predictions=200), 200, NOW)
    assert found.gate is not None
    assert found.gate.next_at == format_instant(NOW + PATIENCE)
    found = verdict(message(), 0, NOW)
    assert found.gate is not None
    assert found.gate.next_at == format_instant(NOW)


def test_what_is_sent_is_the_message_of_the_contract() -> None:
    """`live.md` 6.4 and 12.1."""
    found = verdict(message(batch_id="b", total_predictions=448), 448, NOW).trigger
    assert {"tonight", "tonight-players", "predictions", "best-bets", "streaks"} <= set(
        found.export_types
    )
    assert (found.target_date, found.update_latest) == ("2026-02-11", True)
    assert (found.correlation_id, found.trigger_source) == ("c", "orchestrator")
    assert found.triggered_by == "phase5_to_phase6_orchestrator"
    assert (found.upstream_batch_id, found.upstream_predictions) == ("b", 448)
    # The defaults of 6.3.
    bare = msgspec.convert({"game_date": "2026-02-11", "status": "success"}, PredictionsComplete)
    found = verdict(bare, 1, NOW).trigger
    assert (found.correlation_id, found.upstream_batch_id) == ("unknown", "unknown")
    assert verdict(message(), 1, NOW).trigger.upstream_batch_id == "run"


@pytest.mark.parametrize("word", ["today", "TODAY", "2026-13-01", "", "../x", "2026-02-11T00:00Z"])
@pytest.mark.parametrize("status", ["success", "failed"])
def test_a_batch_of_no_date_is_refused(word: str, status: str) -> None:
    batch = msgspec.structs.replace(message(status), game_date=word)
    with pytest.raises(Refused, match="is not a date"):
        verdict(batch, 448, NOW)
