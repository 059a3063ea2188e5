"""What a settle adds to a slate: what is new, nothing twice, and what is newer wins (D35)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest

from publishing.live.events import SlateEvent
from publishing.live.settling import NightRows, additions
from publishing.live.slate import Slate
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, ScheduledGame
from tests.live.payloads import (
    KEY,
    Json,
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
)
from tests.live.published import documents, fold
from tests.live.warehouse_rows import CHAMPION, DAY, boxed, planned, predicted

MORNING = datetime(2026, 1, 10, 14, tzinfo=UTC)
PROCESSED = datetime(2026, 1, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

OVER: dict[str, Any] = {
    "game_status": 3,
    "home_team_score": 101,
    "away_team_score": 99,
    "processed_at": PROCESSED,
}


def rows(
    *,
    games: Iterable[ScheduledGame] = (),
    picks: Iterable[Prediction] = (),
    lines: Iterable[BoxScoreRow] = (),
    registered: Iterable[RegisteredPlayer] = (),
) -> NightRows:
    return NightRows(tuple(games), tuple(picks), tuple(lines), tuple(registered), ())


def found(slate: Slate, night: NightRows, as_of: datetime = MORNING) -> tuple[SlateEvent, ...]:
    return additions(slate, night, CHAMPION, as_of)


def added(slate: Slate, night: NightRows, as_of: datetime = MORNING) -> list[str]:
    """Adds to the slate and returns the kinds of what was added."""
    events = found(slate, night, as_of)
    for event in events:
        assert slate.apply(event), "an event has the id of another"
    return [event.kind for event in events]


def side(team: str, points: int = 10, **more: Any) -> list[BoxScoreRow]:
    """Five players of a team who played."""
    return [
        boxed(
            player_lookup=f"{team.lower()}{number}",
            player_full_name=f"{team} {number}",
            team_abbr=team,
            points=points,
            processed_at=PROCESSED,
            **more,
        )
        for number in range(5)
    ]


def points(slate: Slate) -> dict[str, int]:
    (one,) = documents(slate)["live"]["games"]
    return {player["player_lookup"]: player["points"] for player in one["players"]}


NIGHT = rows(
    games=[planned(**OVER)],
    picks=[predicted()],
    lines=[boxed(processed_at=PROCESSED)],
    registered=[RegisteredPlayer("annash", "Ann Ash", "2025-26", PROCESSED)],
)


def test_a_night_that_nobody_polled_has_all_from_the_warehouse() -> None:
    slate = Slate(DAY)
    assert added(slate, NIGHT) == ["schedule", "predictions", "names", "official"]
    made = documents(slate)
    assert points(slate) == {"annash": 11}
    assert made["live-grading"]["predictions"][0]["result"] == "WIN"
    assert made["live"]["updated_at"] == "2026-01-10T09:00:00.000000+00:00"


def test_a_second_settle_adds_nothing_whenever_it_runs() -> None:
    slate = Slate(DAY)
    added(slate, NIGHT)
    assert added(slate, NIGHT) == []
    assert added(slate, NIGHT, MORNING + 300 * 24 * HOUR) == []


def test_the_same_rows_are_the_same_events_at_any_time() -> None:
    one, other = found(Slate(DAY), NIGHT), found(Slate(DAY), NIGHT, MORNING + 30 * HOUR)
    assert one == other
    assert {event.polled_at for event in one} == {PROCESSED}
    assert len({event.event_id for event in one}) == 4


def test_only_the_game_that_differs_is_said_again() -> None:
    other = "20260109_DEN_LAL"
    lal = [msgspec.structs.replace(row, game_id=other) for row in side("LAL") + side("DEN")]
    slate, _ = fold([schedule(scheduled(), scheduled(other, "0022500442"))])
    added(slate, rows(lines=[*side("BOS"), *side("NYK"), *lal]))
    corrected = side("BOS", points=12)
    (event,) = found(slate, rows(lines=[*corrected, *side("NYK"), *lal]))
    payload = msgspec.json.decode(event.line)["payload"]
    assert [one["key"] for one in payload["games"]] == [KEY]
    assert event.finals == (KEY,)


@pytest.mark.parametrize("processed", [PROCESSED, MORNING - HOUR, PROCESSED - 5 * HOUR])
def test_a_correction_wins_over_whatever_came_before(processed: datetime) -> None:
    """Also one that the stream's look at the warehouse should have seen and did not."""
    shown = official(official_game(official_line("annash", "BOS", 11)), at="2026-01-10T09:05:00Z")
    slate, _ = fold([poll(final([line(1, "Ann Ash", 10)])), schedule(scheduled()), shown])
    before = slate.heard_at
    night = rows(games=[planned(**OVER)], lines=[boxed(points=13, processed_at=processed)])
    assert "official" in added(slate, night)
    assert points(slate)["annash"] == 13
    assert slate.heard_at is not None
    assert before is not None
    assert slate.heard_at > before


