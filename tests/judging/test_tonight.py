"""The homepage's data, predictions and best bets, by content and by what is due (A17, I-11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from publishing.calendar import format_instant
from publishing.documents import Version
from publishing.operating.seen import Away, Public, Seen
from tests.judging.rows import DAY, at, away, body, instant, public, with_mark, without
from tests.judging.verdicts import findings, keys, section

TONIGHT, BETS = "tonight/all-players.json", "best-bets/latest.json"
AWAY = Away("HTTP 503")


def made(seen: Seen, path: str, name: str, text: str, day: date = DAY) -> Seen:
    """The round in which a document and its export's newest run are of an instant."""
    found = seen.public[path]
    assert isinstance(found, Public)
    version = Version(day, instant(text))
    seen = with_mark(seen, name, as_of=format_instant(instant(text)), game_date=day.isoformat())
    return replace(seen, public={**seen.public, path: replace(found, version=version)})


def tonight(text: str, made_at: str, **changes: Any) -> dict[str, Any]:
    seen = made(at(text), TONIGHT, "tonight_all_players", made_at)
    return section(body(seen, TONIGHT, **changes), "tonight_data")


@pytest.mark.parametrize(
    ("text", "made_at", "status", "message", "stale"),
    [
        ("14:31", "13:31", "healthy", "Data is fresh", False),
        # The run of 14:30 may take until 14:45.
        ("14:44", "13:31", "healthy", "Nothing newer is due", False),
        ("14:45", "13:31", "degraded", "Data is 74 minutes old", True),
        ("14:16", "12:31", "degraded", "Data is 105 minutes old", True),
        # Nothing is due between 23:30 and 6:30.
        ("2026-02-12 03:59", "23:31", "healthy", "Nothing newer is due", False),
    ],
)
def test_a17_an_hour_is_too_old_when_something_newer_was_due(
    text: str, made_at: str, status: str, message: str, stale: bool
) -> None:
    found = tonight(text, made_at)
    assert (found["status"], found["message"], found["is_stale"]) == (status, message, stale)
    assert found["last_update"] == format_instant(instant(made_at))
    age = (instant(text) - instant(made_at)) / timedelta(minutes=1)
    assert found["age_minutes"] == age


def test_a_run_that_changed_nothing_is_news_too() -> None:
    """What is unchanged is not written: the mark says that it was looked at (D7)."""
    seen = made(at("17:00"), TONIGHT, "tonight_all_players", "11:01")
    assert section(seen, "tonight_data")["is_stale"] is True
    looked = with_mark(seen, "tonight_all_players", as_of=format_instant(instant("16:31")))
    found = section(looked, "tonight_data")
    assert (found["status"], found["age_minutes"]) == ("healthy", 29.0)
    # The run of another date says nothing of this document.
    other = with_mark(looked, "tonight_all_players", game_date="2026-02-12")
    assert section(other, "tonight_data")["is_stale"] is True
    assert section(replace(looked, marks=AWAY), "tonight_data")["is_stale"] is True


def test_the_content_is_of_today_or_it_is_said() -> None:
    found = tonight("14:00", "13:31", game_date="2026-02-10")
    assert (found["status"], found["is_stale"]) == ("degraded", True)
    assert found["message"] == "Tonight data is of 2026-02-10, not of 2026-02-11"
    early = tonight("06:44", "06:00", game_date="2026-02-10")
    assert early["status"] == "healthy"
    assert tonight("06:45", "06:31", game_date="2026-02-10")["status"] == "degraded"


def test_incident_38_tonight_without_a_player_is_said_when_games_are_near() -> None:
    for text, status in (("14:59", "healthy"), ("15:00", "degraded"), ("20:00", "degraded")):
        found = tonight(text, text, total_players=0)
        assert found["status"] == status
    assert found["message"] == "Tonight data has no player of 2026-02-11"


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff", b'{"game_date":"x","total_players":1}'])
def test_data_that_cannot_be_read_is_degraded(broken: bytes) -> None:
    found = section(public(at("14:00"), TONIGHT, broken), "tonight_data")
    assert (found["status"], found["message"]) == ("degraded", "Tonight data cannot be read")
    assert found["last_update"] is not None


def test_data_that_is_not_there() -> None:
    for text in ("14:00", "2026-02-13 14:00"):
        assert section(without(at(text), TONIGHT), "tonight_data") == {
            "status": "unhealthy",
            "message": "Tonight data file not found",
            "last_update": None,
            "age_minutes": None,
            "is_stale": True,
        }


def test_data_of_which_nobody_knows() -> None:
    assert section(away(at("14:00"), TONIGHT), "tonight_data") == {
        "status": "unknown",
        "message": "Error checking status: HTTP 503",
        "last_update": None,
        "age_minutes": None,
        "is_stale": None,
    }
    found = public(at("14:00"), TONIGHT, {"game_date": "2026-02-11", "total_players": 9})
    shown = found.public[TONIGHT]
    assert isinstance(shown, Public)
    nameless = replace(shown, version=None)
    unversioned = replace(found, public={**found.public, TONIGHT: nameless}, marks={})
    said = section(unversioned, "tonight_data")
    assert (said["status"], said["age_minutes"]) == ("degraded", None)


