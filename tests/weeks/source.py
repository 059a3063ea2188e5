"""The box-score source: what it answers at an instant, from the games."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.live import payloads
from tests.pipelines.small_games import NAMES, Turn
from tests.weeks.games import Game


@dataclass
class Source:
    """Lists the games of a date. It may be silent, or go on telling of a past instant."""

    games: Iterable[Game]
    now: Callable[[], datetime]
    silent: str | None = None
    stuck_at: datetime | None = None

    def answer(self, day: date) -> bytes | None:
        """The body of an answer; None while it is silent."""
        if self.silent is not None:
            return None
        at = self.stuck_at or self.now()
        shown = [game for game in self.games if game.day == day and not game.exhibition]
        listed = [_element(game, at) for game in shown]
        return json.dumps({"data": listed}).encode()


def _element(game: Game, now: datetime) -> dict[str, Any]:
    periods = 5 if game.overtime else 4
    share = min(1.0, max(0.0, (now - game.begins) / (game.ends - game.begins)))
    if not game.played:
        share = 0.0
    period = min(periods, int(share * periods) + 1)
    if game.off_at is not None and now >= game.off_at:
        said = {"status": "Postponed", "period": 0, "time": None}
    elif now < game.begins or not game.played:
        said = {"status": "7:30 pm ET", "period": 0, "time": None}
    elif now < game.ends:
        word = "OT" if period == 5 else ("1st", "2nd", "3rd", "4th")[period - 1] + " Qtr"
        said = {"status": word, "period": period, "time": f"Q{period} 6:00"}
    else:
        said = {
            "status": "Final/OT" if periods == 5 else "Final",
            "period": periods,
            "time": "Final",
        }
    turns = game.turns(tired=False)
    return payloads.game(
        [_line(turn, share) for turn in turns if turn.home and turn.points is not None],
        [_line(turn, share) for turn in turns if not turn.home and turn.points is not None],
        home_code=game.home,
        away_code=game.away,
        id=int(game.league_id),
        date=game.day.isoformat(),
        datetime=game.tip.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        home_team_score=int(share * game.score(game.home)),
        visitor_team_score=int(share * game.score(game.away)),
        **said,
    )


def _line(turn: Turn, share: float) -> dict[str, Any]:
    points = turn.points or 0
    return payloads.line(turn.player + 1, NAMES[turn.player], int(share * points))
