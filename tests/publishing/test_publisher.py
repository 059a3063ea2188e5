"""The publisher over a store in memory: what it asks, in which order, and what it tells."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from publishing.documents import CacheClass, Target
from publishing.publisher import Publisher
from publishing.store import Stored, Unavailable
from tests.publishing.builders import (
    FIRST_DATE,
    STATUS,
    compose,
    composed,
    document,
    section,
    targets,
)
from tests.publishing.memory_store import Clock, MemoryStore
from tests.publishing.publishers import MANY, Journal, decisions, players, publisher

SETTLED = CacheClass.SETTLED


def test_one_listing_and_no_upload_for_what_is_unchanged() -> None:
    store = MemoryStore()
    first = publisher(store).publish(players())
    assert decisions(first) == ["written"] * MANY
    assert store.count() == {"list": 1, "write": MANY}
    store.calls.clear()
    again = publisher(store).publish(players(minute=5, value=lambda number: max(number, 1)))
    assert Counter(decisions(again)) == {"unchanged": MANY - 1, "written": 1}
    assert store.calls == [("list", "players/"), ("write", "players/0.json")]
    assert sum(outcome.bytes for outcome in again) == len(store.objects["players/0.json"][0])


def test_one_listing_for_each_folder_in_the_life_of_a_publisher() -> None:
    store = MemoryStore()
    one = publisher(store)
    pages = [document(*targets("live")), document(*targets("live-grading"))]
    one.publish([*pages, document(Target(STATUS, CacheClass.LIVE))])
    listed = [call for call in store.calls if call[0] != "write"]
    assert listed == [("list", "live/"), ("list", "live-grading/"), ("look", STATUS)]
    store.calls.clear()
    one.publish([document(*targets("live"), minute=1)])
    assert store.count() == {"write": 2}


def test_what_it_remembers_is_looked_at_before_it_is_believed() -> None:
    store = MemoryStore()
    early = publisher(store)
    target = Target("results/a.json", SETTLED)
    early.publish([document(target, minute=1, value=1)])
    publisher(store).publish([document(target, minute=2, value=2)])
    assert decisions(early.publish([document(target, minute=3, value=1)])) == ["written"]


def test_an_object_that_somebody_deleted_comes_back() -> None:
    store = MemoryStore()
    one = publisher(store)
    page = document(Target("results/a.json", SETTLED))
    one.publish([page])
    store.objects.clear()
    assert decisions(one.publish([page])) == ["written"]


def test_dated_before_pointer() -> None:
    store = MemoryStore()
    pages = [document(*targets("live", day), day=day) for day in range(3)]
    publisher(store).publish(pages)
    written = [path for kind, path in store.calls if kind == "write"]
    assert all("2026" in path for path in written[:3])
    assert written[3:] == ["live/latest.json"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_range_moves_a_pointer_once_for_its_newest_date(order: int) -> None:
    store, journal = MemoryStore(), Journal()
    one = publisher(store, journal=journal)
    one.publish([document(*targets("live", day), day=day, value=day) for day in (0, 1, 2)][::order])
    at_pointer = [one for one in journal.outcomes if one.path == "live/latest.json"]
    assert decisions(at_pointer) == ["written", "refused", "refused"]
    assert store.objects["live/latest.json"] == (
        store.objects["live/2026-02-12.json"][0],
        store.objects["live/latest.json"][1],
    )


def test_a_slate_that_has_not_begun_does_not_create_the_pointer_before_one_that_has() -> None:
    store = MemoryStore()
    tomorrow = document(*targets("live", 1, moves=False), day=1, value=1)
    publisher(store).publish([tomorrow, document(*targets("live", 0), day=0)])
    stamp = store.objects["live/latest.json"][1].stamp
    assert stamp.version is not None
    assert stamp.version.content_date == FIRST_DATE


def test_an_upload_that_lost_its_answer_is_reported_written() -> None:
    class Forgetful(MemoryStore):
        def write(self, *arguments: object, **options: object) -> Stored:
            super().write(*arguments, **options)  # type: ignore[arg-type]
            raise Unavailable("no answer")

    store = Forgetful()
    outcomes = publisher(store).publish([document(Target("live/a.json", CacheClass.LIVE))])
    outcomes.append(publisher(store).publish_sections(composed(section("live_data")), compose))
    assert decisions(outcomes) == ["written", "written"]
    assert {outcome.reason for outcome in outcomes} == {"the answer was lost"}
    assert all(outcome.bytes == len(store.objects[outcome.path][0]) for outcome in outcomes)


def test_a_crash_between_dated_and_pointer_is_made_good_by_the_next() -> None:
    class Dying(MemoryStore):
        def write(self, *arguments: object, **options: object) -> Stored:
            if arguments[0] == "live/latest.json":
                raise MemoryError
            return super().write(*arguments, **options)  # type: ignore[arg-type]

    store, page = Dying(), document(*targets("live"))
    with pytest.raises(MemoryError):
        publisher(store).publish([page])
    healthy = MemoryStore(objects=store.objects)
    outcomes = publisher(healthy).publish([page])
    assert decisions(outcomes) == ["unchanged", "written"]


def test_one_publisher_in_many_threads() -> None:
    store, journal = MemoryStore(), Journal()
    one = Publisher(store, Clock().timing(), journal, concurrency=2)
    pages = [document(*targets("live"), minute=minute, value=minute) for minute in range(40)]
    threads = [threading.Thread(target=one.publish, args=([page],)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    newest = max(page.version for page in pages)
    assert {stored.stamp.version for _, stored in store.objects.values()} == {newest}
    assert len(journal.outcomes) == 2 * len(pages)


def test_sections_of_two_writers_stay_side_by_side() -> None:
    store = MemoryStore()
    publisher(store).publish_sections(composed(section("live_data", minute=5)), compose)
    publisher(store).publish_sections(composed(section("tonight_data", minute=1)), compose)
    stamp = store.objects[STATUS][1].stamp
    assert stamp.sections.keys() == {"live_data", "tonight_data"}
    assert stamp.version == section("live_data", minute=5).version
    late = publisher(store).publish_sections(composed(section("live_data", minute=4)), compose)
    assert (late.decision, late.bytes) == ("refused", 0)
    assert store.count() == {"read": 3, "write": 2}
