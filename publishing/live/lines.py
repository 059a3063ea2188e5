"""The players' lines of a game: as a poll showed them, and with the official rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from publishing.identity import player_lookup
from publishing.live.boxscore import Game, Line
from publishing.live.feed import Names, OfficialGame, OfficialLine

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


def polled_lines(game: Game, names: Names | None) -> dict[int, BoardLine]:
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


def merged_lines(
    lines: Sequence[BoardLine],
    teams: tuple[str, str],
    official: OfficialGame,
    names: Names | None,
) -> Iterator[BoardLine]:
    """Polled lines with official numbers, then official lines that no poll had, per side.

    `teams` are home and away, in this order.
    """
    rows = {row.player_lookup: row for row in official.lines}
    shown = {line.player_lookup for line in lines}
    for team in teams:
        for line in lines:
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
