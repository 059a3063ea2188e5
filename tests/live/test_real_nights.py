"""Real nights and bodies, where they are at hand, against what the league recorded."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from publishing.live.events import split
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from tests.live.published import INTERVAL, documents, fold

STATS = {
    "off_pts": "points",
    "off_reb": "rebounds",
    "off_ast": "assists",
    "off_stl": "steals",
    "off_blk": "blocks",
    "off_turnover": "turnovers",
    "off_min": "minutes",
}


@pytest.fixture(scope="module")
def nights(real_data: Path) -> Path:
    return real_data / "nights"


@pytest.mark.slow
def test_the_night_of_2018_11_23_ends_as_the_league_recorded_it(nights: Path) -> None:
    with gzip.open(nights / "2018-11-23.jsonl.gz") as file:
        lines = list(file)
    slate, rejected = fold(lines, "2018-11-23")
    assert not rejected
    live = documents(slate)["live"]
    assert (live["total_games"], live["games_final"]) == (14, 14)
    shown = {
        (f"00{one['game_id']}", row["name"]): row for one in live["games"] for row in one["players"]
    }
    with (nights / "2018-11-23.truth.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    called = source_names(lines)
    assert len(truth) > 250
    for line in truth:
        row = shown.pop((line["game_id"], called[int(line["bdl_player_id"])]))
        assert row["team"] == line["team"]
        found = {old: int(row[new]) for old, new in STATS.items()}
        assert found == {old: int(line[old]) for old in STATS}, line["player"]
    assert not shown


def source_names(lines: list[bytes]) -> dict[int, str]:
    """What the source calls each player."""
    return {
        row["player"]["id"]: f"{row['player']['first_name']} {row['player']['last_name']}"
        for line in lines[::20]
        for one in json.loads(line)["payload"]["data"]
        for side in ("home_team", "visitor_team")
        for row in one[side]["players"]
    }


@pytest.mark.slow
def test_the_night_of_2018_11_23_only_ever_goes_forward(nights: Path) -> None:
    slate, finals = Slate(date(2018, 11, 23)), 0
    with gzip.open(nights / "2018-11-23.jsonl.gz") as file:
        for number, body in enumerate(file):
            fold([body], "2018-11-23", slate)
            if number % 40 == 0:
                flushed = snapshot(slate, (), INTERVAL)
                assert flushed is not None
                now = json.loads(flushed.documents[0].body)["games_final"]
                assert now >= finals
                finals = now


def test_the_one_game_night_ends_as_its_final_body(nights: Path) -> None:
    with gzip.open(nights / "2025-01-06-LAC-MIN.jsonl.gz") as file:
        lines = list(file)
    slate, rejected = fold([*lines[::25], lines[-1]], "2025-01-06")
    assert not rejected
    (found,) = documents(slate)["live"]["games"]
    (end,) = json.loads((nights / "2025-01-06-LAC-MIN.final.json").read_bytes())["data"]
    assert (found["home_score"], found["away_score"]) == (108, 106)
    sent = [row for side in ("home_team", "visitor_team") for row in end[side]["players"]]
    assert sorted((row["points"], row["minutes"]) for row in found["players"]) == sorted(
        (row["pts"], row["min"]) for row in sent
    )


@pytest.mark.parametrize(
    ("name", "count"), [("box_scores_2026-01-09", 10), ("box_scores_2024-01-15", 11)]
)
def test_a_real_body_is_published_without_one_rejection(
    real_data: Path, name: str, count: int
) -> None:
    day = name[-10:]
    body = (real_data / "balldontlie" / f"{name}.json").read_bytes()
    events, rejected = split(body, {"polled_at": f"{day}T23:59:00Z"})
    assert not rejected
    slate = Slate(events[0].game_date)
    for event in events:
        assert event.game_date.isoformat() == day
        slate.apply(event)
    live = documents(slate)["live"]
    assert (live["total_games"], live["games_final"]) == (count, count)
    for one in live["games"]:
        for code, score in (("home_team", "home_score"), ("away_team", "away_score")):
            side = [row["points"] for row in one["players"] if row["team"] == one[code]]
            assert sum(side) == one[score]


def test_the_real_body_out_of_hours_is_an_empty_answer(real_data: Path) -> None:
    body = (real_data / "balldontlie" / "box_scores_live_empty.json").read_bytes()
    events, rejected = split(body, {"polled_at": "2026-01-09T12:00:00Z"})
    assert not rejected
    assert [event.answered for event in events] == [True]
