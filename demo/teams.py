"""The thirty teams as balldontlie describes them."""

from __future__ import annotations

from dataclasses import dataclass

_FACTS = """\
ATL|1|East|Southeast|Atlanta|Hawks
BOS|2|East|Atlantic|Boston|Celtics
BKN|3|East|Atlantic|Brooklyn|Nets
CHA|4|East|Southeast|Charlotte|Hornets
CHI|5|East|Central|Chicago|Bulls
CLE|6|East|Central|Cleveland|Cavaliers
DAL|7|West|Southwest|Dallas|Mavericks
DEN|8|West|Northwest|Denver|Nuggets
DET|9|East|Central|Detroit|Pistons
GSW|10|West|Pacific|Golden State|Warriors
HOU|11|West|Southwest|Houston|Rockets
IND|12|East|Central|Indiana|Pacers
LAC|13|West|Pacific|LA|Clippers
LAL|14|West|Pacific|Los Angeles|Lakers
MEM|15|West|Southwest|Memphis|Grizzlies
MIA|16|East|Southeast|Miami|Heat
MIL|17|East|Central|Milwaukee|Bucks
MIN|18|West|Northwest|Minnesota|Timberwolves
NOP|19|West|Southwest|New Orleans|Pelicans
NYK|20|East|Atlantic|New York|Knicks
OKC|21|West|Northwest|Oklahoma City|Thunder
ORL|22|East|Southeast|Orlando|Magic
PHI|23|East|Atlantic|Philadelphia|76ers
PHX|24|West|Pacific|Phoenix|Suns
POR|25|West|Northwest|Portland|Trail Blazers
SAC|26|West|Pacific|Sacramento|Kings
SAS|27|West|Southwest|San Antonio|Spurs
TOR|28|East|Atlantic|Toronto|Raptors
UTA|29|West|Northwest|Utah|Jazz
WAS|30|East|Southeast|Washington|Wizards
"""


@dataclass(frozen=True, slots=True)
class Team:
    """One team; `tricode` is the league's three letters, `bdl_id` the feed's 1 to 30."""

    tricode: str
    bdl_id: int
    conference: str
    division: str
    city: str
    name: str

    def payload(self) -> dict[str, object]:
        """The team object of the live feed, without its players."""
        return {
            "id": self.bdl_id,
            "conference": self.conference,
            "division": self.division,
            "city": self.city,
            "name": self.name,
            "full_name": f"{self.city} {self.name}",
            "abbreviation": self.tricode,
        }


def _team(line: str) -> Team:
    tricode, bdl_id, conference, division, city, name = line.split("|")
    return Team(tricode, int(bdl_id), conference, division, city, name)


TEAMS = {team.tricode: team for team in map(_team, _FACTS.splitlines())}
"""Every team by tricode, in the order of its balldontlie id."""
