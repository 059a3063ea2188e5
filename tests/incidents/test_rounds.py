"""What a round of the monitor does: it finds, mends and tells (I-10, I-11, I-12, I-13, I-16).

What it judges in every detail is in `tests/judging`; here a person is told, or a message is sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from publishing.operating.seen import Seen
from publishing.services.state import Watch
from tests.incidents.watched import Watched
from tests.judging.rows import DAY, GRADING_PATH, at, body, claims, marks, predictions
from tests.judging.world import World, eastern, night

BREAK = World([*night("2026-02-12", "19:00"), *night("2026-02-19", "19:00")])
"""The All-Star break of 2026."""

EXHIBITION = replace(night("2026-02-15", "17:00")[0], league_id="0032500001")


def pending(seen: Seen) -> Seen:
    """The round in which no prediction is graded."""
    rows = [one | {"status": "pending"} for one in predictions(seen)]
    return body(seen, GRADING_PATH, predictions=rows)


def idle(seen: Seen, **more: float) -> Seen:
    """The same sight, later."""
    return replace(seen, now=seen.now + timedelta(**more))


def test_incident_01_a_day_without_predictions_is_told(tmp_path: Path) -> None:
    """Dec 20-26: predictions had stopped for six days when live grading was empty (I-13)."""
    watched = Watched(tmp_path, at("16:00", predictions=0))
    watched.round()
    assert "There are no predictions" in watched.channel.subjects, "I-13: nobody is told"
    said = watched.service("predictions")
    assert (said["status"], said["predictions_count"]) == ("degraded", 0), (
        "I-13: the status does not say that there are none"
    )
    quiet = Watched(tmp_path / "off", at("2026-02-13 16:00", predictions=0))
    quiet.round()
    assert not quiet.channel.alerts, "I-13: a day without games is an alarm"


def test_incident_28_a_round_that_finds_trouble_has_not_failed(tmp_path: Path) -> None:
    """Feb 12: reporters answered 500 for what they had found; real failures drowned (I-13)."""
    for number, seen in enumerate((at("20:00"), at("20:00", live_job=None), pending(at("22:00")))):
        watched = Watched(tmp_path / str(number), seen)
        answer = watched.round()
        assert answer.status_code == 200, f"I-13: a round that found {answer.text} has failed"
        found = bool(watched.channel.alerts)
        assert found == (number > 0), "I-13: it found another thing than there is"


def test_incident_30_a_break_is_healthy_for_the_monitor(tmp_path: Path) -> None:
    """Feb 13-18: degraded for six days, by an exhibition and a rule of hours (I-16)."""
    world = World([*BREAK.matches, EXHIBITION])
    for number, text in enumerate(("2026-02-14 12:00", "2026-02-15 18:00", "2026-02-16 20:30")):
        seen = replace(world.seen(eastern(text)), public=BREAK.public(eastern(text)))
        seen = replace(seen, predictions=0, live_job=None, feeder=None, over_job=None)
        watched = Watched(tmp_path / str(number), seen)
        watched.round()
        services = watched.status()["services"]
        bad = {
            name: one["message"]
            for name, one in services.items()
            if one["status"] == "degraded" and name != "live_data"
        }
        assert not bad, f"I-16: at {text} a break is {bad}"
        assert not watched.channel.alerts, f"I-16: at {text} a break is an alarm"
        assert not watched.jobs.launched, f"I-16: at {text} an exhibition starts a job"
        headline = (watched.status()["active_break"] or {}).get("headline")
        assert headline == "All-Star Break", "I-16: the break is not said"


def test_incident_33_fresh_files_of_nothing_are_mended_and_told(tmp_path: Path) -> None:
    """Feb 22: files of the minute in which no row was graded; the monitor was content (I-11)."""
    watched = Watched(tmp_path, pending(at("22:00")))
    watched.jobs.launch("feeder", f"courtside-feeder-{DAY}", {})
    watched.round()
    assert watched.channel.subjects == ["Nothing is graded"], "I-11: nobody is told"
    assert watched.channel.alerts[0].severity == "error", "I-11: it is told as a small matter"
    assert watched.jobs.drained == [f"courtside-feeder-{DAY}"], "I-11: the source is not asked anew"
    assert len(watched.jobs.launched) == 2, "I-11: the feeder is not started anew"
    watched.round(idle(watched.seen, minutes=1))
    assert len(watched.channel.alerts) == 1, "I-13: the same is told again and again"
    assert len(watched.jobs.launched) == 2, "I-12: mending is tried without a pause"


def test_incident_42_an_occasion_that_nobody_called_is_made_up_for(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Mar: the message that begins the next step never came; two days without picks (I-10)."""
    before = at("12:59")
    seen = at("14:15", marks=marks(before), claims=claims(before))
    watched = Watched(tmp_path, seen, small_warehouse)
    watched.round()
    picks = [one for one in watched.topic.bodies if one["trigger_source"] == "phase6-tonight-picks"]
    assert len(picks) == 1, "I-10: a message that never came is never sent"
    assert picks[0]["target_date"] == str(DAY), "I-10: it is made up for another date"
    watched.round(idle(watched.seen, minutes=1))
    again = [one for one in watched.topic.bodies if one["trigger_source"] == "phase6-tonight-picks"]
    assert len(again) == 1, "I-12: it is sent in every round"
    site = watched.operated
    site.now = watched.seen.now
    site.pass_on(copies=2)
    kinds = [run.names for run in site.runs if "best_bets" in run.names]
    assert len(kinds) == 1, "I-10: what was sent makes nothing, or twice"


