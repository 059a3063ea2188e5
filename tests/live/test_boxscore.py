"""Single facts about the box-score payload: lines that cannot be read, clocks, tip-offs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from publishing.live.boxscore import (
    LARGEST_GAME,
    GameStatus,
    parse_game,
    seconds_played,
    tip_off_of,
)
from tests.live.payloads import Json, final, game, line


def parsed(one: Json) -> tuple[bool, int]:
    """Whether the game is partial, and how many parts of it could not be read."""
    found, unreadable = parse_game(json.dumps(one).encode())
    assert found is not None
    return found.partial, len(unreadable)


def test_a_readable_game_is_whole() -> None:
    assert parsed(game()) == (False, 0)


def test_the_source_cannot_say_that_a_game_is_partial() -> None:
    assert parsed(game(partial=True)) == (False, 0)


def test_each_unreadable_line_is_set_aside() -> None:
    lines = [line(1), line(2, pts=-1), line(3, reb="x"), line(4)]
    found, unreadable = parse_game(json.dumps(game(lines)).encode())
    assert found is not None
    assert [one.player.id for one in found.home_team.players or ()] == [1, 4]
    assert [json.loads(one.body)["player"]["id"] for one in unreadable] == [2, 3]
    assert found.partial


@pytest.mark.parametrize("players", [[], None])
def test_a_begun_game_without_the_lines_of_a_side(players: list[Json] | None) -> None:
    one = game()
    one["home_team"]["players"] = players
    found, unreadable = parse_game(json.dumps(one).encode())
    if players is None:
        assert found is None
        assert "has no `players`" in unreadable[0].reason
    else:
        assert found is not None
        assert found.partial


def test_a_game_that_has_not_begun_needs_no_lines() -> None:
    one = game([], [], status="7:00 pm ET", period=0)
    assert parsed(one) == (False, 0)
    one["home_team"]["players"] = None
    assert parsed(one) == (False, 0)


def test_bounds_that_no_game_has_come_near() -> None:
    implausible: list[Json] = [{"home_team_score": 501}, {"period": 21}, {"period": -1}]
    for fields in (*implausible, {"id": 2**60}):
        assert parse_game(json.dumps(final(**fields)).encode())[0] is None
    assert parsed(game([line(1, pts=300)], home_team_score=500, period=20)) == (False, 0)
    assert parsed(game([line(1, pts=301)])) == (True, 1)


@pytest.mark.parametrize(
    ("status", "period", "clock", "seconds"),
    [
        ("scheduled", 0, None, 0),
        ("scheduled", 1, "5:00", 0),
        ("in_progress", 0, "12:00", 0),
        ("in_progress", 1, "12:00", 0),
        ("in_progress", 1, "Q1 0:30", 690),
        ("in_progress", 2, "0:00", 1440),
        ("in_progress", 3, " 6:00 ", 1800),
        ("in_progress", 4, "0:45.6", 2835),
        ("in_progress", 4, "Final", 2160),
        ("in_progress", 5, "OT 5:00", 2880),
        ("in_progress", 5, "OT1 1:00", 3120),
        ("in_progress", 6, "2:30", 3330),
        ("in_progress", 2, "15:00", 720),
        ("final", 4, "Final", 2880),
        ("final", 5, "Final", 3180),
        ("final", 6, None, 3480),
        ("final", 0, None, 0),
    ],
)
def test_seconds_played(status: GameStatus, period: int, clock: str | None, seconds: int) -> None:
    assert seconds_played(status, period, clock) == seconds


@pytest.mark.parametrize(
    ("text", "tip_off"),
    [
        ("2026-01-10T00:30:00.000Z", datetime(2026, 1, 10, 0, 30, tzinfo=UTC)),
        ("2026-01-09T19:30:00-05:00", datetime(2026, 1, 10, 0, 30, tzinfo=UTC)),
        ("2026-01-10T00:30:00", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tip_off_that_cannot_be_read_is_unknown(
    text: str | None, tip_off: datetime | None
) -> None:
    found, _ = parse_game(json.dumps(game(datetime=text)).encode())
    assert found is not None
    assert tip_off_of(found) == tip_off


def test_a_game_of_more_bytes_than_any_real_one_is_refused() -> None:
    raw = b'{"padding":"' + b"x" * LARGEST_GAME + b'"}'
    game, unreadable = parse_game(raw)
    assert game is None
    assert unreadable[0].reason == f"game: larger than {LARGEST_GAME} bytes"
    assert unreadable[0].body == raw


def test_half_time_without_a_clock_is_half_of_regulation() -> None:
    assert seconds_played("in_progress", 2, "", half_time=True) == 24 * 60
    assert seconds_played("in_progress", 2, "") == 12 * 60
    assert seconds_played("in_progress", 2, "0:00", half_time=True) == 24 * 60
