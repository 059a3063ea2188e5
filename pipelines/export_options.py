"""The batch run's command line, declared once (`live.md` 9)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

USAGE = """python -m pipelines.export --warehouse bigquery:PROJECT | parquet:DIR
       --output gs://BUCKET/v1 | DIR [--date D | --start_date A --end_date B | --backfill_all]
       [--only results,tonight-players,trends-daily] [--engine beam|inline]
       [any option below, or any of Beam's]"""


def export_parser() -> argparse.ArgumentParser:
    """The options of a batch run; those of Beam stand beside them."""
    parser = argparse.ArgumentParser(
        prog="python -m pipelines.export", usage=USAGE, add_help=False, allow_abbrev=False
    )
    add = parser.add_argument
    add("--warehouse", help="Where rows come from: bigquery:PROJECT, or parquet:DIR.")
    add("--output", help="Where public documents go: a folder, or gs://BUCKET/v1.")
    add("--date", help="One date: YYYY-MM-DD, today or yesterday. Default: yesterday.")
    add("--start_date", help="The first date of a range, with --end_date.")
    add("--end_date", help="The last date of a range; pointers move to it alone.")
    add("--backfill_all", action="store_true", help="Every date that has gradings.")
    add(
        "--only",
        help="Job types and groups, separated by commas. Default: all but those of the week "
        "and on demand; `all` is everything.",
    )
    add(
        "--engine",
        default="beam",
        help="beam, or inline: the same documents in one process. Default: beam.",
    )
    add("--players", help="Limits the documents of players to these lookups.")
    add("--min_games", default="5", help="Games that a player needs for a profile. Default: 5.")
    add("--top_n", default="15", help="Length of best bets. Default: 15.")
    add("--as_of", help="What is known, as an RFC 3339 instant. Default: now.")
    add("--champion_system", default="catboost_v9", help="Whose predictions count (D20).")
    add("--manifest", help="Where the run's record goes. Default: beside the output.")
    add("--journal", help="A file that gets one JSON line for each decision. Default: none.")
    add(
        "--dead_letters",
        help="Where rows that do not fit go; never public: a folder, gs://BUCKET/PREFIX or "
        "pubsub:projects/P/topics/T. Default: beside the output.",
    )
    add("--dead_letter_bodies", help="Where bodies too large for the dead-letter topic go.")
    add("--run_id", help="The name of this run in logs and records. Default: a random one.")
    add("--dry_run", action="store_true", help="Says what would be read and written, and ends.")
    return parser


def parsed(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The run's own options, and what is left for Beam; ValueError for an option without a value.

    `--dry_run=true` is read as a service writes it.
    """
    words = {"--dry_run", "--backfill_all"}
    flags = []
    for argument in argv:
        name, _, value = argument.partition("=")
        if name in words and value:
            if value.lower() not in ("true", "false"):
                raise ValueError(f"{name} is true or false, not {value!r}")
            if value.lower() == "true":
                flags.append(name)
            continue
        flags.append(argument)
    parser = export_parser()
    parser.exit_on_error = False
    try:
        return parser.parse_known_args(flags)
    except argparse.ArgumentError as problem:
        raise ValueError(str(problem)) from None


def own_options() -> list[str]:
    """The names of the run's own options."""
    return [name for name in export_parser()._option_string_actions if name.startswith("--")]


def export_help() -> str:
    """What a batch run can be told, as text for a terminal."""
    return export_parser().format_help()
