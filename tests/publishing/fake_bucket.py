"""A bucket in memory that speaks the JSON API to `google.cloud.storage`.

It knows what the stores use: list, metadata, media, deletions, and single-request uploads,
these two with `ifGenerationMatch`. It logs every request, and every generation as it is made.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import google.cloud.storage as storage
import google_crc32c
import orjson
from google.auth.credentials import AnonymousCredentials

from publishing.adapters.bucket import BucketStore
from tests.publishing.bucket_line import Line
from tests.publishing.bucket_requests import Answer, Request, Upload
from tests.publishing.faults import Faults
from tests.publishing.record import Generation, Record

PAGE = 1000
NAME = "public"
_FIRST_GENERATION = 1_700_000_000_000_000


@dataclass
class FakeBucket:
    """The objects, by name, and what happened to them."""

    record: Record = field(default_factory=Record)
    prefix: str = ""
    name: str = NAME
    objects: dict[str, Generation] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def store(self, writer: str = "writer", faults: Faults | None = None) -> BucketStore:
        """A store over a line of its own."""
        return BucketStore(self.client(writer, faults), self.name, self.prefix)

    def client(self, writer: str = "writer", faults: Faults | None = None) -> storage.Client:
        return storage.Client(
            project="test",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": "http://bucket.test"},
            _http=Line(self, writer, faults),
        )

    def list(self, query: Mapping[str, str]) -> Answer:
        start = query.get("pageToken", "")
        size = min(int(query.get("maxResults", PAGE)), PAGE)
        with self.record.lock:
            names = sorted(
                name
                for name in self.objects
                if name.startswith(query.get("prefix", "")) and name > start
            )
            items = [self._resource(self.objects[name]) for name in names[:size]]
        fields = re.search(r"items\(([^)]*)\)", query.get("fields", ""))
        if fields:
            wanted = fields[1].split(",")
            items = [{key: one[key] for key in wanted if key in one} for one in items]
        page: dict[str, Any] = {"items": items} if items else {}
        if len(names) > size:
            page["nextPageToken"] = names[size - 1]
        return Answer(200, orjson.dumps(page))

    def metadata(self, name: str) -> Answer:
        found = self.objects.get(name)
        if found is None:
            return Answer(404)
        return Answer(200, orjson.dumps(self._resource(found)))

    def media(self, name: str, query: Mapping[str, str]) -> Answer:
        found = self.objects.get(name)
        if found is None:
            return Answer(404)
        if int(query.get("ifGenerationMatch", found.generation)) != found.generation:
            return Answer(412)
        checksum = base64.b64encode(google_crc32c.value(found.body).to_bytes(4, "big")).decode()
        headers = {
            "Content-Type": found.content_type or "",
            "x-goog-generation": str(found.generation),
            "x-goog-hash": f"crc32c={checksum}",
        }
        return Answer(200, found.body, headers)

    def delete(self, name: str, condition: str | None) -> Answer:
        with self.record.lock:
            found = self.objects.get(name)
            if found is None:
                return Answer(404)
            if condition is not None and int(condition) != found.generation:
                return Answer(412)
            del self.objects[name]
        return Answer(204, b"")

    def upload(
        self, writer: str, upload: Upload, condition: str | None, answered: bool = True
    ) -> Answer:
        with self.record.lock:
            current = self.objects.get(upload.name)
            if condition is not None and int(condition) != (current.generation if current else 0):
                return Answer(412)
            at = self.record.tick()
            self.objects[upload.name] = made = Generation(
                at,
                upload.name.removeprefix(self.prefix),
                _FIRST_GENERATION + at,
                writer,
                upload.body,
                upload.content_type,
                upload.resource.get("cacheControl"),
                upload.resource.get("metadata", {}),
                answered,
            )
            self.record.generations.append(made)
        return Answer(200, orjson.dumps(self._resource(made)))

    def _resource(self, one: Generation) -> dict[str, Any]:
        found = {
            "name": self.prefix + one.path,
            "bucket": self.name,
            "generation": str(one.generation),
            "metageneration": "1",
            "size": str(len(one.body)),
            "contentType": one.content_type,
            "cacheControl": one.cache_control,
            "metadata": dict(one.metadata),
        }
        return {key: value for key, value in found.items() if value}
