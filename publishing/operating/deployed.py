"""The schedules that are deployed beside those that are declared: what is lost or changed.

A job that somebody removed or paused says nothing by itself (`live.md` 10, incident 45, I-13).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from publishing.operating.schedules import JOBS, Call, Job, Message


class _Token(msgspec.Struct, rename="camel"):
    audience: str = ""


class _Http(msgspec.Struct, rename="camel"):
    uri: str = ""
    http_method: str = "POST"
    body: str = ""
    oidc_token: _Token | None = None


class _Pubsub(msgspec.Struct, rename="camel"):
    topic_name: str = ""
    data: str = ""


class Deployed(msgspec.Struct, rename="camel"):
    """A job as `gcloud scheduler jobs list --format=json` says it."""

    name: str
    schedule: str = ""
    time_zone: str = ""
    state: str = "ENABLED"
    pubsub_target: _Pubsub | None = None
    http_target: _Http | None = None


def read_deployed(text: bytes) -> list[Deployed]:
    """The jobs of a list; ValueError with a sentence when it is none."""
    try:
        return msgspec.json.decode(text, type=list[Deployed])
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ValueError(f"this is no list of scheduler jobs: {problem}") from None


def differences(deployed: Iterable[Deployed], jobs: Sequence[Job] = JOBS) -> list[str]:
    """A sentence for each declared job that is not deployed as it is declared."""
    found = {one.name.rpartition("/")[2]: one for one in deployed}
    return [
        f"{job.name} {problem}"
        for job in jobs
        for problem in (_of(job, found[job.name]) if job.name in found else ("is not there",))
    ]


def _of(job: Job, found: Deployed) -> Iterator[str]:
    if found.state != "ENABLED":
        yield f"is {found.state}"
    if found.schedule != job.cron:
        yield f"runs at {found.schedule!r}: it has to be {job.cron!r}"
    if found.time_zone != job.zone:
        yield f"runs by the clock of {found.time_zone!r}: it has to be {job.zone!r}"
    match job.sends:
        case Message():
            yield from _message(job.sends, found.pubsub_target)
        case Call():
            yield from _call(job.sends, found.http_target)


def _message(wanted: Message, found: _Pubsub | None) -> Iterator[str]:
    if found is None:
        yield f"sends no message: it has to send one to {wanted.topic}"
        return
    topic = found.topic_name.rpartition("/")[2]
    if topic != wanted.topic:
        yield f"sends to {topic or 'no topic'}: it has to be {wanted.topic}"
    if not _is(found.data, wanted.body):
        yield "sends another message than the code declares"


def _call(wanted: Call, found: _Http | None) -> Iterator[str]:
    if found is None:
        yield f"calls nobody: it has to call {wanted.path}"
        return
    url = urlsplit(found.uri)
    if url.scheme != "https" or url.path != wanted.path or found.http_method != "POST":
        yield f"calls {found.http_method} {found.uri}: it has to be POST https://…{wanted.path}"
    if found.oidc_token is None:
        yield "calls without a token"
    elif found.oidc_token.audience != f"{url.scheme}://{url.netloc}":
        yield f"has a token for {found.oidc_token.audience!r}, and calls {url.scheme}://{url.netloc}"
    if not _is(found.body, wanted.body):
        yield "sends another body than the code declares"


def _is(said: str, wanted: object) -> bool:
    """Whether base64 of JSON is the value."""
    try:
        return bool(msgspec.json.decode(base64.b64decode(said, validate=True)) == wanted)
    except (msgspec.DecodeError, binascii.Error, UnicodeDecodeError):
        return False
