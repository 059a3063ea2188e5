"""The week in which the clocks go back (vector 30): 2025-10-29 to 2025-11-05.

A night ends at the second 01:30 of a Sunday of 25 hours; Monday has no games and is in an odd
week; Saturday is a first of the month.
"""

from __future__ import annotations

import pytest

from tests.weeks import november
from tests.weeks.agenda import ET, MINUTE, PT, shown, wall
from tests.weeks.conftest import Play
from tests.weeks.feeding import FeederJob
from tests.weeks.told import (
    HALVES,
    HOURS,
    daily,
    dates,
    days,
    of,
    public,
    require_every_run_makes_its_own,
    require_games_are_told_of,
    runs,
    words,
    written,
)
from tests.weeks.world import World

WEEK = days("2025-10-29", "2025-11-04")
LAST = "2025-11-05"
NO_GAMES = "2025-11-03"
NIGHTS = [day for day in WEEK if day != NO_GAMES]


@pytest.fixture(scope="module")
def week(play: Play) -> World:
    return play(november)


def test_what_ran_when(week: World) -> None:
    require_every_run_makes_its_own(week)
    results = daily(WEEK, "05:00", about=-1) + daily([LAST], "05:00", about=-1)
    # Results are made by the Pacific clock: both clocks change in the same night.
    assert of(week, "phase6-daily-results", PT) == results
    assert of(week, "phase6-after-grading") == daily([*WEEK, LAST], "11:30", about=-1)
    assert of(week, "phase6-hourly-trends") == daily(WEEK, *HOURS) + daily([LAST], *HOURS[:7])
    assert of(week, "phase6-tonight-picks") == daily(WEEK, "13:00")
    assert of(week, "phase6-tonight-picks-pregame") == daily(WEEK, "17:00")
    assert of(week, "trends-weekly-wed") == daily(["2025-10-29", LAST], "08:00")
    assert of(week, "trends-monthly") == daily(["2025-11-01"], "06:00")
    assert of(week, "phase6-player-profiles") == daily(["2025-11-02"], "06:00")
    assert of(week, "trends-weekly-mon") == daily([NO_GAMES], "06:00")


def test_a_biweekly_export_is_not_made_in_an_odd_week(week: World) -> None:
    assert of(week, "trends-biweekly-mon") == daily([NO_GAMES], "06:00")
    assert [run.exports for run in runs(week) if run.source == "trends-biweekly-mon"] == [set()]
    tendencies = [one.at for one in week.public.history("trends/team-tendencies.json")]
    assert [shown(at) for at in tendencies] == ["2025-10-29 04:06"]


def test_tonight_waits_for_predictions_until_they_are_there(week: World) -> None:
    """Every half hour; before noon of a day with games there are none yet (D29)."""
    before = {"2025-11-02": HALVES.index("10:30")}
    expected = []
    for day in [*WEEK, LAST]:
        waits = 0 if day in (NO_GAMES, LAST) else before.get(day, HALVES.index("12:30"))
        last = HALVES.index("12:30") if day == LAST else len(HALVES)
        failed = "validation_failed" if day in NIGHTS else "success"
        expected += daily([day], *HALVES[:waits], status=failed)
        expected += daily([day], *HALVES[waits:last])
    found = of(week, "phase6-hourly-tonight")
    assert [(at, day) for at, day, _ in found] == [(at, day) for at, day, _ in expected]
    waiting = {at for run in runs(week) if run.waiting for at, _, _ in [run.ran()]}
    asked = {at for at, _, status in expected if status != "success"}
    morning = {f"{day} 11:00" for day in NIGHTS if day != "2025-11-02"}
    assert waiting == asked | morning


def test_predictions_are_exported_when_they_are_there(week: World) -> None:
    at = {day: "10:31" if day == "2025-11-02" else "12:01" for day in NIGHTS}
    assert of(week, "orchestrator") == [(f"{day} {at[day]}", day, "success") for day in NIGHTS]


