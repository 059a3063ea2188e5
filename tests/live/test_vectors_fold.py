"""Acceptance vectors 11, 12, 30 and 31 of `live.md` 12: which poll wins, and for which night."""

from __future__ import annotations

import pytest

from publishing.documents import CacheClass
from publishing.live.events import split
from tests.live.payloads import (
    DAY,
    Json,
    final,
    game,
    line,
    official,
    official_game,
    official_line,
    poll,
    schedule,
    scheduled,
    unanswered,
)
from tests.live.published import flush, fold, only, publish

TOP = "updated_at game_date poll_id games_in_progress games_final total_games games".split()
GAME = (
    "game_id status period time_remaining home_team away_team home_score away_score "
    "player_count players"
).split()
PLAYER = (
    "player_lookup name team points rebounds assists steals blocks turnovers minutes "
    "fg_made fg_attempted fg3_made fg3_attempted ft_made ft_attempted"
).split()


def test_vector_11_a_poll_after_midnight_stays_with_the_slate_of_its_games() -> None:
    at = "2026-01-10T05:30:00Z"
    late = poll(game(), game(date="2026-01-10", home_code="LAL", away_code="DEN"), at=at)
    events, rejected = split(late)
    assert not rejected
    assert {event.game_date.isoformat() for event in events} == {DAY, "2026-01-10"}
    assert publish(late)["live"]["games_in_progress"] == 1


def test_vector_11_latest_is_not_taken_over_by_a_slate_that_has_not_begun() -> None:
    listed = game(date="2026-01-10", status="7:00 pm ET", period=0, datetime="2026-01-11T00:00:00Z")
    body = poll(game(), listed, at="2026-01-10T05:30:00Z")
    tomorrow = flush(fold([body], "2026-01-10")[0])
    tonight = flush(fold([body], DAY)[0])
    assert [target.moves for target in tomorrow.documents[0].targets] == [True, False]
    assert [target.moves for target in tonight.documents[0].targets] == [True, True]


def test_vector_11_an_empty_day_takes_latest_over_at_four_in_the_afternoon() -> None:
    def moves(at: str) -> bool:
        return flush(fold([poll(at=at)], "2026-01-10")[0]).documents[0].targets[1].moves

    assert not moves("2026-01-10T20:59:59Z")
    assert moves("2026-01-10T21:00:00Z")


def test_vector_11_a_slate_begins_at_its_first_tip_off_of_the_schedule() -> None:
    plan = schedule(scheduled(tip_off="2026-01-10T00:30:00Z"), scheduled("20260109_DEN_LAL"))
    for at, begun in (("2026-01-10T00:29:59Z", False), ("2026-01-10T00:30:00Z", True)):
        assert flush(fold([plan, poll(at=at)])[0]).documents[0].targets[1].moves is begun
    postponed = schedule(scheduled(status="postponed", tip_off="2026-01-09T17:00:00Z"))
    afternoon = poll(at="2026-01-09T20:30:00Z")
    assert not flush(fold([postponed, afternoon])[0]).documents[0].targets[1].moves


@pytest.mark.parametrize(
    ("day", "polls"),
    [
        ("2026-03-07", ("2026-03-08T06:59:00Z", "2026-03-08T07:01:00Z", "2026-03-08T07:59:00Z")),
        ("2025-11-01", ("2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z", "2025-11-02T08:59:00Z")),
    ],
)
def test_vector_30_a_game_that_spans_a_clock_change_stays_one_game(
    day: str, polls: tuple[str, ...]
) -> None:
    states: list[Json] = [{"period": 3}, {"period": 4}, {"status": "Final", "period": 5}]
    lines = [
        poll(game(date=empty, **state), at=at)
        for at, state, empty in zip(polls, states, (day, "", day), strict=True)
    ]
    live = publish(*lines, day=day)["live"]
    assert (live["game_date"], live["total_games"], live["games_final"]) == (day, 1, 1)
    assert live["games"][0]["period"] == 5


