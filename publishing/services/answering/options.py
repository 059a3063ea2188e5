"""The command line of `courtside api`, from words to checked values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from publishing.adapters.clock import Clock, real_clock, rehearsal
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.services.answering.api import ORIGINS
from publishing.services.serving.options import Checks, place, port


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """What the API is told, checked; `output` is as the user wrote it."""

    warehouse: BatchWarehouse
    output: str
    champion: str
    origins: frozenset[str]
    refresh_seconds: float
    host: str
    port: int
    clock: Clock
    dry_run: bool


def api_options(argv: Sequence[str] | None) -> ApiOptions:
    """The options; BadOptions with everything that is wrong. SystemExit 0 after `--help`."""
    parser = argparse.ArgumentParser(
        prog="courtside api",
        description="Season and game reports of a player on demand, and every published document.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--warehouse", default="", help="bigquery:PROJECT, or parquet:DIR; only read.")
    add("--output", default="", help="Where the public documents are: gs://BUCKET/v1, a folder.")
    add("--champion_system", default="catboost_v9", help="Whose predictions count (D20).")
    add("--origins", default=",".join(ORIGINS), help="Whose pages may read. Default: the site's.")
    add("--refresh_seconds", default="300", help="How often rows are looked for. Default: 300.")
    add("--host", default="0.0.0.0", help="Where to listen. Default: everywhere.")
    add("--port", default="8080", help="Where to listen. Default: 8080.")
    add("--clock", help="A rehearsal: FROM[@EPOCH][xSPEED].")
    add("--dry_run", action="store_true", help="Checks everything, says what it would do, ends.")
    given, unknown = parser.parse_known_args(argv)
    checks = Checks(given)
    found = ApiOptions(
        warehouse=checks.read("warehouse", warehouse_at),
        output=checks.read("output", place),
        champion=checks.read("champion_system", str),
        origins=checks.read("origins", _origins),
        refresh_seconds=checks.read("refresh_seconds", _seconds),
        host=checks.read("host", str),
        port=checks.read("port", port),
        clock=checks.optional("clock", rehearsal) or real_clock(),
        dry_run=given.dry_run,
    )
    checks.done(unknown)
    return found


def _origins(text: str) -> frozenset[str]:
    found = frozenset(word.strip() for word in text.split(",") if word.strip())
    for word in found:
        scheme, colon, host = word.partition("://")
        odd = not host.isascii() or not host.isprintable() or set(host) & set("/* ")
        if scheme not in ("http", "https") or not colon or not host or odd:
            raise ValueError(f"{word!r} is no origin: write scheme://host[:port]")
    return found


def _seconds(text: str) -> float:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise ValueError(f"{text!r} is not known: write a number of seconds from 1 to 3600")
    return float(text)