def test_each_night_is_told_of_once(week: World) -> None:
    assert of(week, "slate-started") == [
        ("2025-10-29 19:09", "2025-10-29", "success"),
        ("2025-10-30 19:09", "2025-10-30", "success"),
        ("2025-10-31 19:39", "2025-10-31", "success"),
        ("2025-11-01 19:09", "2025-11-01", "success"),
        ("2025-11-02 15:39", "2025-11-02", "success"),
        ("2025-11-04 19:09", "2025-11-04", "success"),
    ]
    finals = sorted((game.ends, game.day.isoformat()) for game in november.GAMES[-16:])
    assert of(week, "game-final") == [(shown(at), day, "success") for at, day in finals]
    # When the last game ends, and when the official rows are there.
    assert of(week, "slate-settled") == [
        ("2025-10-29 04:10", "2025-10-28", "success"),
        ("2025-10-30 00:20", "2025-10-29", "success"),
        ("2025-10-30 02:25", "2025-10-29", "success"),
        ("2025-10-30 22:50", "2025-10-30", "success"),
        ("2025-10-31 00:55", "2025-10-30", "success"),
        ("2025-11-01 00:15", "2025-10-31", "success"),
        ("2025-11-01 02:20", "2025-10-31", "success"),
        ("2025-11-02 01:30", "2025-11-01", "success"),
        ("2025-11-02 03:35", "2025-11-01", "success"),
        ("2025-11-02 21:20", "2025-11-02", "success"),
        ("2025-11-02 23:25", "2025-11-02", "success"),
        ("2025-11-05 00:20", "2025-11-04", "success"),
        ("2025-11-05 02:25", "2025-11-04", "success"),
    ]


def test_the_jobs_of_a_night_are_there_for_its_games_and_no_longer(week: World) -> None:
    """Half an hour before the first tip-off, until after the last final; none on Monday (D13)."""
    live = week.jobs.of("live")
    assert [job.name[-10:] for job in live] == NIGHTS
    assert [shown(job.launched_at) for job in live] == [
        "2025-10-29 18:30",
        "2025-10-30 18:30",
        "2025-10-31 19:00",
        "2025-11-01 18:30",
        "2025-11-02 15:00",
        "2025-11-04 18:30",
    ]
    feeders = week.jobs.of("feeder")
    assert [job.name[-10:] for job in feeders] == NIGHTS
    for job, feeder in zip(live, feeders, strict=True):
        day = job.name[-10:]
        last = max(game.ends for game in november.GAMES if str(game.day) == day)
        assert isinstance(feeder.work, FeederJob)
        assert job.launched_at <= feeder.work.polls[0]
        assert feeder.ended_at is not None
        assert job.drained_at is not None
        assert last < feeder.ended_at <= job.drained_at <= last + 20 * MINUTE
        assert feeder.work.polls[-1] >= last + 15 * MINUTE
        assert (feeder.word, job.word) == ("done", "done")


def test_the_night_of_the_change_lasts_until_its_last_game_is_over(week: World) -> None:
    """It tips off at 23:00 and ends 3 hours and a half later, at 01:30 for the second time."""
    job = week.jobs.newest("courtside-live-2025-11-01")
    assert job is not None
    assert job.drained_at is not None
    assert wall("2025-11-02 01:30", second=True) < job.drained_at < wall("2025-11-02 02:00")
    at = wall("2025-11-02 01:20", second=True)
    scores = public(week, "live/latest.json", at)
    assert (scores["game_date"], scores["games_in_progress"]) == ("2025-11-01", 1)
    after = public(week, "live/latest.json", wall("2025-11-02 01:35", second=True))
    assert (after["games_in_progress"], after["games_final"]) == (0, 3)


