"""A job that is updated reads what the one before it wrote (`tests/live/releases`)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from publishing.live.events import SlateEvent, split
from publishing.live.flush import FlushClock
from publishing.live.flush_record import Flush
from publishing.live.slate import SCHEMA, Slate
from tests.live import releases
from tests.live.published import documents
from tests.live.releases import Refused, Release, __main__, changes, facts, record
from tests.live.releases.night import kept
from tests.live.releases.shapes import incompatible, shape
from tests.schemas import require_valid

RELEASES = releases.releases()
EVERY = pytest.mark.parametrize("release", RELEASES, ids=[one.folder.name for one in RELEASES])


def blob(release: Release, name: str) -> bytes:
    found = release.blob(name)
    assert found is not None
    return found


@EVERY
def test_the_slate_of_every_release_still_loads(release: Release) -> None:
    slate = Slate.load(blob(release, "slate"))
    assert facts(slate) == release.facts()
    assert Slate.load(slate.dump()) == slate
    assert {"live", "live-grading", "status"} == set(documents(slate))


@EVERY
def test_the_night_goes_on_from_the_slate_of_every_release(release: Release) -> None:
    slate = Slate.load(blob(release, "slate"))
    waiting = msgspec.msgpack.decode(blob(release, "event"), type=SlateEvent)
    assert not slate.apply(waiting)
    at = waiting.polled_at + timedelta(minutes=1)
    body = {"polled_at": at.isoformat(), "game_date": str(slate.game_date), "payload": None}
    (silent,), _ = split(orjson.dumps(body))
    assert slate.answering
    assert slate.apply(silent)
    assert not slate.answering
    assert facts(slate)["sequence"] == release.facts()["sequence"] + 1
    assert facts(slate)["games"] == release.facts()["games"]


@EVERY
def test_the_clock_of_every_release_still_runs(release: Release) -> None:
    clock = msgspec.msgpack.decode(blob(release, "clock"), type=FlushClock)
    waiting = msgspec.msgpack.decode(blob(release, "event"), type=SlateEvent)
    assert clock.interval_seconds == 180
    assert clock.end_is_set
    assert clock.finals == set(release.facts()["games"])
    assert not clock.observe(waiting)
    tick = {"kind": "tick", "polled_at": waiting.polled_at, "game_date": waiting.game_date}
    assert clock.observe(split(orjson.dumps(tick))[0][0])


def test_a_clock_without_the_later_fields_has_none_of_what_they_say() -> None:
    first = RELEASES[0]
    assert {"flush", "wake_at"}.isdisjoint(msgspec.msgpack.decode(blob(first, "clock")))
    clock = msgspec.msgpack.decode(blob(first, "clock"), type=FlushClock)
    assert (clock.flush, clock.wake_at) == (None, None)
    assert clock.wake(1000.0) == 1195.0


@EVERY
def test_a_flush_on_its_way_is_still_published(release: Release) -> None:
    encoded = release.blob("flush")
    if encoded is None:
        assert "flush" not in release.shapes()
        return
    flush = msgspec.msgpack.decode(encoded, type=Flush)
    assert flush.record.snapshot_id == flush.snapshot.snapshot_id
    assert len(flush.snapshot.documents) == 2
    for document in flush.snapshot.documents:
        for target in document.targets:
            require_valid(target.path, document.body)


def test_a_slate_of_a_later_release_is_refused() -> None:
    slate = msgspec.msgpack.decode(blob(RELEASES[-1], "slate"))
    slate["schema"] = SCHEMA + 1
    with pytest.raises(ValueError, match=f"slate schema {SCHEMA + 1} is newer than {SCHEMA}"):
        Slate.load(msgspec.msgpack.encode(slate))


def test_the_code_reads_what_its_schema_promised() -> None:
    own = [release for release in RELEASES if release.schema == SCHEMA]
    assert own, f"SCHEMA {SCHEMA} has no release: run {releases.RECORD}"
    for release in own:
        found = changes(release.shapes(), releases.shapes())
        assert not found, "\n".join([*found, f"raise SCHEMA {SCHEMA}, then run {releases.RECORD}"])
    # A field that nobody wrote down could be taken away again without a word.
    assert own[-1].shapes() == releases.shapes(), f"fields were added: run {releases.RECORD}"


class Old(msgspec.Struct):
    number: int
    names: list[str] = []
    word: str | None = None


class Removed(msgspec.Struct):
    number: int
    names: list[str] = []


class Retyped(msgspec.Struct):
    number: str
    names: list[str] = []
    word: str | None = None


class RetypedInside(msgspec.Struct):
    number: int
    names: list[int] = []
    word: str | None = None


class Narrowed(msgspec.Struct):
    number: int
    names: list[str] = []
    word: str = ""


class Required(msgspec.Struct):
    number: int
    names: list[str]
    word: str | None = None


class AddedBare(msgspec.Struct):
    number: int
    added: int
    names: list[str] = []
    word: str | None = None


class Ordered(msgspec.Struct, array_like=True):
    number: int
    names: list[str] = []
    word: str | None = None


class Added(msgspec.Struct):
    number: int | float
    word: str | int | None = None
    added: dict[str, list[int]] = {}
    names: list[str] = []


class Holder(msgspec.Struct):
    inside: dict[str, list[Old]]


class HolderOfRetyped(msgspec.Struct):
    inside: dict[str, list[Retyped]]


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (Removed, "word was removed"),
        (Retyped, "number was int, is str"),
        (RetypedInside, "names[] was str, is int"),
        (Narrowed, "word was none | str | absent, is str | absent"),
        (Required, "names was list | absent, is list"),
        (AddedBare, "added is added without a default"),
        (Ordered, "it was struct, is array of number names word"),
    ],
)
def test_what_old_bytes_do_not_fit_is_a_change(new: type[msgspec.Struct], sentence: str) -> None:
    assert incompatible(shape(Old), shape(new)) == [sentence]


def test_what_old_bytes_fit_is_none() -> None:
    assert incompatible(shape(Old), shape(Added)) == []
    assert shape(Old) != shape(Added)


def test_a_change_deep_inside_is_found() -> None:
    assert incompatible(shape(Holder), shape(HolderOfRetyped)) == [
        "inside{}[].number was int, is str"
    ]


@pytest.fixture
def encoded() -> dict[str, bytes]:
    return {name: blob(RELEASES[-1], name) for name in releases.ENCODED}


def test_a_schema_is_recorded_once(tmp_path: Path, encoded: dict[str, bytes]) -> None:
    release = record(encoded, tmp_path)
    assert release.folder == tmp_path / f"{SCHEMA}.1"
    assert release.shapes() == RELEASES[-1].shapes()
    assert release.facts() == RELEASES[-1].facts()
    assert release.blob("slate") == encoded["slate"]
    with pytest.raises(Refused, match="is recorded"):
        record(encoded, tmp_path)
    assert record(encoded, tmp_path, SCHEMA + 1).folder == tmp_path / f"{SCHEMA + 1}.1"
    assert [one.folder.name for one in releases.releases(tmp_path)] == [
        f"{SCHEMA}.1",
        f"{SCHEMA + 1}.1",
    ]


def test_added_fields_are_recorded_beside_the_older_release(
    tmp_path: Path, encoded: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(releases.ENCODED, "event", Old)
    record(encoded, tmp_path)
    monkeypatch.setitem(releases.ENCODED, "event", Added)
    assert record(encoded, tmp_path).folder == tmp_path / f"{SCHEMA}.2"
    monkeypatch.setitem(releases.ENCODED, "event", Retyped)
    with pytest.raises(Refused, match=f"(?s)event: number was int, is str.*SCHEMA {SCHEMA} must"):
        record(encoded, tmp_path)


@pytest.mark.slow
def test_the_command_writes_what_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[Release] = []

    def here(encoded: dict[str, bytes]) -> Release:
        written.append(record(encoded, tmp_path))
        return written[0]

    monkeypatch.setattr(__main__, "record", here)
    assert __main__.main() == 0
    assert str(tmp_path) in capsys.readouterr().out
    assert written[0].facts() == facts(Slate.load(blob(written[0], "slate")))
    assert msgspec.msgpack.decode(blob(written[0], "flush"), type=Flush) == kept().flush
    assert __main__.main() == 2
    assert "nothing is recorded: schema" in capsys.readouterr().err


def test_the_recorded_slate_holds_something_of_everything() -> None:
    slate: Any = Slate.load(blob(RELEASES[-1], "slate"))
    empty = Slate(slate.game_date)
    same = [
        field for field in Slate.__struct_fields__ if getattr(slate, field) == getattr(empty, field)
    ]
    assert same == ["game_date", "schema"]
