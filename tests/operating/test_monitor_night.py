"""The monitor in a night that is played: it says what is wrong and mends it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.night.feed import Pace
from tests.night.judge import judge
from tests.night.stage import until
from tests.operating.conftest import MakeFloor
from tests.operating.night import opens, played
from tests.pipelines.runs import Night
from tests.publishing.web_server import web

pytestmark = pytest.mark.integration

SPEED = 300
ROUND = timedelta(minutes=5)


def test_a_live_job_that_is_killed_is_seen_in_one_round_and_started_again(
    new_floor: MakeFloor, simulated_night: Night
) -> None:
    start = opens(simulated_night.day)
    pace = Pace(start, SPEED, begins_in=12)
    floor = new_floor(clock=str(pace))
    with played(floor, simulated_night, pace) as night, web() as channel:
        floor.trigger()
        address = floor.stage.folder / "webhook"
        address.write_text(f"http://127.0.0.1:{channel.port}/hook")
        floor.service("monitor", "monitor", f"--alerts=webhook:{address}")
        night.wait_until(start + timedelta(minutes=2))
        for path in ("/ticks/live", "/ticks/feeder"):
            assert floor.call(path)["code"] == 200
        tip = start + timedelta(minutes=31)
        night.wait_until(tip + timedelta(hours=1, minutes=30))
        assert night.status()["services"]["live_data"]["status"] == "healthy"
        channel.status = 503
        night.kill_live()
        answer = floor.call("/rounds", "monitor")
        assert answer["code"] == 200, answer
        status = night.status()
        assert status["overall_status"] != "healthy"
        assert status["services"]["live_job"]["status"] == "unhealthy"
        assert "live" in " ".join(issue["message"] for issue in status["known_issues"]).lower()
        alerts = status["services"]["alerts"]
        assert alerts["status"] == "degraded", alerts
        assert alerts["undelivered"] == 1
        assert "503" in alerts["message"]
        assert channel.requests, "the channel was not asked"
        channel.requests.clear()
        channel.status = 200
        now = tip + timedelta(hours=1, minutes=30)
        while not night.ended("courtside-feeder-" + simulated_night.day.isoformat()):
            now += ROUND
            night.wait_until(now)
            floor.call("/rounds", "monitor")
            assert now < tip + timedelta(hours=12), night.logs()
        told = [json.loads(body)["text"] for _, _, _, body in channel.requests]
        assert any("live job is gone" in text for text in told), told
        night.whole.ends_right()
        until(
            f"the status is well again\n{night.logs()}",
            lambda: (
                floor.call("/rounds", "monitor")["code"] == 200
                and night.status()["services"]["live_job"]["status"] == "healthy"
            ),
        )
        judge(floor.stage.wire)
