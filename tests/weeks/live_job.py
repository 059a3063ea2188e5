"""The live job without a runner: its real steps, with their state in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apache_beam import pvalue
from apache_beam.transforms.window import IntervalWindow
from apache_beam.utils.timestamp import Timestamp

from pipelines.config import live_options
from pipelines.template import arguments
from publishing.calendar import parse_date, slate_window
from tests.weeks.agenda import Agenda
from tests.weeks.bus import Sent
from tests.weeks.jobs import Job, Jobs
from transforms.announce import Announce, AnnounceSettings
from transforms.live import FoldSettings, FoldSlate
from transforms.publish import EVENTS, PublishSettings, PublishSnapshot
from transforms.split import DEAD, SplitByGameDate

PATIENCE_SECONDS = 30.0


class Bag:
    """A bag of state."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def add(self, value: bytes) -> None:
        self._held.append(value)

    def read(self) -> Iterable[bytes]:
        return tuple(self._held)

    def clear(self) -> None:
        self._held.clear()


class Cell:
    """A single value of state."""

    def __init__(self) -> None:
        self._held: bytes | None = None

    def read(self) -> bytes | None:
        return self._held

    def write(self, value: bytes) -> None:
        self._held = value


class Timer:
    """A timer that nobody waits for: the feed of a week is never silent while it is on."""

    def set(self, at: Any) -> None:
        pass

    def clear(self) -> None:
        pass


@dataclass
class Kept:
    """The state of one slate."""

    events: Bag = field(default_factory=Bag)
    slate: Cell = field(default_factory=Cell)
    clock: Cell = field(default_factory=Cell)


@dataclass
class LiveJob:
    """Takes messages of the feed until it is drained or killed."""

    job: Job
    jobs: Jobs
    agenda: Agenda
    dead: list[bytes] = field(default_factory=list)
    flushes: int = 0
    slates: dict[str, Kept] = field(default_factory=dict)

    def begin(self) -> None:
        words = [f"--{name}={value}" for name, value in self.job.parameters.items()]
        template, argv = arguments(words)
        assert template.name == "live"
        run_id = f"{self.job.name}-{len(self.jobs.started):04}"
        # A service takes the name of a subscription as it is.
        argv = [word.replace("--source=projects/", "--source=pubsub:projects/") for word in argv]
        _, config = live_options([*argv, f"--run_id={run_id}"])
        self.split = SplitByGameDate()
        self.fold = FoldSlate(
            FoldSettings(config.run_id, config.flush_interval_seconds, config.archive)
        )
        places = PublishSettings(config.output, config.archive, None, PATIENCE_SECONDS)
        self.publish = PublishSnapshot(places)
        self.announce = Announce(AnnounceSettings(config.events, 1.0))

    def end(self) -> None:
        for day, kept in self.slates.items():
            made = self.fold.at_end(day, kept.events, kept.slate, kept.clock, Timer())
            self._publish(made)

    def take(self, message: Sent) -> None:
        """One message, through all steps."""
        at = Timestamp(self.agenda.now.timestamp())
        for found in self.split.process(message, at):
            if isinstance(found, pvalue.TaggedOutput):
                self.dead.append(found.value)
                continue
            day, _ = found
            kept = self.slates.setdefault(day, Kept())
            opens, closes = slate_window(parse_date(day))
            window = IntervalWindow(Timestamp(opens.timestamp()), Timestamp(closes.timestamp()))
            made = self.fold.process(
                found, window, kept.events, kept.slate, kept.clock, Timer(), Timer()
            )
            self._publish(made)

    def _publish(self, flushes: Iterable[bytes]) -> None:
        for flush in flushes:
            self.flushes += 1
            for out in self.publish.process(flush):
                if not isinstance(out, pvalue.TaggedOutput):
                    continue
                if out.tag == EVENTS:
                    self.dead += self.announce.process(out.value)
                else:
                    assert out.tag == DEAD, out.tag
                    self.dead.append(out.value)
