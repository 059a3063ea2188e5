"""The games of a slate as they stand: polls, official rows and names in one view.

Scores and grading are both made from one board, so that they cannot disagree (I-19).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from publishing.calendar import empty_slate_begins
from publishing.identity import teams_of
from publishing.live import boxscore
from publishing.live.boxscore import Game, GameStatus
from publishing.live.feed import Names, OfficialGame, SlateGame
from publishing.live.lines import BoardLine, merged_lines, polled_lines
from publishing.live.memory import Memory
from publishing.live.slate import Kept, Slate


@dataclass(frozen=True, slots=True)
class BoardGame:
    """One game with its lines, home side first, in the order of the source."""

    key: str
    game_id: str
    status: GameStatus
    postponed: bool
    official: bool
    complete: bool
    period: int
    clock: str | None
    seconds_played: int
    tip_off: datetime | None
    home: str
    away: str
    home_score: int
    away_score: int
    lines: tuple[BoardLine, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The games that a source has shown, by key, and those that only the schedule knows."""

    game_date: date
    games: dict[str, BoardGame]
    unseen: dict[str, SlateGame]

    def begun(self, as_of: datetime) -> bool:
        """Whether `latest` may follow this slate at `as_of` (D11, A4)."""
        if any(game.status != "scheduled" for game in self.games.values()):
            return True
        seen = all(game.postponed for game in self.games.values())
        if seen and all(game.status == "postponed" for game in self.unseen.values()):
            return as_of >= empty_slate_begins(self.game_date)
        return self._tipped_off(as_of)

    def over(self) -> bool:
        """Whether every game is final or postponed; False for a slate without games."""
        seen = all(game.postponed or game.status == "final" for game in self.games.values())
        unseen = all(game.status in ("final", "postponed") for game in self.unseen.values())
        return bool(self.games or self.unseen) and seen and unseen

    def settled(self) -> bool:
        """Whether every game is postponed or officially final (D3 SETTLED, D35)."""
        official = all(
            game.postponed or (game.official and game.status == "final")
            for game in self.games.values()
        )
        unseen = all(game.status == "postponed" for game in self.unseen.values())
        return bool(self.games) and official and unseen

    def active(self, as_of: datetime) -> bool:
        """Whether a game is on: in progress, or past its tip-off and not over (A16)."""
        if any(game.status == "in_progress" for game in self.games.values()):
            return True
        return self._tipped_off(as_of)

    def _tipped_off(self, as_of: datetime) -> bool:
        """Whether a game that no source calls begun is past its tip-off."""
        waiting = [
            game.tip_off
            for game in self.games.values()
            if game.status == "scheduled" and not game.postponed
        ]
        waiting += [
            game.tip_off
            for game in self.unseen.values()
            if game.status not in ("final", "postponed")
        ]
        return any(tip is not None and tip <= as_of for tip in waiting)


def board(slate: Slate, memory: Memory) -> Board:
    """The slate's games, merged: official rows over polls, the schedule for what neither has."""
    scheduled = {game.key: game for game in slate.schedule.value.games} if slate.schedule else {}
    names = slate.names.value if slate.names else None
    games: dict[str, BoardGame] = {}
    for key in sorted({*slate.games, *slate.official}):
        state, newest = slate.games.get(key), slate.official.get(key)
        inputs = (
            state.best if state else None,
            state.whole if state else None,
            scheduled.get(key),
            newest.value if newest else None,
            names,
            key,
        )
        games[key] = memory.recall(("game", key), inputs, _game)
    unseen = {key: game for key, game in scheduled.items() if key not in games}
    return Board(slate.game_date, games, unseen)


def _game(
    best: Kept | None,
    whole: Kept | None,
    plan: SlateGame | None,
    official: OfficialGame | None,
    names: Names | None,
    key: str,
) -> BoardGame:
    game = _polled(key, best.game, whole.game if whole else None, names) if best else None
    if official is not None:
        game = _with_official(game or _unpolled(key), official, names)
    assert game is not None, "a game on the board was polled or is official"
    if plan is None:
        return game
    postponed = plan.status == "postponed" and game.status != "final"
    return replace(
        game,
        tip_off=plan.tip_off or game.tip_off,
        postponed=game.postponed or postponed,
        status="scheduled" if postponed else game.status,
    )


def _polled(key: str, game: Game, whole: Game | None, names: Names | None) -> BoardGame:
    status = boxscore.status_of(game)
    postponed = boxscore.is_postponed(game) and status != "final"
    lines = polled_lines(game, names)
    if game.partial and whole is not None:
        # A line that could not be read this time keeps its last good state (D6).
        for source_id, earlier in polled_lines(whole, names).items():
            lines.setdefault(source_id, earlier)
        home = game.home_team.abbreviation
        lines = dict(sorted(lines.items(), key=lambda item: item[1].team != home))
    return BoardGame(
        key=key,
        game_id="" if game.id is None else str(game.id),
        status="scheduled" if postponed else status,
        postponed=postponed,
        official=False,
        complete=not game.partial,
        period=game.period or 0,
        clock=game.time,
        seconds_played=boxscore.seconds_played(
            status, game.period or 0, game.time, half_time=boxscore.is_half_time(game)
        ),
        tip_off=boxscore.tip_off_of(game),
        home=game.home_team.abbreviation,
        away=game.visitor_team.abbreviation,
        home_score=game.home_team_score or 0,
        away_score=game.visitor_team_score or 0,
        lines=tuple(lines.values()),
    )


def _unpolled(key: str) -> BoardGame:
    """A game that no poll has shown: the source has no id for it."""
    away, home = teams_of(key) or ("", "")
    return BoardGame(
        key=key,
        game_id="",
        status="scheduled",
        postponed=False,
        official=False,
        complete=True,
        period=4,
        clock="",
        seconds_played=0,
        tip_off=None,
        home=home,
        away=away,
        home_score=0,
        away_score=0,
        lines=(),
    )


def _with_official(game: BoardGame, official: OfficialGame, names: Names | None) -> BoardGame:
    seconds = game.seconds_played
    if official.status != game.status:
        seconds = boxscore.seconds_played(official.status, game.period, game.clock)
    lines = tuple(merged_lines(game.lines, (game.home, game.away), official, names))

    def score(stated: int | None, polled: int, team: str) -> int:
        if stated is not None:
            return stated
        return polled or sum(line.points for line in lines if line.team == team)

    return replace(
        game,
        status=official.status,
        postponed=False,
        official=True,
        complete=True,
        clock="Final" if official.status == "final" else game.clock,
        seconds_played=seconds,
        home_score=score(official.home_score, game.home_score, game.home),
        away_score=score(official.away_score, game.away_score, game.away),
        lines=lines,
    )
