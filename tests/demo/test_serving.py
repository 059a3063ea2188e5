"""The preview site's server: what it gives, what it never gives, and when."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo.serving import SITE, serving
from publishing.adapters.folder import FolderStore
from publishing.documents import CacheClass
from publishing.store import Stamp

NOW = datetime(2025, 12, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    store = FolderStore(folder)
    store.write("live/latest.json", b'{"a":1}', CacheClass.LIVE, Stamp(), 0)
    store.write("players/a.json", b"{}", CacheClass.TRENDS, Stamp(), 0)
    (tmp_path / "secret.json").write_text("{}")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    return folder


@pytest.fixture
def address(documents: Path) -> Iterator[str]:
    with serving(documents, 0, lambda: NOW) as served:
        yield served


def ask(
    address: str, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_a_document_comes_with_its_own_headers_and_the_time_of_the_night(address: str) -> None:
    status, headers, body = ask(address, "/v1/live/latest.json")
    assert (status, body) == (200, b'{"a":1}')
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=30"
    assert headers["Date"] == "Sun, 28 Dec 2025 02:00:00 GMT"
    assert ask(address, "/v1/players/a.json")[1]["Cache-Control"] == "public, max-age=3600"


def test_what_did_not_change_is_not_sent_again(address: str, documents: Path) -> None:
    tag = ask(address, "/v1/live/latest.json")[1]["ETag"]
    status, headers, body = ask(address, "/v1/live/latest.json", If_None_Match=f'"x", W/{tag}')
    assert (status, headers["ETag"], body) == (304, tag, b"")
    store = FolderStore(documents)
    store.write("live/latest.json", b'{"a":2}', CacheClass.LIVE, Stamp(), 1)
    status, headers, body = ask(address, "/v1/live/latest.json", If_None_Match=tag)
    assert (status, body) == (200, b'{"a":2}')
    assert headers["ETag"] != tag


def test_the_head_of_a_document_has_its_length_and_no_body(address: str) -> None:
    status, headers, body = ask(address, "/v1/live/latest.json", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "7", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/live",
        "/v1/live/",
        "/v1/live/latest.json/",
        "/v1/live/latest.json.meta",
        "/v1/.lock",
        "/v1//live/latest.json",
        "/v1/live/../live/latest.json",
        "/v1/../secret.json",
        "/v1/%2e%2e/secret.json",
        "/v1/..%2Fsecret.json",
        "/v1/..%5Csecret.json",
        "/v1/live%00/latest.json",
        "/v1/link.json",
        "/v1//etc/passwd",
        "/views/",
        "/../serving.py",
        "/%2e%2e/serving.py",
    ],
)
def test_nothing_else_is_given(address: str, path: str) -> None:
    assert ask(address, path)[0] == 404


def test_nothing_is_taken(address: str) -> None:
    assert ask(address, "/v1/live/latest.json", "PUT")[0] == 501


def test_the_site_is_served_under_a_policy_that_runs_only_its_files(address: str) -> None:
    status, headers, body = ask(address, "/")
    assert (status, body) == (200, (SITE / "index.html").read_bytes())
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert ask(address, "/app.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert ask(address, "/views/tonight.js")[0] == 200
    # Nothing is fetched from elsewhere, and no file turns text into markup.
    for file in SITE.rglob("*.*"):
        text = file.read_text()
        assert "//" not in text.replace("http://www.w3.org/2000/svg", "").replace("// ", ""), file
        assert "innerHTML" not in text
        assert "<script>" not in text


def test_a_folder_that_cannot_be_read_is_a_503(address: str, documents: Path) -> None:
    documents.rename(documents.with_name("elsewhere"))
    assert ask(address, "/v1/live/latest.json")[0] == 503


def test_a_port_that_is_taken_is_an_error(address: str, documents: Path) -> None:
    port = urlsplit(address).port
    assert port is not None
    with pytest.raises(OSError, match="in use"), serving(documents, port, lambda: NOW):
        pass
