"""What of a command line is left for Beam: options that it knows, and no stray words."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from apache_beam.options.pipeline_options import PipelineOptions, _BeamArgumentParser


def stray_words(argv: Sequence[str]) -> list[str]:
    """A sentence for each word among Beam's options that is no option's value."""
    parser = _BeamArgumentParser(add_help=False, allow_abbrev=False)
    for options in PipelineOptions.__subclasses__():
        options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(argv)
    return [f"{word!r} is no option's value" for word in unknown if not word.startswith("-")]


def unknown_options(argv: Sequence[str], own: Sequence[str]) -> list[str]:
    """A sentence for each option that neither the job, whose `own` are given, nor Beam knows."""
    known = [*own]
    for options in PipelineOptions.__subclasses__():
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
