"""The command line of `courtside monitor`, from words to checked values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publishing.adapters.alerting import Channel, channel_at
from publishing.services.nightly import NightPlaces
from publishing.services.serving.night_options import add_night_options, night_places
from publishing.services.serving.options import Checks, ServiceOptions, service_parser


@dataclass(frozen=True, slots=True)
class MonitorOptions:
    """What the monitor is told: what all services are, the jobs of a night, and whom to alert.

    `once` makes one round and ends, without listening.
    """

    service: ServiceOptions
    night: NightPlaces
    channel: Channel
    once: bool


def monitor_options(argv: Sequence[str] | None) -> MonitorOptions:
    """The options; BadOptions with everything that is wrong. SystemExit 0 after `--help`."""
    parser = service_parser("monitor", "Judges what is public, mends it, and says what is wrong.")
    add_night_options(parser)
    parser.add_argument(
        "--alerts",
        default="log",
        help="Who is told: log, pubsub:projects/P/topics/T, or webhook:FILE, a file that holds "
        "the address. Default: log.",
    )
    parser.add_argument("--once", action="store_true", help="One round, without listening.")
    given, unknown = parser.parse_known_args(argv)
    # A single round is nobody's answer: it needs no caller.
    checks = Checks(given, listens=not given.once)
    service = checks.service_options()
    found = MonitorOptions(
        service=service,
        night=night_places(checks, service),
        channel=checks.read("alerts", channel_at),
        once=given.once,
    )
    checks.done(unknown)
    return found
