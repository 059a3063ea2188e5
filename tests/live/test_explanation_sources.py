"""Which event a published game comes from, and a player's rows as they arrived."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from publishing.live.board import board
from publishing.live.boxscore import STATUS_RANK, key_of, parse_game, status_of
from publishing.live.events import SlateEvent, split
from publishing.live.memory import Memory
from publishing.live.player_source import SourceRow, player_source
from publishing.live.slate import Slate
from publishing.live.sources import GameSource, Sources, game_sources, references
from tests.live.histories import Night
from tests.live.payloads import (
    DAY,
    KEY,
    final,
    game,
    line,
    names,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
    unanswered,
)
from tests.live.published import fold


def sources(lines: Iterable[bytes], day: str = DAY) -> tuple[Sources, list[SlateEvent]]:
    slate, _ = fold(lines, day)
    events = [
        event for body in lines for event in split(body)[0] if event.game_date == slate.game_date
    ]
    return Sources(slate, events), events


def of_games(*lines: bytes) -> tuple[GameSource, ...]:
    found, _ = sources(lines)
    return game_sources(found, board(found.slate, Memory()))


def only(*lines: bytes) -> GameSource:
    (found,) = of_games(*lines)
    return found


def at(hour: int, minute: int = 0, **more: Any) -> dict[str, Any]:
    stamp = f"2026-01-10T{hour:02}:{minute:02}:00Z"
    return {"at": stamp, "event_id": f"poll-{hour:02}{minute:02}", **more}


def test_status_then_period_then_time_decides() -> None:
    polls = {
        "early final": poll(final(), **at(3)),
        "late but in progress": poll(game(), **at(5)),
        "later final": poll(final(home_team_score=71), **at(4)),
        "no answer": unanswered("401", "2026-01-10T06:00:00Z"),
    }
    found = only(*polls.values())
    assert found.poll is not None
    assert (found.poll.event_id, found.rank, found.period) == ("poll-0400", 2, 4)
    assert (found.key, found.game_id, found.status) == (KEY, "18447346", "final")
    assert (found.official, found.lines, found.league_id) == (None, None, None)
    found = only(poll(game(period=3), **at(3)), poll(game(period=2), **at(4)))
    assert found.poll is not None
    assert (found.poll.event_id, found.rank, found.period) == ("poll-0300", 1, 3)


def test_polls_of_one_instant_are_told_apart_by_what_they_show() -> None:
    shown = [
        poll(game(home_team_score=score), **at(3) | {"event_id": f"p{score}"}) for score in (70, 72)
    ]
    found = only(*shown)
    assert found.poll is not None
    assert found.poll.event_id == "p72"


def test_official_rows_stand_over_the_poll() -> None:
    ruled = official(official_game(official_line("annash", "BOS", 11)))
    found = only(poll(game(), **at(3)), ruled, schedule(scheduled()))
    assert found.official is not None
    assert found.poll is not None
    assert (found.official.kind, found.poll.event_id) == ("official", "poll-0300")
    assert found.status == "final"
    assert [found.is_called(name) for name in (KEY, "18447346", "0022500441", "x", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert only(ruled).poll is None


def test_lines_of_an_earlier_poll_are_said() -> None:
    whole = poll(game([line(1, "Ann Ash", 10)]), **at(3))
    broken = poll(game([line(1, "Ann Ash", 10, reb="x")], period=4), **at(4))
    found = only(whole, broken)
    assert found.poll is not None
    assert found.lines is not None
    assert (found.poll.event_id, found.lines.event_id) == ("poll-0400", "poll-0300")
    (row,) = player_source(sources([whole, broken])[0], "annash").polled
    assert row.event.event_id == "poll-0300"


def parsed(rows: tuple[SourceRow, ...]) -> list[tuple[str, Any]]:
    return [(row.game, json.loads(bytes(row.row))) for row in rows]


def test_a_player_has_his_rows_as_they_arrived() -> None:
    arrived = line(1, "Ann Ash", 10, unknown_key=[1.50])
    night = [
        poll(game([arrived, line(3, "Cy Cole", 4)]), **at(3)),
        official(official_game(official_line("annash", "BOS", 11, extra="kept"))),
        predictions(pick("annash", note="x"), pick("cycole")),
        names({"annash": "Ann Ash", "cycole": "Cy Cole"}, {"1": ("annash", "Ann Ash")}),
    ]
    found = player_source(sources(night)[0], "annash")
    assert parsed(found.polled) == [(KEY, arrived)]
    assert parsed(found.official) == [(KEY, official_line("annash", "BOS", 11, extra="kept"))]
    assert parsed(found.predictions) == [(KEY, pick("annash", note="x"))]
    named = {"by_lookup": {"annash": "Ann Ash"}, "by_source_id": {"1": ["annash", "Ann Ash"]}}
    assert parsed(found.names) == [("", named)]
    assert found.known
    kinds = [rows[0].event.kind for rows in (found.polled, found.official, found.predictions)]
    assert kinds == ["poll", "official", "predictions"]
    nobody = player_source(sources(night)[0], "nobody")
    assert (nobody.known, nobody.names) == (False, ())


def test_a_player_is_found_by_the_id_that_the_names_know() -> None:
    night = [
        poll(game([line(7, "A. Ash", 10)]), **at(3)),
        names({}, {"7": ("annash", "Ann Ash")}),
    ]
    found = sources(night)[0]
    assert parsed(player_source(found, "annash").polled) == [(KEY, line(7, "A. Ash", 10))]
    assert not player_source(found, "aash").known


def test_the_newest_reference_events_are_what_it_stands_on() -> None:
    night = [
        schedule(scheduled(), event_id="old"),
        schedule(scheduled(status="final"), at="2026-01-09T16:00:00Z", event_id="new"),
        predictions(pick()),
    ]
    found, _ = sources(night)
    assert [(one.kind, one.event_id == "new") for one in references(found)] == [
        ("schedule", True),
        ("predictions", False),
    ]


def test_events_of_another_slate_are_an_error() -> None:
    slate, _ = fold([poll(game())])
    with pytest.raises(LookupError, match="no poll of 2026-01-10"):
        game_sources(Sources(slate, []), board(slate, Memory()))
    slate, _ = fold([schedule(scheduled())])
    with pytest.raises(LookupError, match="no schedule event"):
        references(Sources(slate, []))


def newest_of(slate: Slate, events: list[SlateEvent]) -> dict[str, tuple[Any, ...]]:
    """D31 once more: the greatest (status rank, period, time) of every game, and its events."""
    shown: dict[str, list[tuple[Any, ...]]] = {}
    for event in events:
        if event.kind == "poll" and event.answered:
            for one in json.loads(event.line)["payload"]["data"]:
                found, _ = parse_game(json.dumps(one).encode())
                if found is not None:
                    rank = STATUS_RANK[status_of(found)]
                    key = key_of(found, slate.game_date)
                    shown.setdefault(key, []).append((rank, found.period or 0, event.polled_at))
    return {key: max(places) for key, places in shown.items()}


@pytest.mark.parametrize("seed", range(60))
def test_random_nights(seed: int) -> None:
    night = Night(seed)
    found, events = sources(night.lines, night.day)
    expected = newest_of(found.slate, events)
    games = game_sources(found, board(found.slate, Memory()))
    assert {one.key for one in games if one.poll} == expected.keys()
    for one in games:
        if one.poll is not None:
            assert (one.rank, one.period, one.poll.polled_at) == expected[one.key]
        assert (one.official is not None) == (one.key in found.slate.official)
    for lookup in ("annash", "nikolajokic", "josenuneziii"):
        player_source(found, lookup)