def test_without_the_schedule_only_what_is_fresh_is_healthy() -> None:
    for made_at, text, status in (("13:31", "14:00", "healthy"), ("13:31", "14:40", "unknown")):
        seen = made(at(text, schedule=AWAY), TONIGHT, "tonight_all_players", made_at)
        assert section(seen, "tonight_data")["status"] == status


def predicted(text: str, count: Any, **more: Any) -> Seen:
    return at(text, predictions=count, **more)


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("04:00", "healthy", "No predictions yet for 2026-02-11: the games begin at 7:00 PM ET"),
        ("14:59", "healthy", "No predictions yet for 2026-02-11: the games begin at 7:00 PM ET"),
        ("15:00", "degraded", "No predictions found for 2026-02-11"),
        ("20:00", "degraded", "No predictions found for 2026-02-11"),
        ("2026-02-12 03:59", "degraded", "No predictions found for 2026-02-11"),
    ],
)
def test_incident_01_a_day_with_games_and_without_predictions(
    text: str, status: str, message: str
) -> None:
    seen = predicted(text, 0)
    assert section(seen, "predictions") == {
        "status": status,
        "message": message,
        "predictions_count": 0,
        "target_date": "2026-02-11",
    }
    key = "no-predictions/2026-02-11"
    assert keys(seen) == ([key] if status == "degraded" else [])
    if status == "degraded":
        assert findings(seen)[key].severity == "error"


def test_one_prediction_is_enough() -> None:
    seen = predicted("20:00", 1)
    assert keys(seen) == []
    assert section(seen, "predictions") == {
        "status": "healthy",
        "message": "1 predictions available for 2026-02-11",
        "predictions_count": 1,
        "target_date": "2026-02-11",
    }


def test_predictions_of_which_nobody_knows() -> None:
    seen = predicted("20:00", AWAY)
    assert keys(seen) == ["away/predictions"]
    assert section(seen, "predictions") == {
        "status": "unknown",
        "message": "Error checking status: HTTP 503",
        "predictions_count": None,
        "target_date": "2026-02-11",
    }
    ignorant = predicted("20:00", 0, schedule=AWAY)
    assert keys(ignorant) == ["away/schedule"]
    assert section(ignorant, "predictions")["status"] == "unknown"


def bets(text: str, **changes: Any) -> dict[str, Any]:
    return section(body(at(text), BETS, **changes), "best_bets")


def test_best_bets_say_how_many_there_are() -> None:
    assert bets("14:00", total_picks=7) == {
        "status": "healthy",
        "message": "7 best bets available",
        "total_picks": 7,
        "last_update": "2026-02-11T18:01:00.000000+00:00",
    }
    none = bets("14:00", total_picks=0)
    assert (none["status"], none["total_picks"]) == ("healthy", 0)
    assert none["message"] == "0 picks today — all candidates filtered out"


@pytest.mark.parametrize(("text", "stale"), [("11:14", False), ("11:15", True), ("20:00", True)])
def test_best_bets_of_an_earlier_day_are_stale_once_todays_were_due(text: str, stale: bool) -> None:
    found = bets(text, game_date="2026-02-10")
    if stale:
        assert found["status"] == "degraded"
        assert found["message"] == "Best bets file stale (last updated 2026-02-10)"
    else:
        assert found["status"] == "healthy"
        assert found["message"] == "Best bets of 2026-02-11 are not due yet"


def test_best_bets_that_lack_their_source_say_so_when_games_are_near() -> None:
    for text, status in (("14:59", "healthy"), ("15:00", "degraded")):
        seen = body(at(text), BETS, total_picks=0)
        found = seen.public[BETS]
        assert isinstance(found, Public)
        lacking = replace(found, lacks="no row of nba_predictions.player_prop_predictions")
        said = section(replace(seen, public={**seen.public, BETS: lacking}), "best_bets")
        assert said["status"] == status
        assert "no row of nba_predictions" in said["message"]


def test_best_bets_that_are_not_there() -> None:
    said = section(without(at("14:00"), BETS), "best_bets")
    assert (said["status"], said["message"]) == ("degraded", "Best bets file not found")
    said = section(away(at("14:00"), BETS), "best_bets")
    assert (said["status"], said["total_picks"]) == ("unknown", None)
    said = section(public(at("14:00"), BETS, b"{}"), "best_bets")
    assert (said["status"], said["message"]) == ("degraded", "Best bets file cannot be read")
    said = section(replace(at("14:00", schedule=AWAY)), "best_bets")
    assert said["status"] == "healthy"
    said = section(body(at("14:00", schedule=AWAY), BETS, game_date="2026-02-10"), "best_bets")
    assert said["status"] == "unknown"
