"""What may be asked over HTTP: the routes of the API, from the declarations of the exports (D2).

A route is read through from what is published, or its document is made when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from publishing.calendar import parse_date, parse_season
from publishing.exports import EXPORTS
from publishing.exports.declaration import Export
from publishing.families import FAMILIES, Family
from publishing.identity import is_lookup

ROOT = "/v1/"
"""What every path begins with, as in the bucket (`core.md` 0.2)."""

MOST_LETTERS = 100
"""Of a player_lookup: longer ones are no names, and no object could be called so."""

_WORD = re.compile(r"\\{(\w+)\\}")


class NotUnderstood(Exception):
    """What was asked for is no player, date or season; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Route:
    """One path with `{player}`, `{season}` and `{date}` in it.

    `export` makes its document on demand; without one the published document is read.
    """

    path: str
    family: Family
    export: Export | None
    expression: re.Pattern[str] = field(repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the path, in their order."""
        return tuple(self.expression.groupindex)


@dataclass(frozen=True, slots=True)
class Asked:
    """A route with the words that were said; `season` is the year in which it began."""

    route: Route
    published: str
    player: str = ""
    day: date | None = None
    season: int | None = None


def _route(path: str, family: Family, export: Export | None) -> Route:
    pattern = _WORD.sub(r"(?P<\1>[^/]*)", re.escape(ROOT + path))
    return Route(ROOT + path, family, export, re.compile(pattern))


def _routes() -> tuple[Route, ...]:
    read = [_route(path, family, None) for family in FAMILIES for path in family.paths]
    # `players/index.json` is no player's: a path without words is asked first.
    read.sort(key=lambda route: len(route.words))
    by_document = {family.document: family for family in FAMILIES}
    made = [
        _route(export.main.removesuffix(".json"), by_document[export.document], export)
        for export in EXPORTS
        if not export.cadence
    ]
    return (*read, *made)


ROUTES = _routes()
"""Every route, in the order in which they are asked."""


def asked_for(path: str) -> Asked | None:
    """What a path asks for, decoded; None for one of no route. NotUnderstood for odd words."""
    for route in ROUTES:
        if found := route.expression.fullmatch(path):
            return _asked(route, path.removeprefix(ROOT), found.groupdict())
    return None


def _asked(route: Route, published: str, words: Mapping[str, str]) -> Asked:
    return Asked(
        route,
        published,
        _player(words["player"]) if "player" in words else "",
        _day(words["date"]) if "date" in words else None,
        _season(words["season"]) if "season" in words else None,
    )


def _player(word: str) -> str:
    if len(word) > MOST_LETTERS or not is_lookup(word):
        raise NotUnderstood(
            "the player is not one: write a player_lookup, at most "
            f"{MOST_LETTERS} of a-z and 0-9, as in lukadoncic"
        )
    return word


def _day(word: str) -> date:
    try:
        if not word.isascii():
            raise ValueError
        return parse_date(word)
    except ValueError:
        raise NotUnderstood("the date is not one: write YYYY-MM-DD, as in 2025-12-27") from None


def _season(word: str) -> int:
    try:
        return parse_season(word)
    except ValueError:
        raise NotUnderstood("the season is not one: write it as 2025-26") from None
