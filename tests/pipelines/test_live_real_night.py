"""2018-11-23, poll by poll: against the official lines, and against a plain fold."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from publishing.adapters.folder import FolderStore
from publishing.identity import player_lookup
from tests.pipelines.runs import Night, Run

pytestmark = pytest.mark.slow

Flush = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def flushes(real_night: Night, tmp_path_factory: pytest.TempPathFactory) -> list[Flush]:
    """Every body that the run wrote, with its path."""
    written: list[Flush] = []
    write = FolderStore.write

    def recorded(self: FolderStore, path: str, body: bytes, *rest: Any) -> Any:
        written.append((path, orjson.loads(body)))
        return write(self, path, body, *rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FolderStore, "write", recorded)
        Run(tmp_path_factory.mktemp("run")).go(real_night)
    return written


def test_the_end_equals_the_official_lines(
    real_data: Path, real_night: Night, flushes: list[Flush]
) -> None:
    path = f"live/{real_night.day}.json"
    last = [body for where, body in flushes if where == path][-1]
    lines = {
        (line["team"], line["player_lookup"]): line
        for game in last["games"]
        for line in game["players"]
    }
    stats = {
        "min": "minutes",
        "pts": "points",
        "reb": "rebounds",
        "ast": "assists",
        "stl": "steals",
        "blk": "blocks",
        "turnover": "turnovers",
    }
    with (real_data / "nights" / "2018-11-23.truth.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(lines)
    lookups = _lookups(real_night)
    for row in rows:
        line = lines[row["team"], lookups[row["bdl_player_id"]]]
        for truth, ours in stats.items():
            assert int(line[ours]) == int(row[f"off_{truth}"]), (row["player"], ours)


def _lookups(night: Night) -> dict[str, str]:
    """The truth spells some names in another way than the source: its ids do not differ."""
    found = {}
    for poll in night.lines():
        for game in orjson.loads(poll)["payload"]["data"]:
            for line in game["home_team"]["players"] + game["visitor_team"]["players"]:
                person = line["player"]
                name = f"{person['first_name']} {person['last_name']}"
                found[str(person["id"])] = player_lookup(name)
    return found


def test_no_flush_knows_the_future(real_night: Night, flushes: list[Flush]) -> None:
    polls = [orjson.loads(line) for line in real_night.lines()]
    polls = [(datetime.fromisoformat(poll["polled_at"]), poll["payload"]["data"]) for poll in polls]
    seen: dict[str, dict[str, Any]] = {}
    position = compared = 0
    for path, body in flushes:
        if path != f"live/{real_night.day}.json":
            continue
        as_of = datetime.fromisoformat(body["updated_at"])
        while position < len(polls) and polls[position][0] <= as_of:
            # The recorded night has no backward polls: the newest row of a game is its state.
            seen |= {str(game["id"]): game for game in polls[position][1]}
            position += 1
        assert polls[position - 1][0] == as_of
        assert {game["game_id"] for game in body["games"]} == set(seen)
        for game in body["games"]:
            _require_equal(game, seen[game["game_id"]])
        compared += 1
    assert compared > 268


def _require_equal(game: dict[str, Any], polled: dict[str, Any]) -> None:
    assert game["period"] == polled["period"]
    assert game["time_remaining"] == polled["time"]
    assert game["home_score"] == polled["home_team_score"]
    assert game["away_score"] == polled["visitor_team_score"]
    sides = (polled["home_team"], polled["visitor_team"])
    expected = sorted(
        (side["abbreviation"], line["pts"], line["reb"], line["ast"], line["min"])
        for side in sides
        for line in side["players"]
    )
    found = sorted(
        (line["team"], line["points"], line["rebounds"], line["assists"], line["minutes"])
        for line in game["players"]
    )
    assert found == expected
