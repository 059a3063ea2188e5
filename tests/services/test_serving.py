"""Our services over HTTP: slow calls starve neither signatures nor health (I-12, I-14)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
import uvicorn

from publishing.adapters.tokens import Unsigned
from publishing.services.serving.answers import Answer
from publishing.services.serving.http import LARGEST_BODY, RETRY_AFTER_SECONDS, app
from publishing.store import Unavailable

SIGNED = {"Authorization": "good"}
WAITING = 60
"""More calls than the threads that check signatures."""


class Gatekeeper:
    """Lets in who says `good`; `away` is when nobody can say."""

    away = False

    def caller(self, authorization: str | None) -> str:
        if self.away:
            raise Unavailable("no certificates from https://secret.example")
        if authorization != "good":
            raise Unsigned("the token is secret")
        return "caller"


@contextmanager
def served(gatekeeper: Gatekeeper, **handlers: object) -> Iterator[str]:
    """Serves handlers by name; yields the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    routes = {f"/{name}": handler for name, handler in handlers.items()}
    config = uvicorn.Config(app(gatekeeper, routes), log_config=None)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def test_calls_that_wait_delay_no_other() -> None:
    free, waiting = threading.Event(), threading.Semaphore(0)

    def slow(_: bytes) -> Answer:
        waiting.release()
        assert free.wait(30)
        return Answer("done", "slow")

    with (
        served(Gatekeeper(), slow=slow, fast=lambda body: Answer("done", body.decode())) as address,
        ThreadPoolExecutor(WAITING) as pool,
    ):
        calls = [
            pool.submit(requests.post, f"{address}/slow", headers=SIGNED, timeout=60)
            for _ in range(WAITING)
        ]
        try:
            assert all(waiting.acquire(timeout=30) for _ in range(WAITING))
            begun = time.monotonic()
            assert requests.post(f"{address}/slow", timeout=10).status_code == 401
            assert requests.get(f"{address}/health", timeout=10).json()["status"] == "healthy"
            fast = requests.post(f"{address}/fast", data=b"x", headers=SIGNED, timeout=10)
            assert fast.json() == {"status": "done", "message": "x"}
            assert time.monotonic() - begun < 5
        finally:
            free.set()
        assert {call.result().status_code for call in calls} == {200}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("done", ""), 200),
        (Answer("skipped", ""), 200),
        (Answer("waiting", ""), 200),
        (Answer("launched", ""), 200),
        # Permanent trouble ends a delivery; passing trouble asks for another (incident 44).
        (Answer("refused", ""), 200),
        (Answer("unreadable", ""), 400),
        (Answer("busy", ""), 503),
        (Answer("unavailable", ""), 503),
    ],
)
def test_an_answer_is_a_status(answer: Answer, code: int) -> None:
    with served(Gatekeeper(), it=lambda _: answer) as address:
        found = requests.post(f"{address}/it", headers=SIGNED, timeout=10)
    assert (found.status_code, found.json()["status"]) == (code, answer.word)
    again = found.headers.get("Retry-After")
    assert again == (str(RETRY_AFTER_SECONDS) if code >= 400 else None)


def test_a_caller_learns_nothing_of_an_error() -> None:
    def broken(_: bytes) -> Answer:
        raise RuntimeError("secret")

    gatekeeper = Gatekeeper()
    with served(gatekeeper, it=broken) as address:
        found = requests.post(f"{address}/it", headers=SIGNED, timeout=10)
        unsigned = requests.post(f"{address}/it", headers={"Authorization": "bad"}, timeout=10)
        gatekeeper.away = True
        away = requests.post(f"{address}/it", headers=SIGNED, timeout=10)
        unknown = requests.post(f"{address}/other", headers=SIGNED, timeout=10)
        method = requests.get(f"{address}/it", headers=SIGNED, timeout=10)
    codes = [one.status_code for one in (found, unsigned, away, unknown, method)]
    assert codes == [500, 401, 503, 404, 405]
    assert not any("secret" in one.text for one in (found, unsigned, away))


def test_a_body_has_a_limit_to_the_byte() -> None:
    sizes: list[int] = []

    def count(body: bytes) -> Answer:
        sizes.append(len(body))
        return Answer("done", "")

    with served(Gatekeeper(), it=count) as address:
        found = requests.post(f"{address}/it", data=b"x" * LARGEST_BODY, headers=SIGNED, timeout=30)
        assert found.status_code == 200
        chunks = (b"x" * 1000 for _ in range(LARGEST_BODY // 1000 + 1))
        try:
            code = requests.post(f"{address}/it", data=chunks, headers=SIGNED, timeout=30)
        except requests.ConnectionError:
            # It was told before it had sent all.
            pass
        else:
            assert code.status_code == 413
    assert sizes == [LARGEST_BODY]
