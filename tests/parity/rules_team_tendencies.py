"""`trends/team-tendencies.json` against what was published before (`trends.md` 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.parity.alignment import TEXT, Json, Listing
from tests.parity.facts import Facts, Row, days_before
from tests.parity.rounding import Exact, half_up, mean, once
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, HOURLY, TYPE

EXACT = Change(
    "exact",
    "D22",
    "Means, and differences of means, are of exact values and rounded once, half to even; they "
    "were of rounded ones, and half up.",
)
TIES = Change(
    "ties",
    "D9",
    "Teams with the same number are in order of their tricode before a list is cut to five; they "
    "were in any order, so that chance decided who was published.",
)
COPY = Change(
    "copy", "trends 15.6", "The sentence that a list says of its teams: display copy is free."
)

ENDS = {
    "pace.kings": ("pace", -1),
    "pace.grinders": ("pace", 1),
    "defense_by_zone.paint.best": ("dfg_pct", 1),
    "defense_by_zone.paint.worst": ("dfg_pct", -1),
    "defense_by_zone.perimeter.best": ("dfg_pct", 1),
    "defense_by_zone.perimeter.worst": ("dfg_pct", -1),
    "home_away.home_dominant": ("differential", -1),
    "home_away.road_warriors": ("differential", 1),
    "back_to_back.vulnerable": ("impact", 1),
    "back_to_back.resilient": ("impact", -1),
}
"""By list, what sorts it, and 1 for the least first."""

SAYING = {
    "pace.kings": ("High-scoring environment", "Runs whenever it can: more shots for everybody"),
    "pace.grinders": ("Slower, grind-it-out games", "Walks it up: few possessions"),
}
"""What a list said of its teams, and what it says, where the golden documents tell."""


def _listing(key: str, sign: int) -> Listing:
    return Listing(("team",), lambda one: (sign * one[key],), ("team",))


SHAPE = {place: _listing(*end) for place, end in ENDS.items()}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""

    def ends(section: str, entries: Sequence[Json], names: Iterable[str]) -> Json:
        return {name: _listed(f"{section}.{name}", entries, facts, changes) for name in names}

    paces, league = _paces(_games(facts, 30), changes)
    zones = {
        name: ends(f"defense_by_zone.{name}", _zone(facts, column, changes), ("best", "worst"))
        for name, column in (("paint", "paint"), ("perimeter", "three_pt"))
    }
    venues, tired = _venues(_games(facts, 60), changes), _tired(_games(facts, 90), changes)
    return {
        "pace": ends("pace", paces, ("kings", "grinders")) | {"league_average": league},
        "defense_by_zone": zones,
        "home_away": ends("home_away", venues, ("home_dominant", "road_warriors")),
        "back_to_back": ends("back_to_back", tired, ("vulnerable", "resilient")),
    }


def _games(facts: Facts, days: int) -> Mapping[str, list[Row]]:
    """The games of each team, oldest first."""
    columns = "team_abbr, game_date, home_game, points_scored, pace"
    rows = facts.kept("team games", lambda: facts.rows("team_offense_game_summary", columns))
    first = days_before(facts.night.day, days)
    inside = (row for row in rows if first <= row["game_date"] <= facts.night.day)
    found: dict[str, list[Row]] = {}
    for row in sorted(inside, key=lambda row: row["game_date"]):
        found.setdefault(row["team_abbr"], []).append(row)
    return found


def _rounded(value: Exact | None, places: int, changes: Changes) -> float:
    found = (once if EXACT in changes else half_up)(value, places)
    assert found is not None
    return found


def _paces(games: Mapping[str, list[Row]], changes: Changes) -> tuple[list[Json], float]:
    exact = {
        team: found
        for team, rows in games.items()
        if len(rows) >= 5 and (found := mean(row["pace"] for row in rows)) is not None
    }
    paces = {team: _rounded(pace, 2, changes) for team, pace in exact.items()}
    of_league: Iterable[Exact] = (Fraction(str(pace)) for pace in paces.values())
    league = mean(exact.values() if EXACT in changes else of_league)
    assert league is not None

    def above(team: str) -> float:
        if EXACT in changes:
            return _rounded(exact[team] - league, 2, changes)
        return _rounded(Fraction(str(paces[team])) - league, 2, changes)

    entries = [
        {
            "team": team,
            "pace": pace,
            "games": len(games[team]),
            "avg_points": _points(games[team], changes),
            "vs_league": above(team),
        }
        for team, pace in paces.items()
    ]
    return entries, _rounded(league, 2, changes)


def _points(rows: Iterable[Row], changes: Changes) -> float:
    return _rounded(mean(row["points_scored"] for row in rows), 1, changes)


def _zone(facts: Facts, column: str, changes: Changes) -> list[Json]:
    where = f"analysis_date BETWEEN $day - 30 AND $day AND {column}_pct_allowed_last_15 IS NOT NULL"
    table = "team_defense_zone_analysis"
    rows = facts.kept(("zone", column), lambda: facts.rows(table, "*", where))
    teams: dict[str, list[Row]] = {}
    for row in rows:
        teams.setdefault(row["team_abbr"], []).append(row)

    def percent(found: Sequence[Row]) -> float:
        share = mean(row[f"{column}_pct_allowed_last_15"] for row in found)
        return _rounded(None if share is None else 100 * share, 1, changes)

    return [
        {
            "team": team,
            "dfg_pct": percent(found),
            "opp_ppg": _rounded(mean(row["opponent_points_per_game"] for row in found), 1, changes),
            "games": len(found),
        }
        for team, found in teams.items()
        if len(found) >= 5
    ]


def _venues(games: Mapping[str, list[Row]], changes: Changes) -> list[Json]:
    found = []
    for team, rows in games.items():
        home = [row for row in rows if row["home_game"]]
        away = [row for row in rows if not row["home_game"]]
        if min(len(home), len(away)) >= 5:
            found.append(
                {
                    "team": team,
                    "home_ppg": _points(home, changes),
                    "away_ppg": _points(away, changes),
                    "differential": _apart(home, away, changes),
                }
            )
    return found


def _tired(games: Mapping[str, list[Row]], changes: Changes) -> list[Json]:
    found = []
    for team, rows in games.items():
        gaps = [(row, (row["game_date"] - last["game_date"]).days) for last, row in pairwise(rows)]
        tired = [row for row, days in gaps if days == 1]
        rested = [row for row, days in gaps if days > 1]
        if len(tired) >= 3 and len(rested) >= 5:
            found.append(
                {
                    "team": team,
                    "b2b_ppg": _points(tired, changes),
                    "rested_ppg": _points(rested, changes),
                    "impact": _apart(tired, rested, changes),
                    "b2b_games": len(tired),
                }
            )
    return found


def _apart(some: Sequence[Row], others: Sequence[Row], changes: Changes) -> float:
    first, second = (mean(row["points_scored"] for row in rows) for rows in (some, others))
    assert first is not None
    assert second is not None
    return _rounded(first - second, 1, changes)


def _listed(place: str, entries: Sequence[Json], facts: Facts, changes: Changes) -> list[Json]:
    order = sorted(entries, key=_order(place, facts, changes))
    before, now = SAYING.get(place, (TEXT, TEXT))
    return [one | {"insight": now if COPY in changes else before} for one in order[:5]]


def _order(place: str, facts: Facts, changes: Changes) -> Callable[[Json], Any]:
    key, sign = ENDS[place]
    if TIES in changes:
        return lambda one: (sign * one[key], one["team"])
    # Ties were in any order: in the one that was published.
    published: Any = facts.published("trends/team-tendencies.json")
    for name in place.split("."):
        published = published[name]
    before = [one["team"] for one in published]

    def at(one: Json) -> tuple[Any, ...]:
        there = before.index(one["team"]) if one["team"] in before else len(before)
        return (sign * one[key], there, one["team"])

    return at


RULES = (
    GENERATED,
    TYPE,
    HOURLY,
    rule("pace.kings[].insight pace.grinders[].insight", COPY),
    rule("back_to_back.vulnerable[]", TIES),
    rule(
        "pace.kings[].vs_league pace.grinders[].vs_league pace.grinders[].pace "
        "home_away.home_dominant[].away_ppg back_to_back.resilient[].b2b_ppg",
        EXACT,
    ),
)

TEAM_TENDENCIES = Family(
    "team_tendencies",
    "trends-team",
    re.compile(r"trends/team-tendencies\.json"),
    SHAPE,
    model,
    RULES,
)
