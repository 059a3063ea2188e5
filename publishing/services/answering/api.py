"""The API over HTTP: made on demand or read through, told in the words of HTTP (D2)."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from publishing.adapters.published import Published
from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import parse_instant
from publishing.documents import CONTENT_TYPE, CacheClass
from publishing.routes import Asked, NotUnderstood, asked_for
from publishing.services.answering.admission import Full, Room, TooSlow
from publishing.services.answering.answers import Answer, found, found_as_it_is, problem
from publishing.services.answering.holder import Current, Holder
from publishing.services.answering.kept import Kept
from publishing.services.answering.making import Absent
from publishing.services.answering.negotiation import header, knows, takes_gzip
from publishing.services.release import release
from publishing.services.serving.refusals import EXPOSED, RETRY_AFTER_SECONDS, TOO_MUCH
from publishing.store import Throttled, Unavailable

log = logging.getLogger("courtside.api")

ORIGINS = (
    "https://nbaprops.com",
    "https://playerprops.io",
    "http://localhost:3000",
    "http://localhost:5173",
)
"""Whose pages may read the answers (`core.md` 0.2)."""

METHODS = "GET, HEAD, OPTIONS"

READ_SECONDS = 5.0
"""How long a published document is answered from memory: less than its readers keep it."""

READ_BYTES = 64_000_000
"""Bytes of published documents in memory."""

PREFLIGHT_SECONDS = 3600

LONGEST_QUERY = 500
"""Letters of a query; an as-of has thirty."""

Message = MutableMapping[str, Any]


@dataclass
class Api:
    """The ASGI application.

    `making` and `reading` bound what is worked on at a time, and `recalling` what is made as of
    an instant of the caller's; `description` is the OpenAPI.
    """

    holder: Holder
    published: Published
    making: Room[Answer]
    recalling: Room[Answer]
    reading: Room[Answer]
    description: bytes
    origins: frozenset[str] = frozenset(ORIGINS)
    clock: Callable[[], float] = time.monotonic
    _read: Kept[str, tuple[float, Answer]] = field(
        default_factory=lambda: Kept(READ_BYTES, lambda kept: kept[1].size)
    )

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answers one request; a body that comes with it is not read."""
        if scope["type"] != "http":
            return
        try:
            answer = await self.answer(scope["method"], scope["path"], scope["query_string"])
        except Exception:
            # The log has it all; the caller learns nothing.
            log.exception("request failed")
            answer = problem(500, "The request failed.")
        for message in self._messages(scope, answer):
            await send(message)

    async def answer(self, method: str, path: str, query: bytes) -> Answer:
        """The answer to a request, before its headers are looked at."""
        if method == "OPTIONS":
            return Answer(204, b"", "", "", allow=METHODS)
        if method not in ("GET", "HEAD"):
            said = f"Only {METHODS} are answered here."
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, said, allow=METHODS)
        if path == "/health":
            return Answer(200, self._health(), CONTENT_TYPE, "no-store")
        if path == "/v1/openapi.json":
            return found_as_it_is(self.description, CacheClass.TONIGHT.header)
        try:
            asked = asked_for(path)
            if asked is None:
                return problem(404, "Nothing is published here.")
            if asked.route.export is None:
                return await self._through(asked.published)
            return await self._made(asked, _as_of(query))
        except NotUnderstood as odd:
            return problem(400, f"{str(odd)[:1].upper()}{str(odd)[1:]}.")
        except Full:
            return problem(503, TOO_MUCH, RETRY_AFTER_SECONDS)
        except TooSlow:
            return problem(503, "It took too long.", RETRY_AFTER_SECONDS)
        except (WarehouseAway, Unavailable, Throttled) as away:
            log.warning("away problem=%r", str(away))
            return problem(503, "The source of this document is away.", RETRY_AFTER_SECONDS)

    async def _made(self, asked: Asked, as_of: datetime | None) -> Answer:
        current = self.holder.current
        if as_of == current.as_of:
            as_of = None
        key = (asked.route.path, asked.published, as_of)
        known = current.answers.get(key)
        if known is not None:
            return known

        def work() -> Answer:
            return _made_answer(current, asked, as_of)

        # Whoever asks for the past, which nobody else shares, takes no place of the present.
        room = self.making if as_of is None else self.recalling
        answer = await room.result((id(current), key), work)
        if as_of is None:
            current.answers.put(key, answer)
        return answer

    async def _through(self, path: str) -> Answer:
        known = self._read.get(path)
        if known is not None and self.clock() < known[0]:
            return known[1]

        def work() -> Answer:
            read = self.published.read(path)
            if read is None:
                return problem(404, "This document is not published.")
            body, stored = read
            cache = stored.cache_control or CacheClass.LIVE.header
            return found_as_it_is(body, cache, stored.content_type or CONTENT_TYPE)

        answer = await self.reading.result(path, work)
        self._read.put(path, (self.clock() + READ_SECONDS, answer))
        return answer

    def _health(self) -> bytes:
        try:
            as_of = self.holder.current.as_of.isoformat()
        except WarehouseAway:
            as_of = None
        return msgspec.json.encode({"status": "healthy", "release": release(), "as_of": as_of})

    def _messages(self, scope: Mapping[str, Any], answer: Answer) -> tuple[Message, Message]:
        said = scope["headers"]
        body, headers = answer.body, self._headers(scope, answer)
        status = answer.status
        if knows(header(said, b"if-none-match"), answer.etag):
            status, body = 304, b""
        elif answer.status != 204:
            if answer.packed is not None and takes_gzip(header(said, b"accept-encoding")):
                body = answer.packed
                headers.append((b"content-encoding", b"gzip"))
            headers.append((b"content-type", answer.content_type.encode("latin-1")))
            headers.append((b"content-length", b"%d" % len(body)))
        if scope["method"] == "HEAD":
            body = b""
        return (
            {"type": "http.response.start", "status": status, "headers": headers},
            {"type": "http.response.body", "body": body},
        )

    def _headers(self, scope: Mapping[str, Any], answer: Answer) -> list[tuple[bytes, bytes]]:
        said = scope["headers"]
        found = {
            "vary": "Accept-Encoding, Origin",
            "x-content-type-options": "nosniff",
            "cache-control": answer.cache,
            "etag": answer.etag,
            "retry-after": str(answer.retry_after or ""),
            "allow": answer.allow,
        }
        origin = header(said, b"origin")
        if origin in self.origins:
            found["access-control-allow-origin"] = origin
            found["access-control-expose-headers"] = EXPOSED
            if scope["method"] == "OPTIONS":
                found["access-control-allow-methods"] = METHODS
                found["access-control-allow-headers"] = "If-None-Match"
                found["access-control-max-age"] = str(PREFLIGHT_SECONDS)
        return [(name.encode(), value.encode("latin-1")) for name, value in found.items() if value]


def _made_answer(current: Current, asked: Asked, as_of: datetime | None) -> Answer:
    try:
        document = current.maker.document(asked, as_of)
    except Absent as absent:
        return problem(404, f"{absent}.")
    return found(document.body, document.digest, document.targets[0].cache.header)


def _as_of(query: bytes) -> datetime | None:
    """The instant of `?as_of=`; None without one. Other parameters mean nothing here."""
    if not query:
        return None
    try:
        if len(query) > LONGEST_QUERY:
            raise ValueError
        said = [
            value
            for name, value in parse_qsl(query.decode("ascii"), keep_blank_values=True)
            if name == "as_of"
        ]
        if not said:
            return None
        [text] = said
        # What is no letter of a URL's own was written as `+`.
        return parse_instant(text.replace(" ", "+").upper())
    except ValueError:
        raise NotUnderstood(
            "the as_of is not one: write an instant once, as in 2025-12-28T09:00:00Z"
        ) from None
