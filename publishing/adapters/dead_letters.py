"""Where everything goes that does not fit: stage, reason and the original bytes."""

from __future__ import annotations

import base64

import orjson

from publishing.adapters.private import PrivateStore
from publishing.documents import digest
from publishing.live.events import Rejection

LARGEST_INLINE = 1_000_000
"""Bytes; a larger body is kept beside its letter and referred to."""


class DeadLetters:
    """Writes one object per letter, `{stage}/{id}.json`; the same letter again changes nothing."""

    def __init__(self, store: PrivateStore) -> None:
        self._store = store

    def add(self, rejection: Rejection) -> str:
        """Keeps a rejection and returns its id."""
        content = digest(rejection.body)
        letter: dict[str, object] = {
            "stage": rejection.stage,
            "reason": rejection.reason,
            "size": len(rejection.body),
        }
        if len(rejection.body) > LARGEST_INLINE:
            reference = f"bodies/{content}"
            self._store.add(reference, rejection.body)
            letter["body_reference"] = reference
        else:
            letter |= _inline(rejection.body)
        letter_id = digest(orjson.dumps(letter))
        letter = {"id": letter_id, **letter}
        self._store.add(f"{rejection.stage}/{letter_id}.json", orjson.dumps(letter))
        return letter_id


def _inline(body: bytes) -> dict[str, object]:
    try:
        return {"body": body.decode(), "body_encoding": "utf-8"}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "body_encoding": "base64"}
