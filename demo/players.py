"""Invented players: their names, their feed ids and what they are good at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from demo.teams import TEAMS
from publishing.identity import player_lookup

ROSTER_SIZE = 15

NAMESAKE = "Marlo Bexley"
"""The name that two players of different teams share."""

_SPECIAL_NAMES = (
    ("Íñigo", "Válcarez"),
    ("Shae", "O'Dorrin"),
    ("Kellan", "Marsh-Tobiah"),
    ("T.J.", "Wexcombe"),
    ("Dorian", "Palmgren Jr."),
    ("Rufus", "Athelby III"),
    ("Zuhari", ""),
    ("Marlo", "Bexley"),
    ("Marlo", "Bexley"),
    ("Žarko", "Čelebrin"),
)
"""One a team, given to a starter of each of the teams that play on the demo night."""

_FIRST_NAMES = (
    "Alden Arlo Basil Brevin Cadell Corwin Dacey Darnel Edric Elvan Farrel Fenton Garrick "
    "Hollis Idris Jorrel Kasen Lamond Levar Maddox Nevin Orlan Pryce Quillon Rendall Sorrel "
    "Tavian Ulric Varnell Wendel Xander Yorick Zavion Branko Mateus Anselm Kofi Ludo Emeka Tomaz"
)
_SURNAME_HEADS = (
    "Ash Bar Cal Dun Ell Fair Gar Hol Ing Kes Lang Mar Nor Oak Pem Quar Ros Stan Thorn Ul "
    "Ven Wal Yar Zel Brack Crav Drum Fen Grim Hart"
)
_SURNAME_TAILS = (
    "burne combe dale esworth field gate hurst ington ley more nard over quist rick sby ton "
    "vane wick yard stead"
)
_DRAFT_AGE = 20
_COLLEGES = ("Northfield State", "Port Alden", "Lakemont", "Saint Brennan", "")

_ROTATION_MINUTES = (35, 33, 31, 30, 28, 22, 19, 16, 14, 12, 9, 8, 7, 6, 5)
_POSITIONS = ("G", "G", "F", "F", "C", "G", "F-G", "F", "C", "G-F", "G", "F", "C-F", "F", "G")


@dataclass(frozen=True, slots=True)
class Player:
    """One player. Rates are probabilities (0 to 1); weights only compare team mates."""

    bdl_id: int
    lookup: str
    first_name: str
    last_name: str
    team: str
    position: str
    jersey: str
    college: str
    draft: tuple[int, int, int] | None
    minutes: float
    shots: float
    three_rate: float
    two_pct: float
    three_pct: float
    ft_pct: float
    rebounds: float
    assists: float

    @property
    def full_name(self) -> str:
        """First and last name; a mononym has no last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def payload(self) -> dict[str, object]:
        """The `player` object of the live feed."""
        year, draft_round, number = self.draft or (None, None, None)
        big = "C" in self.position
        return {
            "id": self.bdl_id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "position": self.position,
            "height": "6-11" if big else "6-5",
            "weight": "245" if big else "205",
            "jersey_number": self.jersey,
            "college": self.college,
            "country": "USA" if self.college else "France",
            "draft_year": year,
            "draft_round": draft_round,
            "draft_number": number,
        }


def rosters(seed: int, special_teams: Sequence[str]) -> dict[str, tuple[Player, ...]]:
    """Fifteen players of every team, best first, by tricode.

    The unusual names go to starters of `special_teams`, one a team in their order.
    """
    rng = Random(f"{seed}:players")
    names = _plain_names(rng)
    special = dict(zip(special_teams, _SPECIAL_NAMES, strict=False))
    taken: set[str] = set()
    result = {}
    for team in TEAMS.values():
        players = []
        for place in range(ROSTER_SIZE):
            name = next(names)
            if place == 1 and team.tricode in special:
                name = special[team.tricode]
            lookup = player_lookup(" ".join(name))
            # A namesake cannot have the key of his name: the registry numbers the second one.
            lookup = f"{lookup}02" if lookup in taken else lookup
            taken.add(lookup)
            players.append(_player(rng, name, lookup, team.bdl_id, team.tricode, place))
        result[team.tricode] = tuple(players)
    return result


def ages(rosters: Mapping[str, Sequence[Player]], year: int) -> dict[str, int]:
    """Years of age by lookup in a year, as if everybody had been drafted at 20.

    A player who was never drafted has none.
    """
    everybody = [player for roster in rosters.values() for player in roster]
    return {
        player.lookup: year - player.draft[0] + _DRAFT_AGE for player in everybody if player.draft
    }


def _plain_names(rng: Random) -> Iterator[tuple[str, str]]:
    """Names with a different surname each, in an order that depends on `rng`."""
    surnames = [head + tail for head in _SURNAME_HEADS.split() for tail in _SURNAME_TAILS.split()]
    first_names = _FIRST_NAMES.split()
    rng.shuffle(surnames)
    for surname in surnames:
        yield rng.choice(first_names), surname


def _player(
    rng: Random, name: tuple[str, str], lookup: str, team_id: int, tricode: str, place: int
) -> Player:
    position = _POSITIONS[place]
    big = "C" in position
    star = max(0.0, 1.0 - place / 8)
    return Player(
        bdl_id=700_000 + team_id * 100 + place,
        lookup=lookup,
        first_name=name[0],
        last_name=name[1],
        team=tricode,
        position=position,
        jersey=str(rng.randrange(60)),
        college=rng.choice(_COLLEGES),
        draft=(rng.randint(2010, 2025), 1, rng.randint(1, 30)) if place < 9 else None,
        minutes=_ROTATION_MINUTES[place] * rng.uniform(0.9, 1.1),
        shots=rng.uniform(0.7, 1.1) + 1.3 * star * rng.uniform(0.5, 1.0),
        three_rate=rng.uniform(0.05, 0.2) if big else rng.uniform(0.3, 0.55),
        two_pct=rng.uniform(0.5, 0.6) + (0.05 if big else 0.0),
        three_pct=rng.uniform(0.32, 0.41),
        ft_pct=rng.uniform(0.62, 0.78) if big else rng.uniform(0.72, 0.9),
        rebounds=rng.uniform(1.8, 2.8) if big else rng.uniform(0.6, 1.5),
        assists=rng.uniform(0.4, 0.8) if big else rng.uniform(0.7, 2.2),
    )
