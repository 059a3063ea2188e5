"""What is public only goes forward, whoever publishes and whatever comes late (I-4, I-6, I-9)."""

from __future__ import annotations

from pathlib import Path

from tests.incidents.site import Site, clock_of
from tests.live.payloads import (
    DAY,
    event,
    final,
    game,
    line,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)

RULED = official_game(official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", 9))
OTHER_KEY = "20260109_DEN_LAL"
OTHER = game(id=2, home_code="LAL", away_code="DEN")
LAST = "2026-01-10T02:00:30Z"


def documents(site: Site) -> dict[str, bytes]:
    return {path: site.body(path) for path in site.paths() if path != "status.json"}


def test_incident_13_every_poll_of_a_day_is_folded() -> None:
    """Jan 14: the day's second poll was `already processed`; nothing came for 12 hours (I-9)."""
    site = Site()
    for second, clock in ((0, "Q3 6:00"), (30, "Q3 5:30"), (31, "Q3 5:29"), (59, "Q3 5:01")):
        site.hear(poll(game(time=clock), at=f"2026-01-10T02:00:{second:02d}Z"))
    again = poll(game(time="Q3 5:00"), at="2026-01-10T02:01:00Z")
    site.hear(again, again, again)
    assert site.games()["BOS"]["time_remaining"] == "Q3 5:00", "I-9: a poll was taken for another"
    versions = [one.version for one in site.journal.outcomes if one.path == "live/latest.json"]
    assert versions == sorted(set(versions)), "I-9: a redelivered poll was published again"


def test_incident_13_two_polls_of_one_second_are_two() -> None:
    """Jan 14: the identity of a poll is the poll, not the date or the time that it carries."""
    early, late = poll(game(time="Q3 6:00")), poll(game(period=4, time="Q4 12:00"))
    site = Site().hear(early, late, clock_of(DAY, "2026-01-10T02:00:30Z"))
    assert site.games()["BOS"]["period"] == 4, "I-9: the second poll of an instant was lost"


def test_incident_22_a_game_seen_running_last_is_ended_in_the_morning() -> None:
    """Feb 10: the last tick saw the game live; it was in progress all the next day (I-6)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()))
    site.hear(poll(game(period=4, time="Q4 0:01"), at="2026-01-10T08:57:00Z"))
    assert site.statuses() == {"BOS": "in_progress"}, "I-6: the game was not running"
    morning = event("official", {"games": [RULED]}, "2026-01-10T13:00:00Z", game_date=DAY)
    site.hear(morning, clock_of(DAY, "2026-01-10T13:00:30Z"))
    assert site.statuses() == {"BOS": "final"}, "I-6: the game is in progress for ever"
    assert site.row()["status"] == "correct", "I-6: its picks are in progress for ever"


def test_incident_22_a_final_listed_the_next_morning_still_counts() -> None:
    """Feb 10: the date had flipped, so that the late final had no file to go to (I-3)."""
    site = Site().hear(poll(game(period=4, time="Q4 0:01"), at="2026-01-10T08:57:00Z"))
    site.hear(poll(final(), at="2026-01-10T14:00:00Z"))
    assert site.statuses() == {"BOS": "final"}, "I-3: the night was closed with a running game"
    assert site.document("live/latest.json")["games_final"] == 1, "I-3: latest kept the old state"


def test_incident_27_one_stuck_game_holds_up_no_other() -> None:
    """Feb 12: one game never turned final at the source, and `all final` never came (I-6)."""
    site = Site().hear(schedule(scheduled(), scheduled(OTHER_KEY, "0022500442")))
    away = pick("didale", game_id=OTHER_KEY)
    lines = [line(3, "Di Dale", 10)], [line(4, "Ed Elm", 2)]
    stuck = game(*lines, id=2, home_code="LAL", away_code="DEN", period=4, time="Q4 0:00")
    site.hear(predictions(pick(), away), poll(final(), stuck, at="2026-01-10T05:00:00Z"))
    words = {lookup: row["status"] for lookup, row in site.rows().items()}
    assert words["annash"] == "correct", "I-6: a game waits for another one to end"
    assert words["didale"] == "trending_correct", "I-6: a running game was ended"
    rows = official_line("didale", "LAL", 10), official_line("edelm", "DEN", 2)
    ruled = official_game(*rows, key=OTHER_KEY)
    site.hear(event("official", {"games": [ruled]}, "2026-01-10T08:00:00Z", game_date=DAY))
    site.hear(clock_of(DAY, "2026-01-10T08:00:30Z"))
    assert site.row("didale")["status"] == "correct", "I-6: no second source ends the stuck game"


def test_incident_41_a_rerun_removes_nothing_that_is_public() -> None:
    """Mar: each of 19 reruns deleted what was published and wrote what it knew itself (I-9)."""
    site = Site().hear(predictions(pick()), poll(game(), OTHER), poll(final(), OTHER, at=LAST))
    before = documents(site)
    earlier = Site(site.store).hear(predictions(pick(line="99")), poll(game()))
    assert documents(earlier) == before, "I-9: an older run replaced a newer one"
    # The same instant, and less behind it: one poll of the two, and none of the predictions.
    poorer = Site(site.store).hear(poll(final(), at=LAST))
    assert sorted(poorer.statuses()) == ["BOS", "LAL"], "I-9: a rerun that knows less took a game"


def test_incident_41_a_restarted_job_begins_with_what_was_public(tmp_path: Path) -> None:
    """Mar: a job that starts anew knows only its own polls, and published those as the night."""
    site = Site(archive=tmp_path).hear(predictions(pick()), poll(final(), OTHER))
    restarted = Site(site.store, archive=tmp_path).hear(poll(OTHER, at=LAST))
    assert sorted(restarted.statuses()) == ["BOS", "LAL"], "I-9: a restart removed a final"
    assert restarted.row()["status"] == "correct", "I-9: a restart removed a graded pick"


def test_latent_03_the_older_of_two_results_never_wins() -> None:
    """Ticks overlapped, and whichever finished last was published, the older one too (I-4)."""
    old, new = poll(game(time="Q3 9:00")), poll(game(time="Q3 1:00"), at="2026-01-10T02:09:00Z")
    site = Site().hear(new)
    site.hear(old, clock_of(DAY, "2026-01-10T02:09:30Z"), arrived="2026-01-10T02:09:20Z")
    assert site.games()["BOS"]["time_remaining"] == "Q3 1:00", "I-4: an older poll won the fold"
    late = Site(site.store).hear(old)
    assert late.games()["BOS"]["time_remaining"] == "Q3 1:00", "I-4: an older job won the object"
    back = Site().hear(poll(final()), poll(game(period=4), at="2026-01-10T02:09:00Z"))
    assert back.statuses() == {"BOS": "final"}, "I-4: a final game is in progress again"