def test_pointers_are_about_their_day_hour_by_hour(week: World) -> None:
    """As the site sees it at five past every hour."""
    first, last = "2025-10-29 05:00", "2025-11-05 11:00"
    # With predictions, except where there are no games to predict.
    predicted = [
        ("2025-10-29 05", "2025-10-29", ""),
        ("2025-10-30 12", "2025-10-30", ""),
        ("2025-10-31 12", "2025-10-31", ""),
        ("2025-11-01 12", "2025-11-01", ""),
        ("2025-11-02 11", "2025-11-02", ""),
    ]
    assert dates(week, "tonight/all-players.json", first, last) == [
        *predicted,
        ("2025-11-03 07", "2025-11-03", ""),
        ("2025-11-04 12", "2025-11-04", ""),
        ("2025-11-05 07", "2025-11-05", ""),
    ]
    for path in ("predictions/today.json", "best-bets/latest.json"):
        assert dates(week, path, first, last) == [
            *predicted,
            ("2025-11-03 11", "2025-11-03", ""),
            ("2025-11-04 12", "2025-11-04", ""),
            ("2025-11-05 11", "2025-11-05", ""),
        ]
    results = [("2025-10-29 05", "2025-10-28", "")]
    for day, before in zip(days("2025-10-30", LAST), WEEK, strict=True):
        results.append((f"{day} 08", before, ""))
    assert dates(week, "results/latest.json", first, last) == results


def test_latest_follows_the_newest_slate_that_has_begun(week: World) -> None:
    """It moves at the first tip-off, at 16:00 on a day without games, and never else (D11, A4)."""
    expected = [
        ("2025-10-29 05", "2025-10-28", ""),
        ("2025-10-29 19", "2025-10-29", ""),
        ("2025-10-30 19", "2025-10-30", ""),
        ("2025-10-31 20", "2025-10-31", ""),
        ("2025-11-01 19", "2025-11-01", ""),
        ("2025-11-02 16", "2025-11-02", ""),
        ("2025-11-03 16", "2025-11-03", ""),
        ("2025-11-04 19", "2025-11-04", ""),
    ]
    for path in ("live/latest.json", "live-grading/latest.json"):
        assert dates(week, path, "2025-10-29 05:00", "2025-11-05 12:00") == expected
    empty = public(week, "live/latest.json", wall("2025-11-03 16:05"))
    assert (empty["total_games"], empty["games"]) == (0, [])
    assert written(week, "live/2025-11-03.json", wall("2025-11-03 15:59")) is None


def test_results_are_there_by_the_morning_and_corrected_after_the_grading(week: World) -> None:
    for day, before in zip(days("2025-10-30", LAST), WEEK, strict=True):
        path = f"results/{before}.json"
        assert written(week, path, wall(f"{day} 07:59")) is None
        morning = public(week, path, wall(f"{day} 08:05"))
        corrected = public(week, path, wall(f"{day} 11:35"))
        games = 0 if before == NO_GAMES else 1
        assert morning["summary"]["total_predictions"] >= 4 * games
        mistakes = [[row["error"] for row in body["results"]] for body in (morning, corrected)]
        assert (mistakes[0] != mistakes[1]) is bool(games)


def test_the_site_says_that_it_is_well_at_every_round(week: World) -> None:
    assert words(week) == {"healthy"}
    assert all(one.status["known_issues"] == [] for one in week.rounds)
    assert all(one.status["active_break"] is None for one in week.rounds)
    require_games_are_told_of(week, november.GAMES)
    # Every five minutes around the clock, also in the hour that there was twice (A18).
    assert len(week.rounds) == (november.END - november.START) // (5 * MINUTE)


def test_nothing_is_found_but_nights_that_are_to_be_settled(week: World) -> None:
    nights = ["2025-10-28", *NIGHTS]
    assert week.findings() == [f"settle/{day}" for day in nights]
    assert week.alerts.told == []
    assert week.letters.objects == {}
    assert [one for one in week.calls if one[2].status_code != 200] == []
    assert week.bus.undelivered == []
    settled = {one.path: one for one in week.public.writes if one.path == "live/2025-11-01.json"}
    assert settled["live/2025-11-01.json"].stored.cache_control == "public, max-age=86400"
    assert shown(settled["live/2025-11-01.json"].at, ET) == "2025-11-02 03:35"
