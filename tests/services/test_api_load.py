"""Too much at once is told so before any work; what is slow delays nobody else."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from publishing.adapters.published import PublishedFolder
from publishing.documents import Document
from publishing.services.answering.admission import Admission, Full, TooSlow, Turns
from publishing.services.answering.kept import Kept
from publishing.services.answering.making import Maker
from publishing.store import Stored
from tests.pipelines.conftest import small_warehouse
from tests.pipelines.small_games import AFTER, PLAYERS
from tests.services.asking import Said, Service

__all__ = ["small_warehouse"]

WORKERS, WAITING = 2, 4


class Gate:
    """Work that waits until it is let go; counts how much has begun."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.begun = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self.begun += 1
        assert self.free.wait(30)
        return "done"


def seasons(count: int) -> list[str]:
    return [f"/v1/players/{player}/season/2025-26" for player in sorted(PLAYERS)[:count]]


def test_what_finds_no_room_is_told_at_once_and_the_rest_is_served(
    small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, document = Gate(), Maker.document
    service = Service(small_warehouse, tmp_path, AFTER, WORKERS, WAITING)
    assert service.holder.refresh()

    def slow(*arguments: object) -> Document:
        gate()
        return document(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Maker, "document", slow)

    async def all_at_once() -> tuple[list[Said], float, Said]:
        room = WORKERS + WAITING
        waiting = [asyncio.create_task(service.ask(path)) for path in seasons(room)]
        await asyncio.sleep(0)
        begun = time.perf_counter()
        refused = [await service.ask(path) for path in seasons(room + 4)[room:]]
        took = time.perf_counter() - begun
        # Who asks for what is being made already needs no room.
        shared = asyncio.create_task(service.ask(seasons(1)[0]))
        assert (await service.ask("/health")).status == 200
        gate.free.set()
        assert [(await one).status for one in waiting] == [200] * room
        return refused, took, await shared

    refused, took, shared = asyncio.run(all_at_once())
    assert [one.status for one in refused] == [503] * 4
    assert all(one.headers["retry-after"] == "1" for one in refused)
    assert took < 1
    assert shared.status == 200
    assert gate.begun == WORKERS + WAITING
    # And at once there is room again.
    assert service.get(seasons(12)[11]).status == 200


def test_a_store_that_hangs_delays_no_report(small_warehouse: Path, tmp_path: Path) -> None:
    gate = Gate()

    class Hanging(PublishedFolder):
        def read(self, path: str) -> tuple[bytes, Stored] | None:
            gate()
            return super().read(path)

    service = Service(small_warehouse, Hanging(tmp_path), AFTER, WORKERS, WAITING, seconds=0.3)
    assert service.holder.refresh()
    paths = [f"/v1/results/2026-01-{day:02}.json" for day in range(1, 10)]

    async def hang() -> list[Said]:
        asked = [asyncio.create_task(service.ask(path)) for path in paths]
        await asyncio.sleep(0)
        assert (await service.ask(seasons(1)[0])).status == 200
        found = [await one for one in asked]
        # What was given up keeps its place: the store is asked no oftener.
        assert (await service.ask("/v1/status.json")).status == 503
        assert gate.begun == WORKERS
        gate.free.set()
        return found

    found = asyncio.run(hang())
    assert {one.status for one in found} == {503}
    assert {one.detail for one in found} == {
        "It took too long.",
        "Too much is asked for at once.",
    }


def test_a_work_is_shared_and_its_error_too() -> None:
    begun = []

    def broken() -> str:
        begun.append(1)
        time.sleep(0.05)
        raise KeyError("it")

    async def both() -> list[object]:
        admission: Admission[str] = Admission(1, 0, 5.0, "test")
        asked = [admission.result("key", broken) for _ in range(3)]
        found: list[object] = list(await asyncio.gather(*asked, return_exceptions=True))
        assert await admission.result("key", lambda: "again") == "again"
        return found

    found = asyncio.run(both())
    assert len(begun) == 1
    assert [type(one) for one in found] == [KeyError] * 3


def test_who_gives_up_takes_nothing_from_who_waits() -> None:
    gate = Gate()

    async def impatient() -> str:
        admission: Admission[str] = Admission(1, 0, 5.0, "test")
        first = asyncio.create_task(admission.result("key", gate))
        second = asyncio.create_task(admission.result("key", gate))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0.01)
        with pytest.raises(Full):
            await admission.result("other", gate)
        gate.free.set()
        return await second

    assert asyncio.run(impatient()) == "done"
    assert gate.begun == 1


def test_what_takes_too_long_is_given_up() -> None:
    gate = Gate()

    async def wait() -> None:
        admission: Admission[str] = Admission(1, 1, 0.05, "test")
        with pytest.raises(TooSlow):
            await admission.result("key", gate)
        gate.free.set()
        assert await admission.result("key", gate) == "done"

    asyncio.run(wait())


def test_a_turn_of_the_loop_has_room_for_so_much() -> None:
    now = [0.0]

    def work() -> float:
        now[0] += 4
        return now[0]

    def broken() -> float:
        now[0] += 4
        raise KeyError("it")

    async def turns() -> list[object]:
        room: Turns[float] = Turns(10.0, lambda: now[0])
        found: list[object] = [await room.result("a", work), await room.result("b", work)]
        with pytest.raises(KeyError):
            await room.result("c", broken)
        with pytest.raises(Full):
            await room.result("d", work)
        await asyncio.sleep(0)
        found.append(await room.result("e", work))
        return found

    assert asyncio.run(turns()) == [4, 8, 16]


def test_what_is_kept_has_a_bound() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    for name in "abc":
        kept.put(name, b"1234")
    assert [kept.get(name) for name in "abc"] == [None, b"1234", b"1234"]
    kept.get("b")
    kept.put("d", b"12")
    assert kept.get("c") == b"1234"
    kept.put("e", b"1234")
    assert [kept.get(name) is not None for name in "bcde"] == [False, True, True, True]
    kept.put("c", b"1")
    kept.put("f", b"123")
    assert [kept.get(name) is not None for name in "cdef"] == [True, True, True, True]
    kept.put("g", b"12345678901")
    assert not any(kept.get(name) for name in "cdefg")
