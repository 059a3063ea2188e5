"""A source that does not answer changes nothing that is public, and the status says why (I-2)."""

from __future__ import annotations

from pathlib import Path

from tests.incidents.site import Site, clock_of, minutes
from tests.live.payloads import (
    DAY,
    event,
    final,
    game,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
    tick,
    unanswered,
)

LATER = "2026-01-10T02:00:30Z"
DOCUMENTS = tuple(
    f"{family}/{name}.json" for family in ("live", "live-grading") for name in (DAY, "latest")
)


def bodies(site: Site) -> list[bytes]:
    return [site.body(path) for path in DOCUMENTS]


def test_incident_02_a_query_that_fails_empties_nothing() -> None:
    """Dec 26: a missing right made the query fail; an empty file was published as success (I-2)."""
    first = Site().hear(predictions(pick(), pick("bobbirch")), poll(game()))
    graded = first.body(f"live-grading/{DAY}.json")
    failed = event("predictions", None, "2026-01-10T02:00:10Z")
    again = Site(first.store).hear(failed, poll(game(time="Q3 2:00"), at=LATER))
    assert again.body(f"live-grading/{DAY}.json") == graded, "I-2: grading was emptied by a failure"
    assert [letter.stage for letter in again.letters] == ["decode"], "I-2: the failure was silent"
    assert again.service("grading")["status"] == "degraded", "I-2: the status calls it healthy"


def test_incident_10_an_outage_of_half_an_hour_is_survived() -> None:
    """Jan 20: timeouts, 502s and thirteen 500s in a night, with 36 minutes of nothing (I-2)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()), poll(game()))
    before = bodies(site)
    reasons = ("HTTP 502 from the source", "no answer in time", "HTTP 500 from the source")
    for number, at in enumerate(minutes("2026-01-10T02:00:30+00:00", range(36))):
        site.hear(unanswered(reasons[number % 3], at))
        assert bodies(site) == before, "I-2: an outage changed what is public"
        said = site.service("live_data")
        assert said["status"] == "degraded", "I-2: the outage is not in the status"
        assert reasons[number % 3] in said["message"], "I-2: the status does not say why"
    site.hear(poll(final(), at="2026-01-10T02:37:00Z"))
    assert site.service("live_data")["status"] == "healthy", "I-2: it needed a human to recover"
    assert site.row()["status"] == "correct", "I-2: the night did not go on after the outage"


def test_incident_16_grading_waits_for_its_predictions_and_then_comes() -> None:
    """Jan 23: the export ran four hours before its input and published nothing as all (I-2)."""
    site = Site().hear(schedule(scheduled()), poll(game()))
    assert "live-grading/latest.json" not in site.paths(), "I-2: nothing received is not none"
    assert site.statuses() == {"BOS": "in_progress"}, "I-2: the scores waited for the predictions"
    site.hear(predictions(pick(), at=LATER), poll(game(), at=LATER))
    assert list(site.rows()) == ["annash"], "I-10: grading did not come when its input came"


def test_incident_29_finals_that_dropped_off_stay_graded(tmp_path: Path) -> None:
    """Feb 7-12: 0 of 32 graded; the source had dropped the finals, then it only said 401 (I-6)."""
    site = Site(archive=tmp_path).hear(schedule(scheduled()), predictions(pick()), poll(final()))
    assert site.row()["status"] == "correct", "I-6: the final is not graded"
    site.hear(poll(at="2026-01-10T04:00:00Z"))
    site.hear(unanswered("HTTP 401: the API key is missing", "2026-01-10T04:03:00Z"))
    assert site.statuses() == {"BOS": "final"}, "I-6: the final was forgotten with the source"
    restarted = Site(site.store, archive=tmp_path).hear(poll(at="2026-01-10T04:06:00Z"))
    assert restarted.statuses() == {"BOS": "final"}, "I-2: a restart emptied the night"
    assert restarted.row()["actual"] == 10, "I-2: a restart lost what was graded"


def test_incident_33_fresh_time_stamps_do_not_hide_a_lost_key() -> None:
    """Feb 22: the key was erased by a deploy; each tick wrote the file anew, pending (I-11)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()), poll(game()))
    before = bodies(site)
    for at in minutes("2026-01-10T02:00:30+00:00", range(0, 21, 3)):
        site.hear(unanswered("HTTP 401: the API key was refused", at))
        assert bodies(site) == before, "I-11: a file without news looks fresh"
    said = site.service("live_data")
    assert said["last_update"] == "2026-01-10T02:00:00.000000+00:00", "I-11: age by file time"
    assert (said["is_stale"], said["age_minutes"]) == (True, 18.5), "I-11: old data is not stale"
    assert "401" in said["message"], "I-11: the status does not name the key"


