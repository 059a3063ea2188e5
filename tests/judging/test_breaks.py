"""Breaks of the schedule: their bounds and headlines (`live.md` 4.7, incident 30)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from publishing.live.services import ActiveBreak
from publishing.operating.breaks import active_break
from publishing.operating.slates import plan
from tests.judging.world import HOUR, World, eastern, night


def found(*days: str, today: str, **more: Any) -> ActiveBreak | None:
    """The break of a season with games on these dates."""
    matches = [match for day in days for match in night(day, "19:00", **more)]
    now = eastern(f"{today} 12:00")
    return active_break(plan(World(matches).rows(now), now), date.fromisoformat(today))


def test_the_shape_and_the_words() -> None:
    off = found("2026-02-12", "2026-02-19", today="2026-02-15")
    assert msgspec.json.encode(off) == (
        b'{"headline":"All-Star Break","message":"Games resume Thursday, Feb 19",'
        b'"resume_date":"2026-02-19","last_game_date":"2026-02-12"}'
    )


@pytest.mark.parametrize(
    ("last", "resumes", "there"),
    [("2026-01-10", "2026-01-12", False), ("2026-01-10", "2026-01-13", True)],
)
def test_a_gap_of_three_days_is_a_break(last: str, resumes: str, there: bool) -> None:
    assert (found(last, resumes, today="2026-01-11") is not None) is there


@pytest.mark.parametrize(
    ("today", "there"),
    [("2026-02-12", False), ("2026-02-13", True), ("2026-02-18", True), ("2026-02-19", False)],
)
def test_the_days_between_are_the_break(today: str, there: bool) -> None:
    assert (found("2026-02-12", "2026-02-19", today=today) is not None) is there


@pytest.mark.parametrize(
    ("last", "gap", "headline"),
    [
        ("2026-02-09", 4, "Schedule Break"),
        ("2026-02-10", 4, "All-Star Break"),
        ("2026-02-18", 4, "All-Star Break"),
        ("2026-02-19", 4, "Schedule Break"),
        ("2025-12-23", 3, "Schedule Break"),
        ("2025-12-24", 3, "Holiday Break"),
        ("2025-12-31", 3, "Holiday Break"),
        ("2025-11-21", 3, "Schedule Break"),
        ("2025-11-22", 3, "Thanksgiving Break"),
        ("2025-11-28", 6, "Thanksgiving Break"),
        ("2025-11-29", 3, "Schedule Break"),
        ("2026-01-10", 4, "Schedule Break"),
        ("2026-01-10", 5, "Extended Break"),
        ("2026-03-12", 6, "Extended Break"),
    ],
)
def test_the_headline(last: str, gap: int, headline: str) -> None:
    day = date.fromisoformat(last)
    resumes, today = day + timedelta(days=gap), day + timedelta(days=1)
    off = found(last, resumes.isoformat(), today=today.isoformat())
    assert off is not None
    assert (off.headline, off.last_game_date, off.resume_date) == (
        headline,
        last,
        resumes.isoformat(),
    )


@pytest.mark.parametrize(
    ("last", "resumes", "there"),
    [
        ("2026-01-13", "2026-01-21", True),
        ("2026-01-12", "2026-01-21", False),
        ("2026-01-19", "2026-02-03", True),
        ("2026-01-19", "2026-02-04", False),
    ],
)
def test_seven_days_back_and_fourteen_ahead_are_looked_at(
    last: str, resumes: str, there: bool
) -> None:
    matches = [*night(last, "19:00"), *night(resumes, "19:00")]
    now = eastern("2026-01-20 12:00")
    rows = [row for match in matches for row in World([match]).rows(match.tip - 2 * HOUR)]
    assert (active_break(plan(rows, now), date(2026, 1, 20)) is not None) is there


def test_without_a_game_ahead_or_behind_there_is_no_break() -> None:
    assert found("2026-02-12", today="2026-02-15") is None
    assert found("2026-02-19", today="2026-02-15") is None
    assert active_break({}, date(2026, 2, 15)) is None


@pytest.mark.parametrize(
    ("prefix", "counts"),
    [("002", True), ("004", True), ("005", True), ("006", True), ("001", False), ("003", False)],
)
def test_only_games_of_the_league_count(prefix: str, counts: bool) -> None:
    matches = [*night("2026-02-12", "19:00"), *night("2026-02-19", "19:00")]
    (between,) = night("2026-02-15", "20:00")
    now = eastern("2026-02-14 12:00")
    rows = [*World(matches).rows(now), *World([between]).rows(now)]
    rows = [
        msgspec.structs.replace(row, game_id=f"{prefix}2500001")
        if row.game_date == between.day
        else row
        for row in rows
    ]
    off = active_break(plan(rows, now), date(2026, 2, 14))
    assert off is not None
    assert off.resume_date == ("2026-02-15" if counts else "2026-02-19")


def test_a_date_with_nothing_but_postponed_games_has_none() -> None:
    kept = [*night("2026-02-12", "19:00"), *night("2026-02-19", "19:00")]
    off = night("2026-02-14", "19:00", called_off=eastern("2026-02-13 12:00"))
    now = eastern("2026-02-15 12:00")
    found = active_break(plan(World([*kept, *off]).rows(now), now), date(2026, 2, 15))
    assert found is not None
    assert found.last_game_date == "2026-02-12"
