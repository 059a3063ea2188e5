"""The command line of `courtside explain`, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from publishing.adapters.places import bucket_and_prefix, is_bucket
from publishing.families import FAMILIES, family_of
from publishing.identity import player_lookup
from publishing.live.snapshot import STATUS_PATH


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """What was asked for, checked; places are as the user wrote them."""

    path: str
    output: str
    archive: str
    player: str | None
    game: str | None
    as_json: bool
    write: Path | None


def explain_options(argv: Sequence[str] | None) -> ExplainOptions:
    """The options; SystemExit 2 with a sentence for wrong ones, 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside explain",
        description="From a public live document back to the run, the snapshot and the archived "
        "events that made it; and the same bytes again.",
        epilog="Exit code 0: the same bytes. 1: they differ, or it cannot be explained. "
        "2: wrong usage, or a place is not there or may not be read.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "path", metavar="PATH", help="As in live/2018-11-23.json, live-grading/latest.json."
    )
    parser.add_argument(
        "--output",
        required=True,
        type=_place,
        metavar="PLACE",
        help="Where the public documents are: a folder, or gs://BUCKET/v1.",
    )
    parser.add_argument(
        "--archive",
        required=True,
        type=_place,
        metavar="PLACE",
        help="The archive of the job that made them: a folder, or gs://BUCKET/archive.",
    )
    parser.add_argument(
        "--player", metavar="LOOKUP", help="Also his source rows, as in lukadoncic."
    )
    parser.add_argument(
        "--game", metavar="ID", help="Only this game: 20181123_MIN_BKN, or its id of any source."
    )
    parser.add_argument("--json", dest="as_json", action="store_true", help="For machines.")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="Writes the document that was made again."
    )
    given = parser.parse_args(argv)
    if family_of(given.path) is None:
        known = ", ".join(path for family in FAMILIES for path in family.paths)
        parser.error(f"{given.path!r} is no live document: they are {known}")
    if given.path == STATUS_PATH and (given.player or given.game):
        parser.error(f"{STATUS_PATH} has no games and no players")
    if given.player is not None:
        lookup = player_lookup(given.player)
        if not lookup:
            parser.error(f"--player: {given.player!r} is no player")
        given.player = lookup
    return ExplainOptions(**vars(given))


def _place(text: str) -> str:
    try:
        if is_bucket(text):
            bucket_and_prefix(text)
        elif not text:
            raise ValueError("the place is empty: write a folder or gs://BUCKET/PREFIX")
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return text
