"""An option of a job, declared once: its command line and its templates are made from that."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.patterns import BOOLEAN

Kind = Literal[
    "text",
    "flag",
    "number",
    "choice",
    "write_folder",
    "write_file",
    "subscription",
    "topic",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `default` is text, as on a command line; a flag has none.

    `pattern` is what a template takes, no more than the command does, and `example` one such
    value. `local` says why the option makes no sense on a service, where it does not.
    """

    name: str
    label: str
    help: str
    kind: Kind = "text"
    default: str | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    local: str = ""

    @property
    def flag(self) -> str:
        """As it is written on a command line."""
        return f"--{self.name}"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A job's own options; those of Beam stand beside them."""

    program: str
    usage: str
    options: tuple[Option, ...]

    @property
    def flags(self) -> list[str]:
        """The options as they are written."""
        return [option.flag for option in self.options]

    def help(self) -> str:
        """What the job can be told, as text for a terminal."""
        return self._parser().format_help()

    def parsed(self, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """The job's own options, and what is left for Beam.

        A flag may be written `--dry_run=true`, as a service does. ValueError with a sentence for
        an option without its value.
        """
        flags = {option.flag for option in self.options if option.kind == "flag"}
        words = []
        for argument in argv:
            name, equals, value = argument.partition("=")
            if name in flags and equals and value:
                if value.lower() not in BOOLEAN:
                    raise ValueError(f"{name} is true or false, not {value!r}")
                if value.lower() == "true":
                    words.append(name)
                continue
            words.append(argument)
        parser = self._parser()
        parser.exit_on_error = False
        try:
            return parser.parse_known_args(words)
        except argparse.ArgumentError as problem:
            raise ValueError(str(problem)) from None

    def _parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(
            prog=f"python -m {self.program}", usage=self.usage, add_help=False, allow_abbrev=False
        )
        for option in self.options:
            if option.kind == "flag":
                parser.add_argument(option.flag, help=option.help, action="store_true")
            else:
                parser.add_argument(option.flag, help=option.help, default=option.default)
        return parser


def count(text: str, most: int) -> int | None:
    """The whole number from 1 to `most` that a text is; None when it is none."""
    if text.isascii() and text.isdecimal() and len(text) <= 20 and 1 <= int(text) <= most:
        return int(text)
    return None
