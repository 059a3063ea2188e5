"""Broken variants of the publisher and its stores: each must make the checker speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
import pytest

from publishing import publisher as publisher_module
from publishing.adapters import folder
from publishing.adapters.bucket import BucketStore
from publishing.adapters.folder import FolderStore
from publishing.decisions import Decision, Outcome, decide
from publishing.documents import (
    CONTENT_TYPE,
    CacheClass,
    Composed,
    Document,
    Section,
    Target,
    Version,
)
from publishing.publisher import Compose, Publisher
from publishing.store import Changed, Stamp, Stored, Throttled, Unavailable

Mutate = Callable[[pytest.MonkeyPatch], None]


def uploads_without_condition(patch: pytest.MonkeyPatch) -> None:
    for store in (BucketStore, FolderStore):

        def write(
            self: Any,
            path: str,
            body: bytes,
            cache: CacheClass,
            stamp: Stamp,
            _: int,
            conditional: Callable[..., Stored] = store.write,
        ) -> Stored:
            current = self.look(path)
            generation = current.generation if current else 0
            return conditional(self, path, body, cache, stamp, generation)

        patch.setattr(store, "write", write)


def ignores_the_version(patch: pytest.MonkeyPatch) -> None:
    def always(target: Target, document: Document, current: Stored | None) -> tuple[Decision, str]:
        return "written", "always"

    patch.setattr(publisher_module, "decide", always)


def ignores_the_sequence(patch: pytest.MonkeyPatch) -> None:
    def greatest(
        target: Target, document: Document, current: Stored | None
    ) -> tuple[Decision, str]:
        return decide(target, msgspec.structs.replace(document, sequence=10**9), current)

    patch.setattr(publisher_module, "decide", greatest)


def ignores_what_has_not_begun(patch: pytest.MonkeyPatch) -> None:
    def begun(target: Target, document: Document, current: Stored | None) -> tuple[Decision, str]:
        return decide(msgspec.structs.replace(target, moves=True), document, current)

    patch.setattr(publisher_module, "decide", begun)


def pointer_before_dated(patch: pytest.MonkeyPatch) -> None:
    publish = Publisher.publish

    def turned(self: Publisher, documents: Sequence[Document]) -> list[Outcome]:
        return publish(
            self,
            [msgspec.structs.replace(one, targets=one.targets[::-1]) for one in documents],
        )

    patch.setattr(Publisher, "publish", turned)


def drops_other_sections(patch: pytest.MonkeyPatch) -> None:
    publish_sections = Publisher.publish_sections

    def alone(self: Publisher, composed: Composed, compose: Compose) -> Outcome:
        def forget(
            body: bytes | None, versions: Mapping[str, Version], sections: tuple[Section, ...]
        ) -> bytes:
            return compose(None, {one.name: one.version for one in sections}, sections)

        return publish_sections(self, composed, forget)

    patch.setattr(Publisher, "publish_sections", alone)


def sets_sections_back(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(
        sections: tuple[Section, ...], public: Mapping[str, Version], sequences: Mapping[str, int]
    ) -> tuple[Section, ...]:
        return sections

    patch.setattr(publisher_module, "newer_sections", all_of_them)


def overwrites_after_a_conflict(patch: pytest.MonkeyPatch) -> None:
    def again(
        self: Publisher,
        target: Target,
        body: bytes,
        stamp: Stamp,
        current: Stored | None,
        deadline: float,
    ) -> Stored:
        while True:
            generation = current.generation if current else 0
            upload = partial(self.store.write, target.path, body, target.cache, stamp, generation)
            try:
                return self._insist(upload, deadline)
            except Changed:
                current = self._insist(partial(self.store.look, target.path), deadline)

    patch.setattr(Publisher, "_write", again)


def takes_a_failure_for_success(patch: pytest.MonkeyPatch) -> None:
    def hope(
        self: Publisher,
        target: Target,
        body: bytes,
        stamp: Stamp,
        current: Stored | None,
        deadline: float,
    ) -> Stored:
        generation = current.generation if current else 0
        try:
            return self.store.write(target.path, body, target.cache, stamp, generation)
        except (Unavailable, Throttled):
            return Stored(generation + 1, stamp, target.cache.header, CONTENT_TYPE)

    patch.setattr(Publisher, "_write", hope)


def trusts_its_memory(patch: pytest.MonkeyPatch) -> None:
    look_again = Publisher._publish_target

    def trust(
        self: Publisher, document: Document, target: Target, looked: bool, deadline: float
    ) -> Outcome:
        return look_again(self, document, target, True, deadline)

    patch.setattr(Publisher, "_publish_target", trust)


def leaves_half_a_write(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(folder, "_finish", lambda file, meta: None)


EVERYWHERE: tuple[Mutate, ...] = (
    uploads_without_condition,
    ignores_the_version,
    ignores_the_sequence,
    ignores_what_has_not_begun,
    pointer_before_dated,
    drops_other_sections,
    sets_sections_back,
    overwrites_after_a_conflict,
    takes_a_failure_for_success,
    trusts_its_memory,
)
IN_A_FOLDER: tuple[Mutate, ...] = (leaves_half_a_write,)
