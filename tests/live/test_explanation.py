"""From records back to what a flush had folded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from publishing.documents import Version
from publishing.live.explanation import candidates, reach, section_candidates
from publishing.live.flush_record import FlushRecord, PublishedDocument
from publishing.store import Stamp

DAY = date(2026, 1, 9)
AT = datetime(2026, 1, 10, 2, tzinfo=UTC)
VERSION = Version(DAY, AT)
PATH = "live/2026-01-09.json"


def record(
    name: str,
    parent: str | None = None,
    joined: tuple[str, ...] = (),
    *,
    events: int = 1,
    snapshot_id: str = "S",
    digest: str = "d",
    run_id: str = "run",
) -> FlushRecord:
    made = PublishedDocument((PATH, "live/latest.json"), str(VERSION), digest)
    return FlushRecord(name, run_id, snapshot_id, DAY, AT, 7, parent, joined, events, 30, (made,))


def found(of: str, *records: FlushRecord) -> tuple[tuple[str, ...], tuple[str, ...]]:
    by_name = {one.name: one for one in records}
    reached = reach(by_name[of], by_name)
    return reached.objects, reached.unrecorded


def test_a_flush_had_folded_its_own_its_joined_and_its_parents() -> None:
    chain = (
        record("a", joined=("x", "y")),
        record("b", "a"),
        record("c", "b", ("z",)),
        record("later", "c"),
        record("x", joined=("not", "its")),
    )
    assert found("c", *chain) == (("a", "b", "c", "x", "y", "z"), ())


def test_a_flush_that_folded_nothing_of_its_own_has_no_object() -> None:
    assert found("b", record("a"), record("b", "a", events=0)) == (("a",), ())


def test_a_parent_without_a_record_is_said_and_its_events_are_looked_for() -> None:
    assert found("b", record("b", "a")) == (("a", "b"), ("a",))


def test_flushes_of_one_name_are_one_record() -> None:
    """The second of them names itself as its parent, and may be the one that was recorded."""
    before = record("a", joined=("x",))
    empty = record("s-00000000", "s-00000000", events=0, snapshot_id="S")
    assert found("s-00000000", before, empty) == (("a", "x"), ())
    after = record("b", "s-00000000", snapshot_id="T")
    assert found("b", before, empty, after) == (("a", "b", "x"), ())
    other = msgspec.structs.replace(before, snapshot_id="R")
    assert found("s-00000000", other, empty) == ((), ())


def test_a_circle_of_parents_ends() -> None:
    assert found("b", record("a", "b"), record("b", "a")) == (("a", "b"), ())


def stamp(digest: str = "d", snapshot_id: str = "S") -> Stamp:
    return Stamp(VERSION, digest, 7, snapshot_id)


def test_the_digest_tells_runs_of_one_snapshot_apart() -> None:
    records = [
        record("one", digest="d"),
        record("two", digest="e", run_id="other"),
        record("three", digest="e", run_id="third"),
        record("elsewhere", digest="e", snapshot_id="T"),
    ]
    assert candidates(records, PATH, stamp("d")) == ((records[0],), True)
    assert candidates(records, PATH, stamp("e")) == (tuple(records[1:3]), True)
    assert candidates(records, "live/latest.json", stamp("d")) == ((records[0],), True)


def test_a_document_that_was_changed_has_every_flush_of_its_snapshot() -> None:
    records = [record("one"), record("two", digest="e"), record("three", snapshot_id="T")]
    assert candidates(records, PATH, stamp("")) == (tuple(records[:2]), False)
    assert candidates(records, "live-grading/latest.json", stamp()) == ((), False)
    assert candidates(records, PATH, stamp(snapshot_id="U")) == ((), False)
    other = Stamp(Version(DAY, AT.replace(hour=3)), "d", 7, "S")
    assert candidates(records, PATH, other) == ((), False)


def test_a_section_is_of_the_flush_of_its_time_and_number() -> None:
    one = record("one")
    assert section_candidates([one], VERSION, 7) == (one,)
    assert section_candidates([one], VERSION, 8) == ()
    assert section_candidates([one], Version(DAY, AT.replace(hour=3)), 7) == ()
    assert section_candidates([one], Version(date(2026, 1, 8), AT), 7) == ()
