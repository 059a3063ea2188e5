"""Which night a game belongs to, and how long that night goes on (I-1, I-3, I-5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from publishing import calendar
from publishing.live import reference
from tests.incidents.site import Site, clock_of, sent
from tests.live.payloads import (
    DAY,
    event,
    final,
    game,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.published import strict
from tests.live.warehouse_rows import DAY as DATE
from tests.live.warehouse_rows import NOON, planned

NEXT_DAY = "2026-01-10"
RUNNING = {"status": "4th Qtr", "period": 4}


def refuses(word: str, now: str) -> bool:
    try:
        calendar.resolve_date(word, datetime.fromisoformat(now))
    except ValueError:
        return True
    return False


def test_incident_03_a_word_for_a_date_is_never_a_date() -> None:
    """Dec 27: the scheduler's `today` became `live/today.json` and a query for that date (I-5)."""
    site = Site().hear(poll(game(), game_date="today"), poll(game(), game_date="2026-13-01"))
    assert not site.paths(), "I-5: a date that is none was published"
    assert [letter.stage for letter in site.letters] == ["decode"] * 2, "I-5: nobody was told"
    for word in ("TODAY", "Today", "tomorrow", "2026-13-01", "20260109", ""):
        assert refuses(word, "2026-01-10T02:00:00Z"), f"I-5: {word!r} was taken for a date"


def test_incident_04_the_game_date_is_not_the_utc_date_of_the_poll() -> None:
    """Dec 27: everything after 19:00 Eastern was filed under the next day, as in UTC (I-1)."""
    undated = game(id=2, home_code="LAL", away_code="DEN", date="")
    site = Site().hear(poll(game(), undated, at="2026-01-10T02:00:00Z"))
    assert sorted(site.games()) == ["BOS", "LAL"], "I-1: the evening's games are not of its date"
    assert f"live/{NEXT_DAY}.json" not in site.paths(), "I-1: a night of tomorrow was made up"


def test_incident_06_last_nights_finals_are_not_todays() -> None:
    """Dec 28, 01:57 Eastern: the night's finals were published again as those of Dec 28 (I-1)."""
    site = Site().hear(poll(final(), at="2026-01-10T04:00:00Z"))
    site.hear(poll(final(), at="2026-01-10T06:57:00Z"))
    assert f"live/{NEXT_DAY}.json" not in site.paths(), "I-1: the finals were relabelled"
    latest = site.document("live/latest.json")
    assert (latest["game_date"], latest["games_final"]) == (DAY, 1), "I-3: latest left its night"


def test_incident_06_every_answer_is_split_by_date() -> None:
    """Dec 28: the source lists any date; without a filter yesterday's finals were tonight's."""
    tonight = game(id=2, date=NEXT_DAY, home_code="LAL", away_code="DEN")
    site = Site().hear(poll(final(), tonight, at="2026-01-11T00:30:00Z"))
    assert sorted(site.games(NEXT_DAY)) == ["LAL"], "I-1: last night's game is in tonight's file"
    assert site.document("live/latest.json")["total_games"] == 1, "I-1: latest mixes two nights"


def test_incident_06_daylight_saving_moves_no_game() -> None:
    """Dec 28: a fixed offset of five hours would be wrong from March to November (I-5)."""
    undated = game(date="", datetime=None)
    for at, day in (("2026-03-09T08:30:00Z", "2026-03-09"), ("2026-03-09T07:59:00Z", "2026-03-08")):
        site = Site().hear(poll(undated, at=at))
        assert list(site.games(day)) == ["BOS"], f"I-5: at {at} it is {day} on the East coast"


def test_incident_12_a_west_coast_game_ends_in_the_night_it_began() -> None:
    """Jan 11-13: polls after midnight Eastern went to the next day; late games never ended."""
    site = Site()
    for at, state in (
        ("2026-01-10T04:57:00Z", {"period": 3}),
        ("2026-01-10T05:30:00Z", RUNNING),
        ("2026-01-10T08:30:00Z", RUNNING | {"period": 5}),
    ):
        late = game(home_code="LAL", away_code="DEN", datetime="2026-01-10T03:30:00.000Z", **state)
        site.hear(poll(late, at=at))
        assert site.statuses() == {"LAL": "in_progress"}, "I-3: the running game is not public"
        assert site.games()["LAL"]["period"] == state["period"], "I-3: the night stood still"
        assert site.document("live/latest.json")["game_date"] == DAY, "I-3: latest left the game"
    over = final(home_code="LAL", away_code="DEN", period=5)
    site.hear(poll(over, at="2026-01-10T09:10:00Z"))
    assert site.statuses() == {"LAL": "final"}, "I-3: the game never ended"


