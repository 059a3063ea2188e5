"""Who a player is and which game is meant, whatever the source calls them (D19, I-7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

TRICODES = frozenset(
    "ATL BOS BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM "
    "MIA MIL MIN NOP NYK OKC ORL PHI PHX POR SAC SAS TOR UTA WAS".split()
)

LEAGUE_GAMES = ("002", "004", "005", "006")
"""Prefixes of league ids that count: season, playoffs, play-in, cup final (incident 47)."""

_TURKISH_I = str.maketrans({"ı": "i", "İ": "I"})  # noqa: RUF001
_SUFFIXES = {"junior": "jr", "senior": "sr", "jr.": "jr", "sr.": "sr"}
_NOT_IN_A_LOOKUP = re.compile(r"[^a-z0-9]")
_BESIDE_PLAYERS = frozenset({"index"})
_GAME_KEY = re.compile(r"(\d{8})_([A-Z]{3})_([A-Z]{3})")
_LEAGUE_ID = re.compile(r"00\d{8}")


def player_lookup(name: str) -> str:
    """The one key of a player: lower-case ASCII letters and digits (`live.md` 1.10, first row).

    `"Luka Dončić"` is `lukadoncic`, `"Gary Trent Jr."` is `garytrentjr`. A name without a
    letter or digit gives the empty string.
    """
    text = unicodedata.normalize("NFKC", name).translate(_TURKISH_I)
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    words = text.split()
    if words and words[-1] in _SUFFIXES:
        words[-1] = _SUFFIXES[words[-1]]
    return _NOT_IN_A_LOOKUP.sub("", "".join(words))


def is_lookup(text: str) -> bool:
    """Whether a text can be a player's key; the name of a document beside the players' is none."""
    return bool(text) and not _NOT_IN_A_LOOKUP.search(text) and text not in _BESIDE_PLAYERS


def game_key(game_date: date, away: str, home: str) -> str:
    """The standard game id, `YYYYMMDD_AWAY_HOME`."""
    # `strftime` is dear, and this is asked of every game of a season.
    return f"{game_date.isoformat().replace('-', '')}_{away}_{home}"


@lru_cache(maxsize=32_768)
def teams_of(key: str) -> tuple[str, str] | None:
    """(away, home) of a standard game id of two league teams; None for any other text."""
    match = _GAME_KEY.fullmatch(key)
    if match and match[2] in TRICODES and match[3] in TRICODES:
        return match[2], match[3]
    return None


def is_league_game(league_id: str) -> bool:
    """False for the ten-digit ids of preseason, All-Star and other exhibitions."""
    return not _LEAGUE_ID.fullmatch(league_id) or league_id.startswith(LEAGUE_GAMES)


@dataclass(frozen=True, slots=True)
class GameIdentity:
    """The games of one date under each of their names: league id and standard key."""

    by_league_id: Mapping[str, str]

    @classmethod
    def of(cls, games: Iterable[tuple[str, str]]) -> GameIdentity:
        """From (league id, standard key) pairs."""
        return cls(dict(games))

    def key(self, game_id: str) -> str | None:
        """The standard key of a game under either name; None when no source knows it."""
        if game_id in self.by_league_id:
            return self.by_league_id[game_id]
        return game_id if teams_of(game_id) else None
