"""One prediction, graded by the real code."""

from __future__ import annotations

from typing import Any

from tests.live.payloads import Json, game, line, pick, poll, predictions
from tests.live.published import publish

OVER_NOW: Json = {"status": "Final", "period": 4, "time": "Final"}


def grade(points: int, one: Json | None = None, **fields: Any) -> Json:
    """The graded row of Ann Ash with these points, in progress unless `one` says otherwise."""
    shown = game() | (one or {})
    shown["home_team"]["players"] = [line(1, "Ann Ash", points)]
    return row(poll(shown), predictions(pick(**fields)))


def row(*lines: bytes, place: int = 0) -> Json:
    """The graded prediction at this place of the published list."""
    found = publish(*lines)["live-grading"]["predictions"][place]
    assert isinstance(found, dict)
    return found