def test_a_correction_that_is_taken_back_wins_too() -> None:
    slate, _ = fold([poll(final([line(1, "Ann Ash", 10)]))])
    for hour, said in enumerate((11, 12, 11)):
        at = PROCESSED + hour * HOUR
        night = rows(games=[planned(**OVER)], lines=[boxed(points=said, processed_at=at)])
        added(slate, night, MORNING + hour * HOUR)
        assert points(slate)["annash"] == said


def test_what_a_settle_added_can_be_folded_in_any_order() -> None:
    lines = [poll(final([line(1, "Ann Ash", 10)])), predictions(pick()), schedule(scheduled())]
    slate, _ = fold(lines)
    lines += [event.line for event in found(slate, NIGHT)]
    added(slate, NIGHT)
    night = rows(games=[planned(**OVER)], lines=[boxed(points=13, processed_at=MORNING - HOUR)])
    lines += [event.line for event in found(slate, night)]
    added(slate, night)
    for seed in range(10):
        other, _ = fold(Random(seed).sample(lines, len(lines)))
        assert documents(other) == documents(slate)


def test_rows_after_the_as_of_do_not_count() -> None:
    slate, _ = fold([poll(final([line(1, "Ann Ash", 10)]))])
    late = rows(games=[planned(**OVER)], lines=[boxed(processed_at=MORNING + HOUR)])
    assert "official" not in added(slate, late)
    assert points(slate)["annash"] == 10
    assert added(slate, late, MORNING + HOUR) == ["official"]
    assert points(slate)["annash"] == 11


def test_an_as_of_before_the_slate_is_refused() -> None:
    slate, _ = fold([official(official_game(official_line("annash", "BOS", 12)))])
    with pytest.raises(ValueError, match="2026-01-10 08:00:00"):
        found(slate, NIGHT, datetime(2026, 1, 10, 7, tzinfo=UTC))


def test_published_picks_stand_and_missing_ones_are_added() -> None:
    shown = predictions(pick("annash", line="9.5"), pick("cycole"))
    slate, _ = fold([schedule(scheduled()), shown])
    morning = [
        predicted(current_points_line=Decimal("4.5")),
        predicted(player_lookup="bobbirch"),
    ]
    night = rows(games=[planned()], picks=morning)
    added(slate, night)
    assert slate.predictions is not None
    kept = {one.player_lookup: str(one.line) for one in slate.predictions.value.picks}
    assert kept == {"annash": "9.5", "bobbirch": "9.5", "cycole": "9.5"}
    assert added(slate, night) == []


def test_no_picks_at_all_are_said_once() -> None:
    slate, _ = fold([poll(final())])
    assert "predictions" in added(slate, rows())
    assert added(slate, rows()) == []
    assert documents(slate)["live-grading"]["predictions"] == []


def test_names_stay_and_only_those_that_the_night_lacks_are_added() -> None:
    known = names({"annash": "Ann Ash"}, {"1": ("annash", "Ann Ash")})
    slate, _ = fold([known, predictions(pick("annash"), pick("bobbirch"))])
    registry = [
        RegisteredPlayer("annash", "Ann Ash-Elm", "2026-27", PROCESSED),
        RegisteredPlayer("bobbirch", "Bob Birch", "2025-26", PROCESSED),
        RegisteredPlayer("cycole", "Cy Cole", "2025-26", PROCESSED),
    ]
    assert added(slate, rows(picks=[], registered=registry)) == ["names"]
    assert slate.names is not None
    assert slate.names.value.by_lookup == {"annash": "Ann Ash", "bobbirch": "Bob Birch"}
    assert slate.names.value.by_source_id == {1: ("annash", "Ann Ash")}
    more = RegisteredPlayer("didale", "Di Dale", "2026-27", MORNING)
    assert added(slate, rows(registered=[*registry, more])) == []


def test_a_schedule_that_came_back_empty_is_not_believed() -> None:
    slate, _ = fold([schedule(scheduled())])
    assert "schedule" not in added(slate, rows())
    assert "schedule" in added(slate, rows(games=[planned(game_status_text="PPD")]))


