"""From a place as a user writes it to the letters that lie there."""

from __future__ import annotations

import os
from pathlib import Path

from publishing.adapters.dead_letters import pubsub_place
from publishing.adapters.places import is_bucket, private_store, problem_of
from publishing.adapters.pubsub import Subscription
from publishing.services.letters.found import Letters
from publishing.services.letters.options import LetterOptions
from publishing.services.letters.store import StoredLetters
from publishing.services.letters.subscription import PulledLetters


class Absent(Exception):
    """There is no such place, or it may not be read; the text says so."""


def open_letters(options: LetterOptions) -> Letters:
    """The letters at a place; Absent when a folder or bucket is not there."""
    bodies = None
    if options.bodies is not None:
        _require(options.bodies)
        bodies = private_store(options.bodies)
    subscription = pubsub_place(options.place, "subscriptions")
    if subscription is not None:
        return PulledLetters(Subscription(subscription), bodies, options.most)
    _require(options.place)
    return StoredLetters(options.place, bodies)


def trouble_at(place: str, problem: BaseException) -> str:
    """Why the letters at a place could not be had, and what to do."""
    subscription = pubsub_place(place, "subscriptions")
    if subscription is not None:
        said = Subscription(subscription).problem()
    else:
        said = problem_of(place) if is_bucket(place) else None
    return said or f"{place}: {problem}"


def _require(place: str) -> None:
    if is_bucket(place):
        problem = problem_of(place)
        if problem:
            raise Absent(problem)
    elif not Path(place).is_dir():
        raise Absent(f"the folder {place} does not exist")
    elif not os.access(place, os.R_OK | os.X_OK):
        raise Absent(f"the folder {place} cannot be read")
