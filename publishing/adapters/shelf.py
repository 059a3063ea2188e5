"""Typed private objects by key, changed by compare and swap."""

from __future__ import annotations

import hashlib
import random
import re
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from typing import Generic, TypeVar

import msgspec

from publishing.adapters.objects import LONGEST_PART, Held, ObjectStore, checked_path
from publishing.patience import Timing, insist
from publishing.store import Changed

LONGEST_KEY = 500
"""Characters; a part of a key has at most 195."""

REMEMBERED_WRITES = 16
"""How many writers may come between an unanswered write and the look at what became of it."""

FIRST_CROWD_WAIT_SECONDS = 0.02
LONGEST_CROWD_WAIT_SECONDS = 1.0

_SUFFIX = ".json"
_LONGEST_SAFE = 100
_SAFE = re.compile(r"[A-Za-z0-9._=-]+")
_DIGESTED = re.compile(r"(?s).*=[0-9a-f]{32}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

T = TypeVar("T")
R = TypeVar("R")


class ObjectUnreadable(ValueError):
    """An object is not of the shelf's kind; the text names it and says why."""


class _Kept(msgspec.Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    """An object as it is stored: its value, and the marks of its last writes, newest last."""

    value: T
    writes: list[str]


class Shelf(Generic[T]):
    """The values of one kind below one folder of a store.

    The key `a/b` is the object `{folder}/a/b.json`. Every call insists on a store that is busy
    or away and raises Unavailable when the budget of `timing` is used up, ValueError for what
    is no key, and ObjectUnreadable for an object that is not of the kind.
    """

    def __init__(self, store: ObjectStore, folder: str, kind: type[T], timing: Timing) -> None:
        self._store = store
        self._folder = checked_path(folder)
        self._timing = timing
        self._chance = random.Random()
        self._decoder = msgspec.json.Decoder(_Kept[kind])  # type: ignore[valid-type]

    def get(self, key: str) -> T | None:
        """The value at a key; None when there is none."""
        path = self._path(key)
        found = self._insist(partial(self._store.read, path), self._timing.deadline())
        return self._decoded(path, found).value if found else None

    def change(self, key: str, step: Callable[[T | None], T | None]) -> tuple[T | None, T | None]:
        """Changes a value by `step` and returns it before and after.

        `step` gets the value that is there, None for none, and returns the new one, None to
        delete it. It is asked again when another writer came between, so it has no effects of
        its own. A value that stays equal is not written. A write whose answer was lost counts
        once; Unavailable leaves open whether the last one worked.
        """
        path, deadline = self._path(key), self._timing.deadline()
        mark = secrets.token_hex(6)
        tried: tuple[T | None, T | None] | None = None
        crowd = FIRST_CROWD_WAIT_SECONDS
        while True:
            found = self._insist(partial(self._store.read, path), deadline)
            kept = self._decoded(path, found) if found else None
            if tried and kept and mark in kept.writes:
                return tried
            before = kept.value if kept else None
            after = step(before)
            if after == before:
                return before, after
            tried = before, after
            generation = found.generation if found else 0
            try:
                if after is None:
                    self._insist(partial(self._store.delete, path, generation), deadline)
                else:
                    writes = [*(kept.writes if kept else []), mark][-REMEMBERED_WRITES:]
                    body = msgspec.json.encode(_Kept(after, writes))
                    self._insist(partial(self._store.write, path, body, generation), deadline)
            except Changed:
                self._timing.sleep(self._chance.uniform(0, crowd))
                crowd = min(LONGEST_CROWD_WAIT_SECONDS, 2 * crowd)
            else:
                return tried

    def all(self, under: str = "") -> Iterator[tuple[str, T]]:
        """Every key below the folder `under` with its value, by ascending key."""
        for key in self.keys(under):
            value = self.get(key)
            if value is not None:
                yield key, value

    def keys(self, under: str = "") -> list[str]:
        """Every key below the folder `under`, ascending; no value is read."""
        folder = f"{self._folder}/{_checked_key(under)}" if under else self._folder
        names = self._insist(partial(self._store.names, folder), self._timing.deadline())
        for path in names:
            if not path.endswith(_SUFFIX):
                raise ObjectUnreadable(f"{path} is no object of this kind: its name has no .json")
        return sorted(path.removeprefix(self._folder + "/").removesuffix(_SUFFIX) for path in names)

    def _decoded(self, path: str, found: Held) -> _Kept[T]:
        try:
            decoded: _Kept[T] = self._decoder.decode(found.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise ObjectUnreadable(f"{path} is no object of this kind: {problem}") from problem
        return decoded

    def _path(self, key: str) -> str:
        return f"{self._folder}/{_checked_key(key)}{_SUFFIX}"

    def _insist(self, request: Callable[[], R], deadline: float) -> R:
        return insist(request, self._timing, deadline, self._chance)


def safe_key(text: str) -> str:
    """Any text as one part of a key; distinct texts give distinct parts.

    A text that is a part, and of 100 characters at most, stays as it is. Of any other only
    what is readable stays, followed by `=` and its digest.
    """
    short = _SAFE.fullmatch(text) and text.strip(".") and len(text) <= _LONGEST_SAFE
    # A text in the form of a digested one must not stand for that one.
    if short and not _DIGESTED.fullmatch(text):
        return text
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{_UNSAFE.sub('-', text)[:40].strip('.-')}={digest}"


def _checked_key(key: str) -> str:
    if len(key) > LONGEST_KEY:
        raise ValueError(f"the key {key[:80]!r}… is too long: {len(key)} characters")
    if any(len(part) > LONGEST_PART - len(_SUFFIX) for part in key.split("/")):
        raise ValueError(f"the key {key[:80]!r}… has a part that is too long")
    return checked_path(key)
