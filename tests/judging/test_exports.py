"""Occasions that were missed, exports that are late, runs without an end (incidents 24, 36, 42)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from publishing.calendar import format_instant
from publishing.occasions import SCHEDULED
from publishing.operating.claims import Claim
from publishing.operating.findings import Finding, Rerun, Send
from publishing.operating.gates import Gate
from publishing.operating.messages import ExportTrigger, PlayersTrigger
from publishing.operating.requests import request_of
from publishing.operating.schedules import exports_of
from publishing.operating.seen import Away, Seen
from tests.judging.rows import at, claims, instant, marks, with_claims, with_mark
from tests.judging.verdicts import findings, keys, section

MORNING = "phase6-tonight-picks-morning"
RESULTS = "phase6-daily-results"
TRENDS = "phase6-hourly-trends"


def runs_without(seen: Seen, *schedules: str, since: str) -> Seen:
    """The round in which no run of these schedules began since an Eastern time."""
    cut = format_instant(instant(since))
    named = [one for one in SCHEDULED if one.name in schedules]
    assert len(named) == len(schedules)
    names = {export.name for one in named for export in exports_of(one)}
    earlier = marks(at(since))
    kept = {
        name: earlier[name] if name in names and name in earlier else mark
        for name, mark in marks(seen).items()
    }
    made = {
        key: one
        for key, one in claims(seen).items()
        if one.claimed_at < cut or not any(name in key for name in schedules)
    }
    return replace(seen, marks=kept, claims=made)


def missed(seen: Seen, schedule: str) -> Finding | None:
    return findings(seen).get(f"missed/{schedule}")


def sent(finding: Finding | None) -> Any:
    assert finding is not None
    (heal,) = finding.heals
    assert isinstance(heal, Send)
    return heal.message


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("08:44", None),
        ("08:45", "warning"),
        ("10:44", "warning"),
        ("10:45", "error"),
        ("2026-02-12 07:00", "error"),
    ],
)
def test_incident_42_an_occasion_that_was_missed_is_made_up_for(
    text: str, severity: str | None
) -> None:
    """5 AM Pacific is 8 AM Eastern; 45 minutes later it is missed, 2 hours later a person is told.

    `results` is made on no other occasion until 11:30 of yesterday's, which is missed as well.
    """
    seen = runs_without(at(text), RESULTS, "phase6-after-grading", since="07:59")
    found = missed(seen, RESULTS)
    assert (found.severity if found else None) == severity
    if found is not None:
        assert found.quiet is (severity == "warning")
        assert "phase6-daily-results of 2026-02-11T13:00" in found.text
        message = sent(found)
        assert isinstance(message, ExportTrigger)
        assert message.target_date == "2026-02-10"
        assert message.export_types == ("results", "performance", "best-bets", "predictions")
        assert message.trigger_source == RESULTS
        assert message.upstream_batch_id == "phase6-daily-results-20260211T1300Z"
        assert message.update_latest is True


def test_a_message_that_is_late_means_the_same_run_as_the_schedules_own() -> None:
    """So that both at once are one run (I-9)."""
    seen = runs_without(at("08:50"), RESULTS, since="07:59")
    mine = request_of(sent(missed(seen, RESULTS)), "1", instant("08:50"))
    own = ExportTrigger(
        export_types=("results", "performance", "best-bets", "predictions"),
        target_date="yesterday",
        trigger_source=RESULTS,
    )
    assert request_of(own, "2", instant("08:01")).key == mine.key


def test_incident_45_a_schedule_that_was_deleted_is_missed_until_somebody_mends_it() -> None:
    seen = runs_without(at("13:46"), TRENDS, since="10:59")
    found = missed(seen, TRENDS)
    assert found is not None
    # Hour after hour it is one finding, missed since the first; the newest is made.
    assert (found.severity, found.quiet) == ("error", False)
    assert "2026-02-11T16:00" in found.text
    assert sent(found).upstream_batch_id == "phase6-hourly-trends-20260211T1800Z"
    assert sent(found).target_date == "2026-02-11"
    earlier = missed(runs_without(at("12:50"), TRENDS, since="10:59"), TRENDS)
    assert earlier is not None
    assert earlier.key == found.key
    assert earlier.severity == "warning"


def test_an_hour_that_was_missed_is_no_matter_when_the_next_one_was_made() -> None:
    seen = at("13:50")
    made = {key: one for key, one in claims(seen).items() if "T1700Z" not in key}
    assert keys(replace(seen, claims=made)) == []


def test_profiles_have_their_own_message() -> None:
    seen = runs_without(at("2026-02-08 07:00"), "phase6-player-profiles", since="2026-02-08 05:00")
    message = sent(missed(seen, "phase6-player-profiles"))
    assert isinstance(message, PlayersTrigger)
    assert (message.min_games, message.trigger_source) == (5, "phase6-player-profiles")
    assert message.upstream_batch_id == "phase6-player-profiles-20260208T1100Z"


def test_an_occasion_of_three_days_ago_is_let_go() -> None:
    """A weekly export is then told by its age."""
    for text, found in (("2026-02-10 05:59", True), ("2026-02-10 06:01", False)):
        since = "2026-02-08 05:00"
        seen = runs_without(at(text), "phase6-player-profiles", since=since)
        assert (missed(seen, "phase6-player-profiles") is not None) is found


def claim(state: str, *, exports: Iterable[str], **more: Any) -> Claim:
    day, batch = more.pop("day", "2026-02-10"), more.pop("batch", "anything")
    what = {"exports": list(exports), "game_date": day, "batch": batch, "form": "daily"}
    at_ = format_instant(more.pop("claimed", instant("08:02")))
    found = Claim(
        what=msgspec.Raw(json.dumps(what).encode()),
        owner="other",
        state=state,  # type: ignore[arg-type]
        attempt=1,
        claimed_at=at_,
        lease_until=format_instant(more.pop("until", instant("09:59"))),
    )
    return msgspec.structs.replace(found, **more)


NAMES = ("results", "system_performance", "best_bets", "predictions")
OCCASION = "phase6-daily-results-20260211T1300Z"


@pytest.mark.parametrize(
    ("found", "is_missed"),
    [
        (claim("running", exports=NAMES), False),
        (claim("launched", exports=NAMES, job="x"), False),
        (claim("running", exports=NAMES, claimed=instant("07:58")), True),
        (claim("running", exports=NAMES, day="2026-02-09"), True),
        (claim("running", exports=NAMES[1:]), True),
        (claim("done", exports=NAMES, status="success"), True),
        (claim("done", exports=NAMES, status="success", batch=OCCASION), False),
        (claim("done", exports=NAMES, status="success", batch=f"{OCCASION}-2"), False),
        (claim("done", exports=NAMES, status="failed", batch=OCCASION), True),
        (claim("done", exports=NAMES, status="partial", batch=OCCASION), True),
    ],
)
def test_a_run_that_is_on_or_has_ended_well_serves_its_occasion(
    found: Claim, is_missed: bool
) -> None:
    seen = runs_without(at("09:00"), RESULTS, since="07:59")
    seen = with_claims(seen, mine=found)
    assert (missed(seen, RESULTS) is not None) is is_missed


def test_a_run_that_made_a_part_serves_what_only_a_newer_date_has_a_mark_of() -> None:
    """The mark of best bets is of today when yesterday's are made once more at 11:30."""
    seen = runs_without(at("12:30"), "phase6-after-grading", since="11:29")
    kept = marks(at("12:30"))
    names = ("results", "system_performance", "predictions", "tonight_all_players")
    made = marks(seen) | {name: kept[name] for name in names}
    batch = "phase6-after-grading-20260211T1630Z"
    part = claim("done", exports=["best_bets"], status="partial", batch=batch)
    for more, is_missed in (({}, True), ({"mine": part}, False)):
        one = replace(seen, marks=made, claims=claims(seen) | more)
        found = missed(one, "phase6-after-grading")
        assert (found is not None and "best-bets" in found.text) is is_missed


