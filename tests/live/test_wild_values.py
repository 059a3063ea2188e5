"""Values that no league ever had: they cost themselves, never the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishing.live.events import admission, split
from tests.live.payloads import DAY, final, game, poll, schedule, scheduled
from tests.live.published import documents, fold

ARRIVED = datetime(2026, 1, 10, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_tip_off_of_no_season_is_unknown(instant: str) -> None:
    for date in ("", "2026-01-09"):
        events, rejected = split(poll(game(date=date, datetime=instant)))
        assert not rejected
        assert [admission(event, ARRIVED) for event in events] == ["open"] * len(events)


def test_a_poll_from_after_its_slate_is_refused() -> None:
    for at, where in (("2026-01-11T04:00:00Z", "closed"), ("2026-01-10T02:01:30Z", "open")):
        events, _ = split(poll(game(), at=at))
        (event,) = (one for one in events if str(one.game_date) == DAY)
        assert admission(event, ARRIVED) == where


@pytest.mark.parametrize("space", [b"\r", b"\n", b"\r\n"])
def test_an_event_is_one_line_whatever_the_source_puts_between_tokens(space: bytes) -> None:
    body = poll(final()).replace(b'{"data":', b'{"data":' + space)
    assert space in body
    events, rejected = split(body)
    assert not rejected
    for event in events:
        assert len(event.line.splitlines()) == 1
        assert [one.line for one in split(event.line)[0]] == [event.line]


def test_a_game_that_was_listed_and_vanished_at_its_tip_off_is_missed() -> None:
    waiting = game(status="7:30 pm ET", period=0, time=None)
    tip = datetime(2026, 1, 10, 0, 30, tzinfo=UTC)
    lines = [schedule(scheduled()), poll(waiting, at="2026-01-10T00:00:00Z")]
    lines += [
        poll(at=f"{tip + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}")
        for minutes in (10, 20, 45)
    ]
    slate, _ = fold(lines)
    said = documents(slate)["status"]["services"]["live_data"]
    assert (said["status"], said["games_active"]) == ("degraded", True)
