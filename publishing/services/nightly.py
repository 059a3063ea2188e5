"""Starts, finds and ends the jobs of a night: the live job and the feeder (D11, D13)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from publishing.adapters.jobs import ACTIVE, Launcher, Running
from publishing.operating.job_names import job_name
from publishing.patience import Timing

RESTART_SECONDS = 15.0
"""How long a feeder that was asked to end is waited for before it is started anew."""

_PATIENCE = Timing(time.monotonic, time.sleep, RESTART_SECONDS)


@dataclass(frozen=True, slots=True)
class NightPlaces:
    """What the jobs of a night are told beside their date; places as the user wrote them."""

    source: str
    archive: str
    feed: str
    events: str | None
    output: str
    warehouse: str
    dead_letters: str
    dead_letter_bodies: str | None
    champion: str
    flush_seconds: int


@dataclass(frozen=True, slots=True)
class NightJobs:
    """The jobs by their deterministic names: two who start one start it once.

    `timing` waits for one that is asked to end.
    """

    launcher: Launcher
    places: NightPlaces
    timing: Timing = _PATIENCE

    def live(self, day: date) -> Running | None:
        """The newest live job of a slate."""
        return self.launcher.state(live_name(day))

    def feeder(self, day: date) -> Running | None:
        """The newest feeder of a slate."""
        return self.launcher.state(feeder_name(day))

    def start_live(self, day: date) -> bool:
        """Makes sure that the live job runs; whether it was started now."""
        places, name = self.places, live_name(day)
        told = {
            "template": "live",
            "source": places.source,
            "output": places.output,
            "archive": places.archive,
            "dead_letters": places.dead_letters,
            "champion_system": places.champion,
            "flush_interval_seconds": str(places.flush_seconds),
        }
        if places.dead_letter_bodies:
            told["dead_letter_bodies"] = places.dead_letter_bodies
        if places.events:
            told["events"] = places.events
        return self.launcher.launch("live", name, told)

    def start_feeder(self, day: date) -> bool:
        """Makes sure that the feeder runs; whether it was started now."""
        places = self.places
        told = {
            "topic": places.feed,
            "warehouse": places.warehouse,
            "date": day.isoformat(),
            "champion_system": places.champion,
        }
        return self.launcher.launch("feeder", feeder_name(day), told)

    def restart_feeder(self, day: date) -> bool:
        """Ends the feeder and starts it anew; False when it does not end in time."""
        name = feeder_name(day)
        self.launcher.drain(name)
        ends = self.timing.deadline()
        while self.timing.clock() < ends:
            found = self.launcher.state(name)
            if found is None or found.state not in ACTIVE:
                return self.start_feeder(day)
            self.timing.sleep(0.2)
        return False

    def drain_live(self, day: date) -> bool:
        """Asks the live job to end by itself; False when none is active."""
        return self.launcher.drain(live_name(day))


def live_name(day: date) -> str:
    """The name of a slate's live job."""
    return job_name("live", day.isoformat())


def feeder_name(day: date) -> str:
    """The name of a slate's feeder."""
    return job_name("feeder", day.isoformat())
