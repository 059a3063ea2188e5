"""What a reader of the public objects may expect of their history, from the bytes alone.

It knows the contract's words and nothing of the code that wrote the objects.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import Any

from tests.night.stage import Stage, until
from tests.night.wire import Seen, Wire
from tests.schemas import require_valid

_RANK = {"scheduled": 0, "in_progress": 1, "final": 2}
_STATE = "/o/state%2F"
"""What operating remembers is private, and is taken away when it is over."""

_CONTENT_TYPE = b"application/json; charset=utf-8"


def judge(wire: Wire) -> None:
    """Every upload is well formed, and nothing public went back or became emptier."""
    odd = [request for request in wire.odd if _STATE not in request]
    assert odd == [], "an object was written in another way than by one upload"
    histories: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in wire.public():
        histories[seen.path].append(seen)
    assert histories
    for path, history in histories.items():
        _one_writer_at_a_time(history)
        documents = [_well_formed(path, seen) for seen in history]
        versions = [seen.upload.resource["metadata"]["courtside-version"] for seen in history]
        assert versions == sorted(versions), f"the version of {path} went back"
        _times_never_fall(path, documents)
        for before, after in pairwise(documents):
            if path.startswith("live/") and before["game_date"] == after["game_date"]:
                _no_game_goes_back(path, before, after)
            if path.startswith("live-grading/") and before["game_date"] == after["game_date"]:
                _no_grade_goes_back(path, before, after)


def same_night(public: dict[str, bytes], expected: dict[str, bytes]) -> bool:
    """Whether every document is the expected one to the byte, and the status says the same.

    A tick that nothing waits for is not published alone: the status' own time may be a tick older.
    """
    if public.keys() != expected.keys():
        return False
    documents = public.keys() - {"status.json"}
    return all(public[path] == expected[path] for path in documents) and (
        words(public["status.json"]) == words(expected["status.json"])
    )


def ends_with(stage: Stage, expected: dict[str, bytes]) -> None:
    """Waits for the night's last documents."""
    until(f"the night's end\n{stage.logs()}", lambda: same_night(stage.documents(), expected))


def words(status: bytes) -> dict[str, tuple[str, str]]:
    """What a status says of each service: its word and its message."""
    services = json.loads(status)["services"]
    return {name: (one["status"], one["message"]) for name, one in services.items()}


def _one_writer_at_a_time(history: list[Seen]) -> None:
    """Each upload replaced exactly the generation before it."""
    conditions = [seen.condition for seen in history]
    assert conditions == ["0", *(str(seen.generation) for seen in history[:-1])]


def _well_formed(path: str, seen: Seen) -> Any:
    resource = seen.upload.resource
    assert seen.upload.content_type.encode() == _CONTENT_TYPE
    dated = path[-15:-5].replace("-", "").isdigit()
    assert resource["cacheControl"] in (
        {"public, max-age=30", "public, max-age=86400"} if dated else {"public, max-age=30"}
    )
    assert {"courtside-version", "courtside-digest", "courtside-snapshot"} <= set(
        resource["metadata"]
    )
    document = require_valid(path, seen.upload.body)
    json.loads(seen.upload.body, parse_constant=_refuse)
    return document


def _times_never_fall(path: str, documents: list[Any]) -> None:
    dates = [document.get("game_date", "") for document in documents]
    assert dates == sorted(dates), f"{path} went back to an older date"
    times = [(date, one["updated_at"]) for date, one in zip(dates, documents, strict=True)]
    assert times == sorted(times), f"{path} went back in time"


def _no_game_goes_back(path: str, before: Any, after: Any) -> None:
    games = {game["game_id"]: game for game in after["games"]}
    for game in before["games"]:
        now = games.get(game["game_id"])
        assert now is not None, f"{path}: game {game['game_id']} is gone"
        old, new = ((_RANK[one["status"]], one["period"]) for one in (game, now))
        assert old <= new, f"{path}: game {game['game_id']} from {old} to {new}"
        assert len(game["players"]) <= len(now["players"]), (
            f"{path}: {game['game_id']} lost players"
        )


def _no_grade_goes_back(path: str, before: Any, after: Any) -> None:
    rows = {row["player_lookup"]: row for row in after["predictions"]}
    for row in before["predictions"]:
        now = rows.get(row["player_lookup"])
        assert now is not None, f"{path}: {row['player_lookup']} is gone"
        old, new = _RANK[row["game_status"]], _RANK[now["game_status"]]
        assert old <= new, f"{path}: {row['player_lookup']}'s game went back"
        if row["actual"] is not None and row["result"] != "VOID":
            assert now["actual"] is not None or now["result"] == "VOID", row["player_lookup"]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
