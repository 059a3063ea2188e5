"""Broken input in the middle of a night: kept with its reason, and nothing else is lost."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.pipelines.runs import Night, Run, write


def _poll(night: Night, position: int) -> dict[str, Any]:
    lines = night.lines()
    poll: dict[str, Any] = orjson.loads(lines[int(position % len(lines))])
    return poll


def _with_game(night: Night, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A poll of mid-evening with one of its games changed, polled a second later."""
    poll = _poll(night, 100)
    poll["polled_at"] = poll["polled_at"].replace("00Z", "01Z")
    change(poll["payload"]["data"][0])
    return orjson.dumps(poll)


def _retype(game: dict[str, Any]) -> None:
    game["home_team"]["players"][0]["pts"] = "many"


def _drop(game: dict[str, Any]) -> None:
    del game["visitor_team"]


def _last_week(game: dict[str, Any]) -> None:
    game["date"] = "2025-12-20"


def _foreign(game: dict[str, Any]) -> None:
    game["home_team"]["abbreviation"] = "RMA"


def _spoil(game: dict[str, Any]) -> None:
    game["home_team"]["players"][1]["fg_pct"] = "<NaN>"
    game["home_team"]["players"][2]["reb"] = "<NaN>"


BROKEN: dict[str, tuple[Callable[[Night], bytes], str]] = {
    "not JSON": (lambda night: b'{"polled_at": "2025-12-28T01:00:01Z", "payl', "no event"),
    "empty": (lambda night: b"", "the line is empty"),
    "not an object": (lambda night: b"[1, 2]", "Expected `object`"),
    "no time": (lambda night: b'{"payload": {"data": []}}', "missing required field `polled_at`"),
    "no zone": (
        lambda night: b'{"polled_at": "2025-12-28T01:00:01", "payload": {"data": []}}',
        "timezone",
    ),
    "no data": (lambda night: b'{"polled_at": "2025-12-28T01:00:01Z", "payload": {}}', "`data`"),
    "no payload": (lambda night: b'{"polled_at": "2025-12-28T01:00:01Z"}', "needs a `payload`"),
    "no kind": (
        lambda night: b'{"polled_at": "2025-12-28T01:00:01Z", "kind": "guess", "payload": {}}',
        "Invalid enum value 'guess'",
    ),
    "10 MB": (
        lambda night: orjson.dumps(_poll(night, 100) | {"padding": "x" * 10_000_000}),
        "larger than",
    ),
    "wrong type": (lambda night: _with_game(night, _retype), "Expected `int | null`, got `str`"),
    "missing key": (lambda night: _with_game(night, _drop), "missing required field"),
    "unknown team": (lambda night: _with_game(night, _foreign), "unknown team 'RMA'"),
    "last week": (lambda night: _with_game(night, _last_week), "slate closed: 2025-12-20"),
    "NaN": (
        lambda night: _with_game(night, _spoil).replace(b'"<NaN>"', b"NaN"),
        "NaN or Infinity is not JSON",
    ),
}


@pytest.fixture(scope="module")
def plain(simulated_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = Run(tmp_path_factory.mktemp("plain"))
    run.go(simulated_night)
    return run


def test_broken_lines_cost_only_themselves(
    simulated_night: Night, plain: Run, tmp_path: Path
) -> None:
    lines = simulated_night.lines()
    broken = [make(simulated_night) for make, _ in BROKEN.values()]
    run = Run(tmp_path)
    counters = run.go(
        simulated_night, file=write(tmp_path / "n.jsonl.gz", lines[:50] + broken + lines[50:])
    )
    letters = run.letters()
    for name, (_, reason) in BROKEN.items():
        assert [letter for letter in letters if reason in letter["reason"]], (name, letters)
    assert counters["live/events_folded"] > len(lines)
    after, before = run.documents(), plain.documents()
    # The scores end as they do without the broken lines; only the count of events differs.
    for path in (f"live/{simulated_night.day}.json", f"live-grading/{simulated_night.day}.json"):
        assert after[path] == before[path]


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_line_is_kept_with_its_bytes(
    name: str, simulated_night: Night, tmp_path: Path
) -> None:
    make, reason = BROKEN[name]
    line = make(simulated_night)
    run = Run(tmp_path)
    good = simulated_night.lines()[:3]
    run.go(simulated_night, file=write(tmp_path / "n.jsonl.gz", [*good, line]))
    letters = [letter for letter in run.letters() if reason in letter["reason"]]
    assert letters
    for letter in letters:
        # An event for a closed slate is kept as that slate's part of the line.
        assert letter["stage"] == "slate" or _body(run, letter) in line
    assert run.documents()


def _body(run: Run, letter: dict[str, Any]) -> bytes:
    if "body_reference" in letter:
        return (run.dead_letters / str(letter["body_reference"])).read_bytes()
    if letter["body_encoding"] == "base64":
        return base64.b64decode(letter["body"])
    return str(letter["body"]).encode()
