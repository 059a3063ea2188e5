"""What is said of a night after its games, of each by itself, until it is heard (I-6)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from publishing.calendar import parse_instant
from publishing.operating import requests
from publishing.operating.messages import LiveEvent
from tests.incidents.site import Site, clock_of
from tests.live.payloads import (
    DAY,
    KEY,
    final,
    game,
    line,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)

OTHER = "20260109_DEN_LAL"
ENDED = f"game-final-{DAY}-{KEY}"
SETTLED = f"slate-settled-{DAY}"
BOTH = schedule(scheduled(), scheduled(OTHER, "0022500442"))
LATE = "2026-01-10T05:10:00Z"
MORNING = "2026-01-10T08:00:00Z"

RULED = official_game(official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", 9))


def west(**more: object) -> dict[str, object]:
    """The other game: it goes on, unless it is said that it does not."""
    found = game([line(3, "Di Dale", 4)], [], id=2, home_code="LAL", away_code="DEN")
    return found | more


def made_again(site: Site) -> dict[str, tuple[str, ...]]:
    """The documents that each thing told asks for, by its name."""
    found = {}
    for one in site.topic.told:
        event = msgspec.convert(one, LiveEvent)
        request = requests.request_of_event(event, parse_instant(event.as_of))
        found[event.event_id] = request.export_types if request else ()
    return found


def test_incident_26_what_a_game_changes_is_made_again_when_it_ends() -> None:
    """Feb 11: tonight and best bets kept the nulls of before the games until 05:00 (I-6)."""
    site = Site().hear(BOTH, predictions(pick()), poll(final(), west()))
    assert "tonight" in made_again(site).get(ENDED, ()), "I-6: an end refreshes nothing"
    assert f"{SETTLED}-2" not in made_again(site), "I-6: the night ended before its last game"
    site.hear(poll(final(), west(status="Final", period=4), at="2026-01-10T04:00:00Z"))
    wanted = {"tonight", "best-bets"}
    assert wanted <= set(made_again(site).get(f"{SETTLED}-2", ())), "I-6: the end is not told"
    assert len(site.topic.ids) == len(set(site.topic.ids))


def test_incident_27_one_stuck_game_keeps_no_other_from_being_told() -> None:
    """Feb 11: one game never turned final, so that `all final` was never said (I-6)."""
    site = Site().hear(BOTH, predictions(pick()), poll(final(), west()))
    assert ENDED in site.topic.ids, "I-6: a game's end waits for the others"
    both = RULED, official_game(official_line("didale", "LAL", 4), key=OTHER)
    site.hear(official(*both, at=MORNING), clock_of(DAY, MORNING))
    assert f"game-final-{DAY}-{OTHER}" in site.topic.ids, "I-6: a stuck game ends for nobody"
    assert f"{SETTLED}-official-2" in site.topic.ids, "I-6: the night is never over"


def test_incident_27_after_midnight_it_is_the_night_before() -> None:
    """Feb 12: best bets were made anew for the UTC date, which had no pick (I-5)."""
    site = Site().hear(schedule(scheduled()), poll(final(), at=LATE), clock_of(DAY, LATE))
    days = {one["game_date"] for one in site.topic.told}
    assert days == {DAY}, f"I-5: {days} is made again for the games of {DAY}"


def test_incident_32_a_stale_schedule_keeps_no_end_from_being_told() -> None:
    """Feb 19: the schedule stayed `scheduled`, and nothing was made again all night (I-6)."""
    site = Site().hear(schedule(scheduled()), poll(game()))
    assert site.topic.ids == [f"slate-started-{DAY}"], "I-6: the schedule overrules the source"
    site.hear(poll(final(), at="2026-01-10T03:30:00Z"))
    assert site.topic.ids[1:] == [ENDED, f"{SETTLED}-1"], "I-6: an end that nobody is told of"


def test_incident_32_what_was_told_before_stands_in_nobodys_way() -> None:
    """Feb 19: the marker of the night existed, so that results were no second attempt (I-6)."""
    site = Site().hear(schedule(scheduled()), predictions(pick()), poll(final()))
    assert f"{SETTLED}-1" in site.topic.ids, "I-6: the end is not told"
    site.topic.told.clear()
    site.hear(official(RULED, at=MORNING), clock_of(DAY, MORNING))
    assert site.topic.ids == [f"{SETTLED}-official-1"], "I-6: results that nobody is told of"


def test_incident_32_what_no_topic_took_is_said_again() -> None:
    """Feb 19: the marker was written before the message was taken, and it stayed (I-6)."""
    site = Site()
    site.topic.away = float("inf")
    site.hear(schedule(scheduled()), poll(final()))
    assert site.topic.told == []
    assert {one.stage for one in site.letters} == {"announce"}
    site.topic.away = 0
    site.hear(clock_of(DAY, "2026-01-10T03:30:00Z"))
    assert f"{SETTLED}-1" in site.topic.ids, "I-6: what was lost once is never said again"


def test_incident_32_a_restart_says_nothing_new(tmp_path: Path) -> None:
    """Feb 19: a marker, which said nothing of a night's state, was all that was known (I-9)."""
    lines = schedule(scheduled()), predictions(pick()), poll(final())
    first = Site(archive=tmp_path / "archive").hear(*lines)
    second = Site(first.store, archive=tmp_path / "archive")
    second.hear(clock_of(DAY, "2026-01-10T03:30:00Z"))
    assert second.topic.ids == first.topic.ids, "I-9: a restarted job has other names for it"


def test_incident_34_results_are_told_game_by_game() -> None:
    """Feb 22: `waiting on results` until the whole slate had them in the morning (I-6)."""
    site = Site().hear(BOTH, predictions(pick()), poll(final(), west()))
    site.topic.told.clear()
    site.hear(official(RULED, at="2026-01-10T03:00:00Z"), poll(west(), at="2026-01-10T03:00:30Z"))
    name = f"game-final-{DAY}-official-1"
    assert "tonight" in made_again(site).get(name, ()), "I-6: a game's results wait for the others"
    assert site.statuses()["LAL"] == "in_progress"
