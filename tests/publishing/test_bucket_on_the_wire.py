"""The bucket stores and the publisher against a real server of the JSON API."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import google.cloud.storage as storage
import orjson
import pytest
from google.auth.credentials import AnonymousCredentials

from publishing.adapters.bucket import BucketStore
from publishing.adapters.private import PrivateBucket, read_all
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.store import Changed, Stamp, Unavailable
from tests.publishing.builders import STATUS, compose, composed, document, section, targets, version
from tests.servers import gcs_server

pytestmark = pytest.mark.integration

BUCKET = "public"
LIVE = CacheClass.LIVE
STAMP = Stamp(version(), "digest", 3, "snapshot", {"live_data": version(minute=1)})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gcs_server() as found:
        new_client(found).create_bucket(BUCKET)
        yield found


def new_client(address: str) -> storage.Client:
    return storage.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": address},
    )


@pytest.fixture
def store(address: str, request: pytest.FixtureRequest) -> BucketStore:
    """A store with a prefix of the test's own."""
    return BucketStore(new_client(address), BUCKET, request.node.name)


def test_headers_and_generation_as_a_reader_gets_them(
    address: str, store: BucketStore, request: pytest.FixtureRequest
) -> None:
    stored = store.write("live/latest.json", b'{"a":1}', LIVE, STAMP, 0)
    name = quote(f"{request.node.name}/live/latest.json")
    with urllib.request.urlopen(f"{address}/{BUCKET}/{name}", timeout=10) as answer:
        assert answer.read() == b'{"a":1}'
        assert answer.headers["Content-Type"] == CONTENT_TYPE
        assert answer.headers["Cache-Control"] == "public, max-age=30"
        assert int(answer.headers["x-goog-generation"]) == stored.generation
    url = f"{address}/storage/v1/b/{BUCKET}/o/{quote(name, safe='')}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        resource = orjson.loads(answer.read())
    assert int(resource["generation"]) == stored.generation
    assert resource["metadata"] == STAMP.metadata()


def test_look_list_and_read_agree(store: BucketStore) -> None:
    assert store.look("live/a.json") is None
    assert store.read("live/a.json") is None
    first = store.write("live/a.json", b"1", LIVE, STAMP, 0)
    second = store.write("live/a.json", b"2", CacheClass.SETTLED, STAMP, first.generation)
    store.write("other/b.json", b"3", LIVE, STAMP, 0)
    assert store.look("live/a.json") == second
    assert store.read("live/a.json") == (b"2", second)
    assert store.list("live/") == {"live/a.json": second}
    assert store.list("").keys() == {"live/a.json", "other/b.json"}


def test_a_stale_generation_changes_nothing(store: BucketStore) -> None:
    first = store.write("a.json", b"1", LIVE, STAMP, 0)
    second = store.write("a.json", b"2", LIVE, STAMP, first.generation)
    for stale in (0, first.generation):
        with pytest.raises(Changed):
            store.write("a.json", b"3", LIVE, STAMP, stale)
    assert store.read("a.json") == (b"2", second)


def test_no_increment_of_forty_writers_is_lost(store: BucketStore) -> None:
    store.write("count.json", b"0", LIVE, STAMP, 0)
    problems = list[BaseException]()

    def increment() -> None:
        try:
            while True:
                try:
                    found = store.read("count.json")
                    assert found is not None
                    body = b"%d" % (int(found[0]) + 1)
                    store.write("count.json", body, LIVE, STAMP, found[1].generation)
                    return
                except Changed:
                    continue
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=increment) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert problems == []
    found = store.read("count.json")
    assert found is not None
    assert found[0] == b"40"


def test_publisher(store: BucketStore) -> None:
    timing = Timing(time.monotonic, time.sleep, budget_seconds=30)
    first, second = (Publisher(store, timing, concurrency=8) for _ in range(2))
    newer = document(*targets("live"), minute=5, value=1, snapshot_id="newer")
    older = document(*targets("live"), minute=4, value=2, snapshot_id="older")
    assert [one.decision for one in first.publish([newer])] == ["written", "written"]
    assert [one.decision for one in second.publish([older])] == ["refused", "refused"]
    assert [one.decision for one in second.publish([newer])] == ["unchanged", "unchanged"]
    for path in ("live/2026-02-10.json", "live/latest.json"):
        found = store.read(path)
        assert found is not None
        assert found[0] == newer.body
        assert found[1].stamp.snapshot_id == "newer"
    first.publish_sections(composed(section("live_data"), snapshot_id="a"), compose)
    second.publish_sections(composed(section("tonight_data"), snapshot_id="b"), compose)
    found = store.read(STATUS)
    assert found is not None
    assert orjson.loads(found[0])["sections"].keys() == {"live_data", "tonight_data"}


def test_a_private_object_is_added_once(address: str) -> None:
    store = PrivateBucket(new_client(address), BUCKET, "archive")
    assert store.add("2026-02-11/1.jsonl.gz", b"\x1f\x8bfirst")
    assert not store.add("2026-02-11/1.jsonl.gz", b"second")
    assert list(read_all(store, "2026-02-11")) == [("2026-02-11/1.jsonl.gz", b"\x1f\x8bfirst")]


def test_a_server_that_is_gone_is_unavailable() -> None:
    with gcs_server() as gone:
        client = new_client(gone)
        client.create_bucket(BUCKET)
        store = BucketStore(client, BUCKET, "v1")
        written = store.write("a.json", b"1", LIVE, STAMP, 0)
    for call in (
        lambda: store.list(""),
        lambda: store.look("a.json"),
        lambda: store.read("a.json"),
        lambda: store.write("a.json", b"2", LIVE, STAMP, written.generation),
    ):
        with pytest.raises(Unavailable):
            call()