def test_vector_31_an_older_poll_that_comes_last_does_not_win() -> None:
    old, new = game(time="Q3 9:00"), game(time="Q3 1:00")
    old_poll, new_poll = poll(old, at="2026-01-10T02:00:00Z"), poll(new, at="2026-01-10T02:09:00Z")
    assert publish(new_poll, old_poll)["live"] == publish(old_poll, new_poll)["live"]
    assert only(new_poll, old_poll)["time_remaining"] == "Q3 1:00"


def test_d31_a_game_never_goes_back_by_a_poll() -> None:
    over, running = final(), game(time="Q4 0:01", period=4)
    found = only(poll(over), poll(running, at="2026-01-10T02:09:00Z"))
    assert found["status"] == "final"
    earlier_period = poll(game(period=2), at="2026-01-10T02:09:00Z")
    assert only(poll(game(period=3)), earlier_period)["period"] == 3


def test_d31_points_may_fall_and_a_final_may_be_corrected() -> None:
    three, two = final([line(1, pts=3)]), final([line(1, pts=2)])
    found = only(poll(three), poll(two, at="2026-01-10T02:00:30Z"))["players"]
    assert [one["points"] for one in found if one["player_lookup"] == "annash"] == [2]


def test_d31_an_official_row_wins_whenever_it_comes() -> None:
    ruled = official(
        official_game(official_line("annash", "BOS", 11), official_line("x", "NYK", 3))
    )
    late = poll(final(), at="2026-01-10T09:00:00Z")
    for order in ((poll(game()), ruled, late), (ruled, late, poll(game()))):
        found = only(*order)
        assert (found["status"], found["time_remaining"]) == ("final", "Final")
        assert (found["home_score"], found["away_score"]) == (101, 99)
        points = {one["player_lookup"]: one["points"] for one in found["players"]}
        assert points == {"annash": 11, "bobbirch": 8, "x": 3}


def test_d31_only_an_official_row_reopens_a_final() -> None:
    reopened = official(official_game(status="in_progress"))
    assert only(poll(final()), reopened)["status"] == "in_progress"


def test_d6_games_that_drop_off_stay_published() -> None:
    gone = poll(at="2026-01-10T04:00:00Z")
    found = publish(poll(final()), gone)["live"]
    assert (found["games_final"], found["poll_id"]) == (1, "20260110T040000Z")


def test_d6_a_side_without_lines_keeps_those_it_had() -> None:
    empty = game([], time="Q3 5:00")
    found = only(poll(game()), poll(empty, at="2026-01-10T02:00:30Z"))
    assert found["time_remaining"] == "Q3 5:00"
    assert found["player_count"] == 2


def test_d3_a_night_is_settled_when_all_is_official_or_postponed() -> None:
    other = game(home_code="LAL", away_code="DEN", id=2, postponed=True, status="", period=0)
    ruled = official(official_game(official_line("annash", "BOS", 11)))
    for lines, cache in (
        ([poll(final(), other)], CacheClass.LIVE),
        ([poll(final(), other), ruled], CacheClass.SETTLED),
        ([poll(final(), other | {"postponed": False}), ruled], CacheClass.LIVE),
    ):
        dated, latest = flush(fold(lines)[0]).documents[0].targets
        assert (dated.cache, latest.cache) == (cache, CacheClass.LIVE)


@pytest.mark.parametrize("fields", [{"postponed": True}, {"status": "Postponed"}])
def test_a_postponed_game_is_scheduled_and_ends_its_slate(fields: Json) -> None:
    found = publish(poll(game() | {"period": 0, "status": "7:00 pm ET"} | fields))
    assert found["live"]["games"][0]["status"] == "scheduled"
    assert found["status"]["services"]["live_data"]["games_active"] is False


def test_vector_12_an_unanswered_poll_changes_no_document() -> None:
    before, _ = fold([poll(game())])
    after, _ = fold([poll(game()), unanswered("HTTP 401", "2026-01-10T02:00:30Z")])
    for one, other in zip(flush(before).documents, flush(after).documents, strict=True):
        assert (one.body, one.digest, one.version) == (other.body, other.digest, other.version)


def test_vector_12_no_answer_at_all_publishes_no_scores() -> None:
    assert "live" not in publish(unanswered("timeout", "2026-01-10T02:00:30Z"))
