"""Decided games as three trends counted them before, and as they count them now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from tests.parity.facts import Facts, Row, days_before, is_played
from tests.parity.rounding import once
from tests.parity.rules import Change, Changes

RESTED = Change(
    "rested",
    "D17",
    "Rest is between games that he played; it was between decided ones, so that a game without a "
    "line made the next one look rested, and the first decided one had no rest at all.",
)


def window(facts: Facts, lines: Sequence[Row], days: int, *, played: bool) -> list[Row]:
    """A player's lines of so many days, newest first; of games that he played where asked for."""
    first = days_before(facts.night.day, days)
    return [row for row in lines if row["game_date"] >= first and (is_played(row) or not played)]


def decided(rows: Iterable[Row]) -> list[Row]:
    """Those that say over or under."""
    return [row for row in rows if row["over_under_result"] in ("OVER", "UNDER")]


def by_rest(rows: Sequence[Row], changes: Changes) -> list[tuple[str, Row]]:
    """The decided games with the rest before them; without those that had none before."""
    among = [row for row in rows if is_played(row)] if RESTED in changes else decided(rows)
    rests = [
        (row, (row["game_date"] - before["game_date"]).days - 1) for row, before in pairwise(among)
    ]
    return [
        ({0: "b2b", 1: "one_day"}.get(rest, "rested"), row) for row, rest in rests if decided([row])
    ]


def place(row: Row) -> str:
    """Where a game was, by its standard id: the table of teams said the same of every one."""
    return "home" if row["game_id"].endswith(f"_{row['team_abbr']}") else "away"


def share(rows: Iterable[Row]) -> Fraction:
    """The exact share of overs, 0 to 100."""
    overs = [row["over_under_result"] == "OVER" for row in rows]
    return Fraction(100 * sum(overs), len(overs))


def percent(rows: Iterable[Row]) -> float:
    """It with one decimal."""
    found = once(share(rows), 1)
    assert found is not None
    return found


def tenths(number: float) -> int:
    """A published number of one decimal, in tenths."""
    return round(number * 10)


def grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    """The games of each kind."""
    found: dict[str, list[Row]] = {}
    for kind, row in pairs:
        found.setdefault(kind, []).append(row)
    return found
