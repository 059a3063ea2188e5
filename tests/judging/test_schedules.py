"""A schedule whose occasions are all made by the monitor is gone, and somebody is told (45)."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from publishing.calendar import format_instant
from publishing.operating.claims import Claim
from publishing.operating.seen import Away
from tests.judging.rows import at, instant
from tests.judging.verdicts import findings, keys

HOURLY = "phase6-hourly-trends"
SILENT = f"silent-schedule/{HOURLY}"


def occasion(hour: int) -> str:
    return f"{HOURLY}-20260211T{hour:02}00Z"


def claim(batch: str, correlation: str) -> Claim:
    what = {"exports": [], "game_date": "2026-02-11", "batch": batch, "correlation_id": correlation}
    then = format_instant(instant("12:00"))
    return Claim(
        msgspec.Raw(json.dumps(what).encode()), "o", "done", 1, then, then, None, "success"
    )


def own(hour: int) -> Claim:
    return claim(occasion(hour), "scheduled")


def helped(hour: int, again: str = "") -> Claim:
    batch = f"{occasion(hour)}{again}"
    return claim(batch, batch)


@pytest.mark.parametrize(
    ("claims", "silent"),
    [
        ([own(15), own(16)], False),
        ([own(15), helped(16)], False),
        ([helped(15), own(16)], False),
        ([helped(16)], False),
        ([helped(15), helped(16)], True),
        ([own(14), helped(15), helped(16)], True),
        # A run that failed and was asked for again was the schedule's own.
        ([own(16), helped(16, "-2"), helped(16, "-3")], False),
        ([own(15), own(16), helped(16, "-2")], False),
        ([helped(15), helped(15, "-2"), helped(16)], True),
    ],
)
def test_incident_45_a_schedule_that_does_not_fire_is_told(
    claims: list[Claim], silent: bool
) -> None:
    seen = at("12:20")
    others = {} if isinstance(seen.claims, Away) else seen.claims
    kept = {key: one for key, one in others.items() if HOURLY not in key}
    made = kept | {f"k{number}": one for number, one in enumerate(claims)}
    found = findings(replace(seen, claims=made))
    assert (SILENT in found) is silent
    if silent:
        assert (found[SILENT].severity, found[SILENT].heals) == ("error", ())
        assert not found[SILENT].quiet


def test_what_cannot_be_read_tells_of_no_schedule() -> None:
    seen = at("12:20")
    odd = msgspec.structs.replace(own(16), what=msgspec.Raw(b'{"batch": 1}'))
    assert not [key for key in keys(replace(seen, claims={"k": odd})) if key.startswith("silent")]
    away = keys(replace(seen, claims=Away("the bucket is away")))
    assert not [key for key in away if key.startswith("silent")]
