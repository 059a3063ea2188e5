"""Random nights: feed lines as a source and a warehouse could send them, good and bad."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.live.payloads import (
    COUNTS,
    OFFICIAL_COUNTS,
    Json,
    event,
    game,
    line,
    official_line,
    pick,
    scheduled,
    tick,
    unanswered,
)

DAYS = ("2026-01-09", "2026-03-07", "2025-11-01", "2025-12-25")
PAIRS = (("NYK", "BOS"), ("DEN", "LAL"), ("MIA", "CHI"), ("GSW", "SAC"))
NAMES = (
    "Ann Ash",
    "Nikola Jokić",
    "D'Angelo O'Neal",
    "Shai Gilgeous-Alexander",
    "Gary Trent Jr.",
    "P.J. Washington",
    "Dario Şar\u0131ç",
    "José Núñez III",
    "Bob Birch",
    "Al Horn Senior",
    "Cy Cole",
    "Di Dale",
)
LOOKUPS = (
    "annash nikolajokic dangelooneal shaigilgeousalexander garytrentjr pjwashington "
    "dariosaric josenuneziii bobbirch alhornsr cycole didale"
).split()
CLOCKS = ("Q{q} 5:39", "5:39", "12:00", "0:00", "Q{q} 0:00", "", " ", "1:12.4", "Q{q} 2:24", "9:36")


class Night:
    """One night, drawn from a seed; `lines` in the order in which they happened."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"night {seed}")
        self.day = self.random.choice(DAYS)
        self.at = datetime.fromisoformat(f"{self.day}T23:00:00+00:00")
        pairs = self.random.sample(PAIRS, self.random.randint(2, 4))
        self.games = [_Game(self, number, pair) for number, pair in enumerate(pairs)]
        self.lines: list[bytes] = []
        for _ in range(self.random.randint(12, 28)):
            self._happen()

    def _happen(self) -> None:
        self.at += timedelta(seconds=self.random.choice((1, 29, 30, 31, 400, 1200)))
        self.at += timedelta(microseconds=self.random.randrange(1_000_000))
        stamp = self.at.astimezone(UTC).isoformat()
        kind = self.random.choices(
            ("poll", "silence", "tick", "schedule", "predictions", "names", "official", "early"),
            (70, 5, 5, 5, 8, 4, 6, 2),
        )[0]
        if kind == "poll":
            shown = [one for one in self.games if self.random.random() < 0.85]
            elements = [one.shown() for one in shown]
            if self.random.random() < 0.1:
                elements.append(game(id=1, date="2025-10-31", away_code="UTA", home_code="POR"))
            self.lines.append(event("poll", {"data": elements}, stamp))
        elif kind == "silence":
            self.lines.append(unanswered(self.random.choice(("401", "timeout")), stamp))
        elif kind == "tick":
            self.lines.append(tick(stamp))
        elif kind in ("official", "early"):
            ruled = [one.official() for one in self.games if self.random.random() < 0.5]
            self.lines.append(event("official", {"games": ruled}, stamp))
        else:
            self.lines.append(event(kind, getattr(self, f"_{kind}")(), stamp))

    def _schedule(self) -> Json:
        known = [one for one in self.games if self.random.random() < 0.8]
        return {"games": [one.plan() for one in known]}

    def _predictions(self) -> Json:
        picks = []
        for place, lookup in enumerate(LOOKUPS):
            if self.random.random() < 0.9:
                one = self.random.choice(self.games)
                own = [g for g in self.games if place in g.places]
                one = own[0] if own and self.random.random() < 0.9 else one
                picks.append(self._pick(lookup, one))
        return {"picks": picks}

    def _pick(self, lookup: str, one: _Game) -> Json:
        choose = self.random.choice
        known_as = choose((one.key, one.league_id, one.key, "0022599999"))
        sides = ("OVER", "UNDER", "OVER", "UNDER", "PASS", "NO_LINE", None)
        target = choose(("5", "5.5", "7", "8.5", "10", "2", "3.5", None))
        predicted = choose(("7.5", "9.05", "0", "6.25", "12.3", "10.1", None))
        confidence = choose(("90", "90", "0.8645", "0.8635", "87", None))
        return pick(
            lookup,
            game_id=known_as,
            predicted=predicted,
            line=target,
            recommendation=choose(sides),
            confidence=confidence,
            has_line=target is not None,
        )

    def _names(self) -> Json:
        by_lookup = {name: name.title() for name in LOOKUPS if self.random.random() < 0.5}
        known: dict[str, Any] = {}
        for number in range(1, 13):
            if self.random.random() < 0.2:
                known[str(number)] = (LOOKUPS[number - 1], self.random.choice(("Full Name", "")))
        return {"by_lookup": by_lookup, "by_source_id": known}


