"""One broken part of a payload costs that part alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from publishing.live.events import Rejection
from tests.live.payloads import (
    Json,
    event,
    final,
    game,
    names,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.published import documents, flush, fold, refused

AT = "2026-01-10T02:00:00Z"


OTHER = game(home_code="LAL", away_code="DEN", id=2)
WRONG: list[Any] = ["x", -1, 1.5, True, [], {}, 10**30, 10**400]
FIELDS = "id date status period time home_team_score visitor_team_score postponed".split()
LINE_FIELDS = "min pts reb ast stl blk turnover fgm fga fg3m fg3a ftm fta player".split()


def survivors(body: bytes) -> tuple[Json, list[Rejection]]:
    """Both games by id as published; the untouched one must always be there."""
    slate, rejected = fold([body])
    found = {one["game_id"]: one for one in documents(slate)["live"]["games"]}
    (intact,) = documents(fold([poll(OTHER)])[0])["live"]["games"]
    assert found["2"] == intact
    return found, rejected


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", WRONG, ids=str)
def test_a_wrong_value_in_a_game_costs_at_most_that_game(field: str, value: Any) -> None:
    sent = game() | {field: value}
    found, rejected = survivors(poll(sent, OTHER))
    if len(found) == 1:
        (one,) = rejected
        assert one.stage == "parse"
        assert json.loads(one.body) == sent
    else:
        allowed: dict[str, type] = {"id": str, "status": str, "time": str, "postponed": bool}
        assert isinstance(value, allowed.get(field, int))
        assert not rejected


@pytest.mark.parametrize("field", LINE_FIELDS)
@pytest.mark.parametrize("value", WRONG, ids=str)
def test_a_wrong_value_in_a_line_costs_at_most_that_line(field: str, value: Any) -> None:
    if (field, value) in (("min", "x"), ("player", {})):
        return
    sent = game()
    sent["home_team"]["players"][0][field] = value
    found, (rejected,) = survivors(poll(sent, OTHER))
    assert found["18447346"]["player_count"] == 1
    assert json.loads(rejected.body) == sent["home_team"]["players"][0]
    assert rejected.reason.startswith("player 0 of BOS")


@pytest.mark.parametrize("field", LINE_FIELDS)
def test_a_missing_key_of_a_line_costs_that_line(field: str) -> None:
    sent = game()
    del sent["home_team"]["players"][0][field]
    found, rejected = survivors(poll(sent, OTHER))
    assert (found["18447346"]["player_count"], len(rejected)) == (1, 1)


@pytest.mark.parametrize("field", list(game()))
def test_a_missing_key_of_a_game(field: str) -> None:
    sent = game()
    del sent[field]
    found, rejected = survivors(poll(sent, OTHER))
    needed = field in ("home_team", "visitor_team")
    assert len(found) == (1 if needed else 2)
    assert len(rejected) == (1 if needed else 0)


@pytest.mark.parametrize("key", ["abbreviation", "players"])
def test_a_missing_key_of_a_side_costs_the_game(key: str) -> None:
    sent = game()
    del sent["home_team"][key]
    found, (rejected,) = survivors(poll(sent, OTHER))
    assert list(found) == ["2"]
    assert rejected.reason.startswith("game: ")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"home_code": "EST"}, "unknown team 'EST'"),
        ({"home_code": "NYK"}, "NYK plays itself"),
        ({"date": "2026-02-30"}, "is not a date"),
        ({"date": "tonight"}, "is not a date"),
        ({"date": "9999-12-31"}, "is out of range"),
        ({"date": "0001-01-01"}, "is out of range"),
        ({"status": "Final", "home_team_score": 0, "visitor_team_score": None}, "without a score"),
    ],
)
def test_an_implausible_game_is_refused(fields: Json, reason: str) -> None:
    found, (rejected,) = survivors(poll(game(**fields), OTHER))
    assert list(found) == ["2"]
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"Ann"', b'"\xff"'),
        (b'"Q3 6:00"', b'"\xc3\x28"'),
        (b'"BOS"', b'"B\xffS"'),
        (b'"min": "10"', b'"m\xffn": "10"'),
        (b'"pts": 10', b'"pts": 1e999'),
        (b'"pts": 10', b'"pts": ' + b"9" * 5_000),
        (b'"plus_minus": -3', b'"plus_minus": 1e999'),
        (b'"city": "Here"', b'"city": "\xed\xa0\x80"'),
        (b'"city": "Here"', b'"city": ' + b"[" * 500 + b"]" * 500),
        (b'"2026-01-10T00:30:00.000Z"', b'"0001-01-01T00:00:00+01:00"'),
        (b'"2026-01-10T00:30:00.000Z"', b'"soon"'),
    ],
)
def test_broken_bytes_inside_a_game_stay_inside(old: bytes, new: bytes) -> None:
    body = poll(game(), OTHER)
    assert old in body
    found, rejected = survivors(body.replace(old, new, 1))
    kept = found.get("18447346", {"player_count": 0})
    assert kept["player_count"] == 2 or rejected


@pytest.mark.parametrize(
    "line",
    [
        schedule(scheduled(tip_off="2026-01-10T00:30:00")),
        schedule(scheduled(tip_off="0001-01-01T00:00:00+01:00")),
        schedule(scheduled(home_score=10**30)),
        schedule(scheduled(status="over")),
        predictions(pick(predicted="many")),
        predictions(pick(has_line=None)),
        names(by_source_id={str(10**30): ("a", "b")}),
        names(by_source_id={"x": ("a", "b")}),
        official(official_game(official_line("annash", "BOS", 10**30))),
        official(official_game(status="over")),
        event("official", None, AT),
        event("schedule", [], AT),
        event("names", {"by_lookup": {}}, AT),
    ],
)
def test_a_reference_event_that_does_not_fit_is_refused_whole(line: bytes) -> None:
    refused(line)


@pytest.mark.parametrize("text", ["NaN", "1e999999", "1e-999999", "9" * 5_000])
def test_no_accepted_prediction_stops_a_flush(text: str) -> None:
    for field in ("predicted", "line", "confidence"):
        slate, _ = fold([predictions(pick(**{field: text})), poll(final())])
        assert len(flush(slate).documents) == 2
