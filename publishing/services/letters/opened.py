"""From a place as a user writes it to the letters that lie there."""

from __future__ import annotations

from publishing.adapters.dead_letters import pubsub_place
from publishing.adapters.places import is_bucket, private_store, problem_of
from publishing.adapters.pubsub import Subscription
from publishing.services.letters.found import Letters
from publishing.services.letters.options import LetterOptions
from publishing.services.letters.store import StoredLetters
from publishing.services.letters.subscription import PulledLetters


def letters_problems(options: LetterOptions) -> list[str]:
    """Why the letters cannot be had as the command needs them, one sentence each; else nothing."""
    subscription = pubsub_place(options.place, "subscriptions")
    if subscription is not None:
        found = [Subscription(subscription).problem()]
    else:
        found = [problem_of(options.place, ("read",))]
        # What was sent is marked beside the letters, but a folder that is not there is not made.
        if options.command == "replay" and (found == [None] or is_bucket(options.place)):
            found = [problem_of(options.place)]
    if options.bodies is not None:
        found.append(problem_of(options.bodies, ("read",)))
    return [problem for problem in found if problem]


def open_letters(options: LetterOptions) -> Letters:
    """The letters at a place, which is there."""
    bodies = private_store(options.bodies) if options.bodies is not None else None
    subscription = pubsub_place(options.place, "subscriptions")
    if subscription is not None:
        return PulledLetters(Subscription(subscription), bodies, options.most)
    return StoredLetters(options.place, bodies)


def trouble_at(place: str, problem: BaseException) -> str:
    """Why the letters at a place could not be had, and what to do."""
    subscription = pubsub_place(place, "subscriptions")
    if subscription is not None:
        said = Subscription(subscription).problem()
    else:
        said = problem_of(place, ("read",)) if is_bucket(place) else None
    return said or f"{place}: {problem}"
