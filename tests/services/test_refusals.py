"""What is refused unread is refused in the words of the application itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.services.answering.api import ORIGINS
from publishing.services.serving.refusals import Busy
from tests.pipelines.conftest import small_warehouse
from tests.pipelines.small_games import AFTER, PLAYERS
from tests.services.asking import Service

__all__ = ["small_warehouse"]

PATH = f"/v1/players/{min(PLAYERS)}/season/2025-26"


def unread(**headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer to a request of these headers."""
    lines = (
        f"GET {PATH} HTTP/1.1",
        "Host: x",
        *(f"{name}: {said}" for name, said in headers.items()),
    )
    request = "\r\n".join((*lines, "", "")).encode("latin-1")
    head, _, body = Busy(ORIGINS).answer(request).partition(b"\r\n\r\n")
    first, *said = head.decode().split("\r\n")
    found = {name.lower(): value for name, _, value in (one.partition(": ") for one in said)}
    return int(first.split()[1]), found, body


@pytest.fixture
def full(small_warehouse: Path, tmp_path: Path) -> Service:
    """The application, with no room for anybody."""
    service = Service(small_warehouse, tmp_path, AFTER, workers=1, waiting=-1)
    assert service.holder.refresh()
    return service


@pytest.mark.parametrize("origin", [*ORIGINS, "https://elsewhere.example", "null", ""])
def test_it_is_the_application_s_own_answer(full: Service, origin: str) -> None:
    said = full.get(PATH, origin=origin) if origin else full.get(PATH)
    status, headers, body = unread(Origin=origin) if origin else unread()
    assert (status, body) == (said.status, said.body) == (503, said.body)
    # A connection's own word is no part of what is said.
    assert headers == {
        name: value for name, value in said.headers.items() if name != "x-content-type-options"
    }
    assert ("access-control-allow-origin" in headers) == (origin in ORIGINS)


@pytest.mark.parametrize(
    "line",
    [
        "ORIGIN: https://nbaprops.com",
        "Origin:https://nbaprops.com",
        "origin: \t https://nbaprops.com  ",
    ],
)
def test_an_origin_is_known_however_it_is_written(line: str) -> None:
    name, _, value = line.partition(":")
    request = f"GET / HTTP/1.1\r\n{name}:{value}\r\nHost: x\r\n\r\n".encode()
    assert b"Access-Control-Allow-Origin: https://nbaprops.com\r\n" in Busy(ORIGINS).answer(request)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /?x=%0d%0aorigin:https://nbaprops.com HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Origin: https://nbaprops.com\r\n\r\n",
        b"GET / HTTP/1.1\r\nOrigin: https://nbaprops.com.evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nOrigin: https://nbaprops.com, https://evil.example\r\n\r\n",
    ],
)
def test_what_is_no_origin_of_the_site_s_opens_nothing(request_bytes: bytes) -> None:
    assert b"ccess-Control" not in Busy(ORIGINS).answer(request_bytes)
