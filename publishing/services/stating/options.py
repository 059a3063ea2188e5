"""The command line of `courtside state`, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from publishing.adapters.places import bucket_and_prefix, is_bucket
from publishing.calendar import resolve_date

SHELVES = ("claims", "gates", "marks", "episodes")
"""What is kept and may be listed, in this order."""

DATED = ("claims", "gates")
"""Those whose keys begin with a date, and that may be released."""

_STATE = "Where the services keep it: gs://PRIVATE/state, or a folder."
_KEY = "The key as `list` writes it, as in %s; its kind may be written before it, as in %s."


@dataclass(frozen=True, slots=True)
class StateOptions:
    """What was asked for, checked; the place is as the user wrote it. `key` is of `show` and
    `release`, the others of `list`.
    """

    command: Literal["list", "show", "release"]
    place: str
    shelves: tuple[str, ...] = SHELVES
    day: date | None = None
    as_json: bool = False
    key: str = ""
    force: bool = False


def state_options(argv: Sequence[str], now: datetime) -> StateOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside state",
        description="Lists, shows and releases what the services remember: claims (runs that were "
        "asked for), gates (exports that wait for rows), marks (the newest whole run of each "
        "export), episodes (what the monitor finds wrong).",
        epilog="Exit code 0: done. 1: something is not there, cannot be read, or was not "
        "released, and was said. 2: wrong usage, or the place is not there or may not be used.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser(
        "list",
        help="One line each.",
        description="One line each: what it is, how it stands, and since when.",
        allow_abbrev=False,
    )
    listing.add_argument(
        "shelf",
        nargs="*",
        metavar="KIND",
        help=f"{', '.join(SHELVES)}. Default: all.",
    )
    listing.add_argument(
        "--date",
        metavar="DATE",
        help="Only claims and gates of this date: YYYY-MM-DD, today or yesterday.",
    )
    listing.add_argument("--json", dest="as_json", action="store_true", help="A JSON line each.")
    showing = commands.add_parser(
        "show", help="One value as JSON.", description="One value as JSON.", allow_abbrev=False
    )
    showing.add_argument("key", metavar="KEY", help=_KEY % ("late/results", "marks/results"))
    releasing = commands.add_parser(
        "release",
        help="Lets a claim be made, or a gate be tried, again.",
        description="A claim, also one that was given up: the next delivery of its message makes "
        "it anew. A gate: the next round of the monitor tries it.",
        allow_abbrev=False,
    )
    releasing.add_argument(
        "key",
        metavar="KEY",
        help=_KEY % ("2026-02-11/results", "gates/2026-02-11/results"),
    )
    releasing.add_argument(
        "--force",
        action="store_true",
        help="Also a claim whose run works or is done: it is then made a second time.",
    )
    for command in commands.choices.values():
        command.add_argument(
            "--state", dest="place", required=True, metavar="PLACE", type=_place, help=_STATE
        )
    given = vars(parser.parse_args(argv))
    shelves, day = given.pop("shelf", []), given.pop("date", None)
    unknown = [word for word in shelves if word not in SHELVES]
    if unknown:
        listing.error(f"{unknown[0]!r} is not kept: write {', '.join(SHELVES)}, or nothing for all")
    undated = [word for word in shelves if word not in DATED]
    if day is not None:
        if undated:
            listing.error(f"--date: {undated[0]} have no date, only {' and '.join(DATED)} have")
        try:
            given["day"] = resolve_date(day, now)
        except ValueError as problem:
            listing.error(f"--date: {problem}")
    given["shelves"] = tuple(word for word in SHELVES if word in shelves) or SHELVES
    return StateOptions(**given)


def _place(text: str) -> str:
    try:
        if is_bucket(text):
            bucket_and_prefix(text)
        elif not text or "://" in text:
            raise ValueError(f"{text!r} is not a folder or gs://BUCKET/PREFIX")
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return text
