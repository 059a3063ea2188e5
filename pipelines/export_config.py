"""From a batch run's command line to plain values: everything that is wrong is said at once."""

from __future__ import annotations

import argparse
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from apache_beam.options.pipeline_options import (
    GoogleCloudOptions,
    PipelineOptions,
    SetupOptions,
    StandardOptions,
)

from pipelines.beam_options import stray_words, unknown_options
from pipelines.config import LOCAL_RUNNERS
from pipelines.declared import count
from pipelines.export_options import ENGINES, EXPORT
from pipelines.export_places import wrong_places, wrong_places_of_a_service
from pipelines.export_words import exports_named
from pipelines.patterns import BOOLEAN
from pipelines.private import beside
from pipelines.streaming import service_problems
from publishing.bad_options import BadOptions
from publishing.calendar import dates_through, parse_instant, resolve_date
from publishing.exports import BY_NAME
from publishing.exports.declaration import Parameters
from publishing.identity import is_lookup
from publishing.run import Run

MOST = 10_000
"""The largest count that an option takes."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """A batch run's options, checked; places are as the user wrote them.

    `dates` is None for every date that has gradings: the warehouse knows which. `single` says
    that one date was asked for.
    """

    run_id: str
    as_of: datetime
    dates: tuple[date, ...] | None
    single: bool
    names: tuple[str, ...]
    skipped: tuple[str, ...]
    champion: str
    parameters: Parameters
    players: frozenset[str] | None
    update_latest: bool
    engine: Literal["beam", "inline"]
    local: bool
    warehouse: str
    output: str
    dead_letters: str
    dead_letter_bodies: str | None
    manifest: str
    journal: str | None
    state: str | None
    claim: str | None
    completion: str | None
    dry_run: bool

    def run(self, dates: tuple[date, ...]) -> Run:
        """The run over these dates."""
        return Run(
            self.run_id,
            self.as_of,
            dates,
            self.names,
            self.champion,
            self.parameters,
            self.players,
            self.update_latest,
        )


def export_options(argv: Sequence[str], now: datetime) -> tuple[PipelineOptions, ExportConfig]:
    """Beam's options and the run's own; BadOptions with everything that is wrong."""
    try:
        given, rest = EXPORT.parsed(argv)
    except ValueError as problem:
        raise BadOptions([str(problem)]) from None
    problems = unknown_options(argv, EXPORT.flags) + stray_words(rest)
    options = PipelineOptions(rest)
    standard = options.view_as(StandardOptions)
    local = standard.runner in LOCAL_RUNNERS
    as_of = _as_of(given.as_of, now, problems)
    dates = _dates(given, as_of, problems)
    names, skipped = exports_named(given.only, problems)
    update_latest = given.update_latest.lower() == "true"
    if not update_latest:
        names, skipped = _dated_alone(names, skipped)
    parameters = Parameters(
        top_n=_count("--top_n", given.top_n, problems),
        min_games=_count("--min_games", given.min_games, problems),
    )
    players = _players(given.players, problems)
    if given.engine not in ENGINES:
        problems.append(f"--engine {given.engine!r} is not known: write beam or inline")
    if given.update_latest.lower() not in BOOLEAN:
        problems.append(f"--update_latest is true or false, not {given.update_latest!r}")
    for name in ("run_id", "champion_system"):
        said = getattr(given, name)
        if said is not None and not _WORD.fullmatch(said):
            problems.append(f"--{name} {said!r} is no name: write letters, digits, . _ and -")
    problems += wrong_places(given)
    if standard.runner == "DataflowRunner":
        problems += service_problems(options.view_as(GoogleCloudOptions))
    if not local and given.engine == "beam":
        problems += wrong_places_of_a_service(given)
    if problems:
        raise BadOptions(problems)
    setup = options.view_as(SetupOptions)
    if setup.save_main_session is None:
        # All that a worker needs is in packages; Beam would ship this module's session besides.
        setup.save_main_session = False
    if local:
        # Beam's DirectRunner looks for a downloaded runner first; this one is here.
        standard.runner = "FnApiRunner"
    run_id = given.run_id or uuid.uuid4().hex[:12]
    return options, ExportConfig(
        run_id=run_id,
        as_of=as_of,
        dates=dates,
        single=not given.backfill_all and given.start_date is None,
        names=names,
        skipped=skipped,
        champion=given.champion_system,
        parameters=parameters,
        players=players,
        update_latest=update_latest,
        engine=given.engine,
        local=local,
        warehouse=given.warehouse,
        output=given.output,
        dead_letters=given.dead_letters or beside(given.output),
        dead_letter_bodies=given.dead_letter_bodies,
        manifest=given.manifest or f"{beside(given.output, 'runs')}/{run_id}.json",
        journal=given.journal,
        state=given.state or None,
        claim=given.claim,
        completion=given.completion,
        dry_run=given.dry_run,
    )


def _as_of(text: str | None, now: datetime, problems: list[str]) -> datetime:
    if text is None:
        return now
    try:
        return parse_instant(text)
    except ValueError:
        problems.append(f"--as_of {text!r} is no instant: write 2026-02-11T18:00:00Z")
        return now


def _dates(
    given: argparse.Namespace, as_of: datetime, problems: list[str]
) -> tuple[date, ...] | None:
    """The dates in the contract's order of precedence: all, a range, one, yesterday."""
    if given.backfill_all:
        return None
    if (given.start_date is None) != (given.end_date is None):
        problems.append("a range needs both --start_date and --end_date")
        return None
    one = "yesterday" if given.date is None else given.date
    words = [one] if given.start_date is None else [given.start_date, given.end_date]
    try:
        found = [resolve_date(word, as_of) for word in words]
    except ValueError as problem:
        problems.append(str(problem))
        return None
    if found[0] > found[-1]:
        problems.append(f"the range ends on {found[-1]}, before it begins on {found[0]}")
        return None
    return dates_through(found[0], found[-1])


def _dated_alone(
    names: tuple[str, ...], skipped: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The exports with a path of each date, and a sentence more for each one without."""
    exports = [BY_NAME[name] for name in names]
    without = [
        f"{export.job_type} skipped: it has no path but the newest, and update_latest is false"
        for export in exports
        if export.dated is None
    ]
    return tuple(export.name for export in exports if export.dated), (*skipped, *without)


def _players(text: str | None, problems: list[str]) -> frozenset[str] | None:
    if text is None:
        return None
    lookups = [lookup.strip() for lookup in text.split(",") if lookup.strip()]
    # A lookup becomes a path: nothing else may get into it.
    problems += [
        f"--players: {lookup!r} is no player_lookup" for lookup in lookups if not is_lookup(lookup)
    ]
    if not lookups:
        problems.append("--players names no player")
    return frozenset(lookups)


def _count(name: str, text: str, problems: list[str]) -> int:
    found = count(text, MOST)
    if found is None:
        problems.append(f"{name} {text!r} is not a number from 1 to {MOST}")
        return 1
    return found
