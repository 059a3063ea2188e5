"""The games of a slate as they stand: polls, official rows and names in one view.

Scores and grading are both made from one board, so that they cannot disagree (I-19).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from publishing.calendar import empty_slate_begins
from publishing.identity import player_lookup, teams_of
from publishing.live import boxscore
from publishing.live.boxscore import Game, GameStatus, Line
from publishing.live.memory import Memory
from publishing.live.reference import Names, OfficialGame, OfficialLine, SlateGame
from publishing.live.slate import Kept, Slate

NO_MINUTES = frozenset({"", "0", "00", "0:00", "00:00"})


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One player's line; counts are points, rebounds … as integers, minutes as the source wrote."""

    player_lookup: str
    name: str
    team: str
    minutes: str
    points: int
    rebounds: int
    assists: int
    steals: int
    blocks: int
    turnovers: int
    fg_made: int
    fg_attempted: int
    fg3_made: int
    fg3_attempted: int
    ft_made: int
    ft_attempted: int
    official: bool | None = field(default=None, kw_only=True)
    """Whether he played, by the official row; None while there is none."""

    @property
    def played(self) -> bool:
        """As the official row says; else False without minutes and without any count (A9)."""
        if self.official is not None:
            return self.official
        counts = (self.points, self.rebounds, self.assists, self.steals, self.blocks)
        shots = (self.turnovers, self.fg_attempted, self.ft_attempted)
        return self.minutes not in NO_MINUTES or any(counts) or any(shots)


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
    lines = _lines(game, names)
    if game.partial and whole is not None:
        # A line that could not be read this time keeps its last good state (D6).
        for source_id, earlier in _lines(whole, names).items():
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


def _lines(game: Game, names: Names | None) -> dict[int, BoardLine]:
    """Lines by source id. Without an id, or without any name, a line is nobody's (2.5)."""
    lines: dict[int, BoardLine] = {}
    for side in (game.home_team, game.visitor_team):
        for line in side.players or ():
            source_id = line.player.id
            named = _identify(line, names)
            if source_id and named:
                lines[source_id] = _board_line(line, side.abbreviation, *named)
    return lines


def _identify(line: Line, names: Names | None) -> tuple[str, str] | None:
    if names is not None and line.player.id is not None:
        known = names.by_source_id.get(line.player.id)
        if known is not None:
            lookup, name = known
            return lookup, name or names.by_lookup.get(lookup, lookup)
    if not line.player.first_name or not line.player.last_name:
        return None
    name = f"{line.player.first_name} {line.player.last_name}"
    lookup = _lookup(name)
    return (lookup, name) if lookup else None


# A night asks for the same few hundred names at every flush.
_lookup = lru_cache(maxsize=4096)(player_lookup)


def _board_line(line: Line, team: str, lookup: str, name: str) -> BoardLine:
    return BoardLine(
        player_lookup=lookup,
        name=name,
        team=team,
        minutes=line.min or "0:00",
        points=line.pts or 0,
        rebounds=line.reb or 0,
        assists=line.ast or 0,
        steals=line.stl or 0,
        blocks=line.blk or 0,
        turnovers=line.turnover or 0,
        fg_made=line.fgm or 0,
        fg_attempted=line.fga or 0,
        fg3_made=line.fg3m or 0,
        fg3_attempted=line.fg3a or 0,
        ft_made=line.ftm or 0,
        ft_attempted=line.fta or 0,
    )


def _with_official(game: BoardGame, official: OfficialGame, names: Names | None) -> BoardGame:
    seconds = game.seconds_played
    if official.status != game.status:
        seconds = boxscore.seconds_played(official.status, game.period, game.clock)
    return replace(
        game,
        status=official.status,
        postponed=False,
        official=True,
        complete=True,
        clock="Final" if official.status == "final" else game.clock,
        seconds_played=seconds,
        home_score=game.home_score if official.home_score is None else official.home_score,
        away_score=game.away_score if official.away_score is None else official.away_score,
        lines=tuple(_merged_lines(game, official, names)),
    )


def _merged_lines(
    game: BoardGame, official: OfficialGame, names: Names | None
) -> Iterator[BoardLine]:
    """Polled lines with official numbers, then official lines that no poll had, per side."""
    rows = {row.player_lookup: row for row in official.lines}
    shown = {line.player_lookup for line in game.lines}
    for team in (game.home, game.away):
        for line in game.lines:
            if line.team == team:
                row = rows.get(line.player_lookup)
                yield _official_line(line, row) if row else line
        for lookup, row in sorted(rows.items()):
            if row.team == team and lookup not in shown:
                yield _official_line(_blank(row, names), row)


def _blank(row: OfficialLine, names: Names | None) -> BoardLine:
    known = names.by_lookup if names else {}
    name = known.get(row.player_lookup) or row.name or row.player_lookup
    return BoardLine(row.player_lookup, name, row.team, "0:00", *[0] * 12)


_COUNTS = (
    "points rebounds assists steals blocks turnovers fg_made fg_attempted "
    "fg3_made fg3_attempted ft_made ft_attempted"
).split()


def _official_line(line: BoardLine, row: OfficialLine) -> BoardLine:
    if not row.played:
        nothing = BoardLine(line.player_lookup, line.name, line.team, "0:00", *[0] * 12)
        return replace(nothing, official=False)
    known = {name: getattr(row, name) for name in _COUNTS if getattr(row, name) is not None}
    minutes = line.minutes if row.minutes is None else f"{row.minutes}:00"
    return replace(line, minutes=minutes, official=True, **known)
