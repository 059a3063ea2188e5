"""`courtside COMMAND …`: every service and operator's command."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "feeder": "feeds a night: the source's answers and the warehouse's rows as events",
    "settle": "publishes a past night's documents with the official rows",
    "explain": "from a public document to its run, snapshot, events and source rows",
    "dead-letters": "lists, shows and replays what did not fit",
    "trigger": "from messages and schedules to exports and jobs",
    "monitor": "judges what is public, mends it, and says what is wrong",
    "api": "answers with reports of players on demand, and with every published document",
    "schedules": "lists what runs when, sends one by hand, compares what is deployed",
    "redeliver": "lists what Pub/Sub gave up, and sends it to its topic again",
    "state": "lists, shows and releases what is done, what waits and what is wrong",
}
"""Command to what it does; each is a module of `publishing.services` with a `main`."""

_ELSEWHERE = {"state": "state_command"}
"""Commands whose own name is that of another module."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; its exit code, or 2 when there is no such command."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_usage())
        return 0 if arguments else 2
    command, *rest = arguments
    if command not in COMMANDS:
        print(f"error: {command!r} is not a command\n\n{_usage()}", file=sys.stderr)
        return 2
    # A command needs its own libraries only: none waits for those of the others.
    name = _ELSEWHERE.get(command, command.replace("-", "_"))
    module = importlib.import_module(f"publishing.services.{name}")
    code: int = module.main(rest)
    return code


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(["usage: courtside COMMAND [options]", "", *lines, "", "Each has --help."])


if __name__ == "__main__":
    sys.exit(main())
