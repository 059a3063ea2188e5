"""The balldontlie box-score payload, with every quirk of `live.md` 1.

A game that does not fit is refused whole, with a reason. A player line that does not fit is
set aside: the game stands without it and says so, so that one bad line costs one line.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Final, Literal

import msgspec

from publishing.calendar import GAME_YEARS, league_date, parse_instant
from publishing.identity import TRICODES, game_key

GameStatus = Literal["scheduled", "in_progress", "final"]

STATUS_RANK: Final[dict[GameStatus, int]] = {"scheduled": 0, "in_progress": 1, "final": 2}

PERIOD_SECONDS = 12 * 60
OVERTIME_SECONDS = 5 * 60
REGULATION_SECONDS = 4 * PERIOD_SECONDS

# Bounds that no game has come near: a value outside them is a broken one (I-15).
Stat = Annotated[int, msgspec.Meta(ge=0, le=300)]
Score = Annotated[int, msgspec.Meta(ge=0, le=500)]
Period = Annotated[int, msgspec.Meta(ge=0, le=20)]
SourceId = Annotated[int, msgspec.Meta(ge=0, le=2**53)]

LARGEST_GAME = 256 * 1024
"""Bytes of one game: sixteen times a real one."""

# A text that is not UTF-8 is found only when its field is read.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)

_CLOCK = re.compile(r"(?:(?:Q\d|OT\d?) )?(\d{1,2}):(\d{2})(?:\.\d+)?")


class Person(msgspec.Struct, frozen=True):
    """Who a line belongs to; any part of it may be missing."""

    id: SourceId | None = None
    first_name: str | None = None
    last_name: str | None = None


class Line(msgspec.Struct, frozen=True):
    """One player's line. Every key must be there; null is allowed and means zero."""

    player: Person
    min: str | None
    pts: Stat | None
    reb: Stat | None
    ast: Stat | None
    stl: Stat | None
    blk: Stat | None
    turnover: Stat | None
    fgm: Stat | None
    fga: Stat | None
    fg3m: Stat | None
    fg3a: Stat | None
    ftm: Stat | None
    fta: Stat | None


class Side(msgspec.Struct, frozen=True):
    """One team with its lines, in the order of the source."""

    abbreviation: str
    players: list[Line] | None = None


class Game(msgspec.Struct, frozen=True):
    """One element of `data`. The source calls the away side `visitor`."""

    home_team: Side
    visitor_team: Side
    id: SourceId | str | None = None
    date: str | None = None
    datetime: str | None = None
    status: str | None = None
    period: Period | None = None
    time: str | None = ""
    home_team_score: Score | None = None
    visitor_team_score: Score | None = None
    postponed: bool | None = None
    partial: bool = False
    """True when lines are missing that the source should have sent; set here, never by it."""


class _LooseSide(msgspec.Struct, frozen=True):
    abbreviation: str
    players: list[msgspec.Raw] | None = None


class Unreadable(msgspec.Struct, frozen=True):
    """A part of a payload that does not fit: where and why, and its bytes as they came."""

    reason: str
    body: bytes


def parse_game(raw: bytes) -> tuple[Game | None, tuple[Unreadable, ...]]:
    """The game, or None when it is refused, and what of it could not be read."""
    if len(raw) > LARGEST_GAME:
        return None, (Unreadable(f"game: larger than {LARGEST_GAME} bytes", raw),)
    return _parse_game(raw)


# Most games of a poll are as they were in the last one.
@lru_cache(maxsize=512)
def _parse_game(raw: bytes) -> tuple[Game | None, tuple[Unreadable, ...]]:
    game: Game | None
    unreadable: list[Unreadable] = []
    try:
        game = msgspec.json.decode(raw, type=Game)
    except _UNREADABLE as whole:
        game, unreadable = _parse_line_by_line(raw)
        if game is None:
            return None, (Unreadable(f"game: {whole}", raw),)
    reason = _implausible(game)
    if reason:
        return None, (Unreadable(f"game: {reason}", raw),)
    if unreadable or lacks_lines(game):
        game = msgspec.structs.replace(game, partial=True)
    elif game.partial:
        game = msgspec.structs.replace(game, partial=False)
    return game, tuple(unreadable)


