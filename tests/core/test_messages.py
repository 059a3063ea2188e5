"""Messages, strictly typed both ways: nothing that is not declared is ever acted on (I-8, D28)."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publishing.operating.messages import (
    LARGEST,
    ExportComplete,
    ExportTrigger,
    LiveEvent,
    PlayersTrigger,
    PredictionsComplete,
    Refused,
    read,
    read_trigger,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4)
    ),
    max_leaves=12,
)

NAMES: dict[Any, set[str]] = {
    ExportTrigger: set(ExportTrigger.__struct_fields__),
    PlayersTrigger: set(PlayersTrigger.__struct_fields__),
    PredictionsComplete: set(PredictionsComplete.__struct_fields__),
    LiveEvent: set(LiveEvent.__struct_fields__),
}

GOOD: dict[Any, dict[str, Any]] = {
    # `live.md` 6.4, to the letter.
    ExportTrigger: {
        "export_types": ["tonight", "tonight-players", "predictions", "best-bets", "streaks"],
        "target_date": "2026-02-11",
        "update_latest": True,
        "trigger_source": "orchestrator",
        "triggered_by": "phase5_to_phase6_orchestrator",
        "correlation_id": "c",
        "timestamp": "2026-02-11T18:00:00+00:00",
        "upstream_batch_id": "batch_1",
        "upstream_predictions": 448,
    },
    PlayersTrigger: {"players": True, "min_games": 5},
    # `live.md` 6.2, with each producer's metadata.
    PredictionsComplete: {
        "processor_name": "PredictionCoordinator",
        "phase": "phase_5_predictions",
        "execution_id": "batch_2026-01-25_1234567890",
        "correlation_id": "c",
        "game_date": "2026-01-25",
        "output_table": "player_prop_predictions",
        "output_dataset": "nba_predictions",
        "status": "success",
        "record_count": 1,
        "records_failed": 0,
        "timestamp": "2026-01-25T18:00:00Z",
        "duration_seconds": 1,
        "parent_processor": "p",
        "trigger_source": "scheduler",
        "trigger_message_id": "m",
        "error_message": "e",
        "error_type": "E",
        "metadata": {
            "batch_id": "b",
            "expected_predictions": 10,
            "completed_predictions": 8,
            "failed_predictions": 2,
            "completion_pct": 80,
            "stall_detected": True,
            "summary": {"anything": [1, None]},
        },
    },
    LiveEvent: {
        "event": "game-final",
        "event_id": "e",
        "game_date": "2026-02-11",
        "as_of": "2026-02-12T03:00:00Z",
        "run_id": "r",
        "game": "0022500001",
    },
}


@pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.__name__)
def test_the_contracts_own_messages_are_read_and_written_again(kind: type[Any]) -> None:
    body = json.dumps(GOOD[kind]).encode()
    found = read(body, kind)
    assert read(msgspec.json.encode(found), kind) == found
    written = json.loads(msgspec.json.encode(found))
    assert {name: written[name] for name in GOOD[kind] if name != "metadata"} == {
        name: value for name, value in GOOD[kind].items() if name != "metadata"
    }


@pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.__name__)
@given(data=st.data(), value=JSON)
def test_a_key_more_or_a_value_of_another_kind_is_refused(
    kind: type[Any], data: st.DataObject, value: object
) -> None:
    good = GOOD[kind]
    stranger = data.draw(st.text(max_size=20).filter(lambda name: str(name) not in NAMES[kind]))
    with pytest.raises(Refused):
        read(json.dumps(good | {stranger: value}).encode(), kind)
    name = data.draw(st.sampled_from(sorted(set(good) - {"metadata", "duration_seconds"})))
    other = {str: 7, int: "7", bool: 1, list: "tonight", dict: []}[type(good[name])]
    with pytest.raises(Refused):
        read(json.dumps(good | {name: other}).encode(), kind)


@given(body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
@example(body=b'{"export_types":["tonight"],"target_date":"\\ud800"}')
@example(body=b'{"players":NaN}')
@example(body=b'{"players":true,"min_games":99999999999999999999999}')
@example(body=b"\xef\xbb\xbf{}")
@example(body=b'{"a":' * 10_000)
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    for kind in GOOD:
        try:
            found: object = read(body, kind)
        except Refused:
            continue
        assert set(json.loads(body)) <= NAMES[kind]
        assert isinstance(found, kind)
    try:
        read_trigger(body)
    except Refused:
        return
    assert {"export_types", "players"} & set(json.loads(body))


def test_a_message_that_is_too_large_is_not_looked_into() -> None:
    body = json.dumps(GOOD[ExportTrigger]).encode()
    assert read(body + b" " * (LARGEST - len(body)), ExportTrigger)
    with pytest.raises(Refused, match=str(LARGEST + 1)):
        read(body + b" " * (LARGEST + 1 - len(body)), ExportTrigger)


@pytest.mark.parametrize(
    "changed",
    [
        {"players": False},
        {"players": True, "export_types": ["tonight"]},
        {"players": True, "min_games": 0},
        {"players": True, "target_date": "today"},
        {"export_types": []},
        {"export_types": ["tonight"] * 101},
        {"export_types": ["t" * 101]},
        {"export_types": ["tonight"], "correlation_id": "c" * 501},
        {"export_types": ["tonight"], "upstream_predictions": -1},
    ],
)
def test_what_is_out_of_range_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read_trigger(json.dumps(changed).encode())


def test_the_completion_has_every_key_of_the_contract() -> None:
    keys = (
        "processor_name phase correlation_id timestamp status export_type duration_seconds paths "
        "errors trigger_source target_date export_types"
    )
    assert set(keys.split()) <= set(ExportComplete.__struct_fields__)
