"""One game as an element of the live feed's `data`, at a moment of the night."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson

from demo.game import AWAY, FOULS_TO_BONUS, HOME, STATS, BoxScore, Game, Period
from demo.season import Fixture
from demo.teams import TEAMS
from publishing.calendar import season_year

APPEARS_BEFORE = timedelta(minutes=15)
STAYS_AFTER_FINAL = timedelta(minutes=90)

_ORDINALS = ("1st Qtr", "2nd Qtr", "3rd Qtr", "4th Qtr")
_SIDES = ((AWAY, "visitor"), (HOME, "home"))
_FRACTIONS = (("fg_pct", "fgm", "fga"), ("fg3_pct", "fg3m", "fg3a"), ("ft_pct", "ftm", "fta"))
_TIMEOUTS = 7


@dataclass(slots=True)
class Broadcast:
    """What the feed says about one game as time goes on. Ask for moments in ascending order."""

    fixture: Fixture
    game: Game
    _box: BoxScore = field(init=False)
    _shown: int = 0
    _players: dict[tuple[int, int], bytes] = field(default_factory=dict)
    _final: bytes | None = None

    def __post_init__(self) -> None:
        self._box = BoxScore(self.game)

    @property
    def final_at(self) -> datetime:
        """The instant from which the feed calls the game final."""
        return self.fixture.tip_off + timedelta(seconds=self.game.final)

    def at(self, now: datetime) -> bytes | None:
        """The JSON of the game at `now`; None while the feed does not list it."""
        if now < self.fixture.tip_off - APPEARS_BEFORE or now > self.final_at + STAYS_AFTER_FINAL:
            return None
        wall = (now - self.fixture.tip_off).total_seconds()
        if not self._count_plays(wall) and self._final is not None:
            return self._final
        body = orjson.dumps(self._element(wall))
        if wall >= self.game.final:
            self._final = body
        return body

    def _count_plays(self, wall: float) -> bool:
        """Add the plays up to `wall`; True when there were any."""
        before = self._shown
        plays = self.game.plays
        while self._shown < len(plays) and plays[self._shown].wall <= wall:
            play = plays[self._shown]
            self._box.add(play)
            # Only these lines can have changed; the others keep their encoded form.
            for side, (player, _, _) in play.changes:
                self._players.pop((side, player), None)
            for side in (AWAY, HOME):
                for player in play.fives[side]:
                    self._players.pop((side, player), None)
            self._shown += 1
        return self._shown != before

    def _element(self, wall: float) -> dict[str, object]:
        fixture = self.fixture
        period = self._period(wall)
        status, clock = self._status(period, wall)
        element: dict[str, object] = {
            "id": fixture.bdl_id,
            "date": fixture.day.isoformat(),
            "datetime": f"{fixture.tip_off:%Y-%m-%dT%H:%M:%S}.000Z",
            "season": season_year(fixture.day),
            "status": status,
            "period": period.number if period else 0,
            "time": clock,
            "postseason": False,
            "postponed": False,
            "home_team_score": self._box.score(HOME),
            "visitor_team_score": self._box.score(AWAY),
        }
        for side, name in reversed(_SIDES):
            element |= self._quarters(side, name, period)
        for side, name in reversed(_SIDES):
            team = TEAMS[fixture.home if side == HOME else fixture.away].payload()
            listed = range(len(self.game.sides[side])) if period else ()
            team["players"] = [orjson.Fragment(self._line(side, place)) for place in listed]
            element[f"{name}_team"] = team
        return element

    def _period(self, wall: float) -> Period | None:
        begun = [period for period in self.game.periods if period.begins <= wall]
        return begun[-1] if begun else None

    def _status(self, period: Period | None, wall: float) -> tuple[str, str | None]:
        """Status text and clock text of the moment."""
        if period is None:
            return f"{self.fixture.tip_off:%Y-%m-%dT%H:%M:%SZ}", None
        if wall >= self.game.final:
            return "Final", "Final"
        share = min(1.0, (wall - period.begins) / (period.ends - period.begins))
        left = round(period.seconds * (1.0 - share))
        clock = f"{left // 60}:{left % 60:02d}"
        if period.number == 2 and wall >= period.ends:
            return "Halftime", clock
        return _ORDINALS[period.number - 1] if period.number <= 4 else "OT", clock

    def _quarters(self, side: int, name: str, period: Period | None) -> dict[str, object]:
        points = self._box.quarters[side][: period.number if period else 0]
        shown = dict(enumerate(points))
        fouls = self._box.fouls[1 - side][period.number - 1] if period else 0
        used = min(_TIMEOUTS - 1, (period.number - 1) * 2) if period else 0
        return {
            **{f"{name}_q{number + 1}": shown.get(number) for number in range(4)},
            **{f"{name}_ot{number + 1}": shown.get(number + 4) for number in range(3)},
            f"{name}_timeouts_remaining": _TIMEOUTS - used,
            f"{name}_in_bonus": fouls >= FOULS_TO_BONUS,
        }

    def _line(self, side: int, place: int) -> bytes:
        encoded = self._players.get((side, place))
        if encoded is None:
            encoded = orjson.dumps(self._player(side, place))
            self._players[side, place] = encoded
        return encoded

    def _player(self, side: int, place: int) -> dict[str, object]:
        line = dict(zip(STATS, self._box.stats[side][place], strict=True))
        shares = {
            name: round(line[made] / line[tried], 3) if line[tried] else 0
            for name, made, tried in _FRACTIONS
        }
        return {
            "min": f"{self._box.seconds[side][place] // 60:02d}",
            "fgm": line["fgm"],
            "fga": line["fga"],
            "fg_pct": shares["fg_pct"],
            "fg3m": line["fg3m"],
            "fg3a": line["fg3a"],
            "fg3_pct": shares["fg3_pct"],
            "ftm": line["ftm"],
            "fta": line["fta"],
            "ft_pct": shares["ft_pct"],
            "oreb": line["oreb"],
            "dreb": line["dreb"],
            "reb": line["oreb"] + line["dreb"],
            "ast": line["ast"],
            "stl": line["stl"],
            "blk": line["blk"],
            "turnover": line["turnover"],
            "pf": line["pf"],
            "pts": line["pts"],
            "plus_minus": self._box.plus_minus[side][place],
            "player": self.game.sides[side][place].payload(),
        }
