"""Two days of the November week with something wrong: what mends itself, and who is told."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from publishing.operating.schedules import Job, Message
from publishing.operating.topics import PREDICTIONS_COMPLETE
from tests.weeks import november
from tests.weeks.agenda import MINUTE, shown, wall
from tests.weeks.conftest import Play
from tests.weeks.told import (
    HOURS,
    MADE,
    contents,
    daily,
    of,
    public,
    require_every_run_makes_its_own,
    runs,
    words,
)
from tests.weeks.world import World

pytestmark = pytest.mark.slow

UNTIL = wall("2025-10-31 12:15")
NIGHT, NEXT = "2025-10-29", "2025-10-30"


@pytest.fixture(scope="module")
def plain(play: Play) -> World:
    """The same two days without trouble."""
    return play(november, until=UNTIL)


def words_between(world: World, first: str, last: str) -> set[str]:
    """The overall words of the rounds between two wall-clock times."""
    return {
        one.status["overall_status"] for one in world.rounds if wall(first) <= one.at <= wall(last)
    }


def subjects(world: World) -> list[tuple[str, str]]:
    """What a person was told, and when."""
    return [(alert.raised_at[:16], alert.subject) for alert in world.alerts.told]


def found_at(world: World, key: str) -> list[str]:
    """The first and the last round that found something."""
    at = [one.at for one in world.rounds if key in {finding.key for finding in one.findings}]
    return [shown(at[0]), shown(at[-1])] if at else []


def test_messages_that_come_twice_and_in_any_order_change_nothing(play: Play, plain: World) -> None:
    """Vector 20, I-9: every message doubled, each up to 40 seconds late, for two days."""
    mixed = play(november, until=UNTIL, chance=random.Random(1))
    assert contents(mixed) == contents(plain)
    require_every_run_makes_its_own(mixed)
    assert sorted(one.ran() for one in runs(mixed) if one.source.startswith("phase6")) == (
        sorted(one.ran() for one in runs(plain) if one.source.startswith("phase6"))
    )
    assert mixed.alerts.told == []


def test_vector_24_predictions_that_come_four_hours_late_are_exported(
    play: Play, plain: World
) -> None:
    """Nobody is needed for it, and not even the message of phase 5 (incident 42)."""

    def silent(world: World) -> None:
        world.bus.lost = lambda message: message.topic == PREDICTIONS_COMPLETE

    late = {date(2025, 10, 30): wall(f"{NEXT} 16:00")}
    world = play(november, silent, until=UNTIL, predicted=late)
    assert of(world, "orchestrator") == []
    waiting = public(world, "tonight/all-players.json", wall(f"{NEXT} 15:59"))
    assert waiting["game_date"] == NIGHT
    for path in ("tonight/all-players.json", "predictions/today.json", "best-bets/latest.json"):
        assert public(world, path, wall(f"{NEXT} 16:01"))["game_date"] == NEXT
    # From four hours before the first game on it is said that they lack.
    assert found_at(world, f"no-predictions/{NEXT}") == [f"{NEXT} 15:00", f"{NEXT} 15:55"]
    assert words_between(world, f"{NEXT} 15:00", f"{NEXT} 15:55") == {"degraded"}
    assert words_between(world, f"{NEXT} 16:05", f"{NEXT} 23:55") == {"healthy"}
    assert set(contents(world)) == set(contents(plain))
    assert "over: There are no predictions" in [subject for _, subject in subjects(world)]


def test_a_lost_message_of_phase_5_is_made_up_for(play: Play, plain: World) -> None:
    """The gates open by themselves, and the schedule of 13:00 comes anyway (incident 42)."""

    def silent(world: World) -> None:
        world.bus.lost = lambda message: message.topic == PREDICTIONS_COMPLETE

    world = play(november, silent, until=UNTIL)
    assert of(world, "orchestrator") == []
    assert contents(world) == contents(plain)
    assert world.alerts.told == []


def test_incident_45_a_day_without_schedules_is_made_by_the_monitor(
    play: Play, plain: World
) -> None:
    def fires(job: Job, at: datetime) -> bool:
        gone = wall(f"{NEXT} 04:00") <= at < wall("2025-10-31 04:00")
        return not (gone and isinstance(job.sends, Message))

    world = play(november, until=UNTIL, fires=fires)
    day = [run for run in runs(world) if shown(run.at).startswith(NEXT)]
    made = {source: [run.ran() for run in day if run.source == source] for source in MADE}
    # 45 minutes after its time each occasion is sent, for the date that it was about.
    assert made["phase6-daily-results"] == daily([NEXT], "08:45", about=-1)
    assert made["phase6-after-grading"] == daily([NEXT], "12:15", about=-1)
    assert made["phase6-hourly-trends"] == daily([NEXT], *(f"{one[:3]}45" for one in HOURS))
    assert made["phase6-tonight-picks-morning"] == daily([NEXT], "11:45", status="partial")
    assert made["phase6-tonight-picks"] == daily([NEXT], "13:45")
    assert made["phase6-tonight-picks-pregame"] == daily([NEXT], "17:45")
    # Once an hour, unless something else has made tonight's documents since.
    assert len(made["phase6-hourly-tonight"]) >= 10
    assert public(world, "results/latest.json", wall(f"{NEXT} 08:50"))["game_date"] == NIGHT
    assert "unhealthy" not in words(world)
    assert found_at(world, "missed/phase6-daily-results") == [f"{NEXT} 08:45"] * 2
    # Two hours in a row were made in its place: a person is told that the schedule is gone.
    assert min(found_at(world, "silent-schedule/phase6-hourly-trends")) == f"{NEXT} 07:50"
    # The day after they are back, and nothing is found any more.
    assert world.rounds[-1].findings == ()
    assert world.rounds[-1].status["overall_status"] == "healthy"
    assert set(contents(world)) == set(contents(plain))


def test_a_live_job_that_is_killed_is_there_again_and_has_lost_nothing(
    play: Play, plain: World
) -> None:
    def killed(world: World) -> None:
        at = wall(f"{NIGHT} 20:01")
        world.agenda.at(at, lambda: world.jobs.kill(f"courtside-live-{NIGHT}"))

    world = play(november, killed, until=UNTIL)
    again = [shown(job.launched_at) for job in world.jobs.of("live") if NIGHT in job.name]
    assert again == [f"{NIGHT} 18:30", f"{NIGHT} 20:03"]
    # A tick brought it back before a round could miss it.
    assert world.findings() == plain.findings()
    assert contents(world) == contents(plain)
    assert of(world, "slate-started") == of(plain, "slate-started")
    assert of(world, "game-final") == of(plain, "game-final")


@pytest.mark.parametrize(
    ("stuck", "key", "first"),
    [("18:45", f"late/{NIGHT}", "19:30"), ("20:00", f"frozen/{NIGHT}", "20:30")],
)
def test_incident_33_stale_content_with_fresh_times_is_found(
    play: Play, stuck: str, key: str, first: str
) -> None:
    """The source goes on answering what it said before the games, or in them, until 21:00."""
    begins = wall(f"{NIGHT} {stuck}")

    def source(world: World) -> None:
        world.agenda.at(begins, lambda: setattr(world.source, "stuck_at", begins))
        world.agenda.at(wall(f"{NIGHT} 21:00"), lambda: setattr(world.source, "stuck_at", None))

    world = play(november, source, until=wall(f"{NEXT} 12:15"))
    found = found_at(world, key)
    assert f"{NIGHT} {first}" <= found[0] <= shown(wall(f"{NIGHT} {first}") + 10 * MINUTE)
    assert found[-1] <= f"{NIGHT} 21:05"
    # Polling anew is tried, and a person is told.
    assert len([job for job in world.jobs.of("feeder") if NIGHT in job.name]) > 1
    assert subjects(world)
    final = public(world, f"live/{NIGHT}.json", wall(f"{NEXT} 01:00"))
    assert final["games_final"] == 3
    assert world.rounds[-1].status["overall_status"] == "healthy"


def test_a_warehouse_that_is_away_for_two_hours_empties_nothing(play: Play, plain: World) -> None:
    """From 17:30 to 19:30, over the first tip-off (D6)."""

    def away(world: World) -> None:
        world.agenda.at(wall(f"{NIGHT} 17:31"), lambda: setattr(world.warehouse, "away", True))
        world.agenda.at(wall(f"{NIGHT} 19:31"), lambda: setattr(world.warehouse, "away", False))

    world = play(november, away, until=UNTIL)
    assert "healthy" not in words_between(world, f"{NIGHT} 17:35", f"{NIGHT} 19:30")
    for path, one in plain.public.objects.items():
        if path.startswith("tonight/") and path in world.public.objects:
            before = public(world, path, wall(f"{NIGHT} 17:30"))
            assert public(world, path, wall(f"{NIGHT} 19:31")) == before, one.path
    # The jobs come as soon as the schedule can be read.
    assert shown(world.jobs.of("live")[0].launched_at) == f"{NIGHT} 19:33"
    assert words_between(world, f"{NIGHT} 20:00", f"{NEXT} 23:55") == {"healthy"}
    assert contents(world) == contents(plain)


def test_vector_29_alerts_that_cannot_be_delivered_are_in_the_status(play: Play) -> None:
    def down(world: World) -> None:
        world.alerts.down = True
        world.agenda.at(wall(f"{NIGHT} 20:00"), lambda: setattr(world.source, "silent", "HTTP 401"))
        world.agenda.at(wall(f"{NIGHT} 21:00"), lambda: setattr(world.source, "silent", None))
        world.agenda.at(wall(f"{NIGHT} 23:00"), lambda: setattr(world.alerts, "down", False))

    world = play(november, down, until=wall(f"{NEXT} 04:00"))
    for one in world.rounds:
        said = one.status["services"]["alerts"]
        if one.at < wall(f"{NIGHT} 23:00"):
            assert said["status"] == "degraded"
            assert "the channel is down" in said["message"]
        elif one.at > wall(f"{NIGHT} 23:05"):
            assert said["status"] == "healthy"
    waiting = [
        one.status["services"]["alerts"]["undelivered"]
        for one in world.rounds
        if wall(f"{NIGHT} 20:30") <= one.at <= wall(f"{NIGHT} 22:55")
    ]
    assert set(waiting) <= {1, 2}
    # They are told as soon as somebody can be, though it is over by then.
    assert {subject.removeprefix("over: ") for _, subject in subjects(world)} == {
        "The source has not answered",
        "Nothing happens",
    }
    assert world.rounds[-1].status["services"]["alerts"]["undelivered"] == 0
