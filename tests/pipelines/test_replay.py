"""A recorded night as one ordered feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import orjson
import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.replay import Moment, ReplayUnreadable, check, moments
from tests.pipelines.runs import Night, shuffled, write

INTERVAL = 180


def feed(night: Night, file: Path | None = None) -> list[dict[str, object]]:
    """The replay's events, parsed; nothing may be rejected."""
    warehouse = ParquetWarehouse(night.warehouse)
    found = list(moments(file or night.file, warehouse, "catboost_v9", INTERVAL))
    assert all(isinstance(item, Moment) for item in found)
    return [orjson.loads(item.line) for item in found if isinstance(item, Moment)]


def test_events_are_in_the_order_of_their_time(simulated_night: Night) -> None:
    ranks = {"poll": 1, "tick": 2}
    keys = [
        (
            datetime.fromisoformat(str(event["polled_at"])),
            ranks.get(str(event.get("kind", "poll")), 0),
        )
        for event in feed(simulated_night)
    ]
    assert keys == sorted(keys)


def test_every_multiple_of_the_interval_has_its_poll_or_tick(simulated_night: Night) -> None:
    beats = {
        datetime.fromisoformat(str(event["polled_at"]))
        for event in feed(simulated_night)
        if event.get("kind", "poll") in ("poll", "tick")
    }
    at, last = min(beats), max(beats)
    assert at.timestamp() % INTERVAL == 0
    while at <= last:
        assert at in beats
        at += timedelta(seconds=INTERVAL)


def test_any_order_of_the_file_is_the_same_feed(simulated_night: Night, tmp_path: Path) -> None:
    lines = shuffled(simulated_night.lines(), timedelta(minutes=10), seed=3)
    assert lines != simulated_night.lines()
    file = write(tmp_path / "late.jsonl.gz", lines)
    assert feed(simulated_night, file) == feed(simulated_night)


def test_two_nights_far_apart_have_no_ticks_between(simulated_night: Night, tmp_path: Path) -> None:
    poll = orjson.loads(simulated_night.lines()[0])
    years_before = poll | {"polled_at": "2023-12-27T23:30:00Z"}
    wild = {"kind": "tick", "polled_at": "2126-01-10T01:00:00Z", "game_date": "2025-12-27"}
    lines = [orjson.dumps(one) for one in (years_before, wild, poll)]
    events = feed(simulated_night, write(tmp_path / "far.jsonl.gz", lines))
    # One at each of the two polls, which are multiples, and the wild one, which is refused later.
    assert sum(event.get("kind") == "tick" for event in events) == 3


def test_a_final_right_after_a_flush_is_not_to_wait(simulated_night: Night, tmp_path: Path) -> None:
    poll = orjson.loads(simulated_night.lines()[0])
    times = ("2025-12-28T02:45:00Z", "2025-12-28T02:45:01Z", "2025-12-28T02:46:00Z")
    lines = [orjson.dumps(poll | {"polled_at": at}) for at in times]
    events = feed(simulated_night, write(tmp_path / "soon.jsonl.gz", lines))
    ticks = [event["polled_at"] for event in events if event.get("kind") == "tick"]
    assert ticks == ["2025-12-28T02:45:00Z", "2025-12-28T02:45:03Z"]


def test_a_file_that_ends_early_gives_what_it_has(simulated_night: Night, tmp_path: Path) -> None:
    file = tmp_path / "short.jsonl.gz"
    file.write_bytes(simulated_night.file.read_bytes()[:-4000])
    warehouse = ParquetWarehouse(simulated_night.warehouse)
    found = list(moments(file, warehouse, "catboost_v9", INTERVAL))
    rejected = [item.reason for item in found if not isinstance(item, Moment)]
    assert rejected[0] == "short.jsonl.gz: the file ends early"
    polls = [item for item in found if isinstance(item, Moment) and b'"kind"' not in item.line]
    assert len(simulated_night.lines()) * 0.8 < len(polls) < len(simulated_night.lines())


def test_reference_events_come_when_they_were_known(simulated_night: Night) -> None:
    events = feed(simulated_night)
    first = events[0]["polled_at"]
    kinds = [event["kind"] for event in events if event.get("kind") not in (None, "poll", "tick")]
    assert kinds == ["schedule", "predictions", "names"]
    assert all(event["polled_at"] == first for event in events[:3])


def test_official_rows_come_when_they_were_processed(
    simulated_night: Night, tmp_path: Path
) -> None:
    late = orjson.dumps(
        {"polled_at": "2025-12-28T14:30:00Z", "game_date": "2025-12-27", "payload": None}
    )
    file = write(tmp_path / "day.jsonl.gz", [*simulated_night.lines(), late])
    official = [event for event in feed(simulated_night, file) if event.get("kind") == "official"]
    assert [event["polled_at"] for event in official] == ["2025-12-28T09:00:00Z"]
    payload = msgspec.convert(official[0]["payload"], type=dict[str, list[dict[str, object]]])
    assert {game["status"] for game in payload["games"]} == {"final"}


@pytest.mark.parametrize("content", [b"not gzip", b"\x1f\x8b\x08\x00"])
def test_a_file_that_is_not_what_it_says_is_unreadable(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "night.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(ReplayUnreadable, match=r"night\.jsonl\.gz cannot be read"):
        check(file)
