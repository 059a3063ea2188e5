"""The command line of `courtside dead-letters`, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from publishing.adapters.dead_letters import SCHEME, pubsub_place
from publishing.adapters.places import bucket_and_prefix, is_bucket
from publishing.adapters.pubsub import pubsub_path
from publishing.calendar import parse_instant

LOOKED_AT = 1000
"""Letters of a subscription that one command looks at, unless it is told otherwise."""

_FROM = (
    f"Where the letters are: a folder, gs://BUCKET/PREFIX, or {SCHEME}projects/P/subscriptions/S."
)
_STAGE = (
    "Only letters of this stage: decode, parse, slate, replay, publish, announce, warehouse, "
    "archive, source, message."
)

_COMMANDS = {
    "list": "One line per letter, the newest last.",
    "show": "One letter and its body.",
    "replay": "Sends the original bytes into the feed again.",
}


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What was asked for, checked; places are as the user wrote them."""

    command: Literal["list", "show", "replay"]
    place: str
    bodies: str | None
    most: int
    stage: str | None = None
    since: datetime | None = None
    as_json: bool = False
    ids: tuple[str, ...] = ()
    raw: bool = False
    topic: str = ""
    polled_at: datetime | None = None
    again: bool = False
    dry_run: bool = False


def letter_options(argv: Sequence[str], now: datetime) -> LetterOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside dead-letters",
        description="Lists, shows and replays what did not fit.",
        epilog="Exit code 0: done. 1: something was not done, and was said. "
        "2: wrong usage, or a place is not there or may not be used.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing, showing, replaying = (
        commands.add_parser(name, help=what, description=what, allow_abbrev=False)
        for name, what in _COMMANDS.items()
    )
    for command in (listing, showing, replaying):
        command.add_argument("--from", dest="place", required=True, metavar="PLACE", help=_FROM)
        command.add_argument(
            "--max",
            dest="most",
            type=_count,
            default=LOOKED_AT,
            metavar="N",
            help="How many letters of a subscription are looked at. Default: %(default)s.",
        )
    for command in (listing, replaying):
        command.add_argument("--stage", help=_STAGE)
    for command in (showing, replaying):
        command.add_argument(
            "--bodies",
            type=_store,
            metavar="PLACE",
            help="Where bodies over 1 MB are; needed for a subscription only.",
        )
    listing.add_argument(
        "--since", type=_instant, metavar="INSTANT", help="Only letters kept from then on."
    )
    listing.add_argument("--json", dest="as_json", action="store_true", help="A JSON line each.")
    showing.add_argument("ids", nargs=1, metavar="ID")
    showing.add_argument(
        "--raw", action="store_true", help="Nothing but the original bytes, to the output."
    )
    replaying.add_argument("ids", nargs="*", metavar="ID", help="The letters to send.")
    replaying.add_argument(
        "--all", dest="every", action="store_true", help="Every letter that was not sent yet."
    )
    replaying.add_argument(
        "--to",
        dest="topic",
        type=_topic,
        required=True,
        metavar="TOPIC",
        help="The feed: projects/P/topics/T.",
    )
    replaying.add_argument(
        "--polled_at",
        type=_instant,
        metavar="INSTANT",
        help="When a body was polled that does not say it itself, such as a single game.",
    )
    replaying.add_argument(
        "--again", action="store_true", help="Also what was sent before, from a folder or bucket."
    )
    replaying.add_argument("--dry_run", action="store_true", help="Says what it would send.")
    given = vars(parser.parse_args(argv))
    command = commands.choices[given["command"]]
    try:
        if pubsub_place(given["place"], "subscriptions") is None:
            _store(given["place"])
    except (ValueError, argparse.ArgumentTypeError) as problem:
        command.error(f"--from: {problem}")
    if given["command"] == "replay" and bool(given["ids"]) == given.pop("every"):
        command.error("name the letters, or write --all")
    if given.get("polled_at") and given["polled_at"] > now:
        command.error("--polled_at is yet to come")
    return LetterOptions(**{"bodies": None, **given, "ids": tuple(given.get("ids", ()))})


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an instant: write 2026-02-11T19:30:00Z"
        ) from None


def _store(text: str) -> str:
    try:
        if is_bucket(text):
            bucket_and_prefix(text)
        elif not text or pubsub_place(text, "topics") is not None:
            raise ValueError(f"{text!r} is not a folder or gs://BUCKET/PREFIX")
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return text


def _topic(text: str) -> str:
    try:
        return pubsub_path(text.removeprefix(SCHEME), "topics")
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
