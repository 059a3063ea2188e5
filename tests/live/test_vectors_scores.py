"""Acceptance vectors 1 to 11, 31 and 32 of `live.md` 12, on the published live scores."""

from __future__ import annotations

from typing import Any

import pytest

from publishing.documents import CacheClass
from tests.live.payloads import (
    DAY,
    Json,
    event,
    final,
    game,
    line,
    names,
    poll,
)
from tests.live.published import documents, flush, fold, only, publish

TOP = "updated_at game_date poll_id games_in_progress games_final total_games games".split()
GAME = (
    "game_id status period time_remaining home_team away_team home_score away_score "
    "player_count players"
).split()
PLAYER = (
    "player_lookup name team points rebounds assists steals blocks turnovers minutes "
    "fg_made fg_attempted fg3_made fg3_attempted ft_made ft_attempted"
).split()


def players(one: Json) -> list[Json]:
    found = only(poll(one))["players"]
    assert isinstance(found, list)
    return found


def test_vector_01_an_empty_answer_gives_the_empty_envelope() -> None:
    slate, _ = fold([poll()])
    (document,) = flush(slate).documents
    assert publish(poll())["live"] == {
        "updated_at": "2026-01-10T02:00:00.000000+00:00",
        "game_date": DAY,
        "poll_id": "20260110T020000Z",
        "games_in_progress": 0,
        "games_final": 0,
        "total_games": 0,
        "games": [],
    }
    assert [target.path for target in document.targets] == [f"live/{DAY}.json", "live/latest.json"]
    assert {target.cache for target in document.targets} == {CacheClass.LIVE}
    assert CacheClass.LIVE.header == "public, max-age=30"


def test_vector_01_keys_stand_in_the_contracts_order() -> None:
    live = publish(poll(game()))["live"]
    assert list(live) == TOP
    assert list(live["games"][0]) == GAME
    assert list(live["games"][0]["players"][0]) == PLAYER


@pytest.mark.parametrize("text", ["Final", "final/OT", "FINAL", "Final/2OT"])
def test_vector_02_final_in_any_spelling(text: str) -> None:
    found = only(poll(final(status=text)))
    assert (found["status"], found["period"], found["time_remaining"]) == ("final", 4, "Final")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "", "period": 2}, "in_progress"),
        ({"status": "", "period": 0}, "scheduled"),
        ({"status": None, "period": None}, "scheduled"),
        ({"status": "7:00 pm ET", "period": 0}, "scheduled"),
        ({"status": "2026-01-10T00:30:00Z", "period": 0}, "scheduled"),
        ({"status": "In Progress", "period": 0}, "in_progress"),
        ({"status": "live", "period": 0}, "in_progress"),
        ({"status": "Halftime", "period": 2}, "in_progress"),
        ({"status": "OT", "period": 5}, "in_progress"),
    ],
)
def test_vector_03_status_words(fields: Json, status: str) -> None:
    found = only(poll(game(**fields, time=None)))
    assert (found["status"], found["time_remaining"]) == (status, None)


def test_vector_03_a_missing_clock_is_empty_and_a_missing_period_zero() -> None:
    one = game()
    del one["time"], one["period"]
    found = only(poll(one))
    assert (found["time_remaining"], found["period"]) == ("", 0)


@pytest.mark.parametrize("clock", ["Q4 5:39", "5:42", "0:00", "Q2 0:00", "", " ", "Final"])
def test_a1_the_clock_is_published_as_it_came(clock: str) -> None:
    assert only(poll(game(time=clock)))["time_remaining"] == clock


def test_vector_04_a_game_belongs_to_its_date_and_not_to_its_utc_day() -> None:
    late = poll(game(date=DAY, datetime="2026-01-10T03:30:00Z"), at="2026-01-10T14:00:00Z")
    assert publish(late)["live"]["total_games"] == 1
    assert publish(late, day="2026-01-10")["live"]["games"] == []


def test_vector_05_a_date_with_a_time_is_cut() -> None:
    found = publish(poll(game(date=f"{DAY}T00:00:00.000Z")))
    assert found["live"]["total_games"] == 1


def test_a30_an_element_without_a_date_is_of_the_polls_league_date() -> None:
    for empty in ("", None):
        assert publish(poll(game(date=empty)))["live"]["total_games"] == 1


def test_vector_06_nulls_become_zeros() -> None:
    blank = line(1, "Ann Ash", None, **dict.fromkeys(("reb", "ast", "turnover", "fga", "ftm")))
    found = only(poll(game([blank], home_team_score=None, visitor_team_score=None)))
    ann = next(one for one in found["players"] if one["player_lookup"] == "annash")
    assert (found["home_score"], found["away_score"]) == (0, 0)
    assert [ann[key] for key in ("points", "rebounds", "assists", "turnovers")] == [0] * 4


@pytest.mark.parametrize(
    ("sent", "shown"), [(None, "0:00"), ("", "0:00"), ("00", "00"), ("32:15", "32:15"), ("6", "6")]
)
def test_vector_06_minutes(sent: str | None, shown: str) -> None:
    assert players(game([line(1, min=sent)]))[1]["minutes"] == shown