def test_a_run_that_failed_is_asked_for_again_as_a_batch_of_its_own() -> None:
    """The claim of the first is over: the same batch would be nothing new."""
    seen = runs_without(at("09:00"), RESULTS, since="07:59")
    failed = claim("done", exports=NAMES, status="failed", batch=OCCASION)
    again = claim("done", exports=NAMES, status="failed", batch=f"{OCCASION}-2")
    one = with_claims(seen, one=failed)
    assert sent(missed(one, RESULTS)).upstream_batch_id == f"{OCCASION}-2"
    two = with_claims(one, two=again)
    assert sent(missed(two, RESULTS)).upstream_batch_id == f"{OCCASION}-3"


def gate(name: str, closed: datetime, day: str = "2026-02-10") -> Gate:
    sends = ExportTrigger(export_types=("results",), target_date=day)
    at_ = format_instant(closed)
    return Gate(name, day, ("nba_predictions.prediction_accuracy",), "no row", sends, at_, at_)


def test_an_export_that_waits_for_its_source_is_not_missed() -> None:
    seen = runs_without(at("09:00"), RESULTS, since="07:59")
    gates = {f"2026-02-10/{name}": gate(name, instant("08:05")) for name in NAMES}
    assert missed(replace(seen, gates=gates), RESULTS) is None
    del gates["2026-02-10/results"]
    found = missed(replace(seen, gates=gates), RESULTS)
    assert found is not None
    assert found.text.endswith("was missed: results")


