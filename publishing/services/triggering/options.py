"""The command line of `courtside trigger`, from words to checked values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publishing.services.serving.options import Checks, ServiceOptions, service_parser, topic


@dataclass(frozen=True, slots=True)
class TriggerOptions:
    """What the trigger is told: what all services are, and where completions are sent."""

    service: ServiceOptions
    completion: str


def trigger_options(argv: Sequence[str] | None) -> TriggerOptions:
    """The options; BadOptions with everything that is wrong. SystemExit 0 after `--help`."""
    parser = service_parser("trigger", "From messages and schedules to exports and jobs.")
    parser.add_argument(
        "--completion", default="", help="projects/P/topics/nba-phase6-export-complete."
    )
    given, unknown = parser.parse_known_args(argv)
    checks = Checks(given)
    found = TriggerOptions(checks.service_options(), checks.read("completion", topic))
    checks.done(unknown)
    return found
