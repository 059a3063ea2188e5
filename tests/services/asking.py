"""Asks the API's application without a socket, as a server would, and holds its answers."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

from publishing.adapters.published import Published, PublishedFolder
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.calendar import parse_instant
from publishing.openapi import description
from publishing.services.answering.admission import Admission
from publishing.services.answering.answers import Answer
from publishing.services.answering.api import Api
from publishing.services.answering.holder import Holder
from publishing.services.api import loading

CHAMPION = "catboost_v9"


@dataclass(frozen=True)
class Said:
    """One answer as a caller sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body, parsed; it may be packed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return orjson.loads(gzip.decompress(self.body) if packed else self.body)

    @property
    def detail(self) -> str:
        """What a problem says; its other words are right."""
        problem = self.document
        assert self.headers["content-type"] == "application/problem+json"
        assert set(problem) == {"type", "title", "status", "detail"}
        assert problem["status"] == self.status
        detail: str = problem["detail"]
        return detail


class Service:
    """The application over a warehouse and a folder; its clock is `now`."""

    def __init__(
        self,
        warehouse: Path | BatchWarehouse,
        output: Path | Published,
        now: str,
        workers: int = 2,
        waiting: int = 4,
        seconds: float = 10.0,
    ) -> None:
        self.now = parse_instant(now)
        self.monotonic = 0.0
        found = warehouse_at(f"parquet:{warehouse}") if isinstance(warehouse, Path) else warehouse
        load, mark = loading(found, CHAMPION)
        self.holder = Holder(load, mark, CHAMPION, self._now)
        self.making: Admission[Answer] = Admission(workers, waiting, seconds, "making")
        recalling: Admission[Answer] = Admission(workers, waiting, seconds, "recalling")
        self.reading: Admission[Answer] = Admission(workers, waiting, seconds, "reading")
        published = PublishedFolder(output) if isinstance(output, Path) else output
        self.api = Api(
            self.holder,
            published,
            self.making,
            recalling,
            self.reading,
            description(),
            clock=lambda: self.monotonic,
        )

    def _now(self) -> datetime:
        return self.now

    async def ask(self, path: str, method: str = "GET", **headers: str) -> Said:
        """One request; `accept_encoding` is the header of that name."""
        raw, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(raw),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            raise AssertionError("a body is never read")

        async def send(message: Any) -> None:
            sent.append(message)

        await self.api(scope, receive, send)
        start, body = sent
        names = [name.decode() for name, _ in start["headers"]]
        assert len(names) == len(set(names))
        said = {name.decode(): value.decode() for name, value in start["headers"]}
        return Said(start["status"], said, body["body"])

    def get(self, path: str, method: str = "GET", **headers: str) -> Said:
        """One request, alone."""
        return asyncio.run(self.ask(path, method, **headers))
