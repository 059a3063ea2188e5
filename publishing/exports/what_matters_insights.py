"""The sentences of `trends/what-matters.json` (`trends.md` 6.3); their wording is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from publishing.exports.what_matters_factors import ALL

SMALLEST_GAP, SMALLEST_REST_GAP, SMALLEST_PLACE_GAP = 50, 20, 30
"""Tenths of a percent from which a difference is worth a sentence."""

TOLD = 5
"""Sentences, at most."""

_NAMES = {
    "star": "Stars",
    "scorer": "Scorers",
    "rotation": "Rotation players",
    "role_player": "Role players",
}

Shares = Mapping[str, Mapping[str, int]]
"""By archetype and kind the share of overs in tenths of a percent; without what is not kept."""


def insights(shares: Shares) -> list[str]:
    """One to five sentences. A share that is missing, or none at all, is not compared."""
    found = [*_stars_and_roles(shares), *_rest(shares["star"]), *_places(shares)][:TOLD]
    return found or ["Rest, place and role make no notable difference at the moment"]


def _stars_and_roles(shares: Shares) -> Iterable[str]:
    star, role = shares["star"].get(ALL, 0), shares["role_player"].get(ALL, 0)
    if star and role and abs(star - role) >= SMALLEST_GAP:
        more, fewer = ("Stars", "role players") if star > role else ("Role players", "stars")
        yield f"{more} go over their lines more often than {fewer}: {_against(star, role)}"


def _rest(star: Mapping[str, int]) -> Iterable[str]:
    tired, rested = star.get("b2b", 0), star.get("rested", 0)
    if tired and rested and abs(tired - rested) >= SMALLEST_REST_GAP:
        word = "better" if tired > rested else "worse"
        percent = f"{_percent(tired)} overs against {_percent(rested)} when rested"
        yield f"Stars do {word} on back-to-backs: {percent}"


def _places(shares: Shares) -> Iterable[str]:
    for archetype, name in _NAMES.items():
        home, away = shares[archetype].get("home", 0), shares[archetype].get("away", 0)
        if home and away and abs(home - away) >= SMALLEST_PLACE_GAP:
            where = "at home" if home > away else "on the road"
            yield f"{name} go over more often {where}: {_against(home, away)}"


def _against(one: int, other: int) -> str:
    return f"{_percent(max(one, other))} against {_percent(min(one, other))}"


def _percent(tenths: int) -> str:
    return f"{tenths / 10:.1f}%"
