"""`courtside monitor`: judges content, mends, alerts, and keeps its part of the status (I-11, D32).

It is called every five minutes around the clock; `--once` makes one round by hand.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import threading
from collections.abc import Sequence
from datetime import date

from publishing.adapters.dead_letters import dead_letters_problem
from publishing.adapters.places import concurrency, problem_of
from publishing.adapters.pubsub import Topic
from publishing.publisher import Publisher
from publishing.rows import BoxScoreRow, Prediction, Row, ScheduledGame
from publishing.services import settle
from publishing.services.monitoring.mending import Mending
from publishing.services.monitoring.options import MonitorOptions, monitor_options
from publishing.services.monitoring.round import Rounds
from publishing.services.nightly import RESTART_SECONDS, NightJobs
from publishing.services.observing import Looking
from publishing.services.outside import LIFE, Outside
from publishing.services.serving.starting import begun, serve_signed

TABLES: tuple[type[Row], ...] = (ScheduledGame, Prediction, BoxScoreRow)
"""What a round reads of the warehouse; an open gate's tables are read by the runs too."""

PATIENCE_SECONDS = 20.0
"""How long one place that is away is waited for: a round has to end before the next one."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when it was asked to end or made its round, 2 when it cannot start."""
    options = begun(argv, monitor_options, preflight)
    if options is None:
        return 2
    if options.service.dry_run:
        print("Everything is there. A round would look, mend, and write its part of the status.")
        return 0
    rounds = rounds_of(options)
    if options.once:
        print(rounds.round().text)
        return 0
    return serve_signed(options.service, {"/rounds": lambda _: rounds.round()})


def preflight(options: MonitorOptions) -> list[str]:
    """Everything that would stop it later, one sentence each; nothing when it can start."""
    service = options.service
    found = list(service.warehouse.problems(TABLES))
    found += service.launcher.problem(("live", "feeder"))
    found += dead_letters_problem(service.dead_letters, service.dead_letter_bodies)
    single = [problem_of(place) for place in (service.output, service.state, options.night.archive)]
    single += [Topic(service.trigger_topic).problem(), options.channel.problem()]
    return found + [problem for problem in single if problem]


def rounds_of(options: MonitorOptions, outside: Outside = LIFE) -> Rounds:
    """The monitor and all that it works with."""
    service, now = options.service, options.service.clock.now
    timing = outside.timing(PATIENCE_SECONDS)
    state = outside.state(service.state, timing)
    store = outside.public(service.output)
    jobs = NightJobs(service.launcher, options.night, outside.timing(RESTART_SECONDS))

    settling = threading.Lock()

    def settled(day: date) -> str:
        """As the command does it; what it says is the answer."""
        said = io.StringIO()
        # Where words go is the whole process's: of two rounds at once one settles after the other.
        with settling, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = settle.main(
                [
                    day.isoformat(),
                    f"--archive={options.night.archive}",
                    f"--warehouse={service.warehouse_place}",
                    f"--output={service.output}",
                    f"--champion_system={service.champion}",
                    f"--flush_interval_seconds={options.night.flush_seconds}",
                    *([f"--events={options.night.events}"] if options.night.events else []),
                ],
                now(),
                outside,
            )
        return f"settle {day} ended with {code}: {said.getvalue().strip()}"

    return Rounds(
        looking=Looking(service.warehouse, store, jobs, service.champion, timing),
        mending=Mending(state, jobs, outside.topic(service.trigger_topic), settled, now),
        state=state,
        publisher=Publisher(store, timing, None, concurrency(service.output), random.Random()),
        channel=options.channel,
        flush_seconds=options.night.flush_seconds,
        now=now,
    )


if __name__ == "__main__":
    sys.exit(main())