def test_latent_10_no_job_at_all_is_found_and_a_finished_night_needs_none(tmp_path: Path) -> None:
    """Without a run in an hour there was no age, so no alarm; finals kept it awake (I-13)."""
    watched = Watched(tmp_path / "none", at("20:00", live_job=None, feeder=None))
    watched.round()
    assert watched.channel.subjects == ["The live job is gone"], "I-13: no run at all is no alarm"
    assert watched.channel.alerts[0].severity == "critical", "I-13: it is a small matter"
    started = sorted(template for template, _, _ in watched.jobs.launched)
    assert started == ["feeder", "live"], "I-13: nobody starts what is missing"
    for text in ("2026-02-12 04:30", "2026-02-12 09:00", "2026-02-12 12:00"):
        alone = at(text, live_job=None, feeder=None, over_job=None, official=())
        over = Watched(tmp_path / text[-5:], alone)
        over.round()
        assert not over.jobs.launched, f"I-13: at {text} a job is started for finals"
        assert not over.channel.alerts, f"I-13: at {text} finals are an alarm"
        said = over.service("live_job")["status"]
        assert said == "healthy", f"I-13: at {text} a night that is over is {said}"


def test_latent_14_the_status_says_that_its_other_writer_is_gone(tmp_path: Path) -> None:
    """The status was written by what it judges: it could not report its own outage (I-11)."""
    watched = Watched(tmp_path, at("20:00", live_job=None))
    watched.round()
    assert watched.status()["overall_status"] == "unhealthy", "I-11: the outage is not said"
    issues = [one["message"] for one in watched.status()["known_issues"]]
    gone = f"The live job of {DAY} was never started"
    assert gone in issues, f"I-11: known issues are {issues}"
    first = watched.status()["updated_at"]
    watched.round(at("20:05", live_job=None))
    assert watched.status()["updated_at"] > first, "I-11: the status stands still in an outage"


def test_latent_19_silence_of_everything_is_told(tmp_path: Path) -> None:
    """When the polls had been stopped the check was silent for good, as if all were well (I-13)."""
    seen = at("20:00", live_job=None, feeder=None, marks={}, claims={}, predictions=0)
    watched = Watched(tmp_path, replace(seen, public={}, live_heard_at=None))
    watched.round()
    told = set(watched.channel.subjects)
    assert "The live job is gone" in told, f"I-13: of a silence of everything only {told} is told"
    assert "There are no predictions" in told, f"I-13: only {told} is told"
    assert watched.status()["overall_status"] == "unhealthy", "I-13: silence is healthy"
    late = Watched(tmp_path / "late", replace(at("2026-02-12 12:00"), marks={}, claims={}))
    late.operated.state.rounds.change(
        "monitor", lambda _: Watch(*2 * ("2026-02-10T17:00:00.000000+00:00",))
    )
    late.round()
    assert "An export was not made" in late.channel.subjects, "I-13: no run for days is not told"
