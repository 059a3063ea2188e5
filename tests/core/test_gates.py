"""Gates: what waits for rows is sent when they are there, with patience, and not for ever (D29)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from publishing.calendar import format_instant, parse_instant
from publishing.operating.gates import (
    FIRST_AGAIN,
    GIVEN_UP,
    LONGEST_AGAIN,
    Gate,
    closed,
    is_try_of,
    message_of,
    opens,
    sent,
    too_old,
)
from publishing.operating.messages import ExportTrigger
from publishing.operating.requests import request_of

NOW = datetime(2026, 2, 11, 12, 49, tzinfo=UTC)
TABLES = ("a.b", "c.d")


def gate(tables: tuple[str, ...] = TABLES, at: datetime = NOW) -> Gate:
    return Gate(
        name="tonight_all_players",
        game_date="2026-02-11",
        tables=tables,
        reason="no row of a.b",
        sends=ExportTrigger(export_types=("tonight",), target_date="2026-02-11"),
        closed_at=format_instant(at),
        next_at=format_instant(at),
    )


def test_rows_that_arrive_four_hours_later_open_it_without_a_human() -> None:
    """Vector 24, incident 16: the export ran at 02:49, its rows came at 07:08."""
    waits = gate()
    rounds = [NOW + timedelta(minutes=5 * number) for number in range(60)]
    arrived = NOW + timedelta(hours=4)
    opened = [at for at in rounds if opens(waits, TABLES if at >= arrived else ("a.b",), at)]
    assert opened[0] == arrived
    message = message_of(waits, arrived)
    assert message.export_types == ("tonight",)
    assert message.target_date == "2026-02-11"
    assert message.trigger_source == "gate"
    assert request_of(message, "m", arrived).exports == ("tonight_all_players",)


def test_it_stays_until_it_is_made_and_is_tried_less_and_less_often() -> None:
    waits, now, pauses = gate(), NOW, []
    keys = set()
    for _ in range(8):
        assert opens(waits, TABLES, now)
        message = message_of(waits, now)
        keys.add(request_of(message, "m", now).key)
        assert is_try_of(str(message.upstream_batch_id), waits)
        waits = sent(waits, now)
        assert not opens(waits, TABLES, now)
        pauses.append(parse_instant(waits.next_at) - now)
        now = parse_instant(waits.next_at)
    assert pauses[:5] == [FIRST_AGAIN * 2**number for number in range(4)] + [timedelta(minutes=60)]
    assert max(pauses) == LONGEST_AGAIN
    # Every try is a run of its own: one that was done before would not be made again.
    assert len(keys) == 8


@given(minutes=st.lists(st.integers(0, 600), max_size=6))
def test_one_that_closes_again_is_as_old_as_it_was_and_no_more_eager(minutes: list[int]) -> None:
    waits, now = gate(), NOW
    for more in minutes:
        waits = sent(waits, now)
        now += timedelta(minutes=more)
        new = gate(tables=("e.f",), at=now)
        again = closed(waits, new)
        assert (again.closed_at, again.next_at, again.tries) == (
            waits.closed_at,
            waits.next_at,
            waits.tries,
        )
        assert (again.tables, again.reason, again.sends) == (new.tables, new.reason, new.sends)
        waits = again
    assert closed(None, waits) == waits


def test_a_person_is_asked_after_two_days() -> None:
    assert not too_old(gate(), NOW + GIVEN_UP)
    assert too_old(gate(), NOW + GIVEN_UP + timedelta(seconds=1))


def test_what_waits_for_a_store_waits_for_no_rows() -> None:
    assert opens(gate(tables=()), (), NOW)
    assert not opens(sent(gate(tables=()), NOW), (), NOW)


def test_a_try_is_of_one_gate_alone() -> None:
    batch = str(message_of(gate(), NOW).upstream_batch_id)
    assert not is_try_of(batch, gate(at=NOW + timedelta(hours=1)))
    assert not is_try_of("batch_1", gate())
