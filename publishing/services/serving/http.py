"""Our services over HTTP: signed calls only, nothing of an error to the caller (I-14)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from publishing.adapters.tokens import Unsigned
from publishing.operating.messages import LARGEST
from publishing.services.release import release
from publishing.services.serving.answers import Answer
from publishing.store import Unavailable

log = logging.getLogger("courtside.http")

LARGEST_BODY = 2 * LARGEST
"""Bytes of a request; base64 makes a message a third larger."""

RETRY_AFTER_SECONDS = 20

MOST_HANDLED = 100
"""Calls that are handled at a time; while they wait, signatures are still checked."""


class Caller(Protocol):
    """Who knows signed calls."""

    def caller(self, authorization: str | None) -> str:
        """The caller's address; Unsigned for anybody else, Unavailable when nobody can say."""


def app(caller: Caller, handlers: Mapping[str, Callable[[bytes], Answer]]) -> Starlette:
    """A POST route for each handler, which gets the body of a signed call, and `GET /health`."""
    handling = anyio.CapacityLimiter(MOST_HANDLED)

    def signed(path: str) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            refused = await run_in_threadpool(_refusal, caller, request)
            if refused is not None:
                return refused
            body = await _body(request)
            if body is None:
                return _problem(413, f"a request has {LARGEST_BODY} bytes at the most")
            try:
                return _response(await to_thread.run_sync(handlers[path], body, limiter=handling))
            except Exception:
                # The log has it all; the caller learns nothing, and comes again.
                log.exception("path=%s", path)
                return _problem(500, "the request failed")

        return endpoint

    routes = [Route(path, signed(path), methods=["POST"]) for path in handlers]
    return Starlette(routes=[*routes, Route("/health", _health, methods=["GET"])])


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "healthy", "release": release()})


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too large, without reading it all."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _refusal(caller: Caller, request: Request) -> Response | None:
    try:
        caller.caller(request.headers.get("authorization"))
    except Unsigned as problem:
        log.warning("unsigned path=%s reason=%r", request.url.path, str(problem))
        return _problem(401, "the call is not signed by a known caller")
    except Unavailable as problem:
        log.warning("keys reason=%r", str(problem))
        return _problem(503, "signatures cannot be checked now")
    return None


def _response(answer: Answer) -> Response:
    headers = {} if answer.status_code == 200 else {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return JSONResponse(
        {"status": answer.word, "message": answer.text}, answer.status_code, headers
    )


def _problem(code: int, text: str) -> Response:
    return JSONResponse({"status": "error", "message": text}, code)
