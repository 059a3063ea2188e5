"""The week in which the clocks go forward (vector 30): 2026-03-02 to 2026-03-10.

It begins on a Monday of an even week; Thursday's second game is postponed, Saturday's third was
moved to Monday, and Saturday's last one goes on over the hour that is not there.
"""

from __future__ import annotations

import random

import pytest

from tests.weeks import march
from tests.weeks.agenda import MINUTE, PT, shown, wall
from tests.weeks.conftest import Play
from tests.weeks.told import (
    HALVES,
    HOURS,
    contents,
    daily,
    dates,
    days,
    of,
    public,
    require_every_run_makes_its_own,
    require_games_are_told_of,
    runs,
    words,
)
from tests.weeks.world import World

pytestmark = pytest.mark.slow

WEEK = days("2026-03-02", "2026-03-09")
LAST = "2026-03-10"
NO_GAMES = "2026-03-04"
NIGHTS = [day for day in WEEK if day != NO_GAMES]


@pytest.fixture(scope="module")
def week(play: Play) -> World:
    return play(march)


def test_what_ran_when(week: World) -> None:
    require_every_run_makes_its_own(week)
    assert of(week, "phase6-daily-results", PT) == daily([*WEEK, LAST], "05:00", about=-1)
    assert of(week, "phase6-after-grading") == daily([*WEEK, LAST], "11:30", about=-1)
    assert of(week, "phase6-hourly-trends") == daily(WEEK, *HOURS) + daily([LAST], *HOURS[:7])
    tonight = [(at, day) for at, day, _ in of(week, "phase6-hourly-tonight")]
    planned = daily(WEEK, *HALVES) + daily([LAST], *HALVES[:6])
    assert tonight == [(at, day) for at, day, _ in planned]
    assert of(week, "phase6-tonight-picks") == daily(WEEK, "13:00")
    assert of(week, "phase6-tonight-picks-pregame") == daily(WEEK, "17:00")
    assert of(week, "trends-weekly-wed") == daily([NO_GAMES], "08:00")
    assert of(week, "phase6-player-profiles") == daily(["2026-03-08"], "06:00")
    assert of(week, "trends-monthly") == []


def test_trends_for_today_are_of_the_league_date_late_in_the_evening(week: World) -> None:
    """At 23:00 Eastern it is tomorrow in UTC already (L1)."""
    late = [one for one in of(week, "phase6-hourly-trends") if one[0].endswith("23:00")]
    assert late == daily(WEEK, "23:00")


def test_a_biweekly_export_is_made_in_even_weeks_alone(week: World) -> None:
    mondays = ["2026-03-02", "2026-03-09"]
    assert of(week, "trends-weekly-mon") == daily(mondays, "06:00")
    assert of(week, "trends-biweekly-mon") == daily(mondays, "06:00")
    made = [run.exports for run in runs(week) if run.source == "trends-biweekly-mon"]
    assert made == [{"team_tendencies"}, set()]


def test_the_jobs_of_a_night_are_there_for_its_games_and_no_longer(week: World) -> None:
    live = {job.name[-10:]: job for job in week.jobs.of("live")}
    assert list(live) == NIGHTS == [job.name[-10:] for job in week.jobs.of("feeder")]
    ends = {
        "2026-03-02": "2026-03-03 00:36",
        "2026-03-03": "2026-03-03 23:06",
        "2026-03-05": "2026-03-06 00:33",
        "2026-03-06": "2026-03-06 22:06",
        "2026-03-07": "2026-03-08 03:27",
        "2026-03-08": "2026-03-08 21:36",
        "2026-03-09": "2026-03-09 22:06",
    }
    for day, job in live.items():
        tips = [game.tip for game in march.GAMES if str(game.day) == day]
        assert job.launched_at == min(tips) - 30 * MINUTE
        assert job.drained_at is not None
        assert shown(job.drained_at) == ends[day]