def test_incident_33_empty_answers_during_games_are_no_fresh_data() -> None:
    """Feb 22: fresh time stamps, empty content: the monitor saw nothing wrong all night (I-11)."""
    for shown in ((), (poll(game(period=1), at="2026-01-10T00:40:00Z"),)):
        site = Site().hear(schedule(scheduled()), predictions(pick()), *shown)
        site.hear(*(poll(at=at) for at in minutes("2026-01-10T00:45:00+00:00", range(0, 75, 3))))
        said = site.service("live_data")
        assert said["games_active"], "I-11: the schedule's game is forgotten"
        assert said["status"] == "degraded", "I-11: answers without the running game are fresh"


def test_incident_33_a_night_that_is_over_and_all_pending_is_not_healthy() -> None:
    """Feb 22-23: 52 of 52 rows pending while the schedule said final; all looked well (I-11)."""
    not_begun = game(status="7:00 pm ET", period=0, time=None)
    site = Site().hear(predictions(pick(), pick("bobbirch")), schedule(scheduled()))
    site.hear(poll(not_begun, at="2026-01-10T00:00:00Z"))
    site.hear(unanswered("HTTP 401: the API key was refused", "2026-01-10T00:03:00Z"))
    over = scheduled(status="final", home_score=101, away_score=99)
    site.hear(schedule(over, at="2026-01-10T03:30:00Z"), tick("2026-01-10T03:33:00Z"))
    said = site.service("grading")
    assert (said["total_rows"], said["resolved_rows"]) == (2, 0), "I-11: resolved rows not counted"
    assert said["status"] == "degraded", "I-11: a night that ended ungraded is called healthy"


def test_incident_33_a_key_that_never_worked_is_not_a_lack_of_predictions() -> None:
    """Feb 22: each section must give its own reason, or the wrong thing is repaired (I-11)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()))
    site.hear(unanswered("HTTP 401: the API key was refused", "2026-01-10T00:31:00Z"))
    said = site.service("grading")
    assert said["status"] == "degraded", "I-11: nothing is graded and all is well"
    assert "Predictions have not" not in said["message"], "I-11: the predictions were received"


def test_incident_37_a_night_without_the_live_source() -> None:
    """Mar 1: the source was gone for good; no game and no row was graded that night (I-6)."""
    site = Site().hear(schedule(scheduled()), predictions(pick(), pick("bobbirch", line="30")))
    site.hear(tick("2026-01-10T01:00:00Z"))
    rows = official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", 12)
    site.hear(official(official_game(*rows), at="2026-01-10T04:00:00Z"))
    site.hear(clock_of(DAY, "2026-01-10T04:00:30Z"))
    assert site.statuses() == {"BOS": "final"}, "I-6: a game that no poll showed is not public"
    words = {lookup: row["status"] for lookup, row in site.rows().items()}
    assert words == {"annash": "correct", "bobbirch": "incorrect"}, "I-6: official rows not graded"


def test_latent_02_a_failed_fetch_writes_no_file() -> None:
    """A failed fetch returned an empty list, which was published over a good night (I-2)."""
    site = Site().hear(predictions(pick()), poll(game(), final(id=2, home_code="LAL")))
    before = bodies(site)
    site.hear(unanswered("no connection to the source", LATER))
    assert bodies(site) == before, "I-2: no answer was published as an answer"
    broken = b'{"polled_at":"2026-01-10T02:01:00Z","payload":{"error":"overloaded"}}'
    site.hear(broken)
    assert bodies(site) == before, "I-2: an answer that cannot be read emptied the night"
    assert "does not fit" in site.service("live_data")["message"], "I-2: the status hides it"


def test_latent_14_the_status_does_not_judge_files_it_has_just_written() -> None:
    """Status looked at the age of files of the same run: they were fresh by construction (I-11)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()), poll(game()))
    rows = official_line("annash", "BOS", 12), official_line("bobbirch", "NYK", 9)
    late = "2026-01-10T02:15:00Z"
    site.hear(official(official_game(*rows, status="in_progress"), at=late), tick(late))
    assert site.points() == {"annash": 12, "bobbirch": 9}, "I-11: the flush wrote nothing"
    said = site.service("live_data")
    assert said["is_stale"], "I-11: the source is fresh because a file was written"
    assert said["age_minutes"] == 15.0, "I-11: the age is not that of the newest answer"


def test_latent_19_a_source_that_never_spoke_is_not_healthy() -> None:
    """Without any run in the hour the age was null, and null raised no alarm (I-13)."""
    site = Site().hear(schedule(scheduled()), tick("2026-01-10T00:30:00Z"))
    for at in minutes("2026-01-10T00:31:00+00:00", (0, 15, 60)):
        site.hear(tick(at))
        said = site.service("live_data")
        assert (said["status"], said["is_stale"]) == ("degraded", True), "I-13: silence is healthy"
        assert site.document("status.json")["overall_status"] == "degraded", "I-13: nobody hears it"
