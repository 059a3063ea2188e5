"""A whole night: a recorded source, the feeder, Pub/Sub, the job, the bucket."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from demo.balldontlie import Behaviour, Fault, serving
from demo.recording import Recording
from publishing.adapters.clock import rehearsal
from publishing.live.events import SlateEvent, split
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from tests.night.feed import INTERVAL, Pace, captured
from tests.night.judge import same_night
from tests.night.stage import Stage, until
from tests.pipelines.runs import Night, Run, write

KEY = "a-key-of-the-source"
POLL_SECONDS = 60


@dataclass
class WholeNight:
    """One night on a stage; `pace` is the clock of the world, which a feeder's may differ from."""

    stage: Stage
    night: Night
    pace: Pace
    source: str

    def feeder(
        self, clock: Pace | None = None, poll_seconds: int = POLL_SECONDS
    ) -> subprocess.Popen[bytes]:
        """The feeder of the night as a process."""
        key = self.stage.folder / "key"
        key.write_text(KEY)
        return self.stage.start(
            "publishing.cli",
            "feeder",
            f"--source=bdl:{self.source}",
            f"--warehouse=parquet:{self.night.warehouse}",
            f"--topic={self.stage.topic}",
            f"--date={self.night.day}",
            f"--poll_seconds={poll_seconds}",
            f"--budget_seconds={poll_seconds * 0.8}",
            f"--tick_seconds={INTERVAL}",
            f"--api_key_file={key}",
            f"--dead_letters={self.stage.folder / 'unread'}",
            f"--clock={clock or self.pace}",
        )

    def fed(self) -> list[SlateEvent]:
        """Every event that the feeder sent, as a witness of the topic had it."""
        found: dict[tuple[str, str], SlateEvent] = {}
        for message in captured(self.stage, "witness"):
            events, rejections = split(message.data, dict(message.attributes))
            assert not rejections, rejections
            found |= {(one.event_id, str(one.game_date)): one for one in events}
        return [one for one in found.values() if one.game_date == self.night.day]

    def ends_right(self) -> list[SlateEvent]:
        """Waits for the night's last documents: those of a plain fold of all that was fed."""
        events = self.fed()
        slate = Slate(self.night.day)
        for event in events:
            slate.apply(event)
        last = snapshot(slate, (), INTERVAL)
        assert last is not None
        expected = {
            target.path: document.body for document in last.documents for target in document.targets
        }

        def done() -> bool:
            public = self.stage.documents()
            return {path: public.get(path) for path in expected} == expected

        until(f"the night's end\n{self.stage.logs()}", done)
        return events

    def is_its_replay(self, events: Sequence[SlateEvent], folder: Path) -> None:
        """The public documents are those of the replay of the feed that was sent, to the byte.

        The replay's own ticks move the time in its status by seconds: its words are compared.
        """
        assert same_night(self.stage.documents(), self._replayed(events, folder))

    def _replayed(self, events: Sequence[SlateEvent], folder: Path) -> dict[str, bytes]:
        lines = [event.line for event in sorted(events, key=lambda one: one.polled_at)]
        run = Run(folder / "replayed")
        run.folder.mkdir()
        run.go(self.night, file=write(folder / "fed.jsonl.gz", lines))
        return run.documents()


@contextmanager
def whole_night(
    stage: Stage,
    night: Night,
    start: datetime,
    speed: float,
    faults: Sequence[tuple[datetime, timedelta, str]] = (),
) -> Iterator[WholeNight]:
    """The stage with its source; the world's clock shows `start` in eight seconds."""
    stage.prepare("live", "witness")
    pace = Pace(start, speed, begins_in=8)
    troubles = [Fault(since, since + lasts, fault) for since, lasts, fault in faults]  # type: ignore[arg-type]
    recording = Recording.read(night.file)
    behaviour = Behaviour(recording, rehearsal(str(pace)), KEY, page_size=5, faults=troubles)
    with serving(behaviour) as address:
        try:
            yield WholeNight(stage, night, pace, address)
        finally:
            stage.end()
