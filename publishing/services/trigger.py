"""`courtside trigger`: from messages and schedules to exports and jobs (`live.md` 6, D28, D29)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from publishing.adapters.dead_letters import dead_letters_problem
from publishing.adapters.jobs import TEMPLATES
from publishing.adapters.places import concurrency, problem_of
from publishing.adapters.pubsub import Topic
from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import league_date, parse_date
from publishing.exports import EXPORTS
from publishing.publisher import Publisher
from publishing.rows import Prediction
from publishing.run import Run
from publishing.run_record import RunRecord
from publishing.services.counting import count_of
from publishing.services.ending import Ending
from publishing.services.exporting.here import ExportPlaces, run_here
from publishing.services.nightly import RESTART_SECONDS, NightJobs
from publishing.services.no_games import NoGames
from publishing.services.observing import Looking
from publishing.services.outside import LIFE, Outside
from publishing.services.serving.starting import begun, serve_signed
from publishing.services.triggering.options import TriggerOptions, trigger_options
from publishing.services.triggering.push import pushed
from publishing.services.triggering.ticks import Ticks
from publishing.services.triggering.trigger import Trigger
from publishing.services.triggering.work import Work

RECORDS = "runs"
"""Where the records of runs are kept, below the state."""

PATIENCE_SECONDS = 20.0
"""How long a private store that is away is waited for within one delivery."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when it was asked to end, 2 when it cannot start."""
    options = begun(argv, trigger_options, preflight)
    if options is None:
        return 2
    if options.service.dry_run:
        print(f"Everything is there. The trigger would listen on port {options.service.port}.")
        return 0
    trigger, ticks = trigger_of(options), ticks_of(options)
    handlers = {
        "/messages/predictions-complete": pushed(
            trigger.predictions_complete, trigger.dead_letters
        ),
        "/messages/export-trigger": pushed(trigger.export_trigger, trigger.dead_letters),
        "/messages/live-events": pushed(trigger.live_event, trigger.dead_letters),
        "/ticks/live": lambda _: ticks.live(),
        "/ticks/feeder": lambda _: ticks.feeder(),
    }
    return serve_signed(options.service, handlers)


def preflight(options: TriggerOptions) -> list[str]:
    """Everything that would stop it later, one sentence each; nothing when it can start."""
    service = options.service
    now = service.clock.now()
    names = tuple(export.name for export in EXPORTS)
    every = Run("preflight", now, (league_date(now),), names, service.champion)
    found = list(service.warehouse.read_problems(every.reads()))
    found += service.launcher.problem(TEMPLATES)
    found += dead_letters_problem(service.dead_letters, service.dead_letter_bodies)
    places = (service.output, service.state, options.night.archive)
    topics = (service.trigger_topic, options.completion)
    single = [problem_of(place) for place in places] + [Topic(path).problem() for path in topics]
    return found + [problem for problem in single if problem]


def trigger_of(options: TriggerOptions, outside: Outside = LIFE) -> Trigger:
    """The trigger and all that it works with."""
    service = options.service
    patience = options.patience.total_seconds()
    state = outside.state(service.state, outside.timing(patience))
    letters = outside.letters(service.dead_letters, service.dead_letter_bodies)
    now = service.clock.now

    def here(run: Run) -> RunRecord:
        places = ExportPlaces(
            service.warehouse_place,
            service.output,
            service.dead_letters,
            service.dead_letter_bodies,
            f"{service.state}/{RECORDS}/{run.run_id}.json",
        )
        return run_here(run, places, now(), now, outside)

    def count(day: str) -> int | str:
        try:
            return count_of(service.warehouse, Prediction, parse_date(day), now())
        except WarehouseAway as away:
            return str(away)
        except ValueError:
            # What is no date is refused with a sentence where it is read.
            return 0

    work = Work(
        state=state,
        launcher=service.launcher,
        ending=Ending(state, outside.topic(options.completion), service.output),
        run_here=here,
        champion=service.champion,
        fixed=fixed_parameters(options),
        records=f"{service.state}/{RECORDS}",
        now=now,
        lease=options.lease,
        real_seconds=service.clock.real_seconds,
    )
    triggers = outside.topic(service.trigger_topic)
    return Trigger(work, triggers, letters, count, service.clock.at)


def ticks_of(options: TriggerOptions, outside: Outside = LIFE) -> Ticks:
    """The ticks and all that they work with."""
    service, timing = options.service, outside.timing(PATIENCE_SECONDS)
    store = outside.public(service.output)
    jobs = NightJobs(service.launcher, options.night, outside.timing(RESTART_SECONDS))
    return Ticks(
        looking=Looking(service.warehouse, store, jobs, service.champion, timing),
        jobs=jobs,
        no_games=NoGames(
            outside.archive(options.night.archive, timing),
            Publisher(store, timing, None, concurrency(service.output)),
            options.night.flush_seconds,
        ),
        now=service.clock.now,
    )


def fixed_parameters(options: TriggerOptions) -> dict[str, str]:
    """What every launched job is told."""
    service = options.service
    found = {
        "warehouse": service.warehouse_place,
        "output": service.output,
        "dead_letters": service.dead_letters,
        "state": service.state,
        "completion": options.completion,
    }
    if service.dead_letter_bodies:
        found["dead_letter_bodies"] = service.dead_letter_bodies
    return found


if __name__ == "__main__":
    sys.exit(main())
