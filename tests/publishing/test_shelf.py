"""Typed objects by key: read, stepped, written once, and never outside their folder."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from publishing.adapters.objects import Held, ObjectBucket, ObjectFolder, ObjectStore
from publishing.adapters.shelf import LONGEST_KEY, ObjectUnreadable, Shelf, safe_key
from publishing.patience import Timing
from publishing.store import Changed, Throttled, Unavailable
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.faults import Crash, Faults
from tests.publishing.turnstile import Turnstile


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    by: str
    count: int = 0


def patient() -> Timing:
    """A clock on which only sleeping takes time."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    return Timing(lambda: now[0], sleep)


@pytest.fixture(params=["bucket", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return ObjectFolder(tmp_path / "state")
    return ObjectBucket(FakeBucket().client(), "public", "state")


@pytest.fixture
def shelf(store: ObjectStore) -> Shelf[Claim]:
    return Shelf(store, "claims", Claim, patient())


def counted(before: Claim | None) -> Claim:
    return Claim("me", before.count + 1 if before else 1)


def test_change_gives_before_and_after(shelf: Shelf[Claim]) -> None:
    assert shelf.get("a/b") is None
    assert shelf.change("a/b", counted) == (None, Claim("me", 1))
    assert shelf.change("a/b", counted) == (Claim("me", 1), Claim("me", 2))
    assert shelf.get("a/b") == Claim("me", 2)
    assert shelf.change("a/b", lambda _: None) == (Claim("me", 2), None)
    assert shelf.get("a/b") is None
    assert shelf.change("a/b", lambda _: None) == (None, None)


def test_an_object_is_named_by_folder_and_key(store: ObjectStore, shelf: Shelf[Claim]) -> None:
    shelf.change("2026-02-11/x", counted)
    assert store.names("") == ["claims/2026-02-11/x.json"]
    found = store.read("claims/2026-02-11/x.json")
    assert found is not None
    assert msgspec.json.decode(found.body)["value"] == {"by": "me", "count": 1}


def test_an_equal_value_is_not_written(store: ObjectStore, shelf: Shelf[Claim]) -> None:
    shelf.change("a", counted)
    before = store.read("claims/a.json")
    assert shelf.change("a", lambda _: Claim("me", 1)) == (Claim("me", 1), Claim("me", 1))
    assert store.read("claims/a.json") == before


def test_all_is_by_ascending_key_below_a_folder(store: ObjectStore, shelf: Shelf[Claim]) -> None:
    for key in ("a-b", "a", "a/c", "a/b/d", "b"):
        shelf.change(key, lambda _, key=key: Claim(key))  # type: ignore[misc]
    Shelf(store, "claims-other", Claim, patient()).change("z", counted)
    assert list(shelf.all()) == [(key, Claim(key)) for key in ("a", "a-b", "a/b/d", "a/c", "b")]
    assert [key for key, _ in shelf.all("a")] == ["a/b/d", "a/c"]
    assert list(shelf.all("nothing")) == []


def test_what_is_deleted_while_all_are_read_is_left_out(shelf: Shelf[Claim]) -> None:
    for key in ("a", "b", "c"):
        shelf.change(key, counted)
    reading = shelf.all()
    assert next(reading)[0] == "a"
    shelf.change("b", lambda _: None)
    assert [key for key, _ in reading] == ["c"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"value":{"by":"me"}}',
        b'{"value":{"by":1},"writes":[]}',
        b'{"value":{"by":"me","more":1},"writes":[]}',
        b'{"value":{"by":"me"},"writes":[],"more":1}',
    ],
)
def test_what_is_not_of_the_kind_is_named(
    store: ObjectStore, shelf: Shelf[Claim], body: bytes
) -> None:
    generation = store.write("claims/odd.json", body, 0)
    for call in (
        lambda: shelf.get("odd"),
        lambda: shelf.change("odd", counted),
        lambda: list(shelf.all()),
    ):
        with pytest.raises(ObjectUnreadable, match=r"^claims/odd\.json is no object of this kind"):
            call()
    assert store.read("claims/odd.json") == Held(body, generation)


