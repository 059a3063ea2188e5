"""The command line of `courtside trigger`, from words to checked values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from publishing.operating.claims import LEASE
from publishing.services.nightly import NightPlaces
from publishing.services.serving.night_options import add_night_options, night_places
from publishing.services.serving.options import Checks, ServiceOptions, service_parser, topic


@dataclass(frozen=True, slots=True)
class TriggerOptions:
    """What the trigger is told: what all services are, the jobs of a night, where completions
    are sent, how long a run in its process may be silent, and how long a private place that
    is away is waited for within one delivery.
    """

    service: ServiceOptions
    night: NightPlaces
    completion: str
    lease: timedelta
    patience: timedelta


def trigger_options(argv: Sequence[str] | None) -> TriggerOptions:
    """The options; BadOptions with everything that is wrong. SystemExit 0 after `--help`."""
    parser = service_parser("trigger", "From messages and schedules to exports and jobs.")
    add_night_options(parser)
    parser.add_argument(
        "--completion", default="", help="projects/P/topics/nba-phase6-export-complete."
    )
    parser.add_argument(
        "--lease_seconds",
        default=f"{LEASE.total_seconds():g}",
        help="How long a run may be silent before it counts as dead. Default: 60.",
    )
    parser.add_argument(
        "--patience_seconds",
        default="20",
        help="How long a private place that is away is waited for in one delivery. Default: 20.",
    )
    given, unknown = parser.parse_known_args(argv)
    checks = Checks(given)
    service = checks.service_options()
    found = TriggerOptions(
        service,
        night_places(checks, service),
        checks.read("completion", topic),
        checks.read("lease_seconds", _seconds),
        checks.read("patience_seconds", _seconds),
    )
    checks.done(unknown)
    return found


def _seconds(text: str) -> timedelta:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 600:
        raise ValueError(f"{text!r} is not known: write a number of seconds from 1 to 600")
    return timedelta(seconds=int(text))
