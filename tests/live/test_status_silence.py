"""status.json says that the live job is silent, though nobody else writes its section (L14)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from publishing.documents import Section, Version
from publishing.live.status import compose
from tests.live.payloads import Json
from tests.live.published import strict
from tests.schemas import require_valid

HEARD = datetime(2026, 1, 10, 2, tzinfo=UTC)
DAY = date(2026, 1, 9)
ROUND = timedelta(minutes=5)


class Page:
    """The public status, as its writers change it."""

    def __init__(self) -> None:
        self.body: bytes | None = None
        self.versions: dict[str, Version] = {}

    def write(self, at: datetime, **bodies: Any) -> Json:
        sections = tuple(
            Section(name, json.dumps(body).encode(), Version(DAY, at))
            for name, body in bodies.items()
        )
        self.versions |= {one.name: one.version for one in sections}
        self.body = msgspec.json.encode(compose(self.body, self.versions, sections))
        require_valid("status.json", self.body)
        found: Json = strict(self.body)
        return found

    def live(self, at: datetime, **more: Any) -> Json:
        answered = more.pop("answered", at)
        body = {
            "status": "healthy",
            "message": "Data is fresh",
            "last_update": None if answered is None else answered.isoformat(),
            "age_minutes": 0.0,
            "is_stale": False,
            "games_active": True,
            "next_update_expected": None,
        }
        found: Json = self.write(at, live_data=body | more)
        return found

    def monitor(self, at: datetime, game_date: str | None = "2026-01-09", **more: Any) -> Json:
        job: Json = {"status": "healthy", "message": "as it should be", "game_date": game_date}
        job |= {"running": game_date is not None, "last_flush": None}
        return self.write(at, live_job=job | more)

    def data(self) -> Json:
        found: Json = strict(self.body or b"")["services"]["live_data"]
        return found


@pytest.mark.parametrize(
    ("age", "message", "minutes", "stale"),
    [
        (timedelta(minutes=5), "Data is fresh", 0.0, False),
        (timedelta(minutes=10), "Data is fresh", 0.0, False),
        (
            timedelta(minutes=10, seconds=1),
            "Data is 10 minutes old during game hours",
            10.0,
            True,
        ),
        (timedelta(hours=1, seconds=30), "Data is 60 minutes old during game hours", 60.5, True),
    ],
)
def test_latent_14_live_data_ages_beside_a_newer_section(
    age: timedelta, message: str, minutes: float, stale: bool
) -> None:
    page = Page()
    page.live(HEARD)
    status = page.monitor(HEARD + age)
    found = page.data()
    assert (found["message"], found["age_minutes"], found["is_stale"]) == (message, minutes, stale)
    assert found["status"] == ("degraded" if stale else "healthy")
    assert found["last_update"] == HEARD.isoformat()
    issues = [(one["message"], one["detected_at"]) for one in status["known_issues"]]
    at = (HEARD + age).isoformat(timespec="microseconds")
    assert issues == ([(message, at)] if stale else [])


def test_it_ages_on_and_is_first_detected_once() -> None:
    page = Page()
    page.live(HEARD)
    page.monitor(HEARD + 3 * ROUND)
    status = page.monitor(HEARD + 4 * ROUND)
    (issue,) = status["known_issues"]
    assert issue["message"] == "Data is 20 minutes old during game hours"
    assert issue["detected_at"] == "2026-01-10T02:15:00.000000+00:00"


def test_it_is_the_same_when_it_is_composed_again() -> None:
    page = Page()
    page.live(HEARD)
    page.monitor(HEARD + 3 * ROUND)
    before = page.body
    page.body = msgspec.json.encode(compose(before, page.versions, ()))
    assert page.body == before


def test_it_is_over_when_the_live_job_writes() -> None:
    page = Page()
    page.live(HEARD)
    page.monitor(HEARD + 3 * ROUND)
    status = page.live(HEARD + 3 * ROUND + timedelta(seconds=30))
    assert (page.data()["message"], page.data()["is_stale"]) == ("Data is fresh", False)
    assert status["known_issues"] == []


def test_vector_12_a_reason_that_the_live_job_gave_stays() -> None:
    page = Page()
    reason = "The source does not answer: HTTP 401"
    page.live(HEARD, status="degraded", message=reason)
    page.monitor(HEARD + 3 * ROUND)
    found = page.data()
    assert (found["message"], found["is_stale"], found["age_minutes"]) == (reason, True, 15.0)


def test_data_that_is_unhealthy_grows_no_better() -> None:
    page = Page()
    page.live(HEARD, status="unhealthy", message="Live data file not found")
    page.monitor(HEARD + 3 * ROUND)
    assert page.data()["status"] == "unhealthy"


@pytest.mark.parametrize("answered", [None, "broken"])
def test_data_without_an_age_does_not_age(answered: str | None) -> None:
    page = Page()
    page.live(HEARD, answered=None, last_update=answered)
    before = page.data()
    page.monitor(HEARD + 3 * ROUND)
    assert page.data() == before


def test_incident_35_data_without_games_does_not_age() -> None:
    page = Page()
    page.live(HEARD, games_active=False, message="No games currently active")
    before = page.data()
    page.monitor(HEARD + 12 * ROUND)
    assert page.data() == before


def test_when_no_slate_is_open_a_silent_job_shows_no_games() -> None:
    """A job that died, or lost its source, in the last minute of a night that is over."""
    page = Page()
    page.live(HEARD, status="degraded", message="The source does not answer: HTTP 500")
    page.monitor(HEARD + 2 * ROUND, game_date=None)
    assert page.data()["status"] == "degraded"
    page.monitor(HEARD + 3 * ROUND, game_date=None)
    assert page.data() == {
        "status": "healthy",
        "message": "No games currently active",
        "last_update": HEARD.isoformat(),
        "age_minutes": 15.0,
        "is_stale": False,
        "games_active": False,
        "next_update_expected": None,
    }


@pytest.mark.parametrize("word", ["unknown", "degraded", "unhealthy"])
def test_a_monitor_that_does_not_know_the_slate_calls_no_game_off(word: str) -> None:
    page = Page()
    page.live(HEARD)
    page.monitor(HEARD + 3 * ROUND, game_date=None, status=word)
    assert page.data()["games_active"] is True


def test_a_job_that_never_spoke_is_no_trouble_without_a_slate() -> None:
    page = Page()
    assert page.monitor(HEARD)["services"]["live_data"]["status"] == "unknown"
    assert page.monitor(HEARD, game_date=None)["services"]["live_data"]["status"] == "healthy"


def test_incident_30_a_break_is_said_and_ends() -> None:
    page = Page()
    page.live(HEARD, games_active=False)
    off = {"headline": "All-Star Break", "message": "Games resume Thursday, Feb 19"}
    off |= {"resume_date": "2026-02-19", "last_game_date": "2026-02-12"}
    page.write(HEARD + 3 * ROUND, active_break=off)
    assert page.data()["message"] == "Data is fresh"
    page.monitor(HEARD + 3 * ROUND, game_date=None)
    assert page.data() == {
        "status": "healthy",
        "message": "No games — All-Star Break (Games resume Thursday, Feb 19)",
        "last_update": None,
        "age_minutes": None,
        "is_stale": False,
        "games_active": False,
        "next_update_expected": None,
    }
    page.write(HEARD + 4 * ROUND, active_break=None)
    assert page.data()["message"] == "No games currently active"
    page.live(HEARD + 4 * ROUND)
    assert page.data()["message"] == "Data is fresh"
