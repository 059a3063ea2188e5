"""`courtside explain`: from a public document to its run, snapshot, events and source rows."""

from __future__ import annotations

import gzip
import os
import random
import sys
import time
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from publishing.adapters.archive import Archive
from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.places import private_store, problem_of, public_store
from publishing.live.snapshot import STATUS_PATH
from publishing.patience import Timing, insist
from publishing.services.explaining.document import explain_document
from publishing.services.explaining.explained import Explained, ExplainedStatus, Unexplained
from publishing.services.explaining.options import ExplainOptions, explain_options
from publishing.services.explaining.status import explain_status
from publishing.services.explaining.text import document_text, status_text
from publishing.services.letters.text import say
from publishing.store import Changed, Stamp, Unavailable

PATIENCE_SECONDS = 30.0
"""How long a store that is away is waited for: somebody sits before the terminal."""

UNREADABLE = (msgspec.DecodeError, gzip.BadGzipFile, EOFError, zlib.error)
"""What an archived object raises that is not what was archived."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 for the same bytes, 1 when they differ or cannot be had, 2 if it cannot start."""
    try:
        options = explain_options(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    problems = preflight(options)
    for problem in problems:
        say(problem)
    if problems:
        return 2
    try:
        return _run(options)
    except KeyboardInterrupt:
        say("stopped")
    except BrokenPipeError:
        # Whoever read the output has seen enough: the rest goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Unexplained as sentence:
        say(str(sentence))
    except UNREADABLE as problem:
        say(f"an object of the archive {options.archive} cannot be read: {problem}")
    except TROUBLE as problem:
        say(str(problem))
    return 1


def preflight(options: ExplainOptions) -> list[str]:
    """Everything that would stop it later, one sentence each; nothing when it can start."""
    found = [problem_of(place, ("read",)) for place in (options.output, options.archive)]
    if options.write is not None:
        found.append(_write_problem(options.write))
    return [problem for problem in found if problem]


def _write_problem(file: Path) -> str | None:
    if file.is_dir():
        return f"--write {file} is a folder: name a file"
    if file.exists():
        writable = os.access(file, os.W_OK)
        return None if writable else f"{file} cannot be written to: chmod u+w {file}"
    if not file.parent.is_dir():
        return f"the folder {file.parent} does not exist: write one that does"
    return problem_of(str(file.parent), ("write",))


def _run(options: ExplainOptions) -> int:
    timing = Timing(time.monotonic, time.sleep, PATIENCE_SECONDS)
    body, stamp = _public(options, timing)
    archive = Archive(private_store(options.archive), timing)
    found: Explained | ExplainedStatus
    made: bytes | None
    lines: Iterable[str]
    if options.path == STATUS_PATH:
        found, made = explain_status(options, body, stamp, archive)
        lines = status_text(found)
    else:
        found, made = explain_document(options, body, stamp, archive)
        lines = document_text(found)
    if options.write is not None:
        if made is None:
            raise Unexplained(f"nothing was made again of {options.path}: {found.why}")
        options.write.write_bytes(made)
    if options.as_json:
        print(msgspec.json.encode(found).decode())
    else:
        print("\n".join(lines))
    sys.stdout.flush()
    return 0 if found.same else 1


def _public(options: ExplainOptions, timing: Timing) -> tuple[bytes, Stamp]:
    store, deadline, chance = public_store(options.output), timing.deadline(), random.Random()

    def read() -> tuple[bytes, Stamp] | None:
        try:
            found = store.read(options.path)
        except Changed as changed:
            # Replaced between two requests: the next look finds it whole.
            raise Unavailable(f"{options.path} is replaced again and again") from changed
        return (found[0], found[1].stamp) if found else None

    found = insist(read, timing, deadline, chance)
    if found is None:
        raise Unexplained(f"{options.path} is not at {options.output}")
    return found


if __name__ == "__main__":
    sys.exit(main())
