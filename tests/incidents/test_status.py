"""Days without games, breaks and the hours around a night are normal (I-16); silence is not."""

from __future__ import annotations

from datetime import timedelta

from publishing.live import reference
from publishing.live.feeding import Ending, starts_at
from tests.incidents.site import Site, clock_of, minutes, sent
from tests.live.payloads import (
    DAY,
    final,
    game,
    poll,
    schedule,
    scheduled,
    tick,
    unanswered,
)
from tests.live.warehouse_rows import DAY as DATE
from tests.live.warehouse_rows import NOON, planned

NEXT_DAY = "2026-01-10"
AFTERNOON = "2026-01-09T22:00:00Z"


def test_incident_05_no_games_is_an_answer() -> None:
    """Dec 27: the scraper crashed on a day without games, sorting ids that were null (I-16)."""
    site = Site()
    assert site.crash(poll(at="2026-01-09T22:00:00Z")) is None, "I-16: no games is a crash"
    found = site.document("live/latest.json")
    assert (found.get("total_games"), found.get("games")) == (0, []), "I-16: no empty envelope"
    nameless = game(id=None), game(id=None, home_code="LAL", away_code="DEN")
    problem = site.crash(poll(*nameless), poll(*nameless[::-1], at="2026-01-10T02:00:30Z"))
    assert problem is None, "I-16: games without an id are a crash"
    assert len(site.games()) == 2, "I-16: games without an id are lost"


def test_incident_09_latest_is_never_missing_and_never_stuck() -> None:
    """Dec 28: readers got a 404 on days without games, or a day that was long over (I-16)."""
    site = Site().hear(poll(final(), at="2026-01-10T04:00:00Z"))
    empty = [poll(at=at) for at in minutes("2026-01-10T20:59:30+00:00", (0, 0.5))]
    site.hear(empty[0])
    assert site.document("live/latest.json")["game_date"] == DAY, "I-16: latest left too early"
    site.hear(empty[1])
    latest = site.document("live/latest.json")
    assert latest["game_date"] == NEXT_DAY, "I-16: a day without games never comes"
    assert (latest["total_games"], latest["games"]) == (0, []), "I-16: no empty envelope"
    assert site.document(f"live/{DAY}.json")["games_final"] == 1, "I-16: the night is gone"


def test_incident_30_a_break_is_healthy() -> None:
    """Feb 13-18: `degraded` for six days: exhibitions were counted as the schedule (I-16)."""
    all_star = [planned(game_id="0032500001", game_date_est=NOON + timedelta(hours=8))]
    plan = sent("schedule", reference.schedule(all_star, DATE, NOON), "2026-01-09T17:00:00Z")
    site = Site().hear(plan, poll(at="2026-01-10T01:00:00Z"))
    for at in minutes("2026-01-10T01:00:30+00:00", (0, 15, 90)):
        site.hear(tick(at))
        said = site.service("live_data")
        assert said["status"] == "healthy", "I-16: a break is a failure"
        assert not said["games_active"], "I-16: an exhibition is a game"
        assert site.document("live/latest.json")["games"] == [], "I-16: no empty envelope"


def test_incident_35_before_the_first_tip_off_and_after_the_last_final_all_is_well() -> None:
    """Feb 24: `degraded` from 16:00 on, by the clock, though no game was on (I-16)."""
    site = Site().hear(schedule(scheduled()), poll(at=AFTERNOON))
    for at in ("2026-01-09T22:30:00Z", "2026-01-10T00:29:00Z"):
        site.hear(tick(at))
        said = site.service("live_data")
        assert (said["status"], said["games_active"]) == ("healthy", False), "I-16: not tipped off"
    site.hear(poll(final(), at="2026-01-10T03:10:00Z"))
    site.hear(unanswered("HTTP 500 from the source", "2026-01-10T03:25:00Z"))
    site.hear(clock_of(DAY, "2026-01-10T04:30:00Z"))
    said = site.service("live_data")
    assert (said["status"], said["is_stale"]) == ("healthy", False), "I-16: the night is over"


def test_incident_35_a_running_game_is_active_whatever_the_hour() -> None:
    """Feb 24: by the same clock a game after 02:00 or before 16:00 was `no game` (I-11)."""
    for at in ("2026-01-10T07:30:00Z", "2026-01-09T17:30:00Z"):
        site = Site().hear(poll(game(), at=at))
        site.hear(*(clock_of(DAY, later) for later in minutes(at, (11,))))
        said = site.service("live_data")
        assert said["games_active"], f"I-11: the game of {at} is not active"
        assert said["is_stale"], f"I-11: data of {at} is 11 minutes old and not stale"


def test_incident_39_a_night_that_is_over_costs_nothing() -> None:
    """Off-season and at night 6,000 runs a month went on for nobody (I-16, I-20)."""
    opens = starts_at(reference.schedule([planned()], DATE, NOON), DATE)
    assert opens.isoformat() == "2026-01-10T00:00:00+00:00", "I-16: the feed begins with no game"
    last = opens + timedelta(hours=3)
    ending = Ending(opens + timedelta(hours=18), timedelta(minutes=30), 30)
    ending.observe(False, opens)
    assert not ending.is_last(last), "I-16: the feed ends with a running game"
    ending.observe(True, last)
    assert not ending.is_last(last + timedelta(minutes=29)), "I-16: corrections are not waited for"
    assert ending.is_last(last + timedelta(minutes=30)), "I-16: the feed never ends"
    ending.observe(False, last + timedelta(minutes=10))
    assert not ending.is_last(last + timedelta(minutes=30)), "I-16: a reopened game is not fed"
