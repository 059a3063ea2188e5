"""The options of the jobs, declared once: names, defaults and help."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence

from apache_beam.options.pipeline_options import (
    PipelineOptions,
    _BeamArgumentParser,
)

_USAGE = """python -m pipelines.live --source replay:FILE --warehouse parquet:DIR --output DIR
       python -m pipelines.live --source pubsub:projects/P/subscriptions/S \\
              --output gs://BUCKET/v1 --archive gs://PRIVATE/archive
       [any option below, or any of Beam's]"""


class LiveOptions(PipelineOptions):
    """The live job's own options; those of Beam stand beside them."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--source",
            help="Where the feed comes from: replay:FILE.jsonl[.gz], a recorded night, or "
            "pubsub:projects/P/subscriptions/S.",
        )
        parser.add_argument(
            "--speed",
            default="max",
            help="How many times faster than life a night is replayed: a number, or max.",
        )
        parser.add_argument(
            "--warehouse",
            help="Where a replay's reference events come from: parquet:DIR, a file per table.",
        )
        parser.add_argument(
            "--output", help="Where public documents go: a folder, or gs://BUCKET/v1."
        )
        parser.add_argument(
            "--dead_letters",
            help="Where input that does not fit goes; never public: a folder, "
            "gs://BUCKET/PREFIX or pubsub:projects/P/topics/T. Default: beside the output.",
        )
        parser.add_argument(
            "--dead_letter_bodies",
            help="Where bodies too large for a message of the dead-letter topic go; never public.",
        )
        parser.add_argument(
            "--archive",
            help="Where folded events are kept and restored from; never public. A replay can do "
            "without.",
        )
        parser.add_argument(
            "--journal", help="A file that gets one JSON line for each decision. Default: none."
        )
        parser.add_argument(
            "--flush_interval_seconds",
            type=int,
            default=180,
            help="Event time between two flushes of a slate, in seconds.",
        )
        parser.add_argument(
            "--run_id", help="The name of this run in logs and records. Default: a random one."
        )
        parser.add_argument(
            "--clock",
            help="A rehearsal from Pub/Sub: FROM[@EPOCH][xSPEED], as if it were FROM at EPOCH "
            "(Unix seconds), SPEED times faster than life.",
        )
        parser.add_argument(
            "--champion_system",
            default="catboost_v9",
            help="The system whose predictions are graded (D20).",
        )


def live_help() -> str:
    """What the live job can be told, as text for a terminal."""
    parser = _BeamArgumentParser(prog="python -m pipelines.live", add_help=False, usage=_USAGE)
    LiveOptions._add_argparse_args(parser)
    return parser.format_help()


def stray_words(argv: Sequence[str]) -> list[str]:
    """A sentence for each word among Beam's options that is no option's value."""
    parser = _BeamArgumentParser(add_help=False, allow_abbrev=False)
    for options in PipelineOptions.__subclasses__():
        if options is not LiveOptions:
            options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(argv)
    return [f"{word!r} is no option's value" for word in unknown if not word.startswith("-")]


def unknown_options(argv: Sequence[str], *, own: Sequence[str] = ()) -> list[str]:
    """A sentence for each option that neither the job nor Beam knows.

    `own` are the options of a job that declares none to Beam.
    """
    known: list[str] = list(own)
    groups: list[type[PipelineOptions]] = [
        *([] if own else [LiveOptions]),
        *(group for group in PipelineOptions.__subclasses__() if group is not LiveOptions),
    ]
    for options in groups:
        parser = _BeamArgumentParser(add_help=False, allow_abbrev=False)
        options._add_argparse_args(parser)
        known.extend(parser._option_string_actions)
    problems = []
    for argument in argv:
        name = argument.partition("=")[0]
        if name.startswith("--") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            problems.append(f"{name} is not an option" + (f"; {near[0]} is" if near else ""))
    return problems
