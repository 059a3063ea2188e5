"""A season that goes as it should, and what the monitor sees of it at any instant.

Games, jobs, documents and runs are those of a site that is well. A test breaks one thing of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from publishing.documents import Version
from publishing.occasions import SCHEDULED
from publishing.operating.claims import Claim
from publishing.operating.marks import Mark
from publishing.operating.occasions_served import date_of
from publishing.operating.schedules import exports_of, occasion_id, times
from publishing.operating.seen import Job, Public, Seen
from publishing.rows import ScheduledGame

ET = ZoneInfo("America/New_York")
TEAMS = "NYK BOS LAL DEN MIA ORL DAL HOU POR SAC".split()

LIVE, TONIGHT, SETTLED = (f"public, max-age={seconds}" for seconds in (30, 300, 86400))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
POLL = timedelta(seconds=30)
EARLIER = timedelta(days=40)
"""How long the site has been well: longer than a month, for what is made monthly."""


def eastern(text: str) -> datetime:
    """`2026-02-11 19:00` on the Eastern wall clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ET).astimezone(UTC)


@dataclass(frozen=True)
class Match:
    """A game; it begins 8 minutes after `tip`. `called_off` is when it was postponed."""

    day: date
    away: str
    home: str
    tip: datetime
    lasts: timedelta = timedelta(hours=2, minutes=20)
    called_off: datetime | None = None
    league_id: str = ""

    @property
    def begins(self) -> datetime:
        return self.tip + 8 * MINUTE

    @property
    def ends(self) -> datetime:
        return self.begins + self.lasts

    @property
    def key(self) -> str:
        return f"{self.day:%Y%m%d}_{self.away}_{self.home}"

    def is_off(self, now: datetime) -> bool:
        return self.called_off is not None and now >= self.called_off

    def status(self, now: datetime) -> str:
        if self.is_off(now) or now < self.begins:
            return "scheduled"
        return "final" if now >= self.ends else "in_progress"


def night(day: str, *tips: str, **more: Any) -> list[Match]:
    """Games of a date at these Eastern times; `25:30` is half past one the next day."""
    found = []
    for number, tip in enumerate(tips):
        hour, minute = map(int, tip.split(":"))
        wall = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=minute)
        away, home = TEAMS[2 * number], TEAMS[2 * number + 1]
        at = wall.replace(tzinfo=ET).astimezone(UTC)
        league_id = f"002{day[2:4]}{day[5:7]}{day[8:10]}{number}"
        found.append(Match(date.fromisoformat(day), away, home, at, league_id=league_id, **more))
    return found


