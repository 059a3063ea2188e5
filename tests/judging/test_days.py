"""Whole days on which all is well: not one finding, and every word is healthy (vector 19, I-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from publishing.operating.judging import judge
from publishing.operating.nights import newest_over, open_slate
from tests.judging.verdicts import sections, words
from tests.judging.world import MINUTE, Match, World, eastern, night

STEP = timedelta(minutes=15)
LONG = 48
"""Hours from which an hour is a step."""

AHEAD = night("2026-03-01", "19:00")
"""A game later on, so that the season goes on."""


def instants(start: datetime, hours: int) -> list[datetime]:
    """Every quarter of an hour, every hour of long spans: both ends too."""
    step = STEP if hours < LONG else 4 * STEP
    return [start + number * step for number in range(timedelta(hours=hours) // step + 1)]


def off(match: Match, at: str) -> Match:
    return replace(match, called_off=eastern(at))


SEASON = night("2026-02-09", "19:00", "19:30") + night("2026-02-10", "19:00", "22:00")
EVENING = night("2026-02-11", "19:00", "19:30", "20:00", "22:00", "22:30")
NEXT = night("2026-02-12", "19:00")

CASES: dict[str, tuple[list[Match], str, int]] = {
    "an evening": ([*SEASON, *EVENING, *NEXT], "2026-02-11 04:00", 30),
    "a matinee": (
        [*SEASON, *night("2026-02-11", "12:00", "15:30", "19:00"), *NEXT],
        "2026-02-11 04:00",
        30,
    ),
    "a game that ends at half past one": (
        [*SEASON, *night("2026-02-11", "22:30", lasts=timedelta(minutes=172)), *NEXT],
        "2026-02-11 17:00",
        20,
    ),
    "a day without games": (
        [*SEASON, *night("2026-02-11", "19:00"), *night("2026-02-13", "19:00")],
        "2026-02-12 00:00",
        36,
    ),
    "the All-Star break": (
        [*SEASON, *EVENING, *NEXT, *night("2026-02-19", "19:00", "22:00")],
        "2026-02-12 18:00",
        24 * 7,
    ),
    "a game that is postponed at noon": (
        [*SEASON, off(EVENING[0], "2026-02-11 12:00"), *EVENING[1:], *NEXT],
        "2026-02-11 04:00",
        30,
    ),
    "a game that is postponed when it should begin": (
        [*SEASON, *EVENING[:-1], off(EVENING[-1], "2026-02-11 22:40"), *NEXT],
        "2026-02-11 04:00",
        30,
    ),
    "the only game is postponed after the job was started": (
        [*SEASON, off(EVENING[0], "2026-02-11 18:50"), *NEXT],
        "2026-02-11 04:00",
        30,
    ),
    "the night of the change to summer time": (
        [
            *night("2026-03-06", "19:00"),
            *night("2026-03-07", "19:00", "22:30", lasts=timedelta(hours=3, minutes=30)),
            *night("2026-03-08", "13:00", "19:00"),
        ],
        "2026-03-07 16:00",
        36,
    ),
    "the night of the change to winter time": (
        [
            *night("2026-10-30", "19:00"),
            *night("2026-10-31", "19:00", "22:30", lasts=timedelta(hours=3, minutes=30)),
            *night("2026-11-01", "13:00", "19:00"),
        ],
        "2026-10-31 16:00",
        36,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_all_is_well_at_every_quarter_of_an_hour(name: str) -> None:
    matches, first, hours = CASES[name]
    world, start = World([*matches, *AHEAD]), eastern(first)
    for now in instants(start, hours):
        judgement = judge(world.seen(now))
        told = f"{name} at {now.isoformat()}"
        assert [one.key for one in judgement.findings] == [], told
        assert set(words(judgement).values()) == {"healthy"}, (told, sections(judgement))


@pytest.mark.parametrize("seconds", [0, 1, 59, 119, 179, 299, 359])
def test_all_is_well_in_the_minutes_of_a_start(seconds: int) -> None:
    world = World([*SEASON, *EVENING, *NEXT])
    for event in (world.opens(EVENING[0].day), EVENING[0].tip, world.over_at(EVENING[0].day)):
        judgement = judge(world.seen(event + timedelta(seconds=seconds)))
        assert judgement.findings == ()
        assert set(words(judgement).values()) == {"healthy"}


@pytest.mark.parametrize("name", CASES)
def test_the_open_slate_is_that_of_its_games_at_every_quarter(name: str) -> None:
    matches, first, hours = CASES[name]
    world, start = World([*matches, *AHEAD]), eastern(first)
    for now in instants(start, hours):
        days = [day for day in world.days() if world.opens(day) <= now < world.over_at(day)]
        ended = [day for day in world.days() if world.over_at(day) <= now]
        rows, public = list(world.rows(now)), world.public(now)
        assert open_slate(rows, public, now) == (days[-1] if days else None), now
        assert newest_over(rows, public, now) == (ended[-1] if ended else None), now


def at(text: str, matches: list[Match]) -> dict[str, str]:
    judged = sections(judge(World([*matches, *AHEAD]).seen(eastern(text))))
    said = {name: one["message"] for name, one in judged.items() if one and "message" in one}
    return said | {"open": judged["live_job"]["game_date"]}


@pytest.mark.parametrize(
    ("text", "job", "open_day"),
    [
        ("2026-02-11 10:00", "The games of 2026-02-11 have not begun", None),
        ("2026-02-11 18:29", "The games of 2026-02-11 have not begun", None),
        ("2026-02-11 18:31", "The live job of 2026-02-11 is starting", "2026-02-11"),
        ("2026-02-11 18:35", "The live job of 2026-02-11 is running", "2026-02-11"),
        ("2026-02-12 00:30", "The live job of 2026-02-11 is running", "2026-02-11"),
        ("2026-02-12 01:10", "All games of 2026-02-11 are over", None),
        ("2026-02-12 04:00", "The games of 2026-02-12 have not begun", None),
    ],
)
def test_what_is_said_of_the_job_through_a_night(text: str, job: str, open_day: str | None) -> None:
    said = at(text, [*SEASON, *EVENING, *NEXT])
    assert (said["live_job"], said["open"]) == (job, open_day)


def test_what_is_said_on_a_day_without_games() -> None:
    matches = [*SEASON, *night("2026-02-11", "19:00"), *night("2026-02-13", "19:00")]
    said = at("2026-02-12 20:00", matches)
    assert said["live_job"] == "No games on 2026-02-12"
    assert said["tonight_data"] == "No games on 2026-02-12"
    assert said["predictions"] == "No predictions expected — no games on 2026-02-12"
    assert said["best_bets"] == "No best bets expected — no games on 2026-02-12"


def test_what_is_said_in_the_all_star_break() -> None:
    matches = [*SEASON, *EVENING, *NEXT, *night("2026-02-19", "19:00")]
    said = at("2026-02-15 20:00", matches)
    no_games = "No games — All-Star Break (Games resume Thursday, Feb 19)"
    assert said["live_job"] == no_games
    assert said["tonight_data"] == no_games
    assert said["predictions"] == "No predictions expected — All-Star Break"
    assert said["best_bets"] == "No best bets expected — All-Star Break"
    judged = sections(judge(World([*matches, *AHEAD]).seen(eastern("2026-02-15 20:00"))))
    assert judged["active_break"] == {
        "headline": "All-Star Break",
        "message": "Games resume Thursday, Feb 19",
        "resume_date": "2026-02-19",
        "last_game_date": "2026-02-12",
    }
    assert judged["best_bets"]["total_picks"] == 0


def test_incident_30_an_exhibition_is_no_game() -> None:
    exhibition = night("2026-02-15", "20:00")
    exhibition = [replace(one, league_id="0032500001") for one in exhibition]
    matches = [*SEASON, *EVENING, *NEXT, *night("2026-02-19", "19:00")]
    now = eastern("2026-02-15 21:00")
    seen = World([*matches, *AHEAD]).seen(now)
    more = tuple(World([*matches, *exhibition]).rows(now))
    judgement = judge(replace(seen, schedule=more))
    assert judgement.findings == ()
    assert sections(judgement)["active_break"]["headline"] == "All-Star Break"


def test_at_four_oclock_the_day_is_the_next_one() -> None:
    world = World([*SEASON, *EVENING, *NEXT])
    for minutes, day in ((-1, "2026-02-11"), (0, "2026-02-12")):
        now: datetime = eastern("2026-02-12 04:00") + minutes * MINUTE
        assert sections(judge(world.seen(now)))["predictions"]["target_date"] == day