NEXT_DAY = datetime(2026, 1, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(NEXT_DAY - timedelta(microseconds=1), "in_progress"), (NEXT_DAY, "final")],
)
def test_a_game_that_the_schedule_never_ends_is_over_when_its_day_is(
    as_of: datetime, expected: str
) -> None:
    """Incident 27: 04:00 Eastern is 09:00 UTC."""
    slate, _ = fold([poll(game([line(1, "Ann Ash", 10)], home_team_score=41))])
    stuck = planned(game_status=2, processed_at=NEXT_DAY - 3 * HOUR)
    early = NEXT_DAY - 2 * HOUR
    both = side("BOS") + side("NYK", points=14)
    lines = [msgspec.structs.replace(row, processed_at=early) for row in both]
    added(slate, rows(games=[stuck], lines=lines), as_of)
    (one,) = documents(slate)["live"]["games"]
    assert one["status"] == expected
    assert one["home_score"] == (50 if expected == "final" else 41)
    assert one["away_score"] == (70 if expected == "final" else 68)


@pytest.mark.parametrize(
    ("polled", "expected"),
    [
        (game(home_team_score=50, visitor_team_score=68), (50, 70)),
        (game(home_team_score=51, visitor_team_score=68), (51, 68)),
        (final(home_team_score=49, visitor_team_score=68), (49, 68)),
    ],
)
def test_the_lines_are_the_score_when_no_source_has_a_final_one(
    polled: Json, expected: tuple[int, int]
) -> None:
    slate, _ = fold([poll(polled)])
    late = planned(game_status=1, processed_at=PROCESSED)
    added(slate, rows(games=[late], lines=side("BOS") + side("NYK", points=14)))
    (one,) = documents(slate)["live"]["games"]
    assert (one["home_score"], one["away_score"]) == expected


def test_rows_of_one_side_end_no_game() -> None:
    slate, _ = fold([poll(game())])
    stuck = planned(game_status=2, processed_at=PROCESSED)
    assert "official" not in added(slate, rows(games=[stuck], lines=side("BOS")))


def test_the_time_of_an_event_is_that_of_the_newest_row_or_right_after_the_slate() -> None:
    late = poll(final(), at="2026-01-10T09:30:00Z")
    slate, _ = fold([late])
    assert {event.polled_at.isoformat() for event in found(slate, NIGHT)} == {
        "2026-01-10T09:30:00.000001+00:00"
    }
    timeless = rows(games=[planned(processed_at=None)], lines=side("BOS"))
    timeless = rows(
        games=[planned(processed_at=None, game_status=1)],
        lines=[msgspec.structs.replace(row, processed_at=None) for row in timeless.lines],
    )
    at = {event.polled_at for event in found(Slate(DAY), timeless, MORNING)}
    assert at == {MORNING}
    at = {event.polled_at for event in found(Slate(DAY), timeless, MORNING + 90 * HOUR)}
    assert at == {datetime(2026, 1, 10, 23, tzinfo=UTC)}


def test_events_that_say_different_things_have_different_ids() -> None:
    ids = []
    for said in (11, 12):
        night = rows(games=[planned(**OVER)], lines=[boxed(points=said, processed_at=PROCESSED)])
        ids += [event.event_id for event in found(Slate(DAY), night) if event.kind == "official"]
    assert len(set(ids)) == 2


def test_rows_after_the_as_of_do_not_move_the_time() -> None:
    late = boxed(player_lookup="cycole", processed_at=MORNING + HOUR)
    night = rows(games=NIGHT.games, lines=[*NIGHT.lines, late])
    assert {event.polled_at for event in found(Slate(DAY), night)} == {PROCESSED}


def test_rows_of_other_systems_do_not_move_the_time() -> None:
    shadow = predicted(system_id="xgboost_v1", created_at=MORNING - HOUR)
    night = rows(games=NIGHT.games, picks=[*NIGHT.picks, shadow], lines=NIGHT.lines)
    assert {event.polled_at for event in found(Slate(DAY), night)} == {PROCESSED}


def test_a_payload_that_no_slate_can_take_is_a_sentence() -> None:
    crowd = [
        RegisteredPlayer(f"player{number}", "x" * 1000, "2025-26", PROCESSED)
        for number in range(5000)
    ]
    with pytest.raises(ValueError, match=f"the names of {date(2026, 1, 9)} cannot be an event"):
        found(Slate(DAY), rows(registered=crowd))