def test_a_game_goes_on_over_the_hour_that_is_not_there(week: World) -> None:
    """It ends at 03:10, an hour and eleven minutes after the clock showed 01:59."""
    before = public(week, "live/latest.json", wall("2026-03-08 01:59"))
    assert (before["game_date"], before["games_in_progress"]) == ("2026-03-07", 1)
    after = public(week, "live/latest.json", wall("2026-03-08 03:05"))
    assert (after["game_date"], after["games_in_progress"]) == ("2026-03-07", 1)
    end = public(week, "live/latest.json", wall("2026-03-08 03:12"))
    assert (end["games_in_progress"], end["games_final"]) == (0, 2)
    settled = ("2026-03-08 05:15", "2026-03-07", "partial")
    assert settled in of(week, "slate-settled")


def test_a_postponed_game_is_not_waited_for(week: World) -> None:
    """Its night ends with the two others; nobody has points in it (incident 17)."""
    assert [one[0] for one in of(week, "game-final") if one[1] == "2026-03-05"] == [
        "2026-03-05 21:20",
        "2026-03-06 00:15",
    ]
    scores = public(week, "live/2026-03-05.json", wall("2026-03-06 12:00"))
    states = {(one["away_team"], one["status"]) for one in scores["games"]}
    assert states == {("NYK", "final"), ("CHI", "scheduled"), ("DEN", "final")}
    results = public(week, "results/2026-03-05.json", wall("2026-03-06 12:00"))
    assert not any("CHI" in one["game_id"] for one in results["results"])
    assert results["summary"]["total_predictions"] == 8


def test_a_game_that_was_moved_is_played_on_its_new_date_alone(week: World) -> None:
    saturday = public(week, "live/2026-03-07.json", wall("2026-03-08 12:00"))
    assert saturday["total_games"] == 2
    monday = public(week, "live/2026-03-09.json", wall("2026-03-09 22:00"))
    assert sorted(one["away_team"] for one in monday["games"]) == ["BOS", "DEN"]


def test_pointers_are_about_their_day_hour_by_hour(week: World) -> None:
    first, last = "2026-03-02 13:00", "2026-03-10 11:00"
    seen = {"2026-03-04": "07", "2026-03-08": "11"}
    today = [(f"{day} {seen.get(day, '12')}", day, "") for day in WEEK[1:]]
    monday = ("2026-03-02 13", "2026-03-02", "")
    tonight = [monday, *today, (f"{LAST} 07", LAST, "")]
    assert dates(week, "tonight/all-players.json", first, last) == tonight
    results = [(f"{day} 08", before, "") for day, before in zip(WEEK[1:], WEEK, strict=False)]
    found = dates(week, "results/latest.json", first, last)
    assert found == [("2026-03-02 13", "2026-03-01", ""), *results, (f"{LAST} 08", WEEK[-1], "")]
    begun = {"2026-03-04": "16", "2026-03-08": "16"}
    latest = [(f"{day} {begun.get(day, '19')}", day, "") for day in WEEK]
    before = ("2026-03-02 13", "2026-03-01", "")
    assert dates(week, "live/latest.json", first, last) == [before, *latest]


def test_the_site_says_that_it_is_well_at_every_round(week: World) -> None:
    assert words(week) == {"healthy"}
    assert all(one.status["known_issues"] == [] for one in week.rounds)
    assert all(one.status["active_break"] is None for one in week.rounds)
    require_games_are_told_of(week, march.GAMES)
    assert len(week.rounds) == (march.END - march.START) // (5 * MINUTE)


def test_nothing_is_found_but_nights_that_are_to_be_settled(week: World) -> None:
    assert week.findings() == [f"settle/{day}" for day in ["2026-03-01", *NIGHTS]]
    assert week.alerts.told == []
    assert week.letters.objects == {}
    assert [one for one in week.calls if one[2].status_code != 200] == []


def test_a_week_of_doubled_and_mixed_messages_is_the_same_week(play: Play, week: World) -> None:
    """Vector 20, I-9: every message comes twice, in any order, up to 40 seconds late."""
    mixed = play(march, chance=random.Random(1))
    assert contents(mixed) == contents(week)
    require_every_run_makes_its_own(mixed)
    assert words(mixed) == {"healthy"}
    assert mixed.alerts.told == []