def test_incident_12_a_real_answer_after_midnight(real_data: Path) -> None:
    """Jan 12: the fix read a key that the live payload does not have; only real bodies tell."""
    body = strict((real_data / "balldontlie" / f"box_scores_{DAY}.json").read_bytes())
    site = Site().hear(poll(*body["data"], at="2026-01-10T06:57:00Z"))
    assert len(site.games()) == 10, "I-1: the ten games of the night are not all in it"
    assert f"live/{NEXT_DAY}.json" not in site.paths(), "I-1: games went to the next day"


def test_incident_37_the_tip_off_column_is_utc() -> None:
    """Mar 1: a column named as if it were Eastern time held UTC; tip-offs were five hours off."""
    rows = [planned(game_date_est=datetime.fromisoformat("2026-01-10T00:30:00+00:00"))]
    plan = sent("schedule", reference.schedule(rows, DATE, NOON), "2026-01-09T17:00:00Z")
    site = Site().hear(plan, poll(at="2026-01-10T00:15:00Z"), poll(at="2026-01-10T00:29:30Z"))
    assert not site.service("live_data")["games_active"], "I-1: active before the tip-off"
    site.hear(poll(at="2026-01-10T00:30:30Z"))
    assert site.service("live_data")["games_active"], "I-1: the tip-off went by unnoticed"


def test_latent_01_today_is_the_eastern_date() -> None:
    """At 20:30 Eastern `today` was resolved in UTC and meant tomorrow (I-5)."""
    for now, today in (
        ("2026-01-10T01:30:00Z", DAY),
        ("2026-07-10T03:30:00Z", "2026-07-09"),
        ("2026-01-10T08:59:00Z", DAY),
        ("2026-01-10T09:00:00Z", NEXT_DAY),
    ):
        found = calendar.resolve_date("today", datetime.fromisoformat(now)).isoformat()
        assert found == today, f"I-5: at {now} it is still {today}"


def test_latent_05_the_summary_counts_its_own_date() -> None:
    """After midnight the grading's game counts included yesterday's games (I-1)."""
    tonight = game(id=2, date=NEXT_DAY, home_code="LAL", away_code="DEN")
    picks = event("predictions", {"picks": [pick()]}, "2026-01-10T22:00:00Z", game_date=NEXT_DAY)
    site = Site().hear(picks, poll(final(), tonight, at="2026-01-11T01:00:00Z"))
    summary = site.document(f"live-grading/{NEXT_DAY}.json")["summary"]
    counted = (summary["games_in_progress"], summary["games_final"])
    assert counted == (1, 0), "I-1: the counts are of two nights"


def test_latent_15_matinees_and_the_small_hours_are_part_of_the_night() -> None:
    """The window of 16:00-01:57 Eastern missed noon tips and long overtimes (I-3)."""
    site = Site().hear(
        schedule(scheduled(tip_off="2026-01-09T17:00:00Z"), at="2026-01-09T15:00:00Z"),
        predictions(pick()),
        poll(game(period=1), at="2026-01-09T17:12:00Z"),
    )
    assert site.statuses() == {"BOS": "in_progress"}, "I-3: the matinee is not public"
    assert site.row()["status"] == "trending_correct", "I-3: the matinee is not graded"
    late = final(id=2, home_code="LAL", away_code="DEN", period=6)
    site.hear(poll(final(), late, at="2026-01-10T07:41:00Z"), clock_of(DAY, "2026-01-10T07:42:00Z"))
    assert set(site.statuses().values()) == {"final"}, "I-3: the night closed before its last game"
    opens, closes = calendar.slate_window(DATE)
    assert (opens.hour, closes.hour) == (9, 23), "I-3: the slate's window is not 04:00 to 18:00"