def test_a_name_that_is_no_key_is_named(store: ObjectStore, shelf: Shelf[Claim]) -> None:
    store.write("claims/odd", b"{}", 0)
    with pytest.raises(ObjectUnreadable, match="claims/odd"):
        list(shelf.all())


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "../x", "a/../../x", "/a", "a/", "a//b", "a/...", "a b", "é", "a\n"),
        *("a:b", "a\\b", "a" * 196, "/".join(["a" * 100] * 5)),
    ],
)
def test_what_is_no_key_is_refused(shelf: Shelf[Claim], key: str) -> None:
    with pytest.raises(ValueError, match=r"key|path"):
        shelf.get(key)
    with pytest.raises(ValueError, match=r"key|path"):
        shelf.change(key, counted)
    if key:
        with pytest.raises(ValueError, match=r"key|path"):
            list(shelf.all(key))


def test_the_longest_key_is_one(shelf: Shelf[Claim]) -> None:
    key = "/".join(["a" * 195, "b" * 195, "c" * (LONGEST_KEY - 392)])
    shelf.change(key, counted)
    assert [found for found, _ in shelf.all()] == [key]
    with pytest.raises(ValueError, match="too long"):
        shelf.get(key + "c")


texts = some.text() | some.text(alphabet="./\\=-aé\0") | some.text(min_size=90, max_size=130)


@given(texts, texts)
@example("a b", safe_key("a b"))
@example("a b", "a-b")
@example("", safe_key(""))
@example("..", safe_key(".."))
@example("x" * 101, "x" * 102)
@example("\ud800", "\udfff")
def test_distinct_texts_have_distinct_keys(one: str, other: str) -> None:
    assert (safe_key(one) == safe_key(other)) == (one == other)


@given(texts)
@example("../../etc/passwd")
@example("/")
@example("\ud800")
def test_a_safe_key_stays_in_its_folder(text: str) -> None:
    part = safe_key(text)
    assert len(part) <= 100
    path = Shelf(ObjectFolder(Path("/state")), "claims", Claim, patient())._path(f"a/{part}")
    assert path == f"claims/a/{part}.json"
    assert (Path("/state") / path).resolve() == Path(f"/state/claims/a/{part}.json")


@pytest.mark.parametrize("text", ["2026-02-11", "player-profiles", "a.b_c=D", "x" * 100])
def test_a_safe_and_short_text_is_its_own_key(text: str) -> None:
    assert safe_key(text) == text


def test_what_is_cleaned_stays_readable() -> None:
    assert safe_key("daily export: 2026/02/11").startswith("daily-export-2026-02-11=")


