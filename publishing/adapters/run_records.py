"""Run records as private files: the newest record of a place replaces the one before."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec

from publishing.adapters.bucket import REQUEST_SECONDS, translated
from publishing.adapters.places import _client, bucket_and_prefix, is_bucket, problem_of
from publishing.run_record import RunRecord
from publishing.store import Unavailable

log = logging.getLogger("courtside.export")


def keep_record(record: RunRecord, place: str) -> bytes:
    """Writes a record to a file or `gs://BUCKET/NAME` and returns its bytes; else Unavailable."""
    body = msgspec.json.encode(record)
    _write(place, body)
    log.info("run_id=%s step=record status=%s place=%s", record.run_id, record.status, place)
    return body


def read_record(place: str) -> RunRecord:
    """The record at a place; Unavailable when it cannot be had."""
    try:
        if is_bucket(place):
            bucket, name = bucket_and_prefix(place)
            blob = _client().bucket(bucket).blob(name)
            body = translated(lambda: bytes(blob.download_as_bytes(timeout=REQUEST_SECONDS)))
        else:
            body = Path(place).read_bytes()
        return decode_record(body)
    except (OSError, msgspec.DecodeError) as problem:
        raise Unavailable(f"no record at {place}: {problem}") from problem


def decode_record(body: bytes) -> RunRecord:
    """The record that `keep_record` wrote."""
    return msgspec.json.decode(body, type=RunRecord)


def _write(place: str, body: bytes) -> None:
    """The bytes as a file or object, whole or not at all."""
    if is_bucket(place):
        bucket, name = bucket_and_prefix(place)

        def request() -> None:
            blob = _client().bucket(bucket).blob(name)
            blob.upload_from_string(
                body, content_type="application/json", timeout=REQUEST_SECONDS, retry=None
            )

        translated(request)
        return
    file = Path(place)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body)
        temporary.replace(file)
    except OSError as problem:
        raise Unavailable(f"{file}: {problem.strerror}") from problem


def record_problem(place: str) -> str | None:
    """Why no record can be written there; None when one can."""
    if is_bucket(place):
        if bucket_and_prefix(place)[1]:
            return problem_of(place)
        return f"--manifest {place} names no object"
    file = Path(place)
    if file.is_dir():
        return f"--manifest {place} is a folder: name a file"
    return problem_of(str(file.parent))
