"""Two days of the November week with something wrong: what mends itself, and who is told."""

from __future__ import annotations

import json
import random
from datetime import date, datetime
from typing import Any

import pytest

from publishing.documents import NOT_CONTENT
from publishing.operating.schedules import Job, Message
from publishing.operating.topics import PREDICTIONS_COMPLETE
from tests.weeks import november
from tests.weeks.agenda import shown, wall
from tests.weeks.conftest import Play
from tests.weeks.told import of, public, require_every_run_makes_its_own, runs, trouble
from tests.weeks.world import World

UNTIL = wall("2025-10-31 12:15")
NIGHT, NEXT = "2025-10-29", "2025-10-30"


@pytest.fixture(scope="module")
def plain(play: Play) -> World:
    """The same two days without trouble."""
    return play(november, until=UNTIL)


def contents(world: World) -> dict[str, Any]:
    """What is public in the end, without the times at which it was made, nor the status."""
    found = {}
    for path, one in world.public.objects.items():
        if path != "status.json":
            body = json.loads(one.body)
            found[path] = {name: body[name] for name in body if name not in NOT_CONTENT}
    return found


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
    for seed in (1, 2):
        mixed = play(november, until=UNTIL, chance=random.Random(seed))
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
    # 45 minutes after its time each occasion is sent, for the date that it was about.
    assert [one for one in of(world, "phase6-daily-results") if one[0] < "2025-10-31"] == [
        (f"{NIGHT} 08:00", "2025-10-28", "success"),
        (f"{NEXT} 08:45", NIGHT, "success"),
    ]
    assert (f"{NEXT} 12:15", NIGHT, "success") in of(world, "phase6-after-grading")
    assert public(world, "results/latest.json", wall(f"{NEXT} 08:46"))["game_date"] == NIGHT
    hourly = [one[0] for one in of(world, "phase6-hourly-trends") if one[0].startswith(NEXT)]
    assert len(hourly) >= 12
    told = [subject for at, subject in subjects(world)]
    assert "An export was not made" in told
    # The day after they are back, and nothing is found any more.
    assert [one.key for one in world.rounds[-1].findings] == []
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


def test_incident_33_stale_content_with_fresh_times_is_found(play: Play) -> None:
    """The source goes on answering what it said before the games, for two hours."""

    def stuck(world: World) -> None:
        world.agenda.at(wall(f"{NIGHT} 18:45"), lambda: setattr(world.source, "stuck_at", _NOW))
        world.agenda.at(wall(f"{NIGHT} 20:45"), lambda: setattr(world.source, "stuck_at", None))

    _NOW = wall(f"{NIGHT} 18:45")
    world = play(november, stuck, until=wall(f"{NEXT} 12:15"))
    key = f"late/{NIGHT}"
    assert found_at(world, key)[0] <= f"{NIGHT} 19:45"
    assert found_at(world, key)[-1] <= f"{NIGHT} 20:50"
    feeders = [shown(job.launched_at) for job in world.jobs.of("feeder") if NIGHT in job.name]
    assert len(feeders) > 1
    final = public(world, f"live/{NIGHT}.json", wall(f"{NEXT} 01:00"))
    assert final["games_final"] == 3
    assert world.rounds[-1].status["overall_status"] == "healthy"


def test_a_warehouse_that_is_away_for_two_hours_empties_nothing(play: Play, plain: World) -> None:
    """From 17:30 to 19:30, over the first tip-off (D6)."""

    def away(world: World) -> None:
        world.agenda.at(wall(f"{NIGHT} 17:31"), lambda: setattr(world.warehouse, "away", True))
        world.agenda.at(wall(f"{NIGHT} 19:31"), lambda: setattr(world.warehouse, "away", False))

    world = play(november, away, until=UNTIL)
    during = [
        one for one in world.rounds if wall(f"{NIGHT} 17:35") <= one.at < wall(f"{NIGHT} 19:31")
    ]
    assert all(one.status["overall_status"] != "healthy" for one in during), trouble(world)
    for path, one in plain.public.objects.items():
        if path.startswith("tonight/") and path in world.public.objects:
            before = public(world, path, wall(f"{NIGHT} 17:30"))
            assert public(world, path, wall(f"{NIGHT} 19:31")) == before, one.path
    # The jobs come as soon as the schedule can be read.
    assert [shown(job.launched_at) for job in world.jobs.of("live")][0] == f"{NIGHT} 19:33"
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
            assert said["status"] == "degraded" and "the channel is down" in said["message"]
        elif one.at > wall(f"{NIGHT} 23:05"):
            assert said["status"] == "healthy"
    waiting = [
        one.status["services"]["alerts"]["undelivered"]
        for one in world.rounds
        if wall(f"{NIGHT} 20:30") <= one.at <= wall(f"{NIGHT} 22:55")
    ]
    assert set(waiting) == {1}
    assert [subject for _, subject in subjects(world)][0] == "The source has not answered"
