"""A night on a floor: a recorded source, and jobs that ticks and the monitor start."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from demo.balldontlie import Behaviour, serving
from demo.recording import Recording
from demo.season import season
from publishing.adapters.clock import rehearsal
from publishing.services.nightly import feeder_name, live_name
from tests.night.feed import Pace
from tests.night.stage import until
from tests.night.whole import KEY, WholeNight
from tests.operating.floor import Floor
from tests.pipelines.runs import Night

SEED = 7
BEFORE = timedelta(minutes=31)
POLL_SECONDS = 60
FLUSH_SECONDS = 180


def opens(day: date) -> datetime:
    """Half an hour and a minute before the first tip-off of the demo's season."""
    return min(fixture.tip_off for fixture in season(SEED).on(day)) - BEFORE


@dataclass
class PlayedNight:
    """A night that is being played on a floor."""

    floor: Floor
    whole: WholeNight

    @property
    def day(self) -> date:
        """The night's date."""
        return self.whole.night.day

    def status(self) -> dict[str, Any]:
        """The public status; empty when there is none yet."""
        found = self.floor.stage.documents().get("status.json")
        return json.loads(found) if found else {}

    def wait_until(self, instant: datetime) -> None:
        """Waits until the clock of the night shows the instant."""
        self.whole.pace.wait(instant)

    def live_pid(self) -> int:
        """The process of the live job."""
        return int(self._job(live_name(self.day))["pid"])

    def kill_live(self) -> None:
        """Ends the live job as a crash does, and all that it started."""
        os.kill(self.live_pid(), signal.SIGKILL)

    def ended(self, name: str) -> bool:
        """Whether a job of this floor has ended."""
        return (self.floor.jobs / "jobs" / f"{name}.end").exists()

    def feeder_ends(self, seconds: float = 200) -> None:
        """Waits for the end of the feeder."""
        name = feeder_name(self.day)
        until(f"the feeder ends\n{self.logs()}", lambda: self.ended(name), seconds)

    def logs(self) -> str:
        """What services and jobs said."""
        jobs = sorted((self.floor.jobs / "jobs").glob("*.log"))
        return "\n".join([self.floor.stage.logs(), *(file.read_text() for file in jobs)])

    def _job(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.floor.jobs / "jobs" / f"{name}.json").read_bytes())
        return found


@contextmanager
def played(floor: Floor, night: Night, pace: Pace) -> Iterator[PlayedNight]:
    """The floor's jobs are those of a night, whose source is served until the block ends."""
    stage = floor.stage
    subscriber = stage.subscriber()
    for which in ("live", "witness"):
        subscriber.create_subscription(
            name=stage.subscription(which), topic=stage.topic, ack_deadline_seconds=600
        )
    key = stage.folder / "key"
    key.write_text(KEY)
    behaviour = Behaviour(Recording.read(night.file), rehearsal(str(pace)), KEY, page_size=5)
    with serving(behaviour) as address:
        commands = json.loads((floor.jobs / "commands.json").read_bytes())
        commands["live"] = [sys.executable, "-m", "pipelines.template", f"--clock={pace}"]
        commands["feeder"] = [
            *(sys.executable, "-m", "publishing.cli", "feeder"),
            f"--source=bdl:{address}",
            f"--poll_seconds={POLL_SECONDS}",
            f"--budget_seconds={POLL_SECONDS * 0.8}",
            f"--tick_seconds={FLUSH_SECONDS}",
            f"--api_key_file={key}",
            f"--clock={pace}",
        ]
        (floor.jobs / "commands.json").write_text(json.dumps(commands))
        yield PlayedNight(floor, WholeNight(stage, night, pace, address))
