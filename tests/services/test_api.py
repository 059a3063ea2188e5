"""The API in the words of HTTP: what is there, what is not, and what a browser may do with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from publishing.documents import CacheClass
from publishing.services.answering import making
from publishing.services.answering.api import ORIGINS, READ_SECONDS
from publishing.store import Stored, Throttled, Unavailable
from tests.pipelines.conftest import batch, small_warehouse
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, BEFORE, DAY, LATER, PLAYERS
from tests.schemas import require_valid
from tests.services.asking import Service

__all__ = ["batch", "small_warehouse"]

SOMEBODY = sorted(PLAYERS)[0]
SEASON = f"/v1/players/{SOMEBODY}/season/2025-26"
REPORT = f"/v1/players/{SOMEBODY}/game-report/{DAY}"


@pytest.fixture
def service(small_warehouse: Path, tmp_path: Path) -> Service:
    """After the games of `DAY`, over an empty public folder."""
    made = Service(small_warehouse, tmp_path / "public", AFTER)
    assert made.holder.refresh()
    return made


@pytest.mark.parametrize(
    ("path", "cache"),
    [(SEASON, CacheClass.TRENDS), (REPORT, CacheClass.SETTLED)],
)
def test_a_report_is_made_and_may_be_kept(service: Service, path: str, cache: CacheClass) -> None:
    said = service.get(path)
    assert said.status == 200
    assert said.headers["cache-control"] == cache.header
    assert said.headers["content-type"] == "application/json; charset=utf-8"
    assert said.headers["vary"] == "Accept-Encoding, Origin"
    document = require_valid(f"{path.removeprefix('/v1/')}.json", said.body)
    assert document["player_lookup"] == SOMEBODY
    assert document["generated_at"] == "2026-01-15T15:30:00.000000+00:00"
    assert "error" not in document


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/players/nosuchplayer/season/2025-26", "Player not found."),
        (f"/v1/players/nosuchplayer/game-report/{DAY}", "Player not found."),
        (f"/v1/players/{SOMEBODY}/game-report/{LATER}", "Game not found."),
        (f"/v1/players/{SOMEBODY}/game-report/2025-11-11", "Game not found."),
        (f"/v1/players/{SOMEBODY}/season/1987-88", "Player not found."),
        (f"/v1/players/{SOMEBODY}/season/2026-27", "The season 2026-27 has not begun."),
        (f"{SEASON}?as_of=2026-01-15T15:30:01Z", None),
        (f"{SEASON}?as_of=1900-01-01T00:00:00Z", None),
        ("/v1/results/latest.json", "This document is not published."),
        ("/", "Nothing is published here."),
        ("/v1", "Nothing is published here."),
        ("/v1/", "Nothing is published here."),
        ("/v1/players", "Nothing is published here."),
        (f"/v1/players/{SOMEBODY}/", "Nothing is published here."),
        (f"{SEASON}/", "Nothing is published here."),
        ("/v1/players/%2F..%2F/season/2025-26", "Nothing is published here."),
        ("/v1/results/", "Nothing is published here."),
        ("/v1/archive/2026-01-14/1.jsonl", "Nothing is published here."),
        ("/v1/tonight/2026-01-14.json.meta", "Nothing is published here."),
        ("//v1/status.json", "Nothing is published here."),
    ],
)
def test_what_is_not_there_is_not_found_and_that_for_a_moment(
    service: Service, path: str, detail: str | None
) -> None:
    said = service.get(path)
    assert said.status == 404
    assert said.detail == detail if detail else "Nothing is known" in said.detail
    # An error may never be kept as long as a document (core 9.6).
    assert said.headers["cache-control"] == CacheClass.LIVE.header
    assert "etag" not in said.headers


@pytest.mark.parametrize(
    "path",
    [
        "/v1/players/LeBronJames/season/2025-26",
        "/v1/players/lebron%20james/season/2025-26",
        "/v1/players/../season/2025-26",
        "/v1/players/..%00/season/2025-26",
        "/v1/players//season/2025-26",
        "/v1/players/index/season/2025-26",
        f"/v1/players/{'a' * 101}/season/2025-26",
        f"/v1/players/{'a' * 10_000}/season/2025-26",
        "/v1/players/luka%C4%8D/season/2025-26",
        "/v1/players/%F0%9F%8F%80/season/2025-26",
        "/v1/players/%ff%fe/season/2025-26",
        "/v1/players/a%0Ab/season/2025-26",
        f"/v1/players/{SOMEBODY}/season/2025",
        f"/v1/players/{SOMEBODY}/season/2025-27",
        f"/v1/players/{SOMEBODY}/season/1945-46",
        f"/v1/players/{SOMEBODY}/season/%D9%A2%D9%A0%D9%A2%D9%A5-%D9%A2%D9%A6",
        f"/v1/players/{SOMEBODY}/season/current",
        f"/v1/players/{SOMEBODY}/game-report/2026-02-30",
        f"/v1/players/{SOMEBODY}/game-report/2025-02-29",
        f"/v1/players/{SOMEBODY}/game-report/today",
        f"/v1/players/{SOMEBODY}/game-report/20260114",
        f"/v1/players/{SOMEBODY}/game-report/%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%95-12-27",
        f"/v1/players/{SOMEBODY}/game-report/9999-12-31",
        f"{SEASON}?as_of=yesterday",
        f"{SEASON}?as_of=",
        f"{SEASON}?as_of=2026-01-15T15:00:00",
        f"{SEASON}?as_of=2026-01-15T15:00:00Z&as_of=2026-01-15T15:00:00Z",
        f"{SEASON}?as_of={'2' * 600}",
        "/v1/results/2026-13-01.json",
        "/v1/tonight/player/..json",
        "/v1/tonight/player/A.json",
        "/v1/players/.json",
    ],
)
def test_what_is_no_player_date_season_or_instant_is_refused(service: Service, path: str) -> None:
    said = service.get(path)
    assert said.status == 400
    assert said.headers["cache-control"] == "no-store"
    # It says what to write, and nothing of what was written.
    assert len(said.detail) < 200
    assert said.detail.isascii()


def test_an_instant_may_be_asked_for(service: Service) -> None:
    whole, before = service.get(SEASON), service.get(f"{SEASON}?as_of={BEFORE}")
    assert before.document["generated_at"] == "2026-01-14T22:30:00.000000+00:00"
    games = (before.document["averages"]["games"], whole.document["averages"]["games"])
    assert games[0] + 1 == games[1]
    assert service.get(f"{REPORT}?as_of={BEFORE}").detail == "Game not found."
    # A `+` in a query is a space.
    east = service.get(f"{SEASON}?as_of=2026-01-15T00:30:00+02:00")
    assert east.body == before.body
    assert service.get(f"{SEASON}?as_of={AFTER}&utm=x").body == whole.body


def test_what_is_known_is_not_sent_again(service: Service) -> None:
    first = service.get(SEASON)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = service.get(SEASON, if_none_match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert "content-length" not in again.headers
    for other in ('"x"', "", tag[:-2], service.get(REPORT).headers["etag"]):
        assert service.get(SEASON, if_none_match=other).status == 200
    # A later look at the same rows says the same, though at another instant.
    tags = {
        service.get(f"{SEASON}?as_of={at}").headers["etag"]
        for at in ("2026-01-15T15:29:00Z", AFTER)
    }
    assert tags == {tag}


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("", False),
        ("gzip;q=nonsense", False),
        ("*, gzip;q=0", False),
    ],
)
def test_it_is_packed_for_who_takes_that(service: Service, accepted: str, packed: bool) -> None:
    plain = service.get(SEASON)
    said = service.get(SEASON, accept_encoding=accepted)
    assert ("content-encoding" in said.headers) is packed
    assert (gzip.decompress(said.body) if packed else said.body) == plain.body
    assert said.headers["content-length"] == str(len(said.body))
    assert said.headers["etag"] == plain.headers["etag"]
    # What is small goes as it is.
    assert "content-encoding" not in service.get("/v1/none", accept_encoding="gzip").headers


@pytest.mark.parametrize("path", [SEASON, "/v1/none", "/health", "/v1/openapi.json"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_a_head_has_the_headers_alone(service: Service, path: str, accepted: str) -> None:
    whole = service.get(path, accept_encoding=accepted)
    head = service.get(path, "HEAD", accept_encoding=accepted)
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


@pytest.mark.parametrize("path", [SEASON, "/v1/status.json", "/v1/none"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW"])
def test_nothing_can_be_written(service: Service, path: str, method: str) -> None:
    said = service.get(path, method)
    assert said.status == 405
    assert said.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "GET" in said.detail


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", [SEASON, "/v1/none", "/v1/players/X/season/2025-26"])
def test_pages_of_the_site_may_read_answers_and_problems(
    service: Service, origin: str, path: str
) -> None:
    said = service.get(path, origin=origin)
    assert said.headers["access-control-allow-origin"] == origin
    asked = service.get(path, "OPTIONS", origin=origin, access_control_request_method="GET")
    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["access-control-allow-origin"] == origin
    assert "GET" in asked.headers["access-control-allow-methods"]
    assert "content-type" not in asked.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://nbaprops.com.evil.example",
        "http://nbaprops.com",
        "null",
        "*",
        "https://NBAPROPS.com",
    ],
)
def test_pages_of_others_may_not(service: Service, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        said = service.get(SEASON, method, origin=origin)
        assert not [name for name in said.headers if name.startswith("access-control")]
        assert "Origin" in said.headers["vary"]


def test_every_published_document_is_read_through(
    small_warehouse: Path, batch: Export, service: Service
) -> None:
    documents = batch.go(small_warehouse, "--engine=inline", f"--as_of={BEFORE}", "--only=all")
    reading = Service(small_warehouse, batch.output, AFTER)
    before = _files(batch.output)
    for path, body in documents.items():
        said = reading.get(f"/v1/{path}")
        assert (said.status, said.body) == (200, body), path
        assert said.headers["cache-control"] == batch.headers()[path]
        assert said.headers["content-type"] == "application/json; charset=utf-8"
        assert reading.get(f"/v1/{path}", if_none_match=said.headers["etag"]).status == 304
    assert len(documents) > 20
    # Whoever reads leaves no lock, no folder and no other time behind.
    assert _files(batch.output) == before
    assert service.get("/v1/status.json").status == 404
    assert not (batch.folder / "public").exists()


def test_a_document_is_read_again_after_seconds(small_warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "status.json"
    file.write_text('{"updated_at": "1"}')
    service = Service(small_warehouse, tmp_path, AFTER)
    first = service.get("/v1/status.json")
    file.write_text('{"updated_at": "2"}')
    service.monotonic += READ_SECONDS - 0.1
    assert service.get("/v1/status.json").body == first.body
    service.monotonic += 0.2
    second = service.get("/v1/status.json")
    assert second.document == {"updated_at": "2"}
    # How old live data is belongs to what it says.
    assert second.headers["etag"] != first.headers["etag"]
    # A file that no run of ours wrote says nothing of how long it may be kept.
    assert second.headers["cache-control"] == CacheClass.LIVE.header


def test_a_link_out_of_the_folder_leads_nowhere(small_warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"secret": 1}')
    public = tmp_path / "public"
    public.mkdir()
    (public / "status.json").symlink_to(tmp_path / "secret.json")
    (public / "live").symlink_to(tmp_path)
    service = Service(small_warehouse, public, AFTER)
    assert service.get("/v1/status.json").status == 404
    assert service.get("/v1/live/latest.json").status == 404


class Away:
    """A store that answers with an error."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem

    def read(self, path: str) -> tuple[bytes, Stored] | None:
        raise self.problem


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (Unavailable("secret"), 503),
        (Throttled("secret"), 503),
        (RuntimeError("secret"), 500),
        (PermissionError("secret"), 500),
    ],
)
def test_a_caller_learns_nothing_of_trouble(
    small_warehouse: Path, problem: Exception, status: int
) -> None:
    service = Service(small_warehouse, Away(problem), AFTER)
    for headers in ({}, {"origin": ORIGINS[0]}):
        said = service.get("/v1/status.json", **headers)
        assert said.status == status
        assert "secret" not in said.detail
        assert said.headers.get("retry-after") == ("1" if status == 503 else None)
        assert said.headers["cache-control"] == "no-store"
        assert ("access-control-allow-origin" in said.headers) is bool(headers)


def test_a_builder_that_fails_is_ours_and_nobody_elses(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    with monkeypatch.context() as patch:
        patch.setattr(making, "of_player", broken)
        said = service.get(SEASON)
        assert (said.status, said.detail) == (500, "The request failed.")
    assert service.get(SEASON).status == 200


def test_it_says_that_it_lives(service: Service, small_warehouse: Path, tmp_path: Path) -> None:
    said = service.get("/health")
    assert said.document == {
        "status": "healthy",
        "release": "0.1.0",
        "as_of": "2026-01-15T15:30:00+00:00",
    }
    assert said.headers["cache-control"] == "no-store"
    empty = Service(small_warehouse, tmp_path, AFTER)
    assert empty.get("/health").document["as_of"] is None
    assert empty.get(SEASON).status == 503
    assert orjson.loads(service.get("/v1/openapi.json").body)["openapi"] == "3.1.0"


def _files(folder: Path) -> list[tuple[str, int, int]]:
    return sorted(
        (str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*")
    )
