"""The box-score source fails in four ways, half an hour each, while games are on."""

from __future__ import annotations

import json
import signal
from datetime import datetime, timedelta

import pytest

from demo.balldontlie import Behaviour, serving
from demo.recording import Recording
from demo.season import season
from publishing.adapters.clock import rehearsal
from tests.night.feed import Pace
from tests.night.judge import judge
from tests.night.stage import MakeStage
from tests.night.whole import KEY, WholeNight, whole_night
from tests.pipelines.runs import Night

pytestmark = pytest.mark.integration

SEED = 7
SPEED = 60.0
POLL_SECONDS = 15
MINUTE = timedelta(minutes=1)
LASTS = 30 * MINUTE
BUDGET = timedelta(seconds=POLL_SECONDS)
FAULTS = {
    "401": "401",
    "500": "500",
    "hang": "no answer in time",
    "garbage": "JSON",
}
"""What goes wrong, and the word of it that the public status must say."""


def test_the_status_names_the_reason_and_the_night_recovers(
    new_stage: MakeStage, simulated_night: Night
) -> None:
    tip = min(fixture.tip_off for fixture in season(SEED).on(simulated_night.day))
    start = tip + 20 * MINUTE
    faults = [
        (start + 6 * MINUTE + (LASTS + 6 * MINUTE) * number, LASTS, fault)
        for number, fault in enumerate(FAULTS)
    ]
    stage = new_stage("source")
    with whole_night(stage, simulated_night, start, SPEED, faults) as played:
        played.stage.job(str(played.pace))
        feeder = played.feeder(poll_seconds=POLL_SECONDS)
        ends = faults[-1][0] + LASTS + 6 * MINUTE
        played.pace.wait(ends)
        feeder.send_signal(signal.SIGTERM)
        assert feeder.wait(60) == 0, stage.logs()
        for since, lasts, fault in faults:
            _is_named(played, since, FAULTS[fault])
            _nothing_moves(played, since, since + lasts)
            _recovers(played, since + lasts)
        # The rest of the night, faster.
        rest = Pace(ends, 1000)
        behaviour = Behaviour(Recording.read(simulated_night.file), rehearsal(str(rest)), KEY)
        with serving(behaviour) as played.source:
            assert played.feeder(rest).wait(200) == 0, stage.logs()
        played.ends_right()
        judge(stage.wire)


def _statuses(played: WholeNight) -> list[tuple[datetime, str, str]]:
    """Each public status: when it was true, its word for the source, and its message."""
    found = []
    for seen in played.stage.wire.public():
        if seen.path == "status.json":
            document = json.loads(seen.upload.body)
            told = document["services"]["live_data"]
            at = datetime.fromisoformat(document["updated_at"])
            found.append((at, told["status"], told["message"]))
    return found


def _is_named(played: WholeNight, since: datetime, word: str) -> None:
    named = [at for at, status, message in _statuses(played) if at >= since and word in message]
    assert named, f"{word} is not named after {since}: {_statuses(played)}"
    assert named[0] - since <= MINUTE, f"{word} is named {named[0] - since} late"


def _nothing_moves(played: WholeNight, since: datetime, until: datetime) -> None:
    """No score was published as of an instant at which the source did not answer.

    A poll that began shortly before the end may have been answered when it tried again.
    """
    for seen in played.stage.wire.public():
        if seen.path.startswith("live/"):
            at = datetime.fromisoformat(json.loads(seen.upload.body)["updated_at"])
            assert not since + MINUTE < at < until - BUDGET, f"{seen.path} as of {at}"


def _recovers(played: WholeNight, since: datetime) -> None:
    well = [at for at, status, _ in _statuses(played) if at >= since and status == "healthy"]
    assert well, f"never healthy after {since}: {_statuses(played)}"
    assert well[0] - since <= MINUTE, f"healthy only {well[0] - since} after it answers"
