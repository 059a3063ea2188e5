"""When a slate is published, and that one flush is of one moment (I-10, I-19, I-20)."""

from __future__ import annotations

from tests.incidents.site import Site, minutes
from tests.live.payloads import (
    DAY,
    final,
    game,
    line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.publishing.memory_store import MemoryStore

HOMES = ("LAL", "CHI", "MIA", "GSW", "SAC", "UTA")
FAMILIES = ("live", "live-grading")


def writes(store: MemoryStore) -> int:
    return store.calls.count(("write", "live/latest.json"))


def test_incident_18_a_night_is_not_one_write_per_poll() -> None:
    """Jan 26: every poll was one load job; the day's quota was gone at 181 % (I-20)."""
    store = MemoryStore()
    site = Site(store, interval_seconds=180)
    for second, at in enumerate(minutes("2026-01-10T02:00:00+00:00", [n / 60 for n in range(540)])):
        site.hear(poll(game(time=f"Q3 {11 - second // 60}:{59 - second % 60:02d}"), at=at))
    assert writes(store) == 3, "I-20: the writes grow with the polls"
    finals = [game(id=n, home_code=home, away_code="DEN") for n, home in enumerate(HOMES)]
    store.calls.clear()
    for number in range(len(finals)):
        finals[number] |= {"status": "Final"}
        site.hear(poll(*finals, at=f"2026-01-10T02:10:0{number * 0.3:.1f}Z"))
    site.fall_silent()
    assert writes(store) <= 2, "I-20: more than one write a second"
    assert set(site.statuses().values()) >= {"final"}


def test_incident_42_what_waits_is_published_when_the_feed_stops() -> None:
    """Mar: a message never arrived, so that the next step never began, without a word (I-10)."""
    site = Site().hear(predictions(pick()), poll(game(), at="2026-01-10T02:00:00Z"))
    site.hear(poll(game(time="Q3 5:00"), at="2026-01-10T02:00:10Z"))
    assert site.games()["BOS"]["time_remaining"] == "Q3 6:00"
    site.fall_silent()
    assert site.games()["BOS"]["time_remaining"] == "Q3 5:00", "I-10: it waits for a next message"


def test_incident_42_a_poll_that_got_lost_is_made_good_by_the_next() -> None:
    """Mar: one lost message meant two days without picks; here each poll holds the night (I-10)."""
    whole, gap = Site(), Site()
    lines = [
        predictions(pick()),
        poll(game(period=1, time="Q1 5:00"), at="2026-01-10T01:00:00Z"),
        poll(game(period=2, time="Q2 5:00"), at="2026-01-10T01:30:00Z"),
        poll(final(), at="2026-01-10T03:00:00Z"),
    ]
    whole.hear(*lines)
    gap.hear(lines[0], lines[3])
    for path in (f"live/{DAY}.json", f"live-grading/{DAY}.json"):
        assert gap.body(path) == whole.body(path), "I-10: a lost poll is missed for ever"


def test_incident_48_scores_and_grading_are_of_one_moment() -> None:
    """The samples of one night: 4 games in progress, and one second later 9 are final (I-19)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()))
    polls = [poll(game(period=n), at=f"2026-01-10T02:0{n}:00Z") for n in (1, 2, 3)]
    for body in (*polls, poll(final([line(1, "Ann Ash", 12)]), at="2026-01-10T02:40:00Z")):
        site.hear(body)
        live, grading = (site.document(f"{family}/{DAY}.json") for family in FAMILIES)
        assert live["updated_at"] == grading["updated_at"], "I-19: two files of two moments"
        for count in ("games_in_progress", "games_final"):
            assert live[count] == grading["summary"][count], f"I-19: two answers for {count}"
        assert site.points()["annash"] == site.row()["actual"], "I-19: two answers for his points"
        stamps = [site.store.look(path) for path in site.paths()]
        snapshots = {one.stamp.snapshot_id for one in stamps if one}
        assert len(snapshots) == 1, "I-19: one flush, several snapshots"
