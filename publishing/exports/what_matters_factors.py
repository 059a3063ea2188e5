"""What may matter to a kind of scorer: rest and place (`trends.md` 6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from publishing.exports.decided_games import Counts, Decided

ALL = "all"
"""The kind of every decided game."""

FEWEST_RESTED, FEWEST_PLACED = 20, 50
"""Decided games from which a kind of rest, and a place, is published."""


class Factor(msgspec.Struct):
    """Decided games and the share of overs, 0 to 100, one decimal."""

    games: int
    over_pct: float


class RestFactors(msgspec.Struct):
    """By days off before the game: none, one, more; a kind with too few games has no key."""

    b2b: Factor | msgspec.UnsetType = msgspec.UNSET
    one_day: Factor | msgspec.UnsetType = msgspec.UNSET
    rested: Factor | msgspec.UnsetType = msgspec.UNSET


class HomeAwayFactors(msgspec.Struct):
    """By place; one with too few games has no key."""

    home: Factor | msgspec.UnsetType = msgspec.UNSET
    away: Factor | msgspec.UnsetType = msgspec.UNSET


class Factors(msgspec.Struct):
    """What may matter."""

    rest: RestFactors
    home_away: HomeAwayFactors


def kept(counts: Mapping[str, Decided]) -> Counts:
    """The kinds that have games enough."""
    fewest = {ALL: 1, "home": FEWEST_PLACED, "away": FEWEST_PLACED}
    return {
        kind: some for kind, some in counts.items() if some.games >= fewest.get(kind, FEWEST_RESTED)
    }


def factors_of(counts: Mapping[str, Decided]) -> Factors:
    """The factors of the kinds that are there."""

    def of(kinds: Iterable[str]) -> dict[str, Factor]:
        some = {kind: counts[kind] for kind in kinds if kind in counts}
        return {kind: Factor(one.games, one.percent) for kind, one in some.items()}

    return Factors(
        RestFactors(**of(RestFactors.__struct_fields__)),
        HomeAwayFactors(**of(HomeAwayFactors.__struct_fields__)),
    )
