"""A feeder's events, and how it knows from them that the night is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from publishing.live.events import LARGEST_BODY, Rejection, split
from publishing.rows import (
    ScheduledGame,
)
from publishing.services.feeding.messages import PACKED_FROM
from publishing.services.feeding.reading import Reading
from tests.live.payloads import final, game
from tests.live.warehouse_rows import CHAMPION, DAY, planned
from tests.services.fed import (
    BEGIN,
    TIP_OFF,
    StoredRows,
    Topic,
    answered,
    ignore,
    night_into,
    stored,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_an_event_is_a_line_of_the_replay_format_with_its_head_as_attributes() -> None:
    night = night_into(topic := Topic())
    night.answer(BEGIN, answered(game()).body)
    night.no_answer(BEGIN + SECOND, "HTTP 502 from the source")
    night.tick(BEGIN + 2 * SECOND)
    for sent in topic.sent:
        assert set(sent.attributes) == {"event_id", "kind", "polled_at", "game_date"}
        assert sent.attributes["event_id"] == sent.event["event_id"]
        assert sent.attributes["kind"] == sent.event["kind"]
        assert sent.attributes["game_date"] == sent.event["game_date"] == "2026-01-09"
        assert datetime.fromisoformat(sent.attributes["polled_at"]) == sent.polled_at
        (event,), rejected = split(sent.body, sent.attributes)
        assert (event.game_date, event.event_id) == (DAY, sent.event["event_id"])
        assert not rejected
    whole, none, tick = topic.sent
    assert whole.event["payload"] == {"data": [game()]}
    assert none.event["payload"] is None
    assert none.event["reason"] == "HTTP 502 from the source"
    assert "payload" not in tick.event
    assert len({sent.event["event_id"] for sent in topic.sent}) == 3


def test_no_two_events_share_an_id_be_they_of_one_second_or_of_two_feeders() -> None:
    topic = Topic()
    for run in ("one", "other"):
        night = night_into(topic, run=run)
        for number in range(3):
            at = BEGIN + number * SECOND / 1000
            night.tick(at)
            night.answer(at, answered().body)
            night.no_answer(at, "HTTP 502 from the source")
    ids = {sent.event["event_id"] for sent in topic.sent}
    assert len(ids) == len(topic.sent) == 18


def test_a_large_event_travels_as_gzip_and_is_the_same_bytes_each_time() -> None:
    body = answered(*[game(id=number) for number in range(100)]).body
    assert len(body) > PACKED_FROM
    bodies = []
    for _ in range(2):
        night = night_into(topic := Topic())
        night.answer(BEGIN, body)
        night.answer(BEGIN + SECOND, answered(game()).body)
        large, small = topic.sent
        assert large.body[:2] == b"\x1f\x8b"
        assert large.body[4:8] == bytes(4)
        assert large.line.endswith(b',"payload":' + body + b"}")
        assert small.body[:1] == b"{"
        bodies.append(large.body)
    assert bodies[0] == bodies[1]


def test_an_answer_that_no_slate_takes_is_no_answer_and_a_dead_letter() -> None:
    rejected: list[Rejection] = []
    night = night_into(topic := Topic(), rejected)
    body = b'{"data":[' + b" " * LARGEST_BODY + b"]}"
    night.answer(BEGIN, body)
    reason = f"the answer is larger than {LARGEST_BODY} bytes"
    assert [(sent.event["payload"], sent.event["reason"]) for sent in topic.sent] == [
        (None, reason)
    ]
    assert rejected == [Rejection("source", reason, body)]
    assert night.counts == {"poll": 1, "no answer": 1}


def test_a_poll_declares_the_slate_that_is_fed_whatever_it_lists() -> None:
    night = night_into(topic := Topic())
    after_four = datetime(2026, 1, 10, 9, 30, tzinfo=UTC)
    night.answer(after_four, answered(game(), game(date="2026-01-10")).body)
    assert topic.sent[0].event["game_date"] == "2026-01-09"
    dates = [event.game_date for event in split(topic.sent[0].body)[0]]
    assert dates == [DAY, date(2026, 1, 10)]


def test_a_night_is_over_when_its_board_says_so() -> None:
    night = night_into(Topic(), grace_minutes=15)
    reading = Reading(stored(), DAY, CHAMPION, ignore)
    night.reference("schedule", BEGIN, reading.schedule(BEGIN))
    night.answer(BEGIN, answered(game()).body)
    assert not night.over
    ended = TIP_OFF + 150 * MINUTE
    night.answer(ended, answered(final()).body)
    assert night.over
    # The source forgets its finals, and says nothing of games of other days.
    night.answer(ended + MINUTE, answered(game(date="2026-01-10", home_code="LAL")).body)
    night.no_answer(ended + 2 * MINUTE, "HTTP 500 from the source")
    assert night.over
    assert not night.is_last(ended + 14 * MINUTE)
    assert night.is_last(ended + 15 * MINUTE)


def test_a_game_that_only_the_schedule_knows_keeps_the_night_open() -> None:
    night = night_into(Topic())
    late = planned(game_id="0022500442", home_team_tricode="LAL", away_team_tricode="DEN")
    ppd = planned(
        game_id="0022500442",
        home_team_tricode="LAL",
        away_team_tricode="DEN",
        game_status_text="PPD",
        processed_at=TIP_OFF,
    )
    rows = StoredRows({ScheduledGame: [planned(), late]})
    reading = Reading(rows, DAY, CHAMPION, ignore)
    night.reference("schedule", BEGIN, reading.schedule(BEGIN))
    night.answer(TIP_OFF + 150 * MINUTE, answered(final()).body)
    assert not night.over
    rows.tables[ScheduledGame].append(ppd)
    as_of = TIP_OFF + 160 * MINUTE
    night.reference("schedule", as_of, reading.schedule(as_of))
    assert night.over