def _parse_line_by_line(raw: bytes) -> tuple[Game | None, list[Unreadable]]:
    """The game with the lines that can be read; None when the trouble is not in a line."""
    try:
        parts = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        sides = {
            name: msgspec.json.decode(parts[name], type=_LooseSide)
            for name in ("home_team", "visitor_team")
        }
    except (*_UNREADABLE, KeyError):
        return None, []
    unreadable: list[Unreadable] = []
    for name, side in sides.items():
        lines: list[Line] = []
        for position, player in enumerate(side.players or []):
            try:
                lines.append(msgspec.json.decode(player, type=Line))
            except _UNREADABLE as problem:
                reason = f"player {position} of {side.abbreviation}: {problem}"
                unreadable.append(Unreadable(reason, bytes(player)))
        parts[name] = msgspec.Raw(msgspec.json.encode(Side(side.abbreviation, lines)))
    try:
        return msgspec.json.decode(msgspec.json.encode(parts), type=Game), unreadable
    except _UNREADABLE:
        return None, []


def _implausible(game: Game) -> str | None:
    home, away = game.home_team.abbreviation, game.visitor_team.abbreviation
    for tricode in (home, away):
        if tricode not in TRICODES:
            return f"unknown team {tricode!r}"
    if home == away:
        return f"{home} plays itself"
    if status_of(game) != "scheduled":
        if game.home_team.players is None or game.visitor_team.players is None:
            return "a side has no `players` although the game has begun"
        if status_of(game) == "final" and not (game.home_team_score or game.visitor_team_score):
            return "final without a score"
    if game.date:
        try:
            year = date.fromisoformat(game.date[:10]).year
        except ValueError:
            return f"{game.date!r} is not a date"
        if year not in GAME_YEARS:
            return f"{game.date!r} is out of range"
    return None


def lacks_lines(game: Game) -> bool:
    """True when a game that has begun comes without the lines of a side."""
    return status_of(game) != "scheduled" and not (
        game.home_team.players and game.visitor_team.players
    )


def status_of(game: Game) -> GameStatus:
    """One rule for every document (`live.md` 2.5, A29)."""
    text = (game.status or "").casefold()
    if "final" in text:
        return "final"
    if (game.period or 0) > 0 or "progress" in text or "live" in text:
        return "in_progress"
    return "scheduled"


def is_half_time(game: Game) -> bool:
    """True when the status text says so; the clock then often says nothing."""
    return "half" in (game.status or "").casefold()


def is_postponed(game: Game) -> bool:
    """True when the source says so, in its flag or its status text."""
    return bool(game.postponed) or "postponed" in (game.status or "").casefold()


def game_date_of(game: Game) -> date | None:
    """The league date that the payload states; without one, that of its tip-off (I-1, A30)."""
    if game.date:
        return date.fromisoformat(game.date[:10])
    tip_off = tip_off_of(game)
    return league_date(tip_off) if tip_off else None


def key_of(game: Game, game_date: date) -> str:
    """The standard game id, from the two teams and the slate's date."""
    return game_key(game_date, game.visitor_team.abbreviation, game.home_team.abbreviation)


def tip_off_of(game: Game) -> datetime | None:
    """The tip-off in UTC, from `datetime`; None when absent, unreadable or of no season."""
    try:
        tip_off = parse_instant(game.datetime) if game.datetime else None
    except ValueError:
        return None
    return tip_off if tip_off and tip_off.year in GAME_YEARS else None


def seconds_played(
    status: GameStatus, period: int, clock: str | None, *, half_time: bool = False
) -> int:
    """Seconds of game time gone; overtime counts past 2,880. 0 before the tip-off.

    A clock that cannot be read counts from the start of its period, at half-time from its end.
    """
    if status == "scheduled" or period < 1:
        return 0
    overtimes = max(0, period - 4)
    length = OVERTIME_SECONDS if overtimes else PERIOD_SECONDS
    before = PERIOD_SECONDS * min(period - 1, 4) + OVERTIME_SECONDS * max(0, overtimes - 1)
    if status == "final":
        return before + length
    match = _CLOCK.fullmatch((clock or "").strip())
    if match is None:
        return before + length if half_time else before
    left = int(match[1]) * 60 + int(match[2])
    return before + max(length - left, 0)
