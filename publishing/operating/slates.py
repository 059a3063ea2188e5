"""Slates by their games: which is open, which has ended; never by the clock alone (D11, I-3).

The schedule and the public live document both tell that a game is over; one of them is enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from publishing.calendar import days_before, league_date, slate_window
from publishing.live import reference
from publishing.live.feed import Schedule, SlateGame
from publishing.live.feeding import starts_at
from publishing.moved_games import DAYS_BACK, where_they_stand
from publishing.operating.bodies import LiveBody, body_of
from publishing.rows import ScheduledGame

SHOULD_BE_OVER = timedelta(hours=4)
"""How long after its tip-off any game is over."""

Plan = Mapping[date, Schedule]
"""The league's games by game date; dates without games are absent."""


def plan(rows: Iterable[ScheduledGame], now: datetime) -> dict[date, Schedule]:
    """The games as they are known at `now`, one entry each (D18).

    A game that was moved counts on its new date alone, unless it was played (incident 17).
    """
    by_day: defaultdict[date, list[ScheduledGame]] = defaultdict(list)
    for row in where_they_stand(rows):
        by_day[row.game_date].append(row)
    found = {day: reference.schedule(by_day[day], day, now) for day in sorted(by_day)}
    return {day: games for day, games in found.items() if games.games}


def near(known: Plan, now: datetime) -> tuple[date, ...]:
    """The dates that can be open or just over, newest first: today's, and the one before."""
    today = league_date(now)
    first = days_before(today, DAYS_BACK)
    return tuple(sorted((day for day in known if first <= day <= today), reverse=True)[:2])


def live_path(day: date) -> str:
    """The scores of a date."""
    return f"live/{day.isoformat()}.json"


def grading_path(day: date) -> str:
    """The live grading of a date."""
    return f"live-grading/{day.isoformat()}.json"


def live_body(bodies: Mapping[str, bytes], day: date) -> LiveBody | None:
    """The public scores of a date; None when they are not there, or cannot be read."""
    found = body_of(bodies.get(live_path(day), b""), LiveBody)
    return found if found is not None and found.game_date == day.isoformat() else None


def played(slate: Schedule) -> tuple[SlateGame, ...]:
    """The games that are not postponed."""
    return tuple(game for game in slate.games if game.status != "postponed")


def finals(slate: Schedule, body: LiveBody | None) -> frozenset[str]:
    """The keys of the games that the schedule or the public scores call final."""
    shown = {game.teams for game in body.games if game.status == "final"} if body else set()
    return frozenset(
        game.key
        for game in played(slate)
        if game.status == "final" or (game.away, game.home) in shown
    )


def over(known: Plan, day: date, bodies: Mapping[str, bytes], now: datetime) -> bool:
    """Whether nothing more is to come of a slate: all final or postponed, or its time is up."""
    _, closes = slate_window(day)
    slate = known[day]
    return now >= closes or len(finals(slate, live_body(bodies, day))) == len(played(slate))


def open_slate(known: Plan, bodies: Mapping[str, bytes], now: datetime) -> date | None:
    """The date whose games are on, or begin within 30 minutes, and are not all over.

    After midnight it is still last night's (D11). `bodies` are public documents by path.
    """
    for day in near(known, now):
        if now >= starts_at(known[day], day) and not over(known, day, bodies, now):
            return day
    return None


def newest_ended(known: Plan, bodies: Mapping[str, bytes], now: datetime) -> date | None:
    """The newest date whose games are over, or should be: its official rows are looked for."""
    for day in near(known, now):
        begun = now >= starts_at(known[day], day)
        if begun and (over(known, day, bodies, now) or _should_be_over(known, day, bodies, now)):
            return day
    return None


def is_covered(slate: Schedule, official: Collection[str]) -> bool:
    """Whether every game that was to be played has official rows."""
    games = played(slate)
    return bool(games) and all(game.key in official for game in games)


def first_tip_off(slate: Schedule) -> datetime | None:
    """The first known tip-off of the games that are not postponed."""
    return min((game.tip_off for game in played(slate) if game.tip_off), default=None)


def over_since(rows: Iterable[ScheduledGame], known: Plan, day: date) -> datetime | None:
    """When the schedule first said of all games that they are over; None when it does not."""
    said: defaultdict[str, list[datetime]] = defaultdict(list)
    for row in rows:
        if row.game_date == day and row.processed_at is not None:
            for game in reference.schedule([row], day, row.processed_at).games:
                if game.status in ("final", "postponed"):
                    said[game.key].append(row.processed_at)
    keys = [game.key for game in known[day].games]
    return max(min(said[key]) for key in keys) if all(key in said for key in keys) else None


def _should_be_over(known: Plan, day: date, bodies: Mapping[str, bytes], now: datetime) -> bool:
    ended = finals(known[day], live_body(bodies, day))
    return all(
        game.key in ended or (game.tip_off is not None and now >= game.tip_off + SHOULD_BE_OVER)
        for game in played(known[day])
    )
