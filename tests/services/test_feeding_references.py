"""The loop of reference events on a simulated clock, and the wait before the night."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.adapters.warehouses import WarehouseAway
from publishing.live.events import Rejection
from publishing.rows import (
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)
from publishing.services.feeding.opening import Opening
from publishing.services.feeding.reading import MOST_LETTERS, Reading
from publishing.services.feeding.references import References, look_seconds
from tests.live.payloads import KEY
from tests.live.warehouse_rows import CHAMPION, DAY, boxed, planned, predicted
from tests.services.fed import (
    BEGIN,
    TIP_OFF,
    SimulatedClock,
    StoredRows,
    Topic,
    ignore,
    night_into,
    stored,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def references_of(
    rows: StoredRows,
    clock: SimulatedClock,
    rejected: list[Rejection] | None = None,
    seconds: int = 300,
) -> Topic:
    night = night_into(topic := Topic())
    reject = (rejected if rejected is not None else []).append
    references = References(night, Reading(rows, DAY, CHAMPION, reject), seconds)
    references.run(clock.now(), clock, clock.stop)
    return topic


def test_reference_events_come_at_once_and_every_five_minutes() -> None:
    clock = SimulatedClock(BEGIN, BEGIN + 12 * MINUTE)
    topic = references_of(stored(), clock)
    assert [sent.kind for sent in topic.sent[:3]] == ["schedule", "predictions", "names"]
    for kind in ("schedule", "predictions", "names"):
        times = [sent.polled_at for sent in topic.of(kind)]
        assert times == [BEGIN, BEGIN + 5 * MINUTE, BEGIN + 10 * MINUTE]
    assert not topic.of("official")


def test_what_changed_is_sent_at_the_next_look() -> None:
    rows = stored()
    more = predicted(
        player_lookup="bobbirch",
        predicted_points=Decimal(3),
        created_at=BEGIN + 90 * SECOND,
    )
    rows.tables[Prediction].append(more)
    official = [
        boxed(
            player_lookup=f"{team}{number}".lower(),
            team_abbr=team,
            processed_at=BEGIN + 200 * SECOND,
        )
        for team in ("BOS", "NYK")
        for number in range(5)
    ]
    rows.tables[BoxScoreRow] = official
    topic = references_of(rows, SimulatedClock(BEGIN, BEGIN + 9 * MINUTE))
    picks = [
        (sent.polled_at, len(sent.event["payload"]["picks"])) for sent in topic.of("predictions")
    ]
    assert picks == [(BEGIN, 1), (BEGIN + 2 * MINUTE, 2), (BEGIN + 7 * MINUTE, 2)]
    found = [
        (sent.polled_at, sent.event["payload"]["games"][0]["key"]) for sent in topic.of("official")
    ]
    assert found == [(BEGIN + 4 * MINUTE, KEY), (BEGIN + 9 * MINUTE, KEY)]


def test_one_table_that_is_away_costs_the_others_nothing(caplog: pytest.LogCaptureFixture) -> None:
    rows = stored()
    rows.away = {ScheduledGame, SourcePlayer}
    clock = SimulatedClock(BEGIN, BEGIN + 5 * MINUTE)

    def mended(_: type[Row]) -> None:
        if clock.now() >= BEGIN + 2 * MINUTE:
            rows.away = set()

    rows.before = mended
    topic = references_of(rows, clock)
    assert topic.of("predictions")[0].polled_at == BEGIN
    assert topic.of("schedule")[0].polled_at == BEGIN + 2 * MINUTE
    assert topic.of("names")[0].polled_at == BEGIN + 2 * MINUTE
    assert "nba_raw.nbac_schedule cannot be read: the warehouse is away" in caplog.text


def test_a_table_that_vanishes_empties_nothing() -> None:
    rows = stored()
    clock = SimulatedClock(BEGIN, BEGIN + 20 * MINUTE)

    def vanish(_: type[Row]) -> None:
        if clock.now() >= BEGIN + 3 * MINUTE:
            rows.missing = {ScheduledGame, Prediction}
            rows.tables[RegisteredPlayer] = []

    rows.before = vanish
    topic = references_of(rows, clock)
    assert len(topic.of("schedule")) == len(topic.of("predictions")) == 1
    # The source answered: nothing. That is a change.
    assert [sent.event["payload"]["by_lookup"] for sent in topic.of("names")][-1] == {}


def test_games_do_not_vanish_from_a_schedule() -> None:
    rows = stored()
    reading = Reading(rows, DAY, CHAMPION, ignore)
    reading.schedule(BEGIN)
    rows.tables[ScheduledGame] = []
    with pytest.raises(WarehouseAway, match="no games of 2026-01-09 any more"):
        reading.schedule(BEGIN)


def test_rows_that_do_not_fit_are_counted_once_and_kept() -> None:
    rows = stored()
    bad = [Rejection("warehouse", "wrong", str(number).encode()) for number in range(MOST_LETTERS)]
    rows.tables[Prediction] = [*bad[:2], predicted(), *bad[:1]]
    rejected: list[Rejection] = []
    clock = SimulatedClock(BEGIN, BEGIN + 10 * MINUTE)
    topic = references_of(rows, clock, rejected)
    assert rejected == bad[:2]
    assert len(topic.of("predictions")[0].event["payload"]["picks"]) == 1


def test_a_table_full_of_rows_that_do_not_fit_floods_nothing() -> None:
    rows = stored()
    bad = [Rejection("warehouse", "wrong", str(number).encode()) for number in range(500)]
    rows.tables[Prediction] = bad
    rejected: list[Rejection] = []
    reading = Reading(rows, DAY, CHAMPION, rejected.append)
    for _ in range(2):
        reading.read("predictions", BEGIN)
    assert rejected == bad[:MOST_LETTERS]
    assert reading.unfit == 500


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(0, 200), min_size=1, max_size=10),
    st.lists(st.booleans(), min_size=1, max_size=10),
    st.integers(1, 400),
)
def test_no_reference_event_is_older_than_its_time_and_one_look(
    took: list[float], works: list[bool], seconds: int
) -> None:
    rows = stored()
    clock = SimulatedClock(BEGIN, BEGIN + 8 * seconds * SECOND)
    looks: list[tuple[datetime, bool]] = []

    def slow(row_type: type[Row]) -> None:
        number = len(looks)
        rows.away = set() if works[number % len(works)] else {Prediction}
        if row_type is Prediction:
            looks.append((clock.now(), works[number % len(works)]))
            clock.spend(took[number % len(took)])

    rows.before = slow
    topic = references_of(rows, clock, seconds=seconds)
    sent = [one.polled_at for one in topic.of("predictions")]
    reference, look = timedelta(seconds=seconds), timedelta(seconds=look_seconds(seconds))
    for at, worked in looks:
        if worked:
            # A look that worked leaves an event that is not older than the two together.
            newest = max(one for one in sent if one <= at)
            assert at - newest < reference + look
    for at in sent:
        assert (at, True) in looks


def test_the_feed_begins_with_the_first_tip_off_and_follows_a_change() -> None:
    early = BEGIN - 300 * MINUTE
    reading = Reading(stored(), DAY, CHAMPION, ignore)
    opening = Opening(DAY, (early, reading.schedule(early)), 60)
    clock = SimulatedClock(early, TIP_OFF)
    assert opening.wait(clock, clock.stop) == BEGIN
    assert opening.begun.is_set()

    moved = StoredRows({ScheduledGame: [planned(game_date_est=TIP_OFF - 120 * MINUTE)]})
    opening = Opening(DAY, (early, reading.schedule(early)), 60)
    watching = SimulatedClock(early, early + 2 * MINUTE)
    watching.stop = opening.begun
    opening.watch(Reading(moved, DAY, CHAMPION, ignore), watching)
    opening.begun.clear()
    clock = SimulatedClock(early, TIP_OFF)
    assert opening.wait(clock, clock.stop) == BEGIN - 120 * MINUTE


def test_a_warehouse_that_fails_before_the_night_changes_nothing() -> None:
    early = BEGIN - 300 * MINUTE
    rows = stored()
    reading = Reading(rows, DAY, CHAMPION, ignore)
    opening = Opening(DAY, (early, reading.schedule(early)), 60)
    rows.away = {ScheduledGame}
    watching = SimulatedClock(early, early + 5 * MINUTE)
    opening.watch(reading, watching)
    assert opening.known[0] == early
    assert len(opening.known[1].games) == 1


def test_a_feed_that_starts_late_starts_at_once() -> None:
    late = TIP_OFF + 45 * MINUTE
    reading = Reading(stored(), DAY, CHAMPION, ignore)
    opening = Opening(DAY, (late, reading.schedule(late)), 60)
    clock = SimulatedClock(late, late + 300 * MINUTE)
    assert opening.wait(clock, clock.stop) == late


def test_the_opening_ends_when_it_is_stopped() -> None:
    reading = Reading(stored(), DAY, CHAMPION, ignore)
    early = BEGIN - 300 * MINUTE
    opening = Opening(DAY, (early, reading.schedule(early)), 60)
    clock = SimulatedClock(early, early)
    assert opening.wait(clock, clock.stop) is None
    assert opening.begun.is_set()


def test_a_game_that_stands_on_another_date_now_is_postponed_on_this_one() -> None:
    """Incident 17: the same game was on two dates, and was waited for on both."""
    other = planned(game_date=DAY + timedelta(days=2), processed_at=BEGIN)
    rows = StoredRows({ScheduledGame: [planned(), other]})
    reading = Reading(rows, DAY, CHAMPION, ignore)
    (before,) = reading.schedule(BEGIN - SECOND).games
    (after,) = reading.schedule(BEGIN).games
    assert (before.status, after.status) == ("scheduled", "postponed")