class _Game:
    """One game on its way; it may also go back."""

    def __init__(self, night: Night, number: int, pair: tuple[str, str]) -> None:
        self.night, self.random = night, night.random
        self.away, self.home = pair
        self.source_id = 998 + number
        self.key = f"{night.day.replace('-', '')}_{self.away}_{self.home}"
        self.league_id = f"00225{number:05d}"
        self.places = range(number * 3, number * 3 + 3)
        self.state = 0
        self.points = dict.fromkeys(self.places, 0)

    def shown(self) -> Json:
        """The game as the source shows it now; mostly a bit further than the last time."""
        draw = self.random.random
        self.state = min(8, self.state + self.random.choice((0, 0, 1, 1, 2)))
        state = self.random.randint(0, self.state) if draw() < 0.1 else self.state
        if state:
            for place in self.places:
                self.points[place] = max(0, self.points[place] + self.random.randint(-1, 4))
        lines = [self._line(place, state) for place in self.places]
        cut = self.random.choice((1, 2))
        found = game(lines[:cut], lines[cut:], home_code=self.home, away_code=self.away)
        found |= {"id": self.source_id, "date": self.night.day, **self._clock(state)}
        found |= {"home_team_score": self.random.choice((None, 51, 60)), "visitor_team_score": 55}
        if draw() < 0.05:
            found["date"] = self.random.choice(("", f"{self.night.day}T00:00:00.000Z"))
        if draw() < 0.03:
            found["postponed"] = True
        if state and draw() < 0.04:
            found["home_team"]["players"] = []
        return found

    def _clock(self, state: int) -> Json:
        if state == 0:
            status = self.random.choice(("7:00 pm ET", "2026-01-10T00:00:00Z", "", None))
            return {"status": status, "period": self.random.choice((0, None)), "time": None}
        period = min(state, 6)
        if state >= 7:
            text = self.random.choice(("Final", "final/OT"))
            return {"status": text, "period": self.random.choice((4, 5)), "time": "Final"}
        if state == 1 and self.random.random() < 0.3:
            return {"status": "In Progress", "period": 0, "time": "12:00"}
        clock = self.random.choice(CLOCKS).format(q=period)
        return {
            "status": self.random.choice(("", "Qtr", "Halftime")),
            "period": period,
            "time": clock,
        }

    def _line(self, place: int, state: int) -> Json:
        draw = self.random.random
        if place % 3 == 2 and self.source_id % 2:
            return line(place + 1, NAMES[place], 0, min="00")
        points = self.points[place] if state else 0
        found = line(place + 1, NAMES[place], points, reb=state, ast=self.random.choice((0, None)))
        found["min"] = self.random.choice(("", None, "06", "32:15")) if state else "00"
        if draw() < 0.04:
            found["pts"] = self.random.choice(("x", -1, 1.5, True))
        elif draw() < 0.03:
            del found[self.random.choice(COUNTS)]
        if draw() < 0.03:
            found["player"]["id"] = self.random.choice((None, 0))
        if draw() < 0.03:
            found["player"]["last_name"] = ""
        return found

    def official(self) -> Json:
        """What the league says, about all or some of its players."""
        rows = []
        for place in self.places:
            played = self.random.random() < 0.8
            points = max(0, self.points[place] + self.random.choice((0, 0, 1, -1)))
            team = self.random.choice((self.home, self.away))
            row = official_line(LOOKUPS[place], team, points if played else None)
            if played and self.random.random() < 0.2:
                row[self.random.choice(OFFICIAL_COUNTS)] = None
            if played and self.random.random() < 0.2:
                row |= {"minutes": self.random.choice((0, None)), "points": 0}
            if self.random.random() < 0.9:
                rows.append(row)
        scores = {"home_score": self.random.choice((101, None)), "away_score": 99}
        return {"key": self.key, "status": "final", **scores, "lines": rows}

    def plan(self) -> Json:
        """Its row of the schedule."""
        words = ("scheduled", "scheduled", "in_progress", "final", "postponed")
        found = scheduled(self.key, self.league_id, status=self.random.choice(words))
        return found | {"tip_off": self.random.choice((None, f"{self.night.day}T23:10:00Z"))}


def deal(lines: list[bytes], random: Random) -> list[list[bytes]]:
    """The same lines with repeats, in another order, in bags of any size."""
    dealt = lines + random.choices(lines, k=random.randint(0, len(lines)))
    random.shuffle(dealt)
    bags = []
    while dealt:
        size = random.randint(1, len(dealt))
        bags.append(dealt[:size])
        dealt = dealt[size:]
    return bags
