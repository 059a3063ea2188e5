"""The bucket store's requests, one by one, and what it makes of each answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

from publishing.adapters.bucket import REQUEST_SECONDS, BucketStore
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.publisher import Publisher
from publishing.store import Changed, Stamp, Store, Stored, Throttled, Unavailable
from tests.publishing.bucket_line import Line
from tests.publishing.bucket_requests import Answer
from tests.publishing.builders import document, targets, version
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.memory_store import Clock

STAMP = Stamp(version(), "digest", 3, "snapshot", {"live_data": version(minute=1)})
LIVE = CacheClass.LIVE


@pytest.fixture
def bucket() -> FakeBucket:
    return FakeBucket(prefix="v1/")


@pytest.fixture
def store(bucket: FakeBucket) -> BucketStore:
    return bucket.store()


@pytest.mark.parametrize("size", [0, 10, 100_000, 3_000_000])
def test_an_upload_is_one_request(bucket: FakeBucket, store: BucketStore, size: int) -> None:
    body = b"x" * size
    stored = store.write("live/latest.json", body, LIVE, STAMP, 0)
    (request,) = bucket.requests
    assert (request.method, request.kind) == ("POST", "upload")
    assert request.query["ifGenerationMatch"] == "0"
    assert request.query["uploadType"] == "multipart"
    assert request.timeout == REQUEST_SECONDS
    assert request.upload is not None
    assert request.upload.name == "v1/live/latest.json"
    assert request.upload.content_type == CONTENT_TYPE
    assert request.upload.resource["cacheControl"] == "public, max-age=30"
    assert request.upload.resource["metadata"] == STAMP.metadata()
    assert request.upload.body == body
    assert stored == store.look("live/latest.json")


def test_the_condition_is_the_generation_that_was_seen(
    bucket: FakeBucket, store: BucketStore
) -> None:
    first = store.write("a.json", b"1", LIVE, STAMP, 0)
    second = store.write("a.json", b"2", LIVE, STAMP, first.generation)
    assert bucket.requests[-1].query["ifGenerationMatch"] == str(first.generation)
    for stale in (0, first.generation, second.generation + 1):
        with pytest.raises(Changed):
            store.write("a.json", b"3", LIVE, STAMP, stale)
    assert store.read("a.json") == (b"2", second)


@pytest.mark.parametrize(("objects", "expected"), [(0, 1), (999, 1), (1000, 1), (1001, 2)])
def test_a_listing_is_one_request_for_a_thousand_objects(
    bucket: FakeBucket, store: BucketStore, objects: int, expected: int
) -> None:
    for number in range(objects):
        store.write(f"players/{number}.json", b"{}", LIVE, STAMP, 0)
    store.write("other/1.json", b"{}", LIVE, STAMP, 0)
    bucket.requests.clear()
    found = store.list("players/")
    assert found.keys() == {f"players/{number}.json" for number in range(objects)}
    assert [request.kind for request in bucket.requests] == ["list"] * expected
    assert all(request.query["prefix"] == "v1/players/" for request in bucket.requests)
    assert all(one.stamp == STAMP and one.generation for one in found.values())
    assert {one.cache_control for one in found.values()} <= {LIVE.header}


@pytest.mark.parametrize(("prefix", "name"), [("", ""), ("v1", "v1/"), ("/a/b/", "a/b/")])
def test_every_path_is_under_the_prefix(prefix: str, name: str) -> None:
    bucket = FakeBucket(prefix=name)
    store = BucketStore(bucket.client(), bucket.name, prefix)
    store.write("live/ä b#?.json", b"{}", LIVE, STAMP, 0)
    assert list(bucket.objects) == [name + "live/ä b#?.json"]
    assert list(store.list("live/")) == ["live/ä b#?.json"]
    assert list(store.list("")) == ["live/ä b#?.json"]
    found = store.read("live/ä b#?.json")
    assert found is not None
    assert found[0] == b"{}"


def test_an_object_of_somebody_else_has_no_version(bucket: FakeBucket, store: BucketStore) -> None:
    blob = bucket.client().bucket(bucket.name).blob("v1/a.json")
    blob.upload_from_string(b"{}", content_type="text/plain")
    assert store.look("a.json") == Stored(blob.generation, Stamp(), None, "text/plain")


def test_what_is_missing_is_none(store: BucketStore) -> None:
    assert store.look("a.json") is None
    assert store.read("a.json") is None
    assert store.list("live/") == {}


class Answering(Line):
    """A line that gives one answer to every request."""

    answer: Answer | Exception = Answer(200)

    def request(self, method: str, url: str, *_: object, **__: object) -> requests.Response:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer.response(method, url)


def answering(answer: Answer | Exception) -> BucketStore:
    bucket = FakeBucket()
    client = bucket.client()
    line = Answering(bucket, "writer", None)
    line.answer = answer
    client._http_internal = line
    return BucketStore(client, bucket.name, "v1")


NO_TOKEN = auth_errors.TransportError("no token")  # type: ignore[no-untyped-call]

CALLS: dict[str, Callable[[Store], object]] = {
    "list": lambda store: store.list("live/"),
    "look": lambda store: store.look("live/a.json"),
    "read": lambda store: store.read("live/a.json"),
    "write": lambda store: store.write("live/a.json", b"{}", LIVE, STAMP, 0),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(412), Changed),
        (Answer(429), Throttled),
        (Answer(408), Unavailable),
        (Answer(409), Unavailable),
        (Answer(500), Unavailable),
        (Answer(502), Unavailable),
        (Answer(503), Unavailable),
        (Answer(504), Unavailable),
        (Answer(400), google_errors.BadRequest),
        (Answer(401), google_errors.Unauthorized),
        (Answer(403), google_errors.Forbidden),
        (requests.exceptions.ReadTimeout("late"), Unavailable),
        (requests.exceptions.ConnectTimeout("late"), Unavailable),
        (requests.exceptions.ConnectionError("reset"), Unavailable),
        (requests.exceptions.ChunkedEncodingError("half"), Unavailable),
        (NO_TOKEN, Unavailable),
        (ConnectionResetError("reset"), Unavailable),
        (TimeoutError("late"), Unavailable),
        (MemoryError(), MemoryError),
    ],
    ids=lambda value: str(getattr(value, "status", getattr(value, "__name__", repr(value)))),
)
def test_every_answer_in_the_stores_words(
    call: Callable[[Store], object], answer: Answer | Exception, expected: type[Exception]
) -> None:
    with pytest.raises(expected):
        call(answering(answer))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [({"Retry-After": "7"}, 7.0), ({}, 1.0), ({"Retry-After": "Wed, 11 Feb 2026 00:00"}, 1.0)],
)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_retry_after_reaches_the_publisher(
    call: Callable[[Store], object], header: dict[str, str], seconds: float
) -> None:
    with pytest.raises(Throttled) as caught:
        call(answering(Answer(429, headers=header)))
    assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize("call", ["list", "write"])
def test_a_bucket_that_does_not_exist_is_an_error(call: str) -> None:
    with pytest.raises(google_errors.NotFound):
        CALLS[call](answering(Answer(404)))
    publisher = Publisher(answering(Answer(404)), Clock().timing())
    with pytest.raises(google_errors.NotFound):
        publisher.publish([document(*targets("live"))])


def test_an_object_replaced_or_gone_between_look_and_body_has_changed(
    bucket: FakeBucket, store: BucketStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write("a.json", b"1", LIVE, STAMP, 0)
    media = bucket.media
    for status in (404, 412):
        monkeypatch.setattr(bucket, "media", lambda *_, status=status: Answer(status))
        with pytest.raises(Changed):
            store.read("a.json")
    monkeypatch.setattr(bucket, "media", media)
    assert store.read("a.json") is not None


def test_a_damaged_body_is_asked_for_again(
    bucket: FakeBucket, store: BucketStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write("a.json", b"whole", LIVE, STAMP, 0)
    media = bucket.media

    def half(*arguments: object) -> Answer:
        answer = media(*arguments)  # type: ignore[arg-type]
        return Answer(200, answer.body[:2], answer.headers)

    monkeypatch.setattr(bucket, "media", half)
    with pytest.raises(Unavailable):
        store.read("a.json")
