"""The command line of `courtside feeder`, from words to checked values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from publishing.adapters.balldontlie import REAL_SOURCE
from publishing.adapters.clock import Clock, real_clock, rehearsal
from publishing.adapters.places import bucket_and_prefix, is_bucket
from publishing.adapters.pubsub import pubsub_path
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.bad_options import BadOptions
from publishing.calendar import resolve_date
from publishing.services.feeding.arguments import KEY_VARIABLE, parser

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FeederConfig:
    """What was asked for, checked. Seconds are of the clock, which may be a rehearsal's."""

    base_url: str
    warehouse: BatchWarehouse
    topic: str
    game_date: date
    clock: Clock
    poll_seconds: int
    budget_seconds: float
    tick_seconds: int
    reference_seconds: int
    grace: timedelta
    champion: str
    dead_letters: str | None
    api_key: str | None = field(repr=False)
    dry_run: bool = False


def feeder_options(argv: Sequence[str] | None, environment: Mapping[str, str]) -> FeederConfig:
    """The options; BadOptions with everything that is wrong. SystemExit 0 after `--help`."""
    given, unknown = parser().parse_known_args(argv)
    problems = [f"{word!r} is not an option" for word in unknown]

    def check(name: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except (ValueError, OSError) as problem:
            why = getattr(problem, "strerror", None) or problem
            problems.append(f"--{name}: {why}")
            return otherwise

    def number(name: str, least: float) -> float:
        return check(name, lambda: _number(getattr(given, name), least), least)

    clock = check("clock", lambda: rehearsal(given.clock), real_clock()) if given.clock else None
    clock = clock or real_clock()
    now = clock.now()
    config = FeederConfig(
        base_url=check("source", lambda: _base_url(given.source), ""),
        warehouse=check("warehouse", lambda: warehouse_at(given.warehouse), _NOWHERE),
        topic=check("topic", lambda: pubsub_path(given.topic, "topics"), ""),
        game_date=check("date", lambda: resolve_date(given.date, now), now.date()),
        clock=clock,
        poll_seconds=check("poll_seconds", lambda: _whole(given.poll_seconds), 1),
        budget_seconds=number("budget_seconds", 0.1),
        tick_seconds=check("tick_seconds", lambda: _whole(given.tick_seconds), 1),
        reference_seconds=check("reference_seconds", lambda: _whole(given.reference_seconds), 1),
        grace=timedelta(minutes=number("grace_minutes", 0)),
        champion=check("champion_system", lambda: _named(given.champion_system), ""),
        dead_letters=check("dead_letters", lambda: _place(given.dead_letters), None),
        api_key=check("api_key_file", lambda: _api_key(given.api_key_file, environment), None),
        dry_run=given.dry_run,
    )
    if not problems:
        problems += _between(config)
    if problems:
        raise BadOptions(problems)
    return config


_NOWHERE = warehouse_at("parquet:nowhere")


def _between(config: FeederConfig) -> list[str]:
    """What is wrong with options that are each right."""
    found = []
    if config.budget_seconds >= config.poll_seconds:
        found.append(
            f"--budget_seconds {config.budget_seconds:g} must be below --poll_seconds "
            f"{config.poll_seconds}: a poll must end before the next one begins"
        )
    if config.api_key is None and urlsplit(config.base_url).hostname == _REAL_HOST:
        found.append(
            f"{config.base_url} answers only with an API key: set {KEY_VARIABLE}, or give "
            "--api_key_file"
        )
    return found


_REAL_HOST = urlsplit(REAL_SOURCE).hostname


def _base_url(source: str) -> str:
    kind, _, url = source.partition(":")
    parts = urlsplit(url)
    is_base = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    if kind != "bdl" or not is_base or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{source!r} is not known: write bdl:BASE_URL, as in bdl:{REAL_SOURCE}")
    return url


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_SECONDS:
        raise ValueError(f"{text!r} is not a whole number from 1 to {_MOST_SECONDS}")
    return int(text)


def _number(text: str, least: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not least <= number <= _MOST_SECONDS:
        raise ValueError(f"{text!r} is not a number from {least:g} to {_MOST_SECONDS}")
    return number


_MOST_SECONDS = 24 * 60 * 60


def _named(text: str) -> str:
    if not text.strip():
        raise ValueError("the name is empty")
    return text


def _place(place: str | None) -> str | None:
    if place is None:
        return None
    if is_bucket(place):
        bucket_and_prefix(place)
    elif not place or place.startswith(("pubsub:", "projects/")):
        raise ValueError(f"{place!r} is no place: write a folder or gs://BUCKET/PREFIX")
    return place


def _api_key(file: str | None, environment: Mapping[str, str]) -> str | None:
    """The key of the file, else of the environment; None without one. Never part of an error."""
    key = environment.get(KEY_VARIABLE, "").strip()
    if file is not None:
        # Not UTF-8 is no key either, and its error would show a part of it.
        key = Path(file).read_bytes().decode(errors="replace").strip()
        if not key:
            raise ValueError(f"{file} is empty")
    if not key:
        return None
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError(f"what {file or KEY_VARIABLE} holds is no key: it is one printable word")
    return key
