"""Several writers, uploads that fail, and what one publisher may touch (I-9, I-12, I-18, I-20)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest

from publishing.documents import (
    CONTENT_TYPE,
    CacheClass,
    Composed,
    Section,
    Target,
    Version,
)
from publishing.live.services import TonightData
from publishing.live.status import compose
from publishing.publisher import CONCURRENCY
from publishing.store import Stamp, Unavailable
from tests.incidents.site import Site
from tests.live.payloads import (
    DAY,
    final,
    game,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.publishing.fake_bucket import FakeBucket
from tests.publishing.memory_store import MemoryStore
from tests.publishing.publishers import publisher

LATER = "2026-01-10T02:00:30Z"
HOMES = ("LAL", "CHI", "MIA", "GSW", "SAC", "UTA")
FAMILIES = ("live", "live-grading")


def writes(store: MemoryStore, path: str = "live/latest.json") -> int:
    return store.calls.count(("write", path))


class Refusing(MemoryStore):
    """A store that fails every upload to one folder, after `seconds`."""

    site: Site
    folder = "live-grading/"
    seconds = 0.0

    def _called(self, kind: str, path: str) -> None:
        super()._called(kind, path)
        if kind == "write" and path.startswith(self.folder):
            self.site.clock.sleep(self.seconds)
            raise Unavailable("stalled")


class Dying(MemoryStore):
    """A store whose writer dies at its first pointer."""

    alive = True

    def _called(self, kind: str, path: str) -> None:
        super()._called(kind, path)
        if self.alive and (kind, path) == ("write", "live/latest.json"):
            self.alive = False
            raise MemoryError


def test_incident_23_one_slow_object_starves_no_other() -> None:
    """Feb 11: the slow export ran first, and picks and signals were never written (I-12)."""
    store = Refusing()
    store.seconds = 10.0
    site = store.site = Site(store, concurrency=CONCURRENCY)
    site.hear(predictions(pick()), poll(game()))
    assert site.statuses() == {"BOS": "in_progress"}, "I-12: the scores wait for the grading"
    assert site.document("live/latest.json"), "I-12: the pointer of the scores is starved"
    assert site.document("status.json"), "I-12: the status is starved"
    assert site.clock.now <= 150, "I-12: a flush has no budget of time"


def test_incident_24_two_jobs_on_one_feed_are_as_one() -> None:
    """Feb 9-11: two consumers of one trigger wrote the same files in a race (I-9)."""
    lines = [
        predictions(pick()),
        *(poll(game(time=f"Q3 {n}:00"), at=f"2026-01-10T02:0{6 - n}:00Z") for n in range(6, 0, -1)),
        poll(final(), at="2026-01-10T02:06:00Z"),
    ]
    alone = Site().hear(*lines)
    one = Site()
    other = Site(one.store)
    public: list[str] = []
    for number, body in enumerate(lines):
        one.hear(body)
        # The second job is two messages behind.
        other.hear(*lines[number - 2 : number - 1] if number > 1 else ())
        public.append(one.document("live/latest.json").get("updated_at", ""))
    assert public == sorted(public), "I-9: the slower job set the public files back"
    other.hear(*lines[-2:])
    for path in alone.paths():
        if path != "status.json":
            assert one.body(path) == alone.body(path), f"I-9: {path} is of two jobs"


def test_incident_24_an_upload_is_one_request() -> None:
    """Feb 11: upload, then set the header: 409 between two writers, cached for an hour (I-18)."""
    bucket = FakeBucket()
    Site(bucket.store()).hear(predictions(pick()), poll(game()))
    uploads = [one for one in bucket.requests if one.upload is not None]
    paths = [one.path for one in uploads]
    assert len(paths) == len(set(paths)) == 5, "I-18: an object is written in several requests"
    for one in uploads:
        assert one.upload is not None
        assert "ifGenerationMatch" in one.query, "I-9: an upload overwrites what it has not seen"
        header = one.upload.resource.get("cacheControl")
        assert header == "public, max-age=30", "I-18: an object is public without its header"
        assert one.upload.content_type == CONTENT_TYPE, "I-18: an object without its type"


def test_incident_36_the_live_tick_rewrites_nothing_of_others() -> None:
    """Feb 25: the live tick wrote another export's file, with the games and 0 predictions (I-2)."""
    store = MemoryStore()
    other = store.write("tonight/all-players.json", b"{}", CacheClass.TONIGHT, Stamp(), 0)
    fresh = TonightData("healthy", "Data is fresh", "2026-01-10T01:00:00+00:00", 1.0, False)
    seen = Version(date.fromisoformat(DAY), datetime.fromisoformat("2026-01-10T01:00:00+00:00"))
    monitors = Section("tonight_data", msgspec.json.encode(fresh), seen)
    status = Composed(Target("status.json", CacheClass.LIVE), (monitors,), 1, "monitor")
    publisher(store).publish_sections(status, lambda *parts: msgspec.json.encode(compose(*parts)))
    site = Site(store).hear(schedule(scheduled()), predictions(pick()), poll(game()))
    said = site.service("tonight_data")["message"]
    assert said == "Data is fresh", "I-2: another writer's section is gone"
    assert store.objects["tonight/all-players.json"][1] == other, "I-2: another's file was written"
    own = {f"{family}/{name}.json" for family in FAMILIES for name in (DAY, "latest")}
    assert set(site.paths()) == own | {"status.json", "tonight/all-players.json"}, (
        "I-2: not its own"
    )


def test_latent_04_dated_and_latest_are_the_same_document() -> None:
    """A crash between the two uploads left them different for ever (I-18)."""
    store = Dying()
    with pytest.raises(MemoryError):
        Site(store).hear(predictions(pick()), poll(game()))
    again = Site(store).hear(predictions(pick()), poll(game()))
    for family in FAMILIES:
        dated, latest = again.body(f"{family}/{DAY}.json"), again.body(f"{family}/latest.json")
        assert dated == latest != b"", f"I-18: {family} has two states"
    site = Site().hear(poll(game()), poll(game(time="Q3 1:00"), at=LATER))
    order = [path for kind, path in _calls(site) if kind == "write" and path.startswith("live/")]
    assert order == [f"live/{DAY}.json", "live/latest.json"] * 2, "I-18: the pointer came first"


def _calls(site: Site) -> list[tuple[str, str]]:
    assert isinstance(site.store, MemoryStore)
    return site.store.calls


def test_latent_13_one_object_that_failed_fails_no_flush() -> None:
    """`partial` was reported as a failure although files were published (I-12)."""
    store = Refusing()
    site = store.site = Site(store, concurrency=CONCURRENCY)
    problem = site.crash(predictions(pick()), poll(game()))
    assert problem is None, "I-12: a store that is busy ends the job"
    reasons = [letter.reason for letter in site.letters if letter.stage == "publish"]
    assert len(reasons) == 1, "I-12: what failed is not kept, or more than that failed"
    assert f"live-grading/{DAY}.json" in reasons[0], "I-12: the letter does not name the object"
    store.folder = "nothing/"
    site.hear(poll(game(time="Q3 1:00"), at=LATER))
    assert site.row()["time_remaining"] == "Q3 1:00", "I-12: what failed once is given up"
