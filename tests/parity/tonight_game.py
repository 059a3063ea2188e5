"""A team's game of the date, as the trends told it and tell it now (`trends.md` 1.10)."""

from __future__ import annotations

from tests.parity.alignment import Json
from tests.parity.facts import Facts, Row, in_eastern
from tests.parity.rules import Change, Changes

EASTERN = Change(
    "eastern", "D12", "Tip-offs are converted to Eastern; before UTC stood there with ET behind it."
)

TEAMS = frozenset(
    "ATL BOS BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM MIA MIL MIN NOP NYK OKC ORL PHI "
    "PHX POR SAC SAS TOR UTA WAS".split()
)


def games(facts: Facts) -> dict[str, tuple[Row, str, bool]]:
    """By team of the league: its game, its opponent, whether it is at home."""
    found = {}
    for game in facts.games:
        home, away = game["home_team_tricode"], game["away_team_tricode"]
        if {home, away} <= TEAMS:
            found[home] = (game, away, True)
            found[away] = (game, home, False)
    return found


def tonight(facts: Facts, team: str, changes: Changes) -> Json | None:
    """What a document says of a team's game; None without one."""
    found = games(facts).get(team)
    if found is None:
        return None
    game, opponent, home = found
    tip_off = game["game_date_est"]
    utc = f"{tip_off:%I:%M %p} ET".lstrip("0")
    return {
        "opponent": opponent,
        "game_time": in_eastern(tip_off) if EASTERN in changes else utc,
        "home": home,
    }
