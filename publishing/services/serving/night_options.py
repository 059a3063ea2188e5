"""The options of services that start the jobs of a night."""

from __future__ import annotations

import argparse

from publishing.adapters.pubsub import pubsub_path
from publishing.live.flush import FLUSH_SECONDS
from publishing.services.nightly import NightPlaces
from publishing.services.serving.options import Checks, ServiceOptions, place, topic


def add_night_options(parser: argparse.ArgumentParser) -> None:
    """Where the live job and the feeder read and write."""
    add = parser.add_argument
    add("--archive", default="", help="Where folded events are kept; never public.")
    add("--live_subscription", default="", help="projects/P/subscriptions/S of the live feed.")
    add("--live_topic", default="", help="projects/P/topics/nba-live-boxscores, the feed.")
    add(
        "--flush_seconds",
        default=str(FLUSH_SECONDS),
        help="The flush interval that the live job is started with. Default: %(default)s.",
    )
    add("--live_events", help="projects/P/topics/nba-phase6-live-events. Default: none.")


def night_places(checks: Checks, service: ServiceOptions) -> NightPlaces:
    """Where the jobs of a night read and write, checked."""
    return NightPlaces(
        source=checks.read("live_subscription", lambda text: pubsub_path(text, "subscriptions")),
        archive=checks.read("archive", place),
        feed=checks.read("live_topic", topic),
        events=checks.optional("live_events", topic),
        output=service.output,
        warehouse=service.warehouse_place,
        dead_letters=service.dead_letters,
        dead_letter_bodies=service.dead_letter_bodies,
        champion=service.champion,
        flush_seconds=checks.read("flush_seconds", _seconds),
    )


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise ValueError(f"{text!r} is not a whole number from 1 to 3600")
    return int(text)
