"""How far each game of a slate is settled."""

from __future__ import annotations

from publishing.live.board import board
from publishing.live.memory import Memory
from publishing.live.standings import standings
from tests.live.payloads import (
    final,
    game,
    official,
    official_game,
    official_line,
    poll,
    schedule,
    scheduled,
)
from tests.live.published import fold

OTHER = "20260109_DEN_LAL"


def said(*lines: bytes) -> list[tuple[str, str]]:
    slate, _ = fold(lines)
    return [(one.state, one.reason) for one in standings(board(slate, Memory()))]


RULED = official(official_game(official_line("annash", "BOS", 11)))


def test_each_state() -> None:
    assert said(poll(final()), RULED) == [("official", "")]
    assert said(RULED) == [("official", "")]
    assert said(poll(final())) == [("polled", "no official rows")]
    assert said(poll(game())) == [("open", "in progress, period 3")]
    assert said(poll(game(period=0, status="7:00 pm ET"))) == [("open", "scheduled")]
    assert said(poll(game(postponed=True))) == [("postponed", "")]


def test_games_that_only_the_schedule_knows() -> None:
    assert said(schedule(scheduled(status="postponed"))) == [("postponed", "")]
    for status, words in (("scheduled", "scheduled"), ("final", "final")):
        (found,) = said(schedule(scheduled(status=status)))
        assert found == ("open", f"{words} on the schedule, no poll and no official rows")


def test_they_stand_by_key_and_say_whether_anything_is_awaited() -> None:
    slate, _ = fold([schedule(scheduled(OTHER, "0022500442")), poll(final()), RULED])
    found = standings(board(slate, Memory()))
    assert [(one.key, one.settled) for one in found] == [(OTHER, False), ("20260109_NYK_BOS", True)]
