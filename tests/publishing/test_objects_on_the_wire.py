"""The bucket of changing objects against a real server of the JSON API.

That server deletes whatever generation it is asked for, so a stale deletion is not tried here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from urllib.parse import quote
from urllib.request import urlopen

import google.cloud.storage as storage
import orjson
import pytest
from google.auth.credentials import AnonymousCredentials

from publishing.adapters.objects import Held, ObjectBucket
from publishing.adapters.shelf import Shelf
from publishing.patience import Timing
from publishing.store import Changed, Unavailable
from tests.servers import gcs_server

pytestmark = pytest.mark.integration

BUCKET = "private"
PATH = "claims/a.json"
THREADS, STEPS = 16, 20


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gcs_server() as found:
        new_client(found).create_bucket(BUCKET)
        yield found


@pytest.fixture
def store(address: str, request: pytest.FixtureRequest) -> ObjectBucket:
    """A store with a prefix of the test's own."""
    return ObjectBucket(new_client(address), BUCKET, request.node.name)


def new_client(address: str) -> storage.Client:
    return storage.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": address},
    )


def test_an_object_is_created_changed_and_deleted(store: ObjectBucket) -> None:
    assert store.read(PATH) is None
    first = store.write(PATH, b"first", 0)
    assert store.read(PATH) == Held(b"first", first)
    with pytest.raises(Changed):
        store.write(PATH, b"second", 0)
    second = store.write(PATH, b"", first)
    assert second > first
    with pytest.raises(Changed):
        store.write(PATH, b"stale", first)
    assert store.read(PATH) == Held(b"", second)
    store.delete(PATH, second)
    assert store.read(PATH) is None
    store.delete(PATH, second)
    with pytest.raises(Changed):
        store.write(PATH, b"late", second)
    assert store.write(PATH, b"again", 0) > second


def test_names_ascend_and_folders_of_the_console_are_none(
    address: str, store: ObjectBucket, request: pytest.FixtureRequest
) -> None:
    bucket = new_client(address).bucket(BUCKET)
    bucket.blob(f"{request.node.name}/claims/").upload_from_string(b"")
    for path in ("claims/b", "claims-other/a", "claims/a/c", "claims/a"):
        store.write(path, b"", 0)
    assert store.names("claims") == ["claims/a", "claims/a/c", "claims/b"]
    assert store.names("") == ["claims-other/a", "claims/a", "claims/a/c", "claims/b"]


def test_nothing_between_may_keep_an_object(
    address: str, store: ObjectBucket, request: pytest.FixtureRequest
) -> None:
    store.write(PATH, b"{}", 0)
    name = quote(f"{request.node.name}/{PATH}", safe="")
    with urlopen(f"{address}/storage/v1/b/{BUCKET}/o/{name}", timeout=10) as answer:
        resource = orjson.loads(answer.read())
    assert resource["cacheControl"] == "no-store"
    assert resource["contentType"] == "application/json"


def test_no_increment_of_sixteen_threads_is_lost(
    address: str, request: pytest.FixtureRequest
) -> None:
    problems, told = list[BaseException](), list[int | None]()

    def count() -> None:
        try:
            store = ObjectBucket(new_client(address), BUCKET, request.node.name)
            shelf = Shelf(store, "counts", int, Timing(time.monotonic, time.sleep))
            for _ in range(STEPS):
                told.append(shelf.change("a", lambda before: (before or 0) + 1)[1])
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert problems == []
    assert sorted(one or 0 for one in told) == list(range(1, THREADS * STEPS + 1))
    store = ObjectBucket(new_client(address), BUCKET, request.node.name)
    shelf = Shelf(store, "counts", int, Timing(time.monotonic, time.sleep))
    assert list(shelf.all()) == [("a", THREADS * STEPS)]


def test_a_server_that_is_gone_is_unavailable() -> None:
    with gcs_server() as gone:
        client = new_client(gone)
        client.create_bucket(BUCKET)
        store = ObjectBucket(client, BUCKET, "")
        written = store.write(PATH, b"1", 0)
    for call in (
        lambda: store.read(PATH),
        lambda: store.write(PATH, b"2", written),
        lambda: store.delete(PATH, written),
        lambda: store.names(""),
    ):
        with pytest.raises(Unavailable):
            call()
