"""The games that a team has played, one row each, and who is first in a list (`trends.md` 3.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from publishing.batch_rows import TeamGame
from publishing.one_row import newest_by, null_first

LISTED = 5
"""Teams in a list, at most."""

_TIERS = ("unusable", "poor", "bronze", "silver", "gold")
"""The worst row first; one that says nothing is worse still."""


class TeamEntry(msgspec.Struct):
    """An entry of a list; its last key is `insight`, what the list says of all its teams."""

    team: str


Entry = TypeVar("Entry", bound=TeamEntry)
Games = Mapping[str, Sequence[TeamGame]]
"""Every team's games, the newest last."""


def games_of(rows: Iterable[TeamGame], last: date) -> Games:
    """The games up to a date that were played to their end.

    A game comes under both forms of its id, and half-finished beside the whole: of a team's date
    one row counts, of the best quality, then of the most possessions, then the newest.
    """
    whole = (
        row
        for row in rows
        if row.game_date <= last and not row.is_partial_game_data and row.points_scored is not None
    )
    found = newest_by(
        whole,
        key=lambda row: (row.team_abbr, row.game_date),
        order=lambda row: (_tier(row), null_first(row.possessions), null_first(row.processed_at)),
    )
    games: dict[str, list[TeamGame]] = {}
    for row in sorted(found, key=lambda row: (row.team_abbr, row.game_date)):
        games.setdefault(row.team_abbr, []).append(row)
    return games


def since(games: Games, first: date) -> Games:
    """The games from a date on."""
    return {
        team: [row for row in played if row.game_date >= first] for team, played in games.items()
    }


def points_of(played: Iterable[TeamGame]) -> list[int]:
    """What the team scored in each."""
    return [row.points_scored for row in played if row.points_scored is not None]


def listed(entries: Iterable[Entry], value: Callable[[Entry], float], insight: str) -> list[Entry]:
    """The least by a published value, equal ones by tricode, each with what its list says (D9)."""
    order = sorted(entries, key=lambda one: (value(one), one.team))
    return [msgspec.structs.replace(one, insight=insight) for one in order[:LISTED]]


def _tier(row: TeamGame) -> int:
    said = (row.quality_tier or row.data_quality_tier or "").casefold()
    return _TIERS.index(said) if said in _TIERS else -1