@dataclass
class World:
    """The league, and a site that publishes it."""

    matches: list[Match]
    _seen_at: tuple[datetime, tuple[dict[str, Mark], dict[str, Claim]]] | None = None

    def on(self, day: date) -> list[Match]:
        return [match for match in self.matches if match.day == day]

    def today(self, now: datetime) -> date:
        return (now.astimezone(ET) - 4 * HOUR).date()

    def opens(self, day: date) -> datetime:
        """Half an hour before the first game that was not called off by then."""
        told = [one.tip for one in self.on(day) if not one.is_off(one.tip - 30 * MINUTE)]
        return min(told) - 30 * MINUTE

    def over_at(self, day: date) -> datetime:
        """When the last game ends, or when it is known that none is played."""
        off = [match.called_off for match in self.on(day)]
        played = [match.ends for match in self.on(day) if match.called_off is None]
        return max(played or [at for at in off if at is not None])

    def days(self) -> list[date]:
        return sorted({match.day for match in self.matches})

    def seen(self, now: datetime) -> Seen:
        """What a round at `now` sees."""
        begun = [day for day in self.days() if now >= self.opens(day)]
        newest = begun[-1] if begun else None
        is_open = newest is not None and now < self.over_at(newest)
        ended = [day for day in begun if now >= self.over_at(day)]
        over = ended[-1] if ended else None
        marks, claims = self.runs(now)
        return Seen(
            now=now,
            schedule=tuple(self.rows(now)),
            public=self.public(now),
            predictions=self.predictions(now),
            official=self.official(over, now) if over else (),
            marks=marks,
            claims=claims,
            gates={},
            live_job=self.job(newest, now, 35 * MINUTE) if newest and is_open else None,
            feeder=self.job(newest, now, 30 * MINUTE) if newest and is_open else None,
            live_heard_at=self.heard(newest, now) if newest else None,
            over_job=self.job(over, now, 35 * MINUTE) if over else None,
        )

    def rows(self, now: datetime) -> Iterable[ScheduledGame]:
        """Every version of every row; the schedule knows things 10 minutes late."""
        first, last = self.today(now) - timedelta(days=7), self.today(now) + timedelta(days=14)
        for match in self.matches:
            if not first <= match.day <= last:
                continue
            made = match.tip - timedelta(days=30)
            yield _row(match, made, 1)
            if match.called_off is not None:
                if now >= match.called_off:
                    yield _row(match, match.called_off, 1, "PPD")
                continue
            if now >= match.begins + 10 * MINUTE:
                yield _row(match, match.begins + 10 * MINUTE, 2, "Q1")
            if now >= match.ends + 10 * MINUTE:
                yield _row(match, match.ends + 10 * MINUTE, 3, "Final", 101, 99)

    def public(self, now: datetime) -> dict[str, Public]:
        found = {
            "tonight/all-players.json": self._tonight(now),
            "best-bets/latest.json": self._best_bets(now),
            "status.json": Public(Version(self.today(now), now), b"{}", "", LIVE),
        }
        written = [day for day in self.days() if self.opens(day) + 4 * MINUTE <= now]
        for day in written[-2:]:
            found |= self._live(day, now)
        return found

    def heard(self, day: date, now: datetime) -> datetime:
        """The newest flush: every 30 seconds, until the feed ends after the night."""
        last = min(now, self.over_at(day) + 30 * MINUTE)
        return last - timedelta(seconds=last.timestamp() % POLL.total_seconds())

    def job(self, day: date, now: datetime, after: timedelta) -> Job | None:
        """A job that is started by a tick, and ends after the night."""
        since, until = self.opens(day) + 3 * MINUTE, self.over_at(day) + after
        if now < since:
            return None
        running = now < until
        return Job(running, since, "running" if running else "done")

    def predictions(self, now: datetime) -> int:
        """They are made five hours before the first game."""
        games = self.on(self.today(now))
        return 80 if games and now >= min(one.tip for one in games) - 5 * HOUR else 0

    def official(self, day: date, now: datetime) -> tuple[str, ...]:
        """The rows of a night come three hours after it."""
        there = now >= self.over_at(day) + 3 * HOUR
        return tuple(one.key for one in self.on(day) if there and one.called_off is None)

    def settled(self, day: date, now: datetime) -> bool:
        return now >= self.over_at(day) + 3 * HOUR - MINUTE

    def runs(self, now: datetime) -> tuple[dict[str, Mark], dict[str, Claim]]:
        """The marks and claims of the runs of every schedule, four minutes after its time."""
        if self._seen_at is not None and self._seen_at[0] == now:
            return self._seen_at[1]
        marks: dict[str, Mark] = {}
        claims: dict[str, Claim] = {}
        # The claims of two dates are read: the older ones were seen in earlier rounds.
        today = self.today(now)
        read = {today.isoformat(), (today - timedelta(days=1)).isoformat()}
        for at, found, key, claim in self._runs:
            if at > now:
                break
            for mark in found:
                kept = marks.get(mark.export)
                if kept is None or (mark.game_date, mark.as_of) > (kept.game_date, kept.as_of):
                    marks[mark.export] = mark
            if key[:10] in read:
                claims[key] = claim
        self._seen_at = now, (marks, claims)
        return marks, claims

    @cached_property
    def _runs(self) -> list[tuple[datetime, list[Mark], str, Claim]]:
        first = min(match.tip for match in self.matches) - EARLIER
        last = max(match.tip for match in self.matches) + timedelta(days=20)
        found = []
        for schedule in SCHEDULED:
            for due in times(schedule.cron, schedule.zone, first, last):
                day, batch = date_of(schedule, due).isoformat(), occasion_id(schedule, due)
                as_of = (due + MINUTE).isoformat(timespec="microseconds")
                names = [export.name for export in exports_of(schedule)]
                marks = [Mark(name, day, as_of, batch, as_of, 1, 1) for name in names]
                what = {"exports": names, "game_date": day, "batch": batch}
                claim = Claim(
                    what=msgspec.Raw(json.dumps(what).encode()),
                    owner="one",
                    state="done",
                    attempt=1,
                    claimed_at=as_of,
                    lease_until=as_of,
                    status="success",
                )
                found.append((due + 4 * MINUTE, marks, f"{day}/{batch}", claim))
        return sorted(found, key=lambda run: (run[0], run[2]))

    def _live(self, day: date, now: datetime) -> dict[str, Public]:
        heard = self.heard(day, now)
        games, rows = [], []
        for match in self.on(day):
            status = match.status(now)
            teams = {"home_team": match.home, "away_team": match.away}
            games.append({"status": status, "game_id": "1", **teams})
            word = {"scheduled": "pending", "final": "correct"}.get(status, "in_progress")
            rows += [{"status": word, "player_lookup": f"p{n}", **teams} for n in range(6)]
        scores = {"game_date": day.isoformat(), "poll_id": f"{heard:%Y%m%dT%H%M%SZ}"}
        graded = {"game_date": day.isoformat(), "predictions": rows}
        cache = SETTLED if self.settled(day, now) else LIVE
        version = Version(day, heard)
        return {
            f"live/{day}.json": Public(version, _json(scores | {"games": games}), "", cache),
            f"live-grading/{day}.json": Public(version, _json(graded), "", cache),
        }

    def _tonight(self, now: datetime) -> Public:
        mark = self.runs(now)[0]["tonight_all_players"]
        players = 100 * len(self.on(date.fromisoformat(mark.game_date)))
        body = {"game_date": mark.game_date, "total_players": players}
        return Public(_version(mark), _json(body), "", TONIGHT)

    def _best_bets(self, now: datetime) -> Public:
        mark = self.runs(now)[0]["best_bets"]
        picks = 12 if self.on(date.fromisoformat(mark.game_date)) else 0
        body = {"game_date": mark.game_date, "total_picks": picks}
        return Public(_version(mark), _json(body), "", TONIGHT)


def _version(mark: Mark) -> Version:
    return Version(date.fromisoformat(mark.game_date), datetime.fromisoformat(mark.as_of))


def _json(body: object) -> bytes:
    return json.dumps(body).encode()


def _row(
    match: Match,
    at: datetime,
    status: int,
    text: str = "",
    home: int | None = None,
    away: int | None = None,
) -> ScheduledGame:
    return ScheduledGame(
        game_id=match.league_id,
        game_date=match.day,
        game_date_est=match.tip,
        game_status=status,
        home_team_tricode=match.home,
        away_team_tricode=match.away,
        home_team_score=home,
        away_team_score=away,
        processed_at=at,
        game_status_text=text,
    )
