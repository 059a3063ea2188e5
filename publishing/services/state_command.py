"""`courtside state list|show|release`: what is remembered, and a claim or gate let go (I-9)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from publishing.adapters.bucket_problems import Need
from publishing.adapters.dead_letters import TROUBLE
from publishing.adapters.places import problem_of
from publishing.adapters.shelf import ObjectUnreadable
from publishing.exports import EXPORTS
from publishing.operating.bodies import instant_of
from publishing.patience import Timing
from publishing.services.letters.text import instant, say
from publishing.services.state import State, state_at
from publishing.services.stating.finding import ONE, Kept, find, shelf_of
from publishing.services.stating.lines import (
    Line,
    claim_line,
    episode_line,
    gate_line,
    mark_line,
    table,
)
from publishing.services.stating.options import DATED, StateOptions, state_options
from publishing.services.stating.releasing import NotReleased, release_claim, release_gate

PATIENCE_SECONDS = 20.0
"""How long a place that is away is waited for."""

_LINES: dict[str, Any] = {
    "claims": claim_line,
    "gates": gate_line,
    "marks": mark_line,
    "episodes": episode_line,
}


def main(argv: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Exit code 0 when it was done, 1 when something was not, 2 when it cannot start."""
    now = now or datetime.now(UTC)
    try:
        options = state_options(sys.argv[1:] if argv is None else argv, now)
    except SystemExit as ended:
        return int(ended.code or 0)
    if problem := preflight(options):
        say(problem)
        return 2
    state = state_at(options.place, Timing(time.monotonic, time.sleep, PATIENCE_SECONDS))
    try:
        code = _run(state, options, now)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough: the rest goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 1
    except (NotReleased, ObjectUnreadable) as sentence:
        say(str(sentence))
        return 1
    except TROUBLE as problem:
        say(f"{options.place}: {problem}")
        return 1
    return code


def preflight(options: StateOptions) -> str | None:
    """Why the place cannot be used as the command needs it, as a sentence; None when it can."""
    # A folder that is not there is not made by looking, nor by releasing what is not in it.
    needs: tuple[tuple[Need, ...], ...] = (("read",),)
    if options.command == "release":
        needs = (("read",), ("read", "write"))
    return next(filter(None, (problem_of(options.place, one) for one in needs)), None)


def _run(state: State, options: StateOptions, now: datetime) -> int:
    if options.command == "list":
        return _list(state, options, now)
    found = find(state, options.key)
    if options.command == "release":
        found = [one for one in found if one.shelf in DATED] or found
    if not found:
        say(f"nothing is kept as {options.key} at {options.place}: `list` says what is")
        return 1
    if len(found) > 1:
        words = " or ".join(f"{one.shelf}/{one.key}" for one in found)
        say(f"{options.key} is several things: write {words}")
        return 1
    return _show(found[0]) if options.command == "show" else _release(state, found[0], options, now)


def _list(state: State, options: StateOptions, now: datetime) -> int:
    """1 when something cannot be read; everything else is listed all the same."""
    code = 0
    for name in options.shelves:
        lines: list[Line] = []
        for found in _found(state, name, options):
            if isinstance(found, ObjectUnreadable):
                say(str(found))
                code = 1
            else:
                lines.append(_LINES[name](found.key, found.value, now))
        if name == "marks":
            made = {line.key for line in lines}
            lines += [mark_line(one.name, None, now) for one in EXPORTS if one.name not in made]
        if options.as_json:
            text = [line.json() for line in lines]
        else:
            text = [f"{name}:", *(f"  {row}" for row in table(lines) or ["none"])]
        print("\n".join(text), end="\n" if text else "")
        if name == "episodes":
            _say_when_looked(state)
    return code


def _found(state: State, name: str, options: StateOptions) -> Iterator[Kept | ObjectUnreadable]:
    shelf = shelf_of(state, name)
    under = str(options.day) if options.day is not None and name in DATED else ""
    for key in shelf.keys(under):
        try:
            value = shelf.get(key)
        except ObjectUnreadable as problem:
            yield problem
        else:
            # What ended meanwhile is not there any more.
            if value is not None:
                yield Kept(name, key, value)


def _say_when_looked(state: State) -> None:
    """Who finds nothing wrong may not have looked for a while."""
    rounds = [watch for _, watch in state.rounds.all()]
    if not rounds:
        say("the monitor has made no round here", "note")
    for watch in rounds:
        at = instant_of(watch.newest)
        say(f"the monitor's newest round was at {instant(at) if at else watch.newest}", "note")


def _show(kept: Kept) -> int:
    print(msgspec.json.format(msgspec.json.encode(kept.value)).decode())
    return 0


def _release(state: State, kept: Kept, options: StateOptions, now: datetime) -> int:
    if kept.shelf not in DATED:
        say(f"{kept.key} is the {ONE[kept.shelf]} of what was made or found: nothing is released")
        return 1
    if kept.shelf == "claims":
        said = release_claim(state, kept.key, now, force=options.force)
    else:
        said = release_gate(state, kept.key, now)
    print("\n".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
