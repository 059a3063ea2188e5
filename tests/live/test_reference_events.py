"""Official rows to events, and every reference event through the feed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest

from publishing.live import reference
from publishing.live.events import split
from publishing.rows import (
    RegisteredPlayer,
    SourcePlayer,
)
from tests.live.payloads import KEY, LEAGUE_ID, event, final, poll
from tests.live.published import documents, fold
from tests.live.warehouse_rows import (
    CHAMPION,
    DAY,
    HOUR,
    NOON,
    boxed,
    games,
    officials,
    picks,
    planned,
    predicted,
)


@pytest.mark.parametrize("game_id", [KEY, LEAGUE_ID])
def test_official_lines_under_either_id(game_id: str) -> None:
    (found,) = officials(boxed(game_id=game_id))
    assert (found.key, found.status) == (KEY, "final")
    (line,) = found.lines
    assert (line.player_lookup, line.points, line.minutes, line.rebounds) == ("annash", 11, 31, 4)
    assert (line.played, line.fg3_made, line.ft_attempted) == (True, 2, 2)


def test_official_scores_are_those_of_the_schedule() -> None:
    (stated,) = officials(boxed(), boxed(player_lookup="cycole", points=9))
    assert (stated.home_score, stated.away_score) == (101, 99)


def test_a_row_that_comes_early_ends_no_game() -> None:
    assert officials(boxed(), game_status=2) == []
    assert officials(boxed(), game_status=1) == []


def test_incident_32_whole_rows_end_a_game_of_a_late_schedule() -> None:
    rows = [
        boxed(player_lookup=f"{team}{number}".lower(), team_abbr=team)
        for team in ("BOS", "NYK")
        for number in range(5)
    ]
    (found,) = officials(*rows, game_status=1)
    assert (found.status, found.home_score, found.away_score) == ("final", None, None)
    assert officials(*rows, game_status=2) == []
    assert officials(*rows[:9], game_status=1) == []


def test_d17_and_d18_of_the_official_lines() -> None:
    stale = boxed(points=3, processed_at=NOON - HOUR)
    bench = boxed(player_lookup="cycole", is_dnp=True)
    blank = boxed(player_lookup="didale", points=None)
    for order in ([stale, boxed(), bench, blank], [blank, bench, boxed(), stale]):
        (found,) = officials(*order)
        played = {line.player_lookup: (line.played, line.points) for line in found.lines}
        assert played["annash"] == (True, 11)
        assert played["cycole"][0] is False
        assert played["didale"] == (False, None)


def test_d25_official_lines_of_later_are_not_there() -> None:
    later = boxed(processed_at=NOON + HOUR)
    assert officials(later) == []
    assert officials(boxed(points=9), later)[0].lines[0].points == 9
    assert reference.official_moments([later, boxed()]) == {NOON, NOON + HOUR}


def test_official_rows_that_are_nobodys() -> None:
    assert officials(boxed(game_id="0022599999")) == []
    assert officials(boxed(game_date=date(2026, 1, 8))) == []
    assert officials(boxed(is_dnp=True)) == []


def test_an_offensive_rebound_without_a_defensive_one_is_no_total() -> None:
    (found,) = officials(boxed(defensive_rebounds=None))
    assert found.lines[0].rebounds is None


@pytest.mark.parametrize("seed", range(20))
def test_d9_the_order_of_the_rows_cannot_matter(seed: int) -> None:
    random = Random(seed)

    def some(row: Any, **choices: list[Any]) -> list[Any]:
        return [row(**{k: random.choice(v) for k, v in choices.items()}) for _ in range(12)]

    at = [NOON - HOUR, NOON, NOON + HOUR, None]
    plans = some(planned, processed_at=at, game_status=[1, 2], game_status_text=["PPD", "x"])
    told = some(
        predicted, created_at=at, predicted_points=[Decimal(1), Decimal(2)], game_id=[KEY, "z"]
    )
    lines = some(boxed, processed_at=at, points=[1, 2, None], player_lookup=["annash", "cycole"])
    expected = (games(*plans), picks(*told), officials(*lines))
    for rows in (plans, told, lines):
        random.shuffle(rows)
    assert (games(*plans), picks(*told), officials(*lines)) == expected


def test_the_events_go_through_the_feed_as_they_were_made() -> None:
    over = planned(game_status=3, home_team_score=101, away_team_score=99)
    plan = reference.schedule([over], DAY, NOON)
    made: dict[str, msgspec.Struct] = {
        "schedule": plan,
        "predictions": reference.predictions([predicted()], DAY, CHAMPION, NOON),
        "names": reference.names(
            [RegisteredPlayer("annash", "Ann Ash", "2025-26")],
            [SourcePlayer(7, "annash", "Ann Ash", DAY)],
            NOON,
        ),
        "official": reference.official([boxed()], plan, DAY, NOON),
    }
    lines = [
        event(kind, msgspec.to_builtins(payload), "2026-01-09T17:00:00Z")
        for kind, payload in made.items()
    ]
    slate, rejected = fold(lines)
    assert not rejected
    kept = (slate.schedule, slate.predictions, slate.names)
    assert [one.value for one in kept if one] == list(made.values())[:3]
    assert slate.official[KEY].value == made["official"].games[0]  # type: ignore[attr-defined]


def test_splitting_an_event_again_gives_the_same_event() -> None:
    (one,), _ = split(poll(final()))
    assert split(one.line) == ([one], [])
    assert one.finals == (KEY,)


def test_official_rows_grade_the_predictions_of_the_same_warehouse() -> None:
    over = planned(game_status=3, home_team_score=101, away_team_score=99)
    plan = reference.schedule([over], DAY, NOON)
    payloads = {
        "schedule": plan,
        "predictions": reference.predictions([predicted(game_id=LEAGUE_ID)], DAY, CHAMPION, NOON),
        "official": reference.official([boxed()], plan, DAY, NOON),
    }
    slate, _ = fold(
        event(kind, msgspec.to_builtins(payload), "2026-01-10T08:00:00Z")
        for kind, payload in payloads.items()
    )
    (row,) = documents(slate)["live-grading"]["predictions"]
    assert (row["result"], row["actual"], row["home_team"]) == ("WIN", 11, "BOS")
