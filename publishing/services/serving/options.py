"""The options that our services share, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from publishing.adapters.clock import Clock, real_clock, rehearsal
from publishing.adapters.jobs import Launcher
from publishing.adapters.launching import launcher_at
from publishing.adapters.places import bucket_and_prefix, is_bucket, is_inside
from publishing.adapters.pubsub import pubsub_path
from publishing.adapters.tokens import CERTS_URL
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.bad_options import BadOptions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """What every service is told, checked. Places are as the user wrote them."""

    state: str
    output: str
    warehouse_place: str
    warehouse: BatchWarehouse
    launcher: Launcher
    dead_letters: str
    dead_letter_bodies: str | None
    trigger_topic: str
    champion: str
    audience: str
    callers: frozenset[str]
    certs_url: str
    host: str
    port: int
    clock: Clock
    dry_run: bool


def service_parser(command: str, what: str) -> argparse.ArgumentParser:
    """The options that services share; a service adds its own."""
    parser = argparse.ArgumentParser(
        prog=f"courtside {command}", description=what, allow_abbrev=False
    )
    add = parser.add_argument
    add("--state", default="", help="Where claims, gates and marks are kept; never public.")
    add("--output", default="", help="Where public documents go: a folder, or gs://BUCKET/v1.")
    add("--warehouse", default="", help="bigquery:PROJECT, or parquet:DIR.")
    add(
        "--launcher",
        default="",
        help="Where jobs are started: dataflow:PROJECT/REGION/gs://BUCKET/templates, or "
        "processes:DIR for this machine.",
    )
    add("--trigger_topic", default="", help="projects/P/topics/nba-phase6-export-trigger.")
    add("--dead_letters", default="", help="Where messages that do not fit go; never public.")
    add("--dead_letter_bodies", help="Where bodies too large for the dead-letter topic go.")
    add("--champion_system", default="catboost_v9", help="Whose predictions count (D20).")
    add("--audience", default="", help="What the token of a call must be for: the service's URL.")
    add("--callers", default="", help="The service accounts that may call, separated by commas.")
    add("--certs_url", default=CERTS_URL, help="Whose keys sign calls. Default: Google's.")
    add("--host", default="0.0.0.0", help="Where to listen. Default: everywhere.")
    add("--port", default="8080", help="Where to listen. Default: 8080.")
    add("--clock", help="A rehearsal: FROM[@EPOCH][xSPEED], the same as for feeder and job.")
    add("--dry_run", action="store_true", help="Checks everything, says what it would do, ends.")
    return parser


class Checks:
    """Reads given words and collects a sentence for each that cannot be used."""

    def __init__(self, given: argparse.Namespace, *, listens: bool = True) -> None:
        self.given = given
        self._listens = listens
        self.problems: list[str] = []

    def read(self, name: str, read: Callable[[str], T]) -> T:
        """The value of an option; one that cannot be read is a problem, and never used."""
        said = getattr(self.given, name)
        try:
            if not said:
                raise ValueError("it is needed")
            return read(said)
        except ValueError as problem:
            self.problems.append(f"--{name}: {problem}")
            return None  # type: ignore[return-value]

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """The value of an option that need not be said."""
        return self.read(name, read) if getattr(self.given, name) else None

    def service_options(self) -> ServiceOptions:
        """What all services are told; whether it can be used is in `problems`."""
        return ServiceOptions(
            state=self.read("state", self._private),
            output=self.read("output", place),
            warehouse_place=self.given.warehouse,
            warehouse=self.read("warehouse", warehouse_at),
            launcher=self.read("launcher", launcher_at),
            dead_letters=self.read("dead_letters", self._private),
            dead_letter_bodies=self.optional("dead_letter_bodies", self._private),
            trigger_topic=self.read("trigger_topic", topic),
            champion=self.read("champion_system", str),
            audience=self.read("audience", str) if self._listens else "",
            callers=self.read("callers", _callers) if self._listens else frozenset(),
            certs_url=self.read("certs_url", _url),
            host=self.read("host", str),
            port=self.read("port", port),
            clock=self.optional("clock", rehearsal) or real_clock(),
            dry_run=self.given.dry_run,
        )

    def done(self, unknown: Sequence[str]) -> None:
        """BadOptions with everything that was wrong, if anything was."""
        problems = [f"{word!r} is not an option" for word in unknown] + self.problems
        if problems:
            raise BadOptions(problems)

    def _private(self, text: str) -> str:
        if not text.startswith("pubsub:"):
            place(text)
            if self.given.output and is_inside(text, self.given.output):
                raise ValueError(f"{text} would be public: it is inside {self.given.output}")
        return text


def place(text: str) -> str:
    """A folder or `gs://BUCKET/PREFIX`; ValueError when it is none."""
    if is_bucket(text):
        bucket_and_prefix(text)
    return text


def topic(text: str) -> str:
    """The full name of a topic; ValueError when it is none."""
    return pubsub_path(text, "topics")


def _callers(text: str) -> frozenset[str]:
    found = frozenset(word.strip() for word in text.split(",") if word.strip())
    odd = sorted(word for word in found if "@" not in word)
    if odd or not found:
        raise ValueError(f"{', '.join(odd) or text!r} is no service account: write NAME@…")
    return found


def _url(text: str) -> str:
    local = text.startswith(("http://127.0.0.1:", "http://localhost:"))
    if not text.startswith("https://") and not local:
        raise ValueError(f"{text!r} is no https address")
    return text


def port(text: str) -> int:
    """A port of this machine, 0 for a free one; ValueError when it is none."""
    if not text.isascii() or not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is no port: write a number from 0 to 65535")
    return int(text)