class Scripted:
    """A store on which writes and deletions meet what the test wants, in order."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        self.fates: list[Callable[[Callable[[], object]], None]] = []
        self.read = store.read
        self.names = store.names

    def write(self, path: str, body: bytes, generation: int) -> int:
        self._meet(lambda: self.store.write(path, body, generation))
        return self.store.write(path, body, generation)

    def delete(self, path: str, generation: int) -> None:
        self._meet(lambda: self.store.delete(path, generation))
        self.store.delete(path, generation)

    def _meet(self, request: Callable[[], object]) -> None:
        if self.fates:
            self.fates.pop(0)(request)


def lost(request: Callable[[], object]) -> None:
    request()
    raise Unavailable("no answer")


def away(_: Callable[[], object]) -> None:
    raise Unavailable("away")


def busy(_: Callable[[], object]) -> None:
    raise Throttled("busy", 2.0)


def crowded(_: Callable[[], object]) -> None:
    raise Changed("somebody")


@pytest.mark.parametrize("fates", [[lost], [away], [busy], [crowded], [away, lost], [lost, away]])
def test_a_write_counts_once(store: ObjectStore, fates: list[Callable[..., None]]) -> None:
    scripted = Scripted(store)
    shelf = Shelf(scripted, "claims", Claim, patient())
    shelf.change("a", counted)
    scripted.fates = list(fates)
    assert shelf.change("a", counted) == (Claim("me", 1), Claim("me", 2))
    assert shelf.get("a") == Claim("me", 2)
    scripted.fates = list(fates)
    assert shelf.change("a", lambda _: None) == (Claim("me", 2), None)
    assert shelf.get("a") is None


def test_an_unanswered_write_is_recognised_below_the_writes_of_others(store: ObjectStore) -> None:
    scripted, other = Scripted(store), Shelf(store, "claims", Claim, patient())
    shelf = Shelf(scripted, "claims", Claim, patient())

    def lost_below_others(request: Callable[[], object]) -> None:
        request()
        for _ in range(3):
            other.change("a", counted)
        raise Unavailable("no answer")

    scripted.fates = [lost_below_others]
    assert shelf.change("a", counted) == (None, Claim("me", 1))
    assert shelf.get("a") == Claim("me", 4)


def test_an_equal_write_of_another_is_not_taken_for_ours(store: ObjectStore) -> None:
    scripted, other = Scripted(store), Shelf(store, "claims", Claim, patient())
    shelf = Shelf(scripted, "claims", Claim, patient())

    def overtaken(_: Callable[[], object]) -> None:
        other.change("a", counted)
        raise Unavailable("away")

    scripted.fates = [overtaken]
    assert shelf.change("a", counted) == (Claim("me", 1), Claim("me", 2))


def test_patience_ends(store: ObjectStore) -> None:
    scripted = Scripted(store)
    shelf = Shelf(scripted, "claims", Claim, patient())
    for fate in (away, busy, crowded):
        scripted.fates = [fate] * 10_000
        with pytest.raises(Unavailable):
            shelf.change("a", counted)
        assert 0 < len(scripted.fates) < 10_000
    assert shelf.get("a") is None


def count_through_faults(seed: int) -> None:
    """Five writers count to 30 in a bucket that loses answers; each step counts once."""
    generator = random.Random(seed)
    timeline, bucket = Turnstile(generator), FakeBucket()
    faults = Faults(timeline, generator, 0.4)
    answered, unknown = list[int](), list[str]()

    def writer(number: int) -> Callable[[], None]:
        store = ObjectBucket(bucket.client(str(number), faults), bucket.name, "")
        shelf = Shelf(store, "counts", Claim, Timing(timeline.clock, timeline.sleep))
        shelf._chance = generator

        def work() -> None:
            for _ in range(6):
                try:
                    _, after = shelf.change("a", counted)
                    assert after is not None
                    answered.append(after.count)
                except Unavailable:
                    unknown.append("unavailable")
                except Crash:
                    unknown.append("crash")
                    return

        return work

    timeline.run_all([writer(number) for number in range(5)])
    faults.heal()
    found = Shelf(ObjectBucket(bucket.client(), bucket.name, ""), "counts", Claim, patient()).get(
        "a"
    )
    total = found.count if found else 0
    assert len(set(answered)) == len(answered), (seed, "two writers, one step")
    assert len(answered) <= total <= len(answered) + len(unknown), (
        seed,
        "a step was lost or twice",
    )
    assert set(answered) <= set(range(1, total + 1)), seed


def count_through_many_faults() -> None:
    for seed in range(60):
        count_through_faults(seed)


def test_each_step_counts_once_whatever_the_bucket_does() -> None:
    count_through_many_faults()


def writes_over_others(patch: pytest.MonkeyPatch) -> None:
    write = ObjectBucket.write

    def unconditional(self: ObjectBucket, path: str, body: bytes, _: int) -> int:
        found = self.read(path)
        return write(self, path, body, found.generation if found else 0)

    patch.setattr(ObjectBucket, "write", unconditional)


def forgets_its_marks(patch: pytest.MonkeyPatch) -> None:
    decoded = Shelf._decoded

    def unmarked(self: Shelf[Claim], path: str, found: Held) -> object:
        return msgspec.structs.replace(decoded(self, path, found), writes=[])

    patch.setattr(Shelf, "_decoded", unmarked)


@pytest.mark.parametrize("mutate", [writes_over_others, forgets_its_marks])
def test_a_broken_shelf_is_found(
    mutate: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError, match=r"two writers|lost or twice"):
        count_through_many_faults()