@pytest.mark.parametrize("source_id", [None, 0])
def test_vector_07_a_line_without_an_id_is_dropped(source_id: int | None) -> None:
    found = players(game([line(1), line(source_id or 0, "Not Known")]))
    assert [one["player_lookup"] for one in found] == ["bobbirch", "annash"]
    person: Json = {} if source_id is None else {"id": source_id}
    assert len(players(game([line(1), line(3, player=person)]))) == 2


def test_vector_07_a_line_without_a_whole_name_needs_the_map() -> None:
    one = game([line(7, "Nene", 4)])
    assert [found["name"] for found in players(one)] == ["Bob Birch"]
    known = names(by_source_id={"7": ("nenehilario", "Nenê")})
    found = only(known, poll(one))["players"]
    assert ("nenehilario", "Nenê") in {(one["player_lookup"], one["name"]) for one in found}


def test_vector_07_the_map_overrides_the_name_and_may_come_late() -> None:
    known = names(by_source_id={"1": ("annashjr", "Ann Ash Jr.")}, at="2026-01-10T03:00:00Z")
    found = only(poll(game()), known)["players"][0]
    assert (found["player_lookup"], found["name"]) == ("annashjr", "Ann Ash Jr.")


def test_vector_08_games_in_progress_then_final_then_scheduled() -> None:
    codes = [("MIA", "CHI"), ("DEN", "LAL"), ("NYK", "BOS"), ("GSW", "SAC"), ("UTA", "POR")]
    states: list[Json] = [
        {"status": "7:00 pm ET", "period": 0},
        {"status": "Final", "period": 4},
        {"status": "", "period": 1},
        {"status": "Final", "period": 5},
        {"status": "", "period": 2},
    ]
    sent = [
        game(home_code=home, away_code=away, id=9 + number, **states[number])
        for number, (away, home) in enumerate(codes)
    ]
    live = publish(poll(*reversed(sent)))["live"]
    assert [one["game_id"] for one in live["games"]] == ["11", "13", "10", "12", "9"]
    assert (live["games_in_progress"], live["games_final"], live["total_games"]) == (2, 2, 5)


def test_vector_08_players_by_points_and_home_first_among_equals() -> None:
    home = [line(1, "A A", 4), line(2, "B B", 9), line(3, "C C", 4)]
    away = [line(4, "D D", 9), line(5, "E E", 12), line(6, "F F", 4)]
    found = players(game(home, away))
    assert [one["player_lookup"] for one in found] == ["ee", "bb", "dd", "aa", "cc", "ff"]


@pytest.mark.parametrize(
    ("first", "last", "lookup"),
    [
        ("Nikola", "Jokić", "nikolajokic"),
        ("José", "Núñez", "josenunez"),
        ("D'Angelo", "Russell", "dangelorussell"),
        ("Shai", "Gilgeous-Alexander", "shaigilgeousalexander"),
        ("P.J.", "Washington", "pjwashington"),
        ("Gary", "Trent Jr.", "garytrentjr"),
        ("Robert", "Williams III", "robertwilliamsiii"),
        ("Cedi", "\u0130\u0131k", "cediiik"),
    ],
)
def test_vector_09_names_become_the_key_of_predictions(first: str, last: str, lookup: str) -> None:
    one = line(1)
    one["player"] |= {"first_name": first, "last_name": last}
    shown = players(game([one]))[1]
    assert (shown["player_lookup"], shown["name"]) == (lookup, f"{first} {last}")


def test_vector_10_one_payload_of_two_pages_and_its_cursor_is_one_answer() -> None:
    first, second = game(), game(home_code="LAL", away_code="DEN", id=2)
    body = event(
        "poll", {"data": [first, second], "meta": {"next_cursor": None}}, "2026-01-10T02:00:00Z"
    )
    assert publish(body)["live"]["total_games"] == 2
    without_meta = event("poll", {"data": [first], "meta": None}, "2026-01-10T02:00:00Z")
    assert publish(without_meta)["live"]["total_games"] == 1


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("field", ["plus_minus", "pts", "min", "home_team_score", "time", "id"])
def test_vector_32_no_number_that_is_none_is_published(name: str, field: str) -> None:
    text = poll(game(), game(home_code="LAL", away_code="DEN", id=2, time="5:01"))
    marker: Any = {"pts": b'"pts": 10', "plus_minus": b'"plus_minus": -3', "min": b'"min": "10"'}
    marker |= {"home_team_score": b'"home_team_score": 70', "time": b'"time": "Q3 6:00"'}
    old = marker.get(field, b'"id": 18447346')
    body = text.replace(old, b'"%s": %s' % (field.encode(), name.encode()), 1)
    slate, rejected = fold([body])
    assert body != text
    assert rejected[0].body == body
    live = documents(slate)["live"]
    assert name.encode() not in flush(slate).documents[0].body
    assert "2" in [one["game_id"] for one in live["games"]]
    spoiled = {"home_team_score", "time", "id"}
    assert live["total_games"] == (1 if field in spoiled else 2)
