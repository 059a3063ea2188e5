"""The command line of `courtside redeliver`, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from publishing.adapters.dead_letters import SCHEME
from publishing.adapters.pubsub import pubsub_path
from publishing.services.letters.options import LOOKED_AT

GIVEN_UP = "-dlq-monitor"
"""What a topic's name is followed by in the name of the subscription of what was given up."""


@dataclass(frozen=True, slots=True)
class RedeliverOptions:
    """What was asked for, checked. Without `every` and `ids` messages are only listed."""

    subscription: str
    topic: str
    every: bool
    ids: frozenset[str]
    dated: bool
    dry_run: bool
    most: int

    @property
    def lists(self) -> bool:
        """Whether nothing is asked for but to be shown."""
        return not self.every and not self.ids

    def takes(self, message_id: str) -> bool:
        """Whether a message is asked for."""
        return self.every or message_id in self.ids


def redeliver_options(argv: Sequence[str]) -> RedeliverOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside redeliver",
        description="Sends messages that Pub/Sub gave up to their topic again. Without --all "
        "and --ids they are listed, and nothing is taken away.",
        epilog="A message is taken off only after the topic has confirmed it. Exit code 0: done. "
        "1: something was not done, and was said. 2: wrong usage, or the subscription or topic "
        "is not there or may not be used.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--from",
        dest="subscription",
        required=True,
        metavar="SUBSCRIPTION",
        help=f"Where they lie: projects/P/subscriptions/NAME{GIVEN_UP}.",
    )
    parser.add_argument(
        "--to",
        dest="topic",
        required=True,
        metavar="TOPIC",
        help="Where they came from: projects/P/topics/NAME.",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", dest="every", action="store_true", help="Sends every message.")
    which.add_argument(
        "--ids", nargs="+", default=[], metavar="ID", help="Sends these, as they are listed."
    )
    parser.add_argument(
        "--dated",
        action="store_true",
        help="Sends a message that said `today` or `yesterday`, which mean others by now, for the "
        "date that it meant. Without it such a message stays.",
    )
    parser.add_argument("--dry_run", action="store_true", help="Says what it would send.")
    parser.add_argument(
        "--max",
        dest="most",
        type=int,
        default=LOOKED_AT,
        metavar="N",
        help="How many messages are looked at. Default: %(default)s.",
    )
    given = parser.parse_args(argv)
    if given.most < 1:
        parser.error(f"--max: {given.most} is not a number above 0")
    subscription = _path(parser, "--from", given.subscription, "subscriptions")
    topic = _path(parser, "--to", given.topic, "topics")
    kept, name = subscription.rpartition("/")[2], topic.rpartition("/")[2]
    if kept.endswith(GIVEN_UP) and kept != f"{name}{GIVEN_UP}":
        parser.error(f"--to: the messages of {kept} are for {kept.removesuffix(GIVEN_UP)}")
    return RedeliverOptions(
        subscription,
        topic,
        given.every,
        frozenset(given.ids),
        given.dated,
        given.dry_run,
        given.most,
    )


def _path(
    parser: argparse.ArgumentParser,
    option: str,
    text: str,
    kind: Literal["topics", "subscriptions"],
) -> str:
    try:
        return pubsub_path(text.removeprefix(SCHEME), kind)
    except ValueError as problem:
        parser.error(f"{option}: {problem}")
