"""`courtside dead-letters list|show|replay`: what did not fit, and back into the feed with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.pubsub import Topic
from publishing.services.letters.opened import letters_problems, open_letters, trouble_at
from publishing.services.letters.options import LetterOptions, letter_options
from publishing.services.letters.replay import Replay
from publishing.services.letters.text import list_letters, say, show_letter


def main(argv: Sequence[str]) -> int:
    """Exit code 0 when everything was done, 1 when something was not, 2 when it cannot start."""
    now = datetime.now(UTC)
    try:
        options = letter_options(argv, now)
    except SystemExit as ended:
        return int(ended.code or 0)
    problems = preflight(options)
    for problem in problems:
        say(problem)
    if problems:
        return 2
    try:
        return _run(options, now)
    except KeyboardInterrupt:
        say("stopped")
    except BrokenPipeError:
        # Whoever read the output has seen enough: the rest goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except TROUBLE as problem:
        say(trouble_at(options.place, problem))
    return 1


def preflight(options: LetterOptions) -> list[str]:
    """Everything that would stop the command later, one sentence each; nothing when it can run."""
    found = letters_problems(options)
    if options.command == "replay" and (problem := Topic(options.topic).problem()):
        found.append(problem)
    return found


def _run(options: LetterOptions, now: datetime) -> int:
    with closing(open_letters(options)) as letters:
        match options.command:
            case "list":
                code = list_letters(letters, options)
            case "show":
                code = show_letter(letters, options)
            case "replay":
                code = Replay(letters, Topic(options.topic), options, now).run()
        sys.stdout.flush()
    return code
