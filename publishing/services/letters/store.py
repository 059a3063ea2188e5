"""Dead letters in a folder or bucket: they stay, and a marker says that one was sent again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import orjson

from publishing.adapters.dead_letters import (
    Letter,
    LetterUnreadable,
    decode_letter,
    original,
    written,
)
from publishing.adapters.places import concurrency, private_store
from publishing.adapters.private import PrivateStore
from publishing.services.letters.found import Found, Replayed, Unreadable, Wanted

_LETTER = re.compile(r"(?P<stage>[^/]+)/(?P<id>[0-9a-f]{32})\.json")
_MARKER = re.compile(r"replayed/(?P<id>[0-9a-f]{32})/[^/]+")
_AT_A_TIME = 64


class StoredLetters:
    """Implements `Letters` over `{stage}/{id}.json`; oldest first.

    `replayed/{id}/{instant}` is written for every time that a letter was sent.
    """

    more = False

    def __init__(self, place: str, bodies: PrivateStore | None = None) -> None:
        self._place = place
        self._store = private_store(place)
        self._bodies = bodies or self._store

    def find(self, wanted: Wanted) -> Iterator[Found | Unreadable]:
        """See `Letters.find`."""
        objects = written(self._place)
        replayed: defaultdict[str, list[datetime]] = defaultdict(list)
        asked: list[tuple[datetime, str, re.Match[str]]] = []
        for path, at in objects.items():
            if marker := _MARKER.fullmatch(path):
                replayed[marker["id"]].append(at)
            elif (named := _LETTER.fullmatch(path)) and wanted.takes(named["id"], named["stage"]):
                asked.append((at, path, named))
        asked.sort(key=lambda item: item[:2])
        with ThreadPoolExecutor(concurrency(self._place)) as pool:
            for start in range(0, len(asked), _AT_A_TIME):
                part = asked[start : start + _AT_A_TIME]
                bodies = list(pool.map(self._store.get, [path for _, path, _ in part]))
                for (at, path, named), encoded in zip(part, bodies, strict=True):
                    try:
                        letter = _decoded(encoded, named)
                    except LetterUnreadable as problem:
                        yield Unreadable(path, str(problem), named["id"])
                    else:
                        yield Found(letter, at, max(replayed[letter.id], default=None))

    def body(self, letter: Letter) -> bytes:
        """See `Letters.body`."""
        return original(letter, self._bodies)

    def sent(self, letter: Letter, replayed: Replayed) -> None:
        """See `Letters.sent`: adds a marker; the letter is never changed."""
        marker = f"replayed/{letter.id}/{replayed.at:%Y%m%dT%H%M%S.%fZ}"
        self._store.add(marker, orjson.dumps(replayed))

    def close(self) -> None:
        """See `Letters.close`: nothing was taken."""


def _decoded(encoded: bytes | None, named: re.Match[str]) -> Letter:
    if encoded is None:
        raise LetterUnreadable("it was removed meanwhile")
    letter = decode_letter(encoded)
    if (letter.id, letter.stage) != (named["id"], named["stage"]):
        raise LetterUnreadable(f"it is the letter {letter.id} of stage {letter.stage}")
    return letter