def test_a_first_start_is_no_storm_of_alarms() -> None:
    """All was missed, and none of it since this monitor began."""
    first = at("12:00", marks={}, claims={}, watching_since=instant("12:00"))
    found = findings(first)
    assert len(found) > 5
    assert {one.severity for one in found.values()} == {"warning"}
    assert all(one.quiet and one.heals for one in found.values())
    said = section(first, "exports")
    assert (said["status"], said["message"], said["late"]) == (
        "unknown",
        "No export was made yet",
        [],
    )
    later = at("14:00", marks={}, claims={}, watching_since=instant("12:00"))
    assert findings(later)[f"missed/{RESULTS}"].severity == "error"


@pytest.mark.parametrize("source", ["marks", "claims", "gates"])
def test_nothing_is_sent_in_ignorance(source: str) -> None:
    changes: dict[str, Any] = {"marks": {}, "claims": {}, source: Away("HTTP 503")}
    seen = at("2026-02-12 12:00", **changes)
    assert keys(seen) == [f"away/{source}"]
    assert section(seen, "exports")["status"] == "unknown"


def test_an_export_that_is_older_than_its_limit_is_late() -> None:
    """`tonight` may be 6 hours old; it is judged by its content, and is behind an occasion."""
    name, seen = "tonight_all_players", at("17:00")
    for hours, late in ((6, False), (6.01, True)):
        made = format_instant(seen.now - timedelta(hours=hours))
        one = with_mark(seen, name, as_of=made)
        found = section(one, "exports")
        assert (f"late/{name}" in keys(one)) is late
        assert found["status"] == ("degraded" if late else "healthy")
        if late:
            assert found["late"] == [
                {
                    "export": name,
                    "game_date": "2026-02-11",
                    "age_hours": 6.0,
                    "limit_hours": 6,
                    "message": "tonight is 6.0 hours old, its limit 6",
                }
            ]
            assert found["message"] == "1 exports are late: tonight_all_players"
            assert findings(one)[f"late/{name}"].severity == "error"


def test_an_export_that_nothing_is_due_of_is_not_late() -> None:
    """From 23:30 to 6:30 no run of `tonight` is due: 7 hours, and its limit is 6."""
    made = format_instant(instant("23:31"))
    for text, late in (("2026-02-12 07:14", False), ("2026-02-12 07:15", True)):
        seen = at(text)
        one = with_mark(seen, "tonight_all_players", as_of=made)
        assert ("late/tonight_all_players" in keys(one)) is late


