"""The feed's edge: whatever arrives is either an event or a rejection with its reason and bytes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from publishing.calendar import slate_window
from publishing.live.events import LARGEST_BODY, SlateEvent, admission, split
from tests.live.payloads import (
    DAY,
    KEY,
    event,
    final,
    game,
    official,
    official_game,
    poll,
    tick,
    unanswered,
)
from tests.live.published import documents, fold, refused

AT = "2026-01-10T02:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'"text"',
        b"{",
        b"{]",
        b"\xff\xfe{}",
        b"<html>502 Bad Gateway</html>",
        b'{"data":[]}',
        b'{"payload":{"data":[]}}',
        b'{"polled_at":"2026-01-10T02:00:00","payload":{"data":[]}}',
        b'{"polled_at":"yesterday","payload":{"data":[]}}',
        b'{"polled_at":1768010400,"payload":{"data":[]}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","kind":"other","payload":{}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","kind":"names"}',
        b'{"polled_at":"2026-01-10T02:00:00Z","game_date":"2026-13-01","payload":null}',
        b'{"polled_at":"0001-01-01T00:00:00+01:00","payload":{"data":[]}}',
        b'{"polled_at":"0001-01-01T00:00:00Z","payload":{"data":[]}}',
        b'{"polled_at":"9999-12-31T23:59:59-05:00","payload":{"data":[]}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","game_date":"9999-12-31","payload":null}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{"data":["\\ud800"]}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","x":NaN,"y":"\\ud800","payload":{"data":[]}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{"data":[' + b"[" * 50_000,
        b"\x1f\x8b",
        b"\x1f\x8bnot gzip at all",
    ],
)
def test_what_is_no_event_is_refused_whole(body: bytes) -> None:
    assert refused(body).stage == "decode"


@pytest.mark.parametrize(
    "body",
    [
        b'{"polled_at":"2026-01-10T02:00:00Z"}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":[]}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{"data":null}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{"data":NaN}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","payload":{"data":{}}}',
        b'{"polled_at":"2026-01-10T02:00:00Z","kind":"poll"}',
    ],
)
def test_an_answer_that_cannot_be_read_is_no_answer(body: bytes) -> None:
    (event,), rejected = split(body)
    assert (event.kind, event.answered) == ("poll", False)
    assert rejected[-1].stage == "decode"
    assert "the answer does not fit" in json.loads(event.line)["reason"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    large = poll(game()) + b" " * 10_000_000
    assert "larger than" in refused(large).reason
    assert split(poll(game()) + b" " * 1_000_000)[1] == []


def test_a_gzip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = gzip.compress(b"0" * (5 * LARGEST_BODY), 9)
    assert len(bomb) < LARGEST_BODY
    assert "larger than" in refused(bomb).reason


def test_a_zipped_event_is_the_event() -> None:
    assert split(gzip.compress(poll(game()))) == split(poll(game()))


@pytest.mark.parametrize("cut", [3, 20, 100, 200])
def test_a_truncated_archive_is_refused(cut: int) -> None:
    assert refused(gzip.compress(poll(game()))[:cut]).stage == "decode"


def test_a_broken_archive_is_refused() -> None:
    body = bytearray(gzip.compress(poll(game())))
    body[-6] ^= 0xFF
    assert "gzip" in refused(bytes(body)).reason


def test_a_bare_answer_takes_its_time_from_the_message() -> None:
    body = json.dumps({"data": [game()], "meta": {}}).encode()
    (found,), rejected = split(body, {"polled_at": AT, "event_id": "mine"})
    assert not rejected
    assert (found.kind, found.event_id, found.game_date.isoformat()) == ("poll", "mine", DAY)
    for attributes in ({}, {"polled_at": "soon"}, {"polled_at": "2026-01-10"}):
        events, rejections = split(body, attributes)
        assert not events
        assert "polled_at" in rejections[0].reason


def test_a_single_game_is_an_answer_with_one_game() -> None:
    alone, _ = split(json.dumps(game()).encode(), {"polled_at": AT})
    slate, _ = fold([poll()])
    slate.apply(alone[0])
    assert documents(slate)["live"]["total_games"] == 1


def test_the_same_poll_has_the_same_id_and_another_one_another() -> None:
    (one,), _ = split(poll(game()))
    (same,), _ = split(gzip.compress(poll(game())))
    (other,), _ = split(poll(game(time="Q3 5:59")))
    assert one.event_id == same.event_id != other.event_id


@pytest.mark.parametrize(("payload", "answered"), [({"data": []}, True), (None, False)])
def test_no_games_and_no_answer_are_two_things(payload: object, answered: bool) -> None:
    (found,), _ = split(event("poll", payload, AT))
    assert found.answered is answered


def test_the_reason_of_no_answer_is_kept() -> None:
    (found,), _ = split(unanswered("HTTP 502", AT))
    assert json.loads(found.line)["reason"] == "HTTP 502"
    slate, _ = fold([event("poll", None, AT)])
    assert slate.unanswered_reason == "no answer"


def slate_event(day: date, polled_at: datetime) -> SlateEvent:
    return SlateEvent("poll", "id", polled_at, day, True, (), b"")


@pytest.mark.parametrize("day", [date(2026, 1, 9), date(2026, 3, 7), date(2025, 11, 1)])
def test_a_slate_takes_events_while_it_is_open(day: date) -> None:
    opens, closes = slate_window(day)
    second = timedelta(seconds=1)
    for arrived, answer in (
        (opens - timedelta(days=1) - second, "closed"),
        (opens - timedelta(days=1), "early"),
        (opens - second, "early"),
        (opens, "open"),
        (closes - second, "open"),
        (closes, "closed"),
    ):
        assert admission(slate_event(day, min(arrived, closes - second)), arrived) == answer


def test_a_game_of_last_week_is_closed() -> None:
    events, _ = split(poll(final(date="2026-01-02"), game()))
    arrived = datetime(2026, 1, 10, 2, tzinfo=UTC)
    found = {event.game_date.isoformat(): admission(event, arrived) for event in events}
    assert found == {"2026-01-02": "closed", DAY: "open"}


def test_finals_are_named_per_slate() -> None:
    other = game(home_code="LAL", away_code="DEN", id=2)
    events, _ = split(poll(final(), final(date="2026-01-08"), other))
    assert {event.game_date.isoformat(): event.finals for event in events} == {
        DAY: (KEY,),
        "2026-01-08": ("20260108_NYK_BOS",),
    }
    (ruled,), _ = split(official(official_game()))
    assert ruled.finals == (KEY,)


def test_a_tick_belongs_to_the_league_date_of_its_time() -> None:
    for at, day in (("2026-01-10T08:59:59Z", DAY), ("2026-01-10T09:00:00Z", "2026-01-10")):
        assert [event.game_date.isoformat() for event in split(tick(at))[0]] == [day]


def test_an_unreadable_answer_is_kept_as_it_came() -> None:
    zipped = gzip.compress(b'{"polled_at":"2026-01-10T02:00:00Z","payload":{}}')
    _, (rejection,) = split(zipped)
    assert rejection.body == zipped
