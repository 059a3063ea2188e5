"""The entry of every template: reads which one it is, and runs its job with the rest.

python -m pipelines.template --template daily --warehouse bigquery:PROJECT --output gs://BUCKET/v1
python -m pipelines.template --template live --source projects/P/subscriptions/S …
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence

from pipelines import export, live
from pipelines.declared import CommandLine
from pipelines.export_options import EXPORT
from pipelines.options import LIVE
from publishing import job_types
from publishing.bad_options import BadOptions
from publishing.services import release
from templates.registry import BY_NAME, TEMPLATES, Job, Template, outside

COMMANDS: dict[Job, CommandLine] = {"live": LIVE, "export": EXPORT}
"""The command line of each job."""

IMAGE = release.IMAGE
"""The variable by which a container knows its own image: workers run the same one."""

USAGE = """python -m pipelines.template --template NAME [any option of its job]

  {templates}

Each has --help."""


def arguments(argv: Sequence[str], image: str | None = None) -> tuple[Template, list[str]]:
    """The template and its job's command line; BadOptions with everything that is wrong.

    Without `--only` all exports of the template are made. `image` is what workers on Dataflow
    run, unless the command line says.
    """
    template, words = _template(argv)
    command = COMMANDS[template.job]
    problems = _foreign(template, command, words)
    if template.job == "export":
        only = _value("only", words)
        if only is None:
            words = [*words, f"--only={','.join(template.job_types)}"]
        else:
            named = job_types.exports_named(word.strip() for word in only.split(","))
            problems += [f"--only: {sentence}" for sentence in outside(template, named.names)]
    if problems:
        raise BadOptions(problems)
    on_dataflow = _value("runner", words) == "DataflowRunner"
    if image and on_dataflow and not _value("sdk_container_image", words):
        words = [*words, f"--sdk_container_image={image}"]
    return template, words


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the job, or 1 when it is not known which is meant or with what."""
    argv = sys.argv[1:] if argv is None else argv
    if not argv or (len(argv) == 1 and argv[0] in ("-h", "--help")):
        print(_usage())
        return 0 if argv else 1
    try:
        template, words = arguments(argv, os.environ.get(IMAGE))
    except BadOptions as bad:
        for problem in bad.problems:
            print(f"error: {problem}", file=sys.stderr)
        return 1
    return live.main(words) if template.job == "live" else export.main(words)


def _template(argv: Sequence[str]) -> tuple[Template, list[str]]:
    """The template that is meant, and the words that are left."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--template")
    try:
        given, words = parser.parse_known_args(argv)
    except argparse.ArgumentError as problem:
        raise BadOptions([str(problem)]) from None
    known = ", ".join(BY_NAME)
    if given.template is None:
        raise BadOptions([f"--template is needed: one of {known}"])
    if given.template not in BY_NAME:
        near = difflib.get_close_matches(given.template, BY_NAME, n=1)
        hint = f"{near[0]} is" if near else f"one of {known}"
        raise BadOptions([f"--template {given.template!r} is not known; {hint}"])
    return BY_NAME[given.template], words


def _foreign(template: Template, command: CommandLine, words: Sequence[str]) -> list[str]:
    """A sentence for each option of the job that belongs to other templates."""
    said = {word.partition("=")[0] for word in words}
    foreign = [
        option.name
        for option in command.options
        if option.flag in said and not option.local and option.name not in template.options
    ]
    return [f"--{name} is no option of the template {template.name}" for name in foreign]


def _value(name: str, words: Sequence[str]) -> str | None:
    """What an option is last set to; None where it is not."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument(f"--{name}")
    try:
        value: str | None = getattr(parser.parse_known_args(words)[0], name)
    except argparse.ArgumentError:
        # The job says it better.
        return ""
    return value


def _usage() -> str:
    width = max(len(template.name) for template in TEMPLATES)
    lines = [f"{template.name:{width}}  {template.description}" for template in TEMPLATES]
    return USAGE.format(templates="\n  ".join(lines))


if __name__ == "__main__":
    sys.exit(main())