def test_incident_36_a_document_of_every_week_is_late_after_eight_days() -> None:
    for days, late in ((8, False), (9, True)):
        seen = at("2026-02-17 12:00")
        made = format_instant(seen.now - timedelta(days=days))
        one = with_mark(seen, "player_profile", as_of=made)
        assert ("late/player_profile" in keys(one)) is late


def test_what_waits_is_counted_and_said() -> None:
    gates = {"2026-02-10/results": gate("results", instant("11:35"))}
    found = section(at("12:00", gates=gates), "exports")
    assert found == {
        "status": "healthy",
        "message": "No export is late; 1 wait for their source",
        "checked_at": "2026-02-11T17:00:00.000000+00:00",
        "late": [],
        "waiting": 1,
    }


@pytest.mark.parametrize(("hours", "found"), [(48, []), (48.1, ["gate/2026-02-10/results"])])
def test_a_gate_that_nothing_opens_is_told(hours: float, found: list[str]) -> None:
    now = instant("12:00")
    gates = {"2026-02-10/results": gate("results", now - timedelta(hours=hours))}
    seen = at("12:00", gates=gates)
    assert keys(seen) == found
    if found:
        assert findings(seen)[found[0]].severity == "error"
        assert "no row" in findings(seen)[found[0]].text


@pytest.mark.parametrize(
    ("state", "seconds", "silent"),
    [
        ("running", 119, False),
        ("running", 120, True),
        ("launched", -1, False),
        ("launched", 0, True),
        ("done", 9999, False),
    ],
)
def test_a_run_without_an_end_is_run_again(state: str, seconds: int, silent: bool) -> None:
    now = instant("12:00")
    one = claim(state, exports=[], until=now - timedelta(seconds=seconds), job="the-job")
    seen = at("12:00")
    seen = replace(seen, claims=claims(seen) | {"2026-02-10/results/x": one})
    key = "silent-run/2026-02-10/results/x"
    assert keys(seen) == ([key] if silent else [])
    if silent:
        found = findings(seen)[key]
        assert (found.heals, found.quiet) == ((Rerun("2026-02-10/results/x"),), True)


def test_a_launched_job_that_runs_no_more_is_run_again_at_once() -> None:
    """Nobody waits for the end of a job that is known to have failed."""
    until = instant("12:00") + timedelta(minutes=40)
    one = claim("launched", exports=[], until=until, job="the-job")
    seen = with_claims(at("12:00"), k=one)
    assert keys(seen) == []
    found = findings(replace(seen, ended_jobs=frozenset({"the-job"})))
    assert found["silent-run/k"].heals == (Rerun("k"),)
    assert "runs no more" in found["silent-run/k"].text


@pytest.mark.parametrize(("hours", "found"), [(0, True), (48, True), (49, False)])
def test_a_run_that_was_given_up_is_told_for_two_days(hours: int, found: bool) -> None:
    until = instant("12:00") - timedelta(hours=hours)
    one = claim("given up", exports=[], until=until, reason="begun 4 times without an end")
    seen = at("12:00")
    seen = with_claims(seen, k=one)
    assert keys(seen) == (["given-up/k"] if found else [])
    if found:
        assert findings(seen)["given-up/k"].severity == "error"
        assert "begun 4 times" in findings(seen)["given-up/k"].text


def test_vector_29_alerts_that_do_not_arrive_are_in_the_status() -> None:
    assert section(at("12:00"), "alerts") == {
        "status": "healthy",
        "message": "Alerts are delivered",
        "undelivered": 0,
    }
    said = section(at("12:00", alerts_problem="the webhook answers 404", undelivered=2), "alerts")
    assert said == {
        "status": "degraded",
        "message": "Alerts are not delivered: the webhook answers 404",
        "undelivered": 2,
    }
    said = section(at("12:00", undelivered=3), "alerts")
    assert (said["status"], said["message"]) == ("degraded", "3 alerts could not be delivered")
