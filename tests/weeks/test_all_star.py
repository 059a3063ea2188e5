"""The All-Star break (incidents 30 and 35, vector 19): 2026-02-12 to 2026-02-20.

Thursday's games are the last before six days without, of which Sunday has an exhibition; the
site is healthy throughout, and nothing runs that nobody needs (I-16).
"""

from __future__ import annotations

import pytest

from tests.weeks import all_star
from tests.weeks.agenda import ET, MINUTE, PT, shown, wall
from tests.weeks.conftest import Play
from tests.weeks.told import (
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
)
from tests.weeks.world import World

pytestmark = pytest.mark.slow

WEEK = days("2026-02-12", "2026-02-19")
BREAK = days("2026-02-13", "2026-02-18")
LAST = "2026-02-20"

ACTIVE_BREAK = {
    "headline": "All-Star Break",
    "message": "Games resume Thursday, Feb 19",
    "resume_date": "2026-02-19",
    "last_game_date": "2026-02-12",
}


@pytest.fixture(scope="module")
def week(play: Play) -> World:
    return play(all_star)


def test_batch_exports_go_on(week: World) -> None:
    require_every_run_makes_its_own(week)
    assert of(week, "phase6-daily-results", PT) == daily([*WEEK, LAST], "05:00", about=-1)
    assert of(week, "phase6-after-grading") == daily([*WEEK, LAST], "11:30", about=-1)
    assert of(week, "phase6-hourly-trends") == daily(WEEK, *HOURS) + daily([LAST], *HOURS[:7])
    assert of(week, "phase6-tonight-picks") == daily(WEEK, "13:00")
    assert of(week, "phase6-player-profiles") == daily(["2026-02-15"], "06:00")
    assert of(week, "trends-weekly-mon") == daily(["2026-02-16"], "06:00")
    # It is the eighth week.
    assert of(week, "trends-biweekly-mon") == daily(["2026-02-16"], "06:00")
    assert [run.exports for run in runs(week) if run.source == "trends-biweekly-mon"] == [
        {"team_tendencies"}
    ]
    assert of(week, "trends-weekly-wed") == daily(["2026-02-18"], "08:00")
    assert [run for run in runs(week) if run.waiting and run.game_date in BREAK] == []


def test_no_feeder_and_no_stream_run_in_the_break(week: World) -> None:
    for template in ("live", "feeder"):
        assert [shown(job.launched_at) for job in week.jobs.of(template)] == [
            "2026-02-12 18:30",
            "2026-02-19 18:30",
        ]
    assert of(week, "slate-started") == [
        ("2026-02-12 19:09", "2026-02-12", "success"),
        ("2026-02-19 19:09", "2026-02-19", "success"),
    ]


def test_each_day_has_its_empty_envelope_at_four(week: World) -> None:
    """`latest` keeps the last slate until then; the exhibition is no slate (incident 47)."""
    expected = [
        ("2026-02-12 12", "2026-02-11", ""),
        ("2026-02-12 19", "2026-02-12", ""),
        *[(f"{day} 16", day, "") for day in BREAK],
        ("2026-02-19 19", "2026-02-19", ""),
    ]
    for path in ("live/latest.json", "live-grading/latest.json"):
        assert dates(week, path, "2026-02-12 12:00", "2026-02-20 12:00") == expected
    for day in BREAK:
        assert public(week, f"live/{day}.json", wall(f"{day} 16:05"))["games"] == []
        assert public(week, f"tonight/{day}.json", wall(f"{day} 12:00"))["total_players"] == 0
        assert public(week, f"predictions/{day}.json", wall(f"{day} 12:00"))["games"] == []


def test_the_break_is_said_and_is_healthy(week: World) -> None:
    assert words(week) == {"healthy"}
    assert all(one.status["known_issues"] == [] for one in week.rounds)
    for one in week.rounds:
        # The league's day begins at four.
        day = f"{one.at.astimezone(ET) - 240 * MINUTE:%Y-%m-%d}"
        expected = ACTIVE_BREAK if day in BREAK else None
        assert one.status["active_break"] == expected, shown(one.at)
        if expected:
            said = one.status["services"]["live_data"]
            assert (said["status"], said["games_active"], said["is_stale"]) == (
                "healthy",
                False,
                False,
            )
    require_games_are_told_of(week, all_star.GAMES)


def test_nothing_is_found_but_nights_that_are_to_be_settled(week: World) -> None:
    nights = ["2026-02-11", "2026-02-12", "2026-02-19"]
    assert week.findings() == [f"settle/{day}" for day in nights]
    assert week.alerts.told == []
    assert [one for one in week.calls if one[2].status_code != 200] == []
